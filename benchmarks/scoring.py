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

import numpy as np

from mrm_desktop.domain.case import Case, ContextFacts, MissionFacts, OrganisationFacts, Request
from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence, StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    ActorKind,
    CivilianContact,
    EvidenceMethod,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Stance,
    Stratum,
)
from mrm_desktop.scoring import Policy, PreparedAreas, assess, assess_many, explain, load_policy
from mrm_desktop.scoring.table import BANDS, MODES

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
        organisation=OrganisationFacts(True, False, True, True),
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


def bare_numpy(areas: PreparedAreas, policy: Policy) -> Callable[[], Any]:
    """Write the slider's arithmetic out with the numbers in place: index, four tests, ceiling, F1, verdict, last day.

    It is given the measures and the gates for nothing, as the program keeps them between two moves.
    """
    values = areas.measures(policy).components
    a, t, k, c = values.acceptance, values.tolerance, values.conduct, values.capability
    table = areas.table
    rare = (table.patrol >= 2) & (table.facts["hotline"] != 1)
    excluded = areas.measures(policy).acceptance.any_excluded
    adequate = areas.measures(policy).adequate
    visibility = np.array([m.visibility for m in MODES])
    by_band = np.array([MODES.index(policy.bands.of(b).ceiling) for b in BANDS])

    def move() -> tuple[Any, ...]:
        stacked = np.stack([a, t, k, c])
        index = 100 * np.exp((np.array([[0.3], [0.3], [0.2], [0.2]]) * np.log(np.maximum(stacked, 0.01))).sum(axis=0))
        band = np.full(len(index), 3)
        for position, (i0, a0, t0, k0) in ((2, (30, 0.25, 0.3, 0.3)), (1, (50, 0.4, 0.61, 0.5)), (0, (70, 0.55, 0.7, 0.7))):
            band[(index >= i0) & (a >= a0) & (t >= t0) & (k >= k0)] = position
        ceiling = by_band[band]
        ceiling = np.where(excluded & (visibility[ceiling] > 2), 3, ceiling)
        ceiling = np.where(rare & ((ceiling == 4) | (ceiling == 6)), 3, ceiling)
        within = adequate & ~excluded & (visibility[ceiling] >= 3)
        ceiling = np.where(adequate, ceiling, 1)
        days = np.where(within, 60, np.where(visibility[ceiling] >= 2, 60, 180))
        last = table.assessed_on + days
        last = np.where(table.closes_on > 0, np.minimum(last, table.closes_on), last)
        return index, band, ceiling, within, last

    return move


def main(arguments: list[str] | None = None) -> int:
    """Run every measurement and print one JSON object."""
    parser = argparse.ArgumentParser(description="Speed of the method against baselines of the same run.")
    parser.add_argument("--areas", type=int, default=10_000)
    parser.add_argument("--loop", type=int, default=None, help="areas of the plain loop; its time is scaled up to all areas")
    options = parser.parse_args(arguments)
    loop = options.loop or options.areas
    policy, rng = load_policy(), Random(1612)
    cases = [invented_area(number, rng) for number in range(options.areas)]
    assess(cases[0], policy)
    before = peak_megabytes()
    batch = seconds(lambda: assess_many(cases, policy), 3)
    after = peak_megabytes()
    scalar = seconds(lambda: [assess(case, policy) for case in cases[:loop]]) * len(cases) / loop
    areas = PreparedAreas(cases)
    areas.assess(policy, draws=False)
    bands = policy.with_values({"bands.conditional.tolerance": 0.61})
    areas.assess(bands, draws=False)
    slider = seconds(lambda: areas.assess(bands, draws=False), 30)
    slider_with_policy = seconds(lambda: areas.assess(policy.with_values({"bands.conditional.tolerance": 0.61}), draws=False), 30)
    bare = seconds(bare_numpy(areas, bands), 30)
    half_lives = [policy.with_values({"acceptance.half_life_days": 150.0 + n}) for n in range(9)]
    deep = min(seconds(lambda p=p: areas.assess(p, draws=False)) for p in half_lives)  # type: ignore[misc]
    single = seconds(lambda: assess(cases[0], policy), 200)
    closed = replace(cases[0], community_evidence=())
    all_modes = seconds(lambda: PreparedAreas(cases).assess(policy, list(Mode)))
    result = assess_many(cases, policy)
    shares = {b.value: round(float((result.band == n).mean()), 3) for n, b in enumerate(BANDS)}
    report = {
        "areas": options.areas,
        "draws": policy.robustness.draws,
        "bands": shares,
        "reached_the_draws": round(float((result.band >= 0).mean()), 3),
        "batch_against_loop": {
            "batch_s": round(batch, 3),
            "loop_s": round(scalar, 3),
            "loop_measured_on": loop,
            "times_faster": round(scalar / batch, 1),
            "goal": 20,
            "met": scalar / batch >= 20,
        },
        "peak_memory": {
            "process_mb": round(after, 1),
            "added_by_batch_mb": round(after - before, 1),
            "goal_mb": 500,
            "met": after <= 500,
        },
        "slider": {
            "ms": round(slider * 1e3, 3),
            "ms_with_new_policy": round(slider_with_policy * 1e3, 3),
            "bare_numpy_ms": round(bare * 1e3, 3),
            "times_bare_numpy": round(slider / bare, 2),
            "goal_ms": 50,
            "goal_times": 3,
            "met": slider_with_policy <= 0.050 and slider / bare <= 3,
        },
        "slider_that_changes_every_measure": {"ms": round(deep * 1e3, 2), "goal_ms": 50, "met": deep <= 0.050},
        "single_area_with_draws": {"ms": round(single * 1e3, 3), "goal_ms": 5, "met": single <= 0.005},
        "nine_modes": {"s": round(all_modes, 3), "answers": 9 * options.areas},
        "smallest_change_search": {"ms": round(seconds(lambda: explain(closed, policy), 3) * 1e3, 1)},
    }
    json.dump(report, sys.stdout, indent=1)
    print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
