"""The page that will be printed, as it forms beside the conversation."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.sign_offs import Standing
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.register import decided_in_words
from mrm_desktop.reports.release.ladder import Reader


class DecisionPage(QFrame):
    """Says what the register and the note will say of the decision, in the same words."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("decision-page")
        self.head, self.lines = label("", "verdict"), label("", "")
        self.lines.setObjectName("decision-page-lines")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.addWidget(label(words.say("decide.as_printed"), "soft"))
        layout.addWidget(self.head)
        layout.addWidget(self.lines)
        layout.addStretch(1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Say that nothing was decided yet."""
        self.head.setText(self._words.say("decide.nothing_yet"))
        self.lines.setText("")

    def show_decision(self, decision: Decision) -> None:
        """Show a decision as it would be printed."""
        words = self._words
        self.head.setText(
            words.say(
                "decide.head",
                place=decision.area_name,
                outcome=words.term("outcome", decision.draft.outcome),
                mode=words.term("mode", decision.draft.chosen_mode),
                until=decision.expires_on,
            )
        )
        self.lines.setText("\n\n".join(decided_in_words(decision, Standing(), Reader.INTERNAL, words)))
