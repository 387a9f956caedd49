"""The map from edge to edge, and what lies over it: question and tools above, layers where reading begins, the card where it ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from mrm_desktop.desktop.map.layers_panel import LayersPanel
from mrm_desktop.desktop.map.map_bar import MapBar
from mrm_desktop.desktop.map.map_canvas import MapCanvas
from mrm_desktop.desktop.map.question_sentence import QuestionSentence
from mrm_desktop.foundation.words import Words

MARGIN = 12
CARD_LETTERS, LIST_LETTERS = 50, 44  # of the window's type across
SCALE_LETTERS = 20  # that the scale bar takes
CARD_SHARE = 0.46  # of the stage that the card may cover at most
OPEN_LETTERS = 120  # from this width on the layers are open from the beginning


class SideCard(QFrame):
    """What slides over the map: the card of an area, or the panel of a task. ``changed`` tells that it stands elsewhere from now on.

    The panel of a task stands beside the map in any case: one works on the map with it.
    """

    changed = Signal()
    closed = Signal()

    def __init__(self, words: Words, card: QWidget, *tasks: QWidget) -> None:
        super().__init__()
        self.setObjectName("sidecard")
        self._card = card
        self.pin, self.close_button = QPushButton(words.say("map.card.pin")), QPushButton("✕")
        self.pin.setObjectName("card-pin")
        self.pin.setCheckable(True)
        self.pin.setToolTip(words.say("map.card.pin.tip"))
        self.close_button.setObjectName("card-close")
        self.close_button.setAccessibleName(words.say("canvas.close_card"))
        self.close_button.setToolTip(words.say("canvas.close_card"))
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(10, 6, 6, 0)
        head.addStretch(1)
        for button in (self.pin, self.close_button):
            button.setProperty("role", "tool")
            head.addWidget(button)
        self.panels = QStackedWidget()
        for panel in (card, *tasks):
            self.panels.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self.panels, 1)
        self.pin.toggled.connect(lambda _: self.changed.emit())
        self.close_button.clicked.connect(lambda _=False: self.closed.emit())

    @property
    def is_beside(self) -> bool:
        """Whether it stands beside the map, and not over it."""
        return self.pin.isChecked() or self.is_task

    @property
    def is_task(self) -> bool:
        """Whether it shows the panel of a task, and not the card of an area."""
        return self.panels.currentWidget() is not self._card

    def show_panel(self, panel: QWidget) -> None:
        """Show the card, or the panel of a task."""
        self.panels.setCurrentWidget(panel)
        self._head.setVisible(panel is self._card)
        self.changed.emit()


class MapStage(QWidget):
    """Settles the parts over the map when one of them or the stage changes its size."""

    def __init__(self, canvas: MapCanvas, question: QuestionSentence, bar: MapBar, layers: LayersPanel, card: SideCard) -> None:
        super().__init__()
        self.canvas, self.question, self.bar, self.layers, self.card = canvas, question, bar, layers, card
        self._is_begun = self._is_low = False
        canvas.setParent(self)
        self._over: tuple[QWidget, ...] = (canvas.note, question, bar, layers, card)
        for part in self._over:
            part.setParent(self)
            part.installEventFilter(self)
        card.hide()
        card.changed.connect(self.settle)
        layers.list_opened.connect(lambda _: self.settle())
        question.changed.connect(self.settle)
        bar.layers.toggled.connect(self._show_layers)

    def set_low(self, is_low: bool) -> None:
        """Say whether the page is low for its letters: then the card of an area covers the whole stage, and is read to its channel."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.card.pin.setVisible(not is_low)
            self.settle()

    @property
    def _is_covered(self) -> bool:
        """Whether the card covers everything; the panel of a task never does: one works on the map with it."""
        return self._is_low and not self.card.isHidden() and not self.card.is_task

    def minimumSizeHint(self) -> QSize:
        letter = self.fontMetrics().averageCharWidth()
        return QSize(max(320, letter * 40), 260)

    def sizeHint(self) -> QSize:
        return QSize(1000, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._begin()
        self.settle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()
        self.settle()

    def _begin(self) -> None:
        """Open the layers where there is room for them; a stage that was made behind another page has no size of its own yet."""
        if self._is_begun or not self.isVisible():
            return
        self._is_begun = True
        self.bar.layers.setChecked(self.width() >= self.fontMetrics().averageCharWidth() * OPEN_LETTERS)
        self.layers.setVisible(self.bar.layers.isChecked())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Settle again when a part wants another size, or comes and goes."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.settle()
        return super().eventFilter(watched, event)

    def settle(self) -> None:
        """Give every part its place."""
        if not self._is_begun:
            return
        if self._is_covered:
            self._put(self.card, self.rect())
            self.card.raise_()
            return
        card, page = self._card_box(), self.rect()
        if not self.card.isHidden():
            self._put(self.card, card)
        ends = card.left() if not self.card.isHidden() else page.width()
        ground = QRect(0, 0, ends if self.card.is_beside else page.width(), page.height())
        below = self._settle_head(ends - 2 * MARGIN)
        covered = self._settle_layers(below, ground.width())
        self._put(self.canvas, ground)
        over = 0 if self.card.is_beside or self.card.isHidden() else page.width() - ends + MARGIN
        left, right = (over, covered) if self._is_mirrored else (covered, over)
        self.canvas.keep_clear((left, below, right, 0))
        self.canvas.fit_note(ends - covered - SCALE_LETTERS * self.fontMetrics().averageCharWidth())
        note = self.canvas.note.sizeHint()
        self._put(self.canvas.note, QRect(ends - note.width(), page.height() - note.height(), note.width(), note.height()))
        for part in self._over:
            part.raise_()

    def _card_box(self) -> QRect:
        letter = self.fontMetrics().averageCharWidth()
        wide = int(min(max(letter * CARD_LETTERS, 360), max(self.width() * CARD_SHARE, 320)))
        if self.card.is_beside:
            return QRect(self.width() - wide, 0, wide, self.height())
        return QRect(self.width() - wide - MARGIN, MARGIN, wide, self.height() - 2 * MARGIN)

    def _settle_head(self, room: int) -> int:
        """Set the question and the tools on one line where there is room for both, else on two; return where the line ends."""
        tools, one_line = self.bar.sizeHint(), self.question.line_width()
        left = room - one_line - MARGIN
        wide = min(one_line, room)
        tall = self.question.heightForWidth(wide)
        self._put(self.question, QRect(MARGIN, MARGIN, wide, tall))
        below = MARGIN + tall + MARGIN
        if left >= self.bar.minimumSizeHint().width():
            tools.setWidth(min(tools.width(), left))
            self._put(self.bar, QRect(MARGIN + room - tools.width(), MARGIN, tools.width(), max(tall, tools.height())))
            return max(below, MARGIN + tools.height() + MARGIN)
        self._put(self.bar, QRect(MARGIN, below, min(tools.width(), room), tools.height()))
        return below + tools.height() + MARGIN

    def _settle_layers(self, below: int, room: int) -> int:
        """Give the layers their place below the head; return the width that they cover."""
        if self.layers.isHidden():
            return 0
        wide = self.layers.wanted_width()
        if self.layers.has_list:
            wide = max(wide, self.fontMetrics().averageCharWidth() * LIST_LETTERS)
        most = self.height() - below - MARGIN
        tall = most if self.layers.has_list else min(self.layers.wanted_height(), most)
        self._put(self.layers, QRect(MARGIN, below, min(wide, room - 2 * MARGIN), tall))
        return MARGIN + wide

    def _put(self, part: QWidget, box: QRect) -> None:
        """Put a part at a box that is counted from the side where reading begins."""
        if self._is_mirrored:
            box = box.translated(self.width() - 2 * box.left() - box.width(), 0)
        if part.geometry() != box:
            part.setGeometry(box)

    @property
    def _is_mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _show_layers(self, is_open: bool) -> None:
        self.layers.setVisible(is_open)
        self.settle()
