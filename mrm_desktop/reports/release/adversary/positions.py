"""Where a base stands, worked out from the outlines of what is drawn around it; and outlines from which it cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.geo.distance import nearest_km
from mrm_desktop.geo.wkb import from_wkb
from mrm_desktop.reports.release.ladder import ReleasedPresence
from mrm_desktop.reports.release.solved import Remedy, Secret, Solved

FOUND_WITHIN_KM = 5.0
"""A guess as near as this to a base has found it: it can be seen from there."""
GRIDS = ((0.25, 0.0), (0.25, 0.08), (0.5, 0.0), (0.5, 0.17), (1.0, 0.0), (1.0, 0.33))
"""Fixed grids of squares, of which a coarser outline is made: width and shift, degrees. The first that hides the base is taken."""
FEWEST_CORNERS = 8  # of a shape through which a circle is laid

Point = tuple[float, float]


def guesses(shape: BaseGeometry) -> Iterator[Point]:
    """Yield where somebody would look for the base in a shape: its middle, and the centres of circles that fit it, whole or clipped."""
    for part in shapely.get_parts(shape):
        for middle in (part.centroid, shapely.minimum_bounding_circle(part).centroid, part.representative_point()):
            yield middle.x, middle.y
        corners = shapely.get_coordinates(part)
        if len(corners) >= FEWEST_CORNERS and not _is_of_squares(corners):
            yield from _centres(corners)
    yield shape.centroid.x, shape.centroid.y


def finds_base(shape: BaseGeometry, bases: Sequence[Point]) -> bool:
    """Tell whether one of the guesses at a shape lies at a base."""
    if not bases or shape.is_empty:
        return False
    found, _ = nearest_km(np.array(list(guesses(shape)), dtype=float), np.array(bases, dtype=float))
    return bool((found <= FOUND_WITHIN_KM).any())


def hide_bases(
    presence: Sequence[ReleasedPresence], bases: Sequence[Point]
) -> tuple[tuple[ReleasedPresence, ...], tuple[Solved, ...]]:
    """Return the outlines, those from which a base can be worked out as squares or not at all: patrols, too, are drawn around one."""
    kept: list[ReleasedPresence] = []
    solved: list[Solved] = []
    for item in presence:
        shape = from_wkb(item.geometry)
        if not finds_base(shape, bases):
            kept.append(item)
            continue
        coarse = next((made for made in (_squares(shape, *grid) for grid in GRIDS) if not finds_base(made, bases)), None)
        solved.append(Solved(Secret.BASE, Remedy.OUTLINE_WITHHELD if coarse is None else Remedy.COARSER_OUTLINE))
        if coarse is not None:
            kept.append(item.with_outline(shapely.to_wkb(coarse)))
    return tuple(kept), tuple(solved)


def _is_of_squares(corners: np.ndarray) -> bool:
    """Tell whether an edge is made of squares: nobody lays a circle through it."""
    return bool((np.diff(corners, axis=0) == 0).any(axis=1).all())


def _centres(corners: np.ndarray) -> Iterator[Point]:
    """Yield the centres of circles through all corners, and through stretches of them, of which one may be no part of a cut."""
    for stretch in (corners, *np.array_split(corners, 3), *np.array_split(corners, 6)):
        if len(stretch) >= FEWEST_CORNERS:
            yield _centre(stretch)


def _centre(corners: np.ndarray) -> Point:
    """Return the centre of the circle that fits corners best, by least squares; a degree of longitude is as long as it is there."""
    origin = corners.mean(axis=0)
    squeeze = np.cos(np.radians(origin[1]))
    x, y = (corners[:, 0] - origin[0]) * squeeze, corners[:, 1] - origin[1]
    (a, b, _), *_ = np.linalg.lstsq(np.column_stack([x, y, np.ones_like(x)]), x**2 + y**2, rcond=None)
    return float(origin[0] + a / 2 / squeeze), float(origin[1] + b / 2)


def _squares(shape: BaseGeometry, width: float, shift: float) -> BaseGeometry:
    """Return the squares of a fixed grid that a shape meets."""
    west, south, east, north = (int(np.floor((edge - shift) / width)) for edge in shape.bounds)
    corners = [(i * width + shift, j * width + shift) for i in range(west, east + 1) for j in range(south, north + 1)]
    boxes = [shapely.box(x, y, x + width, y + width) for x, y in corners]
    return shapely.union_all([box for box in boxes if box.intersects(shape)])
