"""Codes for areas whose file has none: their names, written as codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from mrm_desktop.formats.files.clean_text import one_line

_BETWEEN = re.compile(r"[\W_]+")
_MOST = 36  # leaves room for a number within the longest code


def codes_from_names(names: Sequence[str]) -> tuple[list[str], set[int]]:
    """Return a code for each name, "" for none, and the positions of those that had to be told apart by a number.

    Two areas of one name stay two: nothing says that they are parts of one.
    """
    seen: Counter[str] = Counter()
    codes, repeated = [], set()
    for position, name in enumerate(names):
        code = _BETWEEN.sub("-", one_line(name)).strip("-").upper()[:_MOST]
        seen[code] += bool(code)
        if seen[code] > 1:
            repeated.add(position)
            code = f"{code}-{seen[code]}"
        codes.append(code)
    return codes, repeated
