"""The base map on paper: land, water and borders of Natural Earth below everything else, as light as the live page draws them.

Borders that are disputed, indefinite or lines of control keep their dashes. It is for orientation; nothing is ever scored on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.base_map import base_map_part
from mrm_desktop.cartography.paper import Frame, ring_path, track_path
from mrm_desktop.cartography.style import GroundColours
from mrm_desktop.cartography.svg import tag

CELL = 10  # degrees
DETAIL_TO = 30.0  # degrees; a paper that shows more than that takes the overview alone
RIVER_RANKS = ((3.0, 10), (8.0, 6), (DETAIL_TO, 4))  # degrees shown, and the least important river that still has room
FEWEST_RIVERS = 2
DASHES = {"settled": "", "disputed": "1.5 1", "indefinite": "0.5 1", "control": "2 0.8 0.5 0.8"}  # mm
BORDER_MM, RIVER_MM = 0.32, 0.22


def ground(frame: Frame, colours: GroundColours) -> Iterator[str]:
    """Draw land, rivers, lakes and borders within the paper of ``frame``."""
    parts = _parts(frame.bounds)
    for key, colour in (("land", colours.land), ("lakes", colours.lake)):
        path = "".join(ring_path(_points(run, part["steps"]), frame) for part in parts for run in part[key])
        if path:
            yield tag("path", d=path, fill=colour, fill_rule="evenodd")
        if key == "land":
            yield from _rivers(parts, frame, colours.river)
    for status, dashes in DASHES.items():
        runs = ((part["steps"], run) for part in parts for its, run in part["borders"] if its == status)
        path = "".join(track_path(_points(run, steps), frame) for steps, run in runs)
        if path:
            yield _line(path, colours.border, BORDER_MM, dashes)


def _rivers(parts: Sequence[dict[str, Any]], frame: Frame, colour: str) -> Iterator[str]:
    west, south, east, north = frame.bounds
    span = max(east - west, north - south)
    least = next((rank for shown, rank in RIVER_RANKS if span <= shown), FEWEST_RIVERS)
    runs = ((part["steps"], run) for part in parts for rank, run in part["rivers"] if rank <= least)
    path = "".join(track_path(_points(run, steps), frame) for steps, run in runs)
    if path:
        yield _line(path, colour, RIVER_MM)


def _line(path: str, colour: str, width: float, dashes: str = "") -> str:
    dashed: dict[str, str | float] = {"stroke_dasharray": dashes} if dashes else {}
    return tag("path", d=path, fill="none", stroke=colour, stroke_width=width, stroke_linejoin="round", **dashed)


def _parts(bounds: tuple[float, float, float, float]) -> list[dict[str, Any]]:
    """Return the cells below the paper; the overview where any of them is missing or there would be too many."""
    west, south, east, north = bounds
    if max(east - west, north - south) <= DETAIL_TO:
        corners = [(x, y) for x in _steps(west, east) for y in _steps(south, north)]
        found = [_part(_name(x, y)) for x, y in corners]
        # A cell of open sea has no file; one that is land in the overview alone must not come out as sea.
        if any(part is not None for part in found) and not _land_is_missing(corners, found):
            return [part for part in found if part is not None]
    world = _part("world")
    return [world] if world is not None else []


def _land_is_missing(corners: Sequence[tuple[int, int]], found: Sequence[dict[str, Any] | None]) -> bool:
    import shapely

    missing = [shapely.box(x, y, x + CELL, y + CELL) for (x, y), part in zip(corners, found, strict=True) if part is None]
    world = _part("world") if missing else None
    if world is None:
        return False
    land = [shapely.Polygon(_points(run, world["steps"])) for run in world["land"] if len(run) >= 8]
    return bool(shapely.intersects(shapely.union_all(missing), land).any())


def _steps(low: float, high: float) -> range:
    return range(int(np.floor(low / CELL)) * CELL, int(np.ceil(high / CELL)) * CELL, CELL)


def _name(west: int, south: int) -> str:
    return f"{'W' if west < 0 else 'E'}{abs(west):03d}{'S' if south < 0 else 'N'}{abs(south):02d}"


@lru_cache(maxsize=16)
def _part(name: str) -> dict[str, Any] | None:
    content = base_map_part(name)
    return None if content is None else dict(json.loads(content))


def _points(run: Sequence[int], steps: int) -> npt.NDArray[np.float64]:
    """Undo the deltas: degrees, shape (n, 2)."""
    return np.cumsum(np.array(run, dtype=np.float64).reshape(-1, 2), axis=0) / steps
