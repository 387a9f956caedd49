"""Text as it is compared: one form for every way in which the same letters and digits can be written, with the way back to the original."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TATWEEL = "\u0640"
_SAME = str.maketrans(
    {
        "\u0649": "\u064a",  # alef maqsura: yeh
        "\u06cc": "\u064a",  # Farsi yeh: yeh
        "\u06a9": "\u0643",  # keheh: kaf
        "\u0629": "\u0647",  # teh marbuta: heh
        "\u060c": ",",
        "\u061b": ";",
        "\u061f": "?",
        "\u066b": ".",
        "\u066c": ",",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
    }
)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text in small letters without accents, vowel signs, tatweel and marks that nobody sees, its digits those of ASCII.

    Attributes
    ----------
    text : str
        The folded text.
    original : str
        The text as it was written.
    places : tuple[int, ...]
        For each character of ``text`` its place in ``original``, and one more for the end.
    """

    text: str
    original: str
    places: tuple[int, ...]

    def written(self, start: int, end: int) -> str:
        """Return what stands in the original between two places of the folded text."""
        return self.original[self.places[start] : self.places[end - 1] + 1] if end > start else ""


def fold(text: str) -> str:
    """Return a text as it is compared; see :class:`FoldedText`."""
    return folded(text).text


def folded(text: str, unseen: str = "") -> FoldedText:
    """Fold a text and keep the way back.

    Parameters
    ----------
    unseen : str
        What stands for a character that nobody sees, such as a zero-width space: nothing, or a blank.
    """
    if text.isascii() and text.isprintable():
        return FoldedText(text.lower(), text, tuple(range(len(text) + 1)))
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in unseen if unicodedata.category(character) == "Cf" else _folded_character(character):
            letters.append(letter)
            places.append(place)
    return FoldedText("".join(letters), text, (*places, len(text)))


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    """Return one character folded: none, one, or several where a ligature falls apart."""
    if character == _TATWEEL:
        return ""
    kept = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        category, digit = unicodedata.category(part), unicodedata.digit(part, None)
        if digit is not None:
            kept.append(str(digit))
        elif category.startswith("Z") or part in "\t\n\r\v\f":
            kept.append(" ")
        elif category == "Pd" or part == "\u2212":
            kept.append("-")
        elif category not in ("Mn", "Me", "Cf", "Cc"):
            kept.append(part.translate(_SAME))
    return "".join(kept)
