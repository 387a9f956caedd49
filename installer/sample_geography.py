"""The land of the sample country: a tessellation of an invented island into areas of three levels, roads, settlements.

Everything is drawn from one seeded generator; neighbouring areas share their borders exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

WEST, SOUTH = -20.4, -23.2  # open water of the South Atlantic: nobody lives there
WIDTH, HEIGHT = 4.6, 3.6
REGIONS, DISTRICTS, WARDS = 5, 24, 72

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ward:
    """A smallest area with the district and region it belongs to, as numbers."""

    number: int
    district: int
    region: int
    shape: BaseGeometry


def island(rng: np.random.Generator) -> Polygon:
    """Draw a coast: an ellipse whose radius wanders, smooth on a large and rough on a small scale."""
    angles = np.linspace(0, 2 * math.pi, 720, endpoint=False)
    wander = np.ones_like(angles)
    for frequency in range(2, 60):
        wander += 0.22 / frequency**1.25 * np.sin(frequency * angles + rng.uniform(0, 2 * math.pi))
    x = WEST + WIDTH / 2 + WIDTH * 0.42 * wander * np.cos(angles)
    y = SOUTH + HEIGHT / 2 + HEIGHT * 0.42 * wander * np.sin(angles)
    return Polygon(np.column_stack([x, y])).buffer(0)


def spread(rng: np.random.Generator, land: Polygon, count: int) -> Floats:
    """Spread ``count`` points evenly over the land (Lloyd's relaxation on a cloud of sample points)."""
    cloud = _cloud(rng, land, 6000)
    centres = cloud[rng.choice(len(cloud), count, replace=False)]
    for _ in range(12):
        nearest = _nearest(cloud, centres)
        centres = np.array([cloud[nearest == k].mean(axis=0) for k in range(count)])
    return centres


def _cloud(rng: np.random.Generator, land: Polygon, count: int) -> Floats:
    west, south, east, north = land.bounds
    points = np.column_stack([rng.uniform(west, east, count * 3), rng.uniform(south, north, count * 3)])
    return points[shapely.contains_xy(land, points)][:count]


def _nearest(points: Floats, centres: Floats) -> npt.NDArray[np.intp]:
    distances = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    nearest: npt.NDArray[np.intp] = distances.argmin(axis=1)
    return nearest


def wards(rng: np.random.Generator, land: Polygon) -> list[Ward]:
    """Cut the land into wards with wandering borders and group them into districts and regions."""
    centres = spread(rng, land, WARDS)
    district_centres = spread(rng, land, DISTRICTS)
    region_centres = spread(rng, land, REGIONS)
    cells = shapely.voronoi_polygons(shapely.multipoints(centres), extend_to=land.envelope.buffer(1), only_edges=True)
    lines = [_wander(rng, line) for line in shapely.get_parts(cells)]
    network = shapely.node(shapely.union_all([*lines, land.boundary]))
    faces = [face for face in shapely.get_parts(shapely.polygonize([network])) if land.contains(face.representative_point())]
    district_of = _nearest(centres, district_centres)
    region_of = _nearest(district_centres, region_centres)
    merged: dict[int, list[BaseGeometry]] = {}
    for face in faces:
        middle = np.array([face.representative_point().coords[0]])
        merged.setdefault(int(_nearest(middle, centres)[0]), []).append(face)
    return [
        Ward(k, int(district_of[k]), int(region_of[district_of[k]]), shapely.set_precision(shapely.union_all(parts), 1e-5))
        for k, parts in sorted(merged.items())
    ]


def _wander(rng: np.random.Generator, line: BaseGeometry) -> LineString:
    """Let a straight border wander like a river, ends fixed."""
    (x1, y1), (x2, y2) = line.coords[0], line.coords[-1]
    length = math.hypot(x2 - x1, y2 - y1)
    steps = max(2, int(length / 0.02))
    along = np.linspace(0, 1, steps + 1)
    sway = np.zeros_like(along)
    for frequency in range(1, 7):
        sway += rng.normal(0, 0.035 / frequency**1.3) * np.sin(frequency * math.pi * along)
    sway *= length
    x = x1 + (x2 - x1) * along - (y2 - y1) / max(length, 1e-9) * sway
    y = y1 + (y2 - y1) * along + (x2 - x1) / max(length, 1e-9) * sway
    return LineString(np.column_stack([x, y]))


def settlements(rng: np.random.Generator, areas: Sequence[BaseGeometry], count: int) -> list[tuple[int, Point]]:
    """Place ``count`` settlements inside areas; returns (area index, point)."""
    placed = []
    for k in range(count):
        index = k % len(areas)
        west, south, east, north = areas[index].bounds
        while True:
            point = Point(round(rng.uniform(west, east), 5), round(rng.uniform(south, north), 5))
            if areas[index].contains(point):
                placed.append((index, point))
                break
    return placed


def road(rng: np.random.Generator, start: Point, end: Point, land: BaseGeometry) -> LineString | None:
    """Draw a road between two towns; None where it would leave the land."""
    line = _wander(rng, LineString([start, end]))
    return line if land.contains(line) else None
