"""A form whose rows stand one below the other. Each gets the height that its width needs, also a part made of parts.

Qt's own form layout gives a row that wraps, and that changes later, the height that it had at first.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class ColumnForm(QVBoxLayout):
    """Speaks as far as it is needed as Qt's form layout does, so that the notes of the text guard can stand in it."""

    def addRow(self, widget: QWidget) -> None:
        """Put a part at the end."""
        self.addWidget(widget)

    def insertRow(self, row: int, widget: QWidget) -> None:
        """Put a part before the one in a row."""
        self.insertWidget(row, widget)

    def rowCount(self) -> int:
        """Return how many rows there are."""
        return self.count()

    def getWidgetPosition(self, widget: QWidget) -> tuple[int, int]:
        """Return the row of a part, -1 where it is none of these; the second number is there for Qt's form layout."""
        return self.indexOf(widget), 0

    def removeRow(self, widget: QWidget) -> None:
        """Take a part away for good."""
        self.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def setRowVisible(self, widget: QWidget, visible: bool) -> None:
        """Show or hide a part."""
        widget.setVisible(visible)
