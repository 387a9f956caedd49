"""Evidence made for the tests of the review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from mrm_desktop.domain.evidence import AreaEvidence, CommunityEvidence, GroupPart, RatingDistribution
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum

NOVEMBER, FEBRUARY = date(2025, 11, 20), date(2026, 2, 10)
_OF_ITEM = ("rated", "asked_elsewhere", "takes_sides_share", "method", "grade")


def mean_of(counts: Sequence[int]) -> float:
    n = sum(counts)
    return sum(r * c for r, c in zip((-2, -1, 0, 1, 2), counts, strict=True)) / n if n else 0.0


def evidence(
    stratum: Stratum = Stratum.WOMEN,
    counts: tuple[int, int, int, int, int] = (2, 4, 6, 8, 5),
    area: str = "XT01",
    day: date = FEBRUARY,
    wording: str = "w",
    source: str = "s",
    **more: Any,
) -> AreaEvidence:
    """Return what a group said, with the distribution of its answers."""
    item = CommunityEvidence(
        stratum, EvidenceMethod.PURPOSIVE_SURVEY, source, day, float(sum(counts)), mean_of(counts), Grade("B", "2")
    )
    spread = RatingDistribution(counts, more.pop("do_not_know", 0), more.pop("refused", 0))
    item = replace(item, **{name: more.pop(name) for name in _OF_ITEM if name in more})
    return AreaEvidence(f"{stratum}{area}{day}{source}", area, f"{day:%Y-%m}", item, spread, wording, **more)


def part(group: str, *counts: int) -> GroupPart:
    """Return those of an item who are in a group of another division."""
    assert len(counts) == 5
    return GroupPart(group, mean_of(counts), RatingDistribution((counts[0], counts[1], counts[2], counts[3], counts[4])))
