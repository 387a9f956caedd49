"""Answers given as numbers: a scale with two ends, and the codes that stand for no answer. Neither is ever taken from the answers alone.

A column with 1, 2 and 3 may run to 3, to 5 or to 10; an 88 in it is a rating of 88 to nobody who made the form.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import CODES_OF_NO_ANSWER, parse_number

Ends = tuple[float, float]

_LABELLED = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*[.):=–—-]?\s+\D.*", re.DOTALL)
_STATED = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?)\s*(?:-|\.\.|:|to)\s*([-+]?\d+(?:[.,]\d+)?)\s*")


def ends_of(text: str) -> Ends:
    """Read the ends of a scale as a person writes them: ``1-5``, ``-2..2``.

    Raises
    ------
    KnownError
        ``scale.ends_unreadable``.
    """
    match = _STATED.fullmatch(text)
    if match is None:
        raise KnownError("scale.ends_unreadable", found=text)
    low, high = (float(end.replace(",", ".")) for end in match.groups())
    if low >= high:
        raise KnownError("scale.ends_unreadable", found=text)
    return low, high


def number_in(text: str) -> float | None:
    """Return the number of an answer, also of one with its label behind, such as "1 very bad"; None where it has none."""
    labelled = _LABELLED.fullmatch(text.strip())
    try:
        return parse_number(labelled[1] if labelled else text)
    except KnownError:
        return None


def check_numbers(texts: Iterable[str], ends: Ends | None, codes: Collection[str], file: str, column: str) -> Ends:
    """Insist that the ends of a scale are known, and that numbers beyond them which may be codes were declared.

    Raises
    ------
    KnownError
        ``scale.ends_unknown`` with the smallest and the largest answer, ``scale.codes_unclear`` with the numbers in question.
    """
    numbers = {number for text in texts if text.strip() not in codes and (number := number_in(text)) is not None}
    if ends is None:
        lowest, highest = min(numbers, default=0.0), max(numbers, default=0.0)
        raise KnownError("scale.ends_unknown", file=file, column=column, lowest=f"{lowest:g}", highest=f"{highest:g}")
    beyond = sorted(number for number in numbers if not ends[0] <= number <= ends[1])
    unclear = [f"{number:g}" for number in beyond if f"{number:g}" in CODES_OF_NO_ANSWER]
    if unclear:
        raise KnownError("scale.codes_unclear", file=file, column=column, codes=unclear, ends=f"{ends[0]:g}-{ends[1]:g}")
    return ends


def on_our_scale(value: float, worst: float, best: float) -> float | None:
    """Return a number between two ends as a rating from -2 to 2; None beyond them."""
    share = (value - worst) / (best - worst)
    return None if not 0.0 <= share <= 1.0 else 4.0 * share - 2.0
