"""Conduct K of the contingent and capability C of the mission here (METHOD section 5)."""

from __future__ import annotations

import numpy as np

from mrm_desktop.domain.vocabulary import CivilianContact, PatrolFrequency
from mrm_desktop.scoring.method_1.acceptance import ROUNDING
from mrm_desktop.scoring.method_1.policy import CapabilityPolicy, ConductPolicy, Policy
from mrm_desktop.scoring.table import NO, Bools, CaseTable, Floats, Ints

DEDUCTIONS = {
    "joint_operations_with_party": "beside_a_party",
    "resolved_past_allegations": "past_allegations",
    "recent_attacks_or_protests": "attacks_or_protests",
    "rotation_unknown": "rotation_unknown",
}
"""Fact and the policy parameter that it costs."""


def conduct(beside_a_party: Bools, past: Bools, attacks: Bools, rotation: Bools, policy: ConductPolicy) -> Floats:
    """Conduct K (METHOD 5), floor to 1, from four facts of the same shape.

    A fact that is not known counts like the bad answer: pass True for it.
    """
    value: Floats = (
        1.0
        - policy.beside_a_party * beside_a_party
        - policy.past_allegations * past
        - policy.attacks_or_protests * attacks
        - policy.rotation_unknown * rotation
    )
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
    bad = [table.facts[fact] != NO for fact in DEDUCTIONS]
    return conduct(bad[0], bad[1], bad[2], bad[3], policy.conduct)


def estimate_capability(table: CaseTable, policy: Policy) -> Floats:
    """C of every case of a table, shape (n,)."""
    return capability(table.patrol, table.response_hours, table.civilian, policy.capability)
