"""A country office's first hour in the window alone: from nothing to a first decision on South Sudan, no file written by hand."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mrm_desktop.app import make_window
from mrm_desktop.desktop.answers.answer_dialog import AnswerDialog
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.evidence.import_dialog import ImportDialog
from mrm_desktop.desktop.evidence.mission_dialog import MANDATE, MissionDialog
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.recovery_dialog import RecoveryDialog
from mrm_desktop.desktop.shell.ways_in import NewProjectDialog
from mrm_desktop.domain.vocabulary import GateId
from mrm_desktop.foundation.preferences import Preferences
from mrm_desktop.services.decisions.check_records import replay, verify
from tests.desktop.map_hands import click_area, settled
from tests.desktop.window_parts import card_of, child, opened_in, page_of
from tests.present import present

WAIT = 60_000
MOST_CLICKS, MOST_SECONDS = 60, 600
PASSPHRASE = "a long passphrase for one country"
STATE = "SS-JG"  # Jonglei


class Hand:
    """A hand that counts what it does."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot, self.clicks = window, qtbot, 0

    def click(self, parent: QWidget, name: str) -> None:
        self.qtbot.waitUntil(lambda: parent.findChild(QPushButton, name) is not None, timeout=WAIT)
        self.press(child(parent, QPushButton, name))

    def press(self, button: QWidget) -> None:
        self.qtbot.waitUntil(lambda: button.isEnabled() and button.isVisible(), timeout=WAIT)
        self.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose(self, box: QComboBox, value: object) -> None:
        """Open a list and press a line of it."""
        row = next(n for n in range(box.count()) if value in (box.itemData(n), box.itemText(n)))
        self.clicks += 2
        box.setCurrentIndex(row)

    def type(self, field: QLineEdit | QPlainTextEdit, text: str) -> None:
        self.clicks += 1
        field.setFocus()
        QTest.keyClicks(field, text)

    def set_day(self, field: QDateEdit, day: QDate) -> None:
        self.clicks += 2
        field.setDate(day)

    def quiet(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.work.is_busy, timeout=WAIT)


def dialog_of(hand: Hand, kind: type[QDialog]) -> QDialog:
    """The dialog of a kind that is open, once it is there."""

    def found() -> list[QDialog]:
        return [d for d in hand.window.findChildren(kind) if d.isVisible()]

    hand.qtbot.waitUntil(lambda: bool(found()), timeout=WAIT)
    return found()[-1]


def new_project(hand: Hand, path: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    hand.click(hand.window, "start-create")
    dialog = dialog_of(hand, NewProjectDialog)
    assert isinstance(dialog, NewProjectDialog)
    hand.type(dialog.title, "South Sudan")
    hand.choose(dialog.mission, "UNMISS")
    for field in (dialog.passphrase, dialog.again):
        hand.type(field, PASSPHRASE)
    box = child(dialog, QDialogButtonBox)
    hand.press(next(b for b in box.buttons() if box.buttonRole(b) is QDialogButtonBox.ButtonRole.AcceptRole))
    hand.clicks += 1  # the file's name is confirmed
    recovery = dialog_of(hand, RecoveryDialog)
    assert isinstance(recovery, RecoveryDialog)
    hand.type(recovery.last, recovery._code.rpartition("-")[2])
    hand.press(recovery.leave)
    hand.quiet()


def read_in(hand: Hand, file: Path, patch: pytest.MonkeyPatch, source: str, kept: int) -> None:
    patch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(file), ""))
    hand.window.open_page("evidence/datasets")
    hand.clicks += 1
    hand.click(hand.window, "import")
    hand.clicks += 1  # the file is chosen
    dialog = dialog_of(hand, ImportDialog)
    assert isinstance(dialog, ImportDialog)
    hand.quiet()
    hand.type(dialog.source, source)
    hand.press(dialog.try_button)
    hand.press(dialog.import_button)
    hand.qtbot.waitUntil(lambda: dialog.imported is not None, timeout=WAIT)
    assert len(present(dialog.imported).reading.records) == kept
    hand.quiet()


def confirm_mission(hand: Hand, until: QDate) -> None:
    hand.click(hand.window, "workspace-evidence")
    hand.click(hand.window, "page-missions")
    hand.click(hand.window, "record-own")
    dialog = dialog_of(hand, MissionDialog)
    assert isinstance(dialog, MissionDialog)
    hand.choose(dialog.says, MANDATE)
    hand.set_day(dialog.day, until)
    hand.type(dialog.source, "un-resolution")
    hand.press(dialog.record)
    hand.quiet()


def answer_on_card(hand: Hand, gap: str, answer: str) -> str:
    """Answer a gap where the card names it - what, by whom, how sure - and return what the answer moved."""
    hand.click(page_of(hand.window).card, f"answer-{gap}")
    dialog = dialog_of(hand, AnswerDialog)
    assert isinstance(dialog, AnswerDialog)
    hand.press(child(dialog, QRadioButton, f"answer-answer-{answer}"))
    hand.type(child(dialog.fields["source"], QLineEdit), "field-office")
    for part, code in (("reliability", "B"), ("credibility", "2")):
        hand.choose(child(dialog.fields[part], QComboBox), (code,))
    hand.press(dialog.record)
    hand.qtbot.waitUntil(dialog.moved.isVisible, timeout=WAIT)
    told = dialog.moved.text()
    hand.press(child(dialog, QPushButton, "answer-leave"))
    hand.quiet()
    return told


def decide(hand: Hand, reason: str) -> None:
    hand.click(page_of(hand.window).card, "decide")
    dialog = dialog_of(hand, DecisionDialog)
    assert isinstance(dialog, DecisionDialog)
    assert not dialog.record.isEnabled(), "nothing is preselected"
    hand.quiet()
    hand.press(dialog.outcome.buttons["do_not_proceed"])
    hand.type(dialog.counter, "Without liaison nobody warns us of what the patrols see.")
    hand.type(dialog.role, "Country director")
    if dialog.rationale.isVisible():
        hand.type(dialog.rationale, reason)
    hand.press(dialog.record)
    hand.qtbot.waitUntil(lambda: len(opened_in(hand.window).project.decisions()) == 1, timeout=WAIT)


def test_a_first_defended_answer_takes_ten_minutes_and_sixty_clicks(
    dressed: QApplication, qtbot: QtBot, shared_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(dressed, Preferences("en"), keep_recent=False)
    window.show()
    begin, hand = time.perf_counter(), Hand(window, qtbot)
    new_project(hand, tmp_path / "south-sudan.mrm", monkeypatch)
    read_in(hand, shared_data / "south_sudan" / "admin1.geojson", monkeypatch, "natural-earth", 10)
    read_in(hand, shared_data / "south_sudan" / "peacekeeping_bases.csv", monkeypatch, "geo-pko", 19)
    read_in(hand, shared_data / "kobo" / "kobo_xmlvalues_groups.csv", monkeypatch, "survey", 10)
    confirm_mission(hand, QDate.currentDate().addDays(150))
    hand.click(window, "workspace-map")
    settled(window, qtbot)
    hand.clicks += 1
    click_area(window, STATE, qtbot)
    assert "It is now: Not defensible here" in answer_on_card(hand, "fact.contact_punished", "yes")
    qtbot.waitUntil(lambda: card_of(window).assessment.deciding_gate is GateId.CONTACT_PUNISHED, timeout=WAIT)
    decide(hand, "People here were punished for talking to the mission.")
    [decision] = opened_in(window).project.decisions()
    assert decision.area_name == "Jonglei"
    assert verify([decision]) == ()
    assert replay([decision]) == ()
    assert hand.clicks <= MOST_CLICKS, hand.clicks
    assert time.perf_counter() - begin < MOST_SECONDS
    window.close()
