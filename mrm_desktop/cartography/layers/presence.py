"""Where UN military were last confirmed: outlines by frequency, and bases as points."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mrm_desktop.cartography.layers.layer import Layer, Sample
from mrm_desktop.cartography.map_document import MapDocument, PresenceShape
from mrm_desktop.cartography.paper import Frame, line_swatch, outline, stroke_of
from mrm_desktop.cartography.shapes import point_of, polygons_of
from mrm_desktop.cartography.svg import tag
from mrm_desktop.domain.geography import Presence
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.wkb import from_wkb

BASE_MM = 1.3  # half the height of a base's sign on paper


def presence_shape(item: Presence, words: Words) -> PresenceShape:
    """Return a record as it is drawn, with the rows of its popup."""
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


def _draw(document: MapDocument, frame: Frame) -> Iterator[str]:
    styles = {style.id: style for style in document.presence_styles}
    for item in document.presence:
        path = outline(item.polygons, frame)
        if path:
            yield tag("path", d=path, fill="none", **stroke_of(styles[item.style]))
        if item.base is not None:
            x, y = frame.on_paper(np.array([item.base])).tolist()[0]
            diamond = f"M{x:.2f} {y - BASE_MM:.2f}l{BASE_MM} {BASE_MM}l-{BASE_MM} {BASE_MM}l-{BASE_MM}-{BASE_MM}Z"
            yield tag("path", d=diamond, fill=document.base.fill, stroke=document.base.stroke, stroke_width=0.3)


def _samples(document: MapDocument) -> Iterator[Sample]:
    for style, entry in zip(document.presence_styles, document.presence_legend, strict=True):
        yield entry, line_swatch(style)


LAYER = Layer("presence", "presence", _draw, _samples)
