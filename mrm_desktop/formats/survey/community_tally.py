"""Aggregation at the door: single answers go in, evidence by area, stratum, source and round comes out; the answers stay outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.evidence import AreaEvidence, CommunityEvidence, FollowUps, QuestionCounts, RatingDistribution
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, Rated, Stratum
from mrm_desktop.formats.survey import follow_ups
from mrm_desktop.formats.survey.follow_ups import follow_ups_of
from mrm_desktop.formats.survey.overlaps import CountedGroup, bounds_of, totals_among
from mrm_desktop.foundation.clock import new_id

STRATA = tuple(Stratum)
HOWS = ("pcode", "point", "name", "near_name", "")

# Positions in the row of counts that is kept for each group: five ratings, don't know, refused.
DO_NOT_KNOW, REFUSED = 5, 6
_COLUMNS = 7


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
    weights : npt.NDArray[np.int64]
        People behind each row, usually 1.
    questions : npt.NDArray[np.int8]
        What was said to each question that follows the rating, as :class:`~mrm_desktop.formats.survey.follow_ups.Said`; shape (n, 3).
    numbers : npt.NDArray[np.int64]
        Row in the file.
    """

    slots: npt.NDArray[np.int8]
    ratings: npt.NDArray[np.float64]
    days: npt.NDArray[np.int64]
    weights: npt.NDArray[np.int64]
    questions: npt.NDArray[np.int8]
    numbers: npt.NDArray[np.int64]

    def those(self, chosen: npt.NDArray[np.bool_]) -> Answers:
        """Return the answers of the rows that are chosen, shape (n,)."""
        return Answers(*(getattr(self, f.name)[chosen] for f in fields(self)))


_QUESTIONS = (len(follow_ups.FIELDS), follow_ups.COLUMNS)
_ANY_GRADE = Grade("F", "6")  # what a source is worth does not make its people others


@dataclass(slots=True)
class _Group:
    counts: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(_COLUMNS, dtype=np.int64))
    questions: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(_QUESTIONS, dtype=np.int64))
    total: float = 0.0
    rows: int = 0
    first_row: int = 0
    last_day: int = 0
    hows: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(HOWS), dtype=np.int64))


@dataclass(slots=True)
class Tally:
    """Counts the answers of all blocks of a file.

    ``groups`` is keyed by area code, stratum and facets.
    """

    groups: dict[tuple[str, Stratum, Facets], _Group] = field(default_factory=dict)
    last_day: int = 0

    def add(
        self,
        codes: Mapping[int, str],
        areas: npt.NDArray[np.intp],
        strata: npt.NDArray[np.int8],
        facets: tuple[npt.NDArray[np.intp], list[Facets]],
        hows: npt.NDArray[np.int8],
        answers: Answers,
    ) -> None:
        """Add answers; all arrays have shape (n,).

        Parameters
        ----------
        codes : Mapping[int, str]
            Code of the area at each position that occurs in ``areas``.
        strata, hows : npt.NDArray[np.int8]
            Positions in :data:`STRATA` and :data:`HOWS`.
        facets : tuple
            Position of each row's facets in the list that follows.
        """
        if not len(areas):
            return
        places, kinds = facets
        slots, weights = answers.slots, answers.weights
        keys = (areas.astype(np.int64) * len(STRATA) + strata) * len(kinds) + places
        unique, group_of = np.unique(keys, return_inverse=True)
        size = len(unique)
        counts = np.bincount(group_of * _COLUMNS + slots, weights=weights, minlength=size * _COLUMNS).reshape(size, _COLUMNS)
        # One count for each group, question and answer.
        question = np.arange(_QUESTIONS[0], dtype=np.int64)
        places_of = (group_of[:, None] * _QUESTIONS[0] + question) * _QUESTIONS[1] + answers.questions
        asked = np.bincount(
            places_of.ravel(), weights=np.repeat(weights, _QUESTIONS[0]), minlength=size * _QUESTIONS[0] * _QUESTIONS[1]
        ).reshape(size, *_QUESTIONS)
        totals = np.bincount(group_of, weights=answers.ratings * weights, minlength=size)
        rows = np.bincount(group_of, minlength=size)
        how_counts = np.bincount(group_of * len(HOWS) + hows, minlength=size * len(HOWS)).reshape(size, len(HOWS))
        newest = np.zeros(size, dtype=np.int64)
        np.maximum.at(newest, group_of, answers.days)
        first_rows = np.full(size, np.iinfo(np.int64).max)
        np.minimum.at(first_rows, group_of, answers.numbers)
        self.last_day = max(self.last_day, int(answers.days.max()))
        for n, key in enumerate(unique.tolist()):
            rest, kind = divmod(key, len(kinds))
            area, stratum = divmod(rest, len(STRATA))
            group = self.groups.setdefault((codes[area], STRATA[stratum], kinds[kind]), _Group())
            group.counts += counts[n].astype(np.int64)
            group.questions += asked[n].astype(np.int64)
            group.first_row = min(group.first_row or int(first_rows[n]), int(first_rows[n]))
            group.total += float(totals[n])
            group.rows += int(rows[n])
            group.hows += how_counts[n]
            group.last_day = max(group.last_day, int(newest[n]))

    def leave_totals(self, lineage_of: Callable[[str], tuple[str, ...]], file: str) -> list[tuple[str, Stratum, int, int]]:
        """Leave out the groups that are totals of others, in a table of counts; return area, stratum, first row and rows of each.

        Raises
        ------
        KnownError
            ``community.groups_overlap``.
        """
        keys = sorted(self.groups, key=lambda key: self.groups[key].first_row)
        counted = [
            CountedGroup(
                row=self.groups[key].first_row,
                lineage=lineage_of(key[0]),
                survey=replace(key[2], grade=_ANY_GRADE, wording_hash="", design_effect=None),
                bounds=bounds_of([key[1]]),
                answered=float(self.groups[key].counts[:5].sum()),
                name=key[1].value,
            )
            for key in keys
        ]
        left = []
        for place in totals_among(counted, file):
            group = self.groups.pop(keys[place])
            left.append((keys[place][0], keys[place][1], group.first_row, group.rows))
        return left

    def evidence(self, default_round: str) -> tuple[list[AreaEvidence], list[tuple[str, int]]]:
        """Return the evidence in the order of areas and strata, and the areas with rows of groups in which nobody rated."""
        found: list[AreaEvidence] = []
        silent: list[tuple[str, int]] = []
        for (code, stratum, facets), group in sorted(
            self.groups.items(), key=lambda item: (item[0][0], item[0][1].value, item[0][2])
        ):
            answered = int(group.counts[:5].sum())
            if answered == 0:
                silent.append((code, group.rows))
                continue
            found.append(_evidence(code, stratum, facets, group, answered, default_round))
        return found, silent


def _evidence(code: str, stratum: Stratum, facets: Facets, group: _Group, answered: int, default_round: str) -> AreaEvidence:
    counts = [int(c) for c in group.counts]
    asked = answered + counts[DO_NOT_KNOW] + counts[REFUSED]
    asked_beside = follow_ups_of(group.questions.tolist())
    # Ratings of word scales are whole numbers, so that their sum is exact in any order of the rows.
    mean = min(2.0, max(-2.0, group.total / answered))
    return AreaEvidence(
        id=new_id(),
        area_code=code,
        round=facets.round or default_round,
        item=CommunityEvidence(
            stratum=stratum,
            method=facets.method,
            source=facets.source,
            collected_on=date.fromordinal(group.last_day),
            answered=float(answered),
            mean_rating=mean,
            grade=facets.grade,
            refused_share=counts[REFUSED] / asked,
            design_effect=facets.design_effect,
            rated=facets.rated,
            asked_elsewhere=facets.asked_elsewhere,
            takes_sides_share=_share(asked_beside, "takes_sides"),
            minds_being_seen_share=_share(asked_beside, "minds_being_seen"),
        ),
        distribution=RatingDistribution(
            (counts[0], counts[1], counts[2], counts[3], counts[4]), do_not_know=counts[DO_NOT_KNOW], refused=counts[REFUSED]
        ),
        wording_hash=facets.wording_hash,
        matched_by=HOWS[int(group.hows.argmax())],
        rated_unit=facets.rated_unit,
        bad_conduct_share=_share(asked_beside, "bad_conduct"),
        follow_ups=asked_beside,
    )


def _share(said: FollowUps | None, question: str) -> float | None:
    counts: QuestionCounts | None = getattr(said, question, None)
    return counts.share if counts is not None else None
