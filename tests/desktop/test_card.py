"""The card says the most important first: verdict, ladder, whom to call, what decides, what is not known; groups are never averaged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.map.area_card import AreaCardPanel
from mrm_desktop.desktop.map.card_bars import SmallBar
from mrm_desktop.desktop.parts.fold import Fold
from mrm_desktop.desktop.parts.ladder import RUNGS, Ladder, rung_of
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.domain.vocabulary import MissionStatus, Mode
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.project.question import Question
from tests.desktop.board import CLOSED, FIRST, OPEN
from tests.desktop.window_parts import child, click, opened_in, page_of, texts
from tests.present import present

WAIT = 30_000


def show(window: MainWindow, code: str, qtbot: QtBot) -> AreaCardPanel:
    with qtbot.waitSignal(window.card_shown, timeout=WAIT):
        window.pick(code)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    return page_of(window).card


def order_of(panel: AreaCardPanel, *parts: str) -> list[int]:
    """Where each part begins in what is read from top to bottom."""
    said = "\n".join(w.text() for w in present(panel.sheet).findChildren(QLabel) if w.isVisibleTo(panel))
    return [said.index(part) for part in parts]


@pytest.mark.parametrize("code", [OPEN, CLOSED, FIRST])
def test_the_verdict_comes_first_then_whom_to_call_then_what_decides_and_what_is_not_known(
    open_window: MainWindow, qtbot: QtBot, code: str
) -> None:
    panel, words = show(open_window, code, qtbot), opened_in(open_window).words
    verdict = words.term("verdict", present(panel.card).assessment.verdict)
    places = order_of(
        panel, verdict, "First, and in any case: ", "What decides", "Not known", "What people say", "Where armed actors"
    )
    assert places == sorted(places)


def test_the_civilian_side_stands_with_the_day_it_was_tested_whatever_the_verdict(open_window: MainWindow, qtbot: QtBot) -> None:
    for code in (OPEN, CLOSED, FIRST):
        assert "First, and in any case: Child Protection Adviser" in texts(show(open_window, code, qtbot))


def test_who_must_sign_and_when_it_lapses_stand_under_an_open_verdict(open_window: MainWindow, qtbot: QtBot) -> None:
    panel = show(open_window, OPEN, qtbot)
    assert "Needs the signature of" in texts(panel)
    assert "Needs the signature of" not in texts(show(open_window, CLOSED, qtbot))
    assert "Lapses on" in texts(panel)


def test_the_ladder_marks_the_ceiling_and_says_it_in_words(open_window: MainWindow, qtbot: QtBot) -> None:
    panel = show(open_window, CLOSED, qtbot)
    ladder = child(panel, Ladder)
    assert ladder.top == rung_of(present(panel.card).assessment.ceiling) == 0
    assert "rung 1 of 6" in ladder.accessibleDescription()
    assert "Regular liaison" in ladder.accessibleDescription().partition("Closed:")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mode_has_its_rung_and_every_rung_fits_its_words(qtbot: QtBot, language: str) -> None:
    assert sorted(mode for modes in RUNGS for mode in modes) == sorted(Mode)
    ladder = Ladder(Mode.LIAISON, Words(language))
    qtbot.addWidget(ladder)
    assert ladder.heightForWidth(200) > ladder.heightForWidth(600)
    assert len(set(ladder.names)) == len(RUNGS)


def test_the_ladder_is_mirrored_where_the_window_is(qtbot: QtBot) -> None:
    def darkest(direction: Qt.LayoutDirection) -> int:
        """Where the one filled rung of the civilian side is painted."""
        ladder = Ladder(Mode.CIVILIAN_CHANNEL, Words("en"))
        qtbot.addWidget(ladder)
        ladder.setLayoutDirection(direction)
        ladder.resize(600, 60)
        picture = ladder.grab().toImage()
        return min(range(2, 598), key=lambda x: picture.pixelColor(x, 4).lightness())

    assert QGuiApplication.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert darkest(Qt.LayoutDirection.LeftToRight) < 100
    assert darkest(Qt.LayoutDirection.RightToLeft) > 500


def test_groups_and_armed_actors_have_a_bar_each_with_how_many_and_how_old(open_window: MainWindow, qtbot: QtBot) -> None:
    panel = show(open_window, OPEN, qtbot)
    said = [bar.accessibleName() for bar in panel.findChildren(SmallBar)]
    groups = [line for line in said if "asked" in line]
    assert {line.partition(":")[0] for line in groups} == {"women", "men", "displaced people"}
    assert all("days old" in line for line in said)
    assert any("sources" in line for line in said if line not in groups)


def test_what_most_need_not_see_is_folded_and_opens_by_a_click(open_window: MainWindow, qtbot: QtBot) -> None:
    panel = show(open_window, OPEN, qtbot)
    gates = next(fold for fold in panel.findChildren(Fold) if fold.button.objectName() == "fold-gates")
    before = gates.is_open
    QTest.mouseClick(gates.button, Qt.MouseButton.LeftButton)
    assert (before, gates.is_open) == (False, True)
    assert "✓" in texts(gates)


def test_no_incident_on_record_is_not_said_to_be_none(open_window: MainWindow, qtbot: QtBot) -> None:
    assert "that is not the same as none" in texts(show(open_window, OPEN, qtbot))


def test_what_if_at_the_foot_asks_about_the_area_of_the_card(open_window: MainWindow, qtbot: QtBot) -> None:
    panel = show(open_window, OPEN, qtbot)
    assert [button.objectName() for button in panel._foot.findChildren(QPushButton)] == ["decide", "print-note", "what-if"]
    click(panel, "what-if")
    workspaces = present(open_window.workspaces)
    assert workspaces.current == "assess/request"


def test_the_smallest_change_lists_nothing_that_leaves_the_verdict_as_it_is(open_window: MainWindow) -> None:
    project = opened_in(open_window).project
    for area in project.knowledge.assessed_areas:
        for mode in (Mode.ALERT, Mode.LIAISON, Mode.PROTECTION_REQUEST):
            assessment = project.card(area.code, Question(mode)).assessment
            told = present(assessment.explanation).smallest_changes
            for reason in told:
                if reason.code.startswith("follows."):
                    after = {reason.params[key] for key in ("then", "otherwise") if key in reason.params}
                    assert after - {assessment.verdict.value}, (area.code, mode, reason)


def test_the_card_names_the_mission_where_the_one_of_the_area_is_not_at_work(open_window: MainWindow, qtbot: QtBot) -> None:
    panel = show(open_window, OPEN, qtbot)
    card = present(panel.card)
    assert "The mission here is" not in texts(panel)
    ended = replace(present(card.mission), acronym="UNOLD", mandate_end=date(2024, 6, 30), closes_on=None)
    panel.show_card(replace(card, mission=ended, mission_status=MissionStatus.CLOSED))
    assert "The mission here is UNOLD: closed, its mandate ended on 30 Jun 2024." in texts(panel)
