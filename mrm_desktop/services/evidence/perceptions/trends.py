"""Rounds of one source side by side: trends with intervals, changes beyond chance, and groups that differ.

Rounds are compared within one source and one question alone. How many comparisons are made at once is counted and allowed for (Holm).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import sqrt

from mrm_desktop.domain.limits import SMALLEST_CELL
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.scoring import Policy
from mrm_desktop.services.evidence.perceptions.voices import (
    GROUPS_SHOWN,
    SameQuestion,
    Voice,
    divisor,
    mean_day,
    mean_of,
    pooled,
    same_question,
)
from mrm_desktop.statistics.differences import holm, two_sided
from mrm_desktop.statistics.intervals import answer_variance, mean_interval

CHANCE = 0.05
PAIRS = ((Stratum.WOMEN.value, Stratum.MEN.value), (Stratum.DISPLACED.value, Stratum.HOST.value))
"""Groups that are set against each other: those of one division, in which nobody is twice."""


@dataclass(frozen=True, slots=True)
class Point:
    """What a group said in one round.

    Attributes
    ----------
    mean, low, high : float | None
        Mean rating with its 95 % interval; None where fewer than ten answered, or no distribution is on record.
    error : float | None
        Standard error of the mean.
    """

    round: str
    on: date
    answered: float | None
    mean: float | None
    low: float | None = None
    high: float | None = None
    error: float | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """All rounds of one source with one group of one area, the earliest first.

    Attributes
    ----------
    joined : tuple[SameQuestion, ...]
        For each two rounds in a row whether they put the same question.
    """

    area_code: str
    group: str
    source: str
    scale: str
    points: tuple[Point, ...]
    joined: tuple[SameQuestion, ...]
    counts_groups: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """Two estimates of one source set against each other: two rounds of a group, or two groups of a round.

    Attributes
    ----------
    about : str
        The group of two rounds, or the round of two groups.
    earlier, later : str
        Names of the rounds, or of the groups.
    change : float | None
        Later mean less earlier mean, -4 to 4; None where they are not comparable or held back.
    probability : float | None
        That of so large a difference by chance, allowed for all comparisons of this review.
    why_not : str
        ``other_question``, ``question_unknown``, ``small``, ``no_distribution``; "" where they were compared.
    """

    area_code: str
    about: str
    source: str
    earlier: str
    later: str
    earlier_mean: float | None
    later_mean: float | None
    change: float | None = None
    probability: float | None = None
    why_not: str = ""

    @property
    def is_beyond_chance(self) -> bool:
        """Whether so large a difference is hardly chance, however many were looked at."""
        return self.probability is not None and self.probability < CHANCE


def trends_of(area_code: str, voices: Iterable[Voice], policy: Policy) -> tuple[Trend, ...]:
    """Return the trends of an area, by group and source; of one round, too, which is a trend's beginning."""
    lines: dict[tuple[str, str, bool], list[Voice]] = defaultdict(list)
    for v in voices:
        lines[v.group, v.source, v.counts_groups].append(v)
    keys = sorted(lines, key=lambda key: (GROUPS_SHOWN.index(key[0]), *key[1:]))
    return tuple(_trend(area_code, *key, lines[key], policy) for key in keys)


def _trend(area_code: str, group: str, source: str, counts_groups: bool, voices: Sequence[Voice], policy: Policy) -> Trend:
    by_round: dict[str, list[Voice]] = defaultdict(list)
    for v in voices:
        by_round[v.evidence.round].append(v)
    ordered = sorted(by_round.values(), key=lambda round_: (mean_day(round_), round_[0].evidence.round))
    newest = ordered[-1][0].evidence
    joined = tuple(_joined(one, other) for one, other in pairwise(ordered))
    return Trend(area_code, group, source, newest.scale, tuple(_point(r, policy) for r in ordered), joined, counts_groups)


def _joined(one: Sequence[Voice], other: Sequence[Voice]) -> SameQuestion:
    found = {same_question(a.evidence, b.evidence) for a in one for b in other}
    for worst in (SameQuestion.NO, SameQuestion.UNKNOWN):
        if worst in found:
            return worst
    return SameQuestion.YES


def _point(voices: Sequence[Voice], policy: Policy) -> Point:
    answered, name, on = sum(v.answered for v in voices), voices[0].evidence.round, mean_day(voices)
    if answered < SMALLEST_CELL:
        return Point(name, on, None, None)
    mean, counts, worth = mean_of(voices), pooled(voices), divisor(voices, policy)
    if counts is None:
        return Point(name, on, answered, mean)
    low, high = mean_interval(mean, counts, worth, -2.0, 2.0)
    return Point(name, on, answered, mean, low, high, sqrt(answer_variance(counts) * worth / sum(counts)))


def changes_of(trends: Iterable[Trend]) -> tuple[Difference, ...]:
    """Return each two rounds in a row set against each other, without allowance for how many they are."""
    return tuple(
        _against(trend, trend.group, (a.round, a), (b.round, b), joined)
        for trend in trends
        for (a, b), joined in zip(pairwise(trend.points), trend.joined, strict=True)
    )


def contrasts_of(trends: Iterable[Trend]) -> tuple[Difference, ...]:
    """Return groups of one division in the newest round that both of them were asked in, by one source."""
    by_line = {(t.area_code, t.source, t.counts_groups, t.group): t for t in trends}
    found = []
    for (area, source, kind, group), trend in by_line.items():
        for one, other in PAIRS:
            against = by_line.get((area, source, kind, other))
            if group == one and against is not None:
                rounds = {point.round: point for point in against.points}
                both = [point for point in trend.points if point.round in rounds]
                if both:
                    theirs = rounds[both[-1].round]
                    found.append(_against(trend, both[-1].round, (one, both[-1]), (other, theirs), SameQuestion.YES))
    return tuple(found)


def _against(trend: Trend, about: str, earlier: tuple[str, Point], later: tuple[str, Point], joined: SameQuestion) -> Difference:
    (before, a), (after, b) = earlier, later
    found = Difference(trend.area_code, about, trend.source, before, after, a.mean, b.mean)
    if joined is not SameQuestion.YES:
        return replace(found, why_not="other_question" if joined is SameQuestion.NO else "question_unknown")
    if a.mean is None or b.mean is None:
        return replace(found, why_not="small")
    if a.error is None or b.error is None:
        return replace(found, why_not="no_distribution")
    change = b.mean - a.mean
    return replace(found, change=change, probability=two_sided(change, sqrt(a.error**2 + b.error**2)))


def allowed_for(*families: Sequence[Difference]) -> tuple[tuple[Difference, ...], ...]:
    """Return differences with their probabilities allowed for how many of all families together were compared."""
    every = [d for family in families for d in family]
    tested = [n for n, d in enumerate(every) if d.probability is not None]
    adjusted = holm([every[n].probability or 0.0 for n in tested])
    for n, probability in zip(tested, adjusted, strict=True):
        every[n] = replace(every[n], probability=probability)
    rest = iter(every)
    return tuple(tuple(next(rest) for _ in family) for family in families)
