"""Whether two positions are the same spot, measured anew: a receiver is off by tens of metres, and never twice by the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from math import cos, hypot, radians

from mrm_desktop.geo.coordinates import METRES_PER_DEGREE

Point = tuple[float, float]

NAMED_M = 2_000.0
"""Up to where two positions of one name are one spot: a base is as large as a village, and its position is taken at either gate."""
NAMELESS_M = 500.0


class Spots:
    """The spots that were met, each for whom it is of; a spot goes along with what is measured of it, so that drift makes no other one."""

    def __init__(self) -> None:
        self._known: defaultdict[Hashable, list[tuple[int, Point]]] = defaultdict(list)
        self._count = 0

    def number(self, whose: Hashable, point: Point, within_m: float) -> int:
        """Return the number of the spot at a position, the same for all positions of one owner that lie near each other.

        Parameters
        ----------
        point : Point
            Longitude and latitude in degrees.
        """
        spots = self._known[whose]
        near = [(_metres(point, known), n) for n, (_, known) in enumerate(spots)]
        distance, n = min(near, default=(float("inf"), -1))
        if distance <= within_m:
            spots[n] = (spots[n][0], point)
            return spots[n][0]
        self._count += 1
        spots.append((self._count, point))
        return self._count


def _metres(one: Point, other: Point) -> float:
    east = (one[0] - other[0]) * cos(radians((one[1] + other[1]) / 2))
    return METRES_PER_DEGREE * hypot(east, one[1] - other[1])
