"""One checksum over many: the root of a Merkle tree (RFC 6962, section 2.1), taken in one pass and in little memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_LEAF, _NODE = b"\x00", b"\x01"
EMPTY_ROOT = hashlib.sha256().digest()


def leaf_of(content: bytes) -> bytes:
    """Return the hash of one entry. It says that it is one, so that no inner node can be passed off as an entry."""
    return hashlib.sha256(_LEAF + content).digest()


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over hashes of entries, in their order; 32 bytes."""
    peaks: list[tuple[int, bytes]] = []  # of perfect trees, the largest first, each with its height
    for leaf in leaves:
        height, node = 0, leaf
        while peaks and peaks[-1][0] == height:
            node = hashlib.sha256(_NODE + peaks.pop()[1] + node).digest()
            height += 1
        peaks.append((height, node))
    if not peaks:
        return EMPTY_ROOT
    root = peaks.pop()[1]
    while peaks:
        root = hashlib.sha256(_NODE + peaks.pop()[1] + root).digest()
    return root
