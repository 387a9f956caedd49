"""The file as it was given: its checksum, its size, and whether it is what its name says. It is never written to."""

from __future__ import annotations

import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.progress import Progress

MAX_BYTES = 2_000_000_000
# Office files and zipped shapefiles unpack to at most a few times their size; a bomb to thousands of times.
MAX_UNPACKED = 4_000_000_000
MAX_RATIO = 200
RATIO_COUNTS_FROM = 50_000_000

_BLOCK = 4 * 1024 * 1024
_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
# What Python's archive reader raises on damaged archives, depending on where the damage is.
ARCHIVE_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, KeyError, RuntimeError),
    *(NotImplementedError, UnicodeDecodeError),
)
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that somebody wants read.

    Attributes
    ----------
    sha256 : str
        Checksum of its bytes; of all its parts, in the order of their endings, for a shapefile.
    has_nul : bool
        Whether a zero byte occurs: normal in a workbook, never in text.
    member : str
        The file inside the zip that is meant; "" for the file itself.
    """

    path: Path
    size: int
    sha256: str
    has_nul: bool
    start: bytes
    member: str = ""

    @property
    def name(self) -> str:
        """The file's name, without the folder."""
        return self.path.name

    @property
    def suffix(self) -> str:
        """The ending in small letters, such as ``.csv``."""
        return self.path.suffix.lower()

    @property
    def is_zip(self) -> bool:
        """Whether it is a zip archive, whatever it is called."""
        return self.start.startswith(ZIP_MAGIC)

    @contextmanager
    def stream(self) -> Iterator[BinaryIO]:
        """Open its bytes; those of a member are unpacked while they are read, never onto the disk."""
        if not self.member:
            with self.path.open("rb") as plain:
                yield plain
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as unpacked:
            yield cast(BinaryIO, unpacked)

    def part(self, member: str) -> SourceFile:
        """Return a member of the archive as a file of its own; what :func:`check_archive` has passed."""
        return replace(self, member=member, has_nul=False, start=b"")

    @property
    def is_ole(self) -> bool:
        """Whether it is an old or an encrypted office document."""
        return self.start.startswith(OLE_MAGIC)


def inspect(path: Path, progress: Progress) -> SourceFile:
    """Read the whole file once for its checksum.

    Raises
    ------
    KnownError
        ``file.not_found``, ``file.is_folder``, ``file.unreadable``, ``file.empty``, ``file.too_large``.
    """
    if path.is_dir():
        raise KnownError("file.is_folder", file=path.name)
    if not path.is_file():
        raise KnownError("file.not_found", file=path.name)
    parts = [path]
    if path.suffix.lower() == ".shp":
        parts = [p for ending in _SHAPEFILE_PARTS for p in _siblings(path, ending)]
    try:
        size = sum(p.stat().st_size for p in parts)
        if path.stat().st_size == 0:
            raise KnownError("file.empty", file=path.name)
        if size > MAX_BYTES:
            raise KnownError("file.too_large", file=path.name, size_mb=size // 1_000_000, most_mb=MAX_BYTES // 1_000_000)
        digest, has_nul = _digest(parts, size, progress)
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise KnownError("file.unreadable", file=path.name) from error
    return SourceFile(path, size, digest, has_nul, start)


def _digest(parts: list[Path], size: int, progress: Progress) -> tuple[str, bool]:
    digest = hashlib.sha256()
    done, has_nul = 0, False
    for part in parts:
        with part.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                has_nul = has_nul or b"\0" in block
                done += len(block)
                progress.step(done, size, "import.checksum")
    return digest.hexdigest(), has_nul


def _siblings(path: Path, ending: str) -> list[Path]:
    """Find the part of a shapefile with this ending, whatever its capitals."""
    wanted = path.stem + ending
    return sorted(p for p in path.parent.iterdir() if p.name.lower() == wanted.lower() and p.is_file())[:1]


def member_of(source: SourceFile, name: str, progress: Progress) -> SourceFile:
    """Return a member of a zip that :func:`check_archive` has passed as a file of its own, read through once to know that it is whole.

    Raises
    ------
    KnownError
        ``archive.broken``; ``file.empty``.
    """
    member = source.part(name)
    has_nul, start, size = False, b"", 0
    try:
        with member.stream() as stream:
            while block := stream.read(_BLOCK):
                start = start or block[:4096]
                has_nul = has_nul or b"\0" in block
                size += len(block)
                progress.step(size, 0, "import.checksum")
    except ARCHIVE_FAULTS as error:
        raise KnownError("archive.broken", file=source.name) from error
    if not size:
        raise KnownError("file.empty", file=f"{source.name}/{name}")
    return replace(member, size=size, has_nul=has_nul, start=start)


def members_meant(names: Iterable[str]) -> tuple[str, ...]:
    """Leave out of the names in an archive the folders, and what Apple's Finder adds beside each file."""
    found = []
    for name in names:
        path = PurePosixPath(name)
        if path.name and not name.endswith("/") and path.parts[0] != "__MACOSX" and not path.name.startswith("."):
            found.append(name)
    return tuple(found)


def check_archive(source: SourceFile) -> tuple[str, ...]:
    """Return the names in a zip archive, once it is known to be no bomb and to keep to itself.

    Raises
    ------
    KnownError
        ``archive.broken``, ``archive.too_large``, ``archive.leaves_folder``, ``archive.encrypted``.
    """
    try:
        with zipfile.ZipFile(source.path) as archive:
            members = archive.infolist()
    except ARCHIVE_FAULTS as error:
        raise KnownError("archive.broken", file=source.name) from error
    unpacked = sum(m.file_size for m in members)
    bomb = unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * max(source.size, 1)
    if unpacked > MAX_UNPACKED or bomb or len(members) > 10_000:
        raise KnownError("archive.too_large", file=source.name, size_mb=unpacked // 1_000_000)
    for member in members:
        pieces = member.filename.replace("\\", "/").split("/")
        if ".." in pieces or member.filename.startswith(("/", "\\")) or ":" in pieces[0]:
            raise KnownError("archive.leaves_folder", file=source.name)
        if member.flag_bits & 1:
            raise KnownError("archive.encrypted", file=source.name)
    return tuple(m.filename for m in members)
