"""MapDocument: one map as pure data. The live page, the exported page and the printed map are drawings of it and cannot disagree.

Geometry is GeoJSON-like coordinates in degrees, WGS 84, longitude first. All words are already in the reader's language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol

from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.levels import Level
from mrm_desktop.cartography.style import FillClass, PointClass, StrokeClass
from mrm_desktop.domain.assessments import Spread
from mrm_desktop.geo.outline import rings_of

FORMAT = "mrm-map/1"
_NOT_DRAWN = frozenset({"levels", "twin"})  # what no script draws: the levels are the window's, the twin is written as a table


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
    spread : Mapping[str, Spread]
        How sure what is coloured is, by area code; empty in a theme of which that cannot be drawn. It stays inside the program.
    """

    id: str
    title: str
    classes: tuple[FillClass, ...]
    legend: tuple[LegendEntry, ...]
    of_area: Mapping[str, str]
    spread: Mapping[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AreaShape:
    """An area with the rows of its popup; ``polygons`` in degrees, ``label_at`` a point inside it."""

    id: str
    name: str
    polygons: BaseGeometry
    label_at: tuple[float, float]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """What the list beside a map says of an area; ``id`` is the same for all areas."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Twin:
    """The areas as a table: the same facts without a picture.

    Attributes
    ----------
    rows : tuple[tuple[str, ...], ...]
        A cell for each column, the name of the area first, sorted by it.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PresenceShape:
    """Where UN military were last confirmed: a coarse outline and a frequency class, never a route or a time.

    Attributes
    ----------
    age_days : int | None
        Days since it was confirmed, on the day of the map; None where nobody says.
    """

    id: str
    name: str
    kind: str
    style: str
    polygons: BaseGeometry
    base: tuple[float, float] | None
    rows: tuple[tuple[str, str], ...]
    age_days: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A place that has coordinates."""

    id: str
    name: str
    style: str
    at: tuple[float, float]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MapRecord:
    """One record of a map that has a place, with what is told of it."""

    name: str
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
    levels : tuple[Level, ...]
        The outlines of the areas at several levels of detail; empty where only the outlines as they came are drawn.
    twin : Twin
        The areas as a table; empty where a window shows them in a list of its own.
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
    levels: tuple[Level, ...] = ()
    twin: Twin = Twin()

    def has_areas_of(self, other: MapDocument) -> bool:
        """Tell whether this is the other document or differs from it in layers alone: the same areas in the same classes."""
        return self.areas is other.areas and self.themes is other.themes

    def with_overlays(self, *overlays: Overlay | None) -> MapDocument:
        """Return the same map with more layers over it; None is left out."""
        return replace(self, overlays={**self.overlays, **{overlay.id: overlay for overlay in overlays if overlay is not None}})

    def record(self, layer: str, record_id: str) -> MapRecord | None:
        """Return a record of a layer by its identifier; None where the map has none that stands at a point."""
        if layer == "places":
            return next((MapRecord(p.name, p.at, p.rows) for p in self.places if p.id == record_id), None)
        if layer == "presence":
            based = ((p, p.base) for p in self.presence if p.base is not None and p.id == record_id)
            return next((MapRecord(p.name, base, p.rows) for p, base in based), None)
        marks = getattr(self.overlays.get(layer), "marks", ())
        return next((MapRecord(mark.name, mark.at, ()) for mark in marks if mark.id == record_id), None)

    def to_json(self, **more: Any) -> str:
        """Serialise for a page. ``<``, ``>`` and ``&`` are escaped, so that the text may stand inside a script element.

        Parameters
        ----------
        more : Any
            What the page needs beside the map itself.
        """
        bare = replace(self, themes=tuple(replace(theme, spread={}) for theme in self.themes))
        drawn = {name: value for name, value in _shallow(bare).items() if name not in _NOT_DRAWN}
        text = json.dumps(
            {"format": FORMAT, **drawn, **more},
            default=_shallow,
            ensure_ascii=False,
            separators=(",", ":"),
            allow_nan=False,
        )
        for sign in "<>&\u2028\u2029":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
        return text

    def theme(self, theme_id: str) -> Theme:
        """Return the theme called ``theme_id``."""
        return next(theme for theme in self.themes if theme.id == theme_id)


def _shallow(value: Any) -> Any:
    """Turn one frozen object into a dictionary, a shape into rings; json asks again for what is inside. ``asdict`` would copy it all."""
    if isinstance(value, BaseGeometry):
        return rings_of(value)
    return {one.name: getattr(value, one.name) for one in fields(value)}
