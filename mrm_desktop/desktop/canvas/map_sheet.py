"""The map as a sheet with everything that must stand beside it: title, legend, scale, north, notes. For the clipboard and for a printer.

It is composed anew at the size of the sheet, not copied from the screen, so that letters and signs have their size on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPixmap

from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.marginalia import draw_north, draw_scale_bar
from mrm_desktop.cartography.plan import plan_of
from mrm_desktop.cartography.scene import compose
from mrm_desktop.cartography.sheet import boxes_of
from mrm_desktop.cartography.showing import Showing
from mrm_desktop.cartography.view import View
from mrm_desktop.desktop.canvas.legend_strip import SWATCH, Chip, chips_of, swatch
from mrm_desktop.desktop.canvas.paint import font_of, paint_items, paint_scene

PICTURE = QSizeF(1120, 790)
"""A sheet for the clipboard, pixels of the page: A4 across, with room to breathe."""
RATIO = 2.0
"""Device pixels per pixel of the page for the clipboard: sharp in a document of A4."""
_MARGIN, _GAP, _LETTER = 28.0, 8.0, 11.0
_INK, _SOFT, _PAPER = QColor("#26221c"), QColor("#6b655a"), QColor("#ffffff")


def map_picture(document: MapDocument, view: View, showing: Showing) -> QImage:
    """Return a sheet as a picture."""
    image = QImage((PICTURE * RATIO).toSize(), QImage.Format.Format_RGB32)
    image.fill(_PAPER)
    painter = QPainter(image)
    draw_sheet(painter, PICTURE, RATIO, document, view, showing)
    painter.end()
    return image


def draw_sheet(painter: QPainter, size: QSizeF, ratio: float, document: MapDocument, view: View, showing: Showing) -> None:
    """Draw a sheet.

    Parameters
    ----------
    painter : QPainter
        Its unit is the device pixel.
    size : QSizeF
        The sheet, pixels of the page.
    ratio : float
        Device pixels per pixel of the page.
    view : View
        The stretch of the map; as much more of it is shown as the sheet has room for.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(ratio, ratio)
    is_mirrored = document.direction == "rtl"
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if is_mirrored else Qt.LayoutDirection.LeftToRight)
    wide = size.width() - 2 * _MARGIN
    told = document.marginalia
    top = _write(painter, told.title, QRectF(_MARGIN, _MARGIN, wide, 400), font_of(18, 600), _INK, is_mirrored)
    under = f"{told.subtitle} · {told.sensitivity}"
    top = _write(painter, under, QRectF(_MARGIN, top + 2, wide, 400), font_of(12, 400), _SOFT, is_mirrored) + _GAP
    notes, chips = "  ·  ".join(told.notes), list(chips_of(document, showing))
    notes_font = font_of(9, 400)
    tall = _height_of(notes, notes_font, wide)
    legend = _rows_of(chips, wide)
    bottom = size.height() - _MARGIN - tall
    _write(painter, notes, QRectF(_MARGIN, bottom, wide, tall), notes_font, _SOFT, is_mirrored)
    legend_top = bottom - _GAP - len(legend) * (_LETTER + 9)
    _draw_legend(painter, legend, QRectF(_MARGIN, legend_top, wide, bottom - legend_top), ratio, is_mirrored)
    _draw_map(painter, QRectF(_MARGIN, top, wide, legend_top - _GAP - top), ratio, document, view, showing)


def _draw_map(painter: QPainter, box: QRectF, ratio: float, document: MapDocument, view: View, showing: Showing) -> None:
    factor = min(box.width() / view.width, box.height() / view.height)
    page = replace(view, width=box.width(), height=box.height(), scale=view.scale * factor)
    # The user's own tiles stay on the screen: whoever made them is not credited here, and has said nothing about handing them on.
    on_paper = replace(showing, is_dark=False, letter_px=_LETTER, has_tiles=False, has_vectors=False)
    colours = on_paper.colours
    items = [
        *draw_scale_bar(page, (8, page.height - 8), 130.0, _LETTER, colours.letters, colours.halo),
        *draw_north(page, (26, page.height - 74), 13.0, colours.letters, colours.halo),
    ]
    scene = compose(plan_of(document, view.plane), page, on_paper, covered=boxes_of(items))
    painter.drawImage(box, paint_scene(scene, ratio))
    painter.save()
    painter.translate(box.topLeft())
    paint_items(painter, items, page, ratio)
    painter.restore()
    painter.setPen(_INK)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _rows_of(chips: Sequence[Chip], wide: float) -> list[list[tuple[Chip, float]]]:
    """Set chips beside each other in rows of a width; each with the pixels that it takes."""
    metrics, left = QFontMetricsF(font_of(_LETTER, 400)), wide + 1
    rows: list[list[tuple[Chip, float]]] = []
    for chip in chips:
        needs = SWATCH.width() + 6 + metrics.horizontalAdvance(_words_of(chip)) + 18
        if left + needs > wide:
            rows.append([])
            left = 0.0
        rows[-1].append((chip, needs))
        left += needs
    return rows


def _words_of(chip: Chip) -> str:
    return chip.label if chip.count is None else f"{chip.label} ({chip.count})"


def _draw_legend(
    painter: QPainter, rows: Sequence[Sequence[tuple[Chip, float]]], box: QRectF, ratio: float, is_mirrored: bool
) -> None:
    font, line = font_of(_LETTER, 400), _LETTER + 9
    painter.setFont(font)
    for number, row in enumerate(rows):
        x, y = 0.0, box.top() + number * line
        for chip, needs in row:
            left = box.right() - x - SWATCH.width() if is_mirrored else box.left() + x
            sample: QPixmap = swatch(chip, ratio)
            painter.drawPixmap(QRectF(left, y + 2, SWATCH.width(), SWATCH.height()), sample, QRectF(sample.rect()))
            beside = needs - SWATCH.width() - 6
            words = QRectF(left - 6 - beside if is_mirrored else left + SWATCH.width() + 6, y, beside, line)
            painter.setPen(_INK)
            aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(words, aligned, _words_of(chip))
            x += needs


def _write(painter: QPainter, text: str, box: QRectF, font: QFont, colour: QColor, is_mirrored: bool) -> float:
    """Write a text into a box, wrapping; return where it ends."""
    painter.setFont(font)
    painter.setPen(colour)
    side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute if is_mirrored else Qt.AlignmentFlag.AlignLeft
    flags = side | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(box, flags, text)
    return box.top() + _height_of(text, font, box.width())


def _height_of(text: str, font: QFont, wide: float) -> float:
    metrics = QFontMetricsF(font)
    return metrics.boundingRect(QRectF(0, 0, wide, 10_000), Qt.TextFlag.TextWordWrap, text).height()
