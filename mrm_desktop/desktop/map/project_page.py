"""The page of the map: what is asked and shown, with the lists, on the left; the map between its bars; the area card on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QRadioButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.cartography.classes import THEMES
from mrm_desktop.desktop.canvas.map_widget import MapWidget
from mrm_desktop.desktop.map.area_card import AreaCardPanel
from mrm_desktop.desktop.map.compare_panel import ComparePanel
from mrm_desktop.desktop.map.draw_panel import DrawPanel
from mrm_desktop.desktop.map.layer_lists import LayerLists
from mrm_desktop.desktop.map.map_bar import MapBar
from mrm_desktop.desktop.map.map_canvas import MapCanvas
from mrm_desktop.desktop.map.map_session import Painting
from mrm_desktop.desktop.map.time_bar import TimeBar
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE, SidePanel
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from mrm_desktop.cartography.layers.trips import TripLayer

OVERLAYS = ("presence", "places", "incidents", "basemap", "labels", "trips")


class ProjectPage(QSplitter):
    """Lays out the parts of the map's workspace. ``area_picked`` comes from the list beside the map."""

    question_changed = Signal(object)
    area_picked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._words = words
        self.setObjectName("page")
        self.setChildrenCollapsible(False)
        self.mode = QComboBox()
        self.purpose = QComboBox()
        self.lists = LayerLists(words)
        self.areas = self.lists.areas
        self.card = AreaCardPanel(words)
        self.draw = DrawPanel(words)
        self.compare = ComparePanel(words)
        self.right = QStackedWidget()
        for panel in (self.card, self.draw, self.compare):
            self.right.addWidget(panel)
        self.bar = MapBar(words)
        self.time = TimeBar(words)
        self.canvas = MapCanvas(words)
        self.themes: dict[str, QRadioButton] = {}
        self.overlays: dict[str, QCheckBox] = {}
        self._seen_country: bool | None = None
        self.is_asked_about = False
        """Whether an area was picked, so that its card has its place."""
        for part, stretch in ((SidePanel(self._side()), 0), (self._middle(), 1), (self.right, 0)):
            self.addWidget(part)
            self.setStretchFactor(self.indexOf(part), stretch)
        self.right.hide()  # until there is something to show: the map has the room
        self.setSizes([300, 690, 380])
        self.canvas.set_theme(self.theme())
        self._on_overlays()
        self.areas.area_picked.connect(self.area_picked)
        self.time.day_changed.connect(lambda _: self.question_changed.emit(self.question()))

    def question(self) -> Question:
        """Return what is asked."""
        return Question(Mode(self.mode.currentData()), Purpose(self.purpose.currentData()), self.time.day)

    @property
    def map(self) -> MapWidget:
        """The map."""
        return self.canvas.map

    def show_painting(self, painting: Painting) -> None:
        """Show an assessed project."""
        self.lists.fill(painting.listing)
        self._fit_base_map(painting.view.info.fictional)
        self.canvas.show_painting(painting)

    def show_trip(self, layer: TripLayer) -> None:
        """Show the legs of a trip over the areas, each in the class of its answer."""
        self.overlays["trips"].show()
        self.canvas.show_trip(layer)

    def show_panel(self, panel: QWidget | None) -> None:
        """Show a panel on the right; None for the area card."""
        self.right.setCurrentWidget(panel or self.card)
        self.right.setVisible(panel is not None or self.is_asked_about)

    def open_card(self) -> None:
        """Make room for the card of an area."""
        self.is_asked_about = True
        self.right.show()

    def theme(self) -> str:
        """Return the theme that colours the areas."""
        return next(theme for theme, button in self.themes.items() if button.isChecked())

    def _fit_base_map(self, fictional: bool) -> None:
        """Begin without a base map under an invented country: it lies in the open sea."""
        if self._seen_country is None:
            self._seen_country = fictional
            self.overlays["basemap"].setChecked(not fictional)

    def _middle(self) -> QWidget:
        middle = QWidget()
        middle.setObjectName("middle")
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.time)
        return middle

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("side")
        layout = QVBoxLayout(side)
        layout.setContentsMargins(14, 10, 14, 12)
        words = self._words
        layout.addWidget(label(words.say("window.question"), "section"))
        for box, kind, members in ((self.mode, "mode", list(Mode)), (self.purpose, "purpose", list(Purpose))):
            for member in members:
                box.addItem(words.term(kind, member), member.value)
            box.setAccessibleName(words.say(f"window.{kind}"))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            layout.addWidget(box)
        self.mode.setCurrentIndex(self.mode.findData(Mode.LIAISON.value))
        for box in (self.mode, self.purpose):
            box.currentIndexChanged.connect(lambda _: self.question_changed.emit(self.question()))
        layout.addWidget(label(words.say("map.themes"), "section"))
        layout.addLayout(self._theme_choice())
        layout.addWidget(label(words.say("map.overlays"), "section"))
        layout.addLayout(self._overlay_choice())
        layout.addSpacing(6)
        self.lists.setMinimumHeight(self.fontMetrics().lineSpacing() * 9)
        layout.addWidget(self.lists, 1)
        return side

    def _theme_choice(self) -> QVBoxLayout:
        column, group = QVBoxLayout(), QButtonGroup(self)
        for theme in THEMES:
            button = QRadioButton(self._words.say(f"map.theme.{theme}"))
            button.setChecked(theme == THEMES[0])
            button.toggled.connect(lambda on, theme=theme: self._on_theme(theme) if on else None)
            group.addButton(button)
            self.themes[theme] = button
            column.addWidget(button)
        return column

    def _overlay_choice(self) -> QGridLayout:
        grid = QGridLayout()
        large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        for n, overlay in enumerate(OVERLAYS):
            check = QCheckBox(self._words.say(f"map.overlay.{overlay}"))
            check.setObjectName(f"overlay-{overlay}")
            check.setChecked(True)
            check.toggled.connect(lambda _: self._on_overlays())
            self.overlays[overlay] = check
            grid.addWidget(check, *((n, 0) if large else (n // 2, n % 2)))
        self.overlays["trips"].hide()  # until there is a trip to show
        return grid

    def _on_theme(self, theme: str) -> None:
        self.areas.model.set_theme(theme)
        self.canvas.set_theme(theme)

    def _on_overlays(self) -> None:
        self.canvas.set_overlays([overlay for overlay, check in self.overlays.items() if check.isChecked()])
