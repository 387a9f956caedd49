"""The guided tour: a small panel that goes from page to page of the sample country and puts a frame round what it speaks of.

At most stops it asks for something to be done, and sees when it was: what the hand has done once it finds again. It is no dialog:
the window stays in use, and F12 works as always.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

MARGIN = 24
WIDTH = 460
RING = 6  # pixels between what is spoken of and the frame round it
USE = "use"
NAMED = {"answer": "answer.now", "decide": "window.decide", "acceptance": "map.theme.acceptance", "lock": "window.lock"}
"""What the tasks call as the window calls it."""
_IN_USE = (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress)


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
    asks : str
        What the person is asked to do, said as ``<code>.task``: :data:`USE` what is framed, or bring forth the part of this
        object name; "" for nothing.
    """

    code: str
    page: str = ""
    target: str = ""
    area: str = ""
    asks: str = ""


STOPS = (
    Stop("tour.welcome"),
    Stop("tour.map", "map/areas", "map", asks="sidecard"),
    Stop("tour.colours", "map/areas", "layers", asks=USE),
    Stop("tour.card", "map/areas", "sidecard", "XT0102", asks="answer-dialog"),
    Stop("tour.emergency", "map/areas", "emergency", asks="emergencysheet"),
    Stop("tour.evidence", "evidence/datasets", "datasets", asks=USE),
    Stop("tour.perceptions", "evidence/perceptions", "review-area", asks=USE),
    Stop("tour.request", "assess/request", "side", asks=USE),
    Stop("tour.decide", "assess/request", "answer", asks="decision-dialog"),
    Stop("tour.trips", "trips/plan", "trips-place", asks=USE),
    Stop("tour.reports", "reports/make", "order-reader", asks=USE),
    Stop("tour.lock", "", "lock", asks="unlock"),
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
        self.task = label("", "number")
        self.is_done = False
        self.count = label("", "soft")
        self.back = self._button("tour.back", "tour-back", self._go_back)
        self.on = self._button("tour.on", "tour-on", self._go_on)
        self.leave = self._button("tour.leave", "tour-leave", self.close)
        row = QHBoxLayout()
        row.addWidget(self.count)
        row.addStretch(1)
        for button in (self.leave, self.back, self.on):
            row.addWidget(button)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(18, 14, 18, 14)
        inner.setSpacing(8)
        for widget in (self.heading, self.text, self.task):
            inner.addWidget(widget)
        inner.addLayout(row)
        # What is asked for may happen in any part of the window, or in a dialog before it.
        _application().installEventFilter(self)
        self._show()

    @property
    def stop(self) -> Stop:
        """Where the tour is."""
        return STOPS[self._at]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window and kind == QEvent.Type.Resize:
            self._place()
        elif not self.is_done and isinstance(watched, QWidget) and self._is_asked_for(watched, kind):
            QTimer.singleShot(0, self, self._note_done)  # what was asked for comes first
        return False

    def _is_asked_for(self, widget: QWidget, kind: QEvent.Type) -> bool:
        """Tell whether this is what the person was asked to do."""
        asks, target = self.stop.asks, self.stop.target
        if asks == USE:
            return kind in _IN_USE and any(part.objectName() == target for part in _with_parents(widget))
        return kind == QEvent.Type.Show and bool(asks) and widget.objectName() == asks

    def close(self) -> bool:
        _application().removeEventFilter(self)
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
        self.is_done = not stop.asks
        self._say_task()
        self.count.setText(self._words.say("tour.count", number=self._at + 1, count=len(STOPS)))
        self.back.setEnabled(self._at > 0)
        self.show()
        self.on.setFocus()
        self._place()
        # A page that was just made gets its places with the next turn of the event loop.
        QTimer.singleShot(0, self, self._place)

    def _note_done(self) -> None:
        """Say that what was asked for was done."""
        self.is_done = True
        self._say_task()
        self._place()

    def _say_task(self) -> None:
        """Say what to do, or that it was done; who does not want to may go on all the same."""
        words, stop = self._words, self.stop
        self.task.setVisible(bool(stop.asks))
        if stop.asks:
            task = words.say(f"{stop.code}.task", **{name: words.say(code) for name, code in NAMED.items()})
            self.task.setText(words.say("tour.task_done" if self.is_done else "tour.task", task=task))
        goes_on = "tour.on" if self.is_done else "tour.skip"
        self.on.setText(words.say("tour.done" if self._at + 1 == len(STOPS) else goes_on))
        self.on.setProperty("role", "primary" if self.is_done else "")
        self.on.style().unpolish(self.on)

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


def _application() -> QCoreApplication:
    """Return the running application; there is one wherever there is a window."""
    application = QApplication.instance()
    assert application is not None
    return application


def _with_parents(widget: QWidget) -> Iterator[QWidget]:
    """Go from a part of the window outwards."""
    part: QWidget | None = widget
    while part is not None:
        yield part
        part = part.parentWidget()
