"""Which roles still have to sign: each by its own person."""

from __future__ import annotations

from datetime import date

import pytest

from mrm_desktop.domain.sign_offs import Course, DecisionOutcome, PerceptionSince, SignOff, missing_roles

STAND_INS = {"country_director": ("deputy_country_director",), "field_manager": ("country_director",)}


@pytest.mark.parametrize(
    ("needed", "signed", "missing"),
    [
        ((), (), ()),
        (("country_director",), (), ("country_director",)),
        (("country_director",), ("country_director",), ()),
        (("country_director",), ("driver",), ("country_director",)),
        (("country_director",), ("deputy_country_director",), ()),
        (("field_manager", "security_focal_point"), ("field_manager",), ("security_focal_point",)),
        (("field_manager", "security_focal_point"), ("security_focal_point", "field_manager"), ()),
        # whoever stands in for one role has not signed for another
        (("country_director", "field_manager"), ("country_director",), ("field_manager",)),
        (("country_director", "field_manager"), ("country_director", "deputy_country_director"), ("field_manager",)),
        (("field_manager", "country_director"), ("deputy_country_director", "country_director"), ("field_manager",)),
        # and one who signs twice is one person
        (("field_manager", "field_manager"), ("field_manager", "field_manager"), ("field_manager",)),
    ],
)
def test_missing_roles(needed: tuple[str, ...], signed: tuple[str, ...], missing: tuple[str, ...]) -> None:
    assert missing_roles(needed, signed, STAND_INS) == missing


def test_they_are_known_from_their_day() -> None:
    day, before = date(2026, 3, 1), date(2026, 2, 28)
    signed = SignOff("d1", "h1", "XT01", "country_director", day)
    written = DecisionOutcome("d1", "XT01", day, Course.STOPPED, PerceptionSince.WORSE, "Shots were heard.", "Field manager")
    for one in (signed, written):
        assert (one.known_on(day), one.known_on(before)) == (True, False)
    assert signed.thing == "d1 country_director"
    assert signed.areas == written.areas == frozenset({"XT01"})
