"""A decision is a short conversation: the other side is brought from the records, the page forms beside it, roles sign it here."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.assess.assess_page import AssessPage
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.assess.decision_page import DecisionPage
from mrm_desktop.desktop.assess.following_dialogs import AssessorDialog, OutcomeDialog, SignDialog
from mrm_desktop.desktop.assess.register_page import COLUMNS, RegisterPage
from mrm_desktop.desktop.parts.labels import ClickedLabel
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.reports.papers.register import decided_in_words
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.decisions.objections import Brought
from mrm_desktop.services.decisions.preview_decision import closed_door
from tests.desktop.board import FIRST, OPEN
from tests.desktop.window_parts import card_of, child, choose, click, open_at, opened_in, page_of, texts
from tests.present import present

WAIT = 30_000
EMPTY = "XT01"  # a square without UN military
WHY = "The road can be watched only together."


def decide_on(window: MainWindow, code: str, qtbot: QtBot) -> DecisionDialog:
    """Open the conversation from the card, with what the records bring."""
    with qtbot.waitSignal(window.card_shown, timeout=WAIT):
        window.pick(code)
    click(page_of(window).card, "decide")
    dialog = child(window, DecisionDialog)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    return dialog


def record(window: MainWindow, dialog: DecisionDialog, qtbot: QtBot) -> Decision:
    with qtbot.waitSignal(window.decision_recorded, timeout=WAIT):
        click(dialog, "record")
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    return opened_in(window).project.decisions()[-1]


def recorded(window: MainWindow, qtbot: QtBot) -> Decision:
    """A decision to proceed that waits for signatures."""
    dialog = decide_on(window, OPEN, qtbot)
    choose(dialog, "proceed", "liaison", WHY)
    click(dialog, "consent-yes")
    QTest.keyClicks(dialog.counter, "People seen with patrols were beaten last year.")
    QTest.keyClicks(dialog.role, "Head of programmes")
    return record(window, dialog, qtbot)


def test_what_speaks_against_it_is_brought_from_the_records_and_what_is_ticked_is_recorded(
    open_window: MainWindow, qtbot: QtBot
) -> None:
    dialog = decide_on(open_window, OPEN, qtbot)
    boxes = dialog.arguments.findChildren(QCheckBox)
    assert boxes
    assert not any(box.isChecked() for box in boxes), "nothing is preselected"
    choose(dialog, "proceed", "liaison", WHY)
    click(dialog, "consent-yes")
    QTest.keyClicks(dialog.role, "Country director")
    said = dialog.arguments.boxes[0].accessibleName()
    sentence = next(part for part in dialog.arguments.findChildren(ClickedLabel) if part.text() == said)
    QTest.mouseClick(sentence, Qt.MouseButton.LeftButton)
    QTest.keyClicks(dialog.counter, "Market day brings both groups to the square.")
    made = record(open_window, dialog, qtbot)
    assert made.draft.counter_argument.split("\n") == [said, "Market day brings both groups to the square."]


def test_of_a_no_the_other_side_is_what_speaks_for_it(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = decide_on(open_window, OPEN, qtbot)
    against = [box.accessibleName() for box in dialog.arguments.boxes]
    click(dialog, "outcome-do_not_proceed")
    speaks_for = [box.accessibleName() for box in dialog.arguments.boxes]
    assert speaks_for != against
    assert speaks_for[0].startswith("The method would allow it")


def test_who_turns_the_decision_round_takes_neither_argument_nor_consent_along(open_window: MainWindow, qtbot: QtBot) -> None:
    """What speaks against going would be recorded as what speaks for it, and a consent that nobody sees any more with it."""
    dialog = decide_on(open_window, OPEN, qtbot)
    choose(dialog, "proceed", "liaison", WHY)
    click(dialog, "consent-yes")
    QTest.keyClicks(dialog.counter, "People seen with patrols were beaten last year.")
    assert dialog.draft().exposed_people_agree is True
    click(dialog, "outcome-do_not_proceed")
    assert dialog.counter.toPlainText() == ""
    assert dialog.draft().exposed_people_agree is None
    QTest.keyClicks(dialog.counter, "The villages would be warned in time.")
    click(dialog, "outcome-proceed")
    assert dialog.counter.toPlainText() == "People seen with patrols were beaten last year.", "nothing typed is lost"
    assert dialog.draft().exposed_people_agree is True


def test_a_door_that_no_words_open_is_said_before_anything_is_written(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = decide_on(open_window, FIRST, qtbot)
    assert not dialog._card.assessment.verdict.is_open
    click(dialog, "outcome-proceed")
    closed = present(closed_door(dialog._card, dialog.draft()))
    assert opened_in(open_window).words.say(closed.code, **closed.params) in dialog.missing()
    click(dialog, "outcome-do_not_proceed")
    assert closed_door(dialog._card, dialog.draft()) is None


def test_the_page_forms_beside_the_conversation_in_the_words_that_are_then_printed(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = decide_on(open_window, OPEN, qtbot)
    page, words = child(dialog, DecisionPage), opened_in(open_window).words
    assert page.head.text() == "Nothing is decided yet."
    choose(dialog, "proceed", "liaison", WHY)
    click(dialog, "consent-yes")
    QTest.keyClicks(dialog.counter, "People seen with patrols were beaten last year.")
    QTest.keyClicks(dialog.role, "Country director")
    qtbot.waitUntil(lambda: "beaten last year" in page.lines.text(), timeout=WAIT)
    shown = page.lines.text()
    assert "needs the signature of" in dialog.signs.text()
    made = record(open_window, dialog, qtbot)
    standing = opened_in(open_window).project.knowledge
    assert standing is not None
    register = open_at(open_window, "assess/decisions", RegisterPage)
    qtbot.waitUntil(lambda: bool(register.detail.head.text()), timeout=WAIT)
    printed = decided_in_words(made, present(register._detail).standing, Reader.INTERNAL, words)
    assert shown.split("\n\n") == printed[: len(shown.split("\n\n"))]


def test_a_past_day_is_said_before_anything_is_filled_in(open_window: MainWindow, qtbot: QtBot) -> None:
    page = page_of(open_window)
    with qtbot.waitSignal(open_window.card_shown, timeout=WAIT):
        open_window.pick(OPEN)
    with qtbot.waitSignal(open_window.card_shown, timeout=WAIT):
        page.time.field.setDate(page.time.field.date().addDays(-20))
    qtbot.waitUntil(lambda: not open_window.work.is_busy, timeout=WAIT)
    click(page.card, "decide")
    dialog = child(open_window, DecisionDialog)
    assert "a decision is always one of today" in child(dialog, QLabel, "open-what").text()
    choose(dialog, "do_not_proceed", "liaison")
    assert not child(dialog, QPushButton, "record").isEnabled()


def test_several_roles_sign_in_the_window_and_then_it_is_in_force(open_window: MainWindow, qtbot: QtBot) -> None:
    made = recorded(open_window, qtbot)
    roles = made.draft.signatories
    assert len(roles) == 2
    register = open_at(open_window, "assess/decisions", RegisterPage)
    signed: set[str] = set()
    for role in roles:
        qtbot.waitUntil(
            lambda: register._detail is not None and len(register._detail.standing.sign_offs) == len(signed), timeout=WAIT
        )
        click(register, "register-sign")
        dialog = next(d for d in open_window.findChildren(SignDialog) if d.isVisible())
        click(dialog, "follow-record")
        assert dialog.problem.text() == "Choose for which role you sign.", "nothing is preselected"
        click(dialog, f"sign-{role}")
        click(dialog, "follow-record")
        signed.add(role)
        qtbot.waitUntil(lambda: {one.role for one in opened_in(open_window).project.knowledge.sign_offs} == signed, timeout=WAIT)
    qtbot.waitUntil(lambda: not child(register, QPushButton, "register-sign").isVisible(), timeout=WAIT)
    assert "ignature" in register.detail.lines.text() or "Signed" in register.detail.lines.text()


def test_the_register_shows_reasons_conditions_and_signatures_of_the_chosen_decision(open_window: MainWindow, qtbot: QtBot) -> None:
    recorded(open_window, qtbot)
    register = open_at(open_window, "assess/decisions", RegisterPage)
    qtbot.waitUntil(lambda: "beaten last year" in register.detail.lines.text(), timeout=WAIT)
    shown = register.detail.lines.text()
    assert WHY in shown
    assert "Condition: " in shown


def test_what_became_of_it_is_told_in_the_window_and_stands_on_the_card(open_window: MainWindow, qtbot: QtBot) -> None:
    recorded(open_window, qtbot)
    register = open_at(open_window, "assess/decisions", RegisterPage)
    qtbot.waitUntil(lambda: child(register, QPushButton, "register-outcome").isVisible(), timeout=WAIT)
    click(register, "register-outcome")
    dialog = child(open_window, OutcomeDialog)
    click(dialog, "follow-record")
    assert dialog.problem.text() == "Say how it went."
    click(dialog, "course-stopped")
    click(dialog, "perception-unknown")
    QTest.keyClicks(dialog.account, "Shots were heard near the market, and we left.")
    QTest.keyClicks(dialog.by, "Field manager")
    click(dialog, "follow-record")
    qtbot.waitUntil(lambda: len(opened_in(open_window).project.knowledge.outcomes) == 1, timeout=WAIT)
    qtbot.waitUntil(lambda: "Shots were heard" in register.detail.lines.text(), timeout=WAIT)
    open_window.open_page("map/areas")
    qtbot.waitUntil(lambda: "Shots were heard" in texts(page_of(open_window).card), timeout=WAIT)


def test_a_person_in_what_became_of_it_is_said_beside_its_field(open_window: MainWindow, qtbot: QtBot) -> None:
    recorded(open_window, qtbot)
    register = open_at(open_window, "assess/decisions", RegisterPage)
    qtbot.waitUntil(lambda: child(register, QPushButton, "register-outcome").isVisible(), timeout=WAIT)
    click(register, "register-outcome")
    dialog = child(open_window, OutcomeDialog)
    click(dialog, "course-as_planned")
    click(dialog, "perception-same")
    QTest.keyClicks(dialog.account, "Mary Deng, 14, told us about it at 0912 345 678.")
    QTest.keyClicks(dialog.by, "Field manager")
    click(dialog, "follow-record")
    qtbot.waitUntil(lambda: "account" in dialog.notes.notes, timeout=WAIT)
    assert dialog.isVisible()
    assert "Mary Deng" in dialog.account.toPlainText()
    assert len(opened_in(open_window).project.knowledge.outcomes) == 0


def test_two_assessors_answer_blind_and_then_agree(open_window: MainWindow, qtbot: QtBot) -> None:
    page = open_at(open_window, "assess/request", AssessPage)
    qtbot.waitUntil(lambda: page.area.count() > 0, timeout=WAIT)
    page.choose(OPEN)
    qtbot.waitUntil(lambda: page.card is not None and page.card.area.code == OPEN and page.decide.isEnabled(), timeout=WAIT)
    kept: list[str] = []
    for role, ceiling in (("Access adviser", Mode.ALERT), ("Protection adviser", Mode.LIAISON)):
        click(page, "assess-assessors")
        dialog = next(d for d in open_window.findChildren(AssessorDialog) if d.isVisible())
        assert dialog.told == (), "nobody sees what the other said"
        click(dialog, f"ceiling-{ceiling}")
        QTest.keyClicks(dialog.why, "Too thin to be seen there now.")
        QTest.keyClicks(dialog.by, role)
        click(dialog, "follow-record")
        kept.append(role)
        qtbot.waitUntil(lambda: not any(d.isVisible() for d in open_window.findChildren(AssessorDialog)), timeout=WAIT)
        qtbot.waitUntil(lambda: len(opened_in(open_window).project.knowledge.assessor_answers) == len(kept), timeout=WAIT)
        qtbot.waitUntil(page.assessors.isEnabled, timeout=WAIT)
    qtbot.waitUntil(lambda: present(page.card).agreement is not None, timeout=WAIT)
    click(page, "assess-assessors")
    dialog = next(d for d in open_window.findChildren(AssessorDialog) if d.isVisible())
    assert [line.partition(":")[0] for line in dialog.told] == ["Access adviser", "Protection adviser"]
    click(dialog, f"ceiling-{Mode.ALERT}")
    QTest.keyClicks(dialog.why, "Both see the risk for women.")
    click(dialog, "follow-record")
    qtbot.waitUntil(lambda: bool(opened_in(open_window).project.knowledge.assessor_answers.all[-1].reconciles), timeout=WAIT)


@pytest.mark.parametrize("outcome", ["defer", "do_not_proceed"])
def test_a_no_is_recorded_with_its_argument_alone(open_window: MainWindow, qtbot: QtBot, outcome: str) -> None:
    dialog = decide_on(open_window, OPEN, qtbot)
    choose(dialog, outcome, "liaison")
    QTest.keyClicks(dialog.counter, "There may be a better day for it.")
    QTest.keyClicks(dialog.role, "Country director")
    made = record(open_window, dialog, qtbot)
    assert made.draft.outcome == outcome
    assert made.draft.signatories == ()
    assert isinstance(made.expires_on, date)


def questions(dialog: DecisionDialog) -> list[str]:
    shown = [part.text() for part in dialog.findChildren(QLabel) if part.property("role") == "section" and part.isVisible()]
    return [text for text in shown if text[:1].isdigit()]


@pytest.mark.parametrize(("outcome", "why"), [("do_not_proceed", "Why not?"), ("defer", "Why not now?")])
def test_the_questions_fit_the_outcome_and_none_stands_without_its_answer(
    open_window: MainWindow, qtbot: QtBot, outcome: str, why: str
) -> None:
    dialog = decide_on(open_window, OPEN, qtbot)
    assert len(questions(dialog)) == 5
    click(dialog, f"outcome-{outcome}")
    assert questions(dialog) == [
        "1   What do you decide?",
        "2   What speaks for doing it?",
        f"3   {why}",
        "4   Who carries it, and who signs?",
    ]
    assert dialog.rationale.placeholderText() == "Why it is not right here and now"
    click(dialog, "outcome-proceed")
    assert questions(dialog)[1] == "2   Who would be seen, and what did they say?"


def test_where_the_records_bring_nothing_it_is_said_of_what_was_chosen(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = decide_on(open_window, EMPTY, qtbot)
    dialog.bring(Brought((), ()))
    assert not card_of(open_window).assessment.verdict.is_open
    said = texts(dialog.arguments)
    assert "The answer above is not open, and that alone speaks against it" in said
    click(dialog, "outcome-do_not_proceed")
    assert "Your records bring nothing for it" in texts(dialog.arguments)
    assert "bring nothing against" not in texts(dialog.arguments)


@pytest.mark.parametrize("wide", [1024, 1280, 1366])
def test_no_column_of_the_register_lies_beyond_its_edge(open_window: MainWindow, qtbot: QtBot, wide: int) -> None:
    recorded(open_window, qtbot)
    open_window.resize(wide, 720)
    page = open_at(open_window, "assess/decisions", RegisterPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 1 and not open_window.work.is_busy, timeout=WAIT)
    qtbot.waitUntil(lambda: page.table.horizontalScrollBar().maximum() == 0, timeout=3000)
    heads = page.table.horizontalHeader()
    assert heads.length() <= page.table.viewport().width()
    for column in range(heads.count()):
        assert heads.sectionSize(column) >= heads.sectionSizeHint(column), "no heading is cut"
    for column in range(heads.count()):
        if not page.table.isColumnHidden(column):
            text = str(page.table.model().index(0, column).data())
            seen = page.table.visualRect(page.table.model().index(0, column)).adjusted(9, 2, -9, -2)
            needed = page.table.fontMetrics().boundingRect(seen, Qt.TextFlag.TextWordWrap, text)
            assert needed.width() <= seen.width(), text
            assert needed.height() <= seen.height(), text
    assert not page.table.isColumnHidden(COLUMNS.index("state"))


def test_no_choice_has_the_focus_when_the_conversation_opens(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = decide_on(open_window, OPEN, qtbot)
    assert dialog.focusWidget() not in dialog.outcome.buttons.values()
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
    assert not dialog.outcome.chosen
