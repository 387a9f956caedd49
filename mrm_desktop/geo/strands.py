"""Many lines as two arrays: the corners of all of them, and where each begins. A million roads are a few arrays, not a million objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.distance import Floats

Numbers = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Strands:
    """Lines of two corners or more.

    Attributes
    ----------
    corners : Floats
        Shape (m, 2), degrees.
    starts : Numbers
        Shape (n + 1,): line k has the corners from ``starts[k]`` up to ``starts[k + 1]``.
    """

    corners: Floats
    starts: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, k: int) -> Floats:
        return self.corners[self.starts[k] : self.starts[k + 1]]

    @property
    def counts(self) -> Numbers:
        """How many corners each line has."""
        return np.diff(self.starts)

    @property
    def ends(self) -> Numbers:
        """First and last corner of each line by number, shape (n, 2)."""
        return np.stack([self.starts[:-1], self.starts[1:] - 1], axis=1)

    @property
    def steps(self) -> Numbers:
        """Numbers of the corners from which a step leads to the next corner of the same line."""
        leads = np.ones(len(self.corners), dtype=bool)
        leads[self.starts[1:] - 1] = False
        return np.flatnonzero(leads)

    def take(self, which: Numbers) -> Strands:
        """Return some of the lines, in the order asked for."""
        counts = self.counts[which]
        return Strands(self.corners[ranges(self.starts[:-1][which], counts)], offsets(counts))

    def metres(self) -> Floats:
        """Return the geodesic length of each line; all steps are measured in one call."""
        if not len(self):
            return np.zeros(0)
        at, along = self.steps, np.zeros(len(self.corners))
        x, y = np.ascontiguousarray(self.corners[:, 0]), np.ascontiguousarray(self.corners[:, 1])
        along[at] = GEOD.inv(x[at], y[at], x[at + 1], y[at + 1])[2]
        return np.add.reduceat(along, self.starts[:-1])

    def bounds(self) -> Floats:
        """Return west, south, east and north of each line, shape (n, 4)."""
        if not len(self):
            return np.zeros((0, 4))
        return np.hstack([edge.reduceat(self.corners, self.starts[:-1], axis=0) for edge in (np.minimum, np.maximum)])

    def shapes(self, stretch: Any = 1.0) -> NDArray[Any]:
        """Return the lines as shapes, their corners multiplied by ``stretch``."""
        owner = np.repeat(np.arange(len(self)), self.counts)
        return np.asarray(shapely.linestrings(self.corners * stretch, indices=owner))


def offsets(counts: Any) -> Numbers:
    """Return where each line begins whose counts of corners are given, and where the last one ends."""
    begins = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=begins[1:])
    return begins


def ranges(first: Numbers, counts: Numbers) -> Numbers:
    """Return the numbers ``first[k]``, ``first[k] + 1``, ... of every k, ``counts[k]`` of them, one after the other."""
    begins = offsets(counts)
    return np.repeat(first - begins[:-1], counts) + np.arange(begins[-1])


def strands_of(shapes: NDArray[Any]) -> tuple[Strands, NDArray[Any], Numbers]:
    """Return the lines among some shapes, parts of lines each by itself.

    Returns
    -------
    tuple[Strands, NDArray[Any], Numbers]
        The lines as arrays, as shapes, and from which of the given ones each is; lines of one point are left out.
    """
    owner = np.arange(len(shapes))
    if not (shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING).all():
        shapes, owner = shapely.get_parts(shapes, return_index=True)
        is_line = shapely.get_type_id(shapes) == shapely.GeometryType.LINESTRING
        shapes, owner = shapes[is_line], owner[is_line]
    whole = Strands(shapely.get_coordinates(shapes), offsets(shapely.get_num_coordinates(shapes)))
    leads = np.flatnonzero(_leads(whole))
    if len(leads) < len(whole):
        return whole.take(leads), shapes[leads], owner[leads]
    return whole, shapes, owner


def _leads(lines: Strands) -> NDArray[np.bool_]:
    """Tell which lines lead anywhere: an empty one, or one whose corners are all one, does not."""
    moves = np.zeros(len(lines.corners) + 1)
    at = np.flatnonzero((lines.corners[1:] != lines.corners[:-1]).any(axis=1))
    moves[at + 1] = 1
    passed = np.cumsum(moves)
    return np.asarray((lines.counts > 1) & (passed[lines.starts[1:] - 1] > passed[lines.starts[:-1]]))


def strands(lines: Sequence[Floats]) -> Strands:
    """Return lines given one by one."""
    if not lines:
        return none()
    return Strands(np.concatenate([np.asarray(line, dtype=float) for line in lines]), offsets([len(line) for line in lines]))


def none() -> Strands:
    """Return no lines."""
    return Strands(np.zeros((0, 2)), np.zeros(1, dtype=np.int64))


def together(parts: Sequence[Strands]) -> Strands:
    """Return the lines of several sets, one set after the other."""
    return Strands(np.concatenate([part.corners for part in parts]), offsets(np.concatenate([part.counts for part in parts])))
