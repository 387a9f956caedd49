"""KML and KMZ: every folder, plain data and schema data, nothing fetched. GDAL reads the first folder and drops fields; we do not."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.safe_xml import local, text_of, walk
from mrm_desktop.formats.files.source_files import ARCHIVE_FAULTS, SourceFile, check_archive
from mrm_desktop.formats.layers.layer import Layer
from mrm_desktop.foundation.progress import Progress

_SIMPLE = {"name": "name", "begin": "begin", "end": "end", "when": "when", "visibility": ""}
_GEOMETRIES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack")
ROOT_FOLDER = "(top)"


@dataclass(slots=True)
class _Folder:
    rows: list[dict[str, str]] = field(default_factory=list)
    geometries: list[BaseGeometry | None] = field(default_factory=list)
    unreadable: set[int] = field(default_factory=set)


def read_kml_layers(source: SourceFile, progress: Progress) -> tuple[Layer, ...]:
    """Read each folder with placemarks as a layer, named by its path.

    Raises
    ------
    KnownError
        ``xml.hostile``, ``xml.broken``, ``layer.not_readable``, and what :func:`check_archive` raises for a KMZ.
    """
    folders: dict[str, _Folder] = {}
    links = 0
    with _stream(source) as stream:
        path: list[tuple[Element, str]] = []
        seen_root = False
        for event, element in walk(stream, source.name):
            kind = local(element)
            if event == "start":
                seen_root = seen_root or kind == "kml"
                if kind in ("Folder", "Document"):
                    path.append((element, kind))
                continue
            if kind == "Placemark":
                _add(folders.setdefault(_path_name(path), _Folder()), element)
                progress.step(sum(len(f.rows) for f in folders.values()), 0, "import.rows")
                element.clear()
            elif kind in ("Folder", "Document"):
                path.pop()
                element.clear()
            elif kind in ("NetworkLink", "GroundOverlay", "PhotoOverlay"):
                links += 1
                element.clear()
        if not seen_root and not folders:
            raise KnownError("layer.not_readable", file=source.name)
    notes = (LedgerEntry("dropped", "kml.links_not_followed", 0, {"count": links}),) if links else ()
    return tuple(_layer(name, folder, notes if n == 0 else ()) for n, (name, folder) in enumerate(folders.items()))


@contextmanager
def _stream(source: SourceFile) -> Iterator[IO[bytes]]:
    """Open the KML itself; in a KMZ it is the first one at the top of the archive."""
    if not source.is_zip:
        with source.path.open("rb") as stream:
            yield stream
        return
    names = [n for n in check_archive(source) if n.lower().endswith(".kml")]
    if not names:
        raise KnownError("layer.none", file=source.name)
    main = next((n for n in names if n.lower() == "doc.kml"), names[0])
    try:
        with zipfile.ZipFile(source.path) as archive, archive.open(main) as stream:
            yield stream
    except ARCHIVE_FAULTS as error:
        raise KnownError("archive.broken", file=source.name) from error


def _path_name(path: list[tuple[Element, str]]) -> str:
    """Name of the folder as a path of its names; the document alone is the top."""
    names = []
    for element, kind in path:
        label = next((one_line(text_of(child)) for child in element if local(child) == "name"), "")
        if kind == "Folder":
            names.append(label or "(unnamed)")
    return " / ".join(names) or ROOT_FOLDER


def _add(folder: _Folder, placemark: Element) -> None:
    row: dict[str, str] = {}
    geometry: BaseGeometry | None = None
    broken = False
    for child in placemark:
        kind = local(child)
        if kind in ("name", "description", "address", "phoneNumber"):
            row[kind] = text_of(child)
        elif kind == "ExtendedData":
            row.update(_extended(child))
        elif kind in ("TimeStamp", "TimeSpan"):
            row.update({local(part): text_of(part) for part in child if local(part) in _SIMPLE})
        elif kind in _GEOMETRIES:
            try:
                geometry = _geometry(child)
            except (ValueError, shapely.errors.ShapelyError):
                broken = True
    folder.rows.append(row)
    folder.geometries.append(geometry)
    if broken:
        folder.unreadable.add(len(folder.rows))


def _extended(element: Element) -> dict[str, str]:
    """Read both ways in which KML carries attributes; GDAL drops the first where the second is there."""
    found: dict[str, str] = {}
    for child in element.iter():
        name = child.get("name", "")
        if local(child) == "Data" and name:
            found[name] = next((text_of(v) for v in child if local(v) == "value"), "")
        elif local(child) in ("SimpleData", "SimpleArrayData") and name:
            found[name] = text_of(child)
    return found


def _geometry(element: Element) -> BaseGeometry | None:
    kind = local(element)
    if kind == "Point":
        corners = _corners(element)
        return Point(corners[0]) if corners else None
    if kind in ("LineString", "LinearRing"):
        corners = _corners(element)
        return LineString(corners) if len(corners) > 1 else None
    if kind == "Polygon":
        outer = [_corners(ring) for side in element if local(side) == "outerBoundaryIs" for ring in side]
        inner = [_corners(ring) for side in element if local(side) == "innerBoundaryIs" for ring in side]
        return Polygon(outer[0], [r for r in inner if len(r) > 2]) if outer and len(outer[0]) > 2 else None
    if kind == "Track":
        corners = [c for part in element if local(part) == "coord" for c in _numbers(",".join(text_of(part).split()))]
        return LineString(corners) if len(corners) > 1 else None
    parts = [part for part in (_geometry(child) for child in element if local(child) in _GEOMETRIES) if part is not None]
    if not parts:
        return None
    kinds = {part.geom_type for part in parts}
    if kinds == {"Polygon"}:
        return MultiPolygon([part for part in parts if isinstance(part, Polygon)])
    return parts[0] if len(parts) == 1 else shapely.geometrycollections(parts)


def _corners(element: Element) -> list[tuple[float, float]]:
    text = next((text_of(child) for child in element if local(child) == "coordinates"), "")
    return [corner for tuple_text in text.split() for corner in _numbers(tuple_text)]


def _numbers(text: str) -> list[tuple[float, float]]:
    values = [float(v) for v in text.split(",") if v]
    if len(values) < 2:
        raise ValueError("a corner needs two numbers")
    longitude, latitude = values[0], values[1]
    if not (-180.0 <= longitude <= 180.0 and -90.0 <= latitude <= 90.0):
        raise ValueError("a corner outside the world")
    return [(longitude, latitude)]


def _layer(name: str, folder: _Folder, notes: tuple[LedgerEntry, ...]) -> Layer:
    headings: dict[str, None] = {}
    for row in folder.rows:
        headings.update(dict.fromkeys(row))
    columns = {h: np.array([row.get(h, "") for row in folder.rows], dtype=object) for h in headings}
    geometries = np.empty(len(folder.geometries), dtype=object)
    geometries[:] = folder.geometries
    return Layer(name, tuple(headings), columns, geometries, frozenset(folder.unreadable), notes=notes)
