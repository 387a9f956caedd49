"""The lines of a planned trip, each leg in the class of its answer. No answer is an unconditional yes, and none is green."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from mrm_desktop.cartography.layers.layer import Layer, Sample, legend_of
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.paper import Frame, cased, line_swatch, track_path
from mrm_desktop.cartography.style import StrokeClass, Style, load_style
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


def _draw(document: MapDocument, frame: Frame) -> Iterator[str]:
    trip = _of(document)
    if trip is None:
        return
    styles = {style.id: style for style in trip.styles}
    for leg in trip.legs:
        path = track_path(np.array(leg.route, dtype=np.float64), frame)
        if path:
            yield cased(path, styles[leg.style])


def _samples(document: MapDocument) -> Iterator[Sample]:
    trip = _of(document)
    if trip is not None:
        for style, entry in zip(trip.styles, trip.legend, strict=True):
            yield entry, line_swatch(style)


LAYER = Layer(ID, CODE, _draw, _samples, above_focus=True)
