"""Shapes as bytes: flat, and the same on every machine."""

from __future__ import annotations

import pytest
import shapely

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.wkb import from_wkb, many_from_wkb, to_wkb


def test_wkb_is_flat_and_the_same_everywhere() -> None:
    assert to_wkb(shapely.Point(1, 2, 3)) == to_wkb(shapely.Point(1, 2))
    for reader in (from_wkb, lambda data: many_from_wkb([data])):
        with pytest.raises(KnownError) as caught:
            reader(b"nonsense")
        assert caught.value.code == "geometry.unreadable"
    assert len(many_from_wkb([])) == 0
