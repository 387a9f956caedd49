"""Explanation: binding test, what would lower, expiry, and what would alter the verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.case import Case, EventAhead
from mrm_desktop.domain.vocabulary import Approach, EventKind, MissionStatus, PatrolFrequency, Purpose, Stratum
from mrm_desktop.scoring import Policy, assess, explain, load_policy
from tests.scoring.cases import (
    GOOD,
    TODAY,
    actor,
    item,
    report,
    state_forces,
    with_actors,
    with_context,
    with_evidence,
    with_mission,
    with_organisation,
)
from tests.scoring.strategies import cases

POLICY = load_policy()


def binding(case: Case, policy: Policy) -> tuple[str, dict[str, object]] | None:
    found = assess(case, policy).explanation
    assert found is not None
    return None if found.binding is None else (found.binding.code, dict(found.binding.params))


WARY = actor("X", report("wary", source="k1"), report("wary", source="k2"))
LUKEWARM = with_evidence(GOOD, *(replace(i, mean_rating=0.3) for i in GOOD.community_evidence))


class TestBinding:
    """METHOD section 7: the test that keeps the ceiling where it is."""

    def test_nothing_is_above_the_best_band(self, policy: Policy) -> None:
        assert binding(GOOD, policy) is None

    def test_tolerance(self, policy: Policy) -> None:
        found = binding(with_actors(GOOD, (WARY, state_forces())), policy)
        assert found == ("binding.tolerance", {"value": pytest.approx(0.5), "threshold": 0.6, "band": "conditional"})

    def test_acceptance_names_the_group_that_governs(self, policy: Policy) -> None:
        women = [replace(i, mean_rating=0.1) if i.stratum is Stratum.WOMEN else i for i in GOOD.community_evidence]
        found = binding(with_evidence(GOOD, *women), policy)
        assert found is not None
        assert (found[0], found[1]["groups"], found[1]["threshold"]) == ("binding.acceptance", ["women"], 0.50)

    def test_everybody(self, policy: Policy) -> None:
        found = binding(with_evidence(GOOD, *(replace(i, mean_rating=-1.0) for i in GOOD.community_evidence)), policy)
        assert found is not None
        assert (found[0], found[1]["threshold"]) == ("binding.everybody", 0.25)

    def test_conduct(self, policy: Policy) -> None:
        found = binding(with_mission(GOOD, recent_attacks_or_protests=True, rotation_unknown=True), policy)
        assert found is not None
        assert found[0] == "binding.conduct"

    def test_the_index_binds_only_where_each_value_holds(self, policy: Policy) -> None:
        found = binding(GOOD, policy.with_values({"bands.favourable.index": 95.0}))
        assert found is not None
        assert found[0] == "binding.index"

    def test_feasibility(self, policy: Policy) -> None:
        found = binding(with_mission(GOOD, patrol_frequency=PatrolFrequency.NONE), policy)
        assert found == ("binding.feasibility", {"patrol_frequency": "none", "ceiling": "alert"})

    def test_a_gate_that_decided_leaves_no_binding_test(self, policy: Policy) -> None:
        assert binding(with_context(GOOD, contact_punished=True), policy) is None


class TestWouldLower:
    """What closes an open answer."""

    def test_evidence_lapses_on_the_day_it_does(self, policy: Policy) -> None:
        found = assess(GOOD, policy).explanation
        assert found is not None
        lapse = next(r for r in found.would_lower if r.code == "lowers.evidence_lapses")
        on = date.fromisoformat(lapse.params["on"])
        assert assess(replace(GOOD, assessed_on=on - timedelta(days=1)), policy).gaps == ()
        assert next(g.code for g in assess(replace(GOOD, assessed_on=on), policy).gaps) == lapse.params["gap"]

    @pytest.mark.parametrize("actors", [GOOD.armed_actors, ()])
    @pytest.mark.parametrize("age", [0, 20, 60])
    def test_whatever_lapses_first(self, policy: Policy, actors: tuple[object, ...], age: int) -> None:
        evidence = [replace(i, collected_on=TODAY - timedelta(days=age)) for i in GOOD.community_evidence]
        case = with_actors(with_evidence(GOOD, *evidence), actors)  # type: ignore[arg-type]
        found = assess(case, policy).explanation
        assert found is not None
        lapse = next(r for r in found.would_lower if r.code == "lowers.evidence_lapses")
        on = date.fromisoformat(lapse.params["on"])
        assert assess(replace(case, assessed_on=on - timedelta(days=1)), policy).gaps == ()
        assert lapse.params["gap"] in [g.code for g in assess(replace(case, assessed_on=on), policy).gaps]

    def test_a_closed_answer_has_nothing_to_lower(self, policy: Policy) -> None:
        found = assess(with_context(GOOD, contact_punished=True), policy).explanation
        assert found is not None
        assert found.would_lower == ()

    def test_the_closing_day(self, policy: Policy) -> None:
        found = assess(with_mission(GOOD, closes_on=TODAY + timedelta(days=40)), policy).explanation
        assert found is not None
        assert "lowers.mission_closes" in [r.code for r in found.would_lower]

    def test_the_first_event_ahead(self, policy: Policy) -> None:
        ahead = tuple(EventAhead(EventKind.ELECTION, TODAY + timedelta(days=days)) for days in (20, 9, -5))
        found = assess(replace(GOOD, events_ahead=ahead), policy).explanation
        assert found is not None
        said = [dict(r.params) for r in found.would_lower if r.code == "lowers.event_ahead"]
        assert said == [{"event": "election", "on": (TODAY + timedelta(days=9)).isoformat()}]


def changes(case: Case, policy: Policy) -> list[Reason]:
    found = explain(case, policy).explanation
    assert found is not None
    return list(found.smallest_changes)


def codes(case: Case, policy: Policy) -> list[str]:
    return [r.code for r in changes(case, policy)]


FIELD_CASES = [
    ("said no", with_organisation(GOOD, exposed_people_agree=False), ["change.never"]),
    ("forbidden purpose", replace(GOOD, request=replace(GOOD.request, purpose=Purpose.CO_BRANDING)), ["change.never"]),
    ("closed", with_mission(GOOD, status=MissionStatus.CLOSED), ["change.never"]),
    ("no military", with_mission(GOOD, military_in_area=False), ["change.never"]),
    ("accused", with_mission(GOOD, alleged_perpetrator=True), ["change.never"]),
    ("good", GOOD, []),
]


class TestWhatWouldAlterIt:
    """METHOD section 7: what is not known, with what follows either way; and what would have to become true."""

    @pytest.mark.parametrize(("name", "case", "expected"), FIELD_CASES, ids=[c[0] for c in FIELD_CASES])
    def test_where_nothing_is_to_be_done(self, policy: Policy, name: str, case: Case, expected: list[str]) -> None:
        assert codes(case, policy) == expected

    @pytest.mark.parametrize(
        ("case", "fact", "follows"),
        [
            (with_context(GOOD, contact_punished=None), "contact_punished", "follows.found_not_so"),
            (with_context(GOOD, reprisals_for_contact=None), "reprisals_for_contact", "follows.found_not_so"),
            (with_mission(GOOD, military_in_area=None), "military_in_area", "follows.found_so"),
            (with_organisation(GOOD, exposed_people_agree=None), "exposed_people_agree", "follows.found_so"),
        ],
    )
    def test_a_fact_that_is_not_known(self, policy: Policy, case: Case, fact: str, follows: str) -> None:
        step, either = changes(case, policy)
        assert (step.code, step.params["fact"], either.code) == ("step.find_out", fact, follows)
        assert either.params["then"] == "proceed_with_conditions"
        assert either.params["otherwise"] not in ("proceed_with_conditions", "hold", "insufficient_evidence")

    def test_the_mission_record(self, policy: Policy) -> None:
        step, either = changes(with_mission(GOOD, status=MissionStatus.UNCONFIRMED), policy)
        assert (step.code, either.code) == ("step.confirm_mission", "follows.mission")
        assert (either.params["then"], either.params["otherwise"]) == ("proceed_with_conditions", "not_available")

    def test_people_to_hear_with_both_answers(self, policy: Policy) -> None:
        thin = with_evidence(GOOD, *(i for i in GOOD.community_evidence if i.stratum is not Stratum.WOMEN))
        for case, follows in (
            (thin, "follows.asked_first"),
            (with_evidence(thin, *thin.community_evidence, item("women", 3, 0.8)), "follows.asked_again"),
        ):
            step, either = changes(case, policy)
            assert (step.code, step.params["strata"], either.code) == ("step.ask_people", ["women"], follows)
            assert {"then", "otherwise"} <= either.params.keys()

    def test_as_few_people_as_are_enough(self, policy: Policy) -> None:
        thin = with_evidence(GOOD, *(i for i in GOOD.community_evidence if i.stratum is not Stratum.WOMEN))
        step = changes(thin, policy)[0]
        count, method = step.params["count"], step.params["method"]
        for people, enough in ((count, True), (count - int(policy.search.step[method]), False)):
            rating = policy.search.better_rating
            new = item("women", people, rating, method=method, source="new", age=0, grade=policy.search.grade)
            assert assess(with_evidence(thin, *thin.community_evidence, new), policy).verdict.is_open is enough

    def test_another_source_on_an_actor(self, policy: Policy) -> None:
        case = with_actors(GOOD, (state_forces(), actor("Z", report("tolerant"))))
        step, either = changes(case, policy)
        assert (step.code, step.params, either.code) == ("step.actor_sources", {"actor": "Z", "count": 1}, "follows.actors")
        assert (either.params["then"], either.params["otherwise"]) == ("proceed_with_conditions", "refused")

    def test_armed_actors_nobody_assessed_or_nobody_checked(self, policy: Policy) -> None:
        assert codes(with_actors(GOOD, None), policy) == ["step.list_actors", "follows.actors"]
        unchecked = replace(with_actors(GOOD, ()), armed_actors_checked_on=None)
        assert codes(unchecked, policy) == ["step.check_actors", "follows.checked"]

    @pytest.mark.parametrize(
        ("case", "once"),
        [
            (with_context(GOOD, contact_punished=True), "contact_punished"),
            (with_context(GOOD, reprisals_for_contact=True), "reprisals_for_contact"),
            (with_context(GOOD, confused_with_fighting_force=True), "confused_with_fighting_force"),
            (with_mission(GOOD, joint_operations_with_party=True), "joint_operations_with_party"),
            (with_organisation(GOOD, approach=Approach.NONE), "approach"),
            (with_organisation(GOOD, conflicting_approach_nearby=True), "conflicting_approach_nearby"),
            (with_mission(GOOD, patrol_frequency=PatrolFrequency.NONE), "patrols"),
        ],
    )
    def test_what_would_have_to_become_true(self, policy: Policy, case: Case, once: str) -> None:
        step, then = changes(case, policy)
        assert (step.code, step.params, then.code) == ("step.once", {"once": once}, "follows.once")
        assert then.params["then"] == "proceed_with_conditions"

    def test_a_group_that_rejects_is_not_outvoted_by_more_answers(self, policy: Policy) -> None:
        """Advice to collect more of the same answers until the sum tips is a fault."""
        case = with_evidence(
            GOOD, item("women", 20, -1.6, source="s9"), *(i for i in GOOD.community_evidence if i.stratum is not Stratum.WOMEN)
        )
        found = changes(case, policy)
        assert "step.ask_people" not in [r.code for r in found]
        assert (found[0].code, found[0].params["groups"]) == ("step.once_group", ["women"])

    def test_a_hostile_actor_has_to_be_reported_tolerant_later(self, policy: Policy) -> None:
        step, then = changes(with_actors(GOOD, (actor("Y", report("hostile", 12)), state_forces())), policy)
        assert (step.code, step.params["actor"], step.params["count"]) == ("step.once_actor", "Y", 2)
        assert step.params["on"] == (TODAY - timedelta(days=12)).isoformat()
        assert then.params["then"] == "proceed_with_conditions"

    def test_what_most_say_of_sides(self, policy: Policy) -> None:
        for asked_about, code in (("takes_sides", "step.once_not_sides"), ("minds", "step.once_not_minds")):
            said: dict[str, Any] = {asked_about: 0.9}
            women = [item("women", 60, 0.9, **said), *GOOD.community_evidence[1:]]
            assert code in codes(with_evidence(GOOD, *women), policy)

    def test_everything_that_is_needed_where_one_step_is_not_enough(self, policy: Policy) -> None:
        bare = with_actors(with_evidence(GOOD), (actor("X"), state_forces(report("tolerant"))))
        head, *steps, either = changes(bare, policy)
        assert (head.code, either.code) == ("change.plan", "follows.plan")
        assert head.params["steps"] == len(steps) == 3
        assert {s.code for s in steps} == {"step.ask_people", "step.actor_sources"}
        assert either.params["then"] != "insufficient_evidence"

    def test_only_what_alters_the_verdict_on_the_mode_asked(self, policy: Policy) -> None:
        """An unknown past costs a little and decides nothing here."""
        case = with_mission(with_context(GOOD, contact_punished=True), rotation_unknown=None, hotline=None)
        assert [c.params.get("once") for c in changes(case, policy)] == ["contact_punished", None]


@given(cases())
def test_advice_is_told_for_any_case_and_supposes_nothing(case: Case) -> None:
    """Every question comes with both answers; every other step is a change in the field with one."""
    found = changes(case, POLICY)
    verdict = assess(case, POLICY).verdict
    assert bool(found) != verdict.is_open
    for one, two in pairwise(found):
        if one.code.startswith("step.once") and two.code == "follows.once":
            assert "otherwise" not in two.params
        if one.code == "step.find_out" and two.code.startswith("follows."):
            assert two.params.keys() >= {"then", "otherwise"} or two.code == "follows.once"
