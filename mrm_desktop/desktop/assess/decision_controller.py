"""Deciding and printing an area's note, from whichever page the area was looked at."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.project.question import Question


class DecisionController(QObject):
    """Opens the dialogs and hands what was filled in to the session."""

    recorded = Signal(object)

    def __init__(self, desk: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._parent = desk, parent

    def ask_decision(self, card: AreaCard, question: Question | None = None, rationale: str = "") -> None:
        """Open the decision dialog for an area."""
        asked = question or self._desk.question()
        dialog = DecisionDialog(card, self._desk.words, self._parent)
        dialog.rationale.setPlainText(rationale)
        dialog.accepted.connect(lambda: self._record(card, asked, dialog))
        dialog.open()

    def ask_note(self, card: AreaCard, question: Question | None = None) -> None:
        """Ask where to, then print the note of an area."""
        asked, words, session = question or self._desk.question(), self._desk.words, self._desk.session
        suggested = f"{card.area.code}_area-note_a4_{card.assessment.assessed_on:%Y%m%d}.pdf"
        name, _ = QFileDialog.getSaveFileName(self._parent, words.say("window.print_note"), suggested, "PDF (*.pdf)")
        if name:
            self._desk.work.read(
                lambda: session.assess.print_note(card.area.code, asked, Path(name)),
                lambda path: self._desk.tell(words.say("window.saved", file=path.name)),
                self._desk.fail,
            )

    def _record(self, card: AreaCard, question: Question, dialog: DecisionDialog) -> None:
        session, draft = self._desk.session, dialog.draft()
        self._desk.work.write(lambda: session.assess.decide(card.area.code, question, draft), self._recorded, self._desk.fail)

    def _recorded(self, decision: Decision) -> None:
        said = self._desk.words.say("decision.recorded", sequence=decision.sequence, code=decision.hash[:12])
        self._desk.tell(said)
        self._desk.changed()
        self.recorded.emit(decision)
