"""Lines and named points of a route file, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import inspect
from mrm_desktop.formats.layers.open_layers import open_layers
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.coordinate_checks import Corner


@dataclass(frozen=True, slots=True)
class NamedCorners:
    """A line, or one point, with its name; "" where it has none."""

    name: str
    corners: tuple[Corner, ...]


@dataclass(frozen=True, slots=True)
class TripLines:
    """What a route file holds.

    Attributes
    ----------
    lines : tuple[NamedCorners, ...]
        Lines; the pieces of one follow each other.
    points : tuple[NamedCorners, ...]
        Points with a name.
    nowhere : int
        Points of lines that were left out: without a position, or at 0/0.
    """

    lines: tuple[NamedCorners, ...]
    points: tuple[NamedCorners, ...]
    nowhere: int = 0


def read_trip_lines(path: Path, progress: Progress) -> TripLines:
    """Read every line and every named point of a GPX, KML or other geographic file.

    Raises
    ------
    KnownError
        What reading a layer raises.
    """
    lines: list[NamedCorners] = []
    points: list[NamedCorners] = []
    nowhere = 0
    for layer in open_layers(inspect(path, progress), ReadOptions(), progress):
        nowhere += sum(note.params["count"] for note in layer.notes if note.code == "layer.points_nowhere")
        heading = next((h for h in layer.headings if h.lower() == "name"), "")
        names = [str(text).strip() for text in layer.columns[heading]] if heading else [""] * len(layer)
        for name, geometry in zip(names, layer.geometries, strict=True):
            if geometry is None:
                continue
            drawn = [part for part in _parts(geometry) if part.geom_type == "LineString"]
            if drawn:
                corners = shapely.get_coordinates(drawn).tolist()
                lines.append(NamedCorners(name, tuple((x, y) for x, y in corners)))
            elif geometry.geom_type == "Point" and name and not geometry.is_empty:
                points.append(NamedCorners(name, ((float(geometry.x), float(geometry.y)),)))
    return TripLines(tuple(lines), tuple(points), nowhere)


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Return the simple parts of a shape, also of a collection of collections."""
    if not isinstance(geometry, BaseMultipartGeometry):
        return [geometry]
    return [part for inner in geometry.geoms for part in _parts(inner)]
