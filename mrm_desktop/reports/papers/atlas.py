"""The atlas: one page for each area, each with its own map, legend and numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import shapely

from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.static_map import static_map
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.area_map import map_for
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import (
    NEW_PAGE,
    Block,
    Document,
    box,
    heading,
    image,
    legend,
    side_by_side,
    table,
    text,
    title,
)
from mrm_desktop.reports.papers.released_pages import counted_legend, released_document
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.ladder import FIELDS, ReleasedArea, ReleasedView
from mrm_desktop.reports.release.wording import PERCEPTION_COLUMNS, heading_of, label_of, perception_row, value_of
from mrm_desktop.reports.report import HTML, PDF, Content, Report, Source

PAGE_MAP = (118.0, 92.0)  # mm
SHOWN_PERCEPTIONS = 10
SURROUNDINGS = 0.6  # of an area's extent, on each side: what the map of an area shows around it
SHOWN_FIRST = ("ceiling", "verdict", "channel", "expires_on", "evidence")


def atlas(released: ReleasedView, document: MapDocument, words: Words, citations: tuple[str, ...] = ()) -> Document:
    """Return one page for each area.

    Raises
    ------
    KnownError
        ``map.no_areas``.
    """
    if not released.areas:
        raise KnownError("map.no_areas")
    perceptions: dict[str, list[ReleasedPerception]] = defaultdict(list)
    for p in released.perceptions:
        perceptions[p.area_code].append(p)
    theme = document.themes[0].id
    near = _Neighbourhoods(document)
    blocks: list[Block] = []
    pictures: dict[str, str] = {}
    for number, area in enumerate(released.areas):
        if number:
            blocks.append(NEW_PAGE)
        extract = near.of(area.code)
        name = f"map-{number}.svg"
        pictures[name] = static_map(extract, theme, *PAGE_MAP, focus=area.code, zoom_to_focus=True)
        entries = counted_legend(extract, theme, pictures)
        blocks += _area_page(released, area, name, entries, perceptions.get(area.code, []), words)
    return released_document(words.say("report.atlas"), released, blocks, words, citations, pictures)


def _area_page(
    released: ReleasedView,
    area: ReleasedArea,
    picture: str,
    entries: list[Mapping[str, str]],
    perceptions: list[ReleasedPerception],
    words: Words,
) -> list[Block]:
    shown = [
        f.name
        for f in FIELDS
        if f.table == "areas" and f.name in area.values and f.name not in ("area_code", "area_name", "channel")
    ]
    first = [f for f in SHOWN_FIRST if f in shown]
    order = [*first, *(f for f in shown if f not in first)]
    rows = [[label_of(f, words), value_of(f, area.values[f], words)] for f in order]
    alt = words.say("page.area_map_alt", area=area.name, classes=", ".join(e["label"] for e in entries))
    blocks: list[Block] = [
        title(f"{area.name} [{area.code}]", heading_of(released, words)),
        *([text(words.say("note.fictional"), "small")] if released.fictional else []),
        box(
            words.say("page.channel", channel=value_of("channel", area.values["channel"], words)),
            [words.say("note.never_interview")],
        ),
        side_by_side(
            (2, 1),
            [image(picture, PAGE_MAP[0], alt), legend(entries, 3)],
            [heading(words.say("page.numbers")), table(["", ""], rows, (1.1, 1.2))],
        ),
    ]
    return blocks + _perceptions(perceptions, words)


def _perceptions(perceptions: list[ReleasedPerception], words: Words) -> list[Block]:
    if not perceptions:
        return [text(words.say("page.no_perceptions"), "small")]
    newest = sorted(perceptions, key=lambda p: (p.collected, p.stratum), reverse=True)
    blocks: list[Block] = [
        heading(words.say("page.perceptions")),
        table(
            [words.say(f"page.column.{c}") for c in PERCEPTION_COLUMNS],
            [perception_row(p, words) for p in newest[:SHOWN_PERCEPTIONS]],
            (1.1, 1.3, 1, 1.1, 0.8, 0.9, 1.15, 1.7),
        ),
    ]
    if len(newest) > SHOWN_PERCEPTIONS:
        blocks.append(text(words.say("note.more_rows", count=len(newest) - SHOWN_PERCEPTIONS), "small"))
    return blocks


class _Neighbourhoods:
    """Extracts of a map around each area: a page draws and counts what is on it, not the country."""

    def __init__(self, document: MapDocument) -> None:
        self._document = document
        self._index = {area.id: n for n, area in enumerate(document.areas)}
        self._boxes = shapely.bounds([area.polygons for area in document.areas])
        self._spots = np.array([place.at for place in document.places], dtype=float).reshape(-1, 2)
        self._covers = shapely.bounds([p.polygons for p in document.presence]).reshape(-1, 4)

    def of(self, code: str) -> MapDocument:
        """Return the extract around an area, with a legend that counts what is in it."""
        west, south, east, north = self._boxes[self._index[code]].tolist()
        reach_x, reach_y = SURROUNDINGS * max(east - west, 0.05), SURROUNDINGS * max(north - south, 0.05)
        wide = max(reach_x, reach_y)
        window = (west - wide, south - wide, east + wide, north + wide)
        near = _meeting(self._boxes, window)
        areas = tuple(self._document.areas[n] for n in near)
        places = tuple(
            self._document.places[n]
            for n in np.flatnonzero(
                (self._spots[:, 0] >= window[0])
                & (self._spots[:, 0] <= window[2])
                & (self._spots[:, 1] >= window[1])
                & (self._spots[:, 1] <= window[3])
            )
        )
        presence = tuple(self._document.presence[n] for n in _meeting(self._covers, window))
        here = {area.id for area in areas}
        themes = tuple(
            replace(
                theme,
                of_area={k: v for k, v in theme.of_area.items() if k in here},
                legend=_counted(theme.legend, Counter(theme.of_area[k] for k in here)),
            )
            for theme in self._document.themes[:1]
        )
        return replace(
            self._document,
            areas=areas,
            levels=tuple(replace(level, outlines=level.outlines[near]) for level in self._document.levels),
            places=places,
            presence=presence,
            themes=themes,
            presence_legend=_counted(self._document.presence_legend, Counter(p.style for p in presence)),
            place_legend=_counted(self._document.place_legend, Counter(p.style for p in places)),
        )


def _counted(entries: tuple[LegendEntry, ...], counts: Counter[str]) -> tuple[LegendEntry, ...]:
    return tuple(replace(entry, count=counts[entry.id]) for entry in entries)


def _meeting(boxes: np.ndarray, window: tuple[float, float, float, float]) -> list[int]:
    west, south, east, north = window
    hits = (boxes[:, 2] >= west) & (boxes[:, 0] <= east) & (boxes[:, 3] >= south) & (boxes[:, 1] <= north)
    return [int(n) for n in np.flatnonzero(hits)]


def _make(source: Source, order: Order, words: Words) -> Content:
    pages = atlas(source.required_released, map_for(source, words), words, source.citations)
    return written(pages, order.form, words, order.seal(source.on))


REPORT = Report("atlas", (PDF, HTML), _make, shows_bases=True)
