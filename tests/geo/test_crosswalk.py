"""From an older boundary set to a newer one: splits, merges, names, and what two drawings of one border are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.crosswalk import Change, covered_share, crosswalk
from mrm_desktop.geo.wkb import to_wkb
from tests.store import records


def box(code: str, west: float, south: float, east: float, north: float, name: str = "") -> Area:
    return replace(records.area(code, 0), name=name or code, geometry=to_wkb(shapely.box(west, south, east, north)))


@pytest.mark.parametrize(
    ("after", "change", "names"),
    [
        ([box("N1", 0, 0, 1.02, 1, "A")], Change.SAME, ["N1"]),
        ([box("N1", 0, 0, 1, 1, "Aleph")], Change.RENAMED, ["N1"]),
        ([box("N1", 0, 0, 0.3, 1), box("N2", 0.3, 0, 1, 1)], Change.SPLIT, ["N2", "N1"]),
        ([box("N1", 0, 0, 2, 1)], Change.MERGED, ["N1"]),
        ([box("N1", -1, 0, 0.6, 1), box("N2", 0.6, 0, 2, 1)], Change.REDRAWN, ["N1", "N2"]),
        ([box("N1", 5, 5, 6, 6)], Change.GONE, []),
        ([], Change.GONE, []),
    ],
)
def test_what_became_of_a_square(after: list[Area], change: Change, names: list[str]) -> None:
    [found] = crosswalk([box("A", 0, 0, 1, 1)], after)
    assert found.change is change
    assert [successor.area.code for successor in found.successors] == names


def test_the_shares_of_the_parts_are_those_of_the_ground_also_far_from_the_equator() -> None:
    north = [box("N1", 10, 60, 10.25, 62), box("N2", 10.25, 60, 11, 62)]
    [found] = crosswalk([box("A", 10, 60, 11, 62)], north)
    assert [round(s.share_of_before, 3) for s in found.successors] == [0.75, 0.25]
    assert sum(s.share_of_before for s in found.successors) == pytest.approx(1)


def test_a_border_drawn_twice_is_no_successor() -> None:
    [found] = crosswalk([box("A", 0, 0, 1, 1)], [box("N1", 0, 0, 0.99, 1, "A"), box("N2", 0.99, 0, 2, 1)])
    assert (found.change, len(found.successors)) == (Change.SAME, 1)


def test_the_ground_that_is_covered() -> None:
    assert covered_share([box("A", 0, 0, 1, 1)], [box("N1", 0, 0, 0.25, 1)]) == pytest.approx(0.25, abs=1e-6)
    assert covered_share([box("A", 0, 0, 1, 1)], []) == 0
