"""A layout that sets parts beside each other as words on a line, and goes on below where the line is full."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Parts keep their wished size; in a mirrored window they run from the right.

    Parameters
    ----------
    gap : int
        Pixels between parts and between lines.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self._gap = gap
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), only_measure=True)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, only_measure=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, only_measure: bool) -> int:
        """Set the parts into a box, each in the middle of its line; return the height that they take."""
        margins = self.contentsMargins()
        box = rect.marginsRemoved(margins)
        parent = self.parentWidget()
        is_mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        y = box.top()
        for line in self._lines(box.width()):
            x, tall = box.left(), max(item.sizeHint().height() for item in line)
            for item in line:
                size = item.sizeHint()
                if not only_measure:
                    left = box.right() + 1 - (x - box.left()) - size.width() if is_mirrored else x
                    item.setGeometry(QRect(QPoint(left, y + (tall - size.height()) // 2), size))
                x += size.width() + self._gap
            y += tall + self._gap
        return max(y - self._gap, box.top()) - rect.top() + margins.bottom()

    def _lines(self, width: int) -> Iterator[list[QLayoutItem]]:
        """Yield the parts that stand beside each other."""
        line: list[QLayoutItem] = []
        taken = 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            needs = item.sizeHint().width()
            if line and taken + needs > width:
                yield line
                line, taken = [], 0
            line.append(item)
            taken += needs + self._gap
        if line:
            yield line
