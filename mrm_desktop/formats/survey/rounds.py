"""Rounds of a survey: one export may hold several, for a form that goes on is exported with all that was ever answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

LONGEST_PAUSE = 28
"""Days without any answer in the whole file after which a new round has begun; fieldwork rests for a week or two, not for a month."""

Ints = npt.NDArray[np.int64]


def round_starts(days: Ints, stated: Sequence[date]) -> Ints:
    """Return the first day of each round, as ordinal numbers, in order.

    Parameters
    ----------
    days : Ints
        Days on which somebody answered, at least one.
    stated : Sequence[date]
        First days that a person stated; what was answered before the first of them is a round of its own. Empty to go by the gaps.
    """
    known: Ints = np.unique(days)
    if stated:
        starts = np.array(sorted({day.toordinal() for day in stated}), dtype=np.int64)
        return starts if starts[0] <= known[0] else np.append(known[0], starts)
    begins: npt.NDArray[np.bool_] = np.append(True, np.diff(known) > LONGEST_PAUSE)
    return known[begins]


def round_of(days: Ints, starts: Ints) -> Ints:
    """Return the number of the round that each day belongs to; both in ordinal numbers."""
    return np.asarray(np.searchsorted(starts, days, side="right") - 1, dtype=np.int64)


def round_names(last_days: Sequence[date]) -> tuple[str, ...]:
    """Name rounds after the month of their last day, and after the day itself where two ended in one month."""
    months = [f"{day:%Y-%m}" for day in last_days]
    return tuple(month if months.count(month) == 1 else day.isoformat() for month, day in zip(months, last_days, strict=True))
