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


def flags(table: CaseTable, measures: Measures, bands: Bands, decision: DecisionColumns, policy: Policy) -> Bools:
    """Raise the flags of every case, shape (n, flags) in the order of ``FLAGS``.

    The three flags of an emergency stand beside an emergency alert only. A threat report without a grade is as good as
    unverified, and a mandate that nobody knows is one not to rely on.
    """
    emergency = decision.verdict == VERDICTS.index(Verdict.EMERGENCY_ALERT)
    graded = table.threat_reliability >= 0
    worth = quality(table.threat_reliability, table.threat_credibility, policy.grades)
    verified = graded & (worth >= policy.gates.verified_quality - ROUNDING)
    unconfirmed = record_unconfirmed(table) | (table.facts["military_in_area"] == UNKNOWN)
    used = decision.band >= 0
    columns = {
        Flag.STATUS_UNCONFIRMED: emergency & unconfirmed,
        Flag.NO_POC_MANDATE: emergency & (table.facts["poc_mandate"] != YES),
        Flag.UNVERIFIED: emergency & ~verified,
        Flag.STATE_FORCES_NOT_LISTED: table.actors_assessed & ~table.state_forces_listed,
        Flag.LOWERED_FOR_ROBUSTNESS: used & (bands.final > bands.profile),
        Flag.HELD_BY_HYSTERESIS: used & (bands.profile > bands.unheld),
        Flag.CONFLICTING_SOURCES: measures.tolerance.conflicting,
    }
    return np.stack([columns[flag] for flag in FLAGS], axis=1)
