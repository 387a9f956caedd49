"""The lines of a planned trip, each leg in the class of its answer. No answer is an unconditional yes, and none is green."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mrm_desktop.cartography.map_document import LegendEntry
from mrm_desktop.cartography.style import StrokeClass, Style, load_style
from mrm_desktop.domain.trips import Go, Leg
from mrm_desktop.foundation.words import Words


@dataclass(frozen=True, slots=True)
class LegLine:
    """A leg as it is drawn; ``route`` in degrees, longitude first."""

    name: str
    style: str
    route: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class TripLayer:
    """The legs of one trip with their legend."""

    title: str
    legs: tuple[LegLine, ...]
    styles: tuple[StrokeClass, ...]
    legend: tuple[LegendEntry, ...]


def build_trip_layer(legs: Iterable[tuple[Leg, Go | None]], words: Words, style: Style | None = None) -> TripLayer:
    """Build the layer from legs and their answers; None for a leg that was not looked at yet."""
    style = style or load_style()
    lines = tuple(LegLine(leg.name, "not_planned" if go is None else go.value, leg.route) for leg, go in legs)
    counts = Counter(line.style for line in lines)
    return TripLayer(
        title=words.say("map.trips"),
        legs=lines,
        styles=style.trips,
        legend=tuple(LegendEntry(s.id, words.say(f"map.class.trip.{s.id}"), counts[s.id]) for s in style.trips),
    )
