"""Points of records as the rounded coordinates of a map."""

from __future__ import annotations

from mrm_desktop.geo.outline import DEGREE_DIGITS


def point_of(point: tuple[float, float]) -> tuple[float, float]:
    """Round a point in degrees to what a map needs."""
    return round(point[0], DEGREE_DIGITS), round(point[1], DEGREE_DIGITS)
