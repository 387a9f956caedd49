"""Every page and dialog: each control has a name, the tab order is the reading order, no text is clipped, dialogs are freed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot
from take_screens import SCREENS, Wait, close_dialogs, sample_window

from mrm_desktop.desktop.parts.look import apply_look
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.foundation.words import LANGUAGES
from tests.present import present

Part = TypeVar("Part", bound=QWidget)

LARGE_POINTS = 18.0  # from here on a list may be narrower than its longest line, where its tool tip says it whole
LINE_EDGE = 4  # pixels of frame and margin on each side of a field
SLACK = 3  # pixels that a rounded font may differ by


def inside_map(window: MainWindow, widget: QWidget) -> bool:
    page = window.page
    return page is not None and page.map is not None and (page.map is widget or page.map.isAncestorOf(widget))


def parts(window: MainWindow, shown: QWidget, kind: type[Part]) -> list[Part]:
    return [w for w in shown.findChildren(kind) if w.isVisibleTo(shown) and w.isVisible() and not inside_map(window, w)]


def clipped(window: MainWindow, shown: QWidget) -> list[str]:
    """Return the texts that do not fit their widget."""
    found = []
    for w in parts(window, shown, QLabel):
        if not w.text():
            continue
        if w.wordWrap():
            if w.heightForWidth(w.width()) > w.height() + SLACK:
                found.append(f"label too low: {w.text()[:60]}")
        elif w.sizeHint().width() > w.width() + SLACK:
            found.append(f"label too narrow: {w.text()[:60]}")
    for button in parts(window, shown, QAbstractButton):
        if isinstance(button, QPushButton | QCheckBox | QRadioButton) and button.text():
            wanted = button.sizeHint()
            if wanted.width() > button.width() + SLACK or wanted.height() > button.height() + SLACK:
                found.append(f"button too small: {button.text()[:60]}")
    for choice in parts(window, shown, QComboBox):
        if choice.minimumSizeHint().height() > choice.height() + SLACK:
            found.append(f"choice too low: {choice.accessibleName()}")
        if room_for_text(choice) < choice.fontMetrics().horizontalAdvance(choice.currentText()) and (
            choice.toolTip() != choice.currentText() or choice.fontInfo().pointSizeF() < LARGE_POINTS
        ):
            found.append(f"choice too narrow: {choice.currentText()[:60]}")
    for line in parts(window, shown, QLineEdit):
        asked = line.placeholderText() if not line.text() and not isinstance(line.parent(), QComboBox | QAbstractSpinBox) else ""
        if line.width() - 2 * LINE_EDGE < line.fontMetrics().horizontalAdvance(asked) and not line.toolTip():
            found.append(f"hint of a field cut: {asked[:60]}")
    for head in parts(window, shown, QHeaderView):
        if head.orientation() == Qt.Orientation.Horizontal:
            for n in range(head.count()):
                if not head.isSectionHidden(n) and head.sectionSizeFromContents(n).width() > head.sectionSize(n) + SLACK:
                    found.append(f"heading cut: {head.model().headerData(n, Qt.Orientation.Horizontal)}")
    # What lies beyond the edge of a sheet that scrolls up and down only can never be seen.
    for area in parts(window, shown, QScrollArea):
        sheet = area.widget()
        never_sideways = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if sheet is not None and never_sideways and sheet.width() > area.viewport().width() + SLACK:
            found.append(f"sheet wider than its frame: {area.accessibleName() or area.objectName()}")
    return found


def room_for_text(choice: QComboBox) -> int:
    """Return the pixels that a choice has for what is chosen."""
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    field = choice.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, choice)
    return field.width() + SLACK


def nameless(window: MainWindow, shown: QWidget) -> list[str]:
    """Return the controls that a screen reader could not name."""
    found = []
    for w in parts(window, shown, QWidget):
        own = type(w).__module__.startswith(("PySide6.QtWidgets", "mrm_desktop"))
        if not own or w.focusPolicy() == Qt.FocusPolicy.NoFocus or w.isWindow() or w.objectName().startswith("qt_"):
            continue
        if isinstance(w, QTabBar) or isinstance(w.parent(), QComboBox):  # named by their tabs, or by the choice they belong to
            continue
        if isinstance(w, QLabel) and not w.text():  # says nothing yet
            continue
        interface = QAccessible.queryAccessibleInterface(w)
        if interface and not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(w).__name__} {w.objectName()}")
    return found


def out_of_order(window: MainWindow, shown: QWidget, mirrored: bool = False) -> list[str]:
    """Return pairs of controls that the tab key visits against the reading order.

    Two controls are out of order where the second one lies wholly above the first, and in the same column: a page reads down its
    columns, and a column after the other.
    """
    chain: list[QWidget] = []
    w = present(shown.nextInFocusChain())
    while w is not shown and len(chain) < 500:
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and shown.isAncestorOf(w) and not inside_map(window, w):
            chain.append(w)
        w = present(w.nextInFocusChain())
    found = []
    for one, other in pairwise(chain):
        a, b = one.mapTo(shown, QPoint(0, 0)), other.mapTo(shown, QPoint(0, 0))
        same_column = a.x() < b.x() + other.width() and b.x() < a.x() + one.width()
        if one.parent() is other.parent() and same_column and b.y() + other.height() <= a.y():
            found.append(f"{one.objectName() or one.accessibleName()} before {other.objectName() or other.accessibleName()}")
    return found


def pause(wait: Wait) -> None:
    """Let the window take its turns before it is looked at."""
    turns = iter(range(2))
    wait(lambda: next(turns, None) is None)


def walk(language: str, size: int) -> list[str]:
    problems = []
    with sample_window(language, "light", size) as (window, wait):
        for name, show in SCREENS.items():
            shown = show(window, wait)
            pause(wait)
            assert not [m.text() for m in window.findChildren(QMessageBox) if m.isVisible()], name
            problems += [f"{name}: {text}" for text in clipped(window, shown)]
            problems += [f"{name}: no name: {text}" for text in nameless(window, shown)]
            problems += [f"{name}: tab order: {text}" for text in out_of_order(window, shown)]
            if shown is not window:
                close_dialogs(window)
    return problems


@pytest.fixture
def undressed(qapp: QApplication) -> Iterator[None]:
    """Put the application's usual type, size and direction back."""
    yield
    apply_look(qapp, dark=False)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_clips_a_text_or_hides_a_name(undressed: None, language: str, size: int) -> None:
    assert walk(language, size) == []


def close_and_wait_until_it_is_freed(window: MainWindow, dialog: QDialog, qtbot: QtBot) -> None:
    gone: list[int] = []
    dialog.destroyed.connect(lambda: gone.append(1))
    close_dialogs(window)
    qtbot.waitUntil(lambda: gone == [1], timeout=5000)


def test_every_dialog_is_freed_when_it_closes(undressed: None, qtbot: QtBot) -> None:
    with sample_window("en", "light", 100) as (window, wait):
        for name, show in SCREENS.items():
            shown = show(window, wait)
            if not isinstance(shown, QDialog):
                continue
            close_and_wait_until_it_is_freed(window, shown, qtbot)
            assert not [d for d in window.findChildren(QDialog) if d.isVisible()], name
