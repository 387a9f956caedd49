"""Reasons of an answer, the one that decided first."""

from __future__ import annotations

from mrm_desktop.domain.assessments import GateResult, Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import GateId, GateState
from mrm_desktop.scoring.answer import Answer
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.decision import Rule
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import BANDS, MODES, NAMED_STRATA

_GATE_OF_RULE = {
    Rule.PURPOSE: GateId.PURPOSE,
    Rule.MISSION_CLOSED: GateId.MISSION,
    Rule.NO_MILITARY: GateId.COMPONENT,
    Rule.PERPETRATOR: GateId.CONDUCT,
    Rule.MISSION_UNCONFIRMED: GateId.MISSION,
    Rule.MILITARY_UNCONFIRMED: GateId.COMPONENT,
    Rule.CONTACT_PUNISHED: GateId.CONTACT_PUNISHED,
    Rule.CIVILIAN_FIRST: GateId.CIVILIAN_FIRST,
    Rule.COHERENCE: GateId.COHERENCE,
    Rule.CONSENT: GateId.CONSENT,
    Rule.ALLEGATIONS: GateId.CONDUCT,
    Rule.ARMED_ACTOR: GateId.ARMED_ACTOR,
    Rule.REPRISAL: GateId.REPRISAL,
    Rule.EXCLUDED_GROUP: GateId.EXCLUDED_GROUP,
    Rule.NOT_FEASIBLE: GateId.FEASIBILITY,
    Rule.ESCORT_NOT_MET: GateId.ESCORT,
}


def reasons(case: Case, answer: Answer, gates: tuple[GateResult, ...], gaps: int, policy: Policy) -> tuple[Reason, ...]:
    """List why: the deciding reason, what moved the ceiling, then every other gate that failed.

    Parameters
    ----------
    gaps : int
        Gaps of evidence and unknown facts, for the sentence on insufficient evidence.
    """
    rule = Rule(int(answer.decision.rule[0]))
    deciding = _deciding(rule, answer, gates, gaps, policy)
    moved = _moved(case, answer, policy) if rule > Rule.NOT_VISIBLE else []
    failed = [g.reason for g in gates if g.state is GateState.FAILED and g.reason is not None]
    others = [r for r in (*moved, *failed) if r != deciding]
    return (deciding, *others)


def _deciding(rule: Rule, answer: Answer, gates: tuple[GateResult, ...], gaps: int, policy: Policy) -> Reason:
    gate = _GATE_OF_RULE.get(rule)
    if gate is not None:
        found = next(g.reason for g in gates if g.gate is gate)
        assert found is not None
        return found
    mode, ceiling = MODES[int(answer.mode[0])].value, MODES[int(answer.decision.ceiling[0])].value
    if rule is Rule.EMERGENCY:
        return reason("decision.emergency", hours=policy.gates.imminent_hours)
    if rule is Rule.INSUFFICIENT:
        return reason("decision.insufficient_evidence", gaps=gaps)
    if rule is Rule.NOT_VISIBLE:
        return reason("decision.not_visible", mode=mode)
    if rule is Rule.ESCORT_MET:
        return reason("decision.escort_criteria_met", mode=mode)
    code = "decision.within_ceiling" if rule is Rule.WITHIN_CEILING else "decision.above_ceiling"
    return reason(code, mode=mode, band=BANDS[int(answer.decision.band[0])].value, ceiling=ceiling)


def _moved(case: Case, answer: Answer, policy: Policy) -> list[Reason]:
    """Say what moved the band or its ceiling: robustness, hysteresis, an excluded group, feasibility."""
    bands = answer.bands
    unheld, profile, final = (int(column[0]) for column in (bands.unheld, bands.profile, bands.final))
    found = []
    if profile > unheld and case.previous_band is not None:
        points = policy.robustness.hysteresis_points
        found.append(
            reason("band.held_by_hysteresis", previous=case.previous_band.value, unheld=BANDS[unheld].value, points=points)
        )
    if final > profile:
        below, limit = float(bands.share_below[0]), policy.robustness.lower_from_share
        names = {"before": BANDS[profile].value, "after": BANDS[final].value}
        found.append(reason("band.lowered_for_robustness", **names, share_below=below, limit=limit))
    out = [s.value for s, x in zip(NAMED_STRATA, answer.measures.acceptance.excluded[0], strict=True) if x]
    if out:
        found.append(reason("ceiling.excluded_group", groups=out, ceiling=policy.gates.excluded_group_ceiling.value))
    if answer.decision.infeasible[0] and policy.bands.of(BANDS[final]).ceiling.value in policy.gates.infeasible_ceilings:
        patrols, ceiling = case.mission.patrol_frequency.value, policy.gates.feasible_ceiling.value
        found.append(reason("ceiling.not_feasible", patrol_frequency=patrols, ceiling=ceiling))
    return found
