"""GPX 1.0 and 1.1: waypoints, routes and tracks, each a layer of its own. Times of a device are not kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.safe_xml import local, text_of, walk
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.layers.layer import Layer
from mrm_desktop.foundation.progress import Progress

_LAYERS = {"wpt": "waypoints", "rte": "routes", "trk": "tracks"}
_TEXTS = ("name", "sym", "type", "cmt", "desc")


@dataclass(slots=True)
class _Found:
    rows: list[dict[str, str]] = field(default_factory=list)
    geometries: list[BaseGeometry | None] = field(default_factory=list)
    unreadable: set[int] = field(default_factory=set)


def read_gpx_layers(source: SourceFile, progress: Progress) -> tuple[Layer, ...]:
    """Read waypoints, routes and tracks.

    Raises
    ------
    KnownError
        ``xml.hostile``, ``xml.broken``, ``layer.not_readable``.
    """
    found: dict[str, _Found] = {name: _Found() for name in _LAYERS.values()}
    is_gpx = False
    with source.path.open("rb") as stream:
        for event, element in walk(stream, source.name):
            kind = local(element)
            if event == "start":
                is_gpx = is_gpx or kind == "gpx"
            elif kind in _LAYERS:
                _add(found[_LAYERS[kind]], element, kind)
                progress.step(sum(len(f.rows) for f in found.values()), 0, "import.rows")
                element.clear()
    if not is_gpx:
        raise KnownError("layer.not_readable", file=source.name)
    return tuple(_layer(name, one) for name, one in found.items() if one.rows)


def _add(found: _Found, element: Element, kind: str) -> None:
    found.rows.append({local(child): text_of(child) for child in element if local(child) in _TEXTS and text_of(child)})
    geometry: BaseGeometry | None = None
    try:
        if kind == "wpt":
            geometry = Point(_corner(element))
        elif kind == "rte":
            geometry = _line([part for part in element if local(part) == "rtept"])
        else:
            segments = [_line([p for p in part if local(p) == "trkpt"]) for part in element if local(part) == "trkseg"]
            lines = [line for line in segments if line is not None]
            geometry = MultiLineString(lines) if lines else None
    except (ValueError, KeyError, shapely.errors.ShapelyError):
        found.unreadable.add(len(found.rows))
    found.geometries.append(geometry)


def _line(points: list[Element]) -> LineString | None:
    corners = [_corner(point) for point in points]
    return LineString(corners) if len(corners) > 1 else None


def _corner(element: Element) -> tuple[float, float]:
    longitude, latitude = float(element.attrib["lon"]), float(element.attrib["lat"])
    if not (-180.0 <= longitude <= 180.0 and -90.0 <= latitude <= 90.0):
        raise ValueError("a point outside the world")
    return longitude, latitude


def _layer(name: str, found: _Found) -> Layer:
    headings: dict[str, None] = {}
    for row in found.rows:
        headings.update(dict.fromkeys(row))
    columns = {h: np.array([row.get(h, "") for row in found.rows], dtype=object) for h in headings}
    geometries = np.empty(len(found.geometries), dtype=object)
    geometries[:] = found.geometries
    return Layer(name, tuple(headings), columns, geometries, frozenset(found.unreadable))
