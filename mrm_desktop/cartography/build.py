"""From a project's view to a MapDocument, in the reader's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import shapely
from shapely.geometry.base import BaseGeometry

from mrm_desktop.cartography.classes import THEMES, class_of, place_class
from mrm_desktop.cartography.map_document import (
    AreaShape,
    LegendEntry,
    MapDocument,
    Marginalia,
    PlaceMark,
    Polygons,
    PresenceShape,
    Theme,
)
from mrm_desktop.cartography.style import Style, load_style
from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.views import ClassLimits, ProjectView
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.outline import DEGREE_DIGITS, rings_of
from mrm_desktop.geo.wkb import from_wkb

Rows = tuple[tuple[str, str], ...]
Bounds = tuple[float, float, float, float]
_LABELS = (
    *("themes", "overlays", "presence", "places", "incidents", "trips", "labels", "legend", "twin", "area"),
    *("basemap", "basemap_note", "border_settled", "border_disputed", "border_indefinite", "border_control"),
)


def build_map_document(view: ProjectView, words: Words, style: Style | None = None) -> MapDocument:
    """Build the map of a project.

    Parameters
    ----------
    view : ProjectView
        The project, assessed for one mode on one day.
    words : Words
        Language of the map.
    style : Style | None
        Map style; the calm one by default.

    Raises
    ------
    KnownError
        ``map.no_areas`` where the project has no areas to draw.
    """
    if not view.areas:
        raise KnownError("map.no_areas")
    style = style or load_style()
    shapes = {area.code: from_wkb(area.geometry) for area in view.areas}
    presence = tuple(_presence(item, words) for item in view.known_presence)
    places = tuple(_place(place, place.point, view, words) for place in view.places if place.point is not None)
    return assemble(
        bounds=_bounds(shapes.values()),
        marginalia=_marginalia(view, words, style),
        areas=tuple(_area(area, shapes[area.code], view, words) for area in view.areas),
        themes=tuple(_theme(theme, view, words, style) for theme in THEMES),
        presence=presence,
        places=places,
        words=words,
        style=style,
    )


def assemble(
    *,
    bounds: Bounds,
    marginalia: Marginalia,
    areas: tuple[AreaShape, ...],
    themes: tuple[Theme, ...],
    presence: tuple[PresenceShape, ...],
    places: tuple[PlaceMark, ...],
    words: Words,
    style: Style,
) -> MapDocument:
    """Put the parts of a map together: the legends count what is there, and the labels are in the language of ``words``.

    Parameters
    ----------
    bounds : tuple[float, float, float, float]
        West, south, east, north in degrees.
    """
    return MapDocument(
        language=words.language,
        direction="rtl" if words.is_right_to_left else "ltr",
        bounds=bounds,
        marginalia=marginalia,
        areas=areas,
        themes=themes,
        presence=presence,
        presence_styles=style.presence,
        presence_legend=_legend("presence", [s.id for s in style.presence], Counter(p.style for p in presence), words),
        places=places,
        place_styles=style.places,
        place_legend=_legend("place", [s.id for s in style.places], Counter(p.style for p in places), words),
        boundary=style.boundary,
        focus=style.focus,
        words={key: words.say(f"map.{key}") for key in _LABELS},
    )


def _theme(theme: str, view: ProjectView, words: Words, style: Style) -> Theme:
    of_area = {area.code: class_of(theme, view.answers[area.code], view.class_limits) for area in view.areas}
    classes = style.themes[theme]
    legend = _legend(theme, [fill.id for fill in classes], Counter(of_area.values()), words)
    return Theme(theme, words.say(f"map.theme.{theme}"), classes, legend, of_area)


def _legend(kind: str, ids: Iterable[str], counts: Counter[str], words: Words) -> tuple[LegendEntry, ...]:
    return tuple(LegendEntry(i, words.say(f"map.class.{kind}.{i}"), counts[i]) for i in ids)


def _area(area: Area, shape: BaseGeometry, view: ProjectView, words: Words) -> AreaShape:
    inside = shape.representative_point()
    return AreaShape(
        id=area.code,
        name=area.name_in(words.language),
        polygons=polygons_of(shape),
        label_at=point_of((inside.x, inside.y)),
        rows=_area_rows(area, view.assessments[area.code], view.class_limits, words),
    )


def _area_rows(area: Area, assessment: Assessment, limits: ClassLimits, words: Words) -> Rows:
    deciding = assessment.reasons[0]
    classes = {theme: class_of(theme, assessment.answer, limits) for theme in ("acceptance", "tolerance", "confidence")}
    rows = [
        (words.say("map.row.code"), area.code),
        (words.say("map.row.verdict"), words.term("verdict", assessment.verdict)),
        (words.say("map.row.ceiling"), words.term("mode", assessment.ceiling)),
        (words.say("map.row.channel"), words.term("channel", assessment.channel)),
        (words.say("map.row.reason"), words.say(deciding.code, **deciding.params)),
        *((words.say(f"map.row.{theme}"), words.say(f"map.class.{theme}.{found}")) for theme, found in classes.items()),
    ]
    if assessment.gaps:
        rows.append((words.say("map.row.gaps"), " · ".join(words.say(gap.code, **gap.params) for gap in assessment.gaps)))
    if assessment.expires_on is not None:
        rows.append((words.say("map.row.expires"), words.day(assessment.expires_on)))
    return tuple(rows)


def _presence(item: Presence, words: Words) -> PresenceShape:
    confirmed = words.day(item.last_confirmed) if item.last_confirmed else words.say("word.unknown")
    rows = [
        (words.say("map.row.kind"), words.term("presence_kind", item.kind)),
        (words.say("map.row.mission"), item.mission),
        (words.say("map.row.contingent"), item.contingent or words.say("word.unknown")),
        (words.say("map.row.frequency"), words.say(f"map.class.presence.{item.frequency}")),
        (words.say("map.row.last_confirmed"), confirmed),
        (words.say("map.row.source"), f"{item.source} ({item.grade})"),
    ]
    if item.radius_km is not None:
        rows.append((words.say("map.row.radius"), words.say("map.radius_assumed", radius_km=item.radius_km)))
    polygons = polygons_of(from_wkb(item.geometry))
    base = None if item.base_point is None else point_of(item.base_point)
    return PresenceShape(item.id, item.name, item.kind, item.frequency, polygons, base, tuple(rows))


def _place(place: Place, point: tuple[float, float], view: ProjectView, words: Words) -> PlaceMark:
    distance = place.nearest_base_km
    rows = [(words.say("map.row.kind"), place.kind)] if place.kind else []
    if place.area_code:
        rows.append((words.say("map.row.area"), place.area_code))
    if distance is not None:
        rows.append((words.say("map.row.nearest_base"), words.say("map.kilometres", km=round(distance))))
    return PlaceMark(place.id, place.name, place_class(place), point_of(point), tuple(rows))


def point_of(point: tuple[float, float]) -> tuple[float, float]:
    """Round a point in degrees to what a map needs."""
    return round(point[0], DEGREE_DIGITS), round(point[1], DEGREE_DIGITS)


def polygons_of(shape: BaseGeometry) -> Polygons:
    """Turn a polygon or multipolygon into plain rounded rings; parts of other kinds are left out."""
    return tuple(tuple(tuple(ring) for ring in rings) for rings in rings_of(shape))


def _bounds(shapes: Iterable[BaseGeometry]) -> Bounds:
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    return west, south, east, north


def _marginalia(view: ProjectView, words: Words, style: Style) -> Marginalia:
    unplaced = sum(1 for place in view.places if place.point is None)
    sources = sorted({dataset.file_name for dataset in view.datasets})
    newest = max((dataset.imported_at for dataset in view.datasets), default=None)
    notes = [
        words.say("map.note.not_permission"),
        words.say("map.note.presence"),
        *([words.say("map.note.unplaced", count=unplaced)] if unplaced else []),
        *([words.say("map.note.sources", sources=sources)] if sources else []),
        *([words.say("map.note.data_date", day=newest.date())] if newest else []),
        words.say("map.note.boundaries"),
        words.say(
            "map.note.versions",
            policy=view.policy.name,
            policy_version=view.policy.version,
            checksum=view.policy.checksum[:12],
            style=f"{style.name} {style.version}",
            program=view.program_version,
        ),
    ]
    if view.info.fictional:
        notes.insert(0, words.say("map.note.fictional"))
    return Marginalia(
        title=words.say("map.title", place=view.info.title, mode=words.term("mode", view.mode)),
        subtitle=words.say("map.subtitle", purpose=words.term("purpose", view.purpose), day=view.on, count=len(view.areas)),
        sensitivity=words.say("sensitivity.internal"),
        notes=tuple(notes),
    )
