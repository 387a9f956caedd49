"""The user's own road layer: any layer of lines, or an extract of OpenStreetMap. It is read for one journey and not kept."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trips import Trip
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import inspect
from mrm_desktop.formats.layers.open_layers import SUFFIXES, open_layers
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.roads import Corner, RoadNetwork

OSM_SUFFIXES = (".osm", ".pbf")
MARGIN_DEGREES = 1.0  # a way round may leave the box of the journey by about 100 km
# Ways of OpenStreetMap that no car uses, or not yet.
_NOT_FOR_CARS = (
    "footway",
    "path",
    "steps",
    "cycleway",
    "pedestrian",
    "bridleway",
    "corridor",
    "construction",
    "proposed",
    "abandoned",
)


def read_roads(path: Path, around: Iterable[Corner] = (), progress: Progress | None = None) -> RoadNetwork:
    """Read a road layer as a network.

    Parameters
    ----------
    around : Iterable[Corner]
        Points of the journey (longitude, latitude); only roads near them are taken. All roads where there are none.

    Raises
    ------
    KnownError
        ``roads.none`` where the file holds no line near the journey, or what reading a layer raises.
    """
    watcher = progress or Silent()
    box = _box(around)
    if path.name.lower().endswith(OSM_SUFFIXES):
        lines = _osm_lines(path, box)
    elif path.name.lower().endswith((*SUFFIXES, ".zip")):
        found = open_layers(inspect(path, watcher), ReadOptions(), watcher)
        lines = np.concatenate([layer.geometries for layer in found])
    else:
        raise KnownError("roads.not_readable", file=path.name)
    lines = np.array([g for g in lines if g is not None and "LineString" in g.geom_type], dtype=object)
    if box is not None and len(lines):
        lines = lines[shapely.intersects(lines, shapely.box(*box))]
    network = RoadNetwork(lines.tolist())
    if not len(network):
        raise KnownError("roads.none", file=path.name)
    return network


def _box(around: Iterable[Corner]) -> tuple[float, float, float, float] | None:
    corners = np.array(list(around), dtype=float)
    if not len(corners):
        return None
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return west - MARGIN_DEGREES, south - MARGIN_DEGREES, east + MARGIN_DEGREES, north + MARGIN_DEGREES


def _osm_lines(path: Path, box: tuple[float, float, float, float] | None) -> Any:
    """Read the streets of an extract; GDAL assembles them from nodes and ways."""
    import pyogrio

    inspect(path, Silent())
    try:
        _, _, wkb, fields = pyogrio.raw.read(path, layer="lines", columns=["highway"], where="highway IS NOT NULL", bbox=box)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise KnownError("roads.not_readable", file=path.name) from error
    drivable = np.array([str(kind) not in _NOT_FOR_CARS for kind in fields[0]], dtype=bool)
    return (
        np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)[drivable]
        if len(drivable)
        else np.array([], dtype=object)
    )


def roads_for(trip: Trip, folder: Path, layer: Path | None = None) -> RoadNetwork | None:
    """Read the road layer that is given, else the one that the trip file names beside itself; None for neither."""
    path = layer or (folder / trip.roads if trip.roads else None)
    return None if path is None else read_roads(path, [corner for leg in trip.legs for corner in leg.route])
