"""What the answers say, in sentences: each with what it rests on and how sure it is. What is not known is a finding, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.services.evidence.perceptions.cells import Cell
from mrm_desktop.services.evidence.perceptions.presence_and_acceptance import QuadrantPoint
from mrm_desktop.services.evidence.perceptions.trends import Difference

MOST_OF_A_KIND = 2
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """A headline and what stands under it, as codes of sentences.

    Attributes
    ----------
    code : str
        ``review.finding.<code>`` is the headline, ``review.finding.<code>.why`` what it rests on.
    params : dict[str, Any]
        What both sentences need; ``group`` and ``other`` are groups, ``areas`` names.
    area_code, group : str
        What it leads to: a row and a column of the table; "" where it is about many.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    area_code: str = ""
    group: str = ""


def findings_of(
    names: dict[str, str],
    cells: Sequence[Cell],
    changes: Sequence[Difference],
    contrasts: Sequence[Difference],
    quadrant: Sequence[QuadrantPoint],
    required: dict[str, tuple[Stratum, ...]],
) -> tuple[Finding, ...]:
    """Return the findings, what changed first.

    Parameters
    ----------
    names : dict[str, str]
        Of the areas that are reviewed, by code.
    required : dict[str, tuple[Stratum, ...]]
        For each area the groups that the method has to hear.
    """
    tests = sum(d.probability is not None for d in (*changes, *contrasts))
    return (
        *_changes(names, changes, tests),
        *_contrasts(names, contrasts, tests),
        *_nothing_changed(changes, contrasts, tests),
        *_unheard(names, cells, required),
        *_presence(quadrant),
    )


def _changes(names: dict[str, str], changes: Sequence[Difference], tests: int) -> list[Finding]:
    newest = {(d.area_code, d.about, d.source): d for d in changes}  # the last two rounds of each
    found = [d for d in newest.values() if d.is_beyond_chance]
    found.sort(key=lambda d: -abs(d.change or 0.0))
    return [
        Finding(
            "worse" if (d.change or 0.0) < 0 else "better",
            {"area": names.get(d.area_code, d.area_code), "group": d.about, "round": d.earlier, "tests": tests, **_means(d)},
            d.area_code,
            d.about,
        )
        for d in found[:MOST_OF_A_KIND]
    ]


def _contrasts(names: dict[str, str], contrasts: Sequence[Difference], tests: int) -> list[Finding]:
    newest = {(d.area_code, d.earlier): d for d in sorted(contrasts, key=lambda d: d.about) if d.is_beyond_chance}
    found = sorted(newest.values(), key=lambda d: -abs(d.change or 0.0))
    said = []
    for d in found[:MOST_OF_A_KIND]:
        worse, better = (d.earlier, d.later) if (d.change or 0.0) > 0 else (d.later, d.earlier)
        low, high = sorted((d.earlier_mean or 0.0, d.later_mean or 0.0))
        params = {"area": names.get(d.area_code, d.area_code), "group": worse, "other": better, "tests": tests}
        said.append(Finding("apart", {**params, "earlier": low, "later": high, "source": d.source}, d.area_code, worse))
    return said


def _means(d: Difference) -> dict[str, Any]:
    return {"earlier": d.earlier_mean or 0.0, "later": d.later_mean or 0.0, "source": d.source}


def _nothing_changed(changes: Sequence[Difference], contrasts: Sequence[Difference], tests: int) -> list[Finding]:
    if any(d.is_beyond_chance for d in (*changes, *contrasts)):
        return []
    if tests:
        return [Finding("no_difference", {"tests": tests})]
    return [Finding("not_comparable")] if changes else []


def _unheard(names: dict[str, str], cells: Sequence[Cell], required: dict[str, tuple[Stratum, ...]]) -> list[Finding]:
    """Name the group that is heard in the fewest of the areas where it has to be."""
    heard = {(cell.area_code, cell.group) for cell in cells if not cell.held_back}
    worst: tuple[float, str, list[str], int] | None = None
    for stratum in Stratum:
        where = [code for code in names if stratum in required.get(code, ())]
        missing = [code for code in where if (code, stratum.value) not in heard]
        if missing and (worst is None or len(missing) / len(where) > worst[0]):
            worst = len(missing) / len(where), stratum.value, missing, len(where)
    if worst is None:
        return []
    _, group, missing, where_all = worst
    heard_in = where_all - len(missing)
    return [
        Finding(
            "unheard", {"group": group, "heard": heard_in, "count": where_all, **_named([names[c] for c in missing])}, "", group
        )
    ]


def _presence(quadrant: Sequence[QuadrantPoint]) -> list[Finding]:
    disliked = [p.area_name for p in quadrant if p.quadrant == "often_disliked"]
    liked = [p.area_name for p in quadrant if p.quadrant in ("rarely_accepted", "often_accepted")]
    known = [p for p in quadrant if p.quadrant != "unknown"]
    if disliked:
        return [Finding("patrolled_and_disliked", {"count": len(disliked), "known": len(known), **_named(disliked)})]
    if known:
        return [Finding("none_disliked", {"count": len(known), "liked": len(liked), "all": len(quadrant)})]
    return [Finding("presence_or_acceptance_unknown", {"all": len(quadrant)})] if quadrant else []


def _named(areas: Sequence[str]) -> dict[str, Any]:
    return {"areas": list(areas[:MOST_NAMED]), "more": max(0, len(areas) - MOST_NAMED)}
