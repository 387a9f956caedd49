"""Levels of detail: the outlines of areas, simplified together so that neighbours keep one border between them.

They are made once, when areas come in, and kept in the project: six million corners take many seconds. What is kept carries the
fingerprint of the areas of which it was made, so that it can never be drawn for others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, KeptLevel
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.wkb import Geometries, from_wkb, to_wkb

TOLERANCES = (0.0, 0.001, 0.004, 0.016, 0.064)
"""Degrees by which a level may differ from the outlines as they came, about 0, 110 m, 450 m, 1.8 km and 7 km."""
DETAIL_PX = 0.8
"""What a level may differ on the page: less than the line of a border. It is the side of a square as large as a corner that was left
out, which therefore stood less far from the line that stayed."""
_FEW = 20_000  # corners that are painted as quickly as fewer would be
_CORNER_BYTES = 16  # of WKB


@dataclass(frozen=True, slots=True)
class Level:
    """The outlines of all areas at one level of detail.

    Attributes
    ----------
    tolerance : float
        Degrees by which they may differ from the outlines as they came.
    outlines : ndarray of object, (areas,)
        Polygons in degrees.
    """

    tolerance: float
    outlines: Geometries


def are_worth_levels(areas: Sequence[Area]) -> bool:
    """Tell whether areas have so many corners that fewer are painted more quickly."""
    return sum(len(area.geometry) for area in areas) > _FEW * _CORNER_BYTES


def levels_of(outlines: Geometries, progress: Progress | None = None) -> tuple[Level, ...]:
    """Simplify outlines, degrees, to the levels of :data:`TOLERANCES`; few corners stay as they are.

    Returns
    -------
    tuple of Level
        The finest first. A level that would save less than a third of the corners is left out.

    Raises
    ------
    Cancelled
        When the user asked to stop.
    """
    watcher, made = progress or Silent(), [Level(0.0, outlines)]
    for n, tolerance in enumerate(TOLERANCES[1:]):
        watcher.step(n, len(TOLERANCES) - 1, "progress.simplifying")
        before = int(shapely.get_num_coordinates(made[-1].outlines).sum())
        if before <= _FEW:
            break
        simpler = np.asarray(shapely.coverage_simplify(made[-1].outlines, tolerance), dtype=object)
        if int(shapely.get_num_coordinates(simpler).sum()) <= before * 2 / 3:
            made.append(Level(tolerance, simpler))
    return tuple(made)


def level_for(levels: Sequence[Level], degrees_per_pixel: float) -> int:
    """Return the coarsest level whose difference nobody sees at so many degrees a pixel."""
    return max(n for n, level in enumerate(levels) if level.tolerance <= DETAIL_PX * degrees_per_pixel or n == 0)


# ---- how they are kept ------------------------------------------------------------------------------------------------------


def fingerprint_of(areas: Sequence[Area]) -> str:
    """Return a digest of the codes and outlines of areas, in their order: levels of detail fit the areas with the same one."""
    digest = hashlib.sha256()
    for area in areas:
        code = area.code.encode("utf-8")
        # With their lengths, so that no two lists of areas read as the same bytes.
        digest.update(len(code).to_bytes(8, "big") + code + len(area.geometry).to_bytes(8, "big"))
        digest.update(area.geometry)
    return digest.hexdigest()


def kept_form(levels: Sequence[Level]) -> tuple[KeptLevel, ...]:
    """Return levels as they are kept: a collection each; the outlines as they came are with the areas already."""
    return tuple(
        KeptLevel(level.tolerance, to_wkb(shapely.GeometryCollection(list(level.outlines))) if level.tolerance else b"")
        for level in levels
    )


def from_kept_form(kept: Sequence[KeptLevel], outlines: Geometries) -> tuple[Level, ...]:
    """Return the levels that were kept of outlines; none where what was kept cannot be theirs or is damaged."""
    levels = [Level(0.0, outlines)]
    for one in kept:
        if not one.tolerance:
            continue
        try:
            shapes = np.asarray(shapely.get_parts(from_wkb(one.outlines)), dtype=object)
        except KnownError:
            return ()
        if len(shapes) != len(outlines):
            return ()
        levels.append(Level(one.tolerance, shapes))
    return tuple(levels) if kept else ()
