"""From the first start to a map of South Sudan with its states and its mission: five clicks, less than a minute."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.app import make_window
from mrm_desktop.desktop.shell.country_choice import CountryChoice
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.desktop.shell.recovery_dialog import RecoveryDialog
from mrm_desktop.desktop.shell.ways_in import NewProjectDialog
from mrm_desktop.foundation.preferences import Preferences
from tests.desktop.window_parts import child, opened_in, page_of, texts, workspaces_of
from tests.present import present

WAIT = 60_000
MOST_CLICKS, MOST_SECONDS = 5, 60
PASSPHRASE = "a long passphrase for one country"


def row_of(choice: CountryChoice, code: str) -> int:
    return next(row for row, item in enumerate(choice._items()) if item.data(Qt.ItemDataRole.UserRole).code == code)


def click_country(choice: CountryChoice, code: str) -> None:
    item = choice.list.item(row_of(choice, code))
    choice.list.scrollToItem(item)
    QTest.mouseClick(choice.list.viewport(), Qt.MouseButton.LeftButton, pos=choice.list.visualItemRect(item).center())


def open_dialog(window: MainWindow, kind: type[QDialog], qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(kind)), timeout=WAIT)
    return child(window, kind)


@pytest.fixture
def first(dressed: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window as it starts for the first time."""
    window = make_window(dressed, Preferences("en"), keep_recent=False)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def test_south_sudan_is_on_the_map_after_five_clicks(
    first: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "south-sudan.mrm"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(file), ""))
    begun, clicks, choice = time.perf_counter(), 0, first.start.countries
    click_country(choice, "SSD")
    clicks += 1
    said = texts(choice.card)
    assert "UNMISS: mandate on record to 30 Apr 2026, to be confirmed" in said
    assert "3 of 10 outlines have been redrawn since" in said
    QTest.mouseClick(choice.begin, Qt.MouseButton.LeftButton)
    clicks += 1
    dialog = open_dialog(first, NewProjectDialog, qtbot)
    assert isinstance(dialog, NewProjectDialog)
    assert (dialog.title.text(), dialog.mission.currentData()) == ("South Sudan", "UNMISS")
    qtbot.waitUntil(dialog.passphrase.hasFocus, timeout=WAIT)  # nothing else is left to say
    QTest.keyClicks(dialog.passphrase, PASSPHRASE)
    QTest.keyClick(dialog.passphrase, Qt.Key.Key_Tab)
    QTest.keyClicks(dialog.again, PASSPHRASE)
    box = child(dialog, QDialogButtonBox)
    accept = next(button for button in box.buttons() if box.buttonRole(button) is QDialogButtonBox.ButtonRole.AcceptRole)
    QTest.mouseClick(accept, Qt.MouseButton.LeftButton)
    clicks += 2  # and the name of the file is confirmed
    recovery = open_dialog(first, RecoveryDialog, qtbot)
    assert isinstance(recovery, RecoveryDialog)
    QTest.keyClicks(recovery.last, recovery._code.rpartition("-")[2])
    QTest.mouseClick(recovery.leave, Qt.MouseButton.LeftButton)
    clicks += 1
    qtbot.waitUntil(lambda: page_of(first).map.document is not None, timeout=WAIT)
    assert workspaces_of(first).current == MAP
    assert {area.id for area in present(page_of(first).map.document).areas} >= {"SS-JG", "SS-EC", "SS-NU"}
    project = opened_in(first).project
    assert project.knowledge.info.mission == "UNMISS"
    assert len(project.knowledge.areas) == 10
    assert clicks <= MOST_CLICKS
    assert time.perf_counter() - begun < MOST_SECONDS


def test_the_list_narrows_by_name_in_any_language_by_code_and_by_mission(first: MainWindow) -> None:
    choice = first.start.countries
    for typed, code in (("soudan du sud", "SSD"), ("السودان", "SDN"), ("monusco", "COD"), ("lbn", "LBN")):
        choice.search.setText(typed)
        seen = {item.data(Qt.ItemDataRole.UserRole).code for item in choice._items() if not item.isHidden()}
        assert code in seen
        assert len(seen) <= 3
    choice.search.setText("unifil")
    QTest.keyClick(choice.search, Qt.Key.Key_Return)
    assert choice.begin.text() == "Begin with Lebanon"
    assert choice.begin.hasFocus()


def test_nothing_is_chosen_before_somebody_chooses(first: MainWindow) -> None:
    choice = first.start.countries
    assert choice.chosen is None
    assert not choice.begin.isVisible()
    assert not any(label.text() == "South Sudan" for label in first.findChildren(QLabel))
    assert child(first, QPushButton, "start-open").isVisible()
