"""What charts of ratings share: colours and signs of groups and answers, the axis from -2 to 2, and which way the window reads."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from mrm_desktop.cartography.contrast import letters_on

# Worst to best: safe for the common colour-vision deficiencies; the numbers beside them say the same.
ANSWER_COLOURS = ("#8a3b2a", "#d39a84", "#cfc8b8", "#8fb0c8", "#2f5c84")
GROUP_COLOURS = {
    **{"women": "#b4483a", "men": "#3d7ea6", "displaced": "#8a6bb5", "host": "#5f8a3c", "youth": "#b98222"},
    **{"adults": "#4f8f88", "older": "#8c6d52", "with_disability": "#a85c8c", "without_disability": "#7d8593"},
    **{"all": "#7d7568", "elsewhere": "#5a6b8c"},
}
GROUP_SIGNS = ("disc", "square", "diamond", "up", "down")
RATING_TICKS = (-2, -1, 0, 1, 2)


def tick_text(tick: int) -> str:
    """Return a whole rating with its sign, which stays before it also where the window reads from right to left."""
    return f"\u2066+{tick}\u2069" if tick > 0 else f"\u2066\u2212{-tick}\u2069" if tick else "0"


def sign_of(group: str) -> str:
    """Return the sign by which a group is told apart without colour."""
    return GROUP_SIGNS[list(GROUP_COLOURS).index(group) % len(GROUP_SIGNS)]


def rating_colour(mean: float) -> QColor:
    """Return the colour of a mean rating, -2 to 2: between those of the answers on both sides of it."""
    place = min(4.0, max(0.0, mean + 2.0))
    below = min(3, int(place))
    one, other = QColor(ANSWER_COLOURS[below]), QColor(ANSWER_COLOURS[below + 1])
    return blend(one, other, place - below)


def blend(one: QColor, other: QColor, share: float) -> QColor:
    """Return a colour on the way from one to another, 0 to 1."""
    red, green, blue = (a + (b - a) * share for a, b in zip(_parts(one), _parts(other), strict=True))
    return QColor.fromRgbF(red, green, blue)


def ink_on(ground: QColor) -> QColor:
    """Return black or white, whichever reads better on a ground."""
    return QColor(letters_on(ground.name()))


def _parts(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def draw_sign(painter: QPainter, sign: str, centre: QPointF, radius: float) -> None:
    """Draw one sign in the pen and brush of the painter."""
    x, y, r = centre.x(), centre.y(), radius
    if sign == "disc":
        painter.drawEllipse(centre, r, r)
    elif sign == "square":
        painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r))
    else:
        top = -1 if sign != "down" else 1
        points = [QPointF(x, y + top * r * 1.2), QPointF(x + r * 1.15, y - top * r * 0.8), QPointF(x - r * 1.15, y - top * r * 0.8)]
        if sign == "diamond":
            points = [QPointF(x, y - r * 1.3), QPointF(x + r * 1.3, y), QPointF(x, y + r * 1.3), QPointF(x - r * 1.3, y)]
        painter.drawPolygon(points)


class Chart(QWidget):
    """A widget that paints itself, mirrored where the window is, and says in one text what it shows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Draw the chart in the size of the widget."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    @property
    def ink(self) -> QColor:
        """Colour of text and marks."""
        return self.palette().windowText().color()

    @property
    def soft(self) -> QColor:
        """Colour of what stands back: axes, small texts."""
        return self.palette().placeholderText().color()

    @property
    def line(self) -> float:
        """Height of a line of text."""
        return float(self.fontMetrics().height())

    def write(self, painter: QPainter, box: QRectF, text: str, soft: bool = False, middle: bool = False) -> None:
        """Write a text into a box, cut where it is too long."""
        painter.setPen(self.soft if soft else self.ink)
        side = Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeading
        fitting = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(self.mirror(box), int(side | Qt.AlignmentFlag.AlignVCenter), fitting)

    def rating_axis(self, painter: QPainter, box: QRectF, with_numbers: bool) -> None:
        """Draw light lines at the whole ratings, the middle stronger, and the numbers below."""
        for tick in RATING_TICKS:
            x = self.mirrored(box.left() + box.width() * (tick + 2) / 4)
            painter.setPen(QPen(self.soft, 1, Qt.PenStyle.SolidLine if tick == 0 else Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
            if with_numbers:
                place = QRectF(x - 20, box.bottom() + 1, 40, self.line)
                painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), tick_text(tick))

    def is_mirrored(self) -> bool:
        """Whether the window reads from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def mirrored(self, x: float) -> float:
        """Return where something is drawn that stands ``x`` from the beginning of the line."""
        return self.width() - x if self.is_mirrored() else x

    def mirror(self, box: QRectF) -> QRectF:
        """Return a box as it stands in the direction of the window."""
        return QRectF(self.width() - box.right(), box.top(), box.width(), box.height()) if self.is_mirrored() else box
