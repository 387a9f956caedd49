"""KML and KMZ: every file and every folder, plain data and schema data, nothing fetched. GDAL reads the first folder and drops fields."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.safe_xml import local, text_of, walk
from mrm_desktop.formats.files.source_files import SourceFile, check_archive, members_meant
from mrm_desktop.formats.layers.kml_geometry import SHAPES, UnreadableCorners, geometry_of
from mrm_desktop.formats.layers.layer import Layer, LayerRows
from mrm_desktop.foundation.progress import Progress

_TIMES = ("begin", "end", "when")
_OVERLAYS = ("GroundOverlay", "PhotoOverlay", "ScreenOverlay")
ROOT_FOLDER = "(top)"


@dataclass(slots=True)
class _Document:
    """What one KML file holds.

    Attributes
    ----------
    links : list[str]
        What its network links point to.
    """

    folders: dict[str, LayerRows] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    pictures: int = 0


def read_kml_layers(source: SourceFile, encoding: str, progress: Progress) -> tuple[Layer, ...]:
    """Read each folder with placemarks as a layer, named by its path; of a KMZ those of every KML file in it.

    Raises
    ------
    KnownError
        ``xml.hostile``, ``xml.broken``, ``layer.not_readable``, ``layer.none``, and what :func:`check_archive` raises for a KMZ.
    """
    if not source.is_zip:
        return _layers(_read(source, encoding, progress), (), "")
    members = sorted(
        (name for name in members_meant(check_archive(source)) if name.lower().endswith(".kml")),
        key=lambda name: (name.lower() != "doc.kml", name),
    )
    if not members:
        raise KnownError("layer.none", file=source.name)
    found: list[Layer] = []
    for name in members:
        document = _read(source.part(name), encoding, progress)
        found += _layers(document, members, name.removesuffix(".kml") if len(members) > 1 else "")
    return tuple(found)


def _read(source: SourceFile, encoding: str, progress: Progress) -> _Document:
    document, path, seen_root = _Document(), list[tuple[Element, str]](), False
    with source.stream() as stream:
        for event, element in walk(stream, source.name, encoding):
            kind = local(element)
            if event == "start":
                seen_root = seen_root or kind == "kml"
                if kind in ("Folder", "Document"):
                    path.append((element, kind))
            elif kind == "Placemark":
                _add(document.folders.setdefault(_path_name(path), LayerRows()), element)
                progress.step(sum(len(f.rows) for f in document.folders.values()), 0, "import.rows")
                element.clear()
            elif kind in ("Folder", "Document"):
                path.pop()
                element.clear()
            elif kind == "NetworkLink":
                document.links.append(next((text_of(part) for part in element.iter() if local(part) == "href"), ""))
                element.clear()
            elif kind in _OVERLAYS:
                document.pictures += 1
                element.clear()
    if not seen_root and not document.folders:
        raise KnownError("layer.not_readable", file=source.name)
    return document


def _layers(document: _Document, members: Collection[str], member: str) -> tuple[Layer, ...]:
    """Return the folders of a document as layers, with what of it is not read. Links to files of the same KMZ are."""
    inside = {posixpath.normpath(name).lower() for name in members}
    followed = [link for link in document.links if posixpath.normpath(link).lower() not in inside]
    notes = []
    if followed or document.pictures:
        notes.append(LedgerEntry("dropped", "kml.links_not_followed", 0, {"count": len(followed) + document.pictures}))
    if not document.folders and notes:
        return (LayerRows().layer(member or ROOT_FOLDER, notes),)
    prefix = f"{member} / " if member else ""
    return tuple(
        folder.layer(f"{prefix}{name}", notes if n == 0 else ()) for n, (name, folder) in enumerate(document.folders.items())
    )


def _path_name(path: list[tuple[Element, str]]) -> str:
    """Name of the folder as a path of its names; the document alone is the top."""
    names = []
    for element, kind in path:
        label = next((one_line(text_of(child)) for child in element if local(child) == "name"), "")
        if kind == "Folder":
            names.append(label or "(unnamed)")
    return " / ".join(names) or ROOT_FOLDER


def _add(folder: LayerRows, placemark: Element) -> None:
    row: dict[str, str] = {}
    geometry: BaseGeometry | None = None
    is_broken = False

    def nowhere(points: int) -> None:
        folder.nowhere += points

    for child in placemark:
        kind = local(child)
        if kind in ("name", "description", "address", "phoneNumber"):
            row[kind] = text_of(child)
        elif kind == "ExtendedData":
            row.update(_extended(child))
        elif kind in ("TimeStamp", "TimeSpan"):
            row.update({local(part): text_of(part) for part in child if local(part) in _TIMES})
        elif kind in SHAPES:
            geometry, is_broken = _shape(child, nowhere)
    folder.add(row, geometry, is_broken)


def _shape(element: Element, nowhere: Callable[[int], None]) -> tuple[BaseGeometry | None, bool]:
    try:
        shape = geometry_of(element, nowhere)
    except (UnreadableCorners, shapely.errors.ShapelyError):
        return None, True
    return shape, shape is None


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
