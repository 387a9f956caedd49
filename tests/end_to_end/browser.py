"""The real browser that the tests of pages drive, and what it noted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.chrome.webdriver import WebDriver


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    if not shutil.which("chromedriver") or not shutil.which("chromium"):
        pytest.skip("Chromium and its driver are not installed on this machine")
    made = start_browser(tmp_path_factory.mktemp("chromium"))
    yield made
    made.quit()


def start_browser(profile: Path) -> WebDriver:
    """Start Chromium, without a window and without a network, on a profile of its own."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (
        *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--window-size=1280,860"),
        *(
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND",
        ),
        f"--user-data-dir={profile}",
    ):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(service=Service(str(shutil.which("chromedriver"))), options=options)


def log_of(browser: WebDriver, kind: str) -> list[dict[str, Any]]:
    """Entries of one of the browser's logs since it was last read."""
    entries: list[dict[str, Any]] = browser.get_log(kind)  # type: ignore[no-untyped-call]  # the driver leaves it untyped
    return entries


def requests(browser: WebDriver) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in log_of(browser, "performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
