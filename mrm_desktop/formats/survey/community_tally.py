"""Aggregation at the door: single answers go in, evidence by area, stratum, source and round comes out; the answers stay outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.formats.survey.answers import DO_NOT_KNOW, Answers, Facets, joined
from mrm_desktop.formats.survey.group_evidence import Asked, SampleOf, evidence_of
from mrm_desktop.formats.survey.overlaps import CountedGroup, bounds_of, totals_among
from mrm_desktop.formats.survey.rounds import round_names, round_of, round_starts

STRATA = tuple(Stratum)
_ANY_GRADE = Grade("F", "6")  # what a source is worth does not make its people others
Ints = npt.NDArray[np.int64]
GroupKey = tuple[str, Stratum, Facets]


@dataclass(slots=True)
class Tally:
    """Takes the answers of all blocks of a file, and counts them once all are there: only then is it known which rounds there are."""

    _codes: dict[int, str] = field(default_factory=dict)
    _kinds: dict[Facets, int] = field(default_factory=dict)
    _keys: list[Ints] = field(default_factory=list)  # area, stratum, facets, how matched; shape (n, 4)
    _answers: list[Answers] = field(default_factory=list)
    rounds: tuple[tuple[str, date, date], ...] = ()
    _groups: dict[GroupKey, Ints] = field(default_factory=dict)
    _all: Answers | None = None
    _hows: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

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
            Positions in :data:`STRATA` and :data:`~mrm_desktop.formats.survey.answers.HOWS`.
        facets : tuple
            Position of each row's facets in the list that follows.
        """
        if len(areas):
            places, kinds = facets
            self._codes.update(codes)
            of_kind = np.array([self._kinds.setdefault(kind, len(self._kinds)) for kind in kinds], dtype=np.int64)
            self._keys.append(
                np.stack([areas.astype(np.int64), strata.astype(np.int64), of_kind[places], hows.astype(np.int64)], 1)
            )
            self._answers.append(answers)

    def close(self, stated: Sequence[date] = ()) -> None:
        """Cut what has no round yet into rounds by its days, and sort the answers into groups.

        Parameters
        ----------
        stated : Sequence[date]
            First days of the rounds, where a person said them.
        """
        if not self._answers:
            return
        everything, keys = joined(self._answers), np.concatenate(self._keys)
        # The same answers in another order are the same: sums of weights do not depend on how a file is sorted.
        if (np.diff(everything.numbers) < 0).any():
            order = np.argsort(everything.numbers, kind="stable")
            everything, keys = everything.those(order), keys[order]
        self._all = everything
        self._answers, self._keys = [], []
        self._hows = keys[:, 3]
        kinds = list(self._kinds)
        unnamed = np.array([not kind.round for kind in kinds])[keys[:, 2]]
        cut = np.zeros(len(keys), dtype=np.int64)
        if unnamed.any():
            cut[unnamed] = self._cut(self._all.days[unnamed], stated)
        table = np.column_stack([keys[:, :3], cut])
        # One number for each combination: sorting numbers is many times as fast as sorting rows.
        wide = np.append(np.cumprod((table.max(axis=0) + 1)[:0:-1])[::-1], 1)
        _, starts, place = np.unique(table @ wide, return_index=True, return_inverse=True)
        by_group = np.argsort(place, kind="stable")
        members = np.split(by_group, np.cumsum(np.bincount(place))[:-1])
        for (area, stratum, kind, number), rows in zip(table[starts].tolist(), members, strict=True):
            facets = kinds[kind]
            named = facets if facets.round else replace(facets, round=self.rounds[number][0])
            key = self._codes[area], STRATA[stratum], named
            self._groups[key] = np.sort(np.append(self._groups[key], rows)) if key in self._groups else rows

    def _cut(self, days: Ints, stated: Sequence[date]) -> Ints:
        number = round_of(days, round_starts(days, stated))
        present, place = np.unique(number, return_inverse=True)
        spans = [days[place == n] for n in range(len(present))]
        first, last = ([date.fromordinal(int(end(span))) for span in spans] for end in (np.min, np.max))
        self.rounds = tuple(zip(round_names(last), first, last, strict=True))
        return place.ravel()

    def leave_totals(self, lineage_of: Callable[[str], tuple[str, ...]], file: str) -> list[tuple[str, Stratum, int, int]]:
        """Leave out the groups that are totals of others, in a table of counts; return area, stratum, first row and rows of each.

        Raises
        ------
        KnownError
            ``community.groups_overlap``.
        """
        if self._all is None:
            return []
        numbers = self._all.numbers
        keys = sorted(self._groups, key=lambda key: int(numbers[self._groups[key]].min()))
        counted = [
            CountedGroup(
                row=int(numbers[self._groups[key]].min()),
                lineage=lineage_of(key[0]),
                survey=replace(key[2], grade=_ANY_GRADE, wording_hash="", design_effect=None),
                bounds=bounds_of([key[1]]),
                answered=float(self._answered(key)),
                name=key[1].value,
            )
            for key in keys
        ]
        left = []
        for place in totals_among(counted, file):
            rows = self._groups.pop(keys[place])
            left.append((keys[place][0], keys[place][1], int(numbers[rows].min()), len(rows)))
        return left

    def _answered(self, key: GroupKey) -> int:
        assert self._all is not None
        mine = self._all.those(self._groups[key])
        return int(mine.people[mine.slots < DO_NOT_KNOW].sum())

    def evidence(self, asked: Asked, uses_design: bool) -> tuple[list[AreaEvidence], list[tuple[str, int]]]:
        """Return the evidence in the order of areas and strata, and the areas with rows of groups in which nobody rated.

        Parameters
        ----------
        uses_design : bool
            Whether weights, clusters and strata of the sample are known.
        """
        found: list[AreaEvidence] = []
        silent: list[tuple[str, int]] = []
        if self._all is None:
            return found, silent
        sample = SampleOf(self._all) if uses_design else None
        for key, rows in sorted(self._groups.items(), key=lambda item: (item[0][0], item[0][1].value, item[0][2])):
            if self._answered(key) == 0:
                silent.append((key[0], len(rows)))
            else:
                estimate = None if sample is None else sample.of(rows)
                found.append(evidence_of(*key, self._all.those(rows), self._hows[rows], asked, estimate))
        return found, silent
