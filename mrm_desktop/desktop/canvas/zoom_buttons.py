"""Two buttons in a corner of a map, for hands without a wheel. Keys have their own way, so that the buttons take no focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from mrm_desktop.cartography.plane import Box
from mrm_desktop.desktop.canvas.navigation import KEY_ZOOM, Navigator
from mrm_desktop.foundation.words import Words

_MARGIN, _GAP, _LEAST_SIDE = 10, 4, 28


class ZoomButtons(QObject):
    """Stand in the upper corner of a map, on the side where reading ends."""

    def __init__(self, words: Words, over: QWidget, navigator: Navigator) -> None:
        super().__init__(over)
        self._over, self._navigator = over, navigator
        self._covered: Box = (0.0, 0.0, 0.0, 0.0)
        self._buttons = [
            self._button("+", "in", words.say("canvas.zoom_in"), KEY_ZOOM),
            self._button("\u2212", "out", words.say("canvas.zoom_out"), 1 / KEY_ZOOM),
        ]
        over.installEventFilter(self)

    def keep_clear(self, covered: Box) -> None:
        """Stand beside what lies over the map: left, top, right, bottom; pixels."""
        self._covered = covered
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the map changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._settle()
        return super().eventFilter(watched, event)

    def _button(self, sign: str, way: str, name: str, factor: float) -> QToolButton:
        button = QToolButton(self._over)
        button.setObjectName(f"zoom-{way}")
        button.setText(sign)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.clicked.connect(lambda _=False: self._navigator.zoom(factor, fly=True))
        return button

    def _settle(self) -> None:
        side = max(_LEAST_SIDE, self._over.fontInfo().pixelSize() * 2)
        is_mirrored = self._over.layoutDirection() == Qt.LayoutDirection.RightToLeft
        covered_left, top, covered_right, _ = (round(edge) for edge in self._covered)
        left = covered_left + _MARGIN if is_mirrored else self._over.width() - covered_right - side - _MARGIN
        for number, button in enumerate(self._buttons):
            button.setFixedSize(side, side)
            button.move(left, top + _MARGIN + number * (side + _GAP))
