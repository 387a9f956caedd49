"""What the answers say: a headline for each finding, under it what it rests on, and the way to its cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.evidence.perceptions.findings import Finding
from mrm_desktop.services.evidence.perceptions.saying import finding_sentences


class FindingsPanel(QScrollArea):
    """A list of findings, the most important first."""

    opened = Signal(str, str)  # area, group

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("card")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(words.say("review.findings"))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show findings; none is said, too."""
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.addWidget(label(self._words.say("review.findings"), "verdict"))
        for finding in findings:
            headline, why = finding_sentences(finding, self._words)
            layout.addWidget(label(reading(headline), "section"))
            layout.addWidget(label(reading(why), "soft"))
            if finding.area_code and finding.group:
                layout.addWidget(self._way_to(finding, headline), 0, Qt.AlignmentFlag.AlignLeading)
            layout.addSpacing(10)
        if not findings:
            layout.addWidget(label(self._words.say("review.none"), "soft"))
        else:
            layout.addWidget(label(self._words.say("review.cell.pick"), "soft"))
        layout.addStretch(1)
        self.setWidget(inside)

    def _way_to(self, finding: Finding, headline: str) -> QPushButton:
        button = QPushButton(self._words.say("review.finding.open"))
        button.setProperty("role", "link")
        button.setAccessibleName(self._words.pair(self._words.say("review.finding.open"), headline))
        button.clicked.connect(lambda _=False: self.opened.emit(finding.area_code, finding.group))
        return button
