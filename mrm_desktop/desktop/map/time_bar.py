"""The bar below the map: the day as of which everything is known, and which incidents are shown: how far back, and of what kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import day_field
from mrm_desktop.desktop.parts.flow_layout import FlowLayout
from mrm_desktop.foundation.words import Words

INCIDENT_WINDOWS: tuple[int | None, ...] = (30, 90, 365, None)
LEAST_SLIDER_PX = 120
PAUSE_MS = 250  # a slider that is still moving asks for nothing


class TimeBar(QWidget):
    """A slider over days and a field that say the same. ``day`` is None on the last day: then the answer is today's."""

    day_changed = Signal(object)
    window_changed = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timebar")
        self._first = self._last = date.today()  # noqa: DTZ011 - until the project says which days it has
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("time-slider")
        self.slider.setAccessibleName(words.say("timebar.slider"))
        self.slider.setPageStep(30)
        self.field = day_field()
        self.field.setObjectName("time-day")
        for part in (self.field, self.field.lineEdit()):
            part.setAccessibleName(words.say("timebar.day"))
        self.today = QPushButton(words.say("timebar.today"))
        self.today.setObjectName("time-today")
        self.incidents = QComboBox()
        self.incidents.setObjectName("incident-window")
        self.incidents.setAccessibleName(words.say("timebar.incidents"))
        for days in INCIDENT_WINDOWS:
            text = words.say("timebar.incidents.all") if days is None else words.say("timebar.incidents.days", count=days)
            self.incidents.addItem(text, days)
        self.incidents.setCurrentIndex(INCIDENT_WINDOWS.index(365))
        self.incidents.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.incidents.setMinimumContentsLength(13)
        self.kinds = QComboBox()
        self.kinds.setObjectName("incident-kind")
        self.kinds.setAccessibleName(words.say("timebar.kinds"))
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kinds.setMinimumContentsLength(len(words.say("timebar.kinds.all")))
        self.kinds.addItem(words.say("timebar.kinds.all"), "")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.day_changed.emit(self.day))
        self._column, self._row, self._flow = QVBoxLayout(self), QHBoxLayout(), FlowLayout(gap=6)
        self._column.setContentsMargins(10, 4, 10, 4)
        self._column.addLayout(self._row)
        self._column.addLayout(self._flow)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # what does not fit goes on below, see resizeEvent
        known, incidents = QLabel(words.say("timebar.known")), QLabel(words.say("timebar.incidents"))
        self._parts: list[QWidget] = [known, self.field, self.today, incidents, self.incidents, self.kinds]
        self._is_one_line = False
        self._row.addWidget(self.slider, 1)
        for shown in self._parts:
            self._flow.addWidget(shown)
        self.setMinimumWidth(200)
        self.slider.valueChanged.connect(self._from_slider)
        self.field.dateChanged.connect(self._from_field)
        self.today.clicked.connect(lambda _=False: self.slider.setValue(self.slider.maximum()))
        self.incidents.currentIndexChanged.connect(lambda _: self.window_changed.emit(self.window_days))
        self.kinds.currentIndexChanged.connect(lambda _: self.window_changed.emit(self.window_days))
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set everything on one line where the slider keeps a way to slide, else the slider above the rest."""
        super().resizeEvent(event)
        others = sum(part.sizeHint().width() + self._row.spacing() for part in self._parts)
        has_room = self.width() - others - 30 >= LEAST_SLIDER_PX
        if has_room != self._is_one_line:
            self._is_one_line = has_room
            for number, part in enumerate(self._parts):
                if has_room:
                    self._row.insertWidget(number if number < 2 else number + 1, part)
                else:
                    self._flow.addWidget(part)
        needed = self._row.sizeHint().height() + self._flow.heightForWidth(self.width() - 20) + 14
        height = self.sizeHint().height() if has_room else needed
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def ask_day(self) -> None:
        """Let the day be chosen."""
        self.field.setFocus()
        self.field.selectAll()

    def set_kinds(self, kinds: Sequence[str]) -> None:
        """Offer the kinds of incidents that there are; the one that is chosen stays, also where it has none left."""
        shown = [self.kinds.itemData(row) for row in range(1, self.kinds.count())]
        chosen = self.kind
        wanted = list(kinds) if not chosen or chosen in kinds else [*kinds, chosen]
        if shown == wanted:
            return
        self.kinds.blockSignals(True)
        while self.kinds.count() > 1:
            self.kinds.removeItem(1)
        for kind in wanted:
            self.kinds.addItem(kind, kind)
        self.kinds.setCurrentIndex(max(0, self.kinds.findData(chosen)))
        self.kinds.blockSignals(False)

    @property
    def kind(self) -> str:
        """The kind of incidents that are shown, in their source's words; "" for all."""
        return str(self.kinds.currentData() or "")

    def set_range(self, first: date, last: date) -> None:
        """Take over the days of a project; the day that is shown stays where it is in the range, else it is the last."""
        shown = self.day
        self._first, self._last = first, last
        for part in (self.slider, self.field):
            part.blockSignals(True)
        self.slider.setRange(0, (last - first).days)
        self.field.setDateRange(_qt(first), _qt(last))
        at = shown if shown is not None and first <= shown <= last else last
        self.slider.setValue((at - first).days)
        self.field.setDate(_qt(at))
        for part in (self.slider, self.field):
            part.blockSignals(False)
        self._tell()

    @property
    def day(self) -> date | None:
        """The day that is shown; None for the last one."""
        shown = self._first + timedelta(days=self.slider.value())
        return None if shown >= self._last else shown

    @property
    def window_days(self) -> int | None:
        """How many days back incidents are shown; None for all."""
        days = self.incidents.currentData()
        return days if isinstance(days, int) else None

    def _from_slider(self, value: int) -> None:
        self.field.blockSignals(True)
        self.field.setDate(_qt(self._first + timedelta(days=value)))
        self.field.blockSignals(False)
        self._tell()
        self._pause.start()

    def _from_field(self, day: QDate) -> None:
        self.slider.setValue((date(day.year(), day.month(), day.day()) - self._first).days)

    def _tell(self) -> None:
        self.today.setEnabled(self.day is not None)


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
