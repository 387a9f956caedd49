"""What one group said in two rounds that may be compared, and whether the change is more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RatedRound:
    """What a group said in one round: its mean rating, -2 to 2, with the 95 % interval."""

    round: str
    on: date
    answered: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RatedChange:
    """Two rounds of one source with one question, asked of one group of one area.

    Attributes
    ----------
    is_beyond_chance : bool
        Whether it is more than chance, with allowance for all comparisons that were made.
    tests : int
        How many these were.
    """

    area_code: str
    group: str
    earlier: RatedRound
    later: RatedRound
    is_beyond_chance: bool
    tests: int

    @property
    def change(self) -> float:
        """By how much the mean rating moved."""
        return self.later.mean - self.earlier.mean
