"""Deciding and printing an area's note, from whichever page the area was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from mrm_desktop.desktop.assess.assess_session import AssessSession
from mrm_desktop.desktop.assess.decision_dialog import FIELDS, DecisionDialog
from mrm_desktop.desktop.parts.drafts import Content, DraftKeeper, Fields
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.objections import Brought

KEPT = ("outcome", "consent", *FIELDS)
"""Fields of the dialog that outlive a lock."""
ARGUMENTS = "arguments"


class DecisionForm(Fields):
    """What of the dialog outlives a lock: its fields, and which arguments of the other side were ticked."""

    def __init__(self, dialog: DecisionDialog) -> None:
        super().__init__({name: getattr(dialog, name) for name in KEPT})
        self._arguments = dialog.arguments

    def read(self) -> Content:
        return {**super().read(), ARGUMENTS: "\n".join(self._arguments.ticked())}

    def put(self, content: Content) -> None:
        super().put(content)
        self._arguments.tick(str(content.get(ARGUMENTS, "")).splitlines())


class DecisionController(QObject):
    """Opens the dialogs and hands what was filled in to the session.

    Parameters
    ----------
    parent : QWidget
        In front of which the dialogs open.

    ``left`` carries the area whose dialog was closed, once what was typed there is kept or destroyed.
    """

    recorded = Signal(object)
    left = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent, self._session = context, parent, AssessSession(context.opened)

    def ask_decision(self, card: AreaCard, question: Question | None = None, limits: Sequence[str] = ()) -> None:
        """Open the decision dialog for an area; ``limits`` stand among its conditions. Why it is right only a person can write."""
        asked = question or self._context.question()
        is_past = asked.on is not None and asked.on != self._context.day
        dialog = DecisionDialog(card, self._context.words, self._session.policy, self._parent, is_past, self._session.signing_role)
        for limit in limits:
            dialog.conditions.appendPlainText(limit)
        draft = DraftKeeper(self._context, "decision", card.area.code, dialog, DecisionForm(dialog))
        dialog.submitted.connect(lambda: self._record(card, asked, dialog, draft))
        # A write of its own: it comes after that of the draft.
        code, work = card.area.code, self._context.work
        dialog.finished.connect(lambda _: work.write(lambda: None, lambda _: self.left.emit(code), self._context.fail))
        dialog.open()
        session = self._session

        def bring(brought: Brought) -> None:
            if shiboken6.isValid(dialog):
                dialog.bring(brought)

        # What speaks against it comes a moment later; without it the conversation goes on.
        self._context.work.read(lambda: session.bring_objections(card), bring, self._context.fail, view="decision.objections")

    def ask_note(self, card: AreaCard, question: Question | None = None) -> None:
        """Ask where to, then print the note of an area."""
        asked, words, session = question or self._context.question(), self._context.words, self._session
        suggested = f"{card.area.code}_area-note_a4_{card.assessment.assessed_on:%Y%m%d}.pdf"
        name, _ = QFileDialog.getSaveFileName(self._parent, words.say("window.print_note"), suggested, "PDF (*.pdf)")
        if name:
            self._context.work.write(
                lambda: session.print_note(card.area.code, asked, Path(name)),
                self._context.wrote,
                self._context.fail,
            )

    def _record(self, card: AreaCard, question: Question, dialog: DecisionDialog, kept: DraftKeeper) -> None:
        session, draft, signing, clock = self._session, dialog.draft(), dialog.signing.text(), dialog.clock.isChecked()

        def recorded(decision: Decision) -> None:
            kept.done()
            dialog.finish()
            self._recorded(decision)

        self._context.work.write(lambda: session.decide(card.area.code, question, draft, signing, clock), recorded, dialog.refuse)

    def _recorded(self, decision: Decision) -> None:
        words, withheld = self._context.words, decision.draft.withheld
        named = {"sequence": decision.sequence, "code": decision.hash[:12]}
        waits = list(decision.draft.signatories)
        said = words.say("decision.recorded_waiting", **named, approval=waits) if waits else words.say("decision.recorded", **named)
        self._context.tell(words.say("guard.withheld", guarded_fields=withheld) if withheld else said)
        self.recorded.emit(decision)
