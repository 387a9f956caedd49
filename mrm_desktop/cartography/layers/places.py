"""Places that have coordinates: settlements, and those far from any base."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mrm_desktop.cartography.classes import place_class
from mrm_desktop.cartography.dots import dots
from mrm_desktop.cartography.layers.layer import Layer, Sample
from mrm_desktop.cartography.map_document import MapDocument, PlaceMark
from mrm_desktop.cartography.paper import Frame, on_sheet, point_swatch
from mrm_desktop.cartography.shapes import point_of
from mrm_desktop.domain.geography import Place
from mrm_desktop.foundation.words import Words


def place_mark(place: Place, point: tuple[float, float], words: Words) -> PlaceMark:
    """Return a place at ``point`` (longitude, latitude; degrees) as it is drawn, with the rows of its popup."""
    distance = place.nearest_base_km
    rows = [(words.say("map.row.kind"), place.kind)] if place.kind else []
    if place.area_code:
        rows.append((words.say("map.row.area"), place.area_code))
    if distance is not None:
        rows.append((words.say("map.row.nearest_base"), words.say("map.kilometres", km=round(distance))))
    return PlaceMark(place.id, place.name, place_class(place), point_of(point), tuple(rows))


def _draw(document: MapDocument, frame: Frame) -> Iterator[str]:
    if not document.places:
        return
    # Many places are drawn small, so that they do not bury the areas.
    shrink = min(1.0, max(0.45, 12 / len(document.places) ** 0.5))
    styles = {style.id: replace(style, radius=style.radius * shrink) for style in document.place_styles}
    spots = frame.on_paper(np.array([place.at for place in document.places]))
    shown = on_sheet(spots, frame)
    for style in reversed(styles.values()):  # the first of the legend is drawn last, on top
        its = np.array([place.style == style.id for place in document.places])
        if (shown & its).any():
            yield dots(style, spots[shown & its])


def _samples(document: MapDocument) -> Iterator[Sample]:
    for style, entry in zip(document.place_styles, document.place_legend, strict=True):
        yield entry, point_swatch(style)


LAYER = Layer("places", "place", _draw, _samples)
