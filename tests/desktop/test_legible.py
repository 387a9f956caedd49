"""What is chosen can be read, and every day of a calendar: measured from what is painted, in light and dark, at every size of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QDate, QItemSelectionModel, QLocale, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.parts.bidi import day_field, read_as
from mrm_desktop.desktop.parts.day_calendar import DayCalendar
from mrm_desktop.desktop.parts.look import DARK, LIGHT, apply_look, put_style_on
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.foundation.words import LANGUAGES, Words
from tests.desktop.pixels import Numbers, contrast, contrast_of_text, rgb
from tests.desktop.window_parts import child

# An offscreen window system cannot put the window of a list in front.
pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
Show = Callable[[QWidget], None]
LEGIBLE = 4.5  # WCAG 1.4.3
LOOKS = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@pytest.fixture
def show(qapp: QApplication, qtbot: QtBot) -> Iterator[Show]:
    """Shows a part as the program does, in a window of a look and a size of text."""
    windows: list[QMainWindow] = []

    def shown(part: QWidget) -> None:
        window = QMainWindow()
        windows.append(window)
        put_style_on(window)
        inside = QWidget()
        QVBoxLayout(inside).addWidget(part)
        window.setCentralWidget(inside)
        window.show()
        qtbot.waitExposed(window)

    yield shown
    for window in windows:
        window.close()
    apply_look(qapp, dark=False)
    read_as(Words("en"))


def chosen_row(view: QAbstractItemView) -> Numbers:
    """The pixels of the selected row, as they are painted."""
    box = view.visualRect(view.selectionModel().currentIndex()).intersected(view.viewport().rect()).adjusted(4, 4, -4, -4)
    return rgb(view.viewport().grab(box))


def has_colour(picture: Numbers, colour: str) -> bool:
    wanted = QColor(colour)
    return bool((abs(picture - [wanted.red(), wanted.green(), wanted.blue()]).sum(axis=2) < 12).mean() > 0.3)


@LOOKS
def test_the_chosen_line_of_an_open_list_can_be_read(qapp: QApplication, show: Show, dark: bool) -> None:
    apply_look(qapp, dark)
    box = QComboBox()
    box.addItems(["Civilian channel only", "Deconfliction through OCHA", "Regular liaison"])
    show(box)
    box.showPopup()
    for row in range(box.count()):
        box.view().setCurrentIndex(box.model().index(row, 0))
        QTest.qWait(20)
        picture = chosen_row(box.view())
        assert has_colour(picture, (DARK if dark else LIGHT)["mark"]), "it stands out"
        assert contrast_of_text(picture) >= LEGIBLE
    box.hidePopup()


@LOOKS
def test_the_chosen_line_of_a_list_and_of_a_table_can_be_read(qapp: QApplication, show: Show, dark: bool) -> None:
    apply_look(qapp, dark)
    listed = QListWidget()
    listed.addItems(["Western Equatoria", "Jonglei"])
    table, model = text_table("Missions", ["Mission", "State"])
    model.fill([("UNMISS", "confirmed"), ("UNISFA", "unconfirmed")])
    for view in (listed, table):
        assert isinstance(view, QListWidget | QTableView)
        show(view)
        view.selectionModel().setCurrentIndex(
            view.model().index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        for has_focus in (True, False):
            (view if has_focus else view.window()).setFocus()
            QTest.qWait(20)
            assert contrast_of_text(chosen_row(view)) >= LEGIBLE


@LOOKS
def test_what_is_marked_in_a_text_can_be_read(qapp: QApplication, show: Show, dark: bool) -> None:
    apply_look(qapp, dark)
    box = QPlainTextEdit("The road is open to the north, and nobody has asked the women.")
    show(box)
    box.setFocus()
    box.selectAll()
    QTest.qWait(20)
    assert contrast_of_text(rgb(box.viewport().grab(box.cursorRect().adjusted(-200, 0, 0, 0)))) >= LEGIBLE


def calendar_of(field: QDateEdit) -> DayCalendar:
    """Open the calendar of a field."""
    end = 8 if field.isRightToLeft() else field.width() - 8
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(end, field.height() // 2))
    calendar = field.calendarWidget()
    assert isinstance(calendar, DayCalendar)
    return calendar


@LOOKS
@pytest.mark.parametrize("size", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_calendar_has_room(qapp: QApplication, show: Show, language: str, size: float, dark: bool) -> None:
    apply_look(qapp, dark, size)
    read_as(Words(language))
    field = day_field(QDate(2026, 11, 27))
    show(field)
    calendar = calendar_of(field)
    view = child(calendar, QAbstractItemView, "qt_calendar_calendarview")
    calendar.resize(calendar.sizeHint())
    metrics, locale = view.fontMetrics(), QLocale()
    for row in range(1, 7):
        for column in range(7):
            cell = view.visualRect(view.model().index(row, column + (view.model().columnCount() - 7)))
            assert cell.width() >= metrics.horizontalAdvance(locale.toString(28)) + 6
            assert cell.height() >= metrics.height()
            assert cell.bottom() <= view.viewport().height() + 1


@LOOKS
def test_month_year_and_days_of_a_calendar_can_be_read(qapp: QApplication, show: Show, dark: bool) -> None:
    apply_look(qapp, dark)
    field = day_field(QDate(2026, 11, 27))
    show(field)
    calendar = calendar_of(field)
    for name in ("qt_calendar_monthbutton", "qt_calendar_yearbutton"):
        button = child(calendar, QToolButton, name)
        top = button.window()
        assert contrast_of_text(rgb(top.grab(button.rect().translated(button.mapTo(top, button.rect().topLeft()))))) >= LEGIBLE
    view = child(calendar, QAbstractItemView, "qt_calendar_calendarview")
    assert contrast_of_text(chosen_row(view)) >= LEGIBLE
    whole = rgb(view.viewport().grab())
    ground = QColor((DARK if dark else LIGHT)["paper"])
    assert contrast(whole, whole * 0 + [ground.red(), ground.green(), ground.blue()]).max() >= LEGIBLE
