"""The map of one reader: built from the released view alone, so that it cannot draw what the reader may not have."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.build import assemble
from mrm_desktop.cartography.classes import THEMES
from mrm_desktop.cartography.map_document import (
    AreaShape,
    Fact,
    LegendEntry,
    MapDocument,
    Marginalia,
    PlaceMark,
    PresenceShape,
    Theme,
)
from mrm_desktop.cartography.shapes import point_of
from mrm_desktop.cartography.style import FillClass, Style, load_style
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import many_from_wkb
from mrm_desktop.reports.release.ladder import FIELDS, NOT_SHARED, ReleasedArea, ReleasedView, may_read
from mrm_desktop.reports.release.wording import channel_of, label_of, marginalia, value_of, when

_LISTED = ("verdict", "ceiling", "channel", "expires_on")


def released_map(released: ReleasedView, words: Words, citations: tuple[str, ...] = (), style: Style | None = None) -> MapDocument:
    """Build the map of a released view.

    Raises
    ------
    KnownError
        ``map.no_areas`` where there is nothing to draw.
    """
    if not released.areas:
        raise KnownError("map.no_areas")
    style = style or load_style()
    shapes = many_from_wkb(a.geometry for a in released.areas)
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    document = assemble(
        bounds=(west, south, east, north),
        marginalia=_marginalia(released, words, citations),
        areas=tuple(_area(area, shape, words) for area, shape in zip(released.areas, shapes, strict=True)),
        themes=_themes(released, words, style),
        presence=tuple(_presence(released, words)),
        places=tuple(_places(released, words)),
        words=words,
        style=style,
        facts={area.code: _facts(area, words) for area in released.areas},
    )
    return replace(document, place_legend=tuple(_without_distance(entry, words) for entry in document.place_legend))


def _without_distance(entry: LegendEntry, words: Words) -> LegendEntry:
    """Call the one class of places that are drawn by what it is; the others are not drawn."""
    return replace(entry, label=words.say("map.class.place.any")) if entry.count else entry


def _facts(area: ReleasedArea, words: Words) -> tuple[Fact, ...]:
    """Return what the list says first, of what the reader may have."""
    return tuple(
        Fact(name, label_of(name, words), value_of(name, area.values[name], words)) for name in _LISTED if name in area.values
    )


def _themes(released: ReleasedView, words: Words, style: Style) -> tuple[Theme, ...]:
    allowed = [theme for theme in THEMES if may_read(released.reader, theme)]
    if not allowed:
        # A reader who may not know the ceiling sees where enough is known, and where not.
        return (_theme("evidence", style.themes["evidence"], released, words),)
    return tuple(_theme(theme, _classes(theme, released, style), released, words) for theme in allowed)


def _classes(theme: str, released: ReleasedView, style: Style) -> tuple[FillClass, ...]:
    withheld = any(area.values[theme] == NOT_SHARED for area in released.areas)
    return (*style.themes[theme], *([style.fill("evidence", NOT_SHARED)] if withheld else []))


def _theme(theme: str, classes: tuple[FillClass, ...], released: ReleasedView, words: Words) -> Theme:
    of_area = {area.code: str(area.values[theme]) for area in released.areas}
    counts = Counter(of_area.values())
    legend = tuple(LegendEntry(fill.id, value_of(theme, fill.id, words), counts[fill.id]) for fill in classes)
    title = words.say("label.evidence") if theme == "evidence" else words.say(f"map.theme.{theme}")
    return Theme(theme, title, classes, legend, of_area)


def _area(area: ReleasedArea, shape: BaseGeometry, words: Words) -> AreaShape:
    fields = [f.name for f in FIELDS if f.table == "areas" and f.name in area.values and f.name != "area_name"]
    rows = tuple((label_of(name, words), value_of(name, area.values[name], words)) for name in fields)
    return AreaShape(area.code, area.name, shape, _label_point(shape), rows)


def _label_point(shape: BaseGeometry) -> tuple[float, float]:
    """Return where a name is written: to a hundredth of a degree where that lies inside, so that it is nobody's exact point."""
    inside = shape.representative_point()
    coarse = round(inside.x, 2), round(inside.y, 2)
    return coarse if shapely.intersects_xy(shape, *coarse) else (round(inside.x, 3), round(inside.y, 3))


def _places(released: ReleasedView, words: Words) -> list[PlaceMark]:
    marks = []
    for n, place in enumerate(released.places):
        rows = ((words.say("map.row.kind"), place.kind),) if place.kind else ()
        at = point_of((place.longitude, place.latitude))
        # Which places are remote says where the bases are: all look alike, and how many are is a class of their area.
        marks.append(PlaceMark(f"p{n}", place.name, "settlement", at, rows))
    return marks


def _presence(released: ReleasedView, words: Words) -> list[PresenceShape]:
    shapes = []
    for n, (item, shape) in enumerate(zip(released.presence, many_from_wkb(p.geometry for p in released.presence), strict=True)):
        rows = (
            (words.say("map.row.mission"), item.mission),
            (words.say("map.row.last_confirmed"), when(item.last_confirmed, words)),
        )
        shapes.append(PresenceShape(f"u{n}", item.mission, item.kind, item.frequency, shape, None, rows))
    return shapes


def _marginalia(released: ReleasedView, words: Words, citations: tuple[str, ...]) -> Marginalia:
    notes = [
        channel_of(released, words),
        words.say("map.note.not_permission"),
        words.say("note.never_interview"),
    ]
    notes += marginalia(released, words, citations)
    if released.fictional:
        notes.insert(0, words.say("map.note.fictional"))
    return Marginalia(
        title=words.say("map.title", place=released.title, mode=words.term("mode", released.mode)),
        subtitle=words.say(
            "map.subtitle", purpose=words.term("purpose", released.purpose), day=released.on, count=len(released.areas)
        ),
        sensitivity=words.say(f"sensitivity.{released.reader}"),
        notes=tuple(notes),
    )
