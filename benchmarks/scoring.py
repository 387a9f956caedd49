"""How fast the method is, in one run: ratios against a baseline measured in the same run, printed as JSON.

    python -m benchmarks.scoring [--areas 10000] [--loop 10000]

The areas are invented and seeded; every one of them reaches the draws, which is the dear case.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from mrm_desktop.domain.case import Case, ContextFacts, MissionFacts, OrganisationFacts, Request
from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence, StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    ActorKind,
    Approach,
    CivilianContact,
    EvidenceMethod,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Stance,
    Stratum,
)
from mrm_desktop.scoring import Policy, PreparedAreas, assess, assess_many, explain, load_policy, what_if
from mrm_desktop.scoring.table import BANDS

TODAY = date(2026, 3, 1)
MEGABYTE = 1024.0
PATROLS = [p for p in PatrolFrequency if p is not PatrolFrequency.NONE]


def invented_area(number: int, rng: Random) -> Case:
    """Five items of evidence, two actors with two reports each, and facts that hold no door shut."""

    def item(stratum: Stratum, method: EvidenceMethod, source: str, n: float, grade: str) -> CommunityEvidence:
        day = TODAY - timedelta(days=rng.randrange(5, 60))
        return CommunityEvidence(stratum, method, source, day, n, round(rng.uniform(-0.6, 1.6), 2), Grade.parse(grade))

    def actor(name: str, kind: ActorKind) -> ArmedActor:
        stances = rng.choices([Stance.SUPPORTIVE, Stance.TOLERANT, Stance.WARY], k=2)
        days = [TODAY - timedelta(days=rng.randrange(1, 60)) for _ in stances]
        return ArmedActor(
            name,
            kind,
            True,
            tuple(StanceReport(s, Grade.parse("B2"), d, f"k{i}") for i, (s, d) in enumerate(zip(stances, days, strict=True))),
        )

    survey, groups = EvidenceMethod.PROBABILITY_SURVEY, EvidenceMethod.FOCUS_GROUP
    mission = MissionFacts(
        status=MissionStatus.ACTIVE,
        military_in_area=True,
        poc_mandate=True,
        civilian_contact=rng.choice([CivilianContact.CHILD_PROTECTION_ADVISER, CivilianContact.OTHER_CIVILIAN_COMPONENT]),
        patrol_frequency=rng.choice(PATROLS),
        response_hours=rng.choice([1.0, 5.0, 20.0, 50.0, None]),
        hotline=rng.random() < 0.5,
        joint_operations_with_party=False,
        recent_attacks_or_protests=rng.random() < 0.2,
        rotation_unknown=rng.random() < 0.2,
        unresolved_abuse_allegations=False,
        resolved_past_allegations=rng.random() < 0.1,
        alleged_perpetrator=False,
    )
    evidence = (
        item(Stratum.WOMEN, survey, "survey", rng.randrange(40, 120), "B2"),
        item(Stratum.MEN, survey, "survey", rng.randrange(40, 120), "B2"),
        item(Stratum.YOUTH, survey, "survey", rng.randrange(20, 60), "B2"),
        item(Stratum.WOMEN, groups, "talks", rng.randrange(3, 6), "B3"),
        item(Stratum.MEN, groups, "talks", rng.randrange(3, 6), "B3"),
    )
    return Case(
        id=f"area {number}",
        assessed_on=TODAY,
        request=Request(Mode.LIAISON),
        mission=mission,
        organisation=OrganisationFacts(Approach.AGREED, False, True, True),
        context=ContextFacts(False, False),
        community_evidence=evidence,
        armed_actors=(actor("state forces", ActorKind.STATE), actor("group X", ActorKind.NON_STATE)),
    )


def seconds(run: Callable[[], Any], times: int = 1) -> float:
    """Return the shortest of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def peak_megabytes() -> float:
    """Most memory the process has held, interpreter and invented areas included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def measure_batch(cases: list[Case], policy: Policy, loop: int) -> dict[str, object]:
    """All areas at once against one after the other."""
    together = seconds(lambda: assess_many(cases, policy), 3)
    one_by_one = seconds(lambda: [assess(case, policy) for case in cases[:loop]]) * len(cases) / loop
    return {
        "batch_s": round(together, 3),
        "loop_s": round(one_by_one, 3),
        "loop_measured_on": loop,
        "times_faster": round(one_by_one / together, 1),
        "goal": 20,
        "met": one_by_one / together >= 20,
    }


def measure_slider(cases: list[Case], policy: Policy) -> dict[str, object]:
    """A slider of the page of assessment: each position asked as the page asks it, against writing and assessing all anew."""
    areas = PreparedAreas(cases)
    before = areas.assess(policy)

    def move(path: str, first: float, step: float) -> float:
        each = [seconds(lambda n=n: what_if(before, areas, policy_values={path: first + step * n})) for n in range(5)]  # type: ignore[misc]
        return sorted(each)[len(each) // 2]

    anew = seconds(lambda: assess_many(cases, policy), 3)
    threshold = move("bands.conditional.tolerance", 0.51, 0.02)
    half_life = move("acceptance.half_life_days", 150.0, 3.0)
    return {
        "threshold_ms": round(threshold * 1e3, 1),
        "half_life_ms": round(half_life * 1e3, 1),
        "anew_ms": round(anew * 1e3, 1),
        "goal_of_anew": 1.0,
        "met": max(threshold, half_life) <= anew,
    }


def main(arguments: list[str] | None = None) -> int:
    """Run every measurement and print one JSON object."""
    parser = argparse.ArgumentParser(description="Speed of the method against baselines of the same run.")
    parser.add_argument("--areas", type=int, default=10_000)
    parser.add_argument("--loop", type=int, default=None, help="areas of the plain loop; its time is scaled up to all areas")
    options = parser.parse_args(arguments)
    policy, rng = load_policy(), Random(1612)
    cases = [invented_area(number, rng) for number in range(options.areas)]
    assess(cases[0], policy)
    before = peak_megabytes()
    result = assess_many(cases, policy)
    after = peak_megabytes()
    single = seconds(lambda: assess(cases[0], policy), 200)
    closed = replace(cases[0], community_evidence=())
    report = {
        "areas": options.areas,
        "draws": policy.robustness.draws,
        "bands": {b.value: round(float((result.band == n).mean()), 3) for n, b in enumerate(BANDS)},
        "reached_the_draws": round(float((result.band >= 0).mean()), 3),
        "batch_against_loop": measure_batch(cases, policy, options.loop or options.areas),
        "peak_memory": {
            "process_mb": round(after, 1),
            "added_by_batch_mb": round(after - before, 1),
            "goal_mb": 500,
            "met": after <= 500,
        },
        "slider": measure_slider(cases, policy),
        "single_area_with_draws": {"ms": round(single * 1e3, 3), "goal_ms": 5, "met": single <= 0.005},
        "nine_modes": {
            "s": round(seconds(lambda: PreparedAreas(cases).assess(policy, list(Mode))), 3),
            "answers": 9 * options.areas,
        },
        "smallest_change_search": {"ms": round(seconds(lambda: explain(closed, policy), 3) * 1e3, 1)},
    }
    json.dump(report, sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
