"""Shapes as bytes: flat, and the same on every machine."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.wkb import from_wkb, many_from_wkb, many_to_wkb, to_wkb


def test_wkb_is_flat_and_the_same_everywhere() -> None:
    assert to_wkb(shapely.Point(1, 2, 3)) == to_wkb(shapely.Point(1, 2))
    for reader in (from_wkb, lambda data: many_from_wkb([data])):
        with pytest.raises(KnownError) as caught:
            reader(b"nonsense")
        assert caught.value.code == "geometry.unreadable"
    assert len(many_from_wkb([])) == 0


def test_many_are_written_as_each_by_itself() -> None:
    lines = np.array([shapely.LineString([(0, 0, 9), (1, 1, 9)]), shapely.MultiLineString([[(0, 0), (1, 2)]])], dtype=object)
    assert many_to_wkb(lines) == [to_wkb(line) for line in lines]
    assert many_to_wkb(np.zeros(0, dtype=object)) == []
