"""The day on which an answer lapses, and why (METHOD section 8)."""

from __future__ import annotations

from math import ceil

import numpy as np

from mrm_desktop.domain.assessments import Assessment, Reason
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Flag, Mode, Verdict
from mrm_desktop.scoring.answer import DecisionColumns
from mrm_desktop.scoring.codes import reason
from mrm_desktop.scoring.decision import VERDICTS
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.rules import Rule
from mrm_desktop.scoring.table import MODES, NO_DAY, Bools, CaseTable, Ints

_OPENS = np.array([verdict in (Verdict.PROCEED, Verdict.PROCEED_WITH_CONDITIONS) for verdict in VERDICTS])
_HOURS_PER_DAY = 24
_ALERTS_ELSEWHERE = frozenset({Flag.EMERGENCY_ELSEWHERE, Flag.ALERT_WITHOUT_IT})


def mode_in_use(verdict: Ints, mode: Ints, ceiling: Ints) -> Ints:
    """Mode that the answer lets people use: the requested one where it is open, otherwise the ceiling."""
    return np.where(_OPENS[verdict], mode, ceiling)


def expires_on(table: CaseTable, decision: DecisionColumns, mode: Ints, policy: Policy) -> Ints:
    """Find the last day of each answer, an ordinal of shape (n,).

    It is the mode's lifetime, never past the closing day, the end of the mandate period or the first event ahead.
    """
    lifetimes = np.array([ceil(policy.lifetimes.days[m.value]) for m in MODES])
    days = lifetimes[mode_in_use(decision.verdict, mode, decision.ceiling)]
    days = np.where(_is_of_an_alert(table, decision), ceil(policy.gates.imminent_hours / _HOURS_PER_DAY), days)
    last = table.assessed_on + days
    for ends_on in (table.closes_on, table.mandate_ends_on):
        still_ahead = (ends_on != NO_DAY) & (ends_on >= table.assessed_on)
        last = np.where(still_ahead, np.minimum(last, ends_on), last)
    ahead = table.events.days >= 0
    first = np.full(table.n, np.iinfo(np.int64).max)
    np.minimum.at(first, table.events.case[ahead], (table.assessed_on[table.events.case] + table.events.days)[ahead])
    result: Ints = np.minimum(last, first)
    return result


def _is_of_an_alert(table: CaseTable, decision: DecisionColumns) -> Bools:
    """Tell where an alert goes out: also to others than a mission that has closed, or without a purpose that is forbidden."""
    elsewhere = np.isin(decision.rule, (Rule.MISSION_CLOSED, Rule.PURPOSE)) & table.imminent
    result: Bools = (decision.verdict == VERDICTS.index(Verdict.EMERGENCY_ALERT)) | elsewhere
    return result


def why_it_lapses(assessment: Assessment, used: Mode, case: Case, policy: Policy) -> Reason:
    """Say why an answer lapses on its day.

    Parameters
    ----------
    used : Mode
        Mode that the answer lets people use.
    """
    on = assessment.expires_on
    assert on is not None
    day = on.isoformat()
    if case.mission.closes_on == on:
        return reason("expiry.mission_closes", on=day)
    for event in case.events_ahead:
        if event.on == on:
            return reason("expiry.event_ahead", event=event.kind.value, on=day)
    if case.mission.mandate_ends_on == on:
        return reason("expiry.mandate_ends", on=day)
    if assessment.verdict is Verdict.EMERGENCY_ALERT or not _ALERTS_ELSEWHERE.isdisjoint(assessment.flags):
        return reason("expiry.emergency", hours=policy.gates.imminent_hours, on=day)
    days, use = ceil(policy.lifetimes.days[used.value]), policy.lifetimes.single_use.get(used.value)
    if use is not None:
        return reason("expiry.single_use", mode=used.value, use=use, days=days, on=day)
    return reason("expiry.lifetime", mode=used.value, days=days, on=day)
