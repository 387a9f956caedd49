"""What is asked before a project is open."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.shell.ways_in import NewProjectDialog
from mrm_desktop.foundation.words import Words


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
    assert "At least 10" in dialog.problem.text()
    QTest.keyClicks(dialog.passphrase, " but longer now")
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
