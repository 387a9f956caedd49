"""The user's own road layer: any layer of lines, or an extract of OpenStreetMap. It is read for one journey and not kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.text_guard import find_persons
from mrm_desktop.domain.trip_plans import RoadLayer
from mrm_desktop.domain.trips import Trip
from mrm_desktop.formats.door.foreign import read_road_lines
from mrm_desktop.formats.layers.road_layers import Box
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.coordinate_checks import Corner
from mrm_desktop.geo.roads import RoadNetwork, network_of
from mrm_desktop.services.trips.kept_roads import WORTH_KEEPING, find_kept, keep, kept_beside

MARGIN_DEGREES = 1.0  # a way round may leave the box of the journey by about 100 km

_TOO_MUCH = frozenset({"door.too_large", "door.too_slow", "door.died"})


def read_roads(path: Path, around: Iterable[Corner] = (), progress: Progress | None = None) -> RoadNetwork:
    """Read a road layer as a network.

    Parameters
    ----------
    around : Iterable[Corner]
        Points of the journey (longitude, latitude); only roads near them are taken. All roads where there are none.

    Raises
    ------
    KnownError
        ``roads.none`` where the file holds no road near the journey, or what reading a layer raises.
    """
    box = _box(around)
    network, left_out = _whole_or_near(path, box, progress or Silent())
    near = network if box is None else network.within(*box)
    if not len(near):
        if left_out and not len(network):
            raise KnownError("roads.only_others", file=path.name, kinds=sorted(left_out))
        raise KnownError("roads.none", file=path.name)
    return replace(near, layer=RoadLayer(_name(path), _day_of(path), left_out))


def _whole_or_near(path: Path, box: Box | None, progress: Progress) -> tuple[RoadNetwork, dict[str, int]]:
    """Return the network of a whole file; of a file that is too much for one reading, that near the journey."""
    try:
        return _whole(path, progress)
    except KnownError as error:
        if box is None or error.code not in _TOO_MUCH:
            raise
    roads = read_road_lines(path, box, progress)
    return network_of(roads.lines, roads.passes, progress), dict(roads.left_out)


def _whole(path: Path, progress: Progress) -> tuple[RoadNetwork, dict[str, int]]:
    """Return the network of a whole file and what was left out of it: as it was kept, or made, and kept where it took long."""
    where = kept_beside(path) if path.is_file() else None
    kept = find_kept(where) if where is not None else None
    if kept is not None:
        return kept
    roads = read_road_lines(path, None, progress)
    network, left_out = network_of(roads.lines, roads.passes, progress), dict(roads.left_out)
    if where is not None and len(network) >= WORTH_KEEPING:
        keep(network, left_out, where)
    return network, left_out


def _name(path: Path) -> str:
    """Return the name of the file as it may stand on paper: none that tells of a person."""
    return "" if find_persons("file_name", path.stem.replace("_", " ").replace("-", " ")) else path.name


def _day_of(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()


def _box(around: Iterable[Corner]) -> Box | None:
    corners = np.array(list(around), dtype=float)
    if not len(corners):
        return None
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return west - MARGIN_DEGREES, south - MARGIN_DEGREES, east + MARGIN_DEGREES, north + MARGIN_DEGREES


def roads_for(trip: Trip, folder: Path, layer: Path | None = None) -> RoadNetwork | None:
    """Read the road layer that is given, else the one that the trip file names beside itself; None for neither."""
    path = layer or (folder / trip.roads if trip.roads else None)
    return None if path is None else read_roads(path, [corner for leg in trip.legs for corner in leg.route])
