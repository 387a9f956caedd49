"""The board of the base in the window: a team leaves, is heard by one click, and is counted down when it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.trips import trips_session
from mrm_desktop.desktop.trips.board import BoardPage
from mrm_desktop.desktop.trips.trips_page import TripsPage
from mrm_desktop.domain.route_strips import hour_of
from mrm_desktop.domain.trips import CheckIn
from mrm_desktop.domain.trips_out import Heard
from mrm_desktop.foundation.clock import now
from mrm_desktop.services.trips.board import logs
from tests.desktop.test_real_project import WAIT, real  # noqa: F401 - a fixture
from tests.desktop.test_trips import ASSESSED, page, paste, plan  # noqa: F401 - a fixture
from tests.desktop.window_parts import click, open_at, opened_in, texts


def leave(page: TripsPage, qtbot: QtBot, *check_ins: CheckIn) -> None:  # noqa: F811 - a fixture
    """Let a planned team leave."""
    paste(page, ASSESSED)
    page.form.title.setText("Visit to two schools")
    page.form.show_check_ins(check_ins)
    plan(page, qtbot)
    QTest.mouseClick(page.side.buttons["leave"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.window().work.is_busy, timeout=WAIT)  # type: ignore[attr-defined]


def board_of(window: MainWindow, qtbot: QtBot) -> BoardPage:
    shown = open_at(window, "trips/board", BoardPage)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    return shown


def test_a_team_that_left_is_heard_by_one_click_and_home_by_another(
    page: TripsPage,  # noqa: F811
    real: MainWindow,  # noqa: F811
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    morning = now().replace(year=2026, month=3, day=1, hour=7, minute=0, second=0)
    monkeypatch.setattr(trips_session, "now", lambda: morning)
    leave(page, qtbot, CheckIn("12:00", "River", "radio", "", 15), CheckIn("16:00", "Camp", "phone"))
    shown = board_of(real, qtbot)
    assert "Visit to two schools" in texts(shown)
    assert "Next: River at 12:00 by radio" in texts(shown)
    click(shown, "board-heard")
    qtbot.waitUntil(lambda: "Next: Camp at 16:00 by phone" in texts(shown), timeout=WAIT)
    click(shown, "board-home")
    qtbot.waitUntil(lambda: "Nobody is out" in texts(shown), timeout=WAIT)
    [kept] = logs(opened_in(real).project)
    assert [line.what for line in kept.log] == [Heard.LEFT, Heard.HEARD, Heard.HOME]


def test_a_missed_check_in_counts_down_what_is_done_about_it(
    page: TripsPage,  # noqa: F811
    real: MainWindow,  # noqa: F811
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = [now().replace(year=2026, month=3, day=1, hour=7, minute=0, second=0)]
    monkeypatch.setattr(trips_session, "now", lambda: moment[0])
    leave(page, qtbot, CheckIn("12:00", "River", "radio", "", 15))
    shown = board_of(real, qtbot)
    due = shown.states[0].next_check_in
    assert due is not None
    moment[0] = due.at + timedelta(minutes=40)
    shown.refresh()
    qtbot.waitUntil(lambda: "Overdue: River at 12:00 was missed, 40 min ago" in texts(shown), timeout=WAIT)
    said = texts(shown)
    assert f"{hour_of(12 * 60 + 30)}: Try every means, then the next point on the way, now" in said
    assert "13:00: Tell the security focal point, in 20 min" in said
    assert "these are the usual steps" in said
    click(shown, "board-done")
    qtbot.waitUntil(lambda: "12:30: Try every means, then the next point on the way, done" in texts(shown), timeout=WAIT)


def test_a_team_that_nobody_could_miss_does_not_leave_unsaid(page: TripsPage, real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    leave(page, qtbot, CheckIn("at dusk", "Camp", "radio"))
    qtbot.waitUntil(page.side.problem.isVisible, timeout=WAIT)
    assert "nobody would notice that the team is missing" in page.side.problem.text()
    assert "Nobody is out" in texts(board_of(real, qtbot))
