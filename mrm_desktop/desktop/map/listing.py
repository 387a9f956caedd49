"""The records of each layer of the map as rows of words. Made in the worker: thousands of sentences would hold up the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from mrm_desktop.cartography.classes import THEMES, class_of, place_class
from mrm_desktop.domain.geography import Place, Presence
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.foundation.words import Words

LISTED = {
    "presence": ("name", "frequency", "last_confirmed", "source"),
    "places": ("name", "class", "nearest_base", "area"),
    "incidents": ("day", "type", "area", "precision"),
}
"""Columns of the list of each layer."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row.

    Attributes
    ----------
    at : tuple[float, float] | None
        Where it lies on the map (longitude, latitude; degrees); None where it must not, or cannot, be shown as a point.
    keys : tuple[float | None, ...]
        What its columns sort by; None for those that sort by their text.
    """

    id: str
    texts: tuple[str, ...]
    at: tuple[float, float] | None
    keys: tuple[float | None, ...]
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of what an assessed project shows.

    Attributes
    ----------
    areas : Mapping[str, tuple[tuple[str, str, str], ...]]
        For each theme name, class in words and code of every area.
    """

    areas: Mapping[str, tuple[tuple[str, str, str], ...]]
    presence: tuple[Listed, ...]
    places: tuple[Listed, ...]


def list_records(view: ProjectView, words: Words, before: Listing | None = None) -> Listing:
    """Write down the areas, the presence and the places of a view.

    Parameters
    ----------
    before : Listing | None
        The listing of the same records under another question, where it is at hand: only the areas read differently.
    """
    areas = {theme: _areas(theme, view, words) for theme in THEMES}
    if before is not None:
        return replace(before, areas=areas)
    return Listing(
        areas,
        tuple(_presence(item, words) for item in view.known_presence),
        tuple(_place(place, words) for place in view.places),
    )


def _areas(theme: str, view: ProjectView, words: Words) -> tuple[tuple[str, str, str], ...]:
    classes = {code: class_of(theme, answer, view.class_limits) for code, answer in view.answers.items()}
    labels = {class_id: words.say(f"map.class.{theme}.{class_id}") for class_id in set(classes.values())}
    return tuple((a.name_in(words.language), labels[classes[a.code]], a.code) for a in view.areas)


def list_incidents(incidents: Sequence[Incident], words: Words) -> tuple[Listed, ...]:
    """Write down incidents; one that is no point is listed and never shown as one."""
    return tuple(_incident(item, words) for item in incidents)


def _presence(item: Presence, words: Words) -> Listed:
    confirmed = words.day(item.last_confirmed) if item.last_confirmed else words.say("word.unknown")
    texts = (item.name, words.say(f"map.class.presence.{item.frequency}"), confirmed, f"{item.source} ({item.grade})")
    day = item.last_confirmed.toordinal() if item.last_confirmed else 0
    return Listed(item.id, texts, item.base_point or _inside(item.geometry), (None, None, day, None))


def _place(place: Place, words: Words) -> Listed:
    distance = place.nearest_base_km
    kind = words.say("lists.no_position" if place.point is None else f"map.class.place.{place_class(place)}")
    away = words.say("map.kilometres", km=round(distance)) if distance is not None else words.say("word.unknown")
    texts = (place.name, kind, away, place.area_code or "")
    return Listed(place.id, texts, place.point, (None, None, inf if distance is None else distance, None), place.area_code)


def _incident(item: Incident, words: Words) -> Listed:
    precision = words.say(f"lists.precision.{item.location_precision}")
    texts = (item.happened_on.isoformat(), item.type, item.area_code or words.say("word.unknown"), precision)
    at = item.point if item.location_precision.is_a_point else None
    return Listed(item.id, texts, at, (None, None, None, None), item.area_code)


def _inside(geometry: bytes) -> tuple[float, float]:
    from mrm_desktop.geo.wkb import from_wkb

    point = from_wkb(geometry).representative_point()
    return point.x, point.y
