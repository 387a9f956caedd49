"""Latin words in the mirrored window: right-aligned lines, names and column names in their own order, months in Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QDate, QLocale, QRect, Qt
from PySide6.QtGui import QTextCursor, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot
from take_screens import AREA, SCREENS, sample_window

from mrm_desktop import desktop
from mrm_desktop.desktop.evidence.import_dialog import ImportDialog
from mrm_desktop.desktop.parts.bidi import (
    RIGHT_TO_LEFT_MARK,
    DecimalField,
    HourField,
    LineField,
    NumberField,
    TextField,
    day_field,
    read_as,
)
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.look import apply_look, put_style_on
from mrm_desktop.foundation.reading_order import END, ISOLATE, isolated_latin
from mrm_desktop.foundation.words import LANGUAGES, Words
from tests.desktop.pixels import rgb
from tests.desktop.window_parts import opened_in, page_of
from tests.present import present

RAW = "QLineEdit|QPlainTextEdit|QTextEdit|QSpinBox|QDoubleSpinBox|QTimeEdit"
"""Fields of Qt that begin wherever their text tells them to."""


@pytest.fixture
def arabic(qapp: QApplication) -> Iterator[None]:
    read_as(Words("ar"))
    yield
    read_as(Words("en"))
    apply_look(qapp, dark=False)


def shown(widget: QWidget) -> tuple[list[int], int]:
    """The columns of pixels that are darker than the ground."""
    image = widget.grab().toImage()
    ground = image.pixelColor(1, 1).lightness()
    dark = [
        x for x in range(image.width()) if any(abs(image.pixelColor(x, y).lightness() - ground) > 60 for y in range(image.height()))
    ]
    return dark, image.width()


def order_on_screen(text: str, wanted: str) -> list[float]:
    """Where Qt paints the characters of a part of a right-to-left text, pixels from the left."""
    made = RIGHT_TO_LEFT_MARK + isolated_latin(text)
    layout = QTextLayout(made, QApplication.font())
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    first = made.index(wanted)
    places = [run.positions()[0].x() for at in range(first, first + len(wanted)) for run in line.glyphRuns(at, 1)]
    assert len(places) == len(wanted)
    return places


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("اكتب التواريخ بصيغة 2026-03-31", "2026-03-31"),
        ("من -2 إلى 2", "-2"),
        ("ملف .mrm", ".mrm"),
        ("الموقع 4.85, 31.60 تقريبا", "4.85, 31.60"),
        ("النسبة 20-49 من مئة", "20-49"),
        ("من 06:30", "06:30"),
        ("الرقم +999 20 555 0101", "+999 20 555 0101"),
    ],
)
def test_numbers_days_and_endings_are_painted_in_their_own_order(dressed: QApplication, text: str, wanted: str) -> None:
    places = order_on_screen(text, wanted)
    assert places == sorted(places), "what is written first stands further left"


@pytest.mark.parametrize("text", ["Hava", "Child Protection Adviser, Sector North · +0 00", "مستشار"])
def test_every_line_of_a_label_begins_at_the_right_of_a_mirrored_window(arabic: None, qtbot: QtBot, text: str) -> None:
    made = label(f"{text}\n{text}", "title")
    qtbot.addWidget(made)
    made.resize(900, 80)
    dark, width = shown(made)
    assert dark
    assert min(dark) > width / 3
    assert max(dark) > width - 12


def test_labels_of_other_windows_are_left_as_they_are(qapp: QApplication, qtbot: QtBot) -> None:
    made = label("Hava", "title")
    qtbot.addWidget(made)
    assert made.text() == "Hava"


@pytest.mark.parametrize("made", [LineField, TextField])
@pytest.mark.parametrize("text", ["", "Hava 12", "سبب القرار"])
def test_fields_begin_at_the_right_of_a_mirrored_window(
    arabic: None, qtbot: QtBot, made: type[LineField | TextField], text: str
) -> None:
    """The caret before the first letter stands in the right half, where the lines of the window begin; also of an empty field."""
    field = made(text)
    qtbot.addWidget(field)
    field.resize(400, 80)
    field.show()
    if isinstance(field, LineField):
        assert field.alignment() & Qt.AlignmentFlag.AlignRight
        field.grab()
        assert shown(field)[0] == [] or not text or max(shown(field)[0][:-4]) > 300
    else:
        field.moveCursor(QTextCursor.MoveOperation.Start)
        assert field.cursorRect().right() > 200 or text == "Hava 12"
        assert field.document().defaultTextOption().textDirection() == Qt.LayoutDirection.RightToLeft


@pytest.mark.parametrize("made", [NumberField, DecimalField, HourField])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_numbers_begin_where_other_fields_do_and_off_the_frame(
    qapp: QApplication, qtbot: QtBot, made: type[NumberField | DecimalField | HourField], language: str
) -> None:
    read_as(Words(language))
    apply_look(qapp, dark=False)
    try:
        window = QMainWindow()
        qtbot.addWidget(window)
        put_style_on(window)
        field = made()
        window.setCentralWidget(field)
        window.resize(300, 40)
        window.show()
        QApplication.processEvents()
        tall, width = field.height() // 3, field.width()
        band = rgb(field.grab(QRect(4, tall, width - 8, tall)))  # between the lines of the frame
        inside = [4 + x for x in np.flatnonzero((np.abs(band - band[0, 0]).max(axis=2) > 60).any(axis=0)).tolist()]
        if language == "en":
            assert 6 <= min(inside) <= 14
        else:
            assert width - 16 <= max(inside) <= width - 6
    finally:
        read_as(Words("en"))


def test_no_field_is_made_that_begins_elsewhere() -> None:
    room = Path(desktop.__file__).parent
    made = [
        f"{path.name}: {found}"
        for path in room.rglob("*.py")
        if path.name != "bidi.py"
        for found in re.findall(
            r"\b(?:QLineEdit|QPlainTextEdit|QTextEdit|QSpinBox|QDoubleSpinBox|QTimeEdit)\(.*\)(?!:)",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert made == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_write_days_as_the_rest_of_the_program_does(qapp: QApplication, qtbot: QtBot, language: str) -> None:
    words = Words(language)
    read_as(words)
    try:
        for month in range(1, 13):
            field = day_field(QDate(2026, month, 5))
            qtbot.addWidget(field)
            day = date(2026, month, 5)
            if language == "ar":
                assert field.text() == words.day(day)
            assert QLocale().monthName(month, QLocale.FormatType.ShortFormat) in field.text()
            assert field.text().startswith("5 ")
            assert field.text().endswith(" 2026")
    finally:
        read_as(Words("en"))


def test_the_mirrored_card_and_the_import_show_names_in_their_own_order(qapp: QApplication, qtbot: QtBot) -> None:
    try:
        with sample_window("ar", "light", 100) as (window, wait):
            SCREENS["map"](window, wait)
            card = present(page_of(window).card.sheet)
            lines = [part for w in card.findChildren(QLabel) for part in w.text().split("\n") if part]
            assert lines
            assert all(line.startswith(RIGHT_TO_LEFT_MARK) for line in lines)
            assert any(f"{ISOLATE}{AREA}{END}" in line for line in lines)
            assert page_of(window).time.field.text() == Words("ar").day(opened_in(window).project.day)
            dialog = SCREENS["import"](window, wait)
            assert isinstance(dialog, ImportDialog)
            heads = [
                dialog.table.model().headerData(n, Qt.Orientation.Horizontal) for n in range(dialog.table.model().columnCount())
            ]
            assert f"{ISOLATE}_uuid{END}" in heads
            boxes = [box for box in dialog.findChildren(QComboBox) if box.findData("_uuid") >= 0]
            assert boxes
            assert {box.itemText(box.findData("_uuid")) for box in boxes} == {f"{ISOLATE}_uuid{END}"}
            assert all(
                value in ("", *(h.strip(f"{ISOLATE}{END}") for h in heads)) for value in dialog.wish().options.columns.values()
            )
            dialog.reject()
    finally:
        read_as(Words("en"))
        apply_look(qapp, dark=False)
