"""The plan of a map: everything of a document that has a place, laid out in a plane once, so that each view only picks and paints."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import attrgetter

import numpy as np
import numpy.typing as npt
import shapely

from mrm_desktop.cartography.display_list import Shape, box_of
from mrm_desktop.cartography.levels import Level, level_for
from mrm_desktop.cartography.map_document import AreaShape, MapDocument, PlaceMark, PresenceShape
from mrm_desktop.cartography.plane import Box, Plane, Points, WebMercator
from mrm_desktop.cartography.view import View
from mrm_desktop.geo.wkb import Geometries

_METRES_PER_DEGREE = 111_195.0


@dataclass(eq=False)
class AreaPlan:
    """Outlines of the areas in a plane, at each level of detail; a level is laid out when a view first asks for it.

    Attributes
    ----------
    labels : ndarray, (areas, 2)
        A point inside each area, metres of the plane.
    """

    areas: tuple[AreaShape, ...]
    levels: tuple[Level, ...]
    plane: Plane
    labels: Points
    _laid_out: dict[int, tuple[tuple[Shape, ...], npt.NDArray[np.float64]]] = field(default_factory=dict)

    @cached_property
    def position(self) -> dict[str, int]:
        """Row of each area by its code."""
        return {area.id: n for n, area in enumerate(self.areas)}

    def at(self, view: View) -> tuple[tuple[Shape, ...], npt.NDArray[np.float64]]:
        """Return the outlines for a view, and their boxes: shape (areas, 4), metres of the plane."""
        level = level_for(self.levels, view.metres_per_pixel / _METRES_PER_DEGREE)
        if level not in self._laid_out:
            shapes = shapes_in(self.plane, self.levels[level].outlines)
            self._laid_out[level] = shapes, _boxes(shapes)
        return self._laid_out[level]

    def code_at(self, longitude: float, latitude: float) -> str | None:
        """Return the code of the area that holds a position, degrees; the smallest where several do, None where none does."""
        outlines = self.levels[0].outlines
        hits = self._tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        if not len(hits):
            return None
        return self.areas[int(hits[np.argmin(shapely.area(outlines[hits]))])].id

    def hold(self, rows: npt.NDArray[np.int64], lonlat: Points) -> npt.NDArray[np.bool_]:
        """Tell which of the positions, shape (n, 2), degrees, lie each in its own area: that of a row, shape (n,)."""
        outlines = self.levels[-1].outlines[rows]  # the coarsest is exact enough for a name
        return np.asarray(shapely.intersects_xy(outlines, lonlat[:, 0], lonlat[:, 1]))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.levels[0].outlines)


@dataclass(frozen=True, eq=False)
class PresencePlan:
    """Outlines of presence, and where its bases stand."""

    items: tuple[PresenceShape, ...]
    shapes: tuple[Shape, ...]
    bases: Points
    base_rows: npt.NDArray[np.int64]

    @cached_property
    def boxes(self) -> npt.NDArray[np.float64]:
        """The box of each outline: shape (records, 4), metres of the plane."""
        return _boxes(self.shapes)


@dataclass(frozen=True, eq=False)
class PlacePlan:
    """Places: where they stand, metres of the plane, and the position of each one's class in the document's ``place_styles``."""

    marks: tuple[PlaceMark, ...]
    spots: Points
    styles: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class MapPlan:
    """A document laid out in a plane."""

    document: MapDocument
    plane: Plane
    areas: AreaPlan
    presence: PresencePlan
    places: PlacePlan


def plan_of(document: MapDocument, plane: Plane | None = None, before: MapPlan | None = None) -> MapPlan:
    """Lay a document out; of a plan of the same shapes only the classes are taken anew.

    Parameters
    ----------
    before : MapPlan | None
        A plan that was made earlier in the same plane; what its document shares with this one is taken from it.
    """
    plane = plane or WebMercator()
    if before is not None and before.plane != plane:
        before = None
    old = before.document if before is not None else None
    has_areas = old is not None and old.areas is document.areas and old.levels is document.levels
    has_presence = old is not None and old.presence is document.presence
    has_places = old is not None and old.places is document.places and old.place_styles == document.place_styles
    return MapPlan(
        document,
        plane,
        before.areas if before is not None and has_areas else _areas(document, plane),
        before.presence if before is not None and has_presence else _presence(document, plane),
        before.places if before is not None and has_places else _places(document, plane),
    )


def shapes_in(plane: Plane, outlines: Geometries) -> tuple[Shape, ...]:
    """Lay polygons, degrees, out as shapes; anything but polygons is left out."""
    parts, owner = shapely.get_parts(outlines, return_index=True)
    is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, of_part = shapely.get_rings(parts[is_area], return_index=True)
    of_outline = owner[is_area][of_part]
    points, of_ring = shapely.get_coordinates(rings, return_index=True)
    metres = plane.forward(points)
    ring_starts = np.searchsorted(of_ring, np.arange(len(rings)))
    edges = np.searchsorted(of_outline, np.arange(len(outlines) + 1))
    ends = np.append(ring_starts, len(metres))
    made = []
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        begin, end = int(ends[first]), int(ends[last])
        own = metres[begin:end]
        made.append(Shape(own, ring_starts[first:last] - begin, box_of(own)))
    return tuple(made)


def _boxes(shapes: tuple[Shape, ...]) -> npt.NDArray[np.float64]:
    return np.array([shape.box for shape in shapes], dtype=np.float64).reshape(-1, 4)


def on_page(boxes: npt.NDArray[np.float64], box: Box) -> npt.NDArray[np.int64]:
    """Return the rows of boxes, shape (n, 4), that meet a box."""
    west, south, east, north = box
    meets = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    return np.flatnonzero(meets)


def _areas(document: MapDocument, plane: Plane) -> AreaPlan:
    labels = plane.forward(np.array([area.label_at for area in document.areas]).reshape(-1, 2))
    levels = document.levels or (Level(0.0, np.array([area.polygons for area in document.areas], dtype=object)),)
    return AreaPlan(document.areas, levels, plane, labels)


def _presence(document: MapDocument, plane: Plane) -> PresencePlan:
    items = document.presence
    shapes = shapes_in(plane, np.array([item.polygons for item in items], dtype=object))
    rows = np.array([n for n, item in enumerate(items) if item.base is not None], dtype=np.int64)
    bases = np.array([items[n].base for n in rows.tolist()], dtype=np.float64).reshape(-1, 2)
    return PresencePlan(items, shapes, plane.forward(bases), rows)


def _places(document: MapDocument, plane: Plane) -> PlacePlan:
    order = {style.id: n for n, style in enumerate(document.place_styles)}
    places, count = document.places, len(document.places)
    # Number by number: a list of a hundred thousand pairs takes numpy three times as long.
    spots = np.fromiter(chain.from_iterable(map(attrgetter("at"), places)), np.float64, 2 * count).reshape(-1, 2)
    styles = np.fromiter((order[place.style] for place in places), np.int64, count)
    return PlacePlan(places, plane.forward(spots), styles)
