"""Explanation: binding test, what would lower, expiry, and the smallest change against brute force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.evidence import StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, MissionStatus, PatrolFrequency, Purpose, Stance, Stratum
from mrm_desktop.scoring import Policy, assess, explain
from mrm_desktop.scoring.actions import actions
from mrm_desktop.scoring.smallest_change import alters
from tests.scoring.cases import (
    GOOD,
    TODAY,
    actor,
    asked,
    item,
    report,
    state_forces,
    with_actors,
    with_context,
    with_evidence,
    with_mission,
    with_organisation,
)


def binding(case: Case, policy: Policy) -> tuple[str, dict[str, object]] | None:
    found = assess(case, policy).explanation
    assert found is not None
    return None if found.binding is None else (found.binding.code, dict(found.binding.params))


MIXED = actor(
    "X", report("tolerant", source="k1"), report("tolerant", grade="C3", source="k2"), report("wary", grade="C3", source="k3")
)


class TestBinding:
    """METHOD section 7: the test that keeps the ceiling where it is."""

    def test_nothing_is_above_the_best_band(self, policy: Policy) -> None:
        assert binding(GOOD, policy) is None

    def test_tolerance(self, policy: Policy) -> None:
        found = binding(with_actors(GOOD, (MIXED, state_forces())), policy)
        assert found is not None
        assert found[0] == "binding.tolerance"
        # three reports of one age: (.8 x .75 + .6 x .75 + .6 x .5) / 2 = .675
        assert found[1] == {"value": pytest.approx(0.675), "threshold": 0.7, "band": "favourable"}

    def test_acceptance(self, policy: Policy) -> None:
        found = binding(with_evidence(GOOD, *(replace(i, mean_rating=0.4) for i in GOOD.community_evidence)), policy)
        assert found is not None
        assert (found[0], found[1]["threshold"]) == ("binding.acceptance", 0.55)

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
        found = assess(with_mission(GOOD, closes_on=TODAY + timedelta(days=9)), policy).explanation
        assert found is not None
        assert "lowers.mission_closes" in [r.code for r in found.would_lower]


class TestSmallestChange:
    """METHOD section 7: found by search, compared here with a walk over the whole grid, one case at a time."""

    def codes(self, case: Case, policy: Policy) -> list[str]:
        found = explain(case, policy).explanation
        assert found is not None
        return [r.code for r in found.smallest_changes]

    def test_an_open_answer_needs_none(self, policy: Policy) -> None:
        assert self.codes(GOOD, policy) == []

    @pytest.mark.parametrize(
        "case",
        [
            replace(GOOD, request=replace(GOOD.request, purpose=Purpose.CO_BRANDING)),
            with_mission(GOOD, status=MissionStatus.CLOSED),
            with_mission(GOOD, military_in_area=False),
            with_mission(GOOD, alleged_perpetrator=True),
        ],
    )
    def test_what_nothing_alters(self, policy: Policy, case: Case) -> None:
        assert self.codes(case, policy) == ["change.never"]

    def test_reprisals_are_not_argued_away(self, policy: Policy) -> None:
        assert self.codes(with_context(GOOD, reprisals_for_contact=True), policy) == ["change.none_found"]

    @pytest.mark.parametrize(
        ("case", "code", "fact"),
        [
            (with_organisation(GOOD, exposed_people_agree=False), "change.settle_fact", "exposed_people_agree"),
            (with_organisation(GOOD, conflicting_approach_nearby=True), "change.settle_fact", "conflicting_approach_nearby"),
            (with_context(GOOD, contact_punished=None), "change.settle_fact", "contact_punished"),
            (with_mission(GOOD, military_in_area=None), "change.settle_fact", "military_in_area"),
            (with_mission(GOOD, patrol_frequency=PatrolFrequency.NONE), "change.settle_fact", "hotline"),
            (with_mission(GOOD, status=MissionStatus.UNCONFIRMED), "change.confirm_mission", None),
        ],
    )
    def test_one_fact(self, policy: Policy, case: Case, code: str, fact: str | None) -> None:
        found = explain(case, policy).explanation
        assert found is not None
        first = found.smallest_changes[0]
        assert (first.code, first.params.get("fact")) == (code, fact)
        assert first.params["verdict"] == "proceed_with_conditions"

    def test_waiting_out_an_old_report(self, policy: Policy) -> None:
        old = actor(
            "Y",
            report("hostile", 725, "B2", "k9"),
            report("tolerant", 5, "C3", "k1"),
            report("tolerant", 5, "D1", "k2"),
            report("tolerant", 5, "F3", "k3"),
        )
        found = explain(with_actors(GOOD, (old, state_forces())), policy).explanation
        assert found is not None
        waits = [r for r in found.smallest_changes if r.code == "change.wait"]
        assert [w.params["days"] for w in waits] == [6]

    def test_a_plan_where_one_step_is_not_enough(self, policy: Policy) -> None:
        bare = with_actors(with_evidence(GOOD), (actor("X"), state_forces(report("tolerant"))))
        found = explain(bare, policy).explanation
        assert found is not None
        head, *steps = found.smallest_changes
        assert head.code == "change.plan"
        assert head.params["steps"] == len(steps) >= 3
        assert head.params["verdict"] != "insufficient_evidence"
        assert steps[-1].params["verdict"] == head.params["verdict"]
        assert all(step.params["verdict"] == "insufficient_evidence" for step in steps[:-1])

    BRUTE = (
        ("hostile", with_actors(GOOD, (actor("Y", report("hostile", 12), report("wary", 30, "C3", "k2")), state_forces()))),
        (
            "excluded",
            with_evidence(
                GOOD,
                item("women", 80, -1.1),
                item("men", 80, -1.0),
                item("women", 4, -1.0, method="focus_group", source="f1", grade="B3"),
            ),
        ),
        ("few", asked(with_evidence(GOOD, item("men", 3, 1.7, method="purposive_survey", grade="C3", age=10)), "alert")),
        ("refusals", with_evidence(GOOD, item("women", 40, 0.8, refused=0.45), item("men", 40, 0.8, refused=0.45))),
        ("one source", with_actors(GOOD, (actor("Z", report("tolerant")), state_forces()))),
        ("lukewarm", with_evidence(GOOD, *(replace(i, mean_rating=-0.3) for i in GOOD.community_evidence))),
    )

    @pytest.mark.parametrize("case", [c for _, c in BRUTE], ids=[n for n, _ in BRUTE])
    def test_against_brute_force_on_a_grid(self, policy: Policy, case: Case) -> None:
        before = assess(case, policy).verdict
        grid = []
        for hours, changed in brute_force_grid(case):
            after = assess(changed, policy).verdict
            if alters(before, after):
                grid.append((not after.is_open, hours))
        found = explain(case, policy).explanation
        assert found is not None
        first = found.smallest_changes[0]
        if not grid:
            assert first.code in ("change.plan", "change.none_found")
            return
        cheapest = min(grid)
        chosen = min(
            (a for a in actions(case, policy) if a.code == first.code and all(first.params[k] == v for k, v in a.params.items())),
            key=lambda a: a.hours,
        )
        verdict = assess(chosen.changed, policy).verdict
        assert verdict.value == first.params["verdict"]
        assert (not verdict.is_open, chosen.hours) == cheapest


def brute_force_grid(case: Case) -> list[tuple[float, Case]]:
    """Collecting and asking, written once more without the program's own actions: hours and the case as it would be."""
    cases: list[tuple[float, Case]] = []
    costs = (("probability_survey", 150, 5, 0.5), ("focus_group", 12, 1, 3.0), ("key_informant", 20, 1, 1.5))
    for strata in (("women",), ("men",), ("women", "men")):
        for method, most, step, hours in costs:
            for count in range(step, most + 1, step):
                for rating in (None, 1.0):
                    new = [
                        replace(
                            item(s, count, known(case, s) if rating is None else rating, source="brand new", age=0),
                            method=EvidenceMethod(method),
                        )
                        for s in strata
                    ]
                    cases.append((hours * count * len(strata), replace(case, community_evidence=(*case.community_evidence, *new))))
    for position, who in enumerate(case.armed_actors or ()):
        for stance in (Stance.TOLERANT, Stance.SUPPORTIVE):
            for count in (1, 2, 3):
                more = tuple(StanceReport(stance, Grade("B", "2"), TODAY, f"brand new {n}") for n in range(count))
                actors = list(case.armed_actors or ())
                actors[position] = replace(who, sources=who.sources + more)
                cases.append((4.0 * count, with_actors(case, actors)))
    hotline = with_mission(case, hotline=True)
    return [*cases, (1.0, hotline)]


def known(case: Case, stratum: str) -> float:
    items = [i for i in case.community_evidence if i.stratum is Stratum(stratum)] or list(case.community_evidence)
    total = sum(i.answered for i in items)
    return sum(i.answered * i.mean_rating for i in items) / total if total else 0.0
