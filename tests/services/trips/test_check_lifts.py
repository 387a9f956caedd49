"""Who may lift a no-go for attacks, with what reason, and that nobody lifts what is still to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trips import Lift
from mrm_desktop.services.trips.check_lifts import check_lifts, roles_that_lift
from tests.services.conftest import ON, POLICY
from tests.services.trips.test_plan_trip import INSIDE, trip

REASON = "The road was cleared by the access desk."


def check(role: str = "country_director", reason: str = REASON, on: date = ON) -> None:
    made = trip(INSIDE, INSIDE)
    check_lifts(replace(made, legs=(made.legs[0], replace(made.legs[1], lift=Lift(role, reason, on)))), POLICY, ON)


def test_the_role_of_the_policy_lifts_and_whoever_may_sign_for_it() -> None:
    assert roles_that_lift(POLICY) == ("country_director", "deputy_country_director")
    for role in roles_that_lift(POLICY):
        check(role)
    own = POLICY.with_values({"trips.lifted_by": "headquarters"})
    assert roles_that_lift(own) == ("headquarters",)


@pytest.mark.parametrize(
    ("role", "reason", "on", "code"),
    [
        ("field_manager", REASON, ON, "trip.lift_role"),
        ("", REASON, ON, "trip.lift_role"),
        ("country_director", "cleared", ON, "trip.lift_reason"),
        ("country_director", " " * 40, ON, "trip.lift_reason"),
        ("country_director", REASON, ON + timedelta(days=1), "trip.lift_day"),
    ],
)
def test_any_other_lift_is_refused_with_its_leg_and_without_what_was_typed(role: str, reason: str, on: date, code: str) -> None:
    with pytest.raises(KnownError) as refused:
        check(role, reason, on)
    assert (refused.value.code, refused.value.params["number"]) == (code, 2)
    assert reason not in refused.value.params.values()


def test_a_trip_without_lifts_has_nothing_to_check() -> None:
    check_lifts(trip(), POLICY, ON)
    assert all(leg.lift is None for leg in trip().legs)
