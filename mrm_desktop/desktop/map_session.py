"""What the map workspace asks of an open project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.open_project import OpenProject
from mrm_desktop.desktop.session import Painting, Question
from mrm_desktop.domain.views import AreaCard

if TYPE_CHECKING:
    from mrm_desktop.cartography.map_document import MapDocument


class MapSession:
    """Assesses for the map. Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, open_project: OpenProject) -> None:
        self._open = open_project
        self.document: MapDocument | None = None

    def paint(self, question: Question) -> Painting:
        """Assess every area and build the map."""
        from mrm_desktop.cartography.build import build_map_document
        from mrm_desktop.services.assess_project import assess_project

        view = assess_project(self._open.known(), self._open.asked(question), self._open.policy)
        self.document = build_map_document(view, self._open.words)
        return Painting(view, self.document.to_json().encode("utf-8"))

    def card(self, area_code: str, question: Question) -> AreaCard:
        """Return everything about one area, provided that those who would be exposed agree."""
        from mrm_desktop.services.assess_project import area_card

        asked = replace(self._open.asked(question), provided_consent=True)
        return area_card(self._open.known(), area_code, asked, self._open.policy)

    def export_map(self, question: Question, path: Path) -> Path:
        """Write the map as one page."""
        from mrm_desktop.services.publish import draw_map

        return draw_map(self.paint(question).view, self._open.words, path)
