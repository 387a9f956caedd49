"""Shapes of KML, also where their coordinates are written with blanks, as many programs and people do."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

import shapely
from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from mrm_desktop.formats.files.safe_xml import local, text_of
from mrm_desktop.geo.coordinate_checks import Corner, is_nowhere, lies_on_earth

SHAPES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack")
_COMMA = re.compile(r"\s*,\s*")
_MULTIPLE: dict[str, Callable[..., BaseGeometry]] = {
    "Polygon": MultiPolygon,
    "LineString": MultiLineString,
    "Point": MultiPoint,
}


class UnreadableCorners(ValueError):
    """Text that stands for no corners, or for several kinds of them."""


def geometry_of(element: Element, nowhere: Callable[[int], None]) -> BaseGeometry | None:
    """Return the shape of an element; None where it has none.

    Parameters
    ----------
    nowhere : Callable[[int], None]
        Is told how many points of a line were left out because they lie at 0/0.

    Raises
    ------
    UnreadableCorners, shapely.errors.ShapelyError
        There is a shape, and it cannot be read.
    """
    kind = local(element)
    if kind == "Point":
        corners = _corners(element)
        return Point(corners[0]) if corners else None
    if kind in ("LineString", "LinearRing"):
        return _line(_corners(element), nowhere)
    if kind == "Polygon":
        return _polygon(element)
    if kind == "Track":
        coords = [read_corners(" ".join(text_of(part).split())) for part in element if local(part) == "coord"]
        return _line([corner for corners in coords for corner in corners], nowhere)
    inner = (geometry_of(child, nowhere) for child in element if local(child) in SHAPES)
    return _together([part for part in inner if part is not None])


def _together(parts: list[BaseGeometry]) -> BaseGeometry | None:
    """Return parts as one shape: of one kind where they are, else as a collection."""
    if len(parts) < 2:
        return parts[0] if parts else None
    kinds = {part.geom_type for part in parts}
    if kinds <= _MULTIPLE.keys() and len(kinds) == 1:
        return _MULTIPLE[kinds.pop()](parts)
    return shapely.geometrycollections(parts)


def _polygon(element: Element) -> Polygon | None:
    outer = [_corners(ring) for side in element if local(side) == "outerBoundaryIs" for ring in side]
    inner = [_corners(ring) for side in element if local(side) == "innerBoundaryIs" for ring in side]
    return Polygon(outer[0], [ring for ring in inner if len(ring) > 2]) if outer and len(outer[0]) > 2 else None


def _line(corners: list[Corner], nowhere: Callable[[int], None]) -> LineString | None:
    somewhere = [corner for corner in corners if not is_nowhere(corner)]
    nowhere(len(corners) - len(somewhere))
    return LineString(somewhere) if len(set(somewhere)) > 1 else None


def _corners(element: Element) -> list[Corner]:
    return read_corners(next((text_of(child) for child in element if local(child) == "coordinates"), ""))


def read_corners(text: str) -> list[Corner]:
    """Read a list of corners: ``31.6,4.85,0 31.7,4.9,0`` as it should be, and the same with blanks after commas or instead of them.

    Raises
    ------
    UnreadableCorners
        It is not numbers, not on this earth, or could be read in two ways.
    """
    pieces = [piece.strip(",") for piece in _COMMA.sub(",", text).split()]
    if not pieces:
        return []
    if all("," in piece for piece in pieces):
        groups = [corner for piece in pieces for corner in _grouped(_numbers(piece.split(",")))]
    elif not any("," in piece for piece in pieces):
        groups = _grouped(_numbers(pieces))
    else:
        raise UnreadableCorners("blanks and commas mixed")
    corners = [(group[0], group[1]) for group in groups]
    if not all(map(lies_on_earth, corners)):
        raise UnreadableCorners("a corner outside the world")
    return corners


def _numbers(texts: list[str]) -> list[float]:
    try:
        return [float(text) for text in texts if text]
    except ValueError as error:
        raise UnreadableCorners("no number") from error


def _grouped(values: list[float]) -> list[list[float]]:
    """Part a stream of numbers into corners: with a height where every third number can be one, without where none can."""
    count = len(values)
    if count in (2, 3):
        return [values]
    with_height, flat = _parted(values, 3), _parted(values, 2)
    may_have_height = count % 3 == 0 and all(map(_on_earth, with_height))
    may_be_flat = count % 2 == 0 and all(map(_on_earth, flat))
    if may_have_height and may_be_flat:
        # Both fit. Heights of one line are alike; longitudes and latitudes in turn are not.
        may_be_flat = len({group[2] for group in with_height}) > 1
        may_have_height = not may_be_flat
    if may_have_height:
        return with_height
    if may_be_flat:
        return flat
    raise UnreadableCorners("numbers that make no corners")


def _parted(values: list[float], size: int) -> list[list[float]]:
    return [values[n : n + size] for n in range(0, len(values), size)]


def _on_earth(group: list[float]) -> bool:
    return len(group) > 1 and lies_on_earth((group[0], group[1]))
