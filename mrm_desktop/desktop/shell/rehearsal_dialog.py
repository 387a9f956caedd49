"""Rehearse in the window: rate case by case without seeing the answer, save, and compare two sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.parts.bidi import LineField
from mrm_desktop.desktop.parts.dialogs import Dialog, scrolled
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.rehearsal import Engage, Rating, RatingSheet, Sureness
from mrm_desktop.domain.vocabulary import Mode, Word
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.services.rehearsal.rehearse import Agreement, Situation

W = TypeVar("W", bound=Word)
ENDING = ".mrmratings"


class RehearsalDialog(Dialog):
    """One rater at a time; the sheet is saved after every case.

    Parameters
    ----------
    name : str
        What is rated: the exercise, or the practice cases.
    situations : Sequence[Situation]
        Its cases.
    method : RatingSheet
        The method's own answers; shown only when sheets are compared.
    fail : Callable[[Exception], None]
        Shows an error in words.
    """

    def __init__(
        self,
        name: str,
        situations: Sequence[Situation],
        method: RatingSheet,
        today: date,
        words: Words,
        fail: Callable[[Exception], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._situations, self._method = name, tuple(situations), method
        self._today, self._words, self._fail = today, words, fail
        self._path: Path | None = None
        self.sheet = RatingSheet(name, "", today)
        self.setWindowTitle(words.say("rehearsal.title"))
        self.resize(900, 720)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._start_page())
        self._pages.addWidget(self._case_page())
        self._pages.addWidget(self._compare_page())
        outer = QVBoxLayout(self)
        outer.addWidget(self._pages)

    # ---- beginning --------------------------------------------------------------------------------------------------------

    def _start_page(self) -> QWidget:
        say = self._words.say
        self.rater = LineField()
        self.rater.setObjectName("rehearsal-rater")
        self.rater.setMaxLength(12)
        self.rater.setAccessibleName(say("rehearsal.your_code"))
        form = QFormLayout()
        form.addRow(say("rehearsal.your_code"), self.rater)
        begin = self._button("rehearsal.begin", "rehearsal-begin", self.begin, primary=True)
        compare = self._button("rehearsal.compare", "rehearsal-compare", self.ask_compare)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(label(say("rehearsal.title"), "title"))
        column.addWidget(label(say("rehearsal.what", count=len(self._situations)), ""))
        column.addWidget(label(say("rehearsal.blind"), "soft"))
        column.addLayout(form)
        column.addWidget(begin)
        column.addWidget(compare)
        column.addStretch(1)
        return scrolled(column)

    def begin(self) -> None:
        """Ask where the sheet goes, and show the first case."""
        from mrm_desktop.formats.documents.rehearsal import check_rater

        try:
            rater = check_rater(self.rater.text().strip())
        except KnownError as error:
            self._fail(error)
            return
        path, _ = QFileDialog.getSaveFileName(self, self._words.say("rehearsal.begin"), f"{rater}{ENDING}", f"MRM (*{ENDING})")
        if path:
            self.begin_at(rater, Path(path))

    def begin_at(self, rater: str, path: Path) -> None:
        """Begin a sheet, or go on with one that is already there."""
        from mrm_desktop.formats.documents.rehearsal import read_sheet

        self._path = path.with_suffix(ENDING)
        self.sheet = RatingSheet(self._name, rater, self._today)
        if self._path.exists():
            try:
                sheet = read_sheet(self._path)
                if (sheet.exercise, sheet.rater) != (self._name, rater):
                    raise KnownError("rehearsal.other_sheet", file=self._path.name, exercise=sheet.exercise, rater=sheet.rater)
            except KnownError as error:
                self._fail(error)
                return
            self.sheet = sheet
        self._show_next()

    # ---- rating -----------------------------------------------------------------------------------------------------------

    def _case_page(self) -> QWidget:
        say = self._words.say
        self.progress = label("", "soft")
        self.inject = label("", "channel")
        self.case = label("", "")
        self.case.setObjectName("rehearsal-case")
        facts = QVBoxLayout()
        for widget in (self.progress, self.inject, self.case):
            facts.addWidget(widget)
        facts.addStretch(1)
        self.engage = self._choice("engage", Engage)
        self.ceiling = QComboBox()
        self.ceiling.setObjectName("rehearsal-ceiling")
        self.ceiling.setAccessibleName(say("rehearsal.ask.ceiling"))
        for mode in Mode:
            self.ceiling.addItem(self._words.term("mode", mode), mode.value)
        self.sureness = self._choice("sureness", Sureness)
        self.reason = LineField()
        self.reason.setObjectName("rehearsal-reason")
        self.reason.setMaxLength(300)
        self.reason.setAccessibleName(say("rehearsal.ask.reason"))
        questions = QVBoxLayout()
        questions.setSpacing(6)
        for code, asked in (("engage", self.engage), ("sureness", self.sureness)):
            questions.addWidget(label(say(f"rehearsal.ask.{code}"), "section"))
            for choice in asked.buttons():
                questions.addWidget(choice)
            if code == "engage":
                questions.addWidget(label(say("rehearsal.ask.ceiling"), "section"))
                questions.addWidget(self.ceiling)
        questions.addWidget(label(say("rehearsal.ask.reason"), "section"))
        questions.addWidget(self.reason)
        questions.addStretch(1)
        self.next = self._button("rehearsal.next", "rehearsal-next", self.record, primary=True)
        questions.addWidget(self.next)
        page = QWidget()
        row = QHBoxLayout(page)
        row.addWidget(scrolled(facts), 3)
        row.addWidget(scrolled(questions), 2)
        return page

    def _choice(self, name: str, kind: type[W]) -> QButtonGroup:
        group = QButtonGroup(self)
        for n, word in enumerate(kind):
            button = QRadioButton(self._words.term(name, word))
            button.setObjectName(f"rehearsal-{word.value}")
            group.addButton(button, n)
        return group

    def _show_next(self) -> None:
        from mrm_desktop.reports.papers.case_brief import brief

        rated = {rating.case_id for rating in self.sheet.ratings}
        waiting = [s for s in self._situations if s.id not in rated]
        if not waiting:
            self._show_end()
            return
        self._now = waiting[0]
        done = len(self._situations) - len(waiting) + 1
        self.progress.setText(
            self._words.say("rehearsal.progress", number=done, count=len(self._situations), title=self._now.title)
        )
        happened = self._now.inject
        self.inject.setVisible(happened is not None)
        self.inject.setText(self._words.say(happened.says) if happened is not None else "")
        sections = brief(self._now.case, self._words)
        self.case.setText("\n\n".join("\n".join((s.heading.upper(), *(f"  {line}" for line in s.lines))) for s in sections))
        for group in (self.engage, self.sureness):
            group.setExclusive(False)
            for button in group.buttons():
                button.setChecked(False)
            group.setExclusive(True)
        self.ceiling.setCurrentIndex(-1)
        self.reason.clear()
        self._pages.setCurrentIndex(1)
        self.engage.buttons()[0].setFocus()

    def record(self) -> None:
        """Save the answer and show the next case; every question but the reason has to be answered."""
        from mrm_desktop.formats.documents.rehearsal import write_sheet

        engage, sureness, mode = self.engage.checkedId(), self.sureness.checkedId(), self.ceiling.currentData()
        if engage < 0 or sureness < 0 or mode is None or self._path is None:
            self._fail(KnownError("rehearsal.unanswered"))
            return
        rating = Rating(self._now.id, list(Engage)[engage], Mode(mode), list(Sureness)[sureness], self.reason.text().strip())
        longer = replace(self.sheet, ratings=(*self.sheet.ratings, rating))
        try:
            write_sheet(longer, self._path)
        except KnownError as error:
            self._fail(error)
            return
        self.sheet = longer
        self._show_next()

    # ---- comparing --------------------------------------------------------------------------------------------------------

    def _compare_page(self) -> QWidget:
        self.agreement = label("", "")
        self.agreement.setObjectName("rehearsal-result")
        self.apart = QTableWidget(0, 4)
        self.apart.setObjectName("rehearsal-apart")
        self.apart.setAccessibleName(self._words.say("rehearsal.apart"))
        self.apart.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.apart.verticalHeader().hide()
        self.apart.horizontalHeader().setStretchLastSection(True)
        page = QWidget()
        column = QVBoxLayout(page)
        column.addWidget(label(self._words.say("rehearsal.compared"), "title"))
        column.addWidget(self.agreement)
        column.addWidget(label(self._words.say("rehearsal.apart"), "section"))
        column.addWidget(self.apart, 1)
        column.addWidget(self._button("rehearsal.compare", "rehearsal-compare-more", self.ask_compare))
        return page

    def _show_end(self) -> None:
        self.compare((self.sheet, self._method))

    def ask_compare(self) -> None:
        """Ask for one or two sheets and compare them: two with each other, one with the method."""
        from mrm_desktop.formats.documents.rehearsal import read_sheet

        names, _ = QFileDialog.getOpenFileNames(self, self._words.say("rehearsal.compare"), "", f"MRM (*{ENDING})")
        if not names:
            return
        try:
            sheets = [read_sheet(Path(name)) for name in names[:2]]
        except KnownError as error:
            self._fail(error)
            return
        self.compare((sheets[0], sheets[1] if len(sheets) == 2 else self._method))

    def compare(self, sheets: tuple[RatingSheet, RatingSheet]) -> None:
        """Show how far two sheets agree and where they part."""
        from mrm_desktop.services.rehearsal.rehearse import compare_sheets

        try:
            agreement = compare_sheets(*sheets, self._situations)
        except KnownError as error:
            self._fail(error)
            return
        self._show_agreement(agreement)

    def _show_agreement(self, agreement: Agreement) -> None:
        say, words = self._words.say, self._words
        kappa = "–" if agreement.kappa is None else words.number(agreement.kappa)
        shares = {"ceiling": words.percent(agreement.same_ceiling), "answer": words.percent(agreement.same_answer)}
        names = {"first": agreement.first, "second": agreement.second}
        self.agreement.setText(say("cli.rehearse.agreement", count=agreement.cases, kappa=kappa, **names, **shares))
        heads = (say("rehearsal.case"), agreement.first, agreement.second, say("rehearsal.reasons"))
        self.apart.setHorizontalHeaderLabels(list(heads))
        self.apart.setRowCount(len(agreement.divergences))
        for row, apart in enumerate(agreement.divergences):
            reasons = " / ".join(r.reason for r in (apart.first, apart.second) if r.reason and "." not in r.reason[:-1])
            cells = (
                f"{apart.situation.id} {apart.situation.title}",
                *(words.pair(words.term("engage", r.engage), words.term("mode", r.ceiling)) for r in (apart.first, apart.second)),
                reasons,
            )
            for column, text in enumerate(cells):
                self.apart.setItem(row, column, QTableWidgetItem(text))
        self.apart.resizeColumnsToContents()
        self._pages.setCurrentIndex(2)

    def _button(self, code: str, name: str, run: Callable[[], None], primary: bool = False) -> QPushButton:
        button = QPushButton(self._words.say(code))
        button.setObjectName(name)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(lambda _=False: run())
        return button
