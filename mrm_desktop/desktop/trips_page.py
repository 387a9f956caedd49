"""The trips workspace."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from mrm_desktop.desktop.area_card import label
from mrm_desktop.desktop.desk import Desk, Page


class TripsPage(Page):
    """Says what will stand here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(label(desk.words.say("workspace.trips"), "title"))
        layout.addStretch(1)
