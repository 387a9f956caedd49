"""The calendar of every field for a day: it can be read at every size of text, in light and in dark."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QSize, Qt
from PySide6.QtGui import QFontMetrics, QTextCharFormat
from PySide6.QtWidgets import QAbstractItemView, QCalendarWidget, QToolButton

ROOM = 14
"""Pixels around the number of a day, in both directions: what separates it from its neighbours, and makes it easy to hit."""
ROWS, COLUMNS = 7, 7  # the names of the days, then six weeks


class DayCalendar(QCalendarWidget):
    """A month in which every number has room. Left to itself Qt's calendar cuts what has two digits, under a style sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, QTextCharFormat())  # as any other day: red says danger here
        back, on = Qt.ArrowType.LeftArrow, Qt.ArrowType.RightArrow
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            back, on = on, back
        for name, arrow in (("qt_calendar_prevmonth", back), ("qt_calendar_nextmonth", on)):
            button = self.findChild(QToolButton, name)
            assert isinstance(button, QToolButton)
            button.setArrowType(arrow)  # in the colour of text, where the icon is black in the dark, too

    def minimumSizeHint(self) -> QSize:
        """Return the size in which each cell holds its number and each column the name of its day."""
        cell, bar = self._cell(), self.findChild(QToolButton, "qt_calendar_monthbutton")
        assert isinstance(bar, QToolButton)
        frame = 2 * self._days().frameWidth() + 2
        return QSize(cell.width() * COLUMNS + frame, cell.height() * ROWS + frame + bar.sizeHint().height() + ROOM)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()

    def _days(self) -> QAbstractItemView:
        view = self.findChild(QAbstractItemView, "qt_calendar_calendarview")
        assert isinstance(view, QAbstractItemView)
        return view

    def _cell(self) -> QSize:
        metrics, locale = QFontMetrics(self._days().font()), self.locale()
        names = [locale.dayName(day, QLocale.FormatType.ShortFormat) for day in range(1, 8)]
        numbers = [locale.toString(number) for number in range(10, 32)]
        return QSize(max(map(metrics.horizontalAdvance, (*names, *numbers))) + ROOM, metrics.height() + ROOM)
