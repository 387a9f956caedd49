"""Watches the windows of the program for keys and clicks: notices that nobody is there any more, and two keys that always work.

It listens on the windows themselves and not on the application: a filter in Python on every event of every object crashes
inside the web engine, which makes and drops objects all the time (measured, PySide 6.11).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class WindowWatch(QObject):
    """Emits ``idle`` when there was no key, click or movement for some minutes, and runs what belongs to an urgent key.

    Parameters
    ----------
    minutes : int
        How long nobody may be there.
    keys : Mapping[str, Callable[[], None]]
        What runs on which key, also in front of a dialog: a window's own shortcuts are deaf while a dialog is open.
    """

    idle = Signal()

    def __init__(self, minutes: int, keys: Mapping[str, Callable[[], None]], parent: QObject) -> None:
        super().__init__(parent)
        self._keys = {_combination(text): run for text, run in keys.items()}
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.idle)
        self.set_minutes(minutes)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self.watch)

    def set_minutes(self, minutes: int) -> None:
        """Wait this long from now on."""
        self.timer.start(minutes * 60_000)

    def watch(self, window: QWindow | None) -> None:
        """Listen on a window; each is listened on once, however often it gets the focus."""
        if window is not None and shiboken6.isValid(self):
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self.timer.start()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            run = self._keys.get(QKeyCombination(event.modifiers(), Qt.Key(event.key())).toCombined())
            if run is not None:
                if not event.isAutoRepeat():
                    run()
                return True
        return super().eventFilter(watched, event)


def _combination(keys: str) -> int:
    combination: QKeyCombination = QKeySequence(keys)[0]  # type: ignore[index]
    return combination.toCombined()
