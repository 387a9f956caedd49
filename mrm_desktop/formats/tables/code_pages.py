"""The code page of a text that is not UTF-8: found by what its letters look like in words, and never more than a guess."""

from __future__ import annotations

import re
import unicodedata

WINDOWS, ARABIC, DOS = "cp1252", "cp1256", "cp850"

_RUN = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
# Letters of French and Spanish in the code page of DOS; Windows has signs there that stand in no word: "B,tam," for "Bétamé".
_DOS_LETTERS = frozenset(b"\x81\x82\x83\x84\x85\x87\x88\x89\x8b\x8c\x90\x93\x96\x97\xa0\xa1\xa2\xa3\xa4\xa5\xb5\xb6\xb7")
_WINDOWS_LETTERS = frozenset(b for b in range(0xC0, 0x100)) | frozenset(b"\x8a\x8c\x8e\x9a\x9c\x9e\x9f")
_MOST_LOOKED_AT = 4000
_MAJORITY = 0.5


def likely_code_page(text: bytes) -> str:
    """Return the code page that gives words: Arabic ones where whole words are outside ASCII, DOS where signs would stand inside words."""
    runs = _RUN.findall(text)[:_MOST_LOOKED_AT]
    whole = [run for run in runs if len(run) > 1 and run.isascii() is False and not any(b < 0x80 for b in run)]
    if runs and len(whole) > _MAJORITY * len(runs) and _is_arabic(b" ".join(whole)):
        return ARABIC
    mixed = b"".join(run for run in runs if any(b < 0x80 for b in run))
    dos, windows = (sum(b in letters for b in mixed) for letters in (_DOS_LETTERS, _WINDOWS_LETTERS))
    return DOS if dos > windows else WINDOWS


def _is_arabic(text: bytes) -> bool:
    letters = [c for c in text.decode(ARABIC, errors="replace") if not c.isspace()]
    return sum(unicodedata.name(c, "").startswith("ARABIC") for c in letters) > 0.9 * len(letters)
