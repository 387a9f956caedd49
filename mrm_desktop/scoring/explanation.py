"""Explanation without search: the deciding reason, the binding test, what would lower the answer, when it lapses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import isfinite, log2

import numpy as np

from mrm_desktop.domain.assessments import Assessment, Explanation, Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Band, Verdict
from mrm_desktop.scoring.acceptance import ROUNDING
from mrm_desktop.scoring.answer import Answer
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.decision import Rule
from mrm_desktop.scoring.expiry import why_it_lapses
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import BANDS, NAMED_STRATA

TESTS = ("index", "acceptance", "tolerance", "conduct")


def explain_without_search(case: Case, assessment: Assessment, answer: Answer, policy: Policy) -> Assessment:
    """Return the assessment with its explanation; the smallest changes stay empty."""
    open_answer = assessment.verdict in (Verdict.PROCEED, Verdict.PROCEED_WITH_CONDITIONS)
    used = assessment.requested_mode if open_answer else assessment.ceiling
    assert assessment.expires_on is not None
    explanation = Explanation(
        deciding=assessment.reasons[0],
        binding=binding_test(case, assessment, answer, policy),
        would_lower=would_lower(case, assessment, answer, policy),
        expiry=why_it_lapses(assessment.verdict, used, assessment.expires_on, case.mission.closes_on, policy),
    )
    return replace(assessment, explanation=explanation)


def binding_test(case: Case, assessment: Assessment, answer: Answer, policy: Policy) -> Reason | None:
    """Name the test that keeps the ceiling where it is; None where the index was not reached or nothing is above.

    Of several tests that fail, the one that is furthest below its threshold, as a share of it.
    """
    if assessment.index is None or assessment.band is None:
        return None
    rule = Rule(int(answer.decision.rule[0]))
    if rule is Rule.NOT_FEASIBLE:
        patrols = case.mission.patrol_frequency.value
        return reason("binding.feasibility", patrol_frequency=patrols, ceiling=assessment.ceiling.value)
    held, profile, final = (int(c[0]) for c in (answer.bands.unheld, answer.bands.profile, answer.bands.final))
    if final > profile and assessment.robustness is not None:
        limit = policy.robustness.lower_from_share
        share = assessment.robustness.share_below
        return reason("binding.robustness", share_below=share, limit=limit, band=BANDS[profile].value)
    if profile > held:
        test = policy.bands.of(BANDS[profile - 1])
        threshold = test.index + policy.robustness.hysteresis_points
        return reason("binding.hysteresis", value=assessment.index.value, threshold=threshold, band=BANDS[profile - 1].value)
    return _furthest_below(assessment, BANDS[profile - 1], policy) if profile > 0 else None


def _margins(assessment: Assessment, band: Band, policy: Policy) -> dict[str, tuple[float, float]]:
    """Value and threshold of each test of a band."""
    index = assessment.index
    assert index is not None
    values = {"index": index.value, "acceptance": index.acceptance, "tolerance": index.tolerance, "conduct": index.conduct}
    return {name: (values[name], getattr(policy.bands.of(band), name)) for name in TESTS}


def _furthest_below(assessment: Assessment, band: Band, policy: Policy) -> Reason | None:
    failed = {n: (v, t) for n, (v, t) in _margins(assessment, band, policy).items() if v < t - ROUNDING}
    if not failed:
        return None
    # the index sums the others up: it binds only where each of them holds
    names = [n for n in failed if n != "index"] or ["index"]
    worst = min(names, key=lambda n: failed[n][0] / failed[n][1])
    value, threshold = failed[worst]
    return reason(f"binding.{worst}", value=value, threshold=threshold, band=band.value)


def would_lower(case: Case, assessment: Assessment, answer: Answer, policy: Policy) -> tuple[Reason, ...]:
    """List what would close an open answer, the nearest test first; empty for a closed one."""
    if assessment.verdict is not Verdict.PROCEED_WITH_CONDITIONS or assessment.band is None:
        return ()
    margins = _margins(assessment, assessment.band, policy)
    near = sorted((v / t, n) for n, (v, t) in margins.items() if t > 0)
    found = [reason(f"lowers.{n}", value=margins[n][0], threshold=margins[n][1], band=assessment.band.value) for _, n in near]
    if assessment.robustness is not None:
        limit = policy.robustness.lower_from_share
        found.append(reason("lowers.robustness", share_below=assessment.robustness.share_below, limit=limit))
    actors = sorted(a.name for a in case.armed_actors or () if a.able_to_harm)
    if actors:
        found.append(reason("lowers.hostile_report", actors=actors))
    found.append(reason("lowers.excluded_group", groups=[s.value for s in case.required_strata]))
    lapse = evidence_lapses(case, answer, policy)
    if lapse is not None:
        days, gap = lapse
        found.append(reason("lowers.evidence_lapses", on=(case.assessed_on + timedelta(days=days)).isoformat(), gap=gap))
    if case.mission.closes_on is not None:
        found.append(reason("lowers.mission_closes", on=case.mission.closes_on.isoformat()))
    return (*found, reason("lowers.reset_event"))


def evidence_lapses(case: Case, answer: Answer, policy: Policy) -> tuple[int, str] | None:
    """Find in how many days adequate evidence becomes inadequate by ageing alone, and the gap that opens first.

    Masses fall by half every half-life together, so that each test's day follows from how far it is above its threshold.
    """
    measures = answer.measures
    if not measures.adequate[0]:
        return None
    a, need = measures.acceptance, policy.adequacy
    half = policy.acceptance.half_life_days
    days = {"gap.community_mass": _days_to(float(a.mass[0]), need.total_mass, half)}
    heard = [float(m) for s, m in zip(NAMED_STRATA, a.by_stratum[0], strict=True) if s in case.required_strata]
    days["gap.stratum_mass"] = _days_to(min(heard), need.stratum_mass, half)
    good = a.items.quality >= need.source_quality - ROUNDING
    best = np.zeros(answer.table.items.n_sources)
    np.maximum.at(best, answer.table.items.source[good], a.items.mass[good])
    counted = sorted((float(m) for m in best), reverse=True)[: need.sources]
    days["gap.independent_sources"] = _days_to(counted[-1], need.source_mass, half)
    t, able = measures.tolerance, answer.table.reports.actor_able
    newest = [float(w) for w in t.actor_newest[able]]
    if newest:
        days["gap.actor_outdated"] = _days_to(min(newest), policy.tolerance.newest_age_weight, policy.tolerance.half_life_days)
    gap = min(days, key=lambda name: (days[name], name))
    return (int(days[gap]) + 1, gap) if isfinite(days[gap]) else None


def _days_to(value: float, threshold: float, half_life: float) -> float:
    """Days until ``value`` has decayed to ``threshold``; infinite where the threshold is nothing."""
    return half_life * log2(value / threshold) if threshold > 0 else float("inf")
