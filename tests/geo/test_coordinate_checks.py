"""Whole columns of coordinates that look wrong."""

from __future__ import annotations

import numpy as np
import shapely

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.coordinate_checks import check_points


def test_named_problems() -> None:
    country = AreaIndex([Area("ZZ", "Zedland", 0, None, shapely.box(30, 3, 34, 8).wkb)])
    longitudes = np.array([31.0, 0.0, 5.0, 100.0, 31.0, np.nan])
    latitudes = np.array([5.0, 0.0, 31.0, 50.0, 500.0, np.nan])
    assert check_points(longitudes, latitudes, country).tolist() == [
        "",
        "coordinate.zero",
        "coordinate.swapped",
        "coordinate.outside",
        "coordinate.out_of_range",
        "",
    ]
