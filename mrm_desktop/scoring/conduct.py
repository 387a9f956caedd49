"""Conduct K of the contingent and capability C of the mission here (METHOD section 5)."""

from __future__ import annotations

import numpy as np

from mrm_desktop.domain.vocabulary import CivilianContact, EventKind, PatrolFrequency
from mrm_desktop.scoring.acceptance import ROUNDING
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import CapabilityPolicy, ConductPolicy
from mrm_desktop.scoring.table import NO, Bools, CaseTable, Floats, Ints

_ROTATION = tuple(EventKind).index(EventKind.ROTATION)
_NO_CONTACT = tuple(CivilianContact).index(CivilianContact.NONE)
DEDUCTIONS = {
    "resolved_past_allegations": "past_allegations",
    "recent_attacks_or_protests": "attacks_or_protests",
    "rotation_unknown": "rotation_unknown",
}
"""Fact and the policy parameter that it costs."""


def conduct(past: Bools, attacks: Bools, rotation: Bools, policy: ConductPolicy) -> Floats:
    """Conduct K (METHOD 5), floor to 1, from three facts of the same shape.

    A fact that is not known counts like the bad answer: pass True for it.
    """
    value: Floats = 1.0 - policy.past_allegations * past - policy.attacks_or_protests * attacks - policy.rotation_unknown * rotation
    result: Floats = np.maximum(value, policy.floor)
    return result


def response_value(hours: Floats, policy: CapabilityPolicy) -> Floats:
    """Value of an *observed* response time in hours (METHOD 5), 0 to 1; NaN hours have the value of an unknown response."""
    limits = np.array(policy.response_hours)
    position = np.searchsorted(limits + ROUNDING, hours, side="left")
    value = np.array(policy.response_value)[np.minimum(position, len(limits))]
    return np.where(np.isnan(hours), policy.response_unknown, value)


def capability(patrol: Ints, hours: Floats, civilian: Ints, policy: CapabilityPolicy) -> Floats:
    """Capability C (METHOD 5), 0 to 1: the mean of patrols, response and civilian contact.

    Parameters
    ----------
    patrol, civilian : Ints
        Positions in ``PatrolFrequency`` and ``CivilianContact``.
    hours : Floats
        Observed response in hours, NaN for unknown; same shape.
    """
    patrols = np.array([policy.patrol[p.value] for p in PatrolFrequency])[patrol]
    contact = np.array([policy.civilian[c.value] for c in CivilianContact])[civilian]
    result: Floats = (patrols + response_value(hours, policy) + contact) / 3.0
    return result


def estimate_conduct(table: CaseTable, policy: Policy) -> Floats:
    """K of every case of a table, shape (n,)."""
    past, attacks, rotation = (table.facts[fact] != NO for fact in DEDUCTIONS)
    return conduct(past, attacks, rotation | rotated(table), policy.conduct)


def rotated(table: CaseTable) -> Bools:
    """Tell where the day of a rotation has passed: the contingent is unknown until the new one is on record, shape (n,)."""
    events = table.events
    passed = (events.kind == _ROTATION) & (events.days < 0)
    result: Bools = np.bincount(events.case[passed], minlength=table.n) > 0
    return result


def estimate_capability(table: CaseTable, policy: Policy) -> Floats:
    """C of every case of a table, shape (n,). A civilian contact that nobody reached recently counts as none."""
    civilian = np.where(table.civilian_untested, _NO_CONTACT, table.civilian)
    return capability(table.patrol, table.response_hours, civilian, policy.capability)
