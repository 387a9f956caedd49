"""The lines of a planned trip, each leg in the class of its answer. No answer is an unconditional yes, and none is green."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from mrm_desktop.cartography.display_list import Line, shape_of
from mrm_desktop.cartography.layers.layer import Drawn, Layer, Sample, legend_of
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.paper import line_swatch
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import StrokeClass, Style, dash_of, load_style
from mrm_desktop.domain.trips import Go, Leg
from mrm_desktop.foundation.words import Words

ID, CODE = "trips", "trip"


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
    return drawn


def _samples(document: MapDocument) -> Iterator[Sample]:
    trip = _of(document)
    if trip is not None:
        for style, entry in zip(trip.styles, trip.legend, strict=True):
            yield entry, line_swatch(style)


LAYER = Layer(ID, CODE, _draw, _samples, above_focus=True)
