"""What of a map file is a road that a car can use; rivers, railways and footpaths of the same file are left out and counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile, inspect
from mrm_desktop.formats.layers.layer import Layer
from mrm_desktop.formats.layers.open_layers import SUFFIXES, open_layers
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.gdal import load_gdal
from mrm_desktop.geo.wkb import Geometries

Box = tuple[float, float, float, float]

OSM_SUFFIXES = (".osm", ".pbf")
# Ways of OpenStreetMap that no car uses, or not yet.
_NOT_FOR_CARS = frozenset(
    {"footway", "path", "steps", "cycleway", "pedestrian", "bridleway", "corridor", "construction", "proposed", "abandoned"}
    | {"razed", "platform", "elevator", "raceway"}
)
_NO_ROADS = frozenset(
    {
        "river",
        "stream",
        "canal",
        "drain",
        "ditch",
        "wadi",
        "waterway",
        "water",
        "rail",
        "railway",
        "tram",
        "subway",
        "power",
        "line",
    }
    | {"minor_line", "pipeline", "boundary", "administrative", "border", "coastline", "contour", "cable", "fence", "wall", "runway"}
    | {"riviere", "fleuve", "chemin_de_fer", "frontiere", "rio", "ferrocarril", "frontera", "ferry"}
)
_ROAD_COLUMNS = ("highway", "fclass", "osm_highway")  # a line without a word here is no road
_OTHER_COLUMNS = ("waterway", "railway", "power", "boundary", "aeroway", "man_made", "natural")  # a line with one is something else
_KIND_COLUMNS = ("road_class", "roadclass", "road_type", "feature", "class", "type", "kind")
_OVER_COLUMNS = ("bridge", "tunnel")
_NO = frozenset({"", "no", "f", "0", "false", "none", "non"})
UNSAID = "unclassified_line"
"""What a line is called in the counts of what was left out where the file does not say what it is."""


@dataclass(frozen=True, slots=True)
class RoadLines:
    """The roads of a file.

    Attributes
    ----------
    lines : Geometries
        Shape (n,), degrees, WGS 84.
    passes : tuple[bool, ...]
        Which of them pass over or under others where they cross.
    left_out : Mapping[str, int]
        Lines that are no roads, by what they are.
    """

    lines: Geometries
    passes: tuple[bool, ...]
    left_out: Mapping[str, int]


def read_road_lines(path: Path, box: Box | None, progress: Progress) -> RoadLines:
    """Read the roads of a file, within a box in degrees where one is given.

    Raises
    ------
    KnownError
        ``roads.not_readable``, or what reading a layer raises.
    """
    name = path.name.lower()
    if name.endswith(OSM_SUFFIXES):
        return _near(_of_openstreetmap(inspect(path, progress), box), box)
    if not name.endswith((*SUFFIXES, ".zip", ".json")):
        raise KnownError("roads.not_readable", file=path.name)
    layers = open_layers(inspect(path, progress), ReadOptions(), progress)
    return _near(_together([roads_of(layer) for layer in layers]), box)


def roads_of(layer: Layer) -> RoadLines:
    """Return the roads of a layer."""
    is_line = np.isin(shapely.get_type_id(layer.geometries), (1, 5))
    kinds = _kinds(layer)
    no_road = np.array([kind != "" for kind in kinds], dtype=bool)
    left_out = Counter(kind for kind, line in zip(kinds, is_line.tolist(), strict=True) if kind and line)
    kept = np.flatnonzero(is_line & ~no_road)
    over = [_said(layer, name) for name in _OVER_COLUMNS]
    passes = tuple(any(column[n] not in _NO for column in over if column is not None) for n in kept.tolist())
    return RoadLines(layer.geometries[kept], passes, dict(left_out))


def _kinds(layer: Layer) -> list[str]:
    """Return what each line is, as far as it is no road; "" for a road."""
    nothing = [""] * len(layer)
    others = [(name, column) for name in _OTHER_COLUMNS if (column := _said(layer, name)) is not None]
    other = [next((name for name, column in others if column[n] not in _NO), "") for n in range(len(layer))]
    roads = next((column for name in _ROAD_COLUMNS if (column := _said(layer, name)) is not None), None)
    if roads is not None:
        return [_not_a_road(word, otherwise) for word, otherwise in zip(roads, other, strict=True)]
    if others:
        return [word or UNSAID for word in other]
    named = next((column for name in _KIND_COLUMNS if (column := _said(layer, name)) is not None), nothing)
    about = next((word for word in re.split(r"[\W_]+", layer.name.lower()) if word.rstrip("s") in _NO_ROADS - {"line"}), "")
    return [about.rstrip("s") or (word if word in _NO_ROADS | _NOT_FOR_CARS else "") for word in named]


def _not_a_road(word: str, otherwise: str) -> str:
    if word in _NO:
        return otherwise or UNSAID
    return word if word in _NOT_FOR_CARS | _NO_ROADS else ""


def _said(layer: Layer, name: str) -> list[str] | None:
    heading = next((h for h in layer.headings if h.strip().lower() == name), None)
    return None if heading is None else [str(text).strip().lower() for text in layer.columns[heading]]


def _of_openstreetmap(source: SourceFile, box: Box | None) -> RoadLines:
    """Read an extract; GDAL assembles its ways from nodes. Its roads share a corner wherever they meet, and nowhere else."""
    gdal = load_gdal()
    try:
        _, _, wkb, fields = gdal.raw.read(source.path, layer="lines", columns=["highway", "waterway", "railway"], bbox=box)
    except (gdal.errors.DataSourceError, gdal.errors.DataLayerError, gdal.errors.FeatureError) as error:
        raise KnownError("roads.not_readable", file=source.name) from error
    names = ("highway", "waterway", "railway")
    columns = {n: np.array([str(t or "") for t in column], dtype=object) for n, column in zip(names, fields, strict=True)}
    shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    found = roads_of(Layer("lines", names, columns, shapes))
    return RoadLines(found.lines, (True,) * len(found.lines), found.left_out)


def _together(parts: Sequence[RoadLines]) -> RoadLines:
    left_out: Counter[str] = Counter()
    for part in parts:
        left_out.update(part.left_out)
    lines = np.concatenate([part.lines for part in parts])
    return RoadLines(lines, tuple(over for part in parts for over in part.passes), dict(left_out))


def _near(roads: RoadLines, box: Box | None) -> RoadLines:
    if box is None or not len(roads.lines):
        return roads
    near = np.flatnonzero(shapely.intersects(roads.lines, shapely.box(*box)))
    return RoadLines(roads.lines[near], tuple(roads.passes[n] for n in near.tolist()), roads.left_out)
