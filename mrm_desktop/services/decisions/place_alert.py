"""Find the area that an alert is about by what was typed in the hurry: a P-code, a name, or a sentence that holds one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.names import normalised
from mrm_desktop.project.knowledge import Knowledge

SHORTEST_NAME = 3
"""Letters of the shortest name that is looked for inside a sentence."""


@dataclass(frozen=True, slots=True)
class AlertPlace:
    """The area to which an alert belongs.

    Attributes
    ----------
    is_named : bool
        Whether what was typed names it; where it names no area of the project, the alert belongs to the largest.
    """

    area: Area
    is_named: bool


def place_alert(knowledge: Knowledge, where: str, picked: str = "") -> AlertPlace:
    """Find the area of an alert. What was typed decides; the area picked on the map counts only where nothing was typed.

    Parameters
    ----------
    where : str
        What was typed under "Where"; blank where nobody had time.
    picked : str
        Code of the area picked on the map; "" for none.

    Raises
    ------
    KnownError
        ``assess.no_areas`` where the project has no area to which an alert could belong; ``area.unknown``.
    """
    if not knowledge.areas:
        raise KnownError("assess.no_areas")
    if not where.strip():
        return AlertPlace(knowledge.area(picked) if picked else largest_area(knowledge.areas), is_named=True)
    found = area_named(knowledge, where)
    return AlertPlace(largest_area(knowledge.areas), is_named=False) if found is None else AlertPlace(found, is_named=True)


def largest_area(areas: Sequence[Area]) -> Area:
    """Return the area that stands for the whole country: of the highest level the first by code."""
    return min(areas, key=lambda area: (area.level, area.code))


def area_named(knowledge: Knowledge, text: str) -> Area | None:
    """Return the one area that a text names, at most as small as those that are assessed; None where it names none, or several.

    Of areas inside each other the smallest is meant: "Susou, Kabimir" is the district and not its region.
    """
    by_code = knowledge.index.with_code(text.strip())
    if by_code is not None:
        return _assessed(knowledge, by_code)
    whole = f" {normalised(text)} "
    named = [area for area in knowledge.areas if any(_holds(whole, name) for name in (area.name, *area.names.values()))]
    exact = [area for area in named if any(whole == f" {normalised(name)} " for name in (area.name, *area.names.values()))]
    meant = {_assessed(knowledge, area).code for area in exact or named}
    around = {above for code in meant for above in knowledge.ground.above_and_self(code) if above != code}
    smallest = sorted(meant - around)
    return knowledge.index.by_code[smallest[0]] if len(smallest) == 1 else None


def _holds(sentence: str, name: str) -> bool:
    key = normalised(name)
    return len(key) >= SHORTEST_NAME and f" {key} " in sentence


def _assessed(knowledge: Knowledge, area: Area) -> Area:
    """Return the assessed area that an area lies in; the area itself where it is as large."""
    around = knowledge.ground.above_and_self(area.code)
    return next((knowledge.index.by_code[code] for code in around if code in knowledge.ground.assessed_rows), area)
