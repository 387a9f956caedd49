"""Every control of every page and dialog: the wheel changes no answer, the focus is seen, a finger can hit it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from take_screens import SCREENS, close_dialogs, sample_window

from mrm_desktop.desktop.canvas.map_widget import MapWidget
from mrm_desktop.desktop.parts.look import apply_look
from tests.desktop.pixels import Numbers, contrast, rgb
from tests.desktop.test_every_screen import inside_map, parts, pause
from tests.present import present

NOTCH = QPoint(0, -120)
TARGET = 24  # pixels; WCAG 2.5.8
SEEN = 3.0  # contrast of what the focus changes; WCAG 2.4.13


@pytest.fixture
def undressed(qapp: QApplication) -> Iterator[None]:
    """Put the application's usual type and size back."""
    yield
    apply_look(qapp, dark=False)


def value(control: QWidget) -> object:
    """What a control says."""
    if isinstance(control, QComboBox):
        return control.currentIndex()
    if isinstance(control, QDateEdit):
        return control.date()
    if isinstance(control, QAbstractSlider):
        return control.value()
    assert isinstance(control, QAbstractSpinBox)
    return control.text()


def turn(control: QWidget) -> None:
    """Turn the wheel over a control, as the window system reports it: to the window."""
    for area in ancestors(control, QScrollArea):
        area.ensureWidgetVisible(control)
    top = control.window()
    QTest.wheelEvent(present(top.windowHandle()), control.mapTo(top, control.rect().center()).toPointF(), NOTCH)


def ancestors(widget: QWidget, kind: type[QScrollArea]) -> list[QScrollArea]:
    found, above = [], widget.parentWidget()
    while above is not None:
        if isinstance(above, kind):
            found.append(above)
        above = above.parentWidget()
    return found


def test_the_wheel_changes_no_answer_on_any_page(undressed: None) -> None:
    turned, changed = 0, []
    with sample_window("en", "light", 100) as (window, wait):
        for name, show in SCREENS.items():
            shown = show(window, wait)
            pause(wait)
            controls = [
                *parts(window, shown, QComboBox),
                *parts(window, shown, QAbstractSpinBox),
                *parts(window, shown, QAbstractSlider),
            ]
            for control in controls:
                if isinstance(control, QScrollBar) or not control.isEnabled():
                    continue
                for has_focus in (False, True):
                    if has_focus and isinstance(control, QAbstractSlider):
                        continue  # a slider in hand follows the wheel
                    (control if has_focus else shown).setFocus()
                    before = value(control)
                    turn(control)
                    turned += 1
                    if value(control) != before:
                        changed.append(f"{name}: {control.objectName() or control.accessibleName()}")
            if shown is not window:
                close_dialogs(window)
    assert changed == []
    assert turned > 60, "there are controls on the pages"


def test_over_a_list_the_wheel_scrolls_the_form_behind(undressed: None) -> None:
    with sample_window("en", "light", 200) as (window, wait):
        shown = SCREENS["decide"](window, wait)
        pause(wait)
        mode = present(shown.findChild(QComboBox, "mode"))
        bar = ancestors(mode, QScrollArea)[0].verticalScrollBar()
        assert bar.maximum() > 0
        turn(mode)
        before = bar.value()
        turn(mode)
        assert bar.value() > before
        close_dialogs(window)


def stops(shown: QWidget) -> list[QWidget]:
    """Where the tab key goes, in its order."""
    chain: list[QWidget] = []
    w = present(shown.nextInFocusChain())
    while w is not shown and len(chain) < 500:
        takes = bool(w.focusPolicy() & Qt.FocusPolicy.TabFocus) and w.focusProxy() is None
        if takes and w.isVisible() and w.isEnabled() and shown.isAncestorOf(w):
            chain.append(w)
        w = present(w.nextInFocusChain())
    return chain


def painted(stop: QWidget) -> Numbers:
    """How a control stands in its window, on the ground that is behind it."""
    top = stop.window()
    return rgb(top.grab(QRect(stop.mapTo(top, QPoint(0, 0)), stop.size())))


def is_seen(stop: QWidget) -> bool:
    """Whether the focus changes enough pixels of a control enough: as many as its shorter side has, on its edge or within."""
    for area in ancestors(stop, QScrollArea):
        area.ensureWidgetVisible(stop)
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    before = painted(stop)
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    after = painted(stop)
    return bool((contrast(before, after) >= SEEN).sum() >= min(stop.width(), stop.height()))


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_focus_is_seen_on_every_control(undressed: None, look: str) -> None:
    unseen, looked_at = [], 0
    with sample_window("en", look, 100) as (window, wait):
        for name, show in SCREENS.items():
            shown = show(window, wait)
            shown.window().activateWindow()
            pause(wait)
            for stop in stops(shown):
                if inside_map(window, stop) or isinstance(stop, MapWidget):
                    continue  # a map is a picture: its keys move an outline in it, which the tests of the map look at
                looked_at += 1
                if not is_seen(stop):
                    unseen.append(f"{name}: {type(stop).__name__} {stop.objectName() or stop.accessibleName()}")
            if shown is not window:
                close_dialogs(window)
    assert unseen == []
    assert looked_at > 200, "there are controls on the pages"


def test_every_target_is_large_enough(undressed: None) -> None:
    small = []
    with sample_window("en", "light", 100) as (window, wait):
        for name, show in SCREENS.items():
            shown = show(window, wait)
            pause(wait)
            kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)
            for target in (w for kind in kinds for w in parts(window, shown, kind)):
                if isinstance(target.parentWidget(), QAbstractSpinBox | QComboBox):  # the field within a field
                    continue
                if min(target.width(), target.height()) < TARGET:
                    small.append(f"{name}: {target.objectName() or target.accessibleName()} {target.width()}x{target.height()}")
            if shown is not window:
                close_dialogs(window)
    assert small == []
