"""Where UN military were last confirmed: outlines by frequency, and bases as points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt

from mrm_desktop.cartography.display_list import Fill, Item, Line, Marks, Spot, Text
from mrm_desktop.cartography.labels import Wish, beside
from mrm_desktop.cartography.layers.layer import Drawn, Layer, Sample
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument, PresenceShape
from mrm_desktop.cartography.plan import on_page
from mrm_desktop.cartography.samples import line_swatch, point_swatch
from mrm_desktop.cartography.shapes import point_of
from mrm_desktop.cartography.showing import Sheet
from mrm_desktop.cartography.style import dash_of
from mrm_desktop.domain.geography import Presence
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import from_wkb

MOST_NAMES = 40  # of bases on a page
SMALL_PX = 60.0  # an outline of presence that is no larger is kept clear of names
_VEIL = ((30, 0.12), (90, 0.10), (180, 0.08), (365, 0.07))
"""Days since presence was confirmed, and how opaque it is then."""
_FAINTEST = 0.06


def presence_shape(item: Presence, on: date, words: Words) -> PresenceShape:
    """Return a record as it is drawn on a day, with the rows of its popup."""
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
    base = None if item.base_point is None else point_of(item.base_point)
    age = None if item.last_confirmed is None else max(0, (on - item.last_confirmed).days)
    return PresenceShape(item.id, item.name, item.kind, item.frequency, from_wkb(item.geometry), base, tuple(rows), age)


def _draw(sheet: Sheet) -> Drawn:
    """Draw presence as a veil that fades with age, its outline in the class of its frequency, and bases above the names."""
    drawn, presence, document = Drawn(), sheet.plan.presence, sheet.document
    styles = {style.id: style for style in document.presence_styles}
    dashes = {style.id: dash_of(style) for style in document.presence_styles}
    veil = sheet.on_areas.veil
    lines: list[Item] = []
    for row in on_page(presence.boxes, sheet.view.box).tolist():
        item, shape = presence.items[row], presence.shapes[row]
        if sheet.fades(LAYER.id, item.style):
            continue
        style, opacity = styles[item.style], veil_of(item.age_days)
        drawn.items.append(Fill(shape, veil, opacity=opacity))
        lines.append(Line(shape, style.stroke, max(1.0, style.width * 0.7), dashes[style.id], opacity=0.3 + 5 * opacity))
        _keep_names_off(sheet, presence.boxes[row])
    drawn.items += lines
    spots, inside = sheet.on_page(presence.bases, 10)
    bases = [
        row for row in np.flatnonzero(inside).tolist() if not sheet.fades(LAYER.id, presence.items[presence.base_rows[row]].style)
    ]
    if bases:
        drawn.on_top.append(
            Marks(spots[bases], replace(document.base, radius=document.base.radius * (1.0 if len(bases) < 40 else 0.75)))
        )
    for row in bases:
        item = presence.items[presence.base_rows[row]]
        x, y = spots[row].tolist()
        drawn.spots.append(Spot(LAYER.id, item.id, item.name, (x, y), document.base.radius + 3))
        half = document.base.radius
        sheet.room.take((x - half, y - half, x + half, y + half))
        if len(bases) <= MOST_NAMES and item.name:
            size, colours = sheet.showing.letter_px * 0.88, sheet.on_areas
            name = Text(item.name, (x, y), size, colours.veil, colours.halo, weight=600)
            drawn.names.append(Wish(name, beside(document.base.radius)))
    return drawn


def _keep_names_off(sheet: Sheet, box: npt.NDArray[np.float64]) -> None:
    """Let names rather stand beside a small outline, such as the ring around a base, than across it."""
    (left, bottom), (right, top) = sheet.view.to_page(box.reshape(2, 2)).tolist()
    if max(right - left, bottom - top) <= SMALL_PX:
        sheet.room.shun((left, top, right, bottom))


def veil_of(age_days: int | None) -> float:
    """Return how opaque presence is that was confirmed so many days ago; what nobody dates is the faintest."""
    return next((opacity for days, opacity in _VEIL if age_days is not None and age_days <= days), _FAINTEST)


def _samples(document: MapDocument) -> Iterator[Sample]:
    for style, entry in zip(document.presence_styles, document.presence_legend, strict=True):
        yield entry, line_swatch(style)
    bases = sum(item.base is not None for item in document.presence)
    yield LegendEntry("base", document.words.get("base", ""), bases), point_swatch(document.base)


LAYER = Layer("presence", "presence", _draw, _samples)
