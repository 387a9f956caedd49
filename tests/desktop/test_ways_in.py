"""What is asked before a project is open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.palette import CommandPalette
from mrm_desktop.desktop.shell.project_opener import _file_name
from mrm_desktop.desktop.shell.settings_dialog import SettingsDialog
from mrm_desktop.desktop.shell.ways_in import NewProjectDialog, PassphraseDialog, WayInDialog
from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.foundation.words import Words
from tests.desktop.board import open_board
from tests.desktop.window_parts import child, click, workspaces_of

WAIT = 20_000
RIGHT = "a long passphrase for trying"


def test_a_new_project_needs_title_and_the_same_passphrase_twice(dressed: QApplication, qtbot: QtBot, words: Words) -> None:
    dialog = NewProjectDialog(words, [("UNTOY", "UNTOY – Toyland")])
    qtbot.addWidget(dialog)
    dialog.show()
    accepted = []
    dialog.accepted.connect(lambda: accepted.append(1))
    dialog.accept()
    assert dialog.problem.text() == words.say("start.missing_title")
    QTest.keyClicks(dialog.title, "Toyland")
    dialog.accept()
    assert dialog.problem.text() == words.say("start.missing_mission"), "no mission is chosen before somebody chooses it"
    assert [dialog.mission.itemText(n) for n in range(dialog.mission.count())][1:] == ["UNTOY – Toyland"]
    dialog.mission.setCurrentIndex(1)
    QTest.keyClicks(dialog.passphrase, "short")
    dialog.accept()
    assert "at least 10" in dialog.problem.text()
    for weak in ("aaaaaaaaaa", "password12", "Toyland Toyland"):
        dialog.passphrase.setText(weak)
        dialog.again.setText(weak)
        dialog.accept()
        assert "four or five unrelated words" in dialog.problem.text()
    dialog.passphrase.setText("short but longer now")
    dialog.again.clear()
    QTest.keyClicks(dialog.again, "something else")
    dialog.accept()
    assert dialog.problem.text() == words.say("start.passphrases_differ")
    assert accepted == []
    dialog.again.clear()
    QTest.keyClicks(dialog.again, "short but longer now")
    dialog.accept()
    assert accepted == [1]


def test_a_new_project_is_not_called_after_a_victim_unless_two_people_say_that_it_is_none(
    dressed: QApplication, qtbot: QtBot, words: Words
) -> None:
    dialog = NewProjectDialog(words, [("UNTOY", "UNTOY – Toyland")])
    qtbot.addWidget(dialog)
    dialog.show()
    accepted = []
    dialog.accepted.connect(lambda: accepted.append(1))
    QTest.keyClicks(dialog.title, "Toyland, girl aged 12")
    dialog.mission.setCurrentIndex(1)
    for field in (dialog.passphrase, dialog.again):
        QTest.keyClicks(field, "a passphrase that is long")
    dialog.accept()
    note = dialog.notes.notes["title"]
    assert note.isVisible()
    assert accepted == []
    note.false_alarm.setChecked(True)
    for field, typed in ((note.reason, "It is the title of an old novel."), (note.first, "Driver"), (note.second, "Driver")):
        QTest.keyClicks(field, typed)
    dialog.accept()
    assert accepted == [], "two roles, not one twice"
    note.second.setText("Country director")
    dialog.accept()
    assert accepted == [1]
    assert [one.field for one in dialog.notes.passes()] == ["title"]


def test_a_wrong_passphrase_is_said_in_its_dialog_which_stays(
    window: MainWindow, board: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_it(path: Path, passphrase: str) -> Opened:
        if passphrase != RIGHT:
            raise CannotOpenError("vault.wrong_passphrase", file=path.name)
        return open_board(path)

    monkeypatch.setattr(window.opener, "_openers", replace(window.openers, open=open_it))
    window.opener.ask_passphrase(board)
    dialog = child(window, PassphraseDialog)
    click(dialog, "continue")
    assert dialog.problem.text() == "Type the passphrase."
    QTest.keyClicks(dialog.passphrase, "a slip of the finger")
    click(dialog, "continue")
    qtbot.waitUntil(lambda: "passphrase" in dialog.problem.text() and dialog.record.isEnabled(), timeout=WAIT)
    assert dialog.isVisible()
    assert not window.findChildren(QMessageBox)
    assert dialog.passphrase.selectedText() != "", "it is typed anew at once"
    QTest.keyClicks(dialog.passphrase, RIGHT)
    click(dialog, "continue")
    qtbot.waitUntil(lambda: window.workspaces is not None, timeout=WAIT)


def test_a_task_that_was_given_up_does_not_come_back(window: MainWindow, qtbot: QtBot) -> None:
    click(window, "task-trip")
    child(window, WayInDialog).reject()
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(window.openers.sample)
    assert workspaces_of(window).current not in ("", "trips/plan")


def test_a_new_project_is_called_after_its_title(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []

    def ask(_parent: object, _title: str, name: str, _filter: str) -> tuple[str, str]:
        offered.append(name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    window.opener.ask_create()
    dialog = child(window, NewProjectDialog)
    QTest.keyClicks(dialog.title, "South Sudan, 2026")
    dialog.mission.setCurrentIndex(1)
    for field in (dialog.passphrase, dialog.again):
        QTest.keyClicks(field, RIGHT)
    dialog.accept()
    assert offered == ["south-sudan-2026.mrm"]
    assert _file_name("السودان") == "project"


def test_settings_are_used_and_not_continued(window: MainWindow) -> None:
    window.show_settings()
    dialog = child(window, SettingsDialog)
    assert "Use these" in [button.text() for button in dialog.findChildren(QPushButton)]
    dialog.reject()


def test_the_palette_finds_what_the_window_can_do_before_thousands_of_names(open_window: MainWindow) -> None:
    open_window.show_palette()
    palette = child(open_window, CommandPalette)
    places = [(f"Mission clinic {n}", "XT00", "place") for n in range(50)]
    palette.add_names([*places, ("Missoula", "XT01", "area")], lambda _: None)
    palette.field.setText("missions")
    assert not palette._found[0].is_name
    assert palette._found[0].text.casefold().startswith("missions")
    palette.field.setText("missoula")
    assert palette._found[0].text == "Missoula"
    palette.field.setText("")
    assert not any(entry.is_name for entry in palette._found), "what can be done is offered before anything is typed"
    palette.field.setText("imminent")
    assert palette.matches.item(0).text().count("F12") == 1
    palette.reject()
