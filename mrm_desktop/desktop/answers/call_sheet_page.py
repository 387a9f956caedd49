"""The call sheet: what to find out, ranked by how many decisions each answer settles; answered here, or printed for the week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.answers.answering import Answering
from mrm_desktop.desktop.parts.dialogs import SidePanel
from mrm_desktop.desktop.parts.halves import fill, halves
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import FittingRows, choose_row, text_table
from mrm_desktop.domain.gaps import CallLine
from mrm_desktop.foundation.clock import now
from mrm_desktop.project.kinds import MAKE_CASES
from mrm_desktop.project.question import Question
from mrm_desktop.reports.release.gap_wording import question_of, settles_in_words

COLUMNS = ("question", "settles", "areas", "id")


@dataclass(frozen=True, slots=True)
class CallSheet:
    """The lines of the sheet with the names of the areas that they are open in."""

    lines: tuple[CallLine, ...]
    names: Mapping[str, str]
    day: date


class CallSheetSession:
    """What the call sheet asks of an open project. Every method may take long and runs in the worker."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._project = opened, opened.project

    def lines(self, question: Question) -> CallSheet:
        """Return what to find out."""
        from mrm_desktop.services.evidence.call_sheet import call_sheet

        language = self._opened.words.language
        names = {area.code: area.name_in(language) for area in self._project.knowledge.assessed_areas}
        return CallSheet(call_sheet(self._project, question), names, self._project.day)

    def print_sheet(self, question: Question, path: Path) -> Path:
        """Write the sheet as PDF and log it; the dialog asked before it replaces a file."""
        from mrm_desktop.services.release.publish import release_call_sheet

        return release_call_sheet(self._project, question, self._opened.words, path, now(), may_replace=True)


class CallSheetPage(Page):
    """Questions on the left, the areas in which the chosen one is open on the right, each with *Answer now*."""

    rests_on = MAKE_CASES

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._words = words = context.words
        self._session, self._answering = CallSheetSession(context.opened), Answering(context, self)
        self._sheet = CallSheet((), {}, date.min)
        self._wanted = ""
        headings = [words.say(f"call_sheet.column.{c}") for c in COLUMNS]
        giving = [COLUMNS.index(column) for column in ("question", "settles")]
        self.table, self._model = text_table(words.say("call_sheet.title"), headings, giving)
        self.table.setWordWrap(True)
        FittingRows(self.table)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_areas())
        self.print_button = QPushButton(words.say("call_sheet.print"))
        self.print_button.setObjectName("call-sheet-print")
        self.print_button.clicked.connect(lambda: self.ask_print())
        self.areas = QWidget()
        self.areas.setObjectName("side")
        self._areas_column = QVBoxLayout(self.areas)
        self._areas_column.setContentsMargins(16, 12, 16, 14)
        self._lay_out()

    def _lay_out(self) -> None:
        words = self._words
        head = QHBoxLayout()
        head.addWidget(label(words.say("call_sheet.title"), "title"), 1)
        head.addWidget(self.print_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 14, 8, 14)
        column.addLayout(head)
        column.addWidget(label(words.say("call_sheet.what"), "soft"))
        column.addWidget(self.table, 1)
        fill(self, halves((left, SidePanel(self.areas)), (820, 400)))

    def refresh(self) -> None:
        """Ask for the sheet on what is asked at the moment."""
        session, question = self._session, self._question()
        self.ask(lambda: session.lines(question), self.fill)

    def fill(self, sheet: CallSheet) -> None:
        """Show a sheet; the question that was looked at stays chosen while it is open."""
        chosen = self._wanted or (line.id if (line := self._chosen()) is not None else "")
        self._sheet, words = sheet, self._words
        self._model.fill(
            [
                (question_of(line.gap, words), settles_in_words(line, words), words.number(len(line.areas), 0), line.id)
                for line in sheet.lines
            ]
        )
        self.print_button.setEnabled(bool(sheet.lines))
        self._choose(chosen)
        self._show_areas()

    def show_line(self, identifier: str) -> None:
        """Go to the question of a printed sheet, and to its form where only one area asks it."""
        self._wanted = identifier
        if not self._is_stale:
            self.fill(self._sheet)

    def ask_print(self) -> None:
        """Ask where to, then write the sheet as PDF."""
        words, session, question = self._words, self._session, self._question()
        suggested = f"call-sheet_a4_{self._context.day:%Y%m%d}.pdf"
        name, _ = QFileDialog.getSaveFileName(self, words.say("call_sheet.print"), suggested, "PDF (*.pdf)")
        if name:
            self._context.work.write(
                lambda: session.print_sheet(question, Path(name)),
                self._context.wrote,
                self._context.fail,
            )

    def forget(self) -> None:
        self.fill(CallSheet((), {}, date.min))

    def _question(self) -> Question:
        asked = self._context.question()
        return Question(asked.mode, asked.purpose)

    def _chosen(self) -> CallLine | None:
        row = self.table.currentIndex().row()
        return self._sheet.lines[row] if 0 <= row < len(self._sheet.lines) else None

    def _choose(self, identifier: str) -> None:
        row = next((n for n, line in enumerate(self._sheet.lines) if line.id == identifier), -1)
        if row >= 0:
            choose_row(self.table, row)
        if self._wanted and self._sheet.lines:
            self._open_wanted(row)

    def _open_wanted(self, row: int) -> None:
        """Open the form of the question that somebody scanned, or say that it was answered meanwhile."""
        self._wanted = ""
        if row < 0:
            self._context.tell(self._words.say("call_sheet.answered"))
        elif len(areas := self._sheet.lines[row].areas) == 1 or self._sheet.lines[row].gap.kind.is_of_the_country:
            self._answer(self._sheet.lines[row], areas[0])

    def _show_areas(self) -> None:
        while (item := self._areas_column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        line, words = self._chosen(), self._words
        if line is None:
            self._areas_column.addWidget(label(words.say("call_sheet.pick"), "soft"))
        else:
            self._areas_column.addWidget(label(question_of(line.gap, words), "section"))
            for code in line.areas[:1] if line.gap.kind.is_of_the_country else line.areas:
                self._areas_column.addWidget(self._area_row(line, code))
        self._areas_column.addStretch(1)

    def _area_row(self, line: CallLine, code: str) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        everywhere = line.gap.kind.is_of_the_country
        name = self._words.say("answer.whole_country") if everywhere else self._sheet.names.get(code, code)
        button = QPushButton(self._words.say("answer.now"))
        button.setObjectName(f"answer-in-{code}")
        button.setAccessibleName(self._words.pair(self._words.say("answer.now"), name))
        button.clicked.connect(lambda: self._answer(line, code))
        layout.addWidget(label(name, ""), 1)
        layout.addWidget(button)
        return row

    def _answer(self, line: CallLine, code: str) -> None:
        self._answering.ask(line.gap_in(code), code, self._question())
