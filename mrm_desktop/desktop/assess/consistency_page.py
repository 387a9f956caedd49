"""Like cases decided unlike, and unlike cases decided alike: a question to two offices, not a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from mrm_desktop.desktop.assess.assess_session import AssessSession
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.project.kinds import Kind

if TYPE_CHECKING:
    from mrm_desktop.scoring import Pair

COLUMNS = ("kind", "first", "second", "distance", "differs_in")


class ConsistencyPage(Page):
    """Lists the pairs among the decisions in force."""

    rests_on = frozenset({Kind.DECISIONS})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._session, words = AssessSession(context.opened), context.words
        self.table, self._model = text_table(
            words.say("consistency.title"), [words.say(f"consistency.column.{c}") for c in COLUMNS]
        )
        self.table.activated.connect(lambda index: self._pick(index.row()))
        self.none = label("", "")
        self._pairs: tuple[Pair, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(label(words.say("consistency.title"), "title"))
        layout.addWidget(label(words.say("consistency.what"), "soft"))
        layout.addWidget(self.none)
        layout.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Ask for the pairs."""
        self.ask(self._session.inconsistent, self.fill)

    def fill(self, answer: tuple[tuple[Pair, ...], dict[str, str]]) -> None:
        """Show pairs, the most striking first."""
        self._pairs, names = answer
        words = self._context.words
        self.none.setText("" if self._pairs else words.say("consistency.none"))
        self.none.setVisible(not self._pairs)
        self._model.fill(
            [
                (
                    words.say(f"consistency.{p.kind}"),
                    f"{names.get(p.first, p.first)} [{p.first}]",
                    f"{names.get(p.second, p.second)} [{p.second}]",
                    words.number(p.distance),
                    words.term("index_part", p.differs_in),
                )
                for p in self._pairs
            ]
        )

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._pairs):
            self._context.pick(self._pairs[row].first)
