"""The emergency screen with a project: the numbers to call first, and an alert that is on record where it was typed, whoever is there."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.parts.bidi import read_as
from mrm_desktop.desktop.parts.look import apply_look, put_style_on
from mrm_desktop.desktop.shell.emergency_calls import CallRow, calls_to_make, in_one_line
from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog, Spot
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.duty_lines import Desk, DutyLine, checked_lines
from mrm_desktop.domain.missions import Component, FocalPoint
from mrm_desktop.foundation.words import Words
from tests.desktop.board import FIRST
from tests.desktop.pixels import contrast_of_text, read_off, rgb
from tests.desktop.window_parts import child, click, opened_in, texts, workspaces_of
from tests.store import records

WAIT = 20_000
EMPTY = "XT01"  # a square without UN military


def raise_alert(window: MainWindow, where: str, qtbot: QtBot) -> Decision:
    window.show_emergency()
    dialog = child(window, EmergencyDialog)
    QTest.keyClicks(dialog.fields["where"], where)
    click(dialog, "alert-raised")
    reminder = workspaces_of(window).reminder
    qtbot.waitUntil(lambda: not reminder.isHidden() and not window.work.is_busy, timeout=WAIT)
    [alert] = opened_in(window).project.decisions()
    return alert


def in_order(points: list[FocalPoint], lines: list[DutyLine]) -> list[str]:
    calls = calls_to_make(Words("en"), points, checked_lines(lines, records.DAY, 90, 180))
    return [in_one_line(call) for call in calls]


def test_numbers_are_called_civilians_first_and_every_focal_point_is_named() -> None:
    points = [records.focal_point(), records.focal_point(Component.UNICEF)]
    lines = [records.duty_line(), records.duty_line(Desk.OPERATIONS_CENTRE, role="Centre", area_code="XT01")]
    said = in_order(points, lines)
    assert said[0] == "Post child_protection · +99 700 123 456 · phone · 24 h · answered on 24 Feb 2026"
    assert said[1].startswith("Centre [XT01] · +99 700 123 456")
    assert said[2] == "Post unicef · by radio"


def test_the_first_focal_point_stands_first_also_without_a_number() -> None:
    points = [records.focal_point(), records.focal_point(Component.UNICEF)]
    said = in_order(points, [records.duty_line(Desk.SECTOR_HEADQUARTERS, role="Sector North")])
    assert [line.split(" · ")[0] for line in said] == ["Post child_protection", "Sector North", "Post unicef"]


def test_without_a_project_the_roles_are_named_the_civilian_side_first(window: MainWindow) -> None:
    window.show_emergency()
    dialog = child(window, EmergencyDialog)
    assert dialog.windowState() & Qt.WindowState.WindowFullScreen
    shown = texts(dialog)
    assert shown.index("Child Protection Adviser, or another") < shown.index("operations centre or hotline") < shown.index("OCHA")
    assert shown.count("no number on record") == 5
    assert dialog.fields["where"].text() == ""
    dialog.close()


def test_what_is_picked_on_the_map_is_the_place_until_another_one_is_typed(open_window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(open_window.card_shown, timeout=WAIT):
        open_window.pick(FIRST)
    open_window.show_emergency()
    dialog = child(open_window, EmergencyDialog)
    assert dialog.fields["where"].text() == "Square 0"
    assert dialog.fields["grid"].text() == "", "an area is no place to go to"
    assert "Place: Square 0." in dialog.script.text()
    dialog.close()


def test_the_grid_of_a_place_goes_when_another_place_is_typed(dressed: QApplication, words: Words) -> None:
    dialog = EmergencyDialog(words, spot=Spot("Buroul market", (31.55, 6.2)))
    grid = dialog.fields["grid"].text()
    assert grid.startswith("36N ")
    assert f"Place: Buroul market, {grid}." in dialog.script.text()
    QTest.keyClicks(dialog.fields["where"], "the mill")
    assert (dialog.fields["where"].text(), dialog.fields["grid"].text()) == ("the mill", "")
    dialog.fields["where"].clear()
    QTest.keyClicks(dialog.fields["where"], "6.2059, 31.5563")
    assert dialog.fields["grid"].text().startswith("36N ")
    dialog.fields["grid"].setText("36N TL 1111 2222")
    QTest.keyClicks(dialog.fields["where"], " bridge")
    assert dialog.fields["grid"].text() == "36N TL 1111 2222", "what somebody typed as a grid stays"
    dialog.deleteLater()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_is_black_on_white_whatever_the_window_looks_like(qapp: QApplication, words: Words, dark: bool) -> None:
    apply_look(qapp, dark)
    window = QMainWindow()
    put_style_on(window)
    dialog = EmergencyDialog(words, parent=window)
    dialog.open()
    colours, counts = np.unique(rgb(dialog.script.grab()).reshape(-1, 3), axis=0, return_counts=True)
    assert colours[counts.argmax()].tolist() == [255, 255, 255]
    assert contrast_of_text(rgb(dialog.script.grab())) > 20
    dialog.close()
    apply_look(qapp, dark=False)


def test_everything_that_is_called_and_said_is_on_paper(dressed: QApplication, words: Words) -> None:
    dialog = EmergencyDialog(words, [records.focal_point()], checked_lines([records.duty_line()], records.DAY, 90, 180))
    dialog.fields["harm"].setText("an attack on the market")
    paper = dialog.text_on_paper()
    assert "1. Post child_protection · +99 700 123 456" in paper
    assert "an attack on the market" in paper
    dialog.deleteLater()


def test_the_lines_of_the_project_stand_on_the_screen_and_follow_what_is_written(open_window: MainWindow, qtbot: QtBot) -> None:
    def lines() -> int:
        return len(workspaces_of(open_window).duty_lines)

    with opened_in(open_window).project.write() as repository:
        repository.add_statements([records.duty_line(), records.duty_line(Desk.HOTLINE, role="Hotline", line="116 116")])
    qtbot.waitUntil(lambda: lines() == 2, timeout=WAIT)
    open_window.show_emergency()
    dialog = child(open_window, EmergencyDialog)
    shown = texts(dialog).replace("\u00a0", " ")
    assert shown.index("+99 700 123 456") < shown.index("116 116")
    assert "Where nobody could judge the source, or whether it is true, it is not confirmed: call all the same" in shown
    dialog.close()
    open_window.lock()
    open_window.show_emergency()
    assert "+99" not in texts(child(open_window, EmergencyDialog)), "a locked window shows no number"
    child(open_window, EmergencyDialog).close()


def test_what_was_typed_decides_the_area_and_not_the_one_that_is_picked(open_window: MainWindow, qtbot: QtBot) -> None:
    open_window.pick(FIRST)
    alert = raise_alert(open_window, "square 5", qtbot)
    assert alert.area_code == "XT05"
    assert "Square 5" in workspaces_of(open_window).reminder.sentence.text()


def test_a_place_that_names_no_area_is_kept_and_said(open_window: MainWindow, qtbot: QtBot) -> None:
    alert = raise_alert(open_window, "the old mill", qtbot)
    assert alert.area_code == FIRST
    assert "Where, as it was typed: the old mill." in alert.draft.counter_argument
    assert "names no area of this project" in workspaces_of(open_window).reminder.sentence.text()


def test_a_place_that_tells_of_a_person_is_left_out_and_the_alert_stays(open_window: MainWindow, qtbot: QtBot) -> None:
    alert = raise_alert(open_window, "the house of Nyibol Athian", qtbot)
    assert alert.assessment["verdict"] == "emergency_alert"
    assert "Nyibol" not in str(alert.draft)
    assert alert.draft.withheld == ("counter_argument",)


def test_an_alert_where_no_soldier_stands_is_on_record_and_says_whom_else_to_call(open_window: MainWindow, qtbot: QtBot) -> None:
    alert = raise_alert(open_window, EMPTY, qtbot)
    assert (alert.area_code, alert.assessment["verdict"]) == (EMPTY, "emergency_alert")
    said = workspaces_of(open_window).reminder.sentence.text()
    assert "call the nearest base, the sector or the operations centre" in said
    assert "The report is not corroborated" in said


def test_the_place_of_an_alert_without_a_project_is_kept_until_one_opens(window: MainWindow, qtbot: QtBot) -> None:
    window.show_emergency()
    dialog = child(window, EmergencyDialog)
    QTest.keyClicks(dialog.fields["where"], "Square 5")
    click(dialog, "alert-raised")
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(window.openers.sample, MAP)
    qtbot.waitUntil(lambda: not workspaces_of(window).reminder.isHidden(), timeout=WAIT)
    [alert] = opened_in(window).project.decisions()
    assert alert.area_code == "XT05"


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_number_is_broken_and_the_screen_is_filled(qapp: QApplication, language: str, scale: float) -> None:
    words = Words(language)
    apply_look(qapp, dark=False, text_scale=scale)
    read_as(words)
    try:
        line = records.duty_line(role="Child Protection Adviser, Sector North")
        window = QMainWindow()
        put_style_on(window)
        dialog = EmergencyDialog(words, (), checked_lines([line], records.DAY, 90, 180), window)
        assert dialog.size() == dialog.screen().size(), "also where no window manager makes it so"
        dialog.open()
        for wide in (dialog.screen().size().width(), 640, 1024, 1360):
            dialog.resize(wide, 700)
            QApplication.processEvents()
            [row] = dialog.findChildren(CallRow)
            assert [line.replace("\u00a0", " ") for line in read_off(row.number)] == ["+99 700 123 456"], wide
            shown = row.number.mapTo(dialog, row.number.rect().topLeft()).x()
            assert shown >= 0
            assert shown + row.number.width() <= wide
        dialog.close()
    finally:
        read_as(Words("en"))
        apply_look(qapp, dark=False)
