"""Whether areas lie where they can: at 0/0, the wrong way round, or away from the area that they say they are part of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.coordinate_checks import OUTSIDE, SWAPPED, ZERO, check_shapes
from mrm_desktop.geo.wkb import many_from_wkb

OUTSIDE_PARENT = "areas.outside_parent"
_SWAPPED_SHARE = 0.5


def misplaced(found: Sequence[Area], known: Sequence[Area], file: str) -> Mapping[str, str]:
    """Return the code of each area that cannot lie where it does, with the reason.

    An area outside the country is no mistake by itself - a project may get a second country - but one outside its parent is.

    Parameters
    ----------
    found : Sequence[Area]
        Areas of a file.
    known : Sequence[Area]
        Areas of the project.

    Raises
    ------
    KnownError
        ``areas.swapped`` where that holds for most areas of the file: then its columns are the wrong way round.
    """
    shapes = many_from_wkb(area.geometry for area in found)
    # Of a first file the other areas are the country.
    others = known or [a for a, problem in zip(found, check_shapes(shapes, AreaIndex([])), strict=True) if not problem]
    problems = {}
    for area, problem in zip(found, check_shapes(shapes, AreaIndex(others)), strict=True):
        if problem in (ZERO, SWAPPED):
            problems[area.code] = str(problem)
    problems |= _outside_parents(found, known, problems)
    swapped = sum(problem == SWAPPED for problem in problems.values())
    if swapped > _SWAPPED_SHARE * len(found):
        raise KnownError("areas.swapped", file=file, count=swapped)
    return problems


def _outside_parents(found: Sequence[Area], known: Sequence[Area], problems: Mapping[str, str]) -> dict[str, str]:
    parents = {area.code: area for area in (*known, *found)}
    by_parent: dict[str, list[Area]] = {}
    for area in found:
        if area.parent in parents and area.parent != area.code and not {area.code, area.parent} & problems.keys():
            by_parent.setdefault(area.parent or "", []).append(area)
    outside = {}
    for code, children in by_parent.items():
        wrong = check_shapes(many_from_wkb(child.geometry for child in children), AreaIndex([parents[code]]))
        for n in np.flatnonzero((wrong == OUTSIDE) | (wrong == SWAPPED)).tolist():
            outside[children[n].code] = OUTSIDE_PARENT if wrong[n] == OUTSIDE else SWAPPED
    return outside
