"""Review of perceptions: areas by groups on one screen, what the answers say, and behind every cell its answers, rounds and records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from mrm_desktop.desktop.evidence.cell_sheet import CellSheet
from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
from mrm_desktop.desktop.evidence.figure_menu import FigureMenu, Figures
from mrm_desktop.desktop.evidence.findings_panel import FindingsPanel
from mrm_desktop.desktop.evidence.matrix_view import MatrixView
from mrm_desktop.desktop.evidence.note_dialog import NoteDialog
from mrm_desktop.desktop.evidence.review_filters import ReviewFilters
from mrm_desktop.desktop.evidence.review_tables import ReviewTables
from mrm_desktop.desktop.evidence.small_multiples import SmallMultiples
from mrm_desktop.desktop.parts.drafts import DraftKeeper, Fields
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.work import Watch
from mrm_desktop.domain.finding_notes import FindingNote
from mrm_desktop.project.kinds import MAKE_CASES, Kind

if TYPE_CHECKING:
    from mrm_desktop.services.evidence.perceptions.review import PerceptionReview

    Rows = dict[str, list[tuple[str, ...]]]
    Answer = tuple[PerceptionReview, tuple[tuple[str, str], ...], Rows]

NARROWEST_BESIDE = 62
"""Lines of text that the page is wide, below which findings stand under the table and no more beside it."""


class PerceptionsPage(Page):
    """A table with findings beside it, and tabs for rounds, differences, presence, what was said of others, and what to collect."""

    rests_on = MAKE_CASES | {Kind.PLACES, Kind.DATASETS}

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._session = EvidenceSession(context.opened)
        self._words = words = context.words
        self.review: PerceptionReview | None = None
        self.filters = ReviewFilters(words)
        self.filters.changed.connect(self.refresh)
        self.summary = label("", "soft")
        self.matrix = MatrixView(words.say("review.matrix"), words)
        self.findings, self.sheet = FindingsPanel(words), CellSheet(words)
        self.multiples, self.tables = SmallMultiples(words), ReviewTables(words)
        self.side = QStackedWidget()
        self.side.addWidget(self.findings)
        self.side.addWidget(self.sheet)
        self.matrix.opened.connect(self.open_cell)
        self.findings.opened.connect(self.open_cell)
        self.sheet.closed.connect(self._close_cell)
        self.sheet.map_asked.connect(context.pick)
        self.sheet.note_asked.connect(self.ask_note)
        self.figures = FigureMenu(context, self._session, Figures(self.matrix.matrix.table, self.shown, self._day), self)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(words.say("review.title"))
        self._lay_out()

    def refresh(self) -> None:
        """Ask for the review of what is selected."""
        chosen, session, watch, words = self.filters.chosen(), self._session, Watch(), self._words

        def review() -> Answer:
            # Not before: they take the window's time.
            from mrm_desktop.desktop.evidence.review_rows import rows_of
            from mrm_desktop.services.evidence.perceptions.review import Selection

            found, areas = session.review(Selection(**chosen), watch)
            return found, areas, rows_of(found, words)

        self.ask(review, self.fill, watch)

    def fill(self, answer: Answer) -> None:
        """Show a review; ``answer`` has the names and codes of the areas that can be selected beside it, and the rows of its tables."""
        review, areas, rows = answer
        self.review, words = review, self._words
        self.filters.offer(review, areas)
        self.summary.setText(words.say("review.summary", day=review.on) if review.cells else words.say("review.none"))
        self.matrix.show_rows(review.rows, review.groups, review.on)
        self.findings.show_findings(review.findings)
        self.side.setCurrentWidget(self.findings)
        self.multiples.show_trends(review)
        self.tables.fill(review, rows)
        self.figures.setEnabled(bool(review.cells))

    def open_cell(self, area_code: str, group: str) -> None:
        """Show what stands behind a cell beside the table."""
        if self.review is None:
            return
        row = next((row for row in self.review.rows if row.area_code == area_code), None)
        cell = row.cell(group) if row is not None else None
        if row is not None and cell is not None:
            self.tabs.setCurrentIndex(0)
            self.matrix.choose(area_code, group)
            self.sheet.show_cell(self.review, row, cell, self._session.notes(area_code, group))
            self.side.setCurrentWidget(self.sheet)
            self._scroll.ensureWidgetVisible(self.side)

    def ask_note(self, area_code: str, group: str, about: str) -> NoteDialog:
        """Ask for a note on a cell; it stands there once it is kept."""
        dialog, session = NoteDialog(about, self._words, self), self._session
        typed = Fields({"theme": dialog.theme, "text": dialog.text, "by": dialog.by})
        draft = DraftKeeper(self._context, "finding_note", f"{area_code} {group}", dialog, typed)
        dialog.accepted.connect(draft.done)

        def keep() -> None:
            text, by, passes, theme = dialog.text.toPlainText(), dialog.by.text(), dialog.notes.passes(), dialog.chosen_theme
            self._context.work.write(lambda: session.write_note(area_code, group, text, by, passes, theme), kept, dialog.refuse)

        def kept(_: FindingNote) -> None:
            dialog.finish()
            self.open_cell(area_code, group)

        dialog.submitted.connect(keep)
        dialog.open()
        return dialog

    def shown(self) -> QWidget:
        """Return the chart that is shown: on a tab its own, behind an open cell what stands there, else the table."""
        multiples, sheet = self.multiples.widget(), self.sheet.widget()
        if self.tabs.currentWidget() is self.multiples and multiples is not None:
            return multiples
        if self.tables.chart.isVisibleTo(self):
            return self.tables.chart
        return sheet if self.side.currentWidget() is self.sheet and sheet is not None else self.matrix

    def forget(self) -> None:
        self.review = None
        self.matrix.show_rows((), (), self._context.day)
        for pane in (self.findings, self.sheet, self.multiples):
            pane.setWidget(QWidget())

    def _day(self) -> date:
        return self.review.on if self.review is not None else self._context.day

    def _close_cell(self) -> None:
        self.side.setCurrentWidget(self.findings)
        self.matrix.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= NARROWEST_BESIDE * self.fontMetrics().height()
        self._halves.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self._halves.setMinimumHeight(0 if wide else self.fontMetrics().height() * 34)
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        words = self._words
        table = QWidget()
        left = QVBoxLayout(table)
        left.setContentsMargins(0, 6, 6, 0)
        left.addWidget(self.matrix, 1)
        left.addWidget(label(words.say("review.matrix.what"), "soft"))
        self._halves = QSplitter(Qt.Orientation.Horizontal)
        self._halves.setChildrenCollapsible(False)
        self._halves.addWidget(table)
        self._halves.addWidget(self.side)
        self._halves.setStretchFactor(0, 1)
        self._halves.setSizes([820, 430])
        self.tabs.addTab(self._halves, words.say("review.matrix"))
        self.tabs.addTab(self.multiples, words.say("review.small_multiples"))
        for name, page in self.tables.pages():
            self.tabs.addTab(page, words.say(f"review.{name}"))
        head = QHBoxLayout()
        head.addWidget(label(words.say("review.title"), "title"), 1)
        for button in self.figures.buttons():
            head.addWidget(button)
        inside = QWidget()
        inside.setObjectName("page")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 12, 16, 10)
        layout.addLayout(head)
        layout.addWidget(self.filters)
        layout.addWidget(self.summary)
        layout.addWidget(self.tabs, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
