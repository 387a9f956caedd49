"""One OpenSSL in the frozen folder, where Python and the driver of the database would bring one each."""

from __future__ import annotations

import os
import re
from pathlib import Path


def share_openssl(inside: Path) -> None:
    """Keep one OpenSSL for Python and the driver of the database: the driver's, where it is no older; version 3 serves all built for 3."""
    driver = inside / "psycopg_binary.libs"
    pairs = [(inside / f"{name}.so.3", sorted(driver.glob(f"{name}-*.so.3"))) for name in ("libcrypto", "libssl")]
    if any(not ours.is_file() or len(theirs) != 1 for ours, theirs in pairs):
        return
    crypto, (crypto_of_driver,) = pairs[0]
    if openssl_version(crypto_of_driver) < openssl_version(crypto):
        return
    for ours, (theirs,) in pairs:
        ours.unlink()
        ours.symlink_to(os.path.relpath(theirs, ours.parent))


def openssl_version(library: Path) -> tuple[int, ...]:
    """Version of OpenSSL in a library, as it stands in its bytes."""
    found = re.search(rb"OpenSSL (\d+)\.(\d+)\.(\d+) ", library.read_bytes())
    return tuple(int(part) for part in found.groups()) if found else (0,)
