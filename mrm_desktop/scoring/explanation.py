"""Explanation without search: the deciding reason, the binding test, what would lower the answer, when it lapses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import floor, isfinite, log2

import numpy as np

from mrm_desktop.domain.assessments import Assessment, Explanation, Reason
from mrm_desktop.domain.vocabulary import Band, Verdict
from mrm_desktop.scoring.acceptance import ROUNDING
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.expiry import why_it_lapses
from mrm_desktop.scoring.groups import max_by
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.rules import Rule
from mrm_desktop.scoring.table import BANDS, ELSEWHERE, NAMED_STRATA

TESTS = ("index", "acceptance", "everybody", "tolerance", "conduct")
_TRIALS = _HUNDREDTHS = 100


def explain_without_search(row: CaseRow, assessment: Assessment) -> Assessment:
    """Return the assessment with its explanation; the smallest changes stay empty."""
    open_answer = assessment.verdict in (Verdict.PROCEED, Verdict.PROCEED_WITH_CONDITIONS)
    used = assessment.requested_mode if open_answer else assessment.ceiling
    explanation = Explanation(
        deciding=assessment.reasons[0],
        binding=binding_test(row, assessment),
        would_lower=would_lower(row, assessment),
        expiry=why_it_lapses(assessment, used, row.case, row.policy),
    )
    return replace(assessment, explanation=explanation)


def binding_test(row: CaseRow, assessment: Assessment) -> Reason | None:
    """Name the test that keeps the ceiling where it is; None where the index was not reached or nothing is above.

    Of several tests that fail, the one that is furthest below its threshold, as a share of it.
    """
    if assessment.index is None or assessment.band is None:
        return None
    policy, bands = row.policy, row.answer.bands
    if row.rule is Rule.NOT_FEASIBLE:
        patrols = row.case.mission.patrol_frequency.value
        return reason("binding.feasibility", patrol_frequency=patrols, ceiling=assessment.ceiling.value)
    unheld, profile, final = (int(c[row.at]) for c in (bands.unheld, bands.profile, bands.final))
    if final > profile and assessment.robustness is not None:
        limit = policy.robustness.lower_from_share
        trials = trials_of(assessment.robustness.share_below)
        return reason("binding.robustness", trials=trials, limit=trials_of(limit), band=BANDS[profile].value)
    if profile > unheld:
        test = policy.bands.of(BANDS[profile - 1])
        threshold = test.index + policy.robustness.hysteresis_points
        return reason("binding.hysteresis", value=assessment.index.value, threshold=threshold, band=BANDS[profile - 1].value)
    return _furthest_below(assessment, BANDS[profile - 1], policy) if profile > 0 else None


def _margins(assessment: Assessment, band: Band, policy: Policy) -> dict[str, tuple[float, float]]:
    """Value and threshold of each test of a band."""
    index = assessment.index
    assert index is not None
    values = {name: getattr(index, name) for name in TESTS if name != "index"} | {"index": index.value}
    return {name: (values[name], getattr(policy.bands.of(band), name)) for name in TESTS}


def _furthest_below(assessment: Assessment, band: Band, policy: Policy) -> Reason | None:
    failed = {n: (v, t) for n, (v, t) in _margins(assessment, band, policy).items() if v < t - ROUNDING}
    if not failed:
        return None
    # the index sums the others up: it binds only where each of them holds
    names = [n for n in failed if n != "index"] or ["index"]
    worst = min(names, key=lambda n: failed[n][0] / failed[n][1])
    value, threshold = failed[worst]
    # What is below its threshold must not be written like it: .498 is .49 where .50 is needed.
    return _tested("binding", worst, floor(value * _HUNDREDTHS + ROUNDING) / _HUNDREDTHS, threshold, assessment, band)


def _tested(kind: str, test: str, value: float, threshold: float, assessment: Assessment, band: Band) -> Reason:
    """Name a test with its value; that of acceptance with the group that governs."""
    numbers = {"value": value, "threshold": threshold, "band": band.value}
    if test == "acceptance" and assessment.acceptance is not None:
        return reason(f"{kind}.{test}", groups=[assessment.acceptance.governing_group], **numbers)
    return reason(f"{kind}.{test}", **numbers)


def trials_of(share: float) -> int:
    """Say a share of the draws as a number of 100 trials."""
    return round(share * _TRIALS)


def would_lower(row: CaseRow, assessment: Assessment) -> tuple[Reason, ...]:
    """List what would close an open answer, the nearest test first; empty for a closed one."""
    if assessment.verdict is not Verdict.PROCEED_WITH_CONDITIONS or assessment.band is None:
        return ()
    case, policy = row.case, row.policy
    margins = _margins(assessment, assessment.band, policy)
    near = sorted((v / t, n) for n, (v, t) in margins.items() if t > 0)
    found = [_tested("lowers", n, *margins[n], assessment, assessment.band) for _, n in near]
    if assessment.robustness is not None:
        limit = policy.robustness.lower_from_share
        trials = trials_of(assessment.robustness.share_below)
        found.append(reason("lowers.robustness", trials=trials, limit=trials_of(limit)))
    actors = sorted(a.name for a in case.armed_actors or () if a.able_to_harm)
    if actors:
        found.append(reason("lowers.hostile_report", actors=actors))
    found.append(reason("lowers.excluded_group", groups=[s.value for s in case.required_strata]))
    lapse = evidence_lapses(row)
    if lapse is not None:
        days, gap = lapse
        found.append(reason("lowers.evidence_lapses", on=(case.assessed_on + timedelta(days=days)).isoformat(), gap=gap))
    if case.mission.closes_on is not None:
        found.append(reason("lowers.mission_closes", on=case.mission.closes_on.isoformat()))
    ahead = sorted((e.on, e.kind.value) for e in case.events_ahead if e.on >= case.assessed_on)
    found += [reason("lowers.event_ahead", event=kind, on=on.isoformat()) for on, kind in ahead[:1]]
    return (*found, reason("lowers.reset_event"))


def evidence_lapses(row: CaseRow) -> tuple[int, str] | None:
    """Find in how many days adequate evidence becomes inadequate by ageing alone, and the gap that opens first.

    Masses fall by half every half-life together, so that each test's day follows from how far it is above its threshold.
    """
    measures, policy = row.answer.measures, row.policy
    if not measures.adequate[row.at]:
        return None
    a, need = measures.acceptance, policy.adequacy
    half = policy.acceptance.half_life_days
    days = {"gap.community_mass": _days_to(float(a.mass[row.at]), need.total_mass, half)}
    heard = [float(m) for s, m in zip(NAMED_STRATA, a.by_stratum[row.at], strict=True) if s in row.case.required_strata]
    days["gap.stratum_mass"] = _days_to(min(heard), need.stratum_mass, half)
    days["gap.independent_sources"] = _days_to(_last_needed_source(row), need.source_mass, half)
    days |= _actors_lapse(row)
    gap = min(days, key=lambda name: (days[name], name))
    return (int(days[gap]) + 1, gap) if isfinite(days[gap]) else None


def _actors_lapse(row: CaseRow) -> dict[str, float]:
    """Days until what is known of the armed actors is a gap, by the gap: a report too old, too few sources, a check too long ago."""
    tolerance, reports, policy = row.answer.measures.tolerance, row.answer.table.reports, row.policy.tolerance
    checked = row.case.armed_actors_checked_on
    if tolerance.nobody_able[row.at] and checked is not None:
        return {"gap.actor_check_outdated": policy.nobody_able_max_age_days - (row.case.assessed_on - checked).days}
    found: dict[str, float] = {}
    for actor in range(row.actors.start, row.actors.stop):
        if not reports.actor_able[actor] or tolerance.actor_hostile[actor]:
            continue
        weights = np.sort(tolerance.age_weight[tolerance.speaks & (reports.actor == actor)])[::-1]
        newest = float(tolerance.actor_newest[actor])
        for gap, weight in (("gap.actor_outdated", newest), ("gap.actor_sources", float(weights[policy.independent_sources - 1]))):
            left = _days_to(weight, policy.newest_age_weight, policy.half_life_days)
            found[gap] = min(left, found.get(gap, left))
    return found


def _last_needed_source(row: CaseRow) -> float:
    """Mass of the heaviest good item of the last source that adequacy counts on."""
    masses, need, items = row.answer.measures.acceptance.items, row.policy.adequacy, row.answer.table.items
    good = masses.counts[row.items] & (items.group[row.items] != ELSEWHERE)
    source, mass = items.source[row.items][good], masses.mass[row.items][good]
    best = max_by(source - source[0], mass, int(source[-1] - source[0]) + 1)  # items lie in the order of their sources
    return float(np.sort(best)[-need.sources])


def _days_to(value: float, threshold: float, half_life: float) -> float:
    """Days until ``value`` has decayed to ``threshold``; infinite where the threshold is nothing."""
    return half_life * log2(value / threshold) if threshold > 0 else float("inf")
