"""Missions: the project's own in a banner, the registry behind it, and each thing that a source can say recorded for itself."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.evidence.duty_lines import LineTestDialog
from mrm_desktop.desktop.evidence.mission_dialog import MissionDialog
from mrm_desktop.desktop.evidence.missions_page import MissionsPage
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.domain.missions import RecordedStatus
from mrm_desktop.domain.vocabulary import EventKind
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.confirm_mission import known_acronyms, shipped_missions
from tests.desktop.window_parts import child, click, open_at, opened_in, texts
from tests.store import records

WAIT = 20_000
OWN = records.mission().acronym
SOURCE = "Security Council resolution 9999"


def missions(window: MainWindow, qtbot: QtBot) -> MissionsPage:
    page = open_at(window, "evidence/missions", MissionsPage)
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "record-own") is not None, timeout=WAIT)
    return page


def record(window: MainWindow, qtbot: QtBot, kind: str, days: int | None = None) -> None:
    """Record what a source says of the project's mission."""
    page = missions(window, qtbot)
    click(page, "record-own")
    [dialog] = shown_dialogs(window)
    dialog.says.setCurrentIndex(dialog.says.findData(kind))
    assert dialog.day.isVisible() is (days is not None)
    if days is not None:
        dialog.day.setDate(dialog.day.date().addDays(days))
    QTest.keyClicks(dialog.source, SOURCE)
    click(dialog, "record-mission")
    qtbot.waitUntil(lambda: not shown_dialogs(window) and not window.work.is_busy, timeout=WAIT)


def shown_dialogs(window: MainWindow) -> list[MissionDialog]:
    return [dialog for dialog in window.findChildren(MissionDialog) if dialog.isVisible()]


def test_the_banner_tells_everything_of_the_own_mission(open_window: MainWindow, qtbot: QtBot) -> None:
    page = missions(open_window, qtbot)
    said = texts(page.banner)
    mission = records.mission()
    assert f"{OWN} – {mission.country_area}" in said
    for caption in (
        "Mandate ends",
        "Closing decided for",
        "Military withdraws",
        "Contingents",
        "Whom to call, and when somebody last tried",
    ):
        assert caption in said
    assert records.contingent().code in said
    assert "Post child_protection" in said


def test_the_end_of_a_mandate_a_closing_and_a_withdrawal_are_three_things(open_window: MainWindow, qtbot: QtBot) -> None:
    project = opened_in(open_window).project
    record(open_window, qtbot, "mandate", 200)
    record(open_window, qtbot, "closing", 400)
    record(open_window, qtbot, "withdrawal", 300)
    mission = project.knowledge.missions[OWN]
    assert mission.mandate_end == records.DAY + timedelta(days=200)
    assert mission.closes_on == records.DAY + timedelta(days=400)
    [withdrawal] = [e for e in project.knowledge.events_ahead if e.kind is EventKind.WITHDRAWAL and e.source == SOURCE]
    assert (withdrawal.on, withdrawal.mission) == (records.DAY + timedelta(days=300), OWN)
    assert mission.recorded_status is not RecordedStatus.CLOSED


def test_that_a_mission_has_closed_is_recorded_in_the_window(open_window: MainWindow, qtbot: QtBot) -> None:
    record(open_window, qtbot, "closed")
    page = missions(open_window, qtbot)
    assert opened_in(open_window).project.knowledge.missions[OWN].recorded_status is RecordedStatus.CLOSED
    qtbot.waitUntil(lambda: "(closed)" in str(page.table.model().index(0, 0).data()), timeout=WAIT)


def test_an_end_in_the_past_is_refused_beside_the_day_before_the_button_works(open_window: MainWindow, qtbot: QtBot) -> None:
    page = missions(open_window, qtbot)
    click(page, "record-own")
    dialog = child(open_window, MissionDialog)
    assert dialog.checks.why_not.text() == "Choose what the source says."
    dialog.says.setCurrentIndex(dialog.says.findData("mandate"))
    QTest.keyClicks(dialog.source, SOURCE)
    assert dialog.checks.why_not.text() == "Say the day.", "today is nobody's answer"
    dialog.day.setDate(dialog.day.date().addDays(-1))
    assert not dialog.record.isEnabled()
    assert "unconfirmed, not extended" in dialog.checks.why_not.text()
    dialog.day.setDate(dialog.day.date().addDays(1))
    assert dialog.record.isEnabled()
    dialog.reject()


def test_the_registry_is_filtered_by_title(open_window: MainWindow, qtbot: QtBot) -> None:
    page = missions(open_window, qtbot)
    assert str(page.table.model().index(0, 0).data()).startswith(f"{OWN} – ")
    page.table.selectRow(0)
    assert page.button.isEnabled()
    page.filter.setText("no such country")
    assert page.table.model().rowCount() == 0
    assert not page.button.isEnabled()
    page.filter.setText(records.mission().country_area[:4].upper())
    assert page.table.model().rowCount() >= 1


def test_a_new_project_offers_missions_by_their_titles_the_closed_ones_last(open_window: MainWindow) -> None:
    opener = open_window.opener
    titles = [title for _, title in opener._titled(known_acronyms(shipped_missions()))]
    assert "UNMISS – South Sudan" in titles
    assert titles.index("UNMISS – South Sudan") < next(n for n, title in enumerate(titles) if title.endswith("(closed)"))
    assert all(title.endswith("(closed)") for title in titles[-4:])


def with_a_line(window: MainWindow, qtbot: QtBot) -> MissionsPage:
    """The page, with one line that was tested long ago."""
    with opened_in(window).project.write() as repository:
        repository.add_statements([records.duty_line(recorded_on=date(2025, 6, 1), tested_on=date(2025, 6, 1))])
    page = missions(window, qtbot)
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "test-line-0") is not None, timeout=WAIT)
    return page


def test_a_test_of_a_line_is_recorded_where_the_lines_stand(open_window: MainWindow, qtbot: QtBot) -> None:
    page = with_a_line(open_window, qtbot)
    click(page, "test-line-0")
    dialog = child(open_window, LineTestDialog)
    assert not dialog.record.isEnabled(), "nothing is chosen before somebody chooses it"
    assert not dialog.minutes.isVisible()
    click(dialog, "line-test-somebody")
    dialog.minutes.setValue(7)
    click(dialog, "record-line-test")
    qtbot.waitUntil(lambda: not open_window.findChildren(LineTestDialog) and not open_window.work.is_busy, timeout=WAIT)
    project = opened_in(open_window).project
    (tested,) = project.knowledge_on(project.day).duty_lines.all
    assert (tested.answered, tested.answer_minutes, tested.tested_on) == (True, 7, project.day)
    qtbot.waitUntil(lambda: Words("en").day(project.day) in texts(page.banner), timeout=WAIT)


def test_a_source_that_is_a_sentence_is_refused_beside_its_field(open_window: MainWindow, qtbot: QtBot) -> None:
    page = with_a_line(open_window, qtbot)
    click(page, "test-line-0")
    dialog = child(open_window, LineTestDialog)
    click(dialog, "line-test-nobody")
    QTest.keyClicks(dialog.source, "our driver who lives next to the church")
    click(dialog, "record-line-test")
    qtbot.waitUntil(lambda: dialog.problem.isVisible(), timeout=WAIT)
    assert "code" in dialog.problem.text()
    assert "{" not in dialog.problem.text()
    assert dialog.source.text(), "what was typed stays"
