"""Answers on their way into sums: columns of numbers that live while a file is read and are never kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.evidence import RatingDistribution
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.survey_groups import GROUPS, Axis
from mrm_desktop.domain.vocabulary import EvidenceMethod, Rated

AXES = tuple(Axis)
HOWS = ("pcode", "point", "name", "near_name", "")

# What an answer is, as a number: five ratings, don't know, refused.
DO_NOT_KNOW, REFUSED = 5, 6
SLOTS = 7


@dataclass(frozen=True, slots=True, order=True)
class Facets:
    """What a group of answers has in common beside area and stratum."""

    source: str
    round: str
    rated: Rated
    rated_unit: str
    asked_elsewhere: bool
    method: EvidenceMethod
    grade: Grade
    wording_hash: str
    design_effect: float | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of some rows; all arrays have shape (n,) unless it is said.

    Attributes
    ----------
    slots : npt.NDArray[np.int8]
        0 to 4 for a rating of -2 to 2, 5 for "don't know", 6 for a refusal.
    ratings : npt.NDArray[np.float64]
        Exact rating, -2 to 2; 0 where there is none.
    days : npt.NDArray[np.int64]
        Day as an ordinal number.
    people : npt.NDArray[np.int64]
        People behind each row, usually 1.
    questions : npt.NDArray[np.int8]
        What was said to each question that follows the rating, as :class:`~mrm_desktop.formats.survey.follow_ups.Said`; shape (n, 3).
    numbers : npt.NDArray[np.int64]
        Row in the file.
    groups : npt.NDArray[np.int8]
        For each of :data:`AXES` 1 and up for its groups, 0 where nobody knows; shape (n, 4).
    weights : npt.NDArray[np.float64]
        Weight in the sample, > 0; 1 where none is used.
    clusters, design_strata : npt.NDArray[np.int64]
        Number of the cluster and of the stratum from which the sample was drawn; -1 where none is known.
    populations : npt.NDArray[np.float64]
        Clusters in the population of that stratum; NaN where nobody knows.
    """

    slots: npt.NDArray[np.int8]
    ratings: npt.NDArray[np.float64]
    days: npt.NDArray[np.int64]
    people: npt.NDArray[np.int64]
    questions: npt.NDArray[np.int8]
    numbers: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int8]
    weights: npt.NDArray[np.float64]
    clusters: npt.NDArray[np.int64]
    design_strata: npt.NDArray[np.int64]
    populations: npt.NDArray[np.float64]

    def those(self, chosen: npt.NDArray[Any]) -> Answers:
        """Return the answers of the rows that are chosen, by a mask or by places."""
        return Answers(*(getattr(self, f.name)[chosen] for f in fields(self)))

    @property
    def rated(self) -> npt.NDArray[np.bool_]:
        """Which of them are a rating."""
        return self.slots < DO_NOT_KNOW

    def distribution(self) -> RatingDistribution:
        """Count the people by what they answered."""
        counts = np.bincount(self.slots, weights=self.people, minlength=SLOTS).astype(int).tolist()
        return RatingDistribution((counts[0], counts[1], counts[2], counts[3], counts[4]), counts[DO_NOT_KNOW], counts[REFUSED])


def joined(parts: Sequence[Answers]) -> Answers:
    """Put answers one behind the other, at least one part."""
    return Answers(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Answers)))


def group_number(axis: Axis, group: str) -> int:
    """Return the number of a group in its column of :attr:`Answers.groups`."""
    return GROUPS[axis].index(group) + 1
