"""Aggregation at the door: single answers go in, evidence by area, stratum, source and round comes out; the answers stay outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.evidence import AreaEvidence, CommunityEvidence, RatingDistribution
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
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
    rated: str
    method: EvidenceMethod
    grade: Grade
    wording_hash: str
    design_effect: float | None = None


@dataclass(slots=True)
class _Group:
    counts: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(_COLUMNS, dtype=np.int64))
    total: float = 0.0
    rows: int = 0
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
        slots: npt.NDArray[np.int8],
        ratings: npt.NDArray[np.float64],
        days: npt.NDArray[np.int64],
        hows: npt.NDArray[np.int8],
        weights: npt.NDArray[np.int64],
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
        slots : npt.NDArray[np.int8]
            0 to 4 for a rating of -2 to 2, 5 for "don't know", 6 for a refusal.
        ratings : npt.NDArray[np.float64]
            Exact rating, -2 to 2; 0 where there is none.
        days : npt.NDArray[np.int64]
            Day as an ordinal number.
        weights : npt.NDArray[np.int64]
            People behind each row, usually 1.
        """
        if not len(areas):
            return
        places, kinds = facets
        keys = (areas.astype(np.int64) * len(STRATA) + strata) * len(kinds) + places
        unique, group_of = np.unique(keys, return_inverse=True)
        size = len(unique)
        counts = np.bincount(group_of * _COLUMNS + slots, weights=weights, minlength=size * _COLUMNS).reshape(size, _COLUMNS)
        totals = np.bincount(group_of, weights=ratings * weights, minlength=size)
        rows = np.bincount(group_of, minlength=size)
        how_counts = np.bincount(group_of * len(HOWS) + hows, minlength=size * len(HOWS)).reshape(size, len(HOWS))
        newest = np.zeros(size, dtype=np.int64)
        np.maximum.at(newest, group_of, days)
        self.last_day = max(self.last_day, int(days.max()))
        for n, key in enumerate(unique.tolist()):
            rest, kind = divmod(key, len(kinds))
            area, stratum = divmod(rest, len(STRATA))
            group = self.groups.setdefault((codes[area], STRATA[stratum], kinds[kind]), _Group())
            group.counts += counts[n].astype(np.int64)
            group.total += float(totals[n])
            group.rows += int(rows[n])
            group.hows += how_counts[n]
            group.last_day = max(group.last_day, int(newest[n]))

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
    # Ratings of word scales are whole numbers, so that their sum is exact in any order of the rows.
    mean = min(2.0, max(-2.0, group.total / answered))
    return AreaEvidence(
        id=new_id(),
        area_code=code,
        round=facets.round or default_round,
        rated=facets.rated,
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
        ),
        distribution=RatingDistribution(
            (counts[0], counts[1], counts[2], counts[3], counts[4]), do_not_know=counts[DO_NOT_KNOW], refused=counts[REFUSED]
        ),
        wording_hash=facets.wording_hash,
        matched_by=HOWS[int(group.hows.argmax())],
    )
