"""Pages with a map: the printed map of the whole lies on the base map, says so, and is one page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.plane import Box
from mrm_desktop.cartography.style import load_style
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.area_map import REPORT, arrangement_for, days_of_layers, map_sheet
from mrm_desktop.reports.papers.pages import Document, pages_of, pdf_of
from mrm_desktop.reports.papers.released_map import released_map
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import release_view
from mrm_desktop.reports.report import Source
from tests import toy
from tests.store import records

WORDS = Words("en")
COLOURS = load_style().ground


def sheet(words: Words, fictional: bool) -> Document:
    view = toy.view()
    released = release_view(replace(view, info=replace(view.info, fictional=fictional)), Reader.INTERNAL)
    drawn = released_map(released, words)
    return map_sheet(released, replace(drawn, bounds=(20.0, 0.0, 30.0, 8.0)), drawn.themes[0].id, words)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_printed_map_of_a_country_lies_on_the_base_map_and_is_one_page(language: str) -> None:
    words = Words(language)
    made = sheet(words, fictional=False)
    assert f'fill="{COLOURS.land}"' in made.pictures["map.svg"]
    assert words.say("map.basemap_note") in made.blocks[-1]["text"]
    assert pages_of(made, words) == 1


def test_an_invented_country_is_printed_without_a_base_map() -> None:
    made = sheet(Words("en"), fictional=True)
    assert f'fill="{COLOURS.sea}"' not in made.pictures["map.svg"]
    assert WORDS.say("map.basemap_note") not in str(made.blocks)


WIDE, SQUARE, TALL = (20.0, 0.0, 32.0, 8.0), (20.0, 0.0, 30.0, 10.0), (20.0, -20.0, 26.0, -2.0)


@pytest.mark.parametrize(("bounds", "lies", "has_legend_beside"), [(WIDE, True, True), (SQUARE, False, False), (TALL, False, True)])
def test_the_page_is_the_one_on_which_a_country_comes_out_largest(bounds: Box, lies: bool, has_legend_beside: bool) -> None:
    released = release_view(toy.view(), Reader.PARTNER)
    drawn = replace(released_map(released, WORDS), bounds=bounds)
    sheet = map_sheet(released, drawn, drawn.themes[0].id, WORDS)
    assert sheet.is_landscape is lies
    assert (arrangement_for(drawn).beside > 0) is has_legend_beside
    assert [block["kind"] for block in sheet.blocks].count("image") == (0 if has_legend_beside else 1)
    width, height = pypdf.PdfReader(io.BytesIO(pdf_of(sheet, WORDS))).pages[0].mediabox[2:]
    assert (width > height) is lies


def test_a_map_with_every_class_is_still_one_page() -> None:
    """All classes, all frequencies and all kinds of places in the longest language, on the page with the least room for them."""
    words = Words("fr")
    view = toy.view()
    released = release_view(replace(view, info=replace(view.info, fictional=False)), Reader.INTERNAL)
    drawn = build_map_document(view, words)
    full = replace(
        drawn,
        bounds=WIDE,
        presence_legend=tuple(replace(entry, count=3) for entry in drawn.presence_legend),
        place_legend=tuple(replace(entry, count=300) for entry in drawn.place_legend),
        places=drawn.places * 200,
    )
    made = map_sheet(released, full, "ceiling", words, places_of=date(2026, 2, 1))
    assert pages_of(made, words) == 1
    assert words.say("map.several_places") in str(made.blocks)


def test_each_layer_says_of_when_it_is_and_what_this_copy_does_not_say() -> None:
    said = {}
    for reader in (Reader.INTERNAL, Reader.COUNTRY_OFFICE, Reader.PARTNER):
        released = release_view(toy.view(), reader)
        drawn = released_map(released, WORDS)
        said[reader] = str(map_sheet(released, drawn, drawn.themes[0].id, WORDS).blocks)
    assert "'head': 'UN presence, last confirmed', 'under': ['Feb 2026']" in said[Reader.INTERNAL]
    assert "UN presence, last confirmed: Feb 2026" in said[Reader.COUNTRY_OFFICE]
    assert "UN presence, last confirmed: none in this copy" in said[Reader.PARTNER]
    assert "Reports on armed actors: none in this copy" in said[Reader.PARTNER]


def test_what_stands_at_the_foot_of_the_page_is_not_said_twice() -> None:
    released = release_view(toy.view(), Reader.PARTNER)
    drawn = released_map(released, WORDS)
    sheet = map_sheet(released, drawn, drawn.themes[0].id, WORDS)
    assert not [line for line in (sheet.channel, *sheet.footer) if line in str(sheet.blocks[-1])]


def test_the_places_are_of_the_day_on_which_they_were_taken_in() -> None:
    groups = days_of_layers(release_view(toy.view(), Reader.INTERNAL), "ceiling", WORDS, date(2026, 2, 1))
    assert groups["places"] == ("Taken in 1 Feb 2026",)


@pytest.mark.parametrize(("reader", "told"), [(Reader.INTERNAL, True), (Reader.PARTNER, False)])
def test_the_exported_page_says_of_when_its_layers_are_and_which_boundaries_it_has(
    reader: Reader, told: bool, tmp_path: Path
) -> None:
    areas = tuple(replace(area, version="v02", valid_on=date(2025, 3, 12)) for area in toy.view().areas)
    places = replace(records.dataset(DatasetKind.PLACES), source="zzdeskzz")
    view = toy.view(areas=areas, datasets=(records.dataset(), places))
    source = Source(toy.INFO, toy.ON, tmp_path, released=release_view(view, reader), view=view)
    page = REPORT.make(source, Order("map", "html", reader), WORDS).data.decode("utf-8")
    assert "edition v02" in page
    assert "Answers of communities: none in this copy" in page
    assert ("zzdeskzz" in page) is ("Places: Taken in 1 Mar 2026" in page) is told
