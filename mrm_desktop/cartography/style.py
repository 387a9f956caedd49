"""The map language: named, versioned classes, each a colour *and* a pattern, read from ``maps/styles``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mrm_desktop.domain.errors import BugError
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.foundation.assets import asset


class Pattern(Word):
    """Patterns of a fill. Every renderer draws all of them."""

    PLAIN = "plain"
    HATCH = "hatch"
    BACKHATCH = "backhatch"
    GRID = "grid"
    DOTS = "dots"
    LINES = "lines"
    DASH = "dash"
    CROSS = "cross"
    RINGS = "rings"


@dataclass(frozen=True, slots=True)
class FillClass:
    """A class of an area theme.

    Attributes
    ----------
    fill, ink : str
        Colours ``#rrggbb`` of the ground and of the pattern on it.
    """

    id: str
    fill: str
    pattern: Pattern
    ink: str


@dataclass(frozen=True, slots=True)
class StrokeClass:
    """A class of outlines. ``width`` is in CSS pixels, ``dash`` an SVG dash array."""

    id: str
    stroke: str
    width: float
    dash: str = ""


@dataclass(frozen=True, slots=True)
class PointClass:
    """A class of points; ``radius`` in CSS pixels, ``shape`` one of ``circle``, ``diamond``, ``triangle``, ``count`` (a number)."""

    id: str
    fill: str
    stroke: str
    radius: float
    shape: str = "circle"


@dataclass(frozen=True, slots=True)
class GroundColours:
    """Colours ``#rrggbb`` of a map below and around its areas.

    Attributes
    ----------
    paper : str
        The page where no base map is drawn.
    ink, letters, faint, halo : str
        Names of towns and places; of areas; of what lies around them; and what lies around all letters.
    veil : str
        UN presence.
    badge : str
        The ground of a number that stands for several marks.
    road, road_edge, wood, wetland, built : str
        What the user's own vector tiles add.
    """

    paper: str
    sea: str
    land: str
    lake: str
    river: str
    border: str
    ink: str
    letters: str
    faint: str
    halo: str
    veil: str
    badge: str
    road: str
    road_edge: str
    wood: str
    wetland: str
    built: str


@dataclass(frozen=True, slots=True)
class Style:
    """One map style: fixed classes in legend order. Breaks are the method's, never computed from today's data.

    Attributes
    ----------
    layers : Mapping[str, tuple[StrokeClass | PointClass, ...]]
        Classes of the layers over the areas, by the layer's name.
    roadside : tuple[PointClass, ...]
        What stands beside the way of a trip: ``check_in``, ``care`` and ``checkpoint``.
    base : PointClass
        A base of UN military.
    """

    name: str
    version: str
    themes: Mapping[str, tuple[FillClass, ...]]
    layers: Mapping[str, tuple[StrokeClass | PointClass, ...]]
    roadside: tuple[PointClass, ...]
    base: PointClass
    boundary: StrokeClass
    focus: StrokeClass
    ground: GroundColours
    ground_dark: GroundColours

    def ground_in(self, is_dark: bool) -> GroundColours:
        """Return the colours of a page that is dark or light."""
        return self.ground_dark if is_dark else self.ground

    def strokes(self, layer: str) -> tuple[StrokeClass, ...]:
        """Return the classes of a layer of lines or outlines."""
        return tuple(c for c in self.layers[layer] if isinstance(c, StrokeClass))

    def points(self, layer: str) -> tuple[PointClass, ...]:
        """Return the classes of a layer of points."""
        return tuple(c for c in self.layers[layer] if isinstance(c, PointClass))

    def fill(self, theme: str, class_id: str) -> FillClass:
        """Return a class of a theme.

        Raises
        ------
        BugError
            The theme has no such class: a classifier and its style have come apart.
        """
        for candidate in self.themes[theme]:
            if candidate.id == class_id:
                return candidate
        raise BugError("style.no_such_class", theme=theme, class_id=class_id)


def dash_of(style: StrokeClass) -> tuple[float, ...]:
    """Return the lengths of strokes and gaps of a class, pixels; empty for an unbroken line."""
    return tuple(float(part) for part in style.dash.split())


def _stroke(name: str, raw: Mapping[str, Any]) -> StrokeClass:
    return StrokeClass(name, raw["stroke"], raw["width"], raw.get("dash", ""))


def _point(raw: Mapping[str, Any]) -> PointClass:
    return PointClass(raw["id"], raw["fill"], raw["stroke"], raw["radius"], raw.get("shape", "circle"))


@cache
def load_style(name: str = "calm") -> Style:
    """Read the style called ``name``."""
    raw = json.loads(asset("maps", "styles", f"{name}.json").read_text(encoding="utf-8"))
    return Style(
        name=raw["name"],
        version=raw["version"],
        themes={
            theme: tuple(FillClass(c["id"], c["fill"], Pattern.parse(c["pattern"], theme), c["ink"]) for c in classes)
            for theme, classes in raw["themes"].items()
        },
        layers={
            layer: tuple(_point(c) if "fill" in c else _stroke(c["id"], c) for c in classes)
            for layer, classes in raw["layers"].items()
        },
        roadside=tuple(_point(c) for c in raw["roadside"]),
        base=_point(raw["base"]),
        boundary=_stroke("boundary", raw["boundary"]),
        focus=_stroke("focus", raw["focus"]),
        ground=GroundColours(**raw["ground"]),
        ground_dark=GroundColours(**raw["ground_dark"]),
    )
