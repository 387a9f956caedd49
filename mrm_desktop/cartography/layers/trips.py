"""The lines of a planned trip, each leg in the class of its answer. No answer is an unconditional yes, and none is green."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mrm_desktop.cartography.display_list import Badge, Line, shape_of
from mrm_desktop.cartography.layers.layer import Drawn, Layer, Sample, legend_of
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.samples import line_swatch
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import StrokeClass, Style, dash_of, load_style
from mrm_desktop.domain.trips import Go, Leg
from mrm_desktop.foundation.words import Words

ID, CODE = "trips", "trip"
_SAME_DEGREES = 0.01


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
    id: str = ID
    kind: str = "lines"


def build_trip_layer(legs: Iterable[tuple[Leg, Go | None]], words: Words, style: Style | None = None) -> TripLayer:
    """Build the layer from legs and their answers; None for a leg that was not looked at yet."""
    styles = (style or load_style()).strokes(ID)
    lines = tuple(LegLine(leg.name, "not_planned" if go is None else go.value, leg.route) for leg, go in legs)
    counts = Counter(line.style for line in lines)
    return TripLayer(
        title=words.say("map.trips"),
        legs=lines,
        styles=styles,
        legend=legend_of(CODE, styles, counts, words),
    )


def _of(document: MapDocument) -> TripLayer | None:
    layer = document.overlays.get(ID)
    return layer if isinstance(layer, TripLayer) else None


def _draw(sheet: Sheet) -> Drawn:
    drawn, trip = Drawn(), _of(sheet.document)
    if trip is None:
        return drawn
    styles = {style.id: style for style in trip.styles}
    for leg in trip.legs:
        if sheet.fades(LAYER.id, leg.style) or not leg.route:
            continue
        style = styles[leg.style]
        shape = shape_of([sheet.plan.plane.forward(np.array(leg.route, dtype=np.float64))])
        drawn.items.append(Line(shape, style.stroke, style.width, dash_of(style), casing="#ffffff", is_closed=False))
    drawn.on_top += _stops(sheet, trip)
    return drawn


def _stops(sheet: Sheet, trip: TripLayer) -> Iterator[Badge]:
    """Yield the stops, each with its letter."""
    ends = [leg.route[end] for leg in trip.legs if leg.route for end in (0, -1)]
    named = dict(zip(ends, stop_letters(ends), strict=True))
    colours, size = sheet.on_areas, sheet.showing.letter_px * 0.92
    pixels = sheet.view.to_page(sheet.plan.plane.forward(np.array(list(named), dtype=np.float64).reshape(-1, 2)))
    for (x, y), letter in zip(pixels.tolist(), named.values(), strict=True):
        sheet.room.take((x - size, y - size, x + size, y + size))
        yield Badge((x, y), letter, "#ffffff", colours.letters, colours.letters, size)


def stop_letters(places: Sequence[tuple[float, float]]) -> list[str]:
    """Name stops A, B, C ...; one to which the trip comes back, to about a kilometre, keeps its letter, and past Z they are counted."""
    letters = [chr(ord("A") + n) for n in range(26)]
    seen: list[tuple[float, float]] = []
    found = []
    for x, y in places:
        before = next((n for n, (x0, y0) in enumerate(seen) if abs(x - x0) < _SAME_DEGREES and abs(y - y0) < _SAME_DEGREES), None)
        if before is None:
            before = len(seen)
            seen.append((x, y))
        found.append(letters[before] if before < len(letters) else str(before + 1))
    return found


def _samples(document: MapDocument) -> Iterator[Sample]:
    trip = _of(document)
    if trip is not None:
        for style, entry in zip(trip.styles, trip.legend, strict=True):
            yield entry, line_swatch(style)


LAYER = Layer(ID, CODE, _draw, _samples, above_focus=True)
