"""Levels of detail: the outlines of areas, simplified together so that neighbours keep one border between them.

They are made once, when areas come in, and never while a map is painted: six million corners take several seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from mrm_desktop.geo.wkb import Geometries

TOLERANCES = (0.0, 0.001, 0.004, 0.016, 0.064)
"""Degrees by which a level may differ from the outlines as they came, about 0, 110 m, 450 m, 1.8 km and 7 km."""
DETAIL_PX = 0.6  # what a level may differ on the page; less than the line of a border
_FEW = 20_000  # corners that are painted as quickly as fewer would be


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


def levels_of(outlines: Geometries) -> tuple[Level, ...]:
    """Simplify outlines, degrees, to the levels of :data:`TOLERANCES`; few corners stay as they are.

    Returns
    -------
    tuple of Level
        The finest first. A level that would save less than a third of the corners is left out.
    """
    made = [Level(0.0, outlines)]
    for tolerance in TOLERANCES[1:]:
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
