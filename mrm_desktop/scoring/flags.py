"""Flags: warnings that stand beside a verdict without changing it (METHOD sections 2, 4 and 7)."""

from __future__ import annotations

import numpy as np

from mrm_desktop.domain.vocabulary import Flag, Verdict
from mrm_desktop.scoring.acceptance import ROUNDING, quality
from mrm_desktop.scoring.decision import VERDICTS, DecisionColumns, record_unconfirmed
from mrm_desktop.scoring.estimate import Bands, Measures
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import UNKNOWN, YES, Bools, CaseTable

FLAGS = tuple(Flag)
_AT = {flag: position for position, flag in enumerate(FLAGS)}


def flags(table: CaseTable, measures: Measures, bands: Bands, decision: DecisionColumns, policy: Policy) -> Bools:
    """Raise the flags of every case, shape (n, flags) in the order of ``FLAGS``.

    The three flags of an emergency stand beside an emergency alert only. A threat report without a grade is as good as
    unverified, and a mandate that nobody knows is one not to rely on.
    """
    emergency = decision.verdict == VERDICTS.index(Verdict.EMERGENCY_ALERT)
    raised = np.zeros((table.n, len(FLAGS)), dtype=np.bool_)
    if emergency.any():
        raised[:, _AT[Flag.STATUS_UNCONFIRMED]] = emergency & (
            record_unconfirmed(table) | (table.facts["military_in_area"] == UNKNOWN)
        )
        raised[:, _AT[Flag.NO_POC_MANDATE]] = emergency & (table.facts["poc_mandate"] != YES)
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
