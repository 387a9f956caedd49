"""The nearest of many points, measured on the ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest

from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.distance import nearest_km


def test_nearest_base_is_the_geodesic_one() -> None:
    generator = np.random.default_rng(7)
    places = np.column_stack([generator.uniform(-180, 180, 300), generator.uniform(-80, 80, 300)])
    bases = np.column_stack([generator.uniform(-180, 180, 40), generator.uniform(-80, 80, 40)])
    distances, chosen = nearest_km(places, bases)
    for n in range(0, 300, 10):
        every = [GEOD.inv(*places[n], *base)[2] / 1000 for base in bases]
        assert distances[n] == pytest.approx(min(every))
        assert chosen[n] == int(np.argmin(every))


def test_place_without_position_has_no_distance() -> None:
    distances, chosen = nearest_km(np.array([[np.nan, 5.0]]), np.array([[30.0, 5.0]]))
    assert np.isnan(distances[0])
    assert chosen[0] == -1
    assert np.isnan(nearest_km(np.array([[30.0, 5.0]]), np.empty((0, 2)))[0][0])
