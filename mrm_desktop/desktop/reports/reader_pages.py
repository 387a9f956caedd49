"""The page itself for four readers beside each other, before anything leaves; what a reader does not get can be blacked out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.desktop.parts.page_context import Ask
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.desktop.reports.page_button import PageButton
from mrm_desktop.desktop.reports.page_dialog import PageDialog
from mrm_desktop.desktop.reports.reports_session import About, ReportsSession
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question
from mrm_desktop.reports.papers.page_pictures import PagePicture, blacked_out, picture_of
from mrm_desktop.reports.release.ladder import Reader

if TYPE_CHECKING:
    from mrm_desktop.services.release.copy_for import Copy

Made = TypeVar("Made")

SMALL_PX, LARGE_PX = 640, 1240
"""Width of a picture beside the others, and of one that is opened."""
BESIDE_PX = 760
"""From this width on the four pages stand beside each other; below it two and two."""


class ReaderPages(QWidget):
    """Four pages. ``chosen`` says whose page was clicked."""

    chosen = Signal(str)

    def __init__(self, ask: Ask, session: ReportsSession, words: Words) -> None:
        super().__init__()
        self._ask, self._session, self._words = ask, session, words
        self.copies: dict[Reader, Copy] = {}
        self.page = 0
        self._orders = 0
        self.buttons = {reader: PageButton() for reader in Reader}
        self._choice = QButtonGroup(self)  # exclusive: a file goes to one reader
        self._cells = {reader: self._cell(reader) for reader in Reader}
        self.before, self.after = QPushButton(words.say("pages.before")), QPushButton(words.say("pages.after"))
        self.number = label("", "soft")
        self.black = QCheckBox(words.say("pages.black"))
        for name, widget in (("before", self.before), ("after", self.after), ("black", self.black)):
            widget.setObjectName(f"pages-{name}")
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.black.toggled.connect(lambda _: self._draw())
        self._grid = QGridLayout()
        self._lay_out()

    def show_report(self, report: str, question: Question, about: About, words: Words) -> None:
        """Make a report for each reader, the most trusted first, and show the pages as they come."""
        from mrm_desktop.services.release.copy_for import has_pages  # imported late: it brings the reports along

        self.forget()
        if not has_pages(report):
            self._say_everywhere(self._words.say("pages.none"))
            return
        self._say_everywhere(self._words.say("pages.under_way"))
        for reader in Reader:
            make = partial(self._session.copy, report, reader, question, about, words)
            self._ask(make, self._for_this_order(self._take), part=f"copy-{reader.value}", urgency=Urgency.LATER)

    def choose(self, reader: Reader) -> None:
        """Mark the page of a reader."""
        self.buttons[reader].setChecked(True)

    def forget(self) -> None:
        """Drop all pages."""
        self.copies, self.page = {}, 0
        self._orders += 1
        self._say_everywhere("")
        self._count()

    def open_page(self, reader: Reader) -> PageDialog | None:
        """Show the page of a reader large; one who has none gets none."""
        if not self._has_page(reader):
            return None
        dialog = PageDialog(self._title(reader), self._words, self)

        def show(picture: PagePicture) -> None:
            if shiboken6.isValid(dialog):  # somebody may have closed it meanwhile
                dialog.show_page(picture)

        self._ask(self._picture_for(reader, LARGE_PX), show, part="large", urgency=Urgency.NOW)
        dialog.open()
        return dialog

    def _for_this_order(self, done: Callable[[Made], None]) -> Callable[[Made], None]:
        """Return ``done``, which is not told of what was still being made for an order before."""
        order = self._orders

        def told(made: Made) -> None:
            if order == self._orders:
                done(made)

        return told

    def _take(self, copy: Copy) -> None:
        if copy.refusal is not None:
            self.buttons[copy.reader].say(" ".join(sentence_for(copy.refusal, self._words)))
        else:
            self.copies[copy.reader] = copy
            self._draw_one(copy.reader)
        self._count()

    def _turn(self, step: int) -> None:
        self.page = min(max(self.page + step, 0), self._pages() - 1)
        self._draw()
        self._count()

    def _draw(self) -> None:
        for reader in self.copies:
            self._draw_one(reader)

    def _draw_one(self, reader: Reader) -> None:
        button = self.buttons[reader]
        button.setAccessibleName(self._title(reader))
        if self._has_page(reader):
            show = self._for_this_order(button.show_page)
            self._ask(self._picture_for(reader, SMALL_PX), show, part=f"page-{reader.value}", urgency=Urgency.LATER)
        else:
            button.say(self._words.say("pages.no_more"))

    def _picture_for(self, reader: Reader, width: int) -> Callable[[], PagePicture]:
        """Return what draws the page of a reader; the copies of others are compared with the most trusted reader's."""
        whole, copy, page = self.copies.get(Reader.INTERNAL), self.copies[reader].pdf, self.page
        if whole is not None and self._is_compared(reader):
            return lambda: blacked_out(whole.pdf, copy, page, width)
        return lambda: picture_of(copy, page, width)

    def _is_compared(self, reader: Reader) -> bool:
        return self.black.isChecked() and reader is not Reader.INTERNAL

    def _has_page(self, reader: Reader) -> bool:
        shown = Reader.INTERNAL if self._is_compared(reader) and Reader.INTERNAL in self.copies else reader
        return reader in self.copies and self.page < self.copies[shown].pages

    def _pages(self) -> int:
        return max((copy.pages for copy in self.copies.values()), default=1)

    def _count(self) -> None:
        pages = self._pages()
        self.number.setText(self._words.say("pages.number", page=self.page + 1, pages=pages) if self.copies else "")
        self.before.setEnabled(self.page > 0)
        self.after.setEnabled(self.page + 1 < pages)
        self.black.setEnabled(len(self.copies) > 1 and Reader.INTERNAL in self.copies)

    def _say_everywhere(self, text: str) -> None:
        for reader, button in self.buttons.items():
            button.say(text)
            button.setAccessibleName(self._title(reader))

    def _title(self, reader: Reader) -> str:
        code = "pages.compared" if self._is_compared(reader) else "pages.as_it_goes"
        return self._words.say(code, reader=self._words.say(f"sensitivity.{reader}"), page=self.page + 1)

    # ---- form ---------------------------------------------------------------------------------------------------------------

    def _cell(self, reader: Reader) -> QWidget:
        button, cell = self.buttons[reader], QWidget()
        self._choice.addButton(button)
        button.setObjectName(f"page-{reader.value}")
        button.clicked.connect(lambda: self.chosen.emit(reader.value))
        button.opened.connect(lambda: self.open_page(reader))
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(self._words.say(f"sensitivity.{reader}"), "section"))
        column.addWidget(button, 1)
        return cell

    def _lay_out(self) -> None:
        row = FlowLayout(gap=10)
        for widget in (self.before, self.number, self.after, self.black):
            row.addWidget(widget)
        self._grid.setSpacing(12)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addWidget(label(self._words.say("pages.what"), "soft"))
        whole.addLayout(row)
        whole.addLayout(self._grid, 1)
        self._place(len(Reader))

    def _place(self, columns: int) -> None:
        for number, cell in enumerate(self._cells.values()):
            self._grid.addWidget(cell, number // columns, number % columns)
        for column in range(len(Reader)):
            self._grid.setColumnStretch(column, int(column < columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(len(Reader) if self.width() >= BESIDE_PX else 2)
