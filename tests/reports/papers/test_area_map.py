"""Pages with a map: the printed map of the whole lies on the base map, says so, and is one page."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from mrm_desktop.cartography.style import load_style
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.area_map import map_sheet
from mrm_desktop.reports.papers.pages import Document, pages_of, pdf_of
from mrm_desktop.reports.papers.released_map import released_map
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import release_view
from tests import toy

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
    assert words.say("map.basemap_note") in [block.get("text") for block in made.blocks]
    assert pages_of(made, words) == 1


def test_an_invented_country_is_printed_without_a_base_map() -> None:
    made = sheet(Words("en"), fictional=True)
    assert f'fill="{COLOURS.sea}"' not in made.pictures["map.svg"]
    assert Words("en").say("map.basemap_note") not in [block.get("text") for block in made.blocks]


def test_a_wide_country_lies_on_its_page_and_a_tall_one_stands() -> None:
    released = release_view(toy.view(), Reader.PARTNER)
    drawn = released_map(released, WORDS)
    west, south, east, north = drawn.bounds
    wide, tall = (west, south, west + 3 * (north - south), north), (west, south, east, south + 3 * (east - west))
    for bounds, lies in ((wide, True), (tall, False)):
        sheet = map_sheet(released, replace(drawn, bounds=bounds), drawn.themes[0].id, WORDS)
        assert sheet.is_landscape is lies
        width, height = pypdf.PdfReader(io.BytesIO(pdf_of(sheet, WORDS))).pages[0].mediabox[2:]
        assert (width > height) is lies


def test_each_layer_says_of_when_it_is_and_what_this_copy_does_not_say() -> None:
    said = {}
    for reader in (Reader.COUNTRY_OFFICE, Reader.PARTNER):
        released = release_view(toy.view(), reader)
        drawn = released_map(released, WORDS)
        said[reader] = str(map_sheet(released, drawn, drawn.themes[0].id, WORDS).blocks)
    assert "UN military last confirmed: Feb 2026" in said[Reader.COUNTRY_OFFICE]
    assert "UN military last confirmed: none, or not in this copy" in said[Reader.PARTNER]
