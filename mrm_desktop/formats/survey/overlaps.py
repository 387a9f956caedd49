"""People who are counted twice: totals beside their own groups, and groups that overlap (METHOD, end of section 9).

Single answers cannot be: each person is added up once. In a table that somebody has added up, "everybody" beside women and men, women
beside displaced women, women beside displaced people, or a county beside its own payams are the same people again.

A row stands for the people of whom all of its *bounds* are true: their area and those around it, by level, and the group. What has
fewer bounds holds more people. Of two rows neither of which holds the other, the people are apart only where one bound differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.survey_groups import AXIS_OF
from mrm_desktop.domain.vocabulary import Stratum

Bounds = Mapping[str, str]
SAME_COUNT = 0.5
"""Counts of people are whole; a mean that was written with decimals may leave a little over."""


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """People that a table counts together.

    Attributes
    ----------
    row : int
        Its row in the file, or the first of its rows.
    lineage : tuple[str, ...]
        Codes of its area and of the areas around it, the largest first.
    survey : Hashable
        What has to be the same for two rows to be of the same people: source, round, method, who was rated, where people were asked.
    bounds : Bounds
        What its people have in common beside the area, by axis, as :func:`bounds_of` gives it.
    answered : float
        How many answered; for focus groups how many were held.
    name : str
        What the file calls the group.
    """

    row: int
    lineage: tuple[str, ...]
    survey: Hashable
    bounds: Bounds
    answered: float
    name: str


def bounds_of(strata: Iterable[Stratum]) -> dict[str, str]:
    """Return what bounds the people of a group that several columns describe together, such as displaced and women."""
    return {AXIS_OF[stratum].value: stratum.value for stratum in strata if stratum is not Stratum.ALL}


def totals_among(groups: Sequence[CountedGroup], file: str) -> list[int]:
    """Return the positions of those that are the total of others beside them, to be left out.

    Raises
    ------
    KnownError
        ``community.groups_overlap`` where people would be counted twice and it is not for the program to say which row is to go: the
        groups cross each other, or those beside a total do not add up to it - it may be other people, as a mixed focus group is.
    """
    beside = _finder(groups)
    totals = []
    for here, group in enumerate(groups):
        parts: set[int] = set()
        for there in beside(group):
            other = groups[there]
            if there == here or _same(group, other):
                continue
            if _holds(group, other):
                parts.add(there)
            elif not _holds(other, group) and not _apart(group, other):
                raise _overlap(group, other, file)
        if not parts:
            continue
        # Of parts within parts the larger ones: women of a county, not those of its payams besides.
        direct = [
            groups[n] for n in sorted(parts) if not any(k in parts and _holds(groups[k], groups[n]) for k in beside(groups[n]))
        ]
        if abs(sum(part.answered for part in direct) - group.answered) >= SAME_COUNT:
            raise _overlap(group, direct[0], file)
        totals.append(here)
    return totals


def _finder(groups: Sequence[CountedGroup]) -> Callable[[CountedGroup], list[int]]:
    """Return what finds the groups of the same survey whose area lies in that of a group, holds it, or is it."""
    by_area: dict[tuple[Hashable, str], list[int]] = defaultdict(list)
    within: dict[tuple[Hashable, str], list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        by_area[group.survey, group.lineage[-1]].append(n)
        for code in group.lineage:
            within[group.survey, code].append(n)

    def beside(group: CountedGroup) -> list[int]:
        around = [n for code in group.lineage[:-1] for n in by_area[group.survey, code]]
        return around + within[group.survey, group.lineage[-1]]

    return beside


def _holds(group: CountedGroup, other: CountedGroup) -> bool:
    """Whether all people of ``other`` are people of ``group``, and not the other way round."""
    wider_area = other.lineage[: len(group.lineage)] == group.lineage
    return wider_area and group.bounds.items() <= other.bounds.items() and not _same(group, other)


def _same(group: CountedGroup, other: CountedGroup) -> bool:
    """Whether both are one group, as two sittings with women are: different people, called the same."""
    return group.lineage == other.lineage and group.bounds == other.bounds


def _apart(group: CountedGroup, other: CountedGroup) -> bool:
    """Whether one bound keeps the people of two groups apart; their areas lie in each other."""
    return any(group.bounds[axis] != other.bounds[axis] for axis in group.bounds.keys() & other.bounds.keys())


def _overlap(group: CountedGroup, other: CountedGroup, file: str) -> KnownError:
    first, second = sorted((group, other), key=lambda g: g.row)
    return KnownError(
        "community.groups_overlap",
        file=file,
        area=first.lineage[-1],
        first=first.name,
        second=second.name,
        rows=[str(first.row), str(second.row)],
    )
