"""Comparing at work: another mode or day beside the map, and the list of what differs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from mrm_desktop.desktop.map.compare_panel import ComparePanel
from mrm_desktop.desktop.map.map_canvas import MapCanvas
from mrm_desktop.desktop.map.map_session import Comparison, MapFacts, MapSession
from mrm_desktop.desktop.parts.page_context import Ask
from mrm_desktop.project.question import Question


class MapComparison(QObject):
    """Asks for the other side and shows it. ``panel_wanted`` tells whether its panel is to be shown.

    Parameters
    ----------
    asked : Callable[[], tuple[Question, str, int | None]]
        Returns what is asked on this side, the theme that is shown, and how many days back incidents are shown (None for all).
    """

    panel_wanted = Signal(bool)

    def __init__(
        self,
        session: MapSession,
        ask: Ask,
        panel: ComparePanel,
        canvas: MapCanvas,
        asked: Callable[[], tuple[Question, str, int | None]],
    ) -> None:
        super().__init__()
        self._session, self._ask, self._panel, self._canvas, self._asked = session, ask, panel, canvas, asked
        self.facts: MapFacts | None = None
        """What is known of the project's days; without it nothing can be compared."""
        panel.compare_asked.connect(self.compare)
        panel.closed.connect(self._end)

    def begin(self) -> None:
        """Offer an earlier day."""
        if self.facts is not None:
            self._panel.begin(self._asked()[0], self.facts.first_day, self.facts.today)
            self.panel_wanted.emit(True)

    def compare(self) -> None:
        """Assess the other side and show it beside this one."""
        if self.facts is None:
            return
        left, theme, days = self._asked()
        session, right = self._session, self._panel.other(left, self.facts.today)
        self._ask(lambda: session.compare(left, right, theme, days), self._show, part="comparison")

    def _show(self, comparison: Comparison) -> None:
        self._panel.show_comparison(comparison)
        self._canvas.show_second(comparison)

    def _end(self) -> None:
        self.panel_wanted.emit(False)
        self._canvas.show_second(None)
