"""The answer of version 1 to a case, in the parts that a replay compares."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Mode, Verdict
from mrm_desktop.scoring.channel import CHANNELS, channel
from mrm_desktop.scoring.method_1.acceptance import ROUNDING, quality
from mrm_desktop.scoring.method_1.decision import Outcome, Situation, decide
from mrm_desktop.scoring.method_1.estimate import Bands, find_bands, measure
from mrm_desktop.scoring.method_1.policy import parse_policy
from mrm_desktop.scoring.table import NO_DAY, UNKNOWN, YES, encode

_HOURS_PER_DAY = 24


def answer(case: Case, policy_text: str) -> dict[str, object]:
    """Answer a case by version 1 of the method.

    Parameters
    ----------
    policy_text : str
        The policy that was stored with the decision.

    Returns
    -------
    dict[str, object]
        ``verdict``, ``ceiling``, ``channel``, ``band``, ``deciding_gate``, ``flags`` and ``expires_on`` as they are recorded.
    """
    policy, table = parse_policy(policy_text), encode([case])
    measures = measure(table, policy)
    bands = find_bands(table, measures, policy)
    situation = Situation(table, measures, policy)
    outcome = decide(situation, bands)
    return {
        "verdict": outcome.verdict.value,
        "ceiling": outcome.ceiling.value,
        "channel": CHANNELS[int(channel(table)[0])].value,
        "band": None if outcome.band is None else outcome.band.value,
        "deciding_gate": None if outcome.gate is None else outcome.gate.value,
        "flags": _flags(situation, outcome, bands),
        "expires_on": _expires_on(situation, outcome).isoformat(),
    }


def _flags(s: Situation, outcome: Outcome, bands: Bands) -> list[str]:
    """List the flags in the order in which version 1 listed them."""
    table, emergency, used = s.table, outcome.verdict is Verdict.EMERGENCY_ALERT, outcome.band is not None
    worth = quality(table.threat_reliability, table.threat_credibility, s.policy.grades)[0]
    verified = int(table.threat_reliability[0]) >= 0 and worth >= s.policy.gates.verified_quality - ROUNDING
    raised = {
        "status_unconfirmed": emergency and (s.unconfirmed or s.is_("military_in_area", UNKNOWN)),
        "no_poc_mandate": emergency and not s.is_("poc_mandate", YES),
        "unverified": emergency and not verified,
        "state_forces_not_listed": bool(table.actors_assessed[0] and not table.state_forces_listed[0]),
        "lowered_for_robustness": used and bool(bands.final[0] > bands.profile[0]),
        "held_by_hysteresis": used and bool(bands.profile[0] > bands.unheld[0]),
        "conflicting_sources": bool(s.measures.tolerance.conflicting[0]),
    }
    return [flag for flag, up in raised.items() if up]


def _expires_on(s: Situation, outcome: Outcome) -> date:
    opens = outcome.verdict in (Verdict.PROCEED, Verdict.PROCEED_WITH_CONDITIONS)
    used: Mode = s.mode if opens else outcome.ceiling
    days = ceil(s.policy.lifetimes.days[used.value])
    if outcome.verdict is Verdict.EMERGENCY_ALERT:
        days = ceil(s.policy.gates.imminent_hours / _HOURS_PER_DAY)
    today = date.fromordinal(int(s.table.assessed_on[0]))
    last, closes = today + timedelta(days=days), int(s.table.closes_on[0])
    if closes != NO_DAY and closes >= today.toordinal():
        return min(last, date.fromordinal(closes))
    return last
