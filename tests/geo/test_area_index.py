"""Which area a point is in."""

from __future__ import annotations

import numpy as np
import shapely

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import AreaIndex


def _area(code: str, name: str, level: int, parent: str | None, west: float, south: float, size: float, **names: str) -> Area:
    return Area(code, name, level, parent, shapely.box(west, south, west + size, south + size).wkb, names)


AREAS = (
    _area("ZZ01", "Upper Marula", 1, None, 30, 4, 2),
    _area("ZZ02", "Lower Marula", 1, None, 32, 4, 2, fr="Basse-Maroula", ar="مارولا السفلى"),
    _area("ZZ0101", "Tamarind", 2, "ZZ01", 30, 4, 1),
    _area("ZZ0102", "Springs", 2, "ZZ01", 31, 4, 1),
    _area("ZZ0201", "Springs", 2, "ZZ02", 32, 4, 1),
    _area("ZZ0202", "Éléphant-Ville County", 2, "ZZ02", 33, 4, 1),
)


INDEX = AreaIndex(AREAS)


def test_border_point_belongs_to_the_first_area_by_code() -> None:
    positions = INDEX.locate(np.array([31.0]), np.array([4.5]))
    assert INDEX.areas[positions[0]].code == "ZZ0101"
