"""Solving for a suppressed cell: whole numbers of people under everything that was told of them, exactly (HiGHS).

Whoever knows that women and men make the whole, and is told of the whole and of the men, has a system of inequalities in whole numbers.
What holds in every solution of it is known, whatever a table withholds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.reports.release.disclosure import PARTS, RATINGS, ReleasedPerception

MOST_PEOPLE = 5_000  # answers of one group of one area; a larger sample of an area is nobody's
CLOSE = 3  # a number that is known to within fewer is known

_NUMBERS = re.compile(r"\d+")
Span = tuple[int, int]  # from, and below


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of one group.

    Attributes
    ----------
    answers : Span
        How many answered.
    favourable, unfavourable : Span | None
        Percent; None where it is not said.
    rating : int | None
        Class of the mean, -2 to 2; None where it is not said.
    """

    answers: Span
    favourable: Span | None = None
    unfavourable: Span | None = None
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What holds of a group in every solution.

    Attributes
    ----------
    answers : tuple[int, int]
        Fewest and most who can have answered.
    rejects, accepts : bool
        Whether most of them are unfavourable, or favourable, in every solution.
    """

    answers: tuple[int, int]
    rejects: bool
    accepts: bool

    @property
    def is_solved(self) -> bool:
        """Whether what the cell must not say is known: how many answered, or what most of them said."""
        return self.rejects or self.accepts or self.answers[1] - self.answers[0] < CLOSE


Claims = tuple[tuple[str, tuple[Claim, ...]], ...]
"""Groups with what was told of each; nothing for one that was withheld."""


def claim_of(row: ReleasedPerception) -> Claim | None:
    """Return what a row says; None for one that is withheld."""
    if row.suppressed:
        return None
    rating = RATINGS.index(row.rating) - 2 if row.rating in RATINGS else None
    return Claim(_span(row.answers) or (1, MOST_PEOPLE), _span(row.favourable), _span(row.unfavourable), rating)


def _span(text: str) -> Span | None:
    """Return the bounds of a class as it is written: ``20-49``, ``50+``, ``< 10``, with or without a percent sign."""
    numbers = [int(found) for found in _NUMBERS.findall(text)]
    if not numbers:
        return None
    is_share = "%" in text
    if len(numbers) == 2:
        return numbers[0], numbers[1] + 1
    if text.startswith("<"):
        return 0 if is_share else 1, numbers[0]
    return numbers[0], 101 if is_share else MOST_PEOPLE + 1


def solve(told: Mapping[str, tuple[Claim, ...]]) -> dict[str, Bounds]:
    """Return what holds of every group of one area, source and round; nothing where what is told fits no numbers of people.

    Parameters
    ----------
    told : Mapping[str, tuple[Claim, ...]]
        Everything that was ever said of each group; empty for one that was always withheld.
    """
    return dict(_solved(tuple(sorted(told.items()))))


@lru_cache(maxsize=4096)
def _solved(told: Claims) -> tuple[tuple[str, Bounds], ...]:
    # Those who did not say to which part they belong make the parts less than the whole: then nothing else is assumed.
    for parts_are_whole in (True, False):
        system = _System(told, parts_are_whole)
        if system.is_possible:
            return tuple((group, system.bounds(group)) for group, claims in told if not claims)
    return ()


class _System:
    """The system of inequalities of one area, source and round, in whole numbers of people."""

    def __init__(self, told: Claims, parts_are_whole: bool) -> None:
        import highspy  # imported late: most files have no suppressed cell

        self._model: Any = highspy.Highs()
        self._model.setOptionValue("output_flag", False)
        self._optimal = highspy.HighsModelStatus.kOptimal
        # Of each group: who answered, how many favourably, how many unfavourably, and the sum of their ratings.
        self._of = {group: self._group(claims) for group, claims in told}
        self._sums(parts_are_whole)

    @property
    def is_possible(self) -> bool:
        """Whether any numbers of people fit what was told."""
        any_group = next(iter(self._of.values()))
        return self._least(any_group[0]) is not None

    def bounds(self, group: str) -> Bounds:
        """Return what holds of a group in every solution."""
        answered, favourable, unfavourable, _ = self._of[group]
        fewest, most = self._least(answered), self._least(-1 * answered)
        against, in_favour = self._least(2 * unfavourable - answered), self._least(2 * favourable - answered)
        return Bounds(
            (round(fewest or 0), round(-(most or 0))),
            rejects=against is not None and against > 0.5,
            accepts=in_favour is not None and in_favour > 0.5,
        )

    def _least(self, expression: Any) -> float | None:
        self._model.minimize(expression)
        if self._model.getModelStatus() != self._optimal:
            return None
        return float(self._model.getObjectiveValue())

    def _group(self, claims: tuple[Claim, ...]) -> tuple[Any, Any, Any, Any]:
        model = self._model
        answered, favourable, unfavourable = (model.addIntegral(least, MOST_PEOPLE) for least in (1, 0, 0))
        ratings = model.addVariable(-2 * MOST_PEOPLE, 2 * MOST_PEOPLE)
        model.addConstr(favourable + unfavourable <= answered)
        # A favourable answer is 1 or 2, an unfavourable one -1 or -2, any other 0.
        model.addConstr(ratings <= 2 * favourable - unfavourable)
        model.addConstr(ratings >= favourable - 2 * unfavourable)
        for claim in claims:
            model.addConstr(answered >= claim.answers[0])
            model.addConstr(answered <= claim.answers[1] - 1)
            for share, some in ((claim.favourable, favourable), (claim.unfavourable, unfavourable)):
                if share is not None:
                    model.addConstr(100 * some >= share[0] * answered)
                    model.addConstr(100 * some <= share[1] * answered - (0 if share[1] > 100 else 1))
            if claim.rating is not None:
                model.addConstr(2 * ratings >= (2 * claim.rating - 1) * answered)
                model.addConstr(2 * ratings <= (2 * claim.rating + 1) * answered)
        return answered, favourable, unfavourable, ratings

    def _sums(self, parts_are_whole: bool) -> None:
        """Say that no group is larger than the whole, and that two parts make it."""
        whole = self._of.get(Stratum.ALL)
        if whole is None:
            return
        for group, numbers in self._of.items():
            if group != Stratum.ALL:
                for part, everybody in zip(numbers[:3], whole[:3], strict=True):
                    self._model.addConstr(part <= everybody)
        for one, other in PARTS:
            if one in self._of and other in self._of:
                for a, b, everybody in zip(self._of[one], self._of[other], whole, strict=True):
                    if parts_are_whole:
                        self._model.addConstr(a + b == everybody)
                    elif everybody is not whole[3]:
                        self._model.addConstr(a + b <= everybody)


def solve_difference(before: Claim, after: Claim) -> Bounds | None:
    """Return what holds of those who answered between two files; None where nobody need have, or what is told fits no numbers of people."""
    if before == after:
        return None
    return _difference(before, after)


@lru_cache(maxsize=4096)
def _difference(before: Claim, after: Claim) -> Bounds | None:
    # The later file tells of the whole, of which the earlier one told of a part; the rest are those who came since.
    since, earlier = Stratum.MEN.value, Stratum.WOMEN.value
    told: Claims = ((Stratum.ALL.value, (after,)), (since, ()), (earlier, (before,)))
    system = _System(told, parts_are_whole=True)
    return system.bounds(since) if system.is_possible else None
