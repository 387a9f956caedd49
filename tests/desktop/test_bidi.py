"""Latin words in the mirrored window: right-aligned lines, names and column names in their own order, months in Arabic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot
from take_screens import AREA, SCREENS, sample_window

from mrm_desktop.desktop.evidence.import_dialog import ImportDialog
from mrm_desktop.desktop.parts.bidi import END, ISOLATE, RIGHT_TO_LEFT_MARK, day_field, isolated_latin, read_as
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.look import apply_look
from mrm_desktop.foundation.words import LANGUAGES, Words
from tests.desktop.window_parts import opened_in, page_of
from tests.present import present


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_uuid", "⟨_uuid⟩"),
        ("الأعمدة _id, _uuid.", "الأعمدة ⟨_id, _uuid⟩."),
        ("المنطقة Hava [XT0101]", "المنطقة ⟨Hava [XT0101]⟩"),
        ("(ACLED) مصدر", "⟨(ACLED)⟩ مصدر"),
        ("مصدر (ACLED).", "مصدر ⟨(ACLED)⟩."),
        ("قال (انظر ACLED)", "قال (انظر ⟨ACLED⟩)"),
        ("12 / 40", "12 / 40"),
        ("", ""),
    ],
)
def test_latin_words_are_set_apart_and_signs_of_the_sentence_are_not(text: str, expected: str) -> None:
    assert isolated_latin(text).replace(ISOLATE, "⟨").replace(END, "⟩") == expected


@given(st.text(alphabet="ab_1[]().,: مصدر\n", max_size=30))
def test_setting_apart_adds_nothing_but_pairs_of_marks(text: str) -> None:
    made = isolated_latin(text)
    assert made.replace(ISOLATE, "").replace(END, "") == text
    assert made.count(ISOLATE) == made.count(END)


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
