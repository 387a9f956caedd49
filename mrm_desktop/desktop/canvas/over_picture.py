"""What lies over the picture of a map and follows the hand at once: outlines, a box to zoom into, what was searched, scale, north."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPicture
from PySide6.QtWidgets import QWidget

from mrm_desktop.cartography.display_list import Item
from mrm_desktop.cartography.marginalia import draw_north, draw_scale_bar
from mrm_desktop.cartography.plan import AreaPlan
from mrm_desktop.cartography.plane import Box
from mrm_desktop.cartography.style import GroundColours, load_style
from mrm_desktop.cartography.view import View
from mrm_desktop.desktop.canvas.bubble import paint_bubble
from mrm_desktop.desktop.canvas.paint import outline_path, paint_items

RING_PX = 3.0
LIFTED_PX, CHOSEN_PX = 1.4, 3.0
"""Width of the outline of an area under the pointer, and of one that keys have chosen."""


def paint_outline(painter: QPainter, areas: AreaPlan, view: View, code: str, width: float) -> None:
    """Outline an area; one that is not on the map has none."""
    row = areas.position.get(code)
    if row is None:
        return
    path = outline_path(areas.at(view)[0][row], view)
    colours = load_style().ground  # on the areas, which are light whatever the page around is
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, wide in ((colours.halo, width + 1.6), (colours.letters, width)):
        painter.setPen(QPen(QColor(colour), wide))
        painter.drawPath(path)


def paint_ring(painter: QPainter, widget: QWidget) -> None:
    """Frame the map: the keys go to it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(widget.palette().highlight().color(), RING_PX))
    half = RING_PX / 2
    painter.drawRect(QRectF(widget.rect()).adjusted(half, half, -half, -half))


def paint_box(painter: QPainter, box: QRectF, colours: GroundColours) -> None:
    """Paint the box that is being drawn to zoom into."""
    inside = QColor(colours.veil)
    inside.setAlpha(40)
    painter.setPen(QPen(QColor(colours.veil), 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(inside)
    painter.drawRect(box)


def paint_found(painter: QPainter, widget: QWidget, view: View, name: str, at: tuple[float, float], colours: GroundColours) -> None:
    """Mark what was searched for: a ring with its name above."""
    spot = QPointF(*view.place(*at))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((colours.halo, 5.0), (colours.letters, 2.4)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawEllipse(spot, 11, 11)
    pair = QColor(colours.badge), QColor(colours.letters)
    paint_bubble(painter, spot + QPointF(0, -18), [name], pair, widget.font(), widget.rect().size(), above=True)


def edge_items(widget: QWidget, view: View, colours: GroundColours, covered: Box) -> tuple[Item, ...]:
    """Draw the scale bar and the arrow to the north where nothing covers them."""
    size = max(11.0, widget.fontInfo().pixelSize() * 0.85)
    is_mirrored = widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
    edge, inwards = (widget.width() - 10.0 - covered[2], -22) if is_mirrored else (10.0 + covered[0], 22)
    return (
        *draw_scale_bar(view, (edge, widget.height() - 10.0), 110.0, size, colours.letters, colours.halo, is_mirrored),
        *draw_north(view, (edge + inwards, widget.height() - 78.0), 13.0, colours.letters, colours.halo),
    )


class Edge:
    """What stands at the edge. While the hand moves the map it is not drawn anew: its few signs cost more than the picture below."""

    def __init__(self) -> None:
        self._drawn: QPicture | None = None
        self._drawn_for: tuple[object, ...] = ()

    def paint(self, painter: QPainter, widget: QWidget, view: View, colours: GroundColours, covered: Box, is_moving: bool) -> None:
        """Paint the scale bar and the arrow to the north.

        Parameters
        ----------
        is_moving : bool
            The map is under the hand: what was drawn last for this scale and page will do.
        """
        drawn_for = (view.scale, widget.size().toTuple(), colours, covered, widget.layoutDirection(), widget.devicePixelRatioF())
        if self._drawn is None or not is_moving or drawn_for != self._drawn_for:
            self._drawn, self._drawn_for = QPicture(), drawn_for
            inner = QPainter(self._drawn)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_items(inner, edge_items(widget, view, colours, covered), view, widget.devicePixelRatioF())
            inner.end()
        painter.drawPicture(0, 0, self._drawn)
