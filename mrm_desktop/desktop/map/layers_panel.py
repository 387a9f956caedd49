"""What the map shows: by what the areas are coloured, which layers lie over them, and the list that says the same in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QPushButton, QRadioButton, QVBoxLayout, QWidget

from mrm_desktop.cartography.classes import THEMES
from mrm_desktop.desktop.map.layer_lists import LayerLists
from mrm_desktop.desktop.parts.dialogs import scrolled
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.sight import bring_into_sight
from mrm_desktop.foundation.words import Words

OVERLAYS = ("presence", "places", "incidents", "basemap", "labels", "trips")
SCROLL_PX = 14
LEAST_LINES = 9  # of the list, where it is open


class LayersPanel(QFrame):
    """Lies over the map on the side where reading begins.

    ``theme_chosen`` carries the name of a theme, ``overlays_changed`` nothing, ``list_opened`` whether the list is open: then the
    panel takes the height of the map.
    """

    theme_chosen = Signal(str)
    overlays_changed = Signal()
    list_opened = Signal(bool)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName("layers")
        self.themes: dict[str, QRadioButton] = {}
        self.overlays: dict[str, QCheckBox] = {}
        self.lists = LayerLists(words)
        self.lists.setMinimumHeight(self.fontMetrics().lineSpacing() * LEAST_LINES)
        self.lists.hide()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(label(words.say("map.themes"), "soft"))
        self._choose_theme(column)
        column.addSpacing(4)
        column.addWidget(label(words.say("map.overlays"), "soft"))
        self._choose_overlays(column)
        column.addSpacing(4)
        self.list_button = QPushButton(words.say("map.list"))
        self.list_button.setObjectName("open-list")
        self.list_button.setCheckable(True)
        self.list_button.setToolTip(words.say("map.twin"))
        self.list_button.toggled.connect(self._open_list)
        column.addWidget(self.list_button)
        column.addWidget(self.lists, 1)
        column.addStretch(0)
        self._sheet = scrolled(column)
        self._column = column
        self._frame = QVBoxLayout(self)
        self._frame.setContentsMargins(12, 8, 6, 8)
        self._frame.addWidget(self._sheet)

    @property
    def theme(self) -> str:
        """The theme that colours the areas."""
        return next(theme for theme, button in self.themes.items() if button.isChecked())

    @property
    def shown_overlays(self) -> list[str]:
        """The layers that are shown."""
        return [overlay for overlay, check in self.overlays.items() if check.isChecked()]

    @property
    def has_list(self) -> bool:
        """Whether the list is open."""
        return self.list_button.isChecked()

    def wanted_height(self) -> int:
        """Return the height at which nothing of the panel has to be scrolled, pixels; of the list it is the least."""
        margins = self._frame.contentsMargins()
        inside = self._column.totalHeightForWidth(self.wanted_width() - margins.left() - margins.right() - SCROLL_PX)
        return inside + margins.top() + margins.bottom() + 4

    def wanted_width(self) -> int:
        """Return the width of everything in the panel, pixels."""
        margins = self._frame.contentsMargins()
        return self._column.minimumSize().width() + margins.left() + margins.right() + SCROLL_PX

    def _choose_theme(self, column: QVBoxLayout) -> None:
        group = QButtonGroup(self)
        for theme in THEMES:
            button = QRadioButton(self._words.say(f"map.theme.{theme}"))
            button.setChecked(theme == THEMES[0])
            button.toggled.connect(lambda on, theme=theme: self.theme_chosen.emit(theme) if on else None)
            group.addButton(button)
            self.themes[theme] = button
            column.addWidget(button)

    def _choose_overlays(self, column: QVBoxLayout) -> None:
        for overlay in OVERLAYS:
            check = QCheckBox(self._words.say(f"map.overlay.{overlay}"))
            check.setObjectName(f"overlay-{overlay}")
            check.setChecked(True)
            check.toggled.connect(lambda _: self.overlays_changed.emit())
            self.overlays[overlay] = check
            column.addWidget(check)
        self.overlays["trips"].hide()  # until there is a trip to show

    def _open_list(self, is_open: bool) -> None:
        self.lists.setVisible(is_open)
        self.list_opened.emit(is_open)
        if is_open:
            self.lists.choice.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self.lists, lambda: bring_into_sight(self.lists))  # the panel has its new height by then
