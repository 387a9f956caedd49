"""Reasons of an answer, the one that decided first."""

from __future__ import annotations

from mrm_desktop.domain.assessments import GateResult, Reason
from mrm_desktop.domain.vocabulary import GateState
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.explanation import trials_of
from mrm_desktop.scoring.fact_gaps import unknown_refusing_facts
from mrm_desktop.scoring.gates import GATE_OF_RULE
from mrm_desktop.scoring.rules import CONSEQUENCES, FIRST_AFTER_INDEX, Rule
from mrm_desktop.scoring.table import BANDS


def reasons(row: CaseRow, gates: tuple[GateResult, ...]) -> tuple[Reason, ...]:
    """List why: the deciding reason, what moved the ceiling, then every other gate that failed."""
    deciding = _deciding(row, gates)
    moved = _moved(row) if row.rule >= FIRST_AFTER_INDEX else []
    failed = [g.reason for g in gates if g.state is GateState.FAILED and g.reason is not None]
    others = [r for r in (*moved, *failed) if r != deciding]
    return (deciding, *others)


def _deciding(row: CaseRow, gates: tuple[GateResult, ...]) -> Reason:
    rule, code = row.rule, CONSEQUENCES[row.rule].code
    if not code:
        found = next(g.reason for g in gates if g.gate is GATE_OF_RULE[rule])
        assert found is not None
        return found
    mode = row.mode.value
    if rule is Rule.EMERGENCY:
        return reason(code, hours=row.policy.gates.imminent_hours)
    if rule is Rule.SOFT_LIMIT:
        return reason(code, mode=mode, ceiling=row.ceiling.value)
    if rule in (Rule.INSUFFICIENT, Rule.LIMITED_WITHOUT_EVIDENCE):
        unknown = unknown_refusing_facts(row.case)
        if rule is Rule.INSUFFICIENT and unknown and not row.evidence_gaps:
            # Communities and armed actors were assessed well enough: the answer waits for a fact, and says which.
            return reason("decision.facts_unknown", fact=unknown[0], gaps=len(unknown))
        return reason(code, gaps=len(row.evidence_gaps) + len(unknown))
    if rule in (Rule.NOT_VISIBLE, Rule.ESCORT_MET):
        return reason(code, mode=mode)
    assert row.band is not None
    return reason(code, mode=mode, band=row.band.value, ceiling=row.ceiling.value)


def _moved(row: CaseRow) -> list[Reason]:
    """Say what moved the band or its ceiling: robustness, hysteresis, an excluded group, feasibility."""
    case, policy, bands = row.case, row.policy, row.answer.bands
    unheld, profile, final = (int(column[row.at]) for column in (bands.unheld, bands.profile, bands.final))
    found = []
    if profile > unheld and case.previous_band is not None:
        points = policy.robustness.hysteresis_points
        found.append(
            reason("band.held_by_hysteresis", previous=case.previous_band.value, unheld=BANDS[unheld].value, points=points)
        )
    if final > profile:
        below, limit = float(bands.share_below[row.at]), policy.robustness.lower_from_share
        names = {"before": BANDS[profile].value, "after": BANDS[final].value}
        found.append(reason("band.lowered_for_robustness", **names, trials=trials_of(below), limit=trials_of(limit)))
    if row.is_limited:
        found.append(reason("ceiling.soft_limit", ceiling=policy.gates.soft_limit_ceiling.value))
    limited = policy.bands.of(BANDS[final]).ceiling.value in policy.gates.infeasible_ceilings
    if row.answer.decision.infeasible[row.at] and limited:
        patrols, ceiling = case.mission.patrol_frequency.value, policy.gates.feasible_ceiling.value
        found.append(reason("ceiling.not_feasible", patrol_frequency=patrols, ceiling=ceiling))
    return found
