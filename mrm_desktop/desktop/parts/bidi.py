"""A window that reads from right to left: whole lines begin at the right, names and codes keep their own order.

Left to itself Qt lets each paragraph begin where its first letter tells it to.
"""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDateEdit,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from mrm_desktop.desktop.parts.day_calendar import DayCalendar
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.reading_order import isolated_latin
from mrm_desktop.foundation.words import Words

RIGHT_TO_LEFT_MARK = "\u200f"
PADDING = 8  # pixels, as of other fields
DAY_FORMAT = "d MMM yyyy"  # the month is a word, so that no one mistakes it for the day


def read_as(words: Words, window: QWidget | None = None) -> None:
    """Let all that is made from now on, and what is put into ``window``, read as the language does: direction, months and digits."""
    direction = Qt.LayoutDirection.RightToLeft if words.is_right_to_left else Qt.LayoutDirection.LeftToRight
    QApplication.setLayoutDirection(direction)  # dialogs are windows of their own: they do not take it from this one
    QLocale.setDefault(QLocale(BY_CODE[words.language].locale))
    if window is not None:
        window.setLocale(QLocale())  # a window keeps the locale it was made with, and all its fields take it from there


def reading(text: str) -> str:
    """Return a text as the window has to be given it: unchanged, or with its Latin words set apart in a mirrored window."""
    return isolated_latin(text) if _mirrored() else text


def beginning() -> Qt.AlignmentFlag:
    """Where the lines of fields begin: Qt would let each field begin where its own text tells it to."""
    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute if _mirrored() else Qt.AlignmentFlag.AlignLeft


def _mirrored() -> bool:
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft


class TextLabel(QLabel):
    """A label of plain text whose lines all begin where the window's lines do."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        if text and _mirrored():
            text = "\n".join(RIGHT_TO_LEFT_MARK + isolated_latin(line) for line in text.split("\n"))
        super().setText(text)


class CodeLabel(QLabel):
    """A code over several lines, read off the screen from left to right in every language; it breaks after its separators only."""

    def __init__(self, code: str, separator: str) -> None:
        super().__init__(code.replace(separator, f"{separator}\u200b"))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setWordWrap(True)
        self.setIndent(0)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setProperty("role", "code")


class LineField(QLineEdit):
    """A field for one line that begins where the window's lines do, also while it is empty."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setAlignment(beginning())


class TextField(QPlainTextEdit):
    """A field for several lines, each of which begins where the window's lines do; the tabulator leaves it."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        option = self.document().defaultTextOption()
        option.setTextDirection(QGuiApplication.layoutDirection())
        option.setAlignment(beginning())
        self.document().setDefaultTextOption(option)
        self.setPlainText(text)


class NumberField(QSpinBox):
    """A field for a whole number, which begins where other fields do."""

    def __init__(self) -> None:
        super().__init__()
        _begin(self, self.lineEdit())


class DecimalField(QDoubleSpinBox):
    """A field for a number, which begins where other fields do."""

    def __init__(self) -> None:
        super().__init__()
        _begin(self, self.lineEdit())


class HourField(QTimeEdit):
    """A field for an hour, which begins where other fields do."""

    def __init__(self) -> None:
        super().__init__()
        _begin(self, self.lineEdit())


def _begin(box: QAbstractSpinBox, line: QLineEdit) -> None:
    """Let a field with arrows begin where the others do: the padding of the style sheet reaches only the side of the arrows."""
    box.setAlignment(beginning())
    line.setTextMargins(0 if _mirrored() else PADDING, 0, 0, 0)


def day_field(day: QDate | None = None) -> QDateEdit:
    """Make a field for a day, with a calendar, that writes days as the rest of the program does."""
    field = QDateEdit()
    field.setCalendarPopup(True)
    field.setCalendarWidget(DayCalendar())
    # In a mirrored window Qt turns a format round, whatever the language; turned round before, the day comes first again.
    field.setDisplayFormat(" ".join(reversed(DAY_FORMAT.split())) if _mirrored() else DAY_FORMAT)
    if day is not None:
        field.setDate(day)
    return field
