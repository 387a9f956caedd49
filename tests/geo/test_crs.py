"""Coordinates of other systems are reprojected; one that is not stated is not guessed."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.crs import parse_crs, to_wgs84


@pytest.mark.parametrize(("system", "code"), [(None, "geo.crs_missing"), ("EPSG:nonsense", "geo.crs_unknown")])
def test_crs_must_be_stated_and_known(system: str | None, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_crs(system, "x.shp")
    assert caught.value.code == code
    assert caught.value.params["file"] == "x.shp"


def test_utm_is_reprojected_and_a_wrong_statement_raises() -> None:
    metres = np.array([shapely.Point(345000, 536000)], dtype=object)
    moved = to_wgs84(metres, parse_crs("EPSG:32636", "x"), "x")
    assert (moved[0].x, moved[0].y) == pytest.approx((31.603, 4.848), abs=0.001)
    with pytest.raises(KnownError) as caught:
        to_wgs84(metres, parse_crs("EPSG:4326", "x"), "x")
    assert caught.value.code == "geo.not_in_degrees"
