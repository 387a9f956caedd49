"""Bad input: a named error, never a silent number."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.case import Case, ReceptorImpacts
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.scoring import Policy, assess, assess_many
from tests.scoring.cases import GOOD, TODAY, actor, item, report, with_actors, with_evidence, with_mission

TOMORROW = TODAY + timedelta(days=1)


def with_item(**changes: Any) -> Case:
    return with_evidence(GOOD, GOOD.community_evidence[0], replace(item(), **changes))


BAD = [
    (replace(GOOD, assessed_on=date(9999, 12, 31)), "case.out_of_range", "assessed_on"),
    (replace(GOOD, assessed_on=date(1899, 12, 31)), "case.out_of_range", "assessed_on"),
    (with_item(answered=math.nan), "case.not_a_number", "community_evidence[1].answered"),
    (with_item(answered=math.inf), "case.not_a_number", "community_evidence[1].answered"),
    (with_item(answered=-1), "case.out_of_range", "community_evidence[1].answered"),
    (with_item(answered=True), "case.not_a_number", "community_evidence[1].answered"),
    (with_item(answered="60"), "case.not_a_number", "community_evidence[1].answered"),
    (with_item(mean_rating=math.nan), "case.not_a_number", "community_evidence[1].mean_rating"),
    (with_item(mean_rating=2.01), "case.out_of_range", "community_evidence[1].mean_rating"),
    (with_item(mean_rating=-2.01), "case.out_of_range", "community_evidence[1].mean_rating"),
    (with_item(refused_share=1.01), "case.out_of_range", "community_evidence[1].refused_share"),
    (with_item(refused_share=-0.1), "case.out_of_range", "community_evidence[1].refused_share"),
    (with_item(design_effect=0.9), "case.out_of_range", "community_evidence[1].deff"),
    (with_item(design_effect=math.inf), "case.not_a_number", "community_evidence[1].deff"),
    (with_item(takes_sides_share=1.01), "case.out_of_range", "community_evidence[1].takes_sides_share"),
    (with_item(minds_being_seen_share=-0.1), "case.out_of_range", "community_evidence[1].minds_being_seen_share"),
    (with_item(takes_sides_share=math.nan), "case.not_a_number", "community_evidence[1].takes_sides_share"),
    (with_item(collected_on=TOMORROW), "case.date_in_future", "community_evidence[1].collected_on"),
    (with_item(source=" "), "case.empty_name", "community_evidence[1].source"),
    (with_actors(GOOD, (actor("X", report("wary", -1)),)), "case.date_in_future", "armed_actors[0].sources[0].reported_on"),
    (with_actors(GOOD, (actor("X", report("wary", source="")),)), "case.empty_name", "armed_actors[0].sources[0].source"),
    (with_actors(GOOD, (actor(""),)), "case.empty_name", "armed_actors[0].name"),
    (with_actors(GOOD, (actor("X"), actor("Y"), actor("X"))), "case.duplicate_actor", "armed_actors[2].name"),
    (with_mission(GOOD, response_hours=-1), "case.out_of_range", "mission.response_hours"),
    (with_mission(GOOD, response_hours=math.nan), "case.not_a_number", "mission.response_hours"),
    (replace(GOOD, impacts=ReceptorImpacts(0, 4, 3)), "case.out_of_range", "impacts.staff"),
    (replace(GOOD, impacts=ReceptorImpacts(3, 6, 3)), "case.out_of_range", "impacts.contacts"),
    (replace(GOOD, impacts=ReceptorImpacts(3, 4, 2.5)), "case.out_of_range", "impacts.access"),  # type: ignore[arg-type]
    (replace(GOOD, required_strata=()), "case.required_strata", "required_strata"),
    (replace(GOOD, required_strata=(Stratum.ALL,)), "case.required_strata", "required_strata"),
]


@pytest.mark.parametrize(("case", "code", "field"), BAD, ids=[f"{code}-{field}-{n}" for n, (_, code, field) in enumerate(BAD)])
def test_bad_input_is_named(policy: Policy, case: Case, code: str, field: str) -> None:
    with pytest.raises(KnownError) as caught:
        assess(case, policy)
    assert (caught.value.code, caught.value.params["field"]) == (code, field)
    with pytest.raises(KnownError) as caught:
        assess_many([GOOD, replace(case, id="bad one")], policy)
    assert (caught.value.code, caught.value.params["case"]) == (code, "bad one")


def test_limits_themselves_are_allowed(policy: Policy) -> None:
    edge = with_item(answered=0, mean_rating=2.0, refused_share=1.0, design_effect=1.0, collected_on=TODAY)
    assert assess(edge, policy).acceptance is not None


def test_an_actor_without_sources_is_a_gap_and_no_error(policy: Policy) -> None:
    found = assess(with_actors(GOOD, (actor("X"),)), policy)
    assert [g.code for g in found.gaps] == ["gap.actor_stance_unknown"]


def test_empty_arrays_are_no_evidence(policy: Policy) -> None:
    found = assess(with_actors(with_evidence(GOOD), ()), policy)
    assert found.verdict.value == "insufficient_evidence"
    assert [g.code for g in found.gaps] == ["gap.community_missing"]
