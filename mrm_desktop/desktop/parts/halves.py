"""Parts of a page beside each other, with a line between them that can be moved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget


def halves(parts: Sequence[QWidget], sizes: Sequence[int], grows: int = 0) -> QSplitter:
    """Lay parts out beside each other; none of them can be pushed together until it is gone.

    Parameters
    ----------
    sizes : Sequence[int]
        How wide each begins, pixels.
    grows : int
        Number of the part that takes the room of a wider window.
    """
    made = QSplitter(Qt.Orientation.Horizontal)
    made.setChildrenCollapsible(False)
    for number, part in enumerate(parts):
        made.addWidget(part)
        made.setStretchFactor(number, int(number == grows))
    made.setSizes(list(sizes))
    return made


def fill(page: QWidget, whole: QWidget) -> None:
    """Let one part fill a page to its edges."""
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(whole)
