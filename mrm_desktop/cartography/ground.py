"""The base map: land, water, borders and names of Natural Earth. It is for orientation; nothing is ever scored on it.

An overview of the world lies below, and cells of ten degrees where missions are. Borders that are disputed, indefinite or lines of
control keep their dashes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
import shapely.affinity

from mrm_desktop.cartography.base_map import base_map_part
from mrm_desktop.cartography.display_list import Fill, Item, Line, Marks, Shape, Text, box_of, shape_of
from mrm_desktop.cartography.labels import Wish, beside
from mrm_desktop.cartography.plan import on_page
from mrm_desktop.cartography.plane import Box, EqualArea, Plane, Points
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import GroundColours, PointClass
from mrm_desktop.geo.wkb import Geometries

WORLD = "world"  # the part that holds the overview
CELL = 10  # degrees
DETAIL_TO = 30.0  # degrees; a page that shows more than that takes the overview alone
RIVER_RANKS = ((3.0, 10), (8.0, 7), (14.0, 5), (DETAIL_TO, 4))  # degrees shown, and the least important river that has room
FEWEST_RIVERS = 2
TOWN_RANKS = ((3.0, 10), (7.0, 8), (12.0, 7), (20.0, 5), (DETAIL_TO, 3))  # likewise of towns
FEWEST_TOWNS = 0
CAPITAL, CAPITALS_TO = 2, 45.0  # the kind of a town that is shown whatever its size, and degrees shown up to which it is
DASHES = {"settled": (), "disputed": (6.0, 4.0), "indefinite": (2.0, 4.0), "control": (8.0, 3.0, 2.0, 3.0)}  # pixels
LEAST_COUNTRY_PX = 90.0  # a country of which less is seen goes without its name
WIDEST_GAP = 0.5  # degrees between the end of a border and a shore that it is meant to reach
REACH = 20  # degrees around the page in which a country has its middle
_FAR_SIDE = 20.0  # degrees around the point opposite the middle of a sheet that are left out
_FINE = 2.0  # degrees between the corners of an edge that was cut there


@dataclass(frozen=True, slots=True)
class Town:
    """A town; ``kind`` is 2 for a capital and 1 for a seat of a province, and a low ``rank`` is a large one."""

    at: tuple[float, float]
    rank: int
    kind: int
    name: str


@dataclass(frozen=True, slots=True)
class GroundPart:
    """One part of the base map laid out in a plane: the overview, or a cell."""

    land: tuple[Shape, ...]
    lakes: tuple[Shape, ...]
    rivers: tuple[tuple[int, Shape], ...]
    borders: tuple[tuple[str, Shape], ...]
    towns: tuple[Town, ...]


def land_of(sheet: Sheet) -> Iterator[Item]:
    """Draw land, as one shape so that no seam shows between cells."""
    met = [shape.points for part in _parts(sheet) for shape in _met(part.land, sheet)]
    if met:
        yield Fill(shape_of(met), sheet.colours.land)


def borders_of(sheet: Sheet) -> Iterator[Item]:
    """Draw borders of states, each in the dashes of its status.

    Where the user's own tiles have borders the settled ones yield to them. What is disputed is said in any case: not every maker says it.
    """
    for part in _parts(sheet):
        for status, shape in part.borders:
            if _meets(shape, sheet):
                shown = _beyond(shape, sheet.covered.get("borders", ())) if status == "settled" else shape
                yield Line(shown, sheet.colours.border, 1.3, DASHES[status], is_closed=False)


@lru_cache(maxsize=8)
def border_statuses(bounds: tuple[float, float, float, float]) -> tuple[str, ...]:
    """Return the unusual statuses - disputed, indefinite, line of control - of the borders that meet degrees ``bounds``."""
    world, frame = raw_part(WORLD), shapely.box(*bounds)
    if world is None:
        return ()
    found: set[str] = set()
    for status, run in world["borders"]:
        if status not in ("settled", *found) and shapely.intersects(frame, shapely.LineString(degrees_of(run, world["steps"]))):
            found.add(status)
    return tuple(status for status in DASHES if status in found)


def water_of(sheet: Sheet) -> Iterator[Item]:
    """Draw rivers and lakes."""
    least, covered = _at_span(RIVER_RANKS, FEWEST_RIVERS, sheet), sheet.covered.get("water", ())
    for part in _parts(sheet):
        for rank, shape in part.rivers:
            if rank <= least and _meets(shape, sheet):
                yield Line(_beyond(shape, covered), sheet.colours.river, max(0.8, 2.0 - rank * 0.13), opacity=0.85, is_closed=False)
        for shape in _met(part.lakes, sheet):
            if not any(_overlap(shape.box, box) for box in covered):
                yield Fill(shape, sheet.colours.lake)


def towns_of(sheet: Sheet) -> tuple[list[Item], list[Wish]]:
    """Return the marks of the towns that have room on a sheet, and their names, the largest first."""
    least = _at_span(TOWN_RANKS, FEWEST_TOWNS, sheet)
    covered = sheet.covered.get("towns", ())
    shows_capitals = _span(sheet) <= CAPITALS_TO
    found = (t for part in _parts(sheet) for t in part.towns if t.rank <= least or (shows_capitals and t.kind == CAPITAL))
    towns = sorted(
        (town for town in found if not any(_overlap((*town.at, *town.at), box) for box in covered)),
        key=lambda town: (town.kind != CAPITAL, town.rank),
    )
    if not towns:
        return [], []
    pixels, inside = sheet.on_page(np.array([town.at for town in towns]))
    size = sheet.showing.letter_px * 0.92
    marks: list[Item] = []
    names = []
    is_around = np.array([sheet.is_around(town.at) for town in towns])
    for colours, is_here in ((sheet.colours, is_around), (sheet.on_areas, ~is_around)):
        for sign in town_signs(colours):
            is_capital = sign.id == "capital"
            own = [n for n, town in enumerate(towns) if inside[n] and is_here[n] and (town.kind == CAPITAL) is is_capital]
            if own:
                marks.append(Marks(pixels[own], sign))
    for n in np.flatnonzero(inside).tolist():
        town, (x, y), colours = towns[n], pixels[n].tolist(), sheet.colours if is_around[n] else sheet.on_areas
        large, weight = (1.06, 600) if town.kind == CAPITAL else (1.0, 400)
        names.append(Wish(Text(town.name, (x, y), size * large, colours.ink, colours.halo, weight), beside(2.5)))
    return marks, names


def town_signs(colours: GroundColours) -> tuple[PointClass, PointClass]:
    """Return how a capital and how another town is marked."""
    return PointClass("capital", colours.ink, colours.ink, 3.2), PointClass("town", colours.halo, colours.ink, 2.2)


def countries_of(sheet: Sheet) -> Iterator[Wish]:
    """Yield the names of the countries around, each in the middle of what is seen of it; the reader's own areas say where they are."""
    from shapely import ops

    bleed = 2 * sheet.showing.bleed_px
    window = sheet.view.resized(sheet.view.width - bleed, sheet.view.height - bleed).bounds
    west, south, east, north = (round(edge / CELL) * CELL for edge in window)
    reach = (max(west - REACH, -180), max(south - REACH, -90), min(east + REACH, 180), min(north + REACH, 90))
    own = shapely.box(*sheet.document.bounds)
    per_degree = 111_195.0 / sheet.view.metres_per_pixel
    seen = []
    for name, outline in countries_within(*reach, sheet.document.language):
        parts = shapely.get_parts(shapely.clip_by_rect(outline, *window))
        largest = max(parts, key=shapely.area, default=None)
        if largest is None or shapely.area(largest) ** 0.5 * per_degree < LEAST_COUNTRY_PX:
            continue
        seen.append((largest, name.upper(), ops.polylabel(largest, 0.2)))
    size = sheet.showing.letter_px * 0.92
    for part, name, middle in sorted(seen, key=lambda one: -float(shapely.area(one[0]))):
        if shapely.intersects(own, middle) and sheet.plan.areas.code_at(middle.x, middle.y):
            continue
        at = sheet.view.place(middle.x, middle.y)
        aside = sheet.showing.measure(name, size, 600) / 2
        places = [(dx, 0.0, "middle") for dx in _sideways(part, middle, aside, per_degree)]
        yield Wish(Text(name, at, size, sheet.colours.faint, sheet.colours.halo, 600), places)


def _sideways(part: Any, middle: Any, aside: float, per_degree: float) -> list[float]:
    """Return by how many pixels a name may stand aside of the middle of what is seen of its country: where all of it is inside, first.

    Parameters
    ----------
    aside : float
        Half of the name's width, pixels.
    """
    ends = np.array([-aside, 0.0, aside])
    steps = (0.0, aside / 2, -aside / 2, aside, -aside)
    held = {dx: shapely.contains_xy(part, middle.x + (dx + ends) / per_degree, middle.y) for dx in steps}
    return [*(dx for dx in steps if held[dx].all()), *(dx for dx in steps if held[dx][1] and not held[dx].all())]


def _at_span(ranks: Sequence[tuple[float, int]], fewest: int, sheet: Sheet) -> int:
    span = _span(sheet)
    return next((rank for shown, rank in ranks if span <= shown), fewest)


def _span(sheet: Sheet) -> float:
    """Return how many degrees a sheet shows, the longer way."""
    west, south, east, north = sheet.view.bounds
    return max(east - west, north - south)


def _meets(shape: Shape, sheet: Sheet) -> bool:
    return _overlap(shape.box, sheet.view.box)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and one[2] >= other[0] and one[1] <= other[3] and one[3] >= other[1]


def _beyond(shape: Shape, covered: Sequence[Box]) -> Shape:
    """Return what of a track lies outside of boxes."""
    boxes = [box for box in covered if _overlap(shape.box, box)]
    if not boxes:
        return shape
    owners = np.repeat(np.arange(len(shape.starts)), np.diff([*shape.starts, len(shape.points)]))
    tracks = shapely.linestrings(shape.points, indices=owners)
    rest = shapely.difference(tracks, shapely.union_all([shapely.box(*box) for box in boxes]))
    return shape_of([shapely.get_coordinates(part) for part in shapely.get_parts(rest) if not part.is_empty])


def _met(shapes: Sequence[Shape], sheet: Sheet) -> Iterator[Shape]:
    if shapes:
        boxes = np.array([shape.box for shape in shapes])
        for row in on_page(boxes, sheet.view.box).tolist():
            yield shapes[row]


def _parts(sheet: Sheet) -> list[GroundPart]:
    """Return the cells below the page; the overview where any of them is missing or there would be too many."""
    plane = sheet.plan.plane
    west, south, east, north = bounds = sheet.view.bounds
    if max(east - west, north - south) <= DETAIL_TO:
        present = cells_below(bounds)
        missing = ((x, y) for x in _steps(west, east) for y in _steps(south, north) if (x, y) not in present)
        # A cell of open sea has no file; one that is land in the overview alone must not come out as sea.
        if present and not any(_is_land(*corner) for corner in missing):
            return [part for name in present.values() if (part := _part(name, plane)) is not None]
    world = _part(WORLD, plane)
    return [world] if world is not None else []


def cells_below(bounds: tuple[float, float, float, float]) -> dict[tuple[int, int], str]:
    """Return the names of the cells below degrees ``bounds``, by their south-western corner; open sea has none."""
    west, south, east, north = bounds
    names = {(x, y): _name(x, y) for x in _steps(west, east) for y in _steps(south, north)}
    return {corner: name for corner, name in names.items() if _is_there(name)}


@lru_cache(maxsize=256)
def _is_there(name: str) -> bool:
    return raw_part(name) is not None


@lru_cache(maxsize=256)
def _is_land(west: int, south: int) -> bool:
    """Tell whether the overview has land in a cell."""
    world = raw_part(WORLD)
    if world is None:
        return False
    land = [shapely.Polygon(degrees_of(run, world["steps"])) for run in world["land"] if len(run) >= 8]
    return bool(shapely.intersects(shapely.box(west, south, west + CELL, south + CELL), land).any())


def _steps(low: float, high: float) -> range:
    return range(int(np.floor(low / CELL)) * CELL, int(np.ceil(high / CELL)) * CELL, CELL)


def _name(west: int, south: int) -> str:
    return f"{'W' if west < 0 else 'E'}{abs(west):03d}{'S' if south < 0 else 'N'}{abs(south):02d}"


@lru_cache(maxsize=8)
def countries_within(west: int, south: int, east: int, north: int, language: str) -> tuple[tuple[str, shapely.Polygon], ...]:
    """Return name and outline, degrees, of the countries of the overview within a window: the faces between its borders and shores.

    The sea is a face, too: a country of small islands, of which the overview has no shore, would give it its name.
    """
    world = raw_part(WORLD)
    if world is None:
        return ()
    steps, frame = world["steps"], shapely.box(west, south, east, north)
    borders, shores = (
        np.array([shapely.linestrings(degrees_of(run, steps)) for run in runs], dtype=object)
        for runs in ([run for _, run in world["borders"]], [run for run in world["land"] if len(run) >= 8])
    )
    borders, shores = borders[shapely.intersects(frame, borders)], shores[shapely.intersects(frame, shores)]
    near = shapely.clip_by_rect(np.concatenate([borders, shores]), west, south, east, north)
    net = shapely.union_all([*near, *_gaps(borders, shores), frame.exterior])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    land = [shapely.Polygon(degrees_of(run, steps)) for run in world["land"] if len(run) >= 8]
    of_face, _ = shapely.STRtree(land).query(shapely.point_on_surface(faces), predicate="intersects")
    faces = faces[np.bincount(of_face, minlength=len(faces)) % 2 == 1]
    points = shapely.points(np.array([row[:2] for row in world["countries"]], dtype=np.float64) / steps)
    countries, found = shapely.STRtree(faces).query(points, predicate="within")
    # Where the overview's borders leave two countries in one face, it is the larger one's.
    largest: dict[int, list[Any]] = {}
    for country, face in zip(countries.tolist(), found.tolist(), strict=True):
        row = world["countries"][country]
        if face not in largest or row[2] > largest[face][2]:
            largest[face] = row
    languages = world["languages"]
    column = 3 + (languages.index(language) if language in languages else 0)
    return tuple((row[column], faces[face]) for face, row in largest.items())


def overview_of(bounds: Box) -> tuple[Geometries, Geometries]:
    """Return land and borders of the overview that meet degrees ``bounds``: polygons and tracks, degrees."""
    world = raw_part(WORLD)
    if world is None:
        return np.empty(0, dtype=object), np.empty(0, dtype=object)
    land = shapely.make_valid([shapely.Polygon(degrees_of(run, world["steps"])) for run in world["land"] if len(run) >= 8])
    borders = np.array([shapely.LineString(degrees_of(run, world["steps"])) for _, run in world["borders"]], dtype=object)
    frame = shapely.box(*bounds)
    return land[shapely.intersects(frame, land)], borders[shapely.intersects(frame, borders)]


def _gaps(borders: Geometries, shores: Geometries) -> Geometries:
    """Return what is missing between the end of a border and the shore: simplified apart, they do not meet everywhere."""
    ends = np.concatenate([np.atleast_1d(shapely.get_point(borders, at)) for at in (0, -1)])
    gaps = np.atleast_1d(shapely.shortest_line(ends, shapely.union_all(shores)))
    across = shapely.length(gaps)
    # A little beyond the shore, so that the two surely cross.
    missing = [shapely.affinity.scale(gap, 1.1, 1.1) for gap in gaps[(across > 0) & (across < WIDEST_GAP)]]
    column = np.empty(len(missing), dtype=object)
    column[:] = missing
    return column


@lru_cache(maxsize=24)
def _part(name: str, plane: Plane) -> GroundPart | None:
    raw = raw_part(name)
    if raw is None:
        return None
    steps = raw["steps"]

    def rings(runs: Sequence[Sequence[int]]) -> tuple[Shape, ...]:
        return tuple(shape for run in runs for shape in _laid_out(degrees_of(run, steps), plane, is_area=True))

    def tracks(runs: Sequence[tuple[Any, Sequence[int]]]) -> Iterator[tuple[Any, Shape]]:
        return ((kind, shape) for kind, run in runs for shape in _laid_out(degrees_of(run, steps), plane, is_area=False))

    def at(row: Sequence[Any]) -> tuple[float, float]:
        x, y = plane.forward(np.array([row[:2]], dtype=np.float64) / steps).tolist()[0]
        return x, y

    return GroundPart(
        land=rings(raw["land"]),
        lakes=rings(raw["lakes"]),
        rivers=tuple(tracks(raw["rivers"])),
        borders=tuple(tracks(raw["borders"])),
        towns=tuple(Town(at(row), row[2], row[3], row[4]) for row in raw["towns"]),
    )


def _laid_out(lonlat: Points, plane: Plane, is_area: bool) -> Iterator[Shape]:
    """Lay one ring or track out, each piece of it by itself.

    What lies around the far side of the earth from a sheet is cut off: a ring around that point would come out inside out, the
    sea as land.
    """
    far = [box for box in _far_side(plane) if _overlap(box, box_of(lonlat))] if isinstance(plane, EqualArea) else []
    if not far:
        yield shape_of([plane.forward(lonlat)])
        return
    if len(lonlat) < (4 if is_area else 2):
        return
    whole = shapely.make_valid(shapely.polygons(lonlat)) if is_area else shapely.linestrings(lonlat)
    cut = shapely.difference(whole, shapely.union_all([shapely.box(*box) for box in far]))
    parts = shapely.get_parts(shapely.segmentize(cut, _FINE))
    kinds = (shapely.GeometryType.POLYGON,) if is_area else (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING)
    kept = parts[np.isin(shapely.get_type_id(parts), kinds) & ~shapely.is_empty(parts)]
    for piece in shapely.get_rings(kept) if is_area else kept:
        yield shape_of([plane.forward(shapely.get_coordinates(piece))])


@lru_cache(maxsize=24)
def _far_side(plane: EqualArea) -> tuple[Box, ...]:
    """Return boxes, degrees, around the point opposite the middle of a sheet: one for each way of counting its longitude."""
    longitude, latitude = plane.lon0 - 180 if plane.lon0 > 0 else plane.lon0 + 180, -plane.lat0
    south, north = max(latitude - _FAR_SIDE, -90.0), min(latitude + _FAR_SIDE, 90.0)
    wide = _FAR_SIDE / np.cos(np.radians(latitude)) if south > -90 and north < 90 else 180.0
    return tuple((longitude + turn - wide, south, longitude + turn + wide, north) for turn in (-360, 0, 360))


@lru_cache(maxsize=24)
def raw_part(name: str) -> dict[str, Any] | None:
    """Return a part as it is kept: runs of whole steps, ``steps`` to a degree, each counted from the one before; None where none is."""
    content = base_map_part(name)
    return None if content is None else dict(json.loads(content))


def degrees_of(run: Sequence[int], steps: int) -> Points:
    """Undo the deltas: degrees, shape (n, 2)."""
    return np.asarray(np.cumsum(np.array(run, dtype=np.float64).reshape(-1, 2), axis=0) / steps)
