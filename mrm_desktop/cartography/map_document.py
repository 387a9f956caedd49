"""MapDocument: one map as pure data. The live page, the exported page and the printed map are drawings of it and cannot disagree.

Geometry is GeoJSON-like coordinates in degrees, WGS 84, longitude first. All words are already in the reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol

from mrm_desktop.cartography.style import FillClass, PointClass, StrokeClass

FORMAT = "mrm-map/1"

Ring = tuple[tuple[float, float], ...]
Polygons = tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A class with its words; ``count`` is how many features of this map are in it."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Theme:
    """A choropleth over the areas: exactly one theme is shown at a time.

    Attributes
    ----------
    classes : tuple[FillClass, ...]
        Classes in legend order.
    of_area : Mapping[str, str]
        Class of each area, by area code.
    """

    id: str
    title: str
    classes: tuple[FillClass, ...]
    legend: tuple[LegendEntry, ...]
    of_area: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AreaShape:
    """An area with the rows of its popup; ``label_at`` is a point inside it."""

    id: str
    name: str
    polygons: Polygons
    label_at: tuple[float, float]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PresenceShape:
    """Where UN military were last confirmed: a coarse outline and a frequency class, never a route or a time."""

    id: str
    name: str
    kind: str
    style: str
    polygons: Polygons
    base: tuple[float, float] | None
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A place that has coordinates."""

    id: str
    name: str
    style: str
    at: tuple[float, float]
    rows: tuple[tuple[str, str], ...]


class Overlay(Protocol):
    """A layer that can be drawn over any map. A page draws it by its kind."""

    @property
    def id(self) -> str:
        """Name of the layer."""

    @property
    def kind(self) -> str:
        """``points`` (with ``marks``, and ``counts`` of what has no point) or ``lines`` (with ``legs``)."""

    @property
    def title(self) -> str:
        """Head of its legend."""

    @property
    def styles(self) -> Sequence[StrokeClass | PointClass]:
        """Its classes in the order of the legend."""

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """Its classes in words."""


@dataclass(frozen=True, slots=True)
class Marginalia:
    """What every map must say about itself."""

    title: str
    subtitle: str
    sensitivity: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapDocument:
    """One map.

    Attributes
    ----------
    bounds : tuple[float, float, float, float]
        West, south, east, north in degrees.
    direction : str
        ``ltr`` or ``rtl``.
    words : Mapping[str, str]
        Labels of the page's own controls.
    base : PointClass
        How a base of UN military is drawn.
    overlays : Mapping[str, Overlay]
        Layers that are drawn with the map although they are not made of its view: incidents, trips.
    """

    language: str
    direction: str
    bounds: tuple[float, float, float, float]
    marginalia: Marginalia
    areas: tuple[AreaShape, ...]
    themes: tuple[Theme, ...]
    presence: tuple[PresenceShape, ...]
    presence_styles: tuple[StrokeClass, ...]
    presence_legend: tuple[LegendEntry, ...]
    places: tuple[PlaceMark, ...]
    place_styles: tuple[PointClass, ...]
    place_legend: tuple[LegendEntry, ...]
    base: PointClass
    boundary: StrokeClass
    focus: StrokeClass
    words: Mapping[str, str]
    overlays: Mapping[str, Overlay] = field(default_factory=dict)

    def with_overlays(self, *overlays: Overlay | None) -> MapDocument:
        """Return the same map with more layers over it; None is left out."""
        return replace(self, overlays={**self.overlays, **{overlay.id: overlay for overlay in overlays if overlay is not None}})

    def to_json(self) -> str:
        """Serialise for a page. ``<``, ``>`` and ``&`` are escaped, so that the text may stand inside a script element."""
        text = json.dumps(
            {"format": FORMAT, **_shallow(self)}, default=_shallow, ensure_ascii=False, separators=(",", ":"), allow_nan=False
        )
        for sign in "<>&\u2028\u2029":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
        return text

    def theme(self, theme_id: str) -> Theme:
        """Return the theme called ``theme_id``."""
        return next(theme for theme in self.themes if theme.id == theme_id)


@dataclass(frozen=True, slots=True)
class ShapesJson:
    """What of a document stays while only the question changes, serialised: by far the longest part of it.

    Attributes
    ----------
    presence : bytes
        The presence, as the member of an object.
    others : bytes
        Bounds, areas and places, likewise; places in columns.
    """

    presence: bytes
    others: bytes


def shapes_json(document: MapDocument) -> ShapesJson:
    """Serialise the shapes of a document, without the rows that only a popup needs."""
    order = {style.id: n for n, style in enumerate(document.place_styles)}
    others = {
        "bounds": document.bounds,
        "areas": [{**_shallow(area), "rows": ()} for area in document.areas],
        "places": {
            "id": [place.id for place in document.places],
            "name": [place.name for place in document.places],
            "lon": [place.at[0] for place in document.places],
            "lat": [place.at[1] for place in document.places],
            "style": [order[place.style] for place in document.places],
        },
    }
    presence = {"presence": [{**_shallow(item), "rows": ()} for item in document.presence]}
    return ShapesJson(page_json(presence)[1:-1], page_json(others)[1:-1])


def live_json(document: MapDocument, shapes: ShapesJson | None = None) -> bytes:
    """Serialise for the page of the window.

    Parameters
    ----------
    shapes : ShapesJson | None
        What :func:`shapes_json` gave for the same shapes, where it is at hand.
    """
    shapes = shapes or shapes_json(document)
    content = {name: value for name, value in _shallow(document).items() if name not in _SHAPES}
    return b"%s,%s,%s}" % (page_json({"format": FORMAT, **content})[:-1], shapes.presence, shapes.others)


def colours_json(document: MapDocument, shapes: ShapesJson | None = None) -> bytes:
    """Serialise only what a re-score can change: classes, words, presence and the class of each place; shapes of areas stay away.

    Parameters
    ----------
    shapes : ShapesJson | None
        As :func:`live_json` takes it.
    """
    shapes = shapes or shapes_json(document)
    order = {style.id: n for n, style in enumerate(document.place_styles)}
    kept = {name: value for name, value in _shallow(document).items() if name not in _SHAPES | {"overlays"}}
    classes = [order[place.style] for place in document.places]
    return b"%s,%s}" % (page_json({**kept, "place_classes": classes})[:-1], shapes.presence)


_SHAPES = frozenset({"areas", "presence", "places", "bounds"})


def page_json(content: Any) -> bytes:
    """Serialise anything frozen for a page that fetches it."""
    return json.dumps(content, default=_shallow, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def _shallow(value: Any) -> dict[str, Any]:
    """Turn one frozen object into a dictionary; json asks again for what is inside. ``asdict`` would copy every coordinate."""
    return {one.name: getattr(value, one.name) for one in fields(value)}
