"""The legend as a strip of chips: each is a class that is on the map, with its count, and puts it aside when it is pressed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from mrm_desktop.cartography.display_list import Badge, Marks
from mrm_desktop.cartography.ground import DASHES, border_statuses
from mrm_desktop.cartography.map_document import LegendEntry, MapDocument
from mrm_desktop.cartography.showing import Showing
from mrm_desktop.cartography.style import FillClass, PointClass, StrokeClass, dash_of, load_style
from mrm_desktop.cartography.view import View
from mrm_desktop.desktop.canvas.paint import paint_items, pattern_tile
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.desktop.parts.labels import label

SWATCH = QSize(22, 14)
MOST_LINES = 2
_INK = "#4a453c"


@dataclass(frozen=True, slots=True)
class Chip:
    """One class of the legend.

    Attributes
    ----------
    key : str
        How it is put aside: the class of the theme, or ``layer.class``; "" where it cannot be.
    count : int | None
        How many features of the map are in it; None where they are not counted.
    group : str
        What its layer is called; "" in the theme, which the window names beside the map.
    """

    key: str
    label: str
    count: int | None
    style: FillClass | StrokeClass | PointClass
    is_line: bool = False
    group: str = ""


def chips_of(document: MapDocument, showing: Showing) -> Iterator[Chip]:
    """Yield the classes that are on a map, those of the theme first."""
    theme = document.theme(showing.theme)
    for fill, entry in zip(theme.classes, theme.legend, strict=False):
        if entry.count:
            yield Chip(fill.id, entry.label, entry.count, fill)
    words = document.words
    layers: list[tuple[str, str, Iterable[StrokeClass | PointClass], Iterable[LegendEntry], bool]] = [
        ("presence", words.get("presence", ""), document.presence_styles, document.presence_legend, False),
        ("places", words.get("places", ""), document.place_styles, document.place_legend, False),
        *((layer.id, layer.title, layer.styles, layer.legend, layer.kind == "lines") for layer in document.overlays.values()),
    ]
    for layer, title, styles, legend, is_line in layers:
        if layer in showing.layers:
            for style, entry in zip(styles, legend, strict=False):
                if entry.count:
                    yield Chip(f"{layer}.{style.id}", entry.label, entry.count, style, is_line, title)
    bases = sum(item.base is not None for item in document.presence)
    if "presence" in showing.layers and bases:
        yield Chip("", document.words.get("base", ""), bases, document.base)
    if "basemap" in showing.layers:
        for status in border_statuses(document.bounds):
            stroke = StrokeClass(status, showing.colours.border, 1.4, " ".join(f"{part:g}" for part in DASHES[status]))
            yield Chip("", document.words.get(f"border_{status}", ""), None, stroke, is_line=True)


LINE_PX = 1  # above the strip, as the style sheet draws it


class LegendStrip(QScrollArea):
    """Shows the chips of a map, at most two lines of them at once. ``faded_changed`` carries the keys of those that were put aside."""

    faded_changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("legend")
        self.setAccessibleName(name)
        self._holder = QWidget()
        self._holder.setObjectName("chips")
        self._flow = FlowLayout(self._holder, gap=4)
        self._flow.setContentsMargins(10, 5, 10, 5)
        self.setWidget(self._holder)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shown: tuple[Chip, ...] = ()
        self._is_dark = False
        self._tallest, self._fitted_to = 0, -1
        self.buttons: dict[str, QPushButton] = {}

    def show_map(self, document: MapDocument, showing: Showing) -> None:
        """Show the legend of a map."""
        chips = tuple(chips_of(document, showing))
        if (chips, showing.is_dark) != (self._shown, self._is_dark):
            self._shown, self._is_dark = chips, showing.is_dark
            self._make(chips, showing)
        for key, button in self.buttons.items():
            button.setChecked(key not in showing.faded)

    @property
    def text(self) -> str:
        """What the legend says, a class a line."""
        return "\n".join(f"{chip.label} {'' if chip.count is None else chip.count}".strip() for chip in self._shown)

    def _make(self, chips: Iterable[Chip], showing: Showing) -> None:
        had_focus = next((key for key, button in self.buttons.items() if button.hasFocus()), None)
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.buttons = {}
        group = ""
        for n, chip in enumerate(chips):
            if chip.group and chip.group != group:
                group = chip.group
                heading = label(group, "soft")
                heading.setWordWrap(False)
                self._flow.addWidget(heading)
                heading.show()
            button = QPushButton(f"{chip.label}  {chip.count}" if chip.count is not None else chip.label, self._holder)
            button.setProperty("role", "chip")
            button.setIcon(QIcon(swatch(chip, self.devicePixelRatioF(), showing.is_dark)))
            button.setIconSize(SWATCH)
            button.setCheckable(bool(chip.key))
            button.setChecked(True)
            button.setProperty("counts-only", not chip.key)
            if not chip.key:
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(f"{chip.label}, {chip.count}" if chip.count is not None else chip.label)
            button.clicked.connect(lambda _=False: self._tell())
            self._flow.addWidget(button)
            button.show()
            self.buttons[chip.key or f"#{n}"] = button
        if had_focus in self.buttons:
            self.buttons[had_focus].setFocus()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as tall as the chips need, up to two lines of small words or one of large ones."""
        line = max((button.sizeHint().height() for button in self.buttons.values()), default=0) + 4
        most = MOST_LINES if self.fontMetrics().lineSpacing() < LARGE_LINE else 1  # between large words the map needs the room
        needed = min(self._flow.heightForWidth(self.viewport().width()), most * line + 6)
        # It does not shrink while its width stays: a theme with fewer classes must not move the map above it.
        self._tallest = max(needed, self._tallest if self.width() == self._fitted_to else 0)
        self._fitted_to = self.width()
        self.setFixedHeight(self._tallest + LINE_PX)

    def _tell(self) -> None:
        put_aside = {key for key, button in self.buttons.items() if button.isCheckable() and not button.isChecked()}
        self.faded_changed.emit(frozenset(put_aside))


def swatch(chip: Chip, ratio: float, is_dark: bool = False) -> QPixmap:
    """Draw the sample of a class."""
    picture = QPixmap(SWATCH * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide, tall = SWATCH.width(), SWATCH.height()
    style = chip.style
    if isinstance(style, FillClass):
        texture = QPixmap.fromImage(pattern_tile(style, ratio))
        texture.setDevicePixelRatio(ratio)
        painter.setBrush(QBrush(texture))
        painter.setPen(QPen(QColor(_INK), 0.8))
        painter.drawRoundedRect(QRectF(0.5, 0.5, wide - 1, tall - 1), 3, 3)
    elif is_dark:
        # The signs lie on areas, which are light in a dark window, too: on its own ground a hollow sign would look like a solid one.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(load_style().ground.halo))
        painter.drawRoundedRect(QRectF(0, 0, wide, tall), 3, 3)
    if isinstance(style, StrokeClass):
        pen = QPen(QColor(style.stroke), max(1.2, style.width * 0.8))
        if style.dash:
            pen.setDashPattern([part / pen.widthF() for part in dash_of(style)])
        painter.setPen(pen)
        if chip.is_line:
            painter.drawLine(QPointF(1, tall / 2), QPointF(wide - 1, tall / 2))
        else:
            painter.drawRoundedRect(QRectF(2, 2, wide - 4, tall - 4), 4, 4)
    elif isinstance(style, PointClass):
        page = View(0, 0, 1, wide, tall)
        middle = (wide / 2, tall / 2)
        badge = Badge(middle, "3", style.fill, style.stroke, style.stroke, 8.0)
        item = badge if style.shape == "count" else Marks(np.array([middle]), style)
        paint_items(painter, [item], page, ratio)
    painter.end()
    return picture
