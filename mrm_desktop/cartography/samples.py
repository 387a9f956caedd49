"""The samples of every legend on paper: a class as a small SVG of its own, drawn by the same hand as the map."""

from __future__ import annotations

from functools import cache

import numpy as np

from mrm_desktop.cartography.display_list import Fill, Item, Line, Marks, shape_of
from mrm_desktop.cartography.style import FillClass, PointClass, StrokeClass, dash_of
from mrm_desktop.cartography.svg import root, tag
from mrm_desktop.cartography.svg_map import PX_PER_MM, item_markup, pattern_definitions
from mrm_desktop.cartography.view import View

SAMPLE = (9.0, 4.5)
"""Width and height of a sample, mm."""
_EDGE = "#4a453c"


@cache
def swatch(fill: FillClass) -> str:
    """Draw the sample of a class of areas."""
    box = shape_of([_corners(0.6, 0.6)], is_on_page=True)
    return sample_of(Fill(box, fill.fill, fill), Line(box, _EDGE, 1.1), patterns=pattern_definitions([fill]))


@cache
def line_swatch(style: StrokeClass) -> str:
    """Draw the sample of a class of outlines."""
    return sample_of(Line(shape_of([_corners(3.0, 3.0)], is_on_page=True), style.stroke, style.width, dash_of(style)))


@cache
def route_swatch(style: StrokeClass) -> str:
    """Draw the sample of a class of ways, on white as on the map."""
    width, height = (side * PX_PER_MM for side in SAMPLE)
    level = shape_of([np.array([(0.0, height / 2), (width, height / 2)])], is_on_page=True)
    return sample_of(Line(level, style.stroke, style.width, dash_of(style), casing="#ffffff", is_closed=False))


@cache
def point_swatch(style: PointClass) -> str:
    """Draw the sample of a class of points: the sign itself, as large as on the map."""
    width, height = (side * PX_PER_MM for side in SAMPLE)
    return sample_of(Marks(np.array([(width / 2, height / 2)]), style))


def sample_of(*items: Item, patterns: str = "") -> str:
    """Draw items, in pixels from the upper left corner, as a sample."""
    width, height = SAMPLE
    view = View(0.0, 0.0, 1.0, width * PX_PER_MM, height * PX_PER_MM)
    drawn = "".join(item_markup(item, view) for item in items)
    definitions = tag("defs", patterns) if patterns else ""
    return root(width, height, definitions, tag("g", drawn, transform=f"scale({1 / PX_PER_MM:.6f})"))


def _corners(x: float, y: float) -> np.ndarray:
    """Return a box so many pixels inside the sample."""
    width, height = (side * PX_PER_MM for side in SAMPLE)
    return np.array([(x, y), (width - x, y), (width - x, height - y), (x, height - y), (x, y)])
