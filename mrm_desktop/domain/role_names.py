"""Roles as people write them, and as the policy codes them: "The Country Director" is ``country_director``, in every language."""

from __future__ import annotations

import re

from mrm_desktop.foundation.words import LANGUAGES, Words

_NOT_A_WORD = re.compile(r"[^\w]+")
_ARTICLES = frozenset({"the", "le", "la", "l", "les", "el", "los", "las"})


def role_key(text: str) -> str:
    """Bring a name of a role to the form of a code, without the article of any language."""
    words = [word for word in _NOT_A_WORD.split(text.casefold()) if word]
    while words and words[0] in _ARTICLES:
        words = words[1:]
    return "_".join(words)


def names_role(text: str, code: str) -> bool:
    """Tell whether a text names the role of a code: by the code itself, or by its name in any language of the program."""
    key = role_key(text)
    return key == code or any(key == role_key(Words(language).term("approval", code)) for language in LANGUAGES)
