"""Groups by what they can do and what they think: influence downwards, acceptance from hostile to supportive, unknown apart."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.stakeholders import AGAINST_TO_FOR, MET_LATELY_DAYS, Influence, Known, WhoMatters
from mrm_desktop.foundation.words import Words

MOST_NAMED = 3
"""Groups that a field names; the table below has all."""


class InfluenceGrid(QWidget):
    """A field for each influence and acceptance, with the names of who stands there. The table says the same to a screen reader."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("influence-grid")
        self.setAccessibleName(words.say("who.grid"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)

    def show_groups(self, found: WhoMatters) -> None:
        """Show who stands where."""
        words = self._words
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for column, acceptance in enumerate(AGAINST_TO_FOR, start=1):
            self._grid.addWidget(label(words.term("acceptance", acceptance), "soft"), 0, column, Qt.AlignmentFlag.AlignHCenter)
            self._grid.setColumnStretch(column, 1)
        for row, influence in enumerate(Influence, start=1):
            self._grid.addWidget(
                label(words.say("who.grid.influence", influence=words.term("influence", influence)), "soft"), row, 0
            )
            for column, acceptance in enumerate(AGAINST_TO_FOR, start=1):
                self._grid.addWidget(self._field(found.grid.get((influence, acceptance), ())), row, column)
        self._grid.addWidget(
            label(words.say("who.grid.legend", days=MET_LATELY_DAYS), "soft"), len(Influence) + 1, 1, 1, len(AGAINST_TO_FOR)
        )

    def _field(self, groups: tuple[Known, ...]) -> QFrame:
        field = QFrame()
        field.setProperty("role", "taskcard" if groups else "emptycell")
        names = QVBoxLayout(field)
        names.setContentsMargins(6, 4, 6, 4)
        names.setSpacing(2)
        for group in groups[:MOST_NAMED]:
            names.addWidget(label(reading(group.stakeholder.who), "" if group.met_lately else "number"))
        if len(groups) > MOST_NAMED:
            names.addWidget(label(self._words.say("who.grid.more", count=len(groups) - MOST_NAMED), "soft"))
        names.addStretch(1)
        return field
