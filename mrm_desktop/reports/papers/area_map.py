"""The map of all areas: a page that needs no network, or one sheet for print and as a picture."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from mrm_desktop.cartography.build import build_map_document, shapes_of
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.static_map import static_map
from mrm_desktop.cartography.web_page import web_page
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import Block, Document, image, legend, text, title
from mrm_desktop.reports.papers.released_map import released_map
from mrm_desktop.reports.papers.released_pages import counted_legend, released_document
from mrm_desktop.reports.release.ladder import Reader, ReleasedView
from mrm_desktop.reports.release.verification import code_of
from mrm_desktop.reports.release.wording import heading_of, when
from mrm_desktop.reports.report import HTML, PDF, PNG, SVG, Content, Report, Source

UPRIGHT, LYING = (180.0, 168.0), (267.0, 112.0)  # mm of the map on a page that stands, and on one that lies
LIES_FROM = 1.25
"""How much wider than tall a country is that is printed on a page that lies."""


def map_for(source: Source, words: Words) -> MapDocument:
    """Return the map that a reader may have: inside the organisation the whole one, for all others that of the released view."""
    released = source.required_released
    if released.reader is Reader.INTERNAL:
        view = source.required_view
        return build_map_document(view, words, shapes=shapes_of(view, words, source.levels))
    return released_map(released, words, source.citations)


def map_sheet(released: ReleasedView, document: MapDocument, theme: str, words: Words, citations: tuple[str, ...] = ()) -> Document:
    """Return the map of all areas as one page, for print, PNG and SVG."""
    on_ground = not released.fictional  # an invented country lies in the open sea
    lies = _width_to_height(document) >= LIES_FROM
    size = LYING if lies else UPRIGHT
    pictures: dict[str, str] = {"map.svg": static_map(document, theme, *size, base_map=on_ground)}
    shown = document.theme(theme)
    blocks: list[Block] = [
        title(document.marginalia.title, heading_of(released, words)),
        text(shown.title, "strong"),
        image("map.svg", size[0], words.say("page.map_alt", theme=shown.title, classes=_in_words(shown.legend, words))),
        legend(counted_legend(document, theme, pictures), 6 if lies else 4),
        text(_dates_of_layers(released, words), "small"),
        *(text(note, "small") for note in document.marginalia.notes[:4]),
        *([text(words.say("map.basemap_note"), "small")] if on_ground else []),
    ]
    sheet = released_document(document.marginalia.title, released, blocks, words, citations, pictures)
    return replace(sheet, is_landscape=lies)


def _width_to_height(document: MapDocument) -> float:
    west, south, east, north = document.bounds
    return (east - west) * math.cos(math.radians((south + north) / 2)) / max(north - south, 1e-9)


def _dates_of_layers(released: ReleasedView, words: Words) -> str:
    """Say of when each layer is: a map is as old as its oldest."""
    seen = [str(a.values["presence_month"]) for a in released.areas if a.values.get("presence_month")]
    reported = [actor.reported for actor in released.actors if actor.reported]
    told = {
        "presence": [max(seen)] if seen else [],
        "answers": list(dict.fromkeys(released.answers_between or ())),
        "actors": sorted({min(reported), max(reported)}) if reported else [],
    }
    spans = {layer: " – ".join(when(day, words) for day in days) for layer, days in told.items()}
    return " · ".join(words.pair(words.say(f"map.of.{layer}"), span or words.say("map.of.none")) for layer, span in spans.items())


def _in_words(entries: Iterable[LegendEntry], words: Words) -> str:
    return ", ".join(words.pair(entry.label, entry.count) for entry in entries if entry.count)


def _make(source: Source, order: Order, words: Words) -> Content:
    drawn = map_for(source, words)
    if order.form == HTML.name:
        page = web_page(drawn, base_map=not source.required_released.fictional).encode("utf-8")
        return Content(page, code_of(page, order.seal(source.on)))
    themes = [theme.id for theme in drawn.themes]
    theme = order.theme or themes[0]
    if theme not in themes:
        raise KnownError("export.theme_not_for_reader", theme=theme, allowed=themes)
    sheet = map_sheet(source.required_released, drawn, theme, words, source.citations)
    return written(sheet, order, source, words)


REPORT = Report("map", (HTML, PDF, PNG, SVG), _make, shows_bases=True, names_ground=True)
