"""Flags: warnings that stand beside a verdict without changing it (METHOD sections 2, 4 and 7)."""

from __future__ import annotations

import numpy as np

from mrm_desktop.domain.vocabulary import Flag, MilitaryKind, MissionStatus, Mode
from mrm_desktop.scoring.acceptance import ROUNDING, quality
from mrm_desktop.scoring.answer import DecisionColumns
from mrm_desktop.scoring.estimate import Bands
from mrm_desktop.scoring.gates import Situation, fires
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.rules import Rule
from mrm_desktop.scoring.table import MODES, Bools, CaseTable

FLAGS = tuple(Flag)
_AT = {flag: position for position, flag in enumerate(FLAGS)}


def flags(situation: Situation, bands: Bands, decision: DecisionColumns) -> Bools:
    """Raise the flags of every case, shape (n, flags) in the order of ``FLAGS``.

    A threat report without a grade is as good as unverified, and a mandate that nobody knows is one not to rely on.
    """
    table, measures, policy, rule = situation.table, situation.measures, situation.policy, decision.rule
    raised = np.zeros((table.n, len(FLAGS)), dtype=np.bool_)
    emergency, unseen, imminent = rule == Rule.EMERGENCY, rule == Rule.NOT_VISIBLE, table.imminent
    closed = situation.has_status[MissionStatus.CLOSED]
    unconfirmed = ~closed & (fires(Rule.MISSION_UNCONFIRMED, situation) | situation.unknown("military_in_area"))
    protection = situation.mode == MODES.index(Mode.PROTECTION_REQUEST)
    limited_mandate = situation.yes("poc_mandate") & table.limited_mandate
    for flag, up in (
        (Flag.ALERT_WITHOUT_IT, (rule == Rule.PURPOSE) & imminent),
        (Flag.EMERGENCY_ELSEWHERE, (rule == Rule.MISSION_CLOSED) & imminent),
        (Flag.MISSION_CLOSED, unseen & closed),
        (Flag.STATUS_UNCONFIRMED, (emergency | unseen) & unconfirmed),
        (Flag.NO_POC_MANDATE, emergency & ~situation.yes("poc_mandate")),
        (Flag.LIMITED_POC_MANDATE, (emergency | (protection & (decision.band >= 0))) & limited_mandate),
        (Flag.UNVERIFIED, emergency & ~_verified(table, policy)),
        (Flag.NO_MILITARY_HERE, emergency & situation.has_no_military),
        (Flag.UNARMED, emergency & situation.military_is(MilitaryKind.OBSERVERS)),
        (Flag.NOT_THIS_CONTINGENT, emergency & situation.yes("alleged_perpetrator")),
        (Flag.REMOTE_ONLY, (emergency | unseen) & situation.yes("contact_punished")),
        (Flag.ALERT_TOO, unseen & imminent),
        (Flag.SAFEGUARDING, unseen & situation.yes("alleged_perpetrator")),
    ):
        raised[:, _AT[flag]] = up
    used = decision.band >= 0
    raised[:, _AT[Flag.NO_STATE_FORCES]] = table.actors_assessed & ~table.state_forces_listed
    raised[:, _AT[Flag.LOWERED_FOR_ROBUSTNESS]] = used & (bands.final > bands.profile)
    raised[:, _AT[Flag.HELD_BY_HYSTERESIS]] = used & (bands.profile > bands.unheld)
    raised[:, _AT[Flag.CONFLICTING_SOURCES]] = measures.tolerance.conflicting
    raised[:, _AT[Flag.AREA_REDRAWN]] = table.redrawn
    return raised


def _verified(table: CaseTable, policy: Policy) -> Bools:
    """Tell where the report of the threat is graded well enough."""
    worth = quality(table.threat_reliability, table.threat_credibility, policy.grades)
    result: Bools = (table.threat_reliability >= 0) & (worth >= policy.gates.verified_quality - ROUNDING)
    return result
