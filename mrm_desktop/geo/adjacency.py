"""Which areas adjoin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from shapely import STRtree

# Borders drawn twice rarely meet exactly: about 100 m of slack, in degrees.
TOUCHING_DEGREES = 0.001


def adjoining(tree: STRtree, rows: Sequence[int]) -> frozenset[int]:
    """Return the shapes that adjoin any of some shapes of one tree.

    Two shapes adjoin when they come within about 100 m of each other; a shared corner counts.

    Parameters
    ----------
    tree : STRtree
        Shapes in degrees, WGS 84.
    rows : Sequence[int]
        Positions of the shapes that are asked about.

    Returns
    -------
    frozenset[int]
        Positions of shapes that adjoin one of them; one of them is among these only where it adjoins another.
    """
    if not rows:
        return frozenset()
    asked = np.asarray(rows)
    one, found = tree.query(tree.geometries[asked], predicate="dwithin", distance=TOUCHING_DEGREES)
    return frozenset(found[asked[one] != found].tolist())
