"""Place names as they are compared: without accents, case, punctuation and the words that only say what kind of area it is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words that name a kind of area and not the area, in the languages of the boundary sets we meet.
_KINDS = frozenset(
    """
    state county payam prefecture sous subprefecture province provincia region district departement departamento governorate
    municipality municipio commune comune territoire cercle woreda zone locality chefferie ville city economic administrative area
    oblast
    """.split()  # noqa: SIM905 - a list of words reads better than a column of quotes
)
_JOINERS = frozenset(("de", "du", "des", "la", "le", "les", "of", "the", "el", "al", "d", "l"))
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")
# Letters that writers exchange and that Unicode does not decompose: alef maksura, teh marbuta, and four Latin ones.
_SAME_LETTER = str.maketrans({"\u0649": "\u064a", "\u0629": "\u0647", "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u0131": "i"})
# Fewer letters than these abbreviate too many names.
_SHORTEST = 3
_NOT_A_LETTER = re.compile(r"[^\w]+|_+")


@lru_cache(maxsize=65536)
def normalised(name: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Accents, case, punctuation and Arabic vowel marks go; so do words such as "county", as long as something is left.
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    folded = _ARABIC_MARKS.sub("", folded).translate(_SAME_LETTER)
    words = [w for w in _NOT_A_LETTER.split(folded) if w]
    telling = [w for w in words if w not in _KINDS]
    return " ".join(telling or words)


@lru_cache(maxsize=65536)
def _without_joiners(name: str) -> tuple[str, ...]:
    return tuple(w for w in name.split() if w not in _JOINERS)


def abbreviation_key(name: str) -> str:
    """Return the letters that a normalised name and each of its abbreviations share, or "" for a name too short to have any."""
    first = next(iter(_without_joiners(name)), "")
    return first[:_SHORTEST] if len(first) >= _SHORTEST else ""


def abbreviates(short: str, full: str) -> bool:
    """Whether each word of ``short`` begins a word of ``full``, in order: "cent eq" for "central equatoria".

    Both are normalised names. The first words must correspond, so that "Equatoria" does not stand for three states.
    """
    left, right = _without_joiners(short), _without_joiners(full)
    if not left or not right or len(left) > len(right) or len(left[0]) < _SHORTEST or not right[0].startswith(left[0]):
        return False
    remaining = iter(right)
    return all(any(word.startswith(part) for word in remaining) for part in left)
