"""Every unknown is answered where it is named: on the card, on the assess page, from the call sheet and by a code on paper."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.answers.answer_dialog import AnswerDialog
from mrm_desktop.desktop.answers.call_sheet_page import CallSheetPage
from mrm_desktop.desktop.assess.assess_page import AssessPage
from mrm_desktop.desktop.parts.drafts import Offer
from mrm_desktop.desktop.parts.fold import Fold
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.palette import CommandPalette
from mrm_desktop.domain.case import fact_of
from mrm_desktop.domain.field_answers import Answer
from mrm_desktop.domain.gaps import Gap, GapKind
from mrm_desktop.domain.vocabulary import Verdict
from mrm_desktop.services.evidence.gaps import gaps_of_card
from tests.desktop.board import FIRST, OPEN
from tests.desktop.window_parts import card_of, child, click, open_at, opened_in, page_of, texts
from tests.present import present

WAIT = 30_000
PUNISHED = "answer-fact.contact_punished"


def show(window: MainWindow, code: str, qtbot: QtBot) -> QWidget:
    """Show the card of an area."""
    with qtbot.waitSignal(window.card_shown, timeout=WAIT):
        window.pick(code)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    return page_of(window).card


def ask(window: MainWindow, parent: QWidget, name: str, qtbot: QtBot) -> AnswerDialog:
    """Press *Answer now* and wait for the form."""
    click(parent, name)
    qtbot.waitUntil(lambda: window.findChild(AnswerDialog) is not None, timeout=WAIT)
    return child(window, AnswerDialog)


def tick(dialog: AnswerDialog, name: str) -> None:
    button = child(dialog, QRadioButton, name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))


def pick_from(dialog: AnswerDialog, field: str, row: int) -> None:
    child(child(dialog, QWidget, f"answer-{field}"), QComboBox).setCurrentIndex(row)


def write(dialog: AnswerDialog, field: str, text: str) -> None:
    QTest.keyClicks(child(child(dialog, QWidget, f"answer-{field}"), QLineEdit), text)


def say_who(dialog: AnswerDialog) -> None:
    write(dialog, "source", "field-office")
    pick_from(dialog, "reliability", 2)
    pick_from(dialog, "credibility", 2)


def keep(window: MainWindow, dialog: AnswerDialog, qtbot: QtBot) -> None:
    click(dialog, "answer-record")
    qtbot.waitUntil(lambda: dialog.moved.isVisible(), timeout=WAIT)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)


def test_an_unknown_on_the_card_is_answered_there_and_leaves_it(open_window: MainWindow, qtbot: QtBot) -> None:
    card = show(open_window, FIRST, qtbot)
    dialog = ask(open_window, card, PUNISHED, qtbot)
    assert not any(button.isChecked() for button in dialog.findChildren(QRadioButton)), "nothing is preselected"
    tick(dialog, "answer-answer-yes")
    say_who(dialog)
    keep(open_window, dialog, qtbot)
    assert "On record." in texts(dialog)
    click(dialog, "answer-leave")
    qtbot.waitUntil(lambda: fact_of(card_of(open_window).case, "contact_punished") is True, timeout=WAIT)
    assert PUNISHED not in [f"answer-{gap.name}" for gap in gaps_of_card(card_of(open_window))]
    (kept,) = opened_in(open_window).project.knowledge.field_answers
    assert (kept.fact, kept.area_code, kept.answer, kept.source, str(kept.grade)) == (
        "contact_punished",
        FIRST,
        Answer.YES,
        "field-office",
        "B2",
    )


def test_the_answer_moves_before_the_eyes_from_the_old_verdict_to_the_new(open_window: MainWindow, qtbot: QtBot) -> None:
    assess = open_at(open_window, "assess/request", AssessPage)
    qtbot.waitUntil(lambda: assess.area.count() > 0, timeout=WAIT)
    assess.choose(OPEN)
    qtbot.waitUntil(lambda: assess.card is not None and assess.card.area.code == OPEN, timeout=WAIT)
    dialog = ask(open_window, assess, "answer-consent", qtbot)
    write(dialog, "who", "Partner, field team")
    tick(dialog, "answer-answer-no")
    write(dialog, "asked_by", "Field manager")
    write(dialog, "source", "minutes-7")
    keep(open_window, dialog, qtbot)
    told = dialog.moved.text()
    words = opened_in(open_window).words
    assert told.index(words.term("verdict", Verdict.PROCEED_WITH_CONDITIONS)) < told.index(words.term("verdict", Verdict.REFUSED))
    qtbot.waitUntil(lambda: present(assess.card).assessment.verdict is Verdict.REFUSED, timeout=WAIT)


def test_what_is_missing_is_said_in_the_form_and_nothing_typed_is_lost(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = ask(open_window, show(open_window, FIRST, qtbot), PUNISHED, qtbot)
    write(dialog, "source", "John Lado")
    click(dialog, "answer-record")
    assert "The answer" in dialog.problem.text()
    tick(dialog, "answer-answer-no")
    pick_from(dialog, "reliability", 1)
    pick_from(dialog, "credibility", 1)
    click(dialog, "answer-record")
    qtbot.waitUntil(lambda: "code" in dialog.problem.text(), timeout=WAIT)
    assert dialog.isVisible()
    assert dialog.values()["source"] == "John Lado"
    assert len(opened_in(open_window).project.knowledge.field_answers) == 0


def test_a_person_in_an_answer_is_said_beside_its_field(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = ask(open_window, show(open_window, OPEN, qtbot), "answer-consent", qtbot)
    write(dialog, "who", "the driver John Lado, +211 912 345 678")
    tick(dialog, "answer-answer-yes")
    write(dialog, "asked_by", "Field manager")
    write(dialog, "source", "minutes-7")
    click(dialog, "answer-record")
    qtbot.waitUntil(lambda: bool(dialog.notes.notes), timeout=WAIT)
    assert list(dialog.notes.notes) == ["consent 1.who"]
    assert len(opened_in(open_window).project.knowledge.consents) == 0


def test_a_field_that_is_asked_only_after_an_answer_comes_with_it(open_window: MainWindow, qtbot: QtBot) -> None:
    page = open_at(open_window, "evidence/call_sheet", CallSheetPage)
    page._answering.ask(Gap(GapKind.ACTORS, area_code=FIRST), FIRST)
    qtbot.waitUntil(lambda: open_window.findChild(AnswerDialog) is not None, timeout=WAIT)
    dialog = child(open_window, AnswerDialog)
    assert not dialog.fields["actor"].isVisible()
    tick(dialog, "answer-found-somebody")
    assert dialog.fields["actor"].isVisible()
    tick(dialog, "answer-found-nobody")
    assert not dialog.fields["actor"].isVisible()


def test_a_fact_that_changed_is_told_on_the_card_and_so_is_what_is_dated_ahead(open_window: MainWindow, qtbot: QtBot) -> None:
    card = show(open_window, OPEN, qtbot)
    changed = next(fold for fold in card.findChildren(Fold) if fold.button.objectName() == "fold-changed")
    QTest.mouseClick(changed.button, Qt.MouseButton.LeftButton)
    assert changed.findChild(QPushButton, "answer-event") is not None
    button = child(changed, QPushButton, PUNISHED)
    qtbot.waitUntil(lambda: button.height() >= 24, timeout=WAIT)  # once it is laid out
    dialog = ask(open_window, changed, PUNISHED, qtbot)
    tick(dialog, "answer-answer-yes")
    say_who(dialog)
    keep(open_window, dialog, qtbot)
    assert opened_in(open_window).words.term("verdict", Verdict.REFUSED) in dialog.moved.text()
    click(dialog, "answer-leave")
    qtbot.waitUntil(lambda: card_of(open_window).assessment.verdict is Verdict.REFUSED, timeout=WAIT)


def test_what_was_only_heard_stands_on_the_card_and_the_question_stays_open(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = ask(open_window, show(open_window, FIRST, qtbot), PUNISHED, qtbot)
    tick(dialog, "answer-answer-heard")
    say_who(dialog)
    keep(open_window, dialog, qtbot)
    click(dialog, "answer-leave")
    card = page_of(open_window).card
    qtbot.waitUntil(lambda: "Heard, not confirmed" in texts(card), timeout=WAIT)
    assert "field-office (B2)" in texts(card), "with its source code and grade"
    assert card.findChild(QPushButton, PUNISHED) is not None


def test_a_form_that_was_begun_is_offered_again_and_put_back_only_when_asked(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = ask(open_window, show(open_window, FIRST, qtbot), PUNISHED, qtbot)
    tick(dialog, "answer-answer-no")
    write(dialog, "source", "field-office")
    pick_from(dialog, "reliability", 3)
    before = dialog.values()
    gone: list[int] = []
    dialog.destroyed.connect(lambda: gone.append(1))
    click(dialog, "answer-leave")
    qtbot.waitUntil(lambda: bool(gone) and not open_window.work.is_busy, timeout=WAIT)
    again = ask(open_window, page_of(open_window).card, PUNISHED, qtbot)
    qtbot.waitUntil(lambda: child(again, Offer).isVisible(), timeout=WAIT)
    assert "answer" not in again.values(), "nothing is put back unasked"
    click(again, "draft-go-on")
    assert again.values() == before
    pick_from(again, "credibility", 2)
    keep(open_window, again, qtbot)
    with opened_in(open_window).project.read() as repository:
        assert tuple(repository.drafts()) == (), "the record is made"


def test_the_call_sheet_ranks_answers_and_prints_with_codes_that_lead_back(
    open_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_at(open_window, "evidence/call_sheet", CallSheetPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0, timeout=WAIT)
    lines = page._sheet.lines
    settled = [(len(line.settles), len(line.settles_one_way)) for line in lines]
    assert settled == sorted(settled, reverse=True)
    out = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    click(page, "call-sheet-print")
    qtbot.waitUntil(out.exists, timeout=WAIT)
    printed = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(out).pages)
    assert lines[0].id in printed
    qtbot.waitUntil(lambda: not open_window.work.is_busy, timeout=WAIT)
    with opened_in(open_window).project.read() as repository:
        assert [release.kind for release in repository.releases()] == ["call_sheet"], "what leaves is logged"


def test_a_code_from_paper_leads_to_its_question_by_the_palette(open_window: MainWindow, qtbot: QtBot) -> None:
    page = open_at(open_window, "evidence/call_sheet", CallSheetPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0, timeout=WAIT)
    line = next(one for one in page._sheet.lines if one.gap.kind is GapKind.FACT and len(one.areas) > 1)
    open_window.go_home()
    open_window.show_palette()
    palette = child(open_window, CommandPalette)
    QTest.keyClicks(palette.field, f"mrm1:{line.id.lower()}")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.isVisible() and page._chosen() == line, timeout=WAIT)
    dialog = ask(open_window, page, f"answer-in-{line.areas[0]}", qtbot)
    assert dialog.form.gap.about == line.gap.about
    assert dialog.form.area_code == line.areas[0]


def test_a_question_answered_meanwhile_is_said_to_be_answered(open_window: MainWindow, qtbot: QtBot) -> None:
    present(open_window.workspaces).find_gap("G-AAAA-AAAA")
    page = child(open_window, CallSheetPage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0, timeout=WAIT)
    assert open_window.statusBar().currentMessage() == opened_in(open_window).words.say("call_sheet.answered")


def test_a_form_is_one_of_today_whatever_day_the_map_looks_at(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = ask(open_window, show(open_window, FIRST, qtbot), PUNISHED, qtbot)
    day = dialog.values()["day"]
    assert isinstance(day, date)
    assert day == opened_in(open_window).project.day
