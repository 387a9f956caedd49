"""The briefing in the window: home of an open project, each need a row with the one thing to do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.assess.assess_page import AssessPage
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.briefing.briefing_page import PAGE_OF, BriefingPage
from mrm_desktop.desktop.briefing.briefing_session import ShownBriefing
from mrm_desktop.desktop.evidence.evidence_page import EvidencePage
from mrm_desktop.desktop.parts.drafts import Offer
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.page_names import BRIEFING, MAP
from mrm_desktop.domain.briefings import Briefing, Need, NeedKind
from mrm_desktop.foundation.words import LANGUAGES, Words
from tests.desktop.test_drafts import decide, lock_and_unlock
from tests.desktop.window_parts import child, click, map_of, open_at, opened_in, page_at, page_of, texts, workspaces_of

WAIT = 30_000


def briefing_of(window: MainWindow, qtbot: QtBot) -> BriefingPage:
    page = open_at(window, BRIEFING, BriefingPage)
    qtbot.waitUntil(lambda: bool(page.heading.text()) and not window.work.is_busy, timeout=WAIT)
    return page


def test_an_open_project_begins_with_its_briefing_and_a_living_map(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(window.openers.sample)
    assert workspaces_of(window).current == BRIEFING
    assert window.header.home.isChecked()
    page = briefing_of(window, qtbot)
    assert page.map.isVisible()
    assert page.map.picture is not None
    assert opened_in(window).title in page.where.text()


def test_nothing_of_a_place_is_said_before_a_project_is_open(window: MainWindow) -> None:
    window.go_home()
    assert window._pages.currentWidget() is window.start


@pytest.mark.parametrize("kind", [kind for kind in NeedKind if kind not in (NeedKind.BACKUP, NeedKind.DRILL)])
def test_each_need_leads_to_where_it_is_seen_to(
    open_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: NeedKind
) -> None:
    asked: list[EvidencePage] = []
    monkeypatch.setattr(EvidencePage, "ask_import", lambda self: asked.append(self))
    page, day = briefing_of(open_window, qtbot), opened_in(open_window).project.day
    need = Need(kind, "briefing.no_focal_point", due=day)
    page._show(ShownBriefing(Briefing(day, day, None, (need,), ()), "Toyland", {}))
    [row] = page.rows
    assert row.when.text() == Words("en").say("briefing.today")
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert workspaces_of(open_window).current == PAGE_OF[kind]
    assert len(asked) == (kind in (NeedKind.NO_AREAS, NeedKind.TO_GET)), "to import is to be asked for the file at once"


def test_a_decision_that_was_begun_is_said_after_a_lock_and_gone_on_with(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = decide(open_window, qtbot)
    QTest.keyClicks(dialog.role, "Country director")
    lock_and_unlock(open_window, qtbot)
    page = briefing_of(open_window, qtbot)
    row = next(row for row in page.rows if row.need.kind is NeedKind.DRAFT)
    assert row.title.text().startswith("A decision on Square 5 was begun on ")
    assert row.button.text() == "Go on with it"
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in open_window.findChildren(DecisionDialog)), timeout=WAIT)
    again = next(d for d in open_window.findChildren(DecisionDialog) if d.isVisible())
    qtbot.waitUntil(lambda: not child(again, Offer).isHidden(), timeout=WAIT)
    click(again, "draft-go-on")
    assert again.role.text() == "Country director"
    again.reject()


def test_the_card_says_that_a_decision_was_begun_and_no_longer_once_it_is_thrown_away(
    open_window: MainWindow, qtbot: QtBot
) -> None:
    dialog = decide(open_window, qtbot)
    QTest.keyClicks(dialog.role, "Country director")
    dialog.reject()
    card = page_of(open_window).card
    qtbot.waitUntil(lambda: "A decision was begun here on" in texts(card), timeout=WAIT)
    click(card, "card-go-on")
    qtbot.waitUntil(lambda: any(d.isVisible() for d in open_window.findChildren(DecisionDialog)), timeout=WAIT)
    again = next(d for d in open_window.findChildren(DecisionDialog) if d.isVisible())
    qtbot.waitUntil(lambda: not child(again, Offer).isHidden(), timeout=WAIT)
    click(again, "draft-throw-away")
    again.reject()
    qtbot.waitUntil(lambda: "A decision was begun here on" not in texts(card), timeout=WAIT)


def test_a_need_about_an_area_opens_the_page_at_it(open_window: MainWindow, qtbot: QtBot) -> None:
    page = briefing_of(open_window, qtbot)
    page.wanted.emit("assess/request", "XT05")
    assess = page_at(open_window, "assess/request", AssessPage)
    qtbot.waitUntil(lambda: assess.card is not None and assess.card.area.code == "XT05", timeout=WAIT)


def test_an_area_of_the_small_map_opens_on_the_large_one(open_window: MainWindow, qtbot: QtBot) -> None:
    page = briefing_of(open_window, qtbot)
    page.map.area_picked.emit("XT05")
    assert workspaces_of(open_window).current == MAP
    assert map_of(open_window).picked == "XT05"


def test_the_map_that_nobody_sees_makes_no_picture(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(window.openers.sample)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    assert map_of(window).page.map.picture is None
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.open_page(MAP)
    assert map_of(window).page.map.picture is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_need_has_its_words(language: str) -> None:
    words = Words(language)
    assert all(words.knows(f"briefing.do.{kind}") for kind in NeedKind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_briefing_is_in_the_language_of_the_window(open_window: MainWindow, qtbot: QtBot, language: str) -> None:
    open_window.use_words(Words(language))
    page = briefing_of(open_window, qtbot)
    assert "briefing." not in texts(page)
    assert "{" not in texts(page)


def test_home_leads_back_from_any_page(open_window: MainWindow, qtbot: QtBot) -> None:
    home, reports = child(open_window, QPushButton, "home"), child(open_window, QPushButton, "workspace-reports")
    for _ in range(2):
        QTest.mouseClick(reports, Qt.MouseButton.LeftButton)
        assert (home.isChecked(), reports.isChecked()) == (False, True)
        QTest.mouseClick(home, Qt.MouseButton.LeftButton)
        assert workspaces_of(open_window).current == BRIEFING
        assert (home.isChecked(), reports.isChecked()) == (True, False)
