"""Fetch the one font family that ships (IBM Plex Sans with its Arabic, SIL Open Font License 1.1) from registry packages.

The packages are pinned by hash; the product, four TrueType files and the licence, is committed below ``ui/fonts``. Needs npm, which
is asked for packages by name. Run: ``python installer/fetch_fonts.py``.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "ui" / "fonts"
PACKAGES = {
    "@expo-google-fonts/ibm-plex-sans@0.4.1": (
        "8b0e86cb17fbcf46a1b3ee9fcf339ebb552938cc5b753eb28671725aa3f66671",
        {
            "package/400Regular/IBMPlexSans_400Regular.ttf": "IBMPlexSans-Regular.ttf",
            "package/600SemiBold/IBMPlexSans_600SemiBold.ttf": "IBMPlexSans-SemiBold.ttf",
            "package/LICENSE_FONT": "LICENCE.txt",
        },
    ),
    "@expo-google-fonts/ibm-plex-sans-arabic@0.4.2": (
        "5ed540bd741bef113de95201a3ecdccdd2cf8d128dff2d0a7fb4864366b5e65f",
        {
            "package/400Regular/IBMPlexSansArabic_400Regular.ttf": "IBMPlexSansArabic-Regular.ttf",
            "package/600SemiBold/IBMPlexSansArabic_600SemiBold.ttf": "IBMPlexSansArabic-SemiBold.ttf",
        },
    ),
}


def main() -> int:
    """Fetch, check and unpack both packages."""
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for package, (expected, files) in PACKAGES.items():
            name = subprocess.run(
                ["npm", "pack", "-s", package], cwd=folder, check=True, capture_output=True, text=True
            ).stdout.strip()
            tarball = Path(folder) / name
            found = hashlib.sha256(tarball.read_bytes()).hexdigest()
            if found != expected:
                print(f"{package}: checksum {found} is not the pinned one; nothing was written", file=sys.stderr)
                return 1
            with tarfile.open(tarball) as archive:
                for member, target in files.items():
                    stream = archive.extractfile(member)
                    assert stream is not None, member
                    (FONTS / target).write_bytes(stream.read())
    return 0


if __name__ == "__main__":
    sys.exit(main())
