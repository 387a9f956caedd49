"""The map of a trip: its legs over the areas in the colours of their answers, and stops set by a click."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mrm_desktop.cartography.layers.trips import TripLayer
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.showing import ALL_LAYERS
from mrm_desktop.desktop.canvas.map_widget import MapWidget
from mrm_desktop.desktop.canvas.shape_editor import Corners, DrawnState
from mrm_desktop.foundation.words import Words

EDGE = 12


class TripMap(QWidget):
    """Shows legs on the map.

    Signals
    -------
    stop_picked(name, position)
        A stop was set by a click: the name of its area, longitude and latitude in degrees.
    """

    stop_picked = Signal(str, object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.map = MapWidget(words)
        self.map.setAccessibleName(words.say("trips.map"))
        self.map.set_overlays(ALL_LAYERS - {"places"})
        self.map.corners_drawn.connect(self._take)
        self.pick = QPushButton(words.say("trips.pick"), self)
        self.pick.setObjectName("trips-pick")
        self.pick.setCheckable(True)
        self.pick.toggled.connect(self._pick)
        self.map.editor.escaped.connect(partial(self.pick.setChecked, False))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.map)

    def show_document(self, document: MapDocument) -> None:
        """Show the areas as they are assessed for the trip."""
        self.map.show_document(document)

    def show_legs(self, layer: TripLayer) -> None:
        """Show legs and stops."""
        self.map.show_overlay(layer)

    def bring_into_view(self, routes: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Show the whole of some routes."""
        self.map.focus_routes(routes)

    def point_at(self, said: str, position: tuple[float, float] | None) -> None:
        """Mark where the pointer is on the strip; None takes the mark away. The map stays where it is."""
        self.map.found = None if position is None else (said, position)
        self.map.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_pick()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_pick()

    def _place_pick(self) -> None:
        """Put the button that sets stops by a click into the upper corner where reading begins."""
        self.pick.adjustSize()
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.pick.move(self.width() - self.pick.width() - EDGE if is_mirrored else EDGE, EDGE)
        self.pick.raise_()

    def _pick(self, is_on: bool) -> None:
        self.map.show_drawing(DrawnState("point") if is_on else None)
        self.pick.setText(self._words.say("trips.pick.done" if is_on else "trips.pick"))
        self._place_pick()
        if is_on:
            self.map.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, corners: Corners) -> None:
        if corners and self.pick.isChecked():
            position = corners[-1]
            code = self.map.code_at(position)
            name = self.map.name_of(code)[0] if code is not None else ""
            self.map.show_drawing(DrawnState("point"))
            self.stop_picked.emit(name, position)
