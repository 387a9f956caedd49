"""The attack on distances beside points: a search on a grid for where the places nearest to one base agree."""

from __future__ import annotations

import numpy as np

from mrm_desktop.geo.distance import Floats

STEP = 0.05  # degrees
FEWEST = 4  # places that have to agree


def trilaterate(places: Floats, kilometres: Floats) -> Floats:
    """Return where bases must stand: at the stated distance of several places, and nearer to none than it says."""
    west, south = places.min(axis=0)
    east, north = places.max(axis=0)
    grid = np.array([(x, y) for x in np.arange(west, east, STEP) for y in np.arange(south, north, STEP)])
    found: list[Floats] = []
    unexplained = np.ones(len(places), dtype=bool)
    while unexplained.sum() >= FEWEST:
        best = max(grid, key=lambda point: _agreeing(point, places, kilometres, unexplained))
        for step in (STEP / 4, STEP / 16):
            near = [best + np.array([a, b]) * step for a in range(-4, 5) for b in range(-4, 5)]
            best = max(near, key=lambda point: _agreeing(point, places, kilometres, unexplained, 1.5))
        agrees = unexplained & (np.abs(_away(best, places) - kilometres) < 3)
        if agrees.sum() < FEWEST:
            break
        found.append(best)
        unexplained &= ~agrees
    return np.array(found)


def _agreeing(point: Floats, places: Floats, kilometres: Floats, left: np.ndarray, within: float = 3.0) -> int:
    away = _away(point, places)
    if (away < kilometres - 2 * within).any():
        return -1
    return int((left & (np.abs(away - kilometres) < within)).sum())


def _away(point: Floats, places: Floats) -> Floats:
    east = (places[:, 0] - point[0]) * 111.3 * np.cos(np.radians(point[1]))
    result: Floats = np.hypot(east, (places[:, 1] - point[1]) * 110.6)
    return result
