"""An open project: what is asked and shown on the left, the map in the middle, the area card on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QSplitter, QVBoxLayout, QWidget

from mrm_desktop.cartography.classes import THEMES
from mrm_desktop.desktop.area_card import AreaCardPanel, label
from mrm_desktop.desktop.area_list import AreaList
from mrm_desktop.desktop.session import Painting, Question
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.foundation.words import Words

OVERLAYS = ("presence", "places", "basemap", "labels")


class ProjectPage(QSplitter):
    """The workspace of the map. ``area_clicked`` comes from the map itself, ``area_picked`` from the list beside it."""

    question_changed = Signal(object)
    area_picked = Signal(str)
    area_clicked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._words = words
        self.setObjectName("page")
        self.setChildrenCollapsible(False)
        self.mode = QComboBox()
        self.purpose = QComboBox()
        self.areas = AreaList(words)
        self.card = AreaCardPanel(words)
        self.map_holder = QWidget()
        self._holder_layout = QVBoxLayout(self.map_holder)
        self._holder_layout.setContentsMargins(0, 0, 0, 0)
        self._holder_layout.addWidget(label(words.say("window.map_coming"), "soft"))
        self.map: QWidget | None = None
        self.themes: dict[str, QRadioButton] = {}
        self.overlays: dict[str, QCheckBox] = {}
        self._areas_painted: tuple[str, ...] = ()
        self._seen_country: bool | None = None
        for part, stretch in ((self._side(), 0), (self.map_holder, 1), (self.card, 0)):
            self.addWidget(part)
            self.setStretchFactor(self.indexOf(part), stretch)
        self.setSizes([290, 700, 380])
        self.areas.area_picked.connect(self.area_picked)

    def question(self) -> Question:
        """Return what is asked."""
        return Question(Mode(self.mode.currentData()), Purpose(self.purpose.currentData()))

    def put_map(self, map_widget: QWidget) -> None:
        """Put the live map (or its stand-in) into its place."""
        while (item := self._holder_layout.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self.map = map_widget
        self._holder_layout.addWidget(map_widget)
        map_widget.area_picked.connect(self.area_clicked)  # type: ignore[attr-defined]

    def show_painting(self, painting: Painting) -> None:
        """Show an assessed project; shapes that are already drawn stay."""
        codes = tuple(area.code for area in painting.view.areas)
        places = [place.id for place in painting.view.places]
        self.areas.model.set_view(painting.view)
        self._fit_base_map(painting.view.info.fictional)
        if self.map is not None:
            self.map.show_document(painting.document_json, codes, codes == self._areas_painted, places)  # type: ignore[attr-defined]
            self._areas_painted = codes

    def _fit_base_map(self, fictional: bool) -> None:
        """Begin without a base map under an invented country: it lies in the open sea."""
        if self._seen_country is None:
            self._seen_country = fictional
            self.overlays["basemap"].setChecked(not fictional)
            self._on_overlays()

    def theme(self) -> str:
        """Return the theme that colours the areas."""
        return next(theme for theme, button in self.themes.items() if button.isChecked())

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("side")
        side.setMinimumWidth(250)
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
        group = QButtonGroup(self)
        for theme in THEMES:
            button = QRadioButton(words.say(f"map.theme.{theme}"))
            button.setChecked(theme == THEMES[0])
            button.toggled.connect(lambda on, theme=theme: self._on_theme(theme) if on else None)
            group.addButton(button)
            self.themes[theme] = button
            layout.addWidget(button)
        layout.addWidget(label(words.say("map.overlays"), "section"))
        for overlay in OVERLAYS:
            check = QCheckBox(words.say(f"map.{overlay}"))
            check.setChecked(True)
            check.toggled.connect(lambda _: self._on_overlays())
            self.overlays[overlay] = check
            layout.addWidget(check)
        layout.addWidget(label(words.say("window.areas"), "section"))
        layout.addWidget(self.areas, 1)
        return side

    def _on_theme(self, theme: str) -> None:
        self.areas.model.set_theme(theme)
        if self.map is not None:
            self.map.set_theme(theme)  # type: ignore[attr-defined]

    def _on_overlays(self) -> None:
        if self.map is not None:
            self.map.set_overlays([o for o, check in self.overlays.items() if check.isChecked()])  # type: ignore[attr-defined]
