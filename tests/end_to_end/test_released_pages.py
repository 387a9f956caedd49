"""Released pages in the real browser: from the disk they ask for nothing, say nothing on the console, and can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver

from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.release.release_file import release_file
from mrm_desktop.store.file.project_file import ProjectFile
from tests.end_to_end.browser import log_of, requests
from tests.services.release.test_release_file import about
from tests.store import records

pytestmark = pytest.mark.browser

TO = Handover("Office", "reading")
PAGES = [
    ("map", Reader.PUBLIC),
    ("map", Reader.PARTNER),
    ("atlas", Reader.PARTNER),
    ("brief", Reader.COUNTRY_OFFICE),
    ("register", Reader.INTERNAL),
    ("note", Reader.PARTNER),
    ("trip_pack", Reader.INTERNAL),
    ("field_pack", Reader.INTERNAL),
]
SERIOUS = ("serious", "critical")


def axe() -> str:
    """The accessibility checker's script, from its package."""
    import axe_core_python

    return (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("report", "reader"), PAGES)
def test_a_page_is_quiet_and_accessible(
    browser: WebDriver, marked: ProjectFile, report: str, reader: Reader, language: str, tmp_path: Path
) -> None:
    path, *_ = release_file(
        marked, about(marked, report, reader), Order(report, "html", reader, TO), Words(language), tmp_path / "p.html", records.AT
    )
    browser.get("about:blank")
    log_of(browser, "performance")
    log_of(browser, "browser")
    browser.get(path.as_uri())
    browser.implicitly_wait(5)
    assert browser.find_element("css selector", "h1").text
    asked = [url for url in requests(browser) if not url.startswith("data:")]
    assert asked == [path.as_uri()]
    assert log_of(browser, "browser") == []
    browser.execute_script(axe())
    found = browser.execute_async_script("const done = arguments[0]; axe.run().then((r) => done(r.violations));")
    bad = [(v["id"], v["nodes"][0]["html"][:120]) for v in found if v["impact"] in SERIOUS]
    assert bad == []
    width = browser.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


@pytest.mark.parametrize(("report", "reader"), [p for p in PAGES if p[0] != "map"])
def test_a_page_needs_no_script(marked: ProjectFile, report: str, reader: Reader, tmp_path: Path) -> None:
    order = Order(report, "html", reader, TO)
    path, *_ = release_file(marked, about(marked, report, reader), order, Words("en"), tmp_path / "p.html", records.AT)
    assert b"<script" not in path.read_bytes()
    assert path.read_bytes().count(b"<title>") == 1


def test_the_map_is_readable_without_scripts(marked: ProjectFile, tmp_path: Path) -> None:
    order = Order("map", "html", Reader.PUBLIC, TO)
    path, *_ = release_file(marked, about(marked, "map", Reader.PUBLIC), order, Words("en"), tmp_path / "p.html", records.AT)
    page = path.read_text(encoding="utf-8")
    table = page[page.index("<table>") : page.index("</table>")]
    assert "Square 0 [XT01]" in table
    assert "Not known or not shared" in table


def test_on_a_telephone_a_title_has_the_whole_width_and_on_paper_no_heading_is_left_behind(
    browser: WebDriver, marked: ProjectFile, tmp_path: Path
) -> None:
    order, out = Order("brief", "html", Reader.COUNTRY_OFFICE, TO), tmp_path / "b.html"
    release_file(marked, about(marked, "brief", Reader.COUNTRY_OFFICE), order, Words("en"), out, records.AT)
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    )
    browser.get(out.as_uri())
    wide = (
        "return document.querySelector('header > div').getBoundingClientRect().width / document.querySelector('main').clientWidth"
    )
    assert browser.execute_script(wide) == pytest.approx(1, abs=0.01)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert browser.execute_script("return getComputedStyle(document.querySelector('h2')).breakAfter") == "avoid"
    assert browser.execute_script("return getComputedStyle(document.querySelector('.columns')).display") == "grid"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_checker_is_no_sham(browser: WebDriver, tmp_path: Path) -> None:
    pale = '<p style="color:#ddd;background:#fff">pale</p>'
    bad = f'<!DOCTYPE html><html><head><title></title></head><body><img src="data:,">{pale}</body></html>'
    (tmp_path / "bad.html").write_text(bad, encoding="utf-8")
    browser.get((tmp_path / "bad.html").as_uri())
    browser.execute_script(axe())
    found = browser.execute_async_script("const done = arguments[0]; axe.run().then((r) => done(r.violations));")
    assert {"image-alt", "color-contrast", "html-has-lang"} <= {v["id"] for v in found if v["impact"] in SERIOUS}
