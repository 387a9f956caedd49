"""The exported page in the real browser: opened from the disk, it asks for nothing, says nothing on its console, and draws."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.layers.incidents import IncidentCount, IncidentLayer, IncidentMark
from mrm_desktop.cartography.layers.trips import build_trip_layer
from mrm_desktop.cartography.map_document import LegendEntry
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cartography.web_page import write_web_page
from mrm_desktop.domain.trips import Go, Leg
from mrm_desktop.foundation.words import Words
from tests import toy
from tests.end_to_end.browser import log_of, requests

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
