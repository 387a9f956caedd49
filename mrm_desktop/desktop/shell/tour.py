"""The guided tour: a small panel that goes from page to page of the sample country and puts a frame round what it speaks of.

At most stops it asks for something to be done, and sees when it was: what the hand has done once it finds again. It is no dialog:
the window stays in use, and F12 works as always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words

MARGIN = 24
WIDTH = 460
RING = 6  # pixels between what is spoken of and the frame round it
USE = "use"
LOOK_MS = 150  # between two looks whether what was asked for is there
PLACE = "Hava"
"""A settlement of the sample country. Catalogues name none: what they say is looked for in no finished file."""
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
    reveals : str
        The button that opens what is framed where it is folded away; "" where it never is.
    is_left : bool
        Whether the part that is asked for is to be left again by using it: until then it is framed, and the task is not done.
    """

    code: str
    page: str = ""
    target: str = ""
    area: str = ""
    asks: str = ""
    reveals: str = ""
    is_left: bool = False


STOPS = (
    Stop("tour.welcome"),
    Stop("tour.map", "map/areas", "map", asks="sidecard"),
    Stop("tour.colours", "map/areas", "layers", asks=USE, reveals="map-layers"),
    Stop("tour.card", "map/areas", "sidecard", "XT0102", asks="answer-dialog"),
    Stop("tour.emergency", "map/areas", "emergency", asks="emergencysheet"),
    Stop("tour.evidence", "evidence/datasets", "datasets", asks=USE),
    Stop("tour.perceptions", "evidence/perceptions", "review-area", asks=USE),
    Stop("tour.request", "assess/request", "side", asks=USE),
    Stop("tour.decide", "assess/request", "answer", asks="decision-dialog"),
    Stop("tour.trips", "trips/plan", "trips-place", asks=USE),
    Stop("tour.reports", "reports/make", "order-reader", asks=USE),
    Stop("tour.lock", "", "lock", asks="unlock", is_left=True),
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
        self._watched: list[QWidget] = []
        self._has_appeared = False
        self._looks = QTimer(self)  # pages fill, move and go while the tour speaks of them
        self._looks.setInterval(LOOK_MS)
        self._looks.timeout.connect(self._look)
        self._looks.start()
        window.installEventFilter(self)
        self._show()

    @property
    def stop(self) -> Stop:
        """Where the tour is."""
        return STOPS[self._at]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window and kind == QEvent.Type.Resize:
            self._place()
        elif kind in _IN_USE and watched in self._watched:
            QTimer.singleShot(0, self, self._note_done)  # what was asked for comes first
        return False

    def _watch(self) -> None:
        """Listen for what the person is asked to do on that which is framed, as far as it is there and as it is now."""
        framed = self._framed()
        wanted = [] if framed is None else [framed, *framed.findChildren(QWidget)]
        if wanted != self._watched:
            self._unwatch()
            self._watched = wanted
            for part in wanted:
                part.installEventFilter(self)

    def _unwatch(self) -> None:
        for part in self._watched:
            if shiboken6.isValid(part):
                part.removeEventFilter(self)
        self._watched = []

    def _look(self) -> None:
        """See whether the part is there that the person was asked to bring forth or to use, and keep the frame on what is spoken of."""
        if not self.is_done:
            if self.stop.asks == USE:
                self._watch()
            elif self._is_there(self.stop.asks):
                self._has_appeared = True
                if not self.stop.is_left:
                    self._note_done()
            elif self.stop.is_left and self._has_appeared:
                self._note_done()
        self._frame()

    def _is_there(self, name: str) -> bool:
        above = [*QApplication.topLevelWidgets(), *self._window.findChildren(QWidget, name)]
        return any(part.objectName() == name and part.isVisible() for part in above)

    def close(self) -> bool:
        self._looks.stop()
        self._unwatch()
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
        self._unwatch()
        if stop.page:
            self._open_page(stop.page)
        if stop.area:
            self._pick(stop.area)
        if stop.reveals:
            self._reveal(stop.reveals)
        self.heading.setText(self._words.say(f"{stop.code}.title"))
        self.text.setText(self._words.say(stop.code))
        self.is_done, self._has_appeared = not stop.asks, False
        self._say_task()
        self.count.setText(self._words.say("tour.count", number=self._at + 1, count=len(STOPS)))
        self.back.setEnabled(self._at > 0)
        self.show()
        self.on.setFocus()
        self._place()
        # A page that was just made gets its places with the next turn of the event loop.
        QTimer.singleShot(0, self, self._place)
        if stop.asks == USE:
            self._watch()

    def _reveal(self, name: str) -> None:
        """Open what a button opens, where it is closed."""
        button = self._window.findChild(QPushButton, name)
        if isinstance(button, QPushButton) and not button.isChecked():
            button.click()

    def _note_done(self) -> None:
        """Say that what was asked for was done."""
        self._unwatch()
        self.is_done = True
        self._say_task()
        self._place()

    def _say_task(self) -> None:
        """Say what to do, or that it was done; who does not want to may go on all the same."""
        words, stop = self._words, self.stop
        self.task.setVisible(bool(stop.asks))
        if stop.asks:
            task = words.say(f"{stop.code}.task", place=PLACE, **{name: words.say(code) for name, code in NAMED.items()})
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
        self._frame()

    def _frame(self) -> None:
        """Put the frame round what is spoken of, where it stands now."""
        target = self._target()
        if target is None:
            self._ring.hide()
            return
        around = target.adjusted(-RING, -RING, RING, RING).intersected(self._window.rect())
        if self._ring.isHidden() or self._ring.geometry() != around:
            self._ring.setGeometry(around)
            self._ring.show()
            self._ring.raise_()
        self.raise_()

    def _target(self) -> QRect | None:
        """Return where that which is spoken of is seen in the window, without what is scrolled away; None where nothing of it is."""
        framed = self._framed()
        if framed is None:
            return None
        seen, above = QRect(framed.mapTo(self._window, framed.rect().topLeft()), framed.size()), framed.parentWidget()
        while above is not None and above is not self._window:
            seen = seen.intersected(QRect(above.mapTo(self._window, above.rect().topLeft()), above.size()))
            above = above.parentWidget()
        return seen if seen.isValid() else None

    def _framed(self) -> QWidget | None:
        """Return what is spoken of; None where it is not in sight."""
        stop = self.stop
        wanted = stop.asks if stop.is_left and self._is_there(stop.asks) else stop.target
        found = self._window.findChildren(QWidget, wanted) if wanted else []
        return next((part for part in found if part.isVisible() and not self.isAncestorOf(part)), None)
