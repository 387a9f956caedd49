"""Which presence is in which area: what covers a hundredth of it or has its base there, whoever asks and however."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from hypothesis import given

from mrm_desktop.domain.geography import Presence, PresenceKind
from mrm_desktop.project.ground import Ground
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.presence_map import PresenceMap
from tests.project.countries import countries
from tests.store import records

GROUND = Ground((records.area("XT01", 0), records.area("XT02", 1)))


def patrol(share: float, base: tuple[float, float] | None = None) -> Presence:
    """A patrol in all of XT01 and in a share of XT02."""
    shape = shapely.to_wkb(shapely.box(-20.0, -23.0, -19.0 + share, -22.0))
    return replace(records.presence(""), kind=PresenceKind.PATROL_AREA, geometry=shape, base_point=base)


@pytest.mark.parametrize(("share", "counts"), [(0.0, False), (0.0099, False), (0.0101, True), (0.5, True)])
def test_what_only_grazes_an_area_is_not_in_it(share: float, counts: bool) -> None:
    one = patrol(share)
    laid = PresenceMap((one,), GROUND)
    assert laid.by_area == {"XT01": (one,), "XT02": (one,) if counts else ()}


def test_a_base_counts_however_little_its_patrols_cover() -> None:
    one = patrol(0.001, base=(-18.9995, -22.5))
    assert PresenceMap((one,), GROUND).by_area["XT02"] == (one,)
    elsewhere = patrol(0.001, base=(-19.5, -22.5))
    assert PresenceMap((elsewhere,), GROUND).by_area["XT02"] == ()


@given(country=countries())
def test_one_area_by_itself_has_what_it_has_among_all(country: Knowledge) -> None:
    laid = country.presence_map
    alone = {code: PresenceMap(laid.presence, laid.ground).in_area(code) for code in laid.by_area}
    assert alone == dict(laid.by_area)
    assert laid.in_area("XT99") == ()
    for found in laid.by_area.values():
        order = [laid.presence.index(item) for item in found]
        assert order == sorted(order)
