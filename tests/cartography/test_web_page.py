"""The exported page as text: what it is drawn with comes from the map language, and its list says what its reader may have."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.contrast import contrast
from mrm_desktop.cartography.layers.presence import veil_of
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.patterns import PATTERN_PX, pattern_marks
from mrm_desktop.cartography.style import Pattern, load_style
from mrm_desktop.cartography.web_ground import LARGEST, STEPS, names_on_ground, stretch_of, web_ground
from mrm_desktop.cartography.web_page import web_page
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import Words
from tests import toy
from tests.present import present

WORDS = Words("en")
SOUTH_SUDAN = (23.9, 3.4, 35.9, 12.3)
KASHMIR = (73.0, 32.0, 80.0, 37.0)
CONGO = (12.0, -13.5, 31.3, 5.4)
COUNTRIES = {
    "south_sudan": SOUTH_SUDAN,
    "kashmir": KASHMIR,
    "congo": CONGO,
    "cyprus": (32.0, 34.4, 34.7, 35.8),
    "haiti": (-74.5, 18.0, -71.6, 20.1),
}


def document_of(bounds: tuple[float, float, float, float], language: str = "en") -> MapDocument:
    """A document with one area in the middle of degrees ``bounds``."""
    made = build_map_document(toy.view(), Words(language))
    west, south, east, north = bounds
    middle = shapely.Point((west + east) / 2, (south + north) / 2).buffer(min(east - west, north - south) / 4)
    return replace(made, bounds=bounds, areas=(replace(made.areas[0], polygons=middle),))


def carried(page: str) -> dict[str, Any]:
    """What the scripts of a page are given."""
    text = present(re.search(r'<script type="application/json" id="document">(.*?)</script>', page, re.DOTALL)).group(1)
    return dict(json.loads(text))


def lines(runs: list[Any]) -> list[np.ndarray]:
    return [np.cumsum(np.array(run).reshape(-1, 2), axis=0) / STEPS for run in runs]


def test_patterns_and_colours_are_those_of_the_map_language() -> None:
    data = carried(web_page(build_map_document(toy.view(), WORDS)))
    assert data["patterns"]["side"] == PATTERN_PX
    assert set(data["patterns"]["marks"]) == {pattern.value for pattern in Pattern}
    for pattern in Pattern:
        marks = [
            (mark["points"], mark["width"], mark["radius"], mark["is_filled"]) for mark in data["patterns"]["marks"][pattern.value]
        ]
        assert marks == [
            ([list(p) for p in mark.points], mark.width, mark.radius, mark.is_filled) for mark in pattern_marks(pattern)
        ]
    assert data["colours"]["veil"] == load_style().ground.veil
    script = asset("maps", "web", "patterns.js").read_text(encoding="utf-8")
    own = [pattern for pattern in Pattern if re.search(rf"[\"'.]{pattern.value}\b|\b{pattern.value}\s*[(:]", script)]
    assert own == [], "the script draws marks of its own"


def test_presence_fades_with_its_age() -> None:
    document = build_map_document(toy.view(), WORDS)
    assert [item.age_days for item in document.presence] == [28, 28]
    old = replace(document, presence=(document.presence[0], replace(document.presence[1], age_days=400)))
    veils = carried(web_page(old))["veils"]
    assert veils == [veil_of(28), veil_of(400)]
    assert veils[0] > veils[1]


def test_an_invented_country_has_no_base_map() -> None:
    page = web_page(build_map_document(toy.view(), WORDS))
    assert carried(page)["ground"] is None
    assert f"<p>{WORDS.say('map.basemap_note')}</p>" not in page


@pytest.mark.parametrize("name", COUNTRIES)
def test_the_base_map_is_small_and_stays_on_its_stretch(name: str) -> None:
    document = document_of(COUNTRIES[name])
    ground = web_ground(document)
    assert len(json.dumps(ground, separators=(",", ":"))) <= LARGEST
    west, south, east, north = stretch_of(document.bounds)
    for line in lines([*ground["land"], *ground["lakes"], *(run for kind in ("rivers", "borders") for _, run in ground[kind])]):
        assert (line >= np.array([west, south]) - 0.01).all()
        assert (line <= np.array([east, north]) + 0.01).all()
    assert ground["land"]
    assert ground["borders"]


def test_a_stretch_fills_a_wide_screen_and_a_sheet_of_paper() -> None:
    for bounds in COUNTRIES.values():
        west, south, east, north = stretch_of(bounds)
        narrow = np.cos(np.radians((south + north) / 2))
        wide, tall = (east - west) * narrow, north - south
        assert wide / (bounds[3] - bounds[1]) > 2.3
        assert tall / ((bounds[2] - bounds[0]) * narrow) > 0.75
        assert west < bounds[0]
        assert north > bounds[3]


def test_only_the_statuses_of_borders_that_occur_are_told() -> None:
    assert {status for status, _ in web_ground(document_of(KASHMIR))["borders"]} >= {"control", "disputed", "settled"}
    assert {status for status, _ in web_ground(document_of(COUNTRIES["haiti"]))["borders"]} == {"settled"}


def test_countries_around_are_named_in_the_language_of_the_page_and_never_in_the_sea() -> None:
    for language, ethiopia in (("en", "Ethiopia"), ("fr", "Éthiopie"), ("ar", "إثيوبيا")):
        names = [row[3] for row in web_ground(document_of(SOUTH_SUDAN, language))["countries"]]
        assert ethiopia in names
    ground = web_ground(document_of(CONGO))
    assert "Seychelles" not in [row[3] for row in ground["countries"]]
    land = [shapely.Polygon(line) for line in lines(ground["land"])]
    for x, y, _, name in ground["countries"]:
        assert shapely.intersects_xy(land, x / STEPS, y / STEPS).any(), name


def test_rivers_and_towns_are_there_to_be_recognised() -> None:
    ground = web_ground(document_of(SOUTH_SUDAN))
    towns = {row[4]: row for row in ground["towns"]}
    assert towns["Juba"][3] == 2
    assert (towns["Juba"][0] / STEPS, towns["Juba"][1] / STEPS) == pytest.approx((31.58, 4.83), abs=0.05)
    nile = [line for line in lines([run for _, run in ground["rivers"]]) if (np.abs(line - (31.6, 4.85)).max(axis=1) < 0.3).any()]
    assert nile


def test_no_position_of_the_base_map_is_written_in_degrees() -> None:
    ground = web_ground(document_of(SOUTH_SUDAN))
    assert all(isinstance(n, int) for row in (*ground["towns"], *ground["countries"]) for n in row[:2])


def test_names_on_the_ground_are_all_that_a_page_may_write() -> None:
    ground = web_ground(document_of(SOUTH_SUDAN))
    written = {row[4] for row in ground["towns"]} | {row[3] for row in ground["countries"]}
    assert written <= names_on_ground(SOUTH_SUDAN, "en")


def test_the_page_with_a_base_map_says_what_it_is_worth() -> None:
    page = web_page(document_of(SOUTH_SUDAN), base_map=True)
    assert f"<p>{WORDS.say('map.basemap_note')}</p>" in page
    assert page == web_page(document_of(SOUTH_SUDAN), base_map=True)


def test_the_list_says_verdict_ceiling_channel_and_expiry_sorted_by_name() -> None:
    areas = list(toy.view().areas)
    areas[8], areas[0] = toy.area(8, "Éclair"), toy.area(0, "zebra")
    twin = build_map_document(toy.view(areas=tuple(areas)), WORDS).twin
    heads = [WORDS.say(f"map.{head}") for head in ("area", "row.verdict", "row.ceiling", "row.channel", "row.expires")]
    assert list(twin.columns[:5]) == heads
    assert [row[0] for row in twin.rows] == ["Éclair [XT08]", *(f"Square {k} [XT{k:02d}]" for k in range(1, 8)), "zebra [XT00]"]
    liaison = twin.rows[5]
    assert liaison[:5] == (
        "Square 5 [XT05]",
        WORDS.term("verdict", "proceed_with_conditions"),
        WORDS.say("map.class.ceiling.liaison"),
        WORDS.term("channel", "child_protection_adviser"),
        "30 Apr 2026",
    )
    assert len(liaison) == len(twin.columns) == 8


def test_the_list_is_in_the_page_and_not_twice() -> None:
    document = build_map_document(toy.view(), WORDS)
    page = web_page(document)
    assert page.count('<tr><th scope="row">') == 9
    assert page.count("<thead>") == 1
    assert "twin" not in carried(page)
    assert build_map_document(toy.view(), WORDS, popups=False).twin.rows == ()


def test_the_page_is_told_in_which_letters_a_number_reads_on_the_sign_of_each_class() -> None:
    document = build_map_document(toy.view(), WORDS)
    letters = carried(web_page(document))["letters"]
    assert set(letters) == {style.fill for style in document.place_styles}
    assert all(contrast(ink, fill) > 4.5 for fill, ink in letters.items())
