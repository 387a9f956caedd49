"""The exported page in the real browser: opened from the disk, it asks for nothing, says nothing on its console, and draws.

On a screen, on a telephone and on paper.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdf
import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.layers.incidents import IncidentCount, IncidentLayer, IncidentMark
from mrm_desktop.cartography.layers.trips import build_trip_layer
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument, PlaceMark
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cartography.web_page import write_web_page
from mrm_desktop.domain.trips import Go, Leg
from mrm_desktop.foundation.words import Words
from tests import toy
from tests.cartography.test_web_page import COUNTRIES, document_of
from tests.end_to_end.browser import log_of, requests
from tests.end_to_end.test_released_pages import axe

pytestmark = pytest.mark.browser

SHARE_PAINTED = """
const canvas = document.querySelector('.leaflet-overlay-pane canvas');
const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
let n = 0;
for (let i = 3; i < data.length; i += 4) { if (data[i]) { n += 1; } }
return n / (data.length / 4);
"""


@pytest.fixture(scope="module")
def page(browser: WebDriver, tmp_path_factory: pytest.TempPathFactory) -> Path:
    areas = list(toy.view().areas)
    areas[0] = toy.area(0, '<img src=x onerror="document.title=1">')
    path = write_web_page(
        build_map_document(toy.view(areas=tuple(areas)), Words("en")), tmp_path_factory.mktemp("page") / "map.html"
    )
    browser.get("about:blank")
    log_of(browser, "performance")  # what the browser's own first page asked for
    browser.get(path.as_uri())
    return path


def test_it_asks_for_nothing_and_its_console_is_silent(browser: WebDriver, page: Path) -> None:
    assert [url for url in requests(browser) if not url.startswith("data:")] == [page.as_uri()]
    assert log_of(browser, "browser") == []


def test_it_draws_areas_legend_and_list(browser: WebDriver, page: Path) -> None:
    assert browser.execute_script("return document.querySelectorAll('#legend li').length") >= 9
    assert browser.execute_script("return document.querySelectorAll('main.twin tbody tr').length") == 9
    painted = browser.execute_script(SHARE_PAINTED)
    assert painted > 0.08


def test_a_theme_is_switched_by_keyboard_alone(browser: WebDriver, page: Path) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    first = browser.find_element(By.CSS_SELECTOR, "#controls input[type=radio]")
    first.send_keys(Keys.ARROW_DOWN)
    assert browser.find_element(By.CSS_SELECTOR, "#legend h2").text == "Community acceptance"


def test_names_are_text_in_popups(browser: WebDriver, page: Path) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    browser.execute_script("map_mrm.setView([-22.5, -19.5], 8, {animate: false});")
    canvas = browser.find_element(By.CSS_SELECTOR, ".map-holder")
    from selenium.webdriver import ActionChains

    ActionChains(browser).move_to_element_with_offset(canvas, 40, 60).click().perform()
    # A popup fades in, and a heading that cannot be seen yet has no text for the driver.
    WebDriverWait(browser, 10).until(lambda b: b.find_element(By.CSS_SELECTOR, ".mrm-popup h2").text)
    assert browser.find_element(By.CSS_SELECTOR, ".mrm-popup h2").text == '<img src=x onerror="document.title=1">'
    assert browser.title != "1"
    assert log_of(browser, "browser") == []


def test_a_layer_over_the_map_is_drawn_by_its_kind_with_its_legend_and_its_switch(browser: WebDriver, tmp_path: Path) -> None:
    words, style = Words("en"), load_style()
    marks = (IncidentMark("i1", "clash", "last_30", (-19.5, -22.5)),)
    counts = (IncidentCount("XT04", 137, (-18.5, -21.5), "137 incidents"),)
    legend = (LegendEntry("last_30", "Within 30 days", 1), LegendEntry("counted", "Number in an area", 137))
    incidents = IncidentLayer("Incidents", marks, counts, style.points("incidents"), legend, 0)
    trip = build_trip_layer([(Leg("out", ((-19.5, -22.5), (-18.5, -21.5)), date(2026, 3, 5)), Go.WAIT)], words)
    path = write_web_page(build_map_document(toy.view(), words).with_overlays(incidents, trip), tmp_path / "map.html")
    browser.get(path.as_uri())
    heads = browser.execute_script("return [...document.querySelectorAll('#legend h2')].map((h) => h.textContent)")
    assert heads[-2:] == [words.say("map.incidents"), words.say("map.trips")]
    names = browser.execute_script("return [...document.querySelectorAll('#controls input[type=checkbox]')].map((i) => i.name)")
    assert names == ["presence", "places", "incidents", "trips", "labels"]
    numbers = "return [...document.querySelectorAll('.mrm-count')].map((n) => n.textContent)"
    assert browser.execute_script(numbers) == ["137"]
    browser.execute_script("document.querySelector('#controls input[name=incidents]').click()")
    assert browser.execute_script(numbers) == []
    assert log_of(browser, "browser") == []


def test_it_reads_without_scripts(browser: WebDriver, page: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(page.as_uri())
        from selenium.webdriver.common.by import By

        rows = browser.find_elements(By.CSS_SELECTOR, "main.twin tbody tr")
        assert len(rows) == 9
        assert "Up to regular liaison" in rows[5].text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


COLOUR_AT = """
const canvas = document.querySelector('.leaflet-overlay-pane canvas');
const at = map_mrm.latLngToLayerPoint([arguments[0], arguments[1]]).subtract(L.DomUtil.getPosition(canvas));
const scale = canvas.width / parseFloat(canvas.style.width);
const spot = document.createElement('canvas').getContext('2d');
spot.drawImage(canvas, -Math.round(at.x * scale), -Math.round(at.y * scale));
const [r, g, b, a] = spot.getImageData(0, 0, 1, 1).data;
return a ? '#' + [r, g, b].map((v) => v.toString(16).padStart(2, '0')).join('') : '';
"""
SIZES = """
const box = map_mrm.getContainer().getBoundingClientRect();
const [west, south, east, north] = JSON.parse(document.getElementById('document').textContent).bounds;
const low = map_mrm.latLngToContainerPoint([south, west]);
const high = map_mrm.latLngToContainerPoint([north, east]);
return {width: box.width, height: box.height, left: low.x, right: high.x, top: high.y, bottom: low.y};
"""
HAITI_AT_SEA, HAITI_ON_LAND = (20.0, -73.6), (18.95, -70.9)


def shown(browser: WebDriver, document: MapDocument, path: Path, base_map: bool = False) -> None:
    browser.get(write_web_page(document, path / "map.html", base_map).as_uri())


def seen_on(browser: WebDriver, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


@pytest.fixture
def telephone(browser: WebDriver) -> Iterator[WebDriver]:
    seen_on(browser, 390, 844)
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def violations(browser: WebDriver) -> list[Any]:
    browser.execute_script(axe())
    found = browser.execute_async_script("const done = arguments[0]; axe.run().then((r) => done(r.violations));")
    return [(v["id"], v["nodes"][0]["html"][:120]) for v in found]


def test_the_base_map_is_painted_and_can_be_switched_off(browser: WebDriver, tmp_path: Path) -> None:
    colours = load_style().ground
    shown(browser, document_of(COUNTRIES["haiti"]), tmp_path, base_map=True)
    assert browser.execute_script(COLOUR_AT, *HAITI_AT_SEA) == colours.sea
    assert browser.execute_script(COLOUR_AT, *HAITI_ON_LAND) == colours.land
    entries = browser.execute_script("return [...document.querySelectorAll('#legend li span')].map((s) => s.textContent)")
    words = Words("en")
    assert words.say("map.border_settled") in entries
    assert words.say("map.border_disputed") not in entries
    browser.execute_script("document.querySelector('#controls input[name=basemap]').click()")
    assert browser.execute_script(COLOUR_AT, *HAITI_AT_SEA) == ""
    assert log_of(browser, "browser") == []


def test_all_patterns_are_drawn_and_no_two_are_alike(browser: WebDriver, page: Path) -> None:
    browser.get(page.as_uri())
    drawn = browser.execute_script("""
    const {patterns} = JSON.parse(document.getElementById('document').textContent);
    const tiles = new MrmPatterns.Tiles(patterns);
    return Object.keys(patterns.marks).map((pattern) => tiles.tile({fill: '#ffffff', pattern, ink: '#000000'}, 2).tile.toDataURL());
    """)
    assert len(drawn) == len(set(drawn)) == 9


def test_many_places_stand_together_from_afar_and_by_themselves_from_near(browser: WebDriver, tmp_path: Path) -> None:
    made = build_map_document(toy.view(), Words("en"))
    places = tuple(
        PlaceMark(f"p{n}", f"Place {n}", "remote" if n == 7 else "settlement", (-19.9 + n % 20 / 30, -22.9 + n // 20 / 30), ())
        for n in range(300)
    )
    shown(browser, replace(made, places=places), tmp_path)
    gathered = """
    const doc = JSON.parse(document.getElementById('document').textContent);
    doc.limits.few = arguments[0];
    const marks = new MrmMarks.Marks(doc.places, doc.place_styles, doc, {});
    const clusters = marks.clustered(6);
    return [clusters.length, clusters.reduce((sum, one) => sum + one.count, 0), Math.min(...clusters.map((one) => one.n))];
    """
    number, total, worst = browser.execute_script(gathered, 0)
    assert number < 20
    assert total == 300
    assert made.place_styles[worst].id == "remote"
    assert log_of(browser, "browser") == []


def test_the_map_follows_the_size_of_its_holder(browser: WebDriver, page: Path) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    browser.get(page.as_uri())
    seen_on(browser, 1000, 600)
    try:
        same = "const s = map_mrm.getSize(); const b = map_mrm.getContainer().getBoundingClientRect(); return [s.x, s.y, b.width, b.height]"

        def follows(b: WebDriver) -> bool:
            x, y, width, height = map(float, b.execute_script(same))
            return abs(x - width) <= 1 and abs(y - height) <= 1

        WebDriverWait(browser, 5).until(follows)
        hide = "document.querySelector('.stage').style.display = arguments[0]"
        browser.execute_script(hide, "none")
        WebDriverWait(browser, 5).until(lambda b: b.execute_script("return map_mrm.getSize().x") == 0)
        browser.execute_script(hide, "")
        WebDriverWait(browser, 5).until(follows)
        assert log_of(browser, "browser") == []
        sizes = browser.execute_script(SIZES)
        assert sizes["left"] >= 0
        assert sizes["bottom"] <= sizes["height"]
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_paper_has_the_whole_map_and_what_explains_it_on_its_first_page(browser: WebDriver, tmp_path: Path) -> None:
    areas = tuple(replace(toy.area(k % 9), code=f"XT{k:03d}", name=f"District {k:03d}") for k in range(90))
    answers = {area.code: toy.assessment(n % 9) for n, area in enumerate(areas)}
    document = build_map_document(toy.view(areas=areas, assessments=answers), Words("en"))
    shown(browser, document, tmp_path)
    order = {"preferCSSPageSize": False, "paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True}
    printed = browser.execute_cdp_cmd("Page.printToPDF", order)
    pages = pypdf.PdfReader(io.BytesIO(base64.b64decode(printed["data"]))).pages
    texts = [" ".join(normalize("NFKC", page.extract_text()).split()) for page in pages]
    words = Words("en")
    assert document.marginalia.title in texts[0]
    assert document.marginalia.sensitivity in texts[0].upper()
    for explained in (words.say("map.class.ceiling.liaison"), *document.marginalia.notes):
        assert explained in texts[0]
    assert {"Base 0", "Base 4", "District 001", "District 008"} <= set(re.findall(r"(?:Base|District) \d+", texts[0])), (
        "names of the map"
    )
    assert "[XT" not in texts[0]
    assert texts[1].startswith(words.say("map.twin"))
    assert len(texts) > 3
    assert all("District" in text and words.say("map.row.verdict") in text for text in texts[1:])
    assert sorted("".join(texts[1:]).count(f"[XT{k:03d}]") for k in range(90)) == [1] * 90


def test_the_map_that_goes_onto_paper_is_whole_and_the_reader_s_view_comes_back(browser: WebDriver, page: Path) -> None:
    browser.get(page.as_uri())
    browser.execute_script("map_mrm.setView([-22.5, -19.5], 9, {animate: false});")
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    sizes = browser.execute_script(SIZES)
    assert sizes["width"] == pytest.approx(186 / 25.4 * 96, abs=1)
    assert 0 <= sizes["left"] < sizes["right"] <= sizes["width"]
    assert 0 <= sizes["top"] < sizes["bottom"] <= sizes["height"]
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    assert browser.execute_script("return map_mrm.getZoom()") == 9


def test_the_legend_explains_bases(browser: WebDriver, page: Path) -> None:
    browser.get(page.as_uri())
    entries = browser.execute_script("return [...document.querySelectorAll('#legend li')].map((li) => li.textContent)")
    assert f"{Words('en').say('map.base')}{len(toy.view().presence)}" in entries


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_telephone_shows_map_fold_and_cards_without_scrolling_sideways(
    telephone: WebDriver, tmp_path: Path, language: str
) -> None:
    shown(telephone, document_of(COUNTRIES["south_sudan"], language), tmp_path, base_map=True)
    assert telephone.execute_script("return document.documentElement.scrollWidth") <= 390
    assert telephone.execute_script("return document.querySelector('aside details').open") is False
    sizes = telephone.execute_script(SIZES)
    assert 0 <= sizes["left"] < sizes["right"] <= 390
    assert (sizes["right"] - sizes["left"]) / sizes["width"] > 0.75 or (sizes["bottom"] - sizes["top"]) / sizes["height"] > 0.75
    cell = "const c = document.querySelector('main.twin td'); return [getComputedStyle(c).display, getComputedStyle(c, '::before').content]"
    display, head = telephone.execute_script(cell)
    assert display == "grid"
    assert Words(language).say("map.row.verdict") in head
    telephone.execute_script("document.querySelector('aside details').open = true")
    telephone.execute_script("map_mrm.fire('click', {latlng: map_mrm.getCenter()})")
    assert telephone.find_element("css selector", "#card h2").text == "Square 0"
    assert not telephone.find_elements("css selector", ".leaflet-popup")
    assert telephone.execute_script("return document.documentElement.scrollWidth") <= 390
    assert violations(telephone) == []
    assert log_of(telephone, "browser") == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_accessibility_checker_finds_nothing(browser: WebDriver, tmp_path: Path, language: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    shown(browser, document_of(COUNTRIES["south_sudan"], language), tmp_path, base_map=True)
    browser.execute_script("map_mrm.fire('click', {latlng: map_mrm.getCenter()})")
    popup = browser.find_element("css selector", ".leaflet-popup")
    WebDriverWait(browser, 5).until(lambda _: popup.value_of_css_property("opacity") == "1")
    assert violations(browser) == []
    assert [url for url in requests(browser) if url.startswith("http")] == []
