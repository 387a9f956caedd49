"""The page of the map: the map from edge to edge with what is asked over it, the legend and the days below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.canvas.map_widget import MapWidget
from mrm_desktop.desktop.map.area_card import AreaCardPanel
from mrm_desktop.desktop.map.compare_panel import ComparePanel
from mrm_desktop.desktop.map.draw_panel import DrawPanel
from mrm_desktop.desktop.map.layers_panel import LayersPanel
from mrm_desktop.desktop.map.map_bar import MapBar
from mrm_desktop.desktop.map.map_canvas import MapCanvas
from mrm_desktop.desktop.map.map_session import Painting
from mrm_desktop.desktop.map.map_stage import MapStage, SideCard
from mrm_desktop.desktop.map.question_sentence import QuestionSentence
from mrm_desktop.desktop.map.time_bar import TimeBar
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from mrm_desktop.cartography.layers.trips import TripLayer

LOW_LINES = 20  # of the window's type; a page that is lower has no room for map, legend and days together


class ProjectPage(QWidget):
    """Lays out the parts of the map's workspace.

    ``area_picked`` comes from the list, ``card_closed`` tells that the card of an area was closed.
    """

    question_changed = Signal(object)
    area_picked = Signal(str)
    card_closed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName("page")
        self.sentence = QuestionSentence(words)
        self.mode, self.purpose = self.sentence.mode, self.sentence.purpose
        self.layers = LayersPanel(words)
        self.themes, self.overlays, self.lists = self.layers.themes, self.layers.overlays, self.layers.lists
        self.areas = self.lists.areas
        self.card = AreaCardPanel(words)
        self.draw = DrawPanel(words)
        self.compare = ComparePanel(words)
        self.side = SideCard(words, self.card, self.draw, self.compare)
        self.bar = MapBar(words)
        self.time = TimeBar(words)
        self.canvas = MapCanvas(words)
        self.stage = MapStage(self.canvas, self.sentence, self.bar, self.layers, self.side)
        self.past = self._past_band()
        self._shows_days = False
        self._seen_country: bool | None = None
        self.is_asked_about = False
        """Whether an area was picked, so that its card has its place."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.past)
        layout.addWidget(self.stage, 1)
        layout.addWidget(self.canvas.main.legend)
        layout.addWidget(self.time)
        self.canvas.set_theme(self.theme())
        self._on_overlays()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()

    def _fit_foot(self) -> None:
        """Leave days and legend away where the page is low for its letters: the map, or the card that covers it, needs the room.

        The days come back with a press on the day of the question, or while they show a past one.
        """
        is_low = self.height() < self.fontMetrics().lineSpacing() * LOW_LINES
        covers = is_low and self.is_asked_about and self.side.panels.currentWidget() is self.card
        self.time.setVisible(not is_low or (not covers and (self._shows_days or self.time.day is not None)))
        self.canvas.main.legend.setVisible(not covers)
        self.stage.set_low(is_low)

    def _ask_day(self) -> None:
        """Let the day be chosen, also where there was no room for the days before."""
        self._shows_days = not self._shows_days or not self.time.isVisible()
        self._fit_foot()
        self.time.ask_day()

    def question(self) -> Question:
        """Return what is asked."""
        return Question(Mode(self.mode.currentData()), Purpose(self.purpose.currentData()), self.time.day)

    @property
    def map(self) -> MapWidget:
        """The map."""
        return self.canvas.map

    def show_painting(self, painting: Painting) -> None:
        """Show an assessed project."""
        self._fit_base_map(painting.view.info.fictional)
        self.canvas.show_painting(painting)
        self.lists.fill(painting.listing)

    def show_trip(self, layer: TripLayer) -> None:
        """Show the legs of a trip over the areas, each in the class of its answer."""
        self.overlays["trips"].show()
        self.canvas.show_trip(layer)

    def show_panel(self, panel: QWidget | None) -> None:
        """Show the panel of a task beside the map; None for the area card."""
        self.side.show_panel(panel or self.card)
        self.side.setVisible(panel is not None or self.is_asked_about)
        self._fit_foot()

    def open_card(self) -> None:
        """Let the card of an area slide over the map."""
        self.is_asked_about = True
        self.side.show()
        self._fit_foot()

    def close_card(self) -> None:
        """Take the card away: the map has the room."""
        self.is_asked_about = False
        self.side.hide()
        self._fit_foot()
        self.map.setFocus()

    def theme(self) -> str:
        """Return the theme that colours the areas."""
        return self.layers.theme

    def _connect(self) -> None:
        self.areas.area_picked.connect(self.area_picked)
        self.layers.theme_chosen.connect(self._on_theme)
        self.layers.overlays_changed.connect(self._on_overlays)
        self.sentence.changed.connect(lambda: self.question_changed.emit(self.question()))
        self.sentence.day_asked.connect(self._ask_day)
        self.time.day_changed.connect(self._on_day)
        self.side.closed.connect(self.card_closed)

    def _fit_base_map(self, fictional: bool) -> None:
        """Begin without a base map under an invented country: it lies in the open sea."""
        if self._seen_country is None:
            self._seen_country = fictional
            self.overlays["basemap"].setChecked(not fictional)

    def _past_band(self) -> QFrame:
        """Make the band that says that the map shows a past day."""
        band = QFrame()
        band.setObjectName("past")
        row = QHBoxLayout(band)
        row.setContentsMargins(14, 4, 8, 4)
        self._past_text = label("", "number")
        row.addWidget(self._past_text, 1)
        back = QPushButton(self._words.say("map.past.back"))
        back.setObjectName("past-back")
        back.clicked.connect(lambda _=False: self.time.today.click())
        row.addWidget(back)
        band.hide()
        return band

    def _on_day(self, _: object) -> None:
        day = self.time.day
        self.sentence.show_day(day)
        self.past.setVisible(day is not None)
        self._fit_foot()
        if day is not None:
            self._past_text.setText(self._words.say("map.past", on=day))
        self.stage.settle()
        self.question_changed.emit(self.question())

    def _on_theme(self, theme: str) -> None:
        self.areas.model.set_theme(theme)
        self.canvas.set_theme(theme)

    def _on_overlays(self) -> None:
        self.canvas.set_overlays(self.layers.shown_overlays)
