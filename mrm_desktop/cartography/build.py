"""From a project's view to a MapDocument, in the reader's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import combining, normalize

import shapely

from mrm_desktop.cartography.classes import THEMES
from mrm_desktop.cartography.layers.areas import area_shape, facts_of, theme_of, with_popup
from mrm_desktop.cartography.layers.catalogue import LAYERS
from mrm_desktop.cartography.layers.layer import legend_of
from mrm_desktop.cartography.layers.places import LAYER as PLACES
from mrm_desktop.cartography.layers.places import place_mark
from mrm_desktop.cartography.layers.presence import LAYER as PRESENCE
from mrm_desktop.cartography.layers.presence import presence_shape
from mrm_desktop.cartography.levels import Level
from mrm_desktop.cartography.map_document import AreaShape, Fact, MapDocument, Marginalia, PlaceMark, PresenceShape, Theme, Twin
from mrm_desktop.cartography.sources import sources_of
from mrm_desktop.cartography.style import Style, load_style
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import many_from_wkb

Bounds = tuple[float, float, float, float]
_LABELS = (
    *("themes", "overlays", *(layer.id for layer in LAYERS), "labels", "legend", "twin", "area", "base"),
    *("fold", "notes", "zoom_in", "zoom_out", "close"),
    *("basemap", "basemap_note", "border_settled", "border_disputed", "border_indefinite", "border_control"),
)


@dataclass(frozen=True, slots=True)
class Shapes:
    """What is drawn of a project whatever is asked of it: only classes follow from the question."""

    bounds: Bounds
    areas: tuple[AreaShape, ...]
    presence: tuple[PresenceShape, ...]
    places: tuple[PlaceMark, ...]
    levels: tuple[Level, ...]


def shapes_of(view: ProjectView, words: Words, levels: tuple[Level, ...] = ()) -> Shapes:
    """Put the records of a view into the form in which they are drawn; areas without the rows of their popups.

    Parameters
    ----------
    levels : tuple[Level, ...]
        The levels of detail of its areas where they are at hand; to make them here would take longer than to draw without.
    """
    if not view.areas:
        raise KnownError("map.no_areas")
    areas = tuple(area_shape(area, words) for area in view.areas)
    return Shapes(
        bounds=_bounds(view),
        areas=areas,
        presence=tuple(presence_shape(item, view.on, words) for item in view.known_presence),
        places=tuple(place_mark(place, place.point, words) for place in view.places if place.point is not None),
        levels=levels,
    )


def build_map_document(
    view: ProjectView, words: Words, style: Style | None = None, *, shapes: Shapes | None = None, popups: bool = True
) -> MapDocument:
    """Build the map of a project.

    Parameters
    ----------
    view : ProjectView
        The project, assessed for one mode on one day.
    words : Words
        Language of the map.
    style : Style | None
        Map style; the calm one by default.
    shapes : Shapes | None
        What :func:`shapes_of` gave for the same records and language, where it is at hand.
    popups : bool
        Whether the areas have the rows of their popups and stand in a list, which only the exported page shows.

    Raises
    ------
    KnownError
        ``map.no_areas`` where the project has no areas to draw.
    """
    shapes, style = shapes or shapes_of(view, words), style or load_style()
    areas, facts = shapes.areas, {}
    if popups:
        facts = {area.code: facts_of(view.assessments[area.code], words) for area in view.areas}
        areas = tuple(with_popup(shape, area, view, words) for shape, area in zip(areas, view.areas, strict=True))
    return assemble(
        bounds=shapes.bounds,
        marginalia=_marginalia(view, words),
        areas=areas,
        themes=tuple(theme_of(theme, view, words, style) for theme in THEMES),
        presence=shapes.presence,
        places=shapes.places,
        words=words,
        style=style,
        levels=shapes.levels,
        facts=facts,
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
    levels: tuple[Level, ...] = (),
    facts: Mapping[str, Sequence[Fact]] | None = None,
) -> MapDocument:
    """Put the parts of a map together: the legends count what is there, and the labels are in the language of ``words``.

    Parameters
    ----------
    bounds : tuple[float, float, float, float]
        West, south, east, north in degrees.
    facts : Mapping[str, Sequence[Fact]] | None
        What the list says of each area beside its classes; without it there is no list.
    """
    return MapDocument(
        language=words.language,
        direction="rtl" if words.is_right_to_left else "ltr",
        bounds=bounds,
        marginalia=marginalia,
        areas=areas,
        themes=themes,
        presence=presence,
        presence_styles=style.strokes(PRESENCE.id),
        presence_legend=legend_of(PRESENCE.code, style.strokes(PRESENCE.id), Counter(p.style for p in presence), words),
        places=places,
        place_styles=style.points(PLACES.id),
        place_legend=legend_of(PLACES.code, style.points(PLACES.id), Counter(p.style for p in places), words),
        base=style.base,
        boundary=style.boundary,
        focus=style.focus,
        words={key: words.say(f"map.{key}") for key in _LABELS},
        levels=levels,
        twin=_twin(areas, themes, facts, words) if facts else Twin(),
    )


def _twin(areas: Sequence[AreaShape], themes: Sequence[Theme], facts: Mapping[str, Sequence[Fact]], words: Words) -> Twin:
    """Put facts and classes of the areas into a table; a theme of which the facts tell already has no column of its own."""
    told = {fact.id: fact.label for of_area in facts.values() for fact in of_area}
    more = [(theme, {entry.id: entry.label for entry in theme.legend}) for theme in themes if theme.id not in told]
    rows = [
        (
            f"{area.name} [{area.id}]",
            *(fact.text for fact in facts[area.id]),
            *(labels[theme.of_area[area.id]] for theme, labels in more),
        )
        for area in sorted(areas, key=lambda area: (_as_sorted(area.name), area.id))
    ]
    return Twin((words.say("map.area"), *told.values(), *(theme.title for theme, _ in more)), tuple(rows))


def _as_sorted(name: str) -> str:
    """Return a name as a reader sorts it: neither capitals nor accents count."""
    return "".join(sign for sign in normalize("NFKD", name) if not combining(sign)).casefold()


def _bounds(view: ProjectView) -> Bounds:
    west, south, east, north = shapely.total_bounds(many_from_wkb(a.geometry for a in view.areas)).tolist()
    return west, south, east, north


def _marginalia(view: ProjectView, words: Words) -> Marginalia:
    unplaced = sum(1 for place in view.places if place.point is None)
    sources = sources_of(view, words)
    channels = dict.fromkeys(words.term("channel", assessment.channel) for assessment in view.assessments.values())
    notes = [
        words.say("page.channel", channel=list(channels)),
        words.say("map.note.not_permission"),
        words.say("map.note.presence"),
        *([words.say("map.note.unplaced", count=unplaced)] if unplaced else []),
        *([words.say("map.note.sources", sources=" · ".join(sources))] if sources else []),
        words.say("map.note.boundaries"),
        words.say("note.policy", name=view.policy.name, version=view.policy.version, checksum=view.policy.checksum[:12]),
        words.say("page.program", version=view.program_version),
    ]
    if view.info.fictional:
        notes.insert(0, words.say("map.note.fictional"))
    return Marginalia(
        title=words.say("map.title", place=view.info.title, mode=words.term("mode", view.mode)),
        subtitle=words.say("map.subtitle", purpose=words.term("purpose", view.purpose), day=view.on, count=len(view.areas)),
        sensitivity=words.say("sensitivity.internal"),
        notes=tuple(notes),
    )
