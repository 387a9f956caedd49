"""What can be asked through the door: how it is put as plain values, done inside, and understood outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import shapely

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.documents.answer_sheets import AnswerRows, read_answer_rows
from mrm_desktop.formats.documents.country_pack import CountryPack, read_pack
from mrm_desktop.formats.door.wire import CODEC
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.preview import Preview, preview
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
from mrm_desktop.formats.layers.mbtiles import TilePackage
from mrm_desktop.formats.layers.road_layers import Box, RoadLines, read_road_lines
from mrm_desktop.formats.layers.tile_packages import read_tile_package
from mrm_desktop.formats.layers.trip_lines import TripLines, read_trip_lines
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.wkb import many_from_wkb, many_to_wkb

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """Something that can be asked: done inside, its answer understood outside."""

    do: Callable[[Plain, Progress], Plain]
    understand: Callable[[Plain], Any]


def put_read(path: Path, kind: DatasetKind, areas: Sequence[Area], options: ReadOptions) -> Plain:
    """Put the question for the records of a file."""
    said = RECORD_KINDS[kind].options_from(options)
    return {
        "path": str(path),
        "kind": kind.value,
        "areas": [CODEC.write(area) for area in areas],
        "options": CODEC.write(said),
    }


def _do_read(asked: Plain, progress: Progress) -> Plain:
    kind = DatasetKind(asked["kind"])
    areas = tuple(CODEC.read(Area, area) for area in asked["areas"])
    options = CODEC.read(RECORD_KINDS[kind].options, asked["options"])
    reading = read(Path(asked["path"]), kind, areas, options, progress)
    told = {field.name: CODEC.write(getattr(reading, field.name)) for field in fields(Reading) if field.name != "records"}
    return {**told, "records": [CODEC.write(record) for record in reading.records]}


def _understand_reading(told: Plain) -> Reading:
    """Read each field by its type; what the records are is the kind's to say."""
    types = get_type_hints(Reading)
    if told.keys() != types.keys():
        raise ValueError("other fields")
    found = {name: CODEC.read(types[name], value) for name, value in told.items() if name != "records"}
    record: type[Any] = RECORD_KINDS[found["kind"]].record
    return Reading(records=tuple(CODEC.read(record, entry) for entry in told["records"]), **found)


def put_preview(path: Path, kind: DatasetKind | None, options: ReadOptions) -> Plain:
    """Put the question for a first look."""
    return {"path": str(path), "kind": kind.value if kind else None, "options": CODEC.write(options), "of": _kind_of(options)}


def _kind_of(options: ReadOptions) -> str:
    """Return the kind whose options these are; "" for those that any file knows."""
    return next((kind.value for kind, entry in RECORD_KINDS.items() if type(options) is entry.options is not ReadOptions), "")


def _do_preview(asked: Plain, progress: Progress) -> Plain:
    kind = DatasetKind(asked["kind"]) if asked["kind"] else None
    known = RECORD_KINDS[DatasetKind(asked["of"])].options if asked["of"] else ReadOptions
    seen: Plain = CODEC.write(preview(Path(asked["path"]), kind, CODEC.read(known, asked["options"]), progress))
    return seen


def _understand_preview(told: Plain) -> Preview:
    return CODEC.read(Preview, told)


def put_roads(path: Path, box: Box | None) -> Plain:
    """Put the question for the roads of a file."""
    return {"path": str(path), "box": list(box) if box else None}


def _do_roads(asked: Plain, progress: Progress) -> Plain:
    box: Any = tuple(asked["box"]) if asked["box"] else None
    roads = read_road_lines(Path(asked["path"]), box, progress)
    return {"lines": many_to_wkb(roads.lines), "passes": list(roads.passes), "left_out": dict(roads.left_out)}


def _understand_roads(told: Plain) -> RoadLines:
    lines = many_from_wkb(map(bytes, told["lines"]))
    if not np.isin(shapely.get_type_id(lines), (1, 5)).all():
        raise ValueError("no lines")
    left_out = {str(kind): int(count) for kind, count in told["left_out"].items()}
    return RoadLines(lines, tuple(bool(over) for over in told["passes"]), left_out)


def put_trip(path: Path) -> Plain:
    """Put the question for the lines and named points of a route file."""
    return {"path": str(path)}


def _do_trip(asked: Plain, progress: Progress) -> Plain:
    found: Plain = CODEC.write(read_trip_lines(Path(asked["path"]), progress))
    return found


def _understand_trip(told: Plain) -> TripLines:
    return CODEC.read(TripLines, told)


def _do_tiles(asked: Plain, progress: Progress) -> Plain:
    """Tell what a package says of itself."""
    told: Plain = CODEC.write(read_tile_package(Path(asked["path"])))
    return {"says": {field.name: told[field.name] for field in fields(TilePackage)}}


def _understand_tiles(told: Plain) -> TilePackage:
    return CODEC.read(TilePackage, told["says"])


def _do_tile(asked: Plain, progress: Progress) -> Plain:
    """Read one tile. A package is opened anew for each, which takes a fraction of what its picture does."""
    package = read_tile_package(Path(asked["path"]))
    return {"tile": package.tile(*(int(number) for number in asked["at"]))}


def _understand_tile(told: Plain) -> bytes | None:
    tile = told["tile"]
    if tile is not None and not isinstance(tile, bytes):
        raise ValueError("no tile")
    return tile


def _do_pack(asked: Plain, progress: Progress) -> Plain:
    """Check a country pack as a whole."""
    found: Plain = CODEC.write(read_pack(Path(asked["path"])))
    return found


def _understand_pack(told: Plain) -> CountryPack:
    return CODEC.read(CountryPack, told)


def _do_part(asked: Plain, progress: Progress) -> Plain:
    """Unpack one part of a country pack."""
    pack = read_pack(Path(asked["path"]))
    part = next(part for part in pack.parts if part.member == asked["member"])
    return {"content": pack.content(part)}


def _understand_part(told: Plain) -> bytes:
    return bytes(told["content"])


def _do_answers(asked: Plain, progress: Progress) -> Plain:
    """Read the rows of an answer sheet."""
    found: Plain = CODEC.write(read_answer_rows(Path(asked["path"]), progress))
    return found


def _understand_answers(told: Plain) -> AnswerRows:
    return CODEC.read(AnswerRows, told)


REQUESTS: Mapping[str, Request] = {
    "read": Request(_do_read, _understand_reading),
    "preview": Request(_do_preview, _understand_preview),
    "roads": Request(_do_roads, _understand_roads),
    "trip": Request(_do_trip, _understand_trip),
    "tiles": Request(_do_tiles, _understand_tiles),
    "tile": Request(_do_tile, _understand_tile),
    "pack": Request(_do_pack, _understand_pack),
    "part": Request(_do_part, _understand_part),
    "answers": Request(_do_answers, _understand_answers),
}
