"""Reading foreign files through the door. These stand for the functions of the same names that read in this process.

Rows that are in memory already are nobody's file, and are read here. Paths go through the door whole: behind it is another folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.formats.door.answers import understood
from mrm_desktop.formats.door.doorway import ChildDoor, Doorway
from mrm_desktop.formats.door.here import OwnFiles
from mrm_desktop.foundation.progress import Progress, Silent

if TYPE_CHECKING:
    from mrm_desktop.domain.geography import Area
    from mrm_desktop.formats.documents.answer_sheets import AnswerRows
    from mrm_desktop.formats.documents.country_pack import CountryPack, PackPart
    from mrm_desktop.formats.files.read_options import ReadOptions
    from mrm_desktop.formats.files.table import Table
    from mrm_desktop.formats.imports.preview import Preview
    from mrm_desktop.formats.layers.mbtiles import TilePackage
    from mrm_desktop.formats.layers.road_layers import Box, RoadLines
    from mrm_desktop.formats.layers.trip_lines import TripLines
    from mrm_desktop.formats.rows.reading import Reading


class _Held:
    door: Doorway = ChildDoor()


_OWN: ContextVar[Doorway | None] = ContextVar("own_files", default=None)


def the_door() -> Doorway:
    """Return the door that this program uses."""
    return _OWN.get() or _Held.door


def use_door(door: Doorway) -> Doorway:
    """Use another door from now on, and return the one before."""
    before, _Held.door = _Held.door, door
    return before


@contextmanager
def reading_own_files() -> Iterator[None]:
    """Read in this process, in this thread and no other: for files that came with the program."""
    token = _OWN.set(OwnFiles())
    try:
        yield
    finally:
        _OWN.reset(token)


def read(
    given: Path | Table,
    kind: DatasetKind,
    areas: Sequence[Area] = (),
    options: ReadOptions | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a file as ``kind``; see :func:`mrm_desktop.formats.imports.read_file.read`."""
    if not isinstance(given, Path):
        from mrm_desktop.formats.imports.read_file import read as read_here

        return read_here(given, kind, areas, options, progress)
    the_door().warm()
    from mrm_desktop.formats.door.requests import put_read
    from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions

    path, said = given.absolute(), options or ReadOptions()
    more: list[Path] = []
    if isinstance(said, CommunityOptions) and said.codebook is not None:
        more = [said.codebook.absolute()]
        said = replace(said, codebook=more[0])
    reading: Reading = _ask("read", put_read(path, kind, areas, said), [path, *more], progress)
    return reading


def preview(
    path: Path, kind: DatasetKind | None = None, options: ReadOptions | None = None, progress: Progress | None = None
) -> Preview:
    """Look at a file; see :func:`mrm_desktop.formats.imports.preview.preview`."""
    the_door().warm()
    from mrm_desktop.formats.door.requests import put_preview
    from mrm_desktop.formats.files.read_options import ReadOptions

    seen: Preview = _ask("preview", put_preview(path.absolute(), kind, options or ReadOptions()), [path.absolute()], progress)
    return seen


def read_road_lines(path: Path, box: Box | None, progress: Progress) -> RoadLines:
    """Read the roads of a file; see :func:`mrm_desktop.formats.layers.road_layers.read_road_lines`."""
    the_door().warm()
    from mrm_desktop.formats.door.requests import put_roads

    roads: RoadLines = _ask("roads", put_roads(path.absolute(), box), [path.absolute()], progress)
    return roads


def read_trip_lines(path: Path, progress: Progress) -> TripLines:
    """Read the lines of a route file; see :func:`mrm_desktop.formats.layers.trip_lines.read_trip_lines`."""
    the_door().warm()
    from mrm_desktop.formats.door.requests import put_trip

    lines: TripLines = _ask("trip", put_trip(path.absolute()), [path.absolute()], progress)
    return lines


def read_tile_package(path: Path) -> TilePackage:
    """Open a package of tiles; see :func:`mrm_desktop.formats.layers.tile_packages.read_tile_package`.

    One process stays with it and reads its tiles, as long as the package is shown.
    """
    from mrm_desktop.formats.door.foreign_tiles import ForeignPackage

    sitting = the_door().stay([path.absolute()])
    package = understood("tiles", sitting.ask("tiles", {"path": str(path.absolute())}), path)
    return ForeignPackage.of(package, sitting)


def read_pack(path: Path, progress: Progress | None = None) -> CountryPack:
    """Check a country pack; see :func:`mrm_desktop.formats.documents.country_pack.read_pack`."""
    pack: CountryPack = _ask("pack", {"path": str(path.absolute())}, [path.absolute()], progress)
    return pack


def read_answer_rows(path: Path, progress: Progress | None = None) -> AnswerRows:
    """Read an answer sheet; see :func:`mrm_desktop.formats.documents.answer_sheets.read_answer_rows`."""
    the_door().warm()
    rows: AnswerRows = _ask("answers", {"path": str(path.absolute())}, [path.absolute()], progress)
    return rows


def extract(pack: CountryPack, part: PackPart, folder: Path, progress: Progress | None = None) -> Path:
    """Write a part of a pack into a folder, unpacked behind the door; its checksum is looked at here."""
    asked = {"path": str(pack.path.absolute()), "member": part.member}
    content: bytes = _ask("part", asked, [pack.path.absolute()], progress)
    return pack.lay_out(part, content, folder)


def _ask(request: str, arguments: dict[str, Any], files: Sequence[Path], progress: Progress | None) -> Any:
    """Ask, and understand the answer."""
    return understood(request, the_door().ask(request, arguments, files, progress or Silent()), files[0])
