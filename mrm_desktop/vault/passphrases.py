"""What a new passphrase must be: long enough, and not among what guessing programs try first. Passphrases of before still open."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.folded_text import fold
from mrm_desktop.foundation.languages import BY_CODE

SHORTEST_PASSPHRASE = 10
_FEWEST_GUESSES = 100_000_000  # where the library begins to call a slow guess moderately safe: months of a core of ours
_JUDGED = 72  # characters; whoever types more is judged by these
_SHORTEST_NAME = 4


def normal_passphrase(passphrase: str) -> str:
    """Write a passphrase in one way, whatever keyboard it came from."""
    return unicodedata.normalize("NFKC", passphrase)


def require_hard_to_guess(passphrase: str, known: Iterable[str] = ()) -> None:
    """Refuse a passphrase that would soon be guessed.

    Parameters
    ----------
    known : Iterable[str]
        What whoever has the file knows of it, such as its name: no secret, and no part of one.

    Raises
    ------
    KnownError
        ``vault.passphrase_too_short``, ``vault.passphrase_weak``.
    """
    text = normal_passphrase(passphrase).strip()
    if len(text) < SHORTEST_PASSPHRASE:
        raise KnownError("vault.passphrase_too_short", minimum=SHORTEST_PASSPHRASE)
    once = " ".join(dict.fromkeys(fold(text).split()))  # a word that is said again is no second word
    together = "".join(once.split())
    names = sorted({name for text in known for name in _ways_to_write(text)} | _countries())
    if min(_guesses(once, names), _guesses(together, names)) < _FEWEST_GUESSES:
        raise KnownError("vault.passphrase_weak")


def _guesses(text: str, names: list[str]) -> float:
    from zxcvbn import zxcvbn

    return float(zxcvbn(text[:_JUDGED], names)["guesses"]) if text else 0.0


def _ways_to_write(name: str) -> set[str]:
    """Return a name written together, and its longer words."""
    words = "".join(sign if sign.isalnum() else " " for sign in fold(name)).split()
    return {"".join(words), *(word for word in words if len(word) >= _SHORTEST_NAME)} - {""}


@cache
def _countries() -> frozenset[str]:
    """Names of countries in the languages of the program, whose users work in them."""
    from babel import Locale

    names = (name for code in BY_CODE for name in Locale.parse(code).territories.values())
    return frozenset(way for name in names for way in _ways_to_write(name))
