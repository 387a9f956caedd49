"""The three tasks on the sample country, driven by clicks and keys: review, assess, decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mrm_desktop.cli.opening import open_project
from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.desktop.assess.answer_sheet import AnswerSheet
from mrm_desktop.desktop.assess.assess_page import AssessPage
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.assess.measures_dialog import MeasuresDialog
from mrm_desktop.desktop.assess.register_page import COLUMNS as REGISTER_COLUMNS
from mrm_desktop.desktop.assess.register_page import RegisterPage
from mrm_desktop.desktop.evidence.evidence_page import COLUMNS, EvidencePage
from mrm_desktop.desktop.parts.fold import Fold
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.ways_in import WayInDialog
from mrm_desktop.foundation.words import Words
from tests.desktop.window_parts import child, choose, click, not_taken, opened_in, page_at, texts
from tests.present import present

WAIT = 30_000

STATE = COLUMNS.index("state")  # of a dataset


@pytest.fixture
def real(dressed: QApplication, qtbot: QtBot, tmp_path: Path, words: Words) -> Iterator[MainWindow]:
    path = tmp_path / "sample.mrm"
    openers = Openers(
        lambda file, secret: Opened(open_project(file, secret), words, SAMPLE_DAY, file),
        not_taken,
        lambda: Opened(build_sample(path), words, SAMPLE_DAY, path),
        lambda: (),
    )
    window = MainWindow(openers, words)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def begin(window: MainWindow, task: str, qtbot: QtBot) -> None:
    click(window, f"task-{task}")
    click(child(window, WayInDialog), "way-sample")
    qtbot.waitUntil(lambda: window.workspaces is not None and not window.work.is_busy, timeout=WAIT)


def assess(window: MainWindow, code: str, qtbot: QtBot) -> AssessPage:
    page = page_at(window, "assess/request", AssessPage)
    qtbot.waitUntil(lambda: page.area.count() > 0, timeout=WAIT)
    page.choose(code)
    qtbot.waitUntil(lambda: page.card is not None and page.card.area.code == code and not window.work.is_busy, timeout=WAIT)
    return page


def test_from_a_request_to_a_recorded_decision(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    sheet = child(page.answer, AnswerSheet)
    shown = texts(sheet)
    for said in (
        "Defensible, with conditions",
        "Use in any case",
        "Ceiling of contact",
        "What would lower it:",
        "Robust:",
        "Staff",
    ):
        assert said in shown, said
    page.days.setValue(200)
    assert "ask again before then" in texts(present(page.answer.widget()))
    page.days.setValue(10)
    QTest.keyClicks(page.exposed, "two field officers")
    click(page, "assess-decide")
    dialog = child(real, DecisionDialog)
    assert dialog.rationale.toPlainText() == ""
    assert dialog.conditions.toPlainText().endswith("Contact from 1 Mar 2026 to 10 Mar 2026.\nExposed: two field officers.")
    choose(dialog, "proceed", "liaison", "The road can be watched only together.")
    QTest.keyClicks(dialog.role, "Country director")
    QTest.keyClicks(dialog.counter, "People seen with patrols may be punished later.")
    click(dialog, "record")
    real.open_page("assess/decisions")
    register = page_at(real, "assess/decisions", RegisterPage)
    qtbot.waitUntil(lambda: register.table.model().rowCount() == 1, timeout=WAIT)
    register.shown.setCurrentIndex(register.shown.findData("lapsed"))
    assert register.table.model().rowCount() == 0
    register.shown.setCurrentIndex(register.shown.findData("in_force"))
    assert register.table.model().rowCount() == 0, "it waits for a signature"
    register.shown.setCurrentIndex(register.shown.findData("waiting"))
    assert register.table.model().rowCount() == 1
    state = register.table.model().index(0, REGISTER_COLUMNS.index("state"))
    assert "the security focal point" in state.data()


def test_the_area_picked_on_the_map_is_the_one_that_is_asked_about(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "perception", qtbot)
    with qtbot.waitSignal(real.card_shown, timeout=WAIT):
        real.pick("XT0203")
    real.open_page("assess/request")
    page = page_at(real, "assess/request", AssessPage)
    qtbot.waitUntil(lambda: page.card is not None, timeout=WAIT)
    assert present(page.card).area.code == "XT0203"
    page.choose("XT0101")
    real.open_page("assess/decisions")
    real.open_page("assess/request")  # what was chosen here stays until the map says otherwise
    assert page.area.currentData() == "XT0101"


def decide(window: MainWindow, page: AssessPage, outcome: str, qtbot: QtBot) -> None:
    """Record a decision about what the page shows, and wait until its dialog is freed."""
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    click(page, "assess-decide")
    dialog = next(d for d in window.findChildren(DecisionDialog) if d.isVisible())
    choose(dialog, outcome, "liaison")
    QTest.keyClicks(dialog.role, "Country director")
    QTest.keyClicks(dialog.counter, "There may be a better day for it.")
    gone: list[int] = []
    dialog.destroyed.connect(lambda: gone.append(1))
    click(dialog, "record")
    qtbot.waitUntil(lambda: bool(gone) and not window.work.is_busy, timeout=WAIT)


def test_a_second_decision_replaces_the_first(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    for outcome in ("do_not_proceed", "defer"):
        decide(real, page, outcome, qtbot)
    decisions = opened_in(real).project.decisions()
    assert [d.draft.supersedes for d in decisions] == [None, decisions[0].id]


def test_undo_and_redo_of_what_is_asked(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    real.undo.clear()
    with qtbot.waitActive(real):
        real.activateWindow()
    page.mode.setFocus()
    page.mode.setCurrentIndex(page.mode.findData("armed_escort"))
    assert page.escort.isVisible()
    assert real.undo.count() == 1
    QTest.keyClick(page.mode, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.mode.currentData() == "liaison"
    assert not page.escort.isVisible()
    QTest.keyClick(page.mode, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert page.mode.currentData() == "armed_escort"
    assert real.undo.count() == 1


def test_what_if_answers_and_writes_nothing(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    before = present(page.card).assessment.policy
    slider = page.what_if.sliders["bands.conditional.index"]
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: "would get another answer" in page.what_if.answer.text(), timeout=WAIT)
    assert "2 areas" in page.what_if.answer.text()
    assert "69" in texts(page.what_if)
    click(page.what_if, "what-if-reset")
    assert page.what_if.values() == {}
    assert page.what_if.answer.text() == ""
    page.ask_method()
    qtbot.waitUntil(lambda: not real.work.is_busy, timeout=WAIT)
    assert present(page.card).assessment.policy == before
    assert opened_in(real).project.decisions() == ()


def test_an_officer_imagines_facts_and_sees_the_new_answer_beside_the_old(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    box = page.facts.boxes["exposed_say_no:"]
    assert not any(one.isChecked() for one in page.facts.boxes.values())
    box.click()
    qtbot.waitUntil(lambda: "Not defensible here" in texts(page.facts), timeout=WAIT)
    shown = texts(page.facts)
    assert shown.index("Defensible, with conditions") < shown.index("Not defensible here")
    click(page.facts, "imagine-reset")
    assert page.facts.ticked() == ()
    qtbot.waitUntil(lambda: not any(one.text() == "Not defensible here" for one in page.facts.findChildren(QLabel)), timeout=WAIT)
    seen = [one.text() for one in page.facts.findChildren(QLabel)]
    assert "Defensible, with conditions" in seen
    assert opened_in(real).project.decisions() == ()
    assert not page.what_if.isVisible(), "the policy's numbers are one level down"


def test_an_answer_to_another_question_is_faded_and_nobody_can_act_on_it(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    assert page.decide.isEnabled()
    page.choose("XT0203")
    assert [button.isEnabled() for button in (page.decide, page.note, page.measures)] == [False] * 3, (
        "at once, not when it is there"
    )
    assert page._faded.isEnabled()
    assert page.working.text()
    assert present(page.card).area.code == "XT0101", "what is seen, faded, is still the old one"
    click(page, "assess-decide")
    assert real.findChild(DecisionDialog) is None
    qtbot.waitUntil(page.decide.isEnabled, timeout=WAIT)
    assert present(page.card).area.code == "XT0203"
    assert not page._faded.isEnabled()


def test_a_late_answer_to_a_question_that_was_changed_is_not_shown(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    late = page._shown
    asked = page._asked
    page.mode.setCurrentIndex(page.mode.findData("armed_escort"))
    page._show(present(asked), present(late), ())
    assert not page.decide.isEnabled(), "the area is the same, the mode is not"
    qtbot.waitUntil(page.decide.isEnabled, timeout=WAIT)
    assert present(page.card).assessment.requested_mode == "armed_escort"


def test_what_fails_and_what_is_not_known_stand_before_what_is_in_order(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "assess", qtbot)
    page = assess(real, "XT0504", qtbot)
    sheet = child(page.answer, AnswerSheet)
    passed = next(fold for fold in sheet.findChildren(Fold) if fold.button.objectName() == "fold-passed")
    assert not passed.is_open
    against = next(w for w in sheet.findChildren(QLabel) if w.text() == "What stands against it")
    assert against.mapTo(sheet, QPoint(0, 0)).y() < passed.mapTo(sheet, QPoint(0, 0)).y()
    QTest.mouseClick(passed.button, Qt.MouseButton.LeftButton)
    assert "✓" in texts(passed)


def test_a_known_measure_fills_in_what_it_lowers_and_its_words_may_be_changed(qtbot: QtBot) -> None:
    dialog = MeasuresDialog("Square 1", (), date(2026, 3, 1), Words("en"))
    qtbot.addWidget(dialog)
    assert dialog.known.currentText() == "In your own words"
    dialog.known.setCurrentIndex(dialog.known.findData("follow_up_call"))
    dialog.known.activated.emit(dialog.known.currentIndex())
    assert dialog.name.text() == Words("en").say("known_measure.follow_up_call")
    assert (dialog.lowers.currentData(), dialog.receptor.currentData()) == ("impact", "contacts")
    dialog.name.setText("Calls after one day")
    dialog.add()
    (found,) = dialog.measures
    assert (found.name, found.lowers.value, found.receptor, found.in_place) == ("Calls after one day", "impact", "contacts", False)
    assert dialog.known.currentText() == "In your own words"


def test_a_measure_in_place_is_counted(real: MainWindow, qtbot: QtBot) -> None:
    begin(real, "assess", qtbot)
    page = assess(real, "XT0101", qtbot)
    click(page, "assess-measures")
    dialog = child(real, MeasuresDialog)
    QTest.keyClicks(dialog.name, "Meetings away from the base")
    dialog.in_place.setChecked(True)
    click(dialog, "measure-add")
    assert "no role answers for it" in dialog.problem.text()
    QTest.keyClicks(dialog.owner, "Security focal point")
    click(dialog, "measure-add")
    click(dialog, "measures-record")
    assert "written down" in dialog.problem.text()
    QTest.keyClicks(dialog.source, "security-plan")
    click(dialog, "measures-record")
    qtbot.waitUntil(lambda: len(present(page.card).case.measures) == 1, timeout=WAIT)
    assert "Measures that count today: 1" in texts(present(page.answer.widget()))


def test_an_import_is_undone_and_done_again_by_keys(real: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    begin(real, "perception", qtbot)
    real.open_page("evidence/datasets")
    page = page_at(real, "evidence/datasets", EvidencePage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0, timeout=WAIT)
    # Other places than those of the sample: what is on record already would be known again, and bring nothing.
    file.write_text(
        "place_name,type,latitude,longitude\nDoum,settlement,-22.4,-18.1\nKarite,settlement,-21.6,-16.6\n", encoding="utf-8"
    )
    dialog = page.import_file(file)
    qtbot.waitUntil(lambda: dialog.table.model().rowCount() > 0, timeout=WAIT)
    dialog.care.setCurrentIndex(dialog.care.findData("by_kind"))
    click(dialog, "dry-run")
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=WAIT)
    count = page.table.model().rowCount()
    click(dialog, "import-now")
    qtbot.waitUntil(lambda: page.table.model().rowCount() == count + 1, timeout=WAIT)
    assert page.table.model().index(0, STATE).data() == "counts"
    real.undo.undo()
    qtbot.waitUntil(lambda: page.table.model().index(0, STATE).data() == "taken back", timeout=WAIT)
    real.undo.redo()
    qtbot.waitUntil(lambda: page.table.model().index(0, STATE).data() == "counts", timeout=WAIT)
