"""Boundaries take the place of the outlines with which a project began, and the ledger says what became of each area that gave way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mrm_desktop.domain.datasets import Dataset, LedgerEntry
from mrm_desktop.domain.geography import Area
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.crosswalk import Succession, covered_share, crosswalk
from mrm_desktop.project.ports import Repository

STARTER_FILE = "-starter.geojson"
LEAST_COVERED = 0.5
"""Share of the outlines' ground that boundaries must cover to take their place: one province alone does not."""
MOST_NAMED = 6  # successors of one area that are named


def outlines_replaced(present: Sequence[Dataset], areas: Sequence[Area], found: Sequence[Area]) -> Dataset | None:
    """Return the dataset of outlines whose place boundaries take; None where there are none, or on other ground."""
    outlines = [area for area in areas if area.is_starter]
    starter = next((d for d in present if d.file_name.endswith(STARTER_FILE)), None)
    # The border of the country says of no province where it lies.
    as_fine = [area for area in found if area.level >= min((outline.level for outline in outlines), default=0)]
    if starter is None or any(area.is_starter for area in found):
        return None
    return starter if covered_share(outlines, as_fine) >= LEAST_COVERED else None


def giving_way(areas: Sequence[Area], found: Sequence[Area]) -> list[Area]:
    """Return the areas that a newer boundary set leaves without their code: outlines, else those of its levels that it no longer has."""
    outlines = [area for area in areas if area.is_starter]
    if outlines and not any(area.is_starter for area in found):
        return outlines
    codes, levels = {area.code for area in found}, {area.level for area in found}
    return [area for area in areas if area.level in levels and area.code not in codes]


def what_became_of(repository: Repository, before: Sequence[Area], found: Sequence[Area]) -> tuple[LedgerEntry, ...]:
    """Say of each area that gives way what became of it, and on how many records an area is missing afterwards."""
    lines = [_line(succession) for succession in crosswalk(before, found)]
    left = {area.code for area in before} - {area.code for area in found}
    resting = [code for code in _codes_of_records(repository) if code in left]
    if resting:
        named = sorted({area.name for area in before if area.code in resting})
        lines.append(LedgerEntry("changed", "areas.records_on_outlines", len(resting), {"areas": named}))
    return tuple(lines)


def _line(succession: Succession) -> LedgerEntry:
    named = [f"{s.area.name} ({Words().percent(s.share_of_before)})" for s in succession.successors[:MOST_NAMED]]
    if len(succession.successors) > MOST_NAMED:
        named.append(f"+ {len(succession.successors) - MOST_NAMED}")
    params = {"area": succession.before.name, "areas": named}
    return LedgerEntry("changed", f"areas.crosswalk.{succession.change}", 0, params)


def _codes_of_records(repository: Repository) -> Iterator[str]:
    """Yield the area of everything that a project knows of one."""
    yield from (record.area_code for record in repository.evidence())
    yield from (record.area_code for record in repository.actor_reports())
    yield from (record.area_code for record in repository.circumstances())
    yield from (head.area_code for head in repository.decision_heads())
