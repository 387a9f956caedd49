"""Bases: found from what used to be released, and not from what is."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.geo.distance import nearest_km
from mrm_desktop.geo.wkb import from_wkb
from mrm_desktop.reports.release.adversary import positions
from mrm_desktop.reports.release.adversary.positions import finds_base, hide_bases
from mrm_desktop.reports.release.ladder import ReleasedPlace, ReleasedPresence
from mrm_desktop.reports.release.solved import Remedy, Secret, Solved
from tests.reports.release.adversary.trilateration import trilaterate

BASE = (30.51, 6.37)
CIRCLE = shapely.Point(*BASE).buffer(0.3)


def outline(shape: BaseGeometry) -> ReleasedPresence:
    return ReleasedPresence("base", "UNTOY", "weekly", "2026-02-01", shapely.to_wkb(shape))


@pytest.mark.parametrize(
    "shape",
    [
        CIRCLE,
        shapely.intersection(CIRCLE, shapely.box(30.4, 6.0, 31.0, 7.0)),  # clipped by a border
        shapely.intersection(CIRCLE, shapely.Polygon([(30.0, 6.0), (30.7, 6.2), (30.6, 7.0), (30.0, 7.0)])),
        shapely.union(CIRCLE, shapely.Point(32.0, 7.0).buffer(0.3)),
        shapely.box(30.41, 6.27, 30.61, 6.47),
    ],
)
def test_the_middle_of_an_outline_is_found_and_then_hidden(shape: BaseGeometry) -> None:
    assert finds_base(shape, [BASE])
    (kept,), solved = hide_bases([outline(shape)], [BASE])
    assert not finds_base(from_wkb(kept.geometry), [BASE])
    assert from_wkb(kept.geometry).intersects(shapely.Point(BASE))
    assert solved == (Solved(Secret.BASE, Remedy.COARSER_OUTLINE),)


def test_an_outline_that_leads_to_no_base_stays_as_it_was_drawn() -> None:
    drawn = outline(shapely.box(31.0, 6.0, 33.0, 8.0))
    assert hide_bases([drawn], [BASE]) == ((drawn,), ())
    assert hide_bases([outline(CIRCLE)], []) == ((outline(CIRCLE),), ())


def test_an_outline_that_no_grid_hides_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positions, "FOUND_WITHIN_KM", 60.0)
    kept, solved = hide_bases([outline(CIRCLE)], [BASE])
    assert (kept, solved) == ((), (Solved(Secret.BASE, Remedy.OUTLINE_WITHHELD),))


def test_distances_beside_points_find_the_bases_and_places_have_none() -> None:
    """Whole kilometres beside 174 points gave 15 of 15 bases within 2 km."""
    rng = np.random.default_rng(7)
    bases = np.column_stack([rng.uniform(28, 34, 6), rng.uniform(4, 9, 6)])
    places = np.column_stack([rng.uniform(28, 34, 240), rng.uniform(4, 9, 240)])
    kilometres, _ = nearest_km(places, bases)
    found = trilaterate(places, np.round(kilometres))
    misses, _ = nearest_km(bases, found)
    assert (misses < 3).sum() >= 5
    assert not {name for name in ReleasedPlace.__slots__ if "km" in name or "distance" in name}
