"""Lifts of a no-go for attacks: only by a role that the policy names, with a reason, and never for what is still to come."""

from __future__ import annotations

from datetime import date

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import SHORTEST_REASON
from mrm_desktop.domain.trips import Trip
from mrm_desktop.scoring import Policy


def roles_that_lift(policy: Policy) -> tuple[str, ...]:
    """Return the codes of the roles that may lift a no-go for attacks: the one that the policy names, then who may sign for it."""
    role = policy.trips.lifted_by
    return (role, *policy.risk.may_sign_for.get(role, ()))


def check_lifts(trip: Trip, policy: Policy, today: date) -> None:
    """Check every lift of a trip.

    Raises
    ------
    KnownError
        ``trip.lift_role``, ``trip.lift_reason`` or ``trip.lift_day`` with the number of the leg; never with what was typed.
    """
    for number, leg in enumerate(trip.legs, start=1):
        if leg.lift is None:
            continue
        roles = roles_that_lift(policy)
        if leg.lift.role not in roles:
            raise KnownError("trip.lift_role", number=number, roles=list(roles))
        if len(leg.lift.reason.strip()) < SHORTEST_REASON:
            raise KnownError("trip.lift_reason", number=number, shortest=SHORTEST_REASON)
        if leg.lift.on > today:
            raise KnownError("trip.lift_day", number=number, day=leg.lift.on)
