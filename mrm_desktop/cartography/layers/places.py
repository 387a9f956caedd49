"""Places that have coordinates: settlements, and those far from any base."""

from __future__ import annotations

from collections.abc import Iterator

from mrm_desktop.cartography.classes import place_class
from mrm_desktop.cartography.display_list import Text
from mrm_desktop.cartography.labels import Wish, beside
from mrm_desktop.cartography.layers.layer import Drawn, Layer, Sample
from mrm_desktop.cartography.layers.marks import SINGLE_FROM_M_PX, draw_marks
from mrm_desktop.cartography.map_document import MapDocument, PlaceMark
from mrm_desktop.cartography.samples import point_swatch
from mrm_desktop.cartography.shapes import point_of
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.domain.geography import Place
from mrm_desktop.foundation.words import Words

MOST_NAMES = 60  # of places on a page; more would be a list


def place_mark(place: Place, point: tuple[float, float], words: Words) -> PlaceMark:
    """Return a place at ``point`` (longitude, latitude; degrees) as it is drawn, with the rows of its popup."""
    distance = place.nearest_base_km
    rows = [(words.say("map.row.kind"), place.kind)] if place.kind else []
    if place.area_code:
        rows.append((words.say("map.row.area"), place.area_code))
    if distance is not None:
        rows.append((words.say("map.row.nearest_base"), words.say("map.kilometres", km=round(distance))))
    return PlaceMark(place.id, place.name, place_class(place), point_of(point), tuple(rows))


def _draw(sheet: Sheet) -> Drawn:
    places = sheet.plan.places
    if not places.marks:
        return Drawn()
    words = sheet.document.words

    def record(row: int) -> tuple[str, str]:
        return places.marks[row].id, places.marks[row].name

    drawn = draw_marks(
        sheet,
        LAYER.id,
        places.spots,
        places.styles,
        sheet.document.place_styles,
        record,
        lambda count: f"{words['places']} ({count})",
    )
    singles = [spot for spot in drawn.spots if spot.id]
    if len(singles) <= MOST_NAMES and (len(singles) == len(drawn.spots) or sheet.view.metres_per_pixel <= SINGLE_FROM_M_PX):
        size, colours = sheet.showing.letter_px * 0.88, sheet.on_areas
        drawn.names = [Wish(Text(spot.name, spot.at, size, colours.ink, colours.halo), beside(spot.radius)) for spot in singles]
    return drawn


def _samples(document: MapDocument) -> Iterator[Sample]:
    for style, entry in zip(document.place_styles, document.place_legend, strict=True):
        yield entry, point_swatch(style)


LAYER = Layer("places", "place", _draw, _samples)
