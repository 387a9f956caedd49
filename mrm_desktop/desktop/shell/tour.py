"""The guided tour: a small panel that goes from page to page of the sample country and puts a frame round what it speaks of.

It is no dialog: the window stays in use, and F12 works as always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

MARGIN = 24
WIDTH = 460
RING = 6  # pixels between what is spoken of and the frame round it


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the tour.

    Attributes
    ----------
    code : str
        Code of what is said; ``<code>.title`` is its heading.
    page : str
        Page of the workspace that is shown; "" leaves the window where it is.
    target : str
        Object name of what is framed; "" for nothing.
    area : str
        Area of the sample country whose card is shown; "" for none.
    """

    code: str
    page: str = ""
    target: str = ""
    area: str = ""


STOPS = (
    Stop("tour.welcome"),
    Stop("tour.map", "map/areas", "map"),
    Stop("tour.colours", "map/areas", "layers"),
    Stop("tour.card", "map/areas", "sidecard", "XT0101"),
    Stop("tour.emergency", "map/areas", "emergency"),
    Stop("tour.evidence", "evidence/datasets", "import"),
    Stop("tour.perceptions", "evidence/perceptions"),
    Stop("tour.request", "assess/request", "side"),
    Stop("tour.decide", "assess/request", "answer"),
    Stop("tour.trips", "trips/plan"),
    Stop("tour.reports", "reports/make", "release"),
    Stop("tour.lock", "", "lock"),
    Stop("tour.end"),
)


class _Ring(QWidget):
    """A frame over the window that lets every click through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Light outside, dark inside: one of the two is seen on any ground.
        for width, colour in ((5, QColor("#ffffff")), (3, QColor("#c2473a"))):
            painter.setPen(QPen(colour, width))
            painter.drawRoundedRect(self.rect().adjusted(3, 3, -3, -3), 8, 8)


class Tour(QFrame):
    """The panel of the tour; ``ended`` when the person has seen enough.

    Parameters
    ----------
    window : QWidget
        The window that is shown.
    open_page : Callable[[str], None]
        Opens a page by its name.
    pick : Callable[[str], None]
        Shows an area, by its code, on the map and its card.
    """

    ended = Signal()

    def __init__(self, window: QWidget, open_page: Callable[[str], None], pick: Callable[[str], None], words: Words) -> None:
        super().__init__(window)
        self._window, self._open_page, self._pick, self._words = window, open_page, pick, words
        self._ring = _Ring(window)
        self._at = 0
        self.setObjectName("tour")
        self.setProperty("role", "taskcard")
        self.setAccessibleName(words.say("tour.name"))
        self.heading = label("", "section")
        self.text = label("", "")
        self.count = label("", "soft")
        self.back = self._button("tour.back", "tour-back", self._go_back)
        self.on = self._button("tour.on", "tour-on", self._go_on)
        self.on.setProperty("role", "primary")
        self.leave = self._button("tour.leave", "tour-leave", self.close)
        row = QHBoxLayout()
        row.addWidget(self.count)
        row.addStretch(1)
        for button in (self.leave, self.back, self.on):
            row.addWidget(button)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(18, 14, 18, 14)
        inner.setSpacing(8)
        for widget in (self.heading, self.text):
            inner.addWidget(widget)
        inner.addLayout(row)
        window.installEventFilter(self)
        self._show()

    @property
    def stop(self) -> Stop:
        """Where the tour is."""
        return STOPS[self._at]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def close(self) -> bool:
        self._window.removeEventFilter(self)
        self._ring.hide()
        self._ring.deleteLater()
        closed = super().close()
        self.ended.emit()
        self.deleteLater()
        return closed

    def _button(self, code: str, name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(self._words.say(code))
        button.setObjectName(name)
        button.clicked.connect(lambda _=False: run())
        return button

    def _go_on(self) -> None:
        if self._at + 1 == len(STOPS):
            self.close()
            return
        self._at += 1
        self._show()

    def _go_back(self) -> None:
        self._at = max(0, self._at - 1)
        self._show()

    def _show(self) -> None:
        stop = self.stop
        if stop.page:
            self._open_page(stop.page)
        if stop.area:
            self._pick(stop.area)
        self.heading.setText(self._words.say(f"{stop.code}.title"))
        self.text.setText(self._words.say(stop.code))
        self.count.setText(self._words.say("tour.count", number=self._at + 1, count=len(STOPS)))
        self.back.setEnabled(self._at > 0)
        self.on.setText(self._words.say("tour.done" if self._at + 1 == len(STOPS) else "tour.on"))
        self.show()
        self.on.setFocus()
        self._place()
        # A page that was just made gets its places with the next turn of the event loop.
        QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        """Stand in the lower corner that is not spoken of, and put the frame where it belongs."""
        room = self._window.rect()
        width = min(WIDTH + self.fontMetrics().height() * 8, room.width() - 2 * MARGIN)
        self.setFixedWidth(width)
        self.adjustSize()
        target = self._target()
        left = target is not None and target.center().x() > room.center().x()
        x = MARGIN if left else room.width() - width - MARGIN
        self.move(x, room.height() - self.height() - MARGIN)
        self.raise_()
        if target is None:
            self._ring.hide()
            return
        self._ring.setGeometry(target.adjusted(-RING, -RING, RING, RING).intersected(room))
        self._ring.show()
        self._ring.raise_()
        self.raise_()

    def _target(self) -> QRect | None:
        """Return where that which is spoken of stands in the window; None where it is not in sight."""
        if not self.stop.target:
            return None
        for widget in self._window.findChildren(QWidget, self.stop.target):
            if widget.isVisible() and not self.isAncestorOf(widget):
                return QRect(widget.mapTo(self._window, widget.rect().topLeft()), widget.size())
        return None
