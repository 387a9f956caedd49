"""Flags: warnings that stand beside a verdict without changing it (METHOD sections 2, 4 and 7)."""

from __future__ import annotations

import numpy as np

from mrm_desktop.domain.vocabulary import Flag, Verdict
from mrm_desktop.scoring.acceptance import ROUNDING, quality
from mrm_desktop.scoring.answer import DecisionColumns
from mrm_desktop.scoring.decision import VERDICTS
from mrm_desktop.scoring.estimate import Bands
from mrm_desktop.scoring.gates import Situation, fires
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.rules import Rule
from mrm_desktop.scoring.table import Bools, CaseTable

FLAGS = tuple(Flag)
_AT = {flag: position for position, flag in enumerate(FLAGS)}


def flags(situation: Situation, bands: Bands, decision: DecisionColumns) -> Bools:
    """Raise the flags of every case, shape (n, flags) in the order of ``FLAGS``.

    The three flags of an emergency stand beside an emergency alert only. A threat report without a grade is as good as
    unverified, and a mandate that nobody knows is one not to rely on.
    """
    table, measures, policy = situation.table, situation.measures, situation.policy
    emergency = decision.verdict == VERDICTS.index(Verdict.EMERGENCY_ALERT)
    raised = np.zeros((table.n, len(FLAGS)), dtype=np.bool_)
    if emergency.any():
        unconfirmed = fires(Rule.MISSION_UNCONFIRMED, situation) | situation.unknown("military_in_area")
        raised[:, _AT[Flag.STATUS_UNCONFIRMED]] = emergency & unconfirmed
        raised[:, _AT[Flag.NO_POC_MANDATE]] = emergency & ~situation.yes("poc_mandate")
        raised[:, _AT[Flag.UNVERIFIED]] = emergency & ~_verified(table, policy)
    used = decision.band >= 0
    raised[:, _AT[Flag.STATE_FORCES_NOT_LISTED]] = table.actors_assessed & ~table.state_forces_listed
    raised[:, _AT[Flag.LOWERED_FOR_ROBUSTNESS]] = used & (bands.final > bands.profile)
    raised[:, _AT[Flag.HELD_BY_HYSTERESIS]] = used & (bands.profile > bands.unheld)
    raised[:, _AT[Flag.CONFLICTING_SOURCES]] = measures.tolerance.conflicting
    return raised


def _verified(table: CaseTable, policy: Policy) -> Bools:
    """Tell where the report of the threat is graded well enough."""
    worth = quality(table.threat_reliability, table.threat_credibility, policy.grades)
    result: Bools = (table.threat_reliability >= 0) & (worth >= policy.gates.verified_quality - ROUNDING)
    return result
