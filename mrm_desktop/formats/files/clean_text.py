"""Text made inert: no control characters, no lone surrogates, nothing that turns the reading direction of a whole line."""

from __future__ import annotations

import re
import unicodedata

MAX_CELL = 32_767

_TURNS_LINES = "\u202a-\u202e\u2066-\u2069"
_UNWANTED = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff{_TURNS_LINES}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SUSPECT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff{_TURNS_LINES}\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text in composed form, trimmed, without what could harm a reader or a file it is written to.

    A lone surrogate becomes the replacement character, so that its loss can be seen.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    if _SUSPECT.search(text):
        text = _UNWANTED.sub("", _SURROGATE.sub("\ufffd", text))
    return unicodedata.normalize("NFC", text).strip()[:MAX_CELL]


def one_line(text: str) -> str:
    """Clean a name or heading: as :func:`clean`, on a single line."""
    return " ".join(clean(text).split())


def was_harmful(text: str) -> bool:
    """Whether :func:`clean` takes more from the text than blanks around it."""
    return _SUSPECT.search(text) is not None
