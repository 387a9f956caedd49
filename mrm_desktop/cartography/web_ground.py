"""The base map of the exported page: the stretch around a document, cut and simplified until it is small enough to travel with it."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import ops
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.ground import (
    CELL,
    DASHES,
    FEWEST_RIVERS,
    FEWEST_TOWNS,
    LEAST_COUNTRY_PX,
    REACH,
    RIVER_RANKS,
    TOWN_RANKS,
    WORLD,
    cells_below,
    countries_within,
    degrees_of,
    raw_part,
)
from mrm_desktop.cartography.map_document import MapDocument

Box = tuple[float, float, float, float]
Run = list[int]

STEPS = 2000  # to a degree, about 55 m: the page counts in whole steps
LARGEST = 150_000  # bytes that the base map may add to a page
AROUND = 1.5  # times its width and height a document is shown with
WIDEST, TALLEST = 2.3, 0.8  # width to height of the screens and papers on which a page has no empty edge
_FINEST = 3000  # parts of the document's width that a line may be out by
_NEAR = 0.2  # of the document's size: the surroundings in which a reader looks for names first
_ROUGHLY = 0.02  # of that, by which the document's own outline may be out where names of countries keep off it
_MORE_RANKS = 5  # ranks of rivers and towns that a reader sees beyond those of the whole document, by looking closer


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A part of the base map with the region, degrees, in which it is the one that is drawn."""

    raw: Mapping[str, Any]
    region: BaseGeometry

    def lines(self, runs: Iterable[Sequence[int]]) -> Iterator[BaseGeometry]:
        """Yield runs as lines within the region."""
        for run in runs:
            cut = shapely.intersection(shapely.linestrings(degrees_of(run, self.raw["steps"])), self.region)
            yield from shapely.get_parts(cut)

    def faces(self, kind: str) -> Iterator[BaseGeometry]:
        """Yield land or lakes within the region."""
        for run in self.raw[kind]:
            if len(run) >= 8:
                face = shapely.Polygon(degrees_of(run, self.raw["steps"]))
                if shapely.intersects(face, self.region):
                    yield shapely.make_valid(face).intersection(self.region)


def web_ground(document: MapDocument) -> dict[str, Any]:
    """Return the base map around a document as plain values, at most :data:`LARGEST` bytes as JSON.

    Lines are runs of whole steps, :data:`STEPS` to a degree, each counted from the one before. No position is written in degrees: the
    search of a finished file must not take a town for a base that lies in it.
    """
    box = stretch_of(document.bounds)
    sheets = list(_sheets(box))
    tolerance = (document.bounds[2] - document.bounds[0]) / _FINEST
    while True:
        made = _made(document, box, sheets, tolerance)
        if len(json.dumps(made, separators=(",", ":"))) <= LARGEST:
            return made
        tolerance *= 1.6


def stretch_of(bounds: Box) -> Box:
    """Return the degrees that a page shows around degrees ``bounds``, so that the map fills any usual screen."""
    west, south, east, north = bounds
    middle = math.radians((south + north) / 2)
    narrow = max(math.cos(middle), 0.2)  # a degree of longitude in degrees of latitude
    wide, tall = max(east - west, 0.5) * AROUND, max(north - south, 0.5) * AROUND
    wide, tall = max(wide, tall * WIDEST / narrow), max(tall, wide * narrow * TALLEST / AROUND)
    x, y = (west + east) / 2, (south + north) / 2
    return max(x - wide / 2, -180.0), max(y - tall / 2, -85.0), min(x + wide / 2, 180.0), min(y + tall / 2, 85.0)


def names_on_ground(bounds: Box, language: str) -> frozenset[str]:
    """Return the names of the towns and countries that a base map around degrees ``bounds`` may show."""
    box = stretch_of(bounds)
    countries = (name for name, _ in countries_within(*_reach(box), language))
    return frozenset((*(town[4] for town in _towns(_sheets(box), bounds)), *countries))


def _sheets(box: Box) -> Iterator[_Sheet]:
    """Yield the cells below a stretch, and the overview where there is none."""
    frame = shapely.box(*box)
    rest: BaseGeometry = frame
    for (west, south), name in cells_below(box).items():
        raw = raw_part(name)
        if raw is not None:
            cell = shapely.box(west, south, west + CELL, south + CELL)
            yield _Sheet(raw, shapely.intersection(cell, frame))
            rest = shapely.difference(rest, cell)
    world = raw_part(WORLD)
    if world is not None and not rest.is_empty:
        yield _Sheet(world, rest)


def _made(document: MapDocument, box: Box, sheets: Sequence[_Sheet], tolerance: float) -> dict[str, Any]:
    least = _at_span(RIVER_RANKS, FEWEST_RIVERS, document.bounds) + _MORE_RANKS
    rivers: dict[int, list[BaseGeometry]] = defaultdict(list)
    borders: dict[str, list[BaseGeometry]] = defaultdict(list)
    for sheet in sheets:
        for rank, run in sheet.raw["rivers"]:
            if rank <= least:
                rivers[rank] += sheet.lines([run])
        for status, run in sheet.raw["borders"]:
            borders[status] += sheet.lines([run])
    return {
        "steps": STEPS,
        "box": box,
        "land": _rings(sheets, "land", tolerance),
        "lakes": _rings(sheets, "lakes", tolerance),
        "rivers": [(rank, run) for rank in sorted(rivers) for run in _runs(rivers[rank], tolerance)],
        "borders": [(status, run) for status in DASHES for run in _runs(borders.get(status, ()), tolerance)],
        "dashes": DASHES,
        "towns": _towns(sheets, document.bounds),
        "countries": _countries(document, box),
        "river_ranks": [*RIVER_RANKS, (360, FEWEST_RIVERS)],
        "town_ranks": [*TOWN_RANKS, (360, FEWEST_TOWNS)],
        "least_country_px": LEAST_COUNTRY_PX,
    }


def _rings(sheets: Iterable[_Sheet], kind: str, tolerance: float) -> list[Run]:
    """Return land or lakes as rings, joined across the seams of the cells."""
    joined = shapely.union_all([face for sheet in sheets for face in sheet.faces(kind)])
    faces = [face for face in shapely.get_parts(joined.simplify(tolerance)) if shapely.area(face) > tolerance**2 * 4]
    return [_run(ring) for ring in shapely.get_rings(np.array(faces, dtype=object))]


def _runs(lines: Iterable[BaseGeometry], tolerance: float) -> Iterator[Run]:
    """Yield lines of one class, joined where they meet."""
    merged = shapely.line_merge(shapely.union_all(list(lines))).simplify(tolerance)
    yield from (_run(line) for line in shapely.get_parts(merged) if shapely.length(line) > tolerance)


def _towns(sheets: Iterable[_Sheet], bounds: Box) -> list[tuple[int, int, int, int, str]]:
    """Return towns - longitude and latitude in whole steps, rank, kind, name - the largest first."""
    least = _at_span(TOWN_RANKS, FEWEST_TOWNS, bounds) + _MORE_RANKS
    found = []
    for sheet in sheets:
        for x, y, rank, kind, name in sheet.raw["towns"]:
            steps = sheet.raw["steps"]
            if rank <= least and shapely.intersects_xy(sheet.region, x / steps, y / steps):
                found.append((*_in_steps(x / steps, y / steps), rank, kind, name))
    return sorted(set(found), key=lambda town: (town[2], town[4]))


def _countries(document: MapDocument, box: Box) -> list[tuple[int, int, float, str]]:
    """Return the countries around: where the name stands in whole steps, how many degrees of room it has, the name; the largest first."""
    west, south, east, north = document.bounds
    pad = max(east - west, north - south) * _NEAR
    # Whose land it is need not be exact, and thousands of districts have millions of corners.
    roughly = pad * _ROUGHLY
    outlines = shapely.simplify(np.array([area.polygons for area in document.areas], dtype=object), roughly)
    own = shapely.union_all(shapely.buffer(outlines, roughly, quad_segs=1))
    near = (max(west - pad, box[0]), max(south - pad, box[1]), min(east + pad, box[2]), min(north + pad, box[3]))
    found = []
    for name, outline in countries_within(*_reach(box), document.language):
        around = shapely.difference(outline, own)
        seen = [face for window in (near, box) if (face := _largest(around, window)) is not None]
        if not seen:
            continue
        # A name stands where the reader looks first, if its country has some room there.
        face = seen[0] if shapely.area(seen[0]) ** 0.5 > pad / 2 else seen[-1]
        middle = ops.polylabel(face, 0.2)
        if not shapely.intersects(own, middle):
            found.append((*_in_steps(middle.x, middle.y), round(float(shapely.area(face)) ** 0.5, 2), name))
    return sorted(found, key=lambda country: -country[2])


def _reach(box: Box) -> tuple[int, int, int, int]:
    west, south, east, north = (round(edge / CELL) * CELL for edge in box)
    return max(west - REACH, -180), max(south - REACH, -90), min(east + REACH, 180), min(north + REACH, 90)


def _largest(shape: BaseGeometry, window: Box) -> shapely.Polygon | None:
    faces = shapely.get_parts(shapely.intersection(shape, shapely.box(*window)))
    return max((face for face in faces if isinstance(face, shapely.Polygon) and not face.is_empty), key=shapely.area, default=None)


def _at_span(ranks: Sequence[tuple[float, int]], fewest: int, bounds: Box) -> int:
    span = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
    return next((rank for shown, rank in ranks if span <= shown), fewest)


def _in_steps(longitude: float, latitude: float) -> tuple[int, int]:
    return round(longitude * STEPS), round(latitude * STEPS)


def _run(line: BaseGeometry) -> Run:
    """Count a line in whole steps, each corner from the one before."""
    steps = np.rint(shapely.get_coordinates(line) * STEPS).astype(np.int64)
    moves = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    moves = np.vstack([moves[:1], moves[1:][moves[1:].any(axis=1)]])
    return [int(n) for n in moves.ravel()]
