"""Another language, chosen while a project is open, reaches everything that is shown and everything that is made afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.map.map_session import MapSession
from mrm_desktop.desktop.reports.reports_page import ReportsPage
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question
from tests.desktop.board import OPEN
from tests.desktop.window_parts import card_of, map_of, opened_in, page_at, page_of
from tests.present import present

WAIT = 20_000
LANGUAGE = "fr"


@pytest.fixture
def english(open_window: MainWindow, qtbot: QtBot) -> MapSession:
    """The session of the map while the window is used in English: its pages have asked and drawn."""
    window = open_window
    for name in ("evidence/datasets", "assess/request", "reports/make", "map/areas"):
        window.open_page(name)
        qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    with qtbot.waitSignal(window.card_shown, timeout=WAIT):
        window.pick(OPEN)
    return map_of(window).session


@pytest.fixture
def french(open_window: MainWindow, english: MapSession, qtbot: QtBot) -> MainWindow:
    """The window, first used in English and then turned to French."""
    window = open_window
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.use_words(Words(LANGUAGE))
    qtbot.waitUntil(lambda: map_of(window).facts is not None and not window.work.is_busy, timeout=WAIT)
    assert map_of(window).picked == OPEN, "the place is kept"
    return window


def test_the_map_and_its_legend(french: MainWindow, qtbot: QtBot) -> None:
    words = Words(LANGUAGE)
    legend = page_of(french).canvas.main.legend.text
    assert words.say("map.class.ceiling.verification_security") in legend
    assert Words("en").say("map.class.ceiling.verification_security") not in legend
    assert page_of(french).areas.model.headerData(1, Qt.Orientation.Horizontal) == words.say("map.theme.ceiling")


def test_the_card(french: MainWindow) -> None:
    texts = "\n".join(label.text() for label in page_of(french).card.findChildren(QLabel))
    verdict = card_of(french).assessment.verdict
    assert Words(LANGUAGE).term("verdict", verdict) in texts
    assert Words("en").term("verdict", verdict) not in texts


def test_a_session_that_was_made_before_speaks_it_as_well(french: MainWindow, english: MapSession) -> None:
    """No session keeps a language of its own: whoever still holds one from before gets the new language from it."""
    words, session = Words(LANGUAGE), english
    painting = session.paint(Question())
    assert painting.document.language == LANGUAGE
    listed = {label for _, label, _ in painting.listing.areas["ceiling"]}
    assert words.say("map.class.ceiling.verification_security") in listed
    assert session.incidents(opened_in(french).project.day, None).layer.title == words.say("map.incidents")


def test_the_exported_map(french: MainWindow, tmp_path: Path) -> None:
    page = map_of(french).session.export_map(Question(), tmp_path / "map.html").read_text(encoding="utf-8")
    assert f'lang="{LANGUAGE}"' in page
    assert Words(LANGUAGE).say("map.theme.ceiling") in page
    assert Words("en").say("map.theme.ceiling") not in page


def test_the_preview_of_reports(french: MainWindow, qtbot: QtBot) -> None:
    french.open_page("reports/make")
    page = page_at(french, "reports/make", ReportsPage)
    qtbot.waitUntil(lambda: page.preview is not None, timeout=WAIT)
    rows = present(page.preview).rows
    shown = {page._model._rows[row][4] for row in range(page._model.rowCount())}
    assert shown == {Words(LANGUAGE).say(row.code) for row in rows}
    assert shown.isdisjoint({Words("en").say(row.code) for row in rows})
    assert page.language.currentData() == LANGUAGE, "what is offered for the report"
