"""Roles that sign: what a person typed, or chose, as the code that the policy knows."""

from __future__ import annotations

import re

from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.scoring import Policy

_NOT_A_WORD = re.compile(r"[^\w]+")


def roles_known_to(policy: Policy) -> tuple[str, ...]:
    """Return the codes of every role that a policy names, those that stand in for others last."""
    risk = policy.risk
    named = (*risk.approval.values(), *risk.approval_without_impact.values(), tuple(risk.may_sign_for), *risk.may_sign_for.values())
    return tuple(dict.fromkeys(role for roles in named for role in roles))


def role_code(text: str, policy: Policy) -> str:
    """Return the code of a role, however it was written: as a code, or by its name in any language of the program.

    A role that the policy does not know becomes a code of its own; it signs for nobody else.
    """
    key = _key(text)
    for code in roles_known_to(policy):
        if key == code or any(key == _key(Words(language).term("approval", code)) for language in LANGUAGES):
            return code
    return key


def _key(text: str) -> str:
    """Bring a name of a role to the form of a code, without the article of any language."""
    words = [word for word in _NOT_A_WORD.split(text.casefold()) if word]
    while words and words[0] in _ARTICLES:
        words = words[1:]
    return "_".join(words)


_ARTICLES = frozenset({"the", "le", "la", "l", "les", "el", "los", "las"})
