"""Bringing what was just said into sight, wherever it stands on sheets that scroll."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget

AROUND_PX = 12


def bring_into_sight(*widgets: QWidget) -> None:
    """Scroll every sheet around so that parts of it are seen, the last of them in any case."""
    for widget in widgets:
        above = widget.parentWidget()
        while above is not None:
            sheet = above.widget() if isinstance(above, QScrollArea) else None
            if isinstance(above, QScrollArea) and sheet is not None:
                layout = sheet.layout()
                if layout is not None:
                    layout.activate()  # what was just put into it has no place before
                above.ensureWidgetVisible(widget, AROUND_PX, AROUND_PX)
            above = None if above.isWindow() else above.parentWidget()  # the page behind a dialog stays where it is
