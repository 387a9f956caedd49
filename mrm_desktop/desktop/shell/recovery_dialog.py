"""The recovery code of a new project, shown this once: the dialog goes when the code is on paper, and no key pressed too early loses it.

It is not saved as a file: beside the project it would open it for everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import CodeLabel, LineField
from mrm_desktop.desktop.parts.dialogs import Dialog, form_layout
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.look import FAMILY
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

SEPARATOR = "-"


class RecoveryDialog(Dialog):
    """Shows the code until it was printed, or its last group was typed from the paper on which it was written.

    Parameters
    ----------
    sheet : Callable[[], bytes] | None
        Draws the recovery sheet (PNG), on which the wrapped key stands as well; None where the code alone can be printed.
    """

    def __init__(self, code: str, words: Words, parent: QWidget | None = None, sheet: Callable[[], bytes] | None = None) -> None:
        super().__init__(parent)
        self._code, self._words, self._draw_page = code, words, sheet
        self.setObjectName("recovery")
        self.setWindowTitle(words.say("recovery.title"))
        self.setMinimumWidth(560)
        self._is_printed = False
        self.print = QPushButton(words.say("recovery.print"))
        self.print.setObjectName("recovery-print")
        self.print.setAutoDefault(False)
        self.print.clicked.connect(self._ask_printer)
        self.last = LineField()
        self.last.setObjectName("recovery-last")
        self.last.setAccessibleName(words.say("recovery.last"))
        self.last.textChanged.connect(self._look)
        buttons = QDialogButtonBox()
        self.leave = buttons.addButton(words.say("recovery.done"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave.setObjectName("recovery-done")
        self.leave.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        self.why_not = label("", "soft")
        layout = QVBoxLayout()
        layout.setSpacing(12)
        shown = CodeLabel(code, SEPARATOR)
        shown.setAccessibleName(words.say("recovery.title"))
        layout.addWidget(label(words.say("window.recovery"), ""))
        layout.addWidget(shown)
        layout.addWidget(self.print, 0, Qt.AlignmentFlag.AlignLeft)
        form = form_layout(self)
        form.addRow(words.say("recovery.last"), self.last)
        layout.addLayout(form)
        self.lay_out(layout, self.why_not, buttons)
        self.print.setFocus()
        self._look()

    @property
    def is_kept(self) -> bool:
        """Whether the code is on paper, as far as a program can know."""
        return self._is_printed or self.last.text().strip().upper() == self._code.rpartition(SEPARATOR)[2].upper()

    def accept(self) -> None:
        """Go, once the code is on paper."""
        if self.is_kept:
            super().accept()

    def reject(self) -> None:
        """Stay until the code is on paper; Escape and the cross of the window would lose it."""
        self.accept()

    def print_on(self, printer: QPrinter) -> None:
        """Print the recovery sheet, or the code alone; not the project's name, for whoever finds the paper."""
        painter = QPainter(printer)
        if self._draw_page is not None:
            self._draw_sheet(painter, self._draw_page())
        else:
            self._draw_code(painter)
        painter.end()
        self._is_printed = True
        self._look()

    def _draw_sheet(self, painter: QPainter, picture: bytes) -> None:
        """Draw the sheet as large as the paper lets it be."""
        drawn = QImage.fromData(picture)
        size = drawn.size().scaled(painter.viewport().size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRect(QPoint(0, 0), size), drawn)

    def _draw_code(self, painter: QPainter) -> None:
        """Draw what the code is for, and the code in large type."""
        page = QRectF(painter.viewport())
        painter.setFont(QFont(FAMILY, 12))
        flags = int(Qt.TextFlag.TextWordWrap)
        said = painter.drawText(page, flags, self._words.say("recovery.on_paper"))
        painter.setFont(QFont(FAMILY, 20, QFont.Weight.DemiBold))
        flags |= int(Qt.TextFlag.TextForceLeftToRight) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignAbsolute)
        painter.drawText(page.adjusted(0, said.height() * 2, 0, 0), flags, self._code.replace(SEPARATOR, f"{SEPARATOR} "))

    def _ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.setModal(True)
        dialog.show()

    def _look(self) -> None:
        self.leave.setEnabled(self.is_kept)
        self.why_not.setText(self._words.say("recovery.kept" if self.is_kept else "recovery.not_kept"))
