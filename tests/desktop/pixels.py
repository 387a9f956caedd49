"""What a widget looks like, measured: contrasts as WCAG 2.2 defines them, from the pixels that were painted."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel

Numbers = NDArray[Any]


def rgb(picture: QPixmap | QImage) -> Numbers:
    """Return the colours of a picture: height by width by three."""
    image = (picture.toImage() if isinstance(picture, QPixmap) else picture).convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, : image.width(), 2::-1].astype(float)


def luminance(colours: Numbers) -> Numbers:
    """Return the relative luminance of colours."""
    part = colours / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: Numbers, other: Numbers) -> Numbers:
    """Return the contrast of colours with others, from 1 to 21."""
    a, b = luminance(one), luminance(other)
    return np.asarray((np.maximum(a, b) + 0.05) / (np.minimum(a, b) + 0.05))


def contrast_of_text(picture: Numbers) -> float:
    """Return the contrast of what is written on a ground: the ground is the colour seen most, the letters what differs most from it."""
    flat = picture.reshape(-1, 3)
    colours, counts = np.unique(flat, axis=0, return_counts=True)
    ground = colours[counts.argmax()]
    return float(contrast(flat, ground[None, :]).max())


def read_off(label: QLabel) -> list[str]:
    """Return the lines of a label as the eye reads them from the left, each sign at the place at which Qt paints it."""
    text = label.text()
    layout = QTextLayout(text, label.font())
    option = QTextOption()
    option.setTextDirection(label.layoutDirection())
    option.setWrapMode(QTextOption.WrapMode.WordWrap if label.wordWrap() else QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    room = label.contentsRect().width() - 2 * label.margin()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
    layout.endLayout()
    return [_seen(text, layout, number) for number in range(layout.lineCount())]


def _seen(text: str, layout: QTextLayout, number: int) -> str:
    line = layout.lineAt(number)
    places = []
    for at in range(line.textStart(), line.textStart() + line.textLength()):
        runs = line.glyphRuns(at, 1)
        if runs and runs[0].positions() and text[at] not in _UNSEEN:
            places.append((runs[0].positions()[0].x(), text[at]))
    return "".join(sign for _, sign in sorted(places))


_UNSEEN = "\u200b\u2060\u200e\u200f\u2066\u2067\u2068\u2069"
