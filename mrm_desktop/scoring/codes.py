"""Codes that the method can put into an answer, with the names of their parameters; those of the gates stand with the gates.

The sentences are in the catalogues, under the same codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.errors import BugError

_NONE: tuple[str, ...] = ()
_EITHER_WAY = ("then", "then_ceiling", "otherwise", "otherwise_ceiling")

DECISION_CODES = {
    "decision.emergency": ("hours",),
    "decision.insufficient_evidence": ("gaps",),
    "decision.facts_unknown": ("fact", "gaps"),
    "decision.limited_without_evidence": ("gaps",),
    "decision.soft_limit": ("mode", "ceiling"),
    "decision.not_visible": ("mode",),
    "decision.escort_criteria_met": ("mode",),
    "decision.within_ceiling": ("mode", "band", "ceiling"),
    "decision.above_ceiling": ("mode", "band", "ceiling"),
    "band.lowered_for_robustness": ("before", "after", "trials", "limit"),
    "band.held_by_hysteresis": ("previous", "unheld", "points"),
    "ceiling.soft_limit": ("ceiling",),
    "ceiling.not_feasible": ("patrol_frequency", "ceiling"),
}
GAP_CODES = {
    "gap.community_missing": _NONE,
    "gap.community_mass": ("mass", "needed"),
    "gap.independent_sources": ("count", "needed"),
    "gap.stratum_mass": ("stratum", "mass", "needed"),
    "gap.actors_not_assessed": _NONE,
    "gap.actor_stance_unknown": ("actor",),
    "gap.actor_outdated": ("actor", "age_weight", "needed"),
    "gap.actor_check_outdated": ("days",),
    "gap.actor_sources": ("actor", "count", "needed"),
    "gap.fact_unknown": ("fact",),
    "gap.fact_counted_as_bad": ("fact",),
}
CONDITION_CODES = {
    "condition.civilian_channel": ("channel",),
    "condition.no_case_data": _NONE,
    "condition.ask_for_civilian_side": _NONE,
    "condition.exposed_may_withdraw": _NONE,
    "condition.stop_on_reset_event": _NONE,
    "condition.single_use": ("use",),
    "condition.approval": ("approval",),
    "condition.approval_for_risk": ("level", "approval"),
    "condition.criticality": ("criticality",),
    "condition.nobody_may_approve": _NONE,
    "condition.call_the_nearest": _NONE,
    "condition.call_another_contingent": _NONE,
    "condition.observers_cannot_protect": _NONE,
    "condition.remote_only": _NONE,
    "condition.limited_mandate": _NONE,
    "condition.alert_too": _NONE,
    "condition.safeguarding": _NONE,
    "condition.mission_closed": _NONE,
    "condition.find_out_who_is_there": _NONE,
    "condition.name_hand_over_contact": _NONE,
    "condition.call_although_unconfirmed": _NONE,
    "condition.do_not_rely_on_response": _NONE,
    "condition.corroborate_in_parallel": _NONE,
    "condition.not_judged.source": ("grade",),
    "condition.not_judged.content": ("grade",),
    "condition.not_judged.both": ("grade",),
    "condition.call_who_can_act": ("channel",),
    "condition.name_nobody": _NONE,
    "condition.harm_for_contact_known": _NONE,
    "condition.inform_after_the_call": _NONE,
    "condition.contact_discreetly": _NONE,
}
EXPLANATION_CODES = {
    "binding.index": ("value", "threshold", "band"),
    "binding.acceptance": ("groups", "value", "threshold", "band"),
    "binding.everybody": ("value", "threshold", "band"),
    "binding.tolerance": ("value", "threshold", "band"),
    "binding.conduct": ("value", "threshold", "band"),
    "binding.robustness": ("trials", "limit", "band"),
    "binding.hysteresis": ("value", "threshold", "band"),
    "binding.feasibility": ("patrol_frequency", "ceiling"),
    "step.ask_people": ("strata", "method", "count", "sources"),
    "step.actor_sources": ("actor", "count"),
    "step.list_actors": _NONE,
    "step.check_actors": _NONE,
    "step.find_out": ("fact",),
    "step.confirm_mission": _NONE,
    "step.test_civilian": _NONE,
    "step.examine_criteria": _NONE,
    "step.once": ("once",),
    "step.once_group": ("groups", "rating"),
    "step.once_not_sides": ("groups",),
    "step.once_not_minds": ("groups",),
    "step.once_actor": ("actor", "count", "on"),
    "step.criteria": ("criteria",),
    "follows.asked_again": _EITHER_WAY,
    "follows.asked_first": _EITHER_WAY,
    "follows.found_so": _EITHER_WAY,
    "follows.found_not_so": _EITHER_WAY,
    "follows.actors": _EITHER_WAY,
    "follows.checked": _EITHER_WAY,
    "follows.mission": _EITHER_WAY,
    "follows.tested": _EITHER_WAY,
    "follows.criteria": _EITHER_WAY,
    "follows.patrols": _EITHER_WAY,
    "follows.plan": _EITHER_WAY,
    "follows.once": ("then", "then_ceiling"),
    "change.plan": ("steps",),
    "change.none_found": _NONE,
    "change.never": _NONE,
    "lowers.index": ("value", "threshold", "band"),
    "lowers.acceptance": ("groups", "value", "threshold", "band"),
    "lowers.everybody": ("value", "threshold", "band"),
    "lowers.tolerance": ("value", "threshold", "band"),
    "lowers.conduct": ("value", "threshold", "band"),
    "lowers.robustness": ("trials", "limit"),
    "lowers.hostile_report": ("actors",),
    "lowers.excluded_group": ("groups",),
    "lowers.evidence_lapses": ("on", "gap"),
    "lowers.mission_closes": ("on",),
    "lowers.event_ahead": ("event", "on"),
    "lowers.reset_event": _NONE,
    "expiry.lifetime": ("mode", "days", "on"),
    "expiry.single_use": ("mode", "use", "days", "on"),
    "expiry.mission_closes": ("on",),
    "expiry.mandate_ends": ("on",),
    "expiry.event_ahead": ("event", "on"),
    "expiry.emergency": ("hours", "on"),
}
OWN_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType({**DECISION_CODES, **GAP_CODES, **CONDITION_CODES, **EXPLANATION_CODES})
"""Code and the names of its parameters."""


def reason(code: str, **params: Any) -> Reason:
    """Make a reason whose parameters are those of the list.

    Raises
    ------
    BugError
        ``scoring.unlisted_code`` where code or parameters are not in the list.
    """
    if OWN_CODES.get(code) != tuple(params):
        raise BugError("scoring.unlisted_code", unlisted=code, parameters=list(params))
    return Reason(code, params)
