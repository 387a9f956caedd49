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

DECISION_CODES = {
    "decision.emergency": ("hours",),
    "decision.insufficient_evidence": ("gaps",),
    "decision.limited_without_evidence": ("gaps",),
    "decision.soft_limit": ("mode", "ceiling"),
    "decision.not_visible": ("mode",),
    "decision.escort_criteria_met": ("mode",),
    "decision.within_ceiling": ("mode", "band", "ceiling"),
    "decision.above_ceiling": ("mode", "band", "ceiling"),
    "band.lowered_for_robustness": ("before", "after", "share_below", "limit"),
    "band.held_by_hysteresis": ("previous", "unheld", "points"),
    "ceiling.soft_limit": ("ceiling",),
    "ceiling.not_feasible": ("patrol_frequency", "ceiling"),
}
GAP_CODES = {
    "gap.community_missing": _NONE,
    "gap.community_mass": ("mass", "needed"),
    "gap.independent_sources": ("count", "needed"),
    "gap.stratum_mass": ("stratum", "mass", "needed"),
    "gap.source_worthless_item": ("source",),
    "gap.actors_not_assessed": _NONE,
    "gap.actor_stance_unknown": ("actor",),
    "gap.actor_outdated": ("actor", "age_weight", "needed"),
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
    "condition.approval": ("level", "approval"),
    "condition.criticality": ("criticality",),
    "condition.nobody_may_approve": _NONE,
    "condition.call_although_unconfirmed": _NONE,
    "condition.do_not_rely_on_response": _NONE,
    "condition.corroborate_in_parallel": _NONE,
    "condition.inform_after_the_call": _NONE,
    "condition.contact_discreetly": _NONE,
}
EXPLANATION_CODES = {
    "binding.index": ("value", "threshold", "band"),
    "binding.acceptance": ("value", "threshold", "band"),
    "binding.tolerance": ("value", "threshold", "band"),
    "binding.conduct": ("value", "threshold", "band"),
    "binding.robustness": ("share_below", "limit", "band"),
    "binding.hysteresis": ("value", "threshold", "band"),
    "binding.feasibility": ("patrol_frequency", "ceiling"),
    "binding.excluded_group": ("groups", "ceiling"),
    "change.collect_answers": ("stratum", "method", "count", "grade", "rating", "verdict", "ceiling"),
    "change.collect_all_groups": ("strata", "method", "count", "grade", "rating", "verdict", "ceiling"),
    "change.actor_sources": ("actor", "count", "stance", "grade", "verdict", "ceiling"),
    "change.list_actors": ("actor", "count", "stance", "grade", "verdict", "ceiling"),
    "change.settle_fact": ("fact", "value", "verdict", "ceiling"),
    "change.confirm_mission": ("verdict", "ceiling"),
    "change.meet_escort_criteria": ("criteria", "verdict", "ceiling"),
    "change.wait": ("days", "on", "verdict", "ceiling"),
    "change.plan": ("steps", "verdict", "ceiling"),
    "change.none_found": _NONE,
    "change.never": _NONE,
    "lowers.index": ("value", "threshold", "band"),
    "lowers.acceptance": ("value", "threshold", "band"),
    "lowers.tolerance": ("value", "threshold", "band"),
    "lowers.conduct": ("value", "threshold", "band"),
    "lowers.robustness": ("share_below", "limit"),
    "lowers.hostile_report": ("actors",),
    "lowers.excluded_group": ("groups",),
    "lowers.evidence_lapses": ("on", "gap"),
    "lowers.mission_closes": ("on",),
    "lowers.reset_event": _NONE,
    "expiry.lifetime": ("mode", "days", "on"),
    "expiry.single_use": ("mode", "use", "days", "on"),
    "expiry.mission_closes": ("on",),
    "expiry.mandate_ends": ("on",),
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
