"""GPX 1.0 and 1.1: waypoints, routes and tracks, each a layer of its own. Of the times of a device only the day is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.safe_xml import local, text_of, walk
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.layers.layer import Layer, LayerRows
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.coordinate_checks import Corner, is_nowhere, lies_on_earth

_LAYERS = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEXTS = ("name", "sym", "type", "cmt", "desc")


def read_gpx_layers(source: SourceFile, encoding: str, progress: Progress) -> tuple[Layer, ...]:
    """Read waypoints, routes and tracks.

    Raises
    ------
    KnownError
        ``xml.hostile``, ``xml.broken``, ``layer.not_readable``.
    """
    found: dict[str, LayerRows] = {name: LayerRows() for name in _LAYERS.values()}
    is_gpx = False
    with source.stream() as stream:
        for event, element in walk(stream, source.name, encoding):
            kind = local(element)
            if event == "start":
                is_gpx = is_gpx or kind == "gpx"
            elif kind in _LAYERS:
                _add(found[_LAYERS[kind]], element, kind)
                progress.step(sum(len(f.rows) for f in found.values()), 0, "import.rows")
                element.clear()
    if not is_gpx:
        raise KnownError("layer.not_readable", file=source.name)
    return tuple(one.layer(name) for name, one in found.items() if one.rows)


def _add(found: LayerRows, element: Element, kind: str) -> None:
    row = {local(child): text_of(child) for child in element if local(child) in _TEXTS and text_of(child)}
    day = _day(element)
    if day:
        row["last_seen"] = day
    geometry: BaseGeometry | None = None
    if kind == "wpt":
        corner = _corner(element)
        geometry = Point(corner) if corner else None
    elif kind == "rte":
        geometry = _line(_corners(found, _parts(element, "rtept")))
    else:
        geometry = _track([_corners(found, _parts(segment, "trkpt")) for segment in _parts(element, "trkseg")])
    found.add(row, geometry, geometry is None and (kind == "wpt" or len(element) > len(row)))


def _day(element: Element) -> str:
    """Return the last day of a waypoint or track; the hours, which would tell how a patrol moves, stay where they are."""
    days = (text_of(part)[:10] for part in element.iter() if local(part) == "time")
    return max((day for day in days if _DAY.fullmatch(day)), default="")


def _parts(element: Element, kind: str) -> list[Element]:
    return [part for part in element if local(part) == kind]


def _track(segments: Iterable[list[Corner]]) -> BaseGeometry | None:
    """Return the segments of a track that lead anywhere; some devices begin a segment with every point."""
    listed = list(segments)
    if max(map(len, listed), default=0) == 1:
        listed = [[corner for segment in listed for corner in segment]]
    lines = [line for line in map(_line, listed) if line is not None]
    return MultiLineString(lines) if lines else None


def _line(corners: list[Corner]) -> LineString | None:
    """Return a line; None for a single point, and for one who stood still."""
    return LineString(corners) if len(set(corners)) > 1 else None


def _corners(found: LayerRows, points: Iterable[Element]) -> list[Corner]:
    corners = []
    for point in points:
        corner = _corner(point)
        if corner is None or is_nowhere(corner):
            found.nowhere += 1
        else:
            corners.append(corner)
    return corners


def _corner(element: Element) -> Corner | None:
    """Return a position; None where there is none, or none on this earth."""
    try:
        corner = float(element.attrib["lon"]), float(element.attrib["lat"])
    except (KeyError, ValueError):
        return None
    return corner if lies_on_earth(corner) else None
