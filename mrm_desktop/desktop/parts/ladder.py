"""The ladder of contact: its rungs from the civilian side to an escort, with the ceiling marked. Words say the same as the picture."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words

RUNGS: tuple[tuple[Mode, ...], ...] = (
    (Mode.CIVILIAN_CHANNEL, Mode.NO_CONTACT),
    (Mode.DECONFLICTION,),
    (Mode.ALERT,),
    (Mode.LIAISON,),
    (Mode.PROTECTION_REQUEST, Mode.VERIFICATION_SECURITY),
    (Mode.ARMED_ESCORT, Mode.MILITARY_ASSETS),
)
"""The modes of each rung, the least visible first; modes that are as visible as each other share one, called by its first."""
GAP, BAR, ROOM = 4, 9, 5  # pixels between rungs, of a rung's bar, and between bar and name
SMALL, SMALLEST = 0.84, 0.6  # of the size of the text; smaller only as far as the longest word of a rung needs


def rung_of(mode: Mode) -> int:
    """Return the rung on which a mode stands."""
    return next(number for number, modes in enumerate(RUNGS) if mode in modes)


class Ladder(QWidget):
    """Shows how far contact may go. Up to the ceiling the rungs are filled; the ceiling itself is bold, what lies above is hollow."""

    def __init__(self, ceiling: Mode, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._top = rung_of(ceiling)
        self._names = [words.say(f"rung.{modes[0]}") for modes in RUNGS]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        above = self._names[self._top + 1 :]
        said = words.say("ladder.up_to", mode=words.term("mode", ceiling), number=self._top + 1, count=len(RUNGS))
        self.setAccessibleName(words.say("ladder.title"))
        self.setAccessibleDescription(f"{said} {words.say('ladder.closed', rungs=words.list(above))}" if above else said)
        self.setToolTip(self.accessibleDescription())

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the rungs, the least visible first."""
        return tuple(self._names)

    @property
    def top(self) -> int:
        """The rung of the ceiling, counted from 0."""
        return self._top

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        box = max(20, int(self._width_of_rung(width)))
        flags = int(Qt.TextFlag.TextWordWrap)
        metrics = QFontMetrics(self._font(width, is_bold=True))
        tallest = max(metrics.boundingRect(0, 0, box, 2000, flags, name).height() for name in self._names)
        return BAR + ROOM + tallest + 2

    def sizeHint(self) -> QSize:
        return QSize(340, self.heightForWidth(340))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(200, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._width_of_rung(self.width())
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for number, name in enumerate(self._names):
            place = len(self._names) - 1 - number if mirrored else number
            self._paint_rung(painter, number, name, QRectF(place * (wide + GAP), 0, wide, self.height()))

    def _paint_rung(self, painter: QPainter, number: int, name: str, box: QRectF) -> None:
        palette, is_top = self.palette(), number == self._top
        mark, soft = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.PlaceholderText)
        bar = QRectF(box.left() + 0.5, 0.5, box.width() - 1, BAR - 1)
        fill = palette.color(QPalette.ColorRole.WindowText) if is_top else mark
        painter.setPen(QPen(soft if number > self._top else fill, 1))
        painter.setBrush(fill if number <= self._top else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar, 3, 3)
        painter.setFont(self._font(self.width(), is_bold=is_top))
        painter.setPen(soft if number > self._top else palette.color(QPalette.ColorRole.WindowText))
        below = QRectF(box.left(), BAR + ROOM, box.width(), box.height() - BAR - ROOM)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(below, int(flags), name)

    def _width_of_rung(self, width: int) -> float:
        return (width - GAP * (len(self._names) - 1)) / len(self._names)

    def _font(self, width: int, *, is_bold: bool) -> QFont:
        """Return the type in which every word fits its rung."""
        font = QFont(self.font())
        font.setBold(True)
        metrics, room = QFontMetrics(font), self._width_of_rung(width)
        widest = max(metrics.horizontalAdvance(word) for name in self._names for word in name.split())
        font.setPointSizeF(font.pointSizeF() * max(SMALLEST, min(SMALL, room / widest)))
        font.setBold(is_bold)
        return font
