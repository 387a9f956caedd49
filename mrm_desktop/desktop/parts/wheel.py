"""The wheel scrolls; it answers no question. Over a closed list, a number or a day it turns the form behind.

One turn on the way to the lower fields of a form once changed "not asked" into "yes, they agree" in a record that is kept for good.
A slider follows the wheel where it has the keyboard: then somebody took it in hand.

It listens on windows, not on the application: a filter in Python on every event of every object would wait for the interpreter each
time, while the worker assesses.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QWheelEvent, QWindow
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSpinBox, QApplication, QComboBox, QDial, QSlider, QWidget

NEVER = (QComboBox, QAbstractSpinBox)
IN_HAND = (QSlider, QDial)
"""Kinds of control that the wheel changes: never, or where they have the keyboard."""


class WheelGuard(QObject):
    """Keeps the wheel away from the controls of every window of the application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.focusWindowChanged.connect(self.watch)
        for window in application.topLevelWindows():
            self.watch(window)

    def watch(self, window: QWindow | None) -> None:
        """Listen on a window; each is listened on once, however often it gets the focus."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWindow) or not isinstance(event, QWheelEvent):
            return False
        top = next((w for w in QApplication.topLevelWidgets() if w.windowHandle() is watched), None)
        control = _control_at(top, event.position()) if top is not None else None
        if control is None or (isinstance(control, IN_HAND) and control.hasFocus()):
            return False
        _scroll_behind(control, event)
        return True


def _control_at(top: QWidget, position: QPointF) -> QWidget | None:
    """Return the control under the pointer; the list that a choice has opened is a window of its own, and belongs to no control."""
    part = top.childAt(position.toPoint())
    while part is not None and not isinstance(part, NEVER + IN_HAND):
        part = None if part.isWindow() else part.parentWidget()
    # The year of a calendar is turned by hand, and nothing is chosen before a day is.
    return part


def _scroll_behind(control: QWidget, event: QWheelEvent) -> None:
    behind = control.parentWidget()
    while behind is not None and not isinstance(behind, QAbstractScrollArea):
        behind = None if behind.isWindow() else behind.parentWidget()
    if behind is None:
        return
    viewport = behind.viewport()
    at = viewport.mapFromGlobal(event.globalPosition())
    turned = QWheelEvent(
        at, event.globalPosition(), event.pixelDelta(), event.angleDelta(), event.buttons(), event.modifiers(),
        event.phase(), event.inverted(), event.source(),
    )  # fmt: skip
    QApplication.sendEvent(viewport, turned)
