"""From an older boundary set to a newer one: for each area before, the areas after that lie on its ground, by share of the ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.geo.wkb import many_from_wkb

SLIVER = 0.05
"""Share of an area below which an overlap is two drawings of one border, and no change."""
WHOLE = 0.85
"""Share from which an area counts as lying in another: coarse outlines leave the border by a few kilometres."""


class Change(Word):
    """What became of an area."""

    SAME = "same"
    RENAMED = "renamed"
    SPLIT = "split"
    MERGED = "merged"
    REDRAWN = "redrawn"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Successor:
    """An area after, with the shares of the ground of both that they have in common, 0 to 1."""

    area: Area
    share_of_before: float
    share_of_after: float


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of one area; its successors stand in the order of their share of it, the largest first."""

    before: Area
    change: Change
    successors: tuple[Successor, ...]


def crosswalk(before: Sequence[Area], after: Sequence[Area]) -> tuple[Succession, ...]:
    """Return what became of each area of a boundary set, in its order."""
    if not before or not after:
        return tuple(Succession(area, Change.GONE, ()) for area in before)
    old, new = _level(before), _level(after)
    old_sizes, new_sizes = shapely.area(old), shapely.area(new)
    rows, hits = shapely.STRtree(new).query(old, predicate="intersects")
    common = shapely.area(shapely.intersection(old[rows], new[hits]))
    found: list[list[Successor]] = [[] for _ in before]
    for row, hit, size in zip(rows.tolist(), hits.tolist(), common.tolist(), strict=True):
        shares = size / old_sizes[row], size / new_sizes[hit]
        if max(shares) >= SLIVER and (shares[0] >= SLIVER or shares[1] >= WHOLE):
            found[row].append(Successor(after[hit], float(shares[0]), float(shares[1])))
    return tuple(_succession(area, sorted(links, key=_by_share)) for area, links in zip(before, found, strict=True))


def covered_share(before: Sequence[Area], after: Sequence[Area]) -> float:
    """Return the share of the ground of one boundary set that another covers, 0 to 1."""
    if not before or not after:
        return 0.0
    ground = shapely.union_all(_level(before))
    return float(shapely.area(shapely.intersection(ground, shapely.union_all(_level(after)))) / shapely.area(ground))


def _by_share(successor: Successor) -> tuple[float, str]:
    return -successor.share_of_before, successor.area.code


def _succession(before: Area, successors: Sequence[Successor]) -> Succession:
    return Succession(before, _change(before, successors), tuple(successors))


def _change(before: Area, successors: Sequence[Successor]) -> Change:
    if not successors:
        return Change.GONE
    if len(successors) > 1:
        return Change.SPLIT if all(s.share_of_after >= WHOLE for s in successors) else Change.REDRAWN
    [only] = successors
    if only.share_of_before < WHOLE:
        return Change.REDRAWN
    if only.share_of_after < WHOLE:
        return Change.MERGED
    return Change.SAME if only.area.name.casefold() == before.name.casefold() else Change.RENAMED


def _level(areas: Sequence[Area]) -> np.ndarray:
    """Return the shapes with a degree of longitude as long as one of latitude on their parallel: shares of ground come out right."""
    shapes = np.array(many_from_wkb(area.geometry for area in areas), dtype=object)

    def narrowed(points: np.ndarray) -> np.ndarray:
        return np.column_stack([points[:, 0] * np.cos(np.radians(points[:, 1])), points[:, 1]])

    made: np.ndarray = shapely.make_valid(shapely.transform(shapes, narrowed))
    return made
