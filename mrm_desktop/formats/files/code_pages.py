"""Which code page a text without any statement of its own is written in, as far as its bytes can tell."""

from __future__ import annotations

import re

ARABIC, WESTERN, UNICODE = "cp1256", "cp1252", "utf-8"
_RUN = re.compile(rb"[\x80-\xff]{3,}")
"""No Latin script puts three letters beyond ASCII in a row; every other script writes whole words so."""

_OTHER_LETTERS = "\u067e\u0686\u0698\u06af\u06a9\u06be\u06ba\u06c1\u0679\u0688\u0691\u060c\u061b\u061f\u200c\u200d"


def code_page_of(sample: bytes) -> str:
    """Return the code page of a text: UTF-8, Western or Arabic; "" where a person has to say it.

    Parameters
    ----------
    sample : bytes
        The text, or enough of it.
    """
    try:
        sample.decode(UNICODE)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4 or error.reason != "unexpected end of data":
            return _of_one_byte(sample)
    return UNICODE


def _of_one_byte(sample: bytes) -> str:
    runs = _RUN.findall(sample)
    if not runs:
        return WESTERN
    words = [run.decode(ARABIC) for run in runs]  # Arabic Windows leaves no byte without a letter
    return ARABIC if all(map(_is_arabic, words)) else ""


def _is_arabic(word: str) -> bool:
    """Whether a word is of letters; signs for vowels, which names go without, are what Cyrillic would be taken for."""
    return all("\u0621" <= letter <= "\u064a" or letter in _OTHER_LETTERS for letter in word)
