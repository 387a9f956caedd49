"""Roles that sign: what a person typed, or chose, as the code that the policy knows."""

from __future__ import annotations

from mrm_desktop.domain.role_names import names_role, role_key
from mrm_desktop.scoring import Policy


def roles_known_to(policy: Policy) -> tuple[str, ...]:
    """Return the codes of every role that a policy names, those that stand in for others last."""
    risk = policy.risk
    named = (*risk.approval.values(), *risk.approval_without_impact.values(), tuple(risk.may_sign_for), *risk.may_sign_for.values())
    return tuple(dict.fromkeys(role for roles in named for role in roles))


def role_code(text: str, policy: Policy) -> str:
    """Return the code of a role, however it was written: as a code, or by its name in any language of the program.

    A role that the policy does not know becomes a code of its own; it signs for nobody else.
    """
    return next((code for code in roles_known_to(policy) if names_role(text, code)), role_key(text))
