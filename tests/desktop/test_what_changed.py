"""What somebody writes is asked for again by those who show it, and by nobody else."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.assess.assess_page import AssessPage
from mrm_desktop.desktop.assess.assess_session import AssessSession
from mrm_desktop.desktop.assess.register_page import RegisterPage
from mrm_desktop.desktop.evidence.evidence_page import EvidencePage
from mrm_desktop.desktop.parts.page_context import Page
from mrm_desktop.desktop.parts.work import Work
from mrm_desktop.desktop.reports.reports_page import ReportsPage
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.page_names import MAP, PAGES
from mrm_desktop.domain.vocabulary import Stance
from mrm_desktop.project.changes import EVERYTHING
from mrm_desktop.project.kinds import Kind
from tests.desktop.board import FIRST, OPEN, open_board
from tests.desktop.window_parts import card_of, map_of, open_at, opened_in, page_at, page_of, workspaces_of
from tests.present import present
from tests.store import records

WAIT = 20_000
FAR = "XT08"
"""The square in the corner opposite to the first: not next door to it."""
CARD, PAINTING, FACTS, INCIDENTS = "MapWorkspace.card", "map.painting", "MapWorkspace.facts", "MapWorkspace.incidents"


@pytest.fixture
def asked(open_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the views for which the worker is asked, from now on."""
    qtbot.waitUntil(lambda: map_of(open_window).facts is not None and not open_window.work.is_busy, timeout=WAIT)
    views: list[str] = []
    read = Work.read

    def recorded(self: Work, *args: Any, view: str = "", **named: Any) -> None:
        views.append(view)
        read(self, *args, view=view, **named)

    monkeypatch.setattr(Work, "read", recorded)
    return views


def pick(window: MainWindow, code: str, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.card_shown, timeout=WAIT):
        window.pick(code)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)


def write(window: MainWindow, qtbot: QtBot, **what: tuple[object, ...]) -> None:
    """Write in the worker, as every page does, and wait until whoever is concerned has asked and was answered."""

    def task() -> None:
        with opened_in(window).project.write() as repository:
            for name, given in what.items():
                getattr(repository, name)(*given)

    window.work.write(task, lambda _: None, window.fail)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)


def report(window: MainWindow, code: str) -> dict[str, tuple[object, ...]]:
    one = opened_in(window).project.knowledge.datasets[0]
    return {"add_actor_reports": ([records.actor_report(one.id, code, Stance.HOSTILE, source="k9")],)}


def test_a_write_about_another_area_does_not_reload_the_card_and_one_about_its_own_or_next_door_does(
    open_window: MainWindow, asked: list[str], qtbot: QtBot
) -> None:
    pick(open_window, FIRST, qtbot)
    asked.clear()
    write(open_window, qtbot, **report(open_window, FAR))
    assert PAINTING in asked
    assert CARD not in asked
    for code in ("XT01", FIRST):
        asked.clear()
        write(open_window, qtbot, **report(open_window, code))
        assert asked.count(CARD) == 1, code
    assert "k9" in {present(r.report).source for r in card_of(open_window).actor_reports}


def test_the_card_is_asked_for_first(open_window: MainWindow, asked: list[str], qtbot: QtBot) -> None:
    pick(open_window, FIRST, qtbot)
    asked.clear()
    write(open_window, qtbot, put_missions=([records.mission(last_checked=date(2026, 2, 25))],))
    assert asked[0] == CARD
    assert set(asked) == {CARD, PAINTING, FACTS}
    asked.clear()
    page = page_of(open_window)
    page.mode.setCurrentIndex(page.mode.findData("alert"))
    assert asked == [CARD, PAINTING], "incidents and facts rest on no question"


def test_an_entry_in_the_log_of_releases_leaves_the_map_as_it_is(open_window: MainWindow, asked: list[str], qtbot: QtBot) -> None:
    pick(open_window, FIRST, qtbot)
    asked.clear()
    painted = []
    open_window.painted.connect(lambda: painted.append(1))
    write(open_window, qtbot, add_release=(records.release(period="", published={}),))
    assert (asked, painted) == ([], [])
    open_window.open_page("reports/make")
    page = page_at(open_window, "reports/make", ReportsPage)
    qtbot.waitUntil(lambda: page.preview is not None and len(page.preview.releases) == 1, timeout=WAIT)


def test_an_import_repaints_the_map_with_what_was_imported(
    open_window: MainWindow, asked: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "places.csv"
    file.write_text("place_name,latitude,longitude\nHava,-21.5,-18.5\n", encoding="utf-8")
    before = page_of(open_window).lists.records["places"].model.rowCount()
    open_window.open_page("evidence/datasets")
    page = page_at(open_window, "evidence/datasets", EvidencePage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 2, timeout=WAIT)
    dialog = page.import_file(file)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() > 0, timeout=WAIT)
    dialog.read_in(dry_run=True)
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    asked.clear()
    dialog.read_in(dry_run=False)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 3, timeout=WAIT)
    qtbot.waitUntil(lambda: not open_window.work.is_busy, timeout=WAIT)
    assert PAINTING in asked
    places = page_of(open_window).lists.records["places"].model
    qtbot.waitUntil(lambda: places.rowCount() == before + 1, timeout=WAIT)


def test_a_page_that_is_not_shown_asks_when_it_is_shown_and_only_where_something_changed(
    open_window: MainWindow, asked: list[str], qtbot: QtBot
) -> None:
    register = open_at(open_window, "assess/decisions", RegisterPage)
    view = "RegisterPage."
    assert asked.count(view) == 1
    open_window.open_page("evidence/datasets")
    open_window.open_page("assess/decisions")
    assert asked.count(view) == 1, "nothing changed"
    open_window.open_page("evidence/datasets")
    open_window.work.write(lambda: AssessSession(opened_in(open_window)).record_alert(FIRST), lambda _: None, open_window.fail)
    qtbot.waitUntil(lambda: not workspaces_of(open_window).reminder.isHidden(), timeout=WAIT)
    assert asked.count(view) == 1
    open_window.open_page("assess/decisions")
    qtbot.waitUntil(lambda: register.table.model().rowCount() == 1, timeout=WAIT)
    assert asked.count(view) == 2


def test_the_assess_page_asks_again_about_its_own_area_only(open_window: MainWindow, asked: list[str], qtbot: QtBot) -> None:
    page = open_at(open_window, "assess/request", AssessPage)
    qtbot.waitUntil(lambda: page.area.count() > 0, timeout=WAIT)
    page.choose(FIRST)
    qtbot.waitUntil(lambda: page.card is not None and page.card.area.code == FIRST and not open_window.work.is_busy, timeout=WAIT)
    asked.clear()
    write(open_window, qtbot, **report(open_window, FAR))
    assert "AssessPage.card" not in asked
    write(open_window, qtbot, **report(open_window, FIRST))
    assert asked.count("AssessPage.card") == 1


def test_who_wrote_somewhere_else_may_have_written_anything(open_window: MainWindow, asked: list[str], qtbot: QtBot) -> None:
    pick(open_window, OPEN, qtbot)
    asked.clear()
    open_window.work.write(opened_in(open_window).project.take_note, lambda _: None, open_window.fail)
    qtbot.waitUntil(lambda: PAINTING in asked and not open_window.work.is_busy, timeout=WAIT)
    assert {CARD, PAINTING, FACTS, INCIDENTS, "alerts"} <= set(asked)


def test_what_a_closed_project_still_tells_reaches_no_page_of_the_next(
    open_window: MainWindow, asked: list[str], qtbot: QtBot, board_once: Path, tmp_path: Path
) -> None:
    before = open_window.opened
    another = Path(shutil.copy(board_once, tmp_path / "another.mrm"))
    with qtbot.waitSignal(open_window.painted, timeout=WAIT):
        open_window.take(lambda: open_board(another), MAP)
    qtbot.waitUntil(lambda: map_of(open_window).facts is not None and not open_window.work.is_busy, timeout=WAIT)
    asked.clear()
    open_window._written.emit(before, EVERYTHING)
    assert asked == []


@pytest.mark.parametrize("name", [f"{workspace}/{page}" for workspace, pages in PAGES.items() for page in pages])
def test_every_page_says_what_it_rests_on(open_window: MainWindow, name: str) -> None:
    page = workspaces_of(open_window).page(name)
    assert isinstance(page, Page)
    asks_for_nothing = type(page).refresh is Page.refresh
    assert bool(page.rests_on) is not asks_for_nothing
    assert page.rests_on <= frozenset(Kind)
