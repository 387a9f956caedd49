"""The page of those who matter: recorded in the window, shown in the grid and the table, judged anew."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.evidence.stakeholder_dialog import NOT_CHOSEN, StakeholderDialog
from mrm_desktop.desktop.evidence.who_matters_page import WhoMattersPage
from mrm_desktop.desktop.shell.main_window import MainWindow
from tests.desktop.window_parts import open_at


def _page(window: MainWindow, qtbot: QtBot) -> WhoMattersPage:
    page = open_at(window, "evidence/who_matters", WhoMattersPage)
    qtbot.waitUntil(lambda: page.headline.text() != "")
    return page


def _fill(dialog: StakeholderDialog, who: str) -> None:
    dialog.area.setCurrentIndex(1)
    dialog.who.setText(who)
    for box in (*dialog.choices.values(), dialog.grade):
        box.setCurrentIndex(1)
    dialog.by.setText("Access adviser")
    dialog.source.setText("field-office")


def test_nothing_is_chosen_and_nothing_can_be_recorded_at_first(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = _page(open_window, qtbot).ask_judgement(None)
    assert {box.currentData() for box in (dialog.area, *dialog.choices.values(), dialog.grade)} == {NOT_CHOSEN}
    assert not dialog.record.isEnabled()
    assert not dialog.met.isChecked()
    dialog.reject()


def test_a_group_is_recorded_and_judged_anew(open_window: MainWindow, qtbot: QtBot) -> None:
    page = _page(open_window, qtbot)
    dialog = page.ask_judgement(None)
    _fill(dialog, "Committee of the market")
    assert dialog.record.isEnabled()
    dialog.submit()
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 1)
    assert "Committee of the market" in page.headline.text()
    page.table.selectRow(0)
    page.again.click()
    again = open_window.findChildren(StakeholderDialog)[-1]
    assert (again.who.text(), again.who.isReadOnly(), again.area.isEnabled()) == ("Committee of the market", True, False)
    assert {box.currentData() for box in again.choices.values()} == {NOT_CHOSEN}
    again.reject()


def test_what_is_not_chosen_yet_is_named(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = _page(open_window, qtbot).ask_judgement(None)
    _fill(dialog, "Committee of the market")
    dialog.grade.setCurrentIndex(0)
    assert not dialog.record.isEnabled()
    assert dialog.checks.why_not.text() == "Choose one for “Grade of the source”."
    dialog.reject()


def test_a_person_is_refused_and_what_was_typed_stays(open_window: MainWindow, qtbot: QtBot) -> None:
    page = _page(open_window, qtbot)
    dialog = page.ask_judgement(None)
    _fill(dialog, "Mary Akol Deng")
    dialog.submit()
    qtbot.waitUntil(lambda: not dialog.problem.isHidden())
    assert dialog.who.text() == "Mary Akol Deng"
    assert page.table.model().rowCount() == 0
    dialog.reject()
