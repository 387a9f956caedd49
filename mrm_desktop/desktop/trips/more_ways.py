"""The menu of the other ways in - a drawing, coordinates, files - and of the trip's own file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from mrm_desktop.desktop.trips.points_dialog import PointsDialog
from mrm_desktop.foundation.words import Words

ROUTES = "*.gpx *.kml *.kmz *.geojson *.gpkg *.shp"
ROADS = "*.gpkg *.geojson *.shp *.zip *.osm *.pbf *.kml *.gpx"


class MoreWays(QToolButton):
    """Emits what was chosen: a path, or corners as (longitude, latitude) in degrees."""

    draw_asked = Signal()
    points_taken = Signal(object)
    route_chosen = Signal(object)
    roads_chosen = Signal(object)
    trip_chosen = Signal(object)
    save_chosen = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("trips-more")
        self.setText(words.say("trips.more"))
        self.setAccessibleName(words.say("trips.more"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        ways: tuple[tuple[str, Callable[[], object]], ...] = (
            ("draw", self.draw_asked.emit),
            ("paste", self.ask_points),
            ("route", partial(self._ask_file, "route", ROUTES, self.route_chosen)),
            ("roads", partial(self._ask_file, "roads", ROADS, self.roads_chosen)),
            ("open", partial(self._ask_file, "open", "*.toml", self.trip_chosen)),
            ("save", self._ask_save),
        )
        for name, does in ways:
            action = menu.addAction(words.say(f"trips.button.{name}"))
            action.setObjectName(f"trips-{name}")
            action.triggered.connect(lambda _=False, does=does: does())
        self.setMenu(menu)

    def ask_points(self) -> None:
        """Ask for pasted coordinates."""
        dialog = PointsDialog(self._words, self.window())
        dialog.accepted.connect(lambda: self.points_taken.emit(dialog.route))
        dialog.open()

    def _ask_file(self, name: str, pattern: str, chosen: SignalInstance) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self._words.say(f"trips.button.{name}"), "", f"({pattern})")
        if path:
            chosen.emit(Path(path))

    def _ask_save(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self._words.say("trips.button.save"), "trip.toml")
        if path:
            self.save_chosen.emit(Path(path))
