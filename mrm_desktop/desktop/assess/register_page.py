"""The decisions workspace: what was decided, what lapses soon, and whether the record is whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout

from mrm_desktop.desktop.assess.assess_session import AssessSession
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.domain.decisions import DecisionHead
from mrm_desktop.project.kinds import Kind

COLUMNS = ("sequence", "area", "outcome", "mode", "role", "recorded", "expires", "state", "hash")
SOON_DAYS = 14
SHOWN = ("all", "in_force", "waiting", "soon", "lapsed")
Waiting = Mapping[str, tuple[str, ...]]


class RegisterPage(Page):
    """All decisions, the newest first, with verify and replay."""

    rests_on = frozenset({Kind.DECISIONS, Kind.SIGN_OFFS})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._session = AssessSession(context.opened)
        self._words = words = context.words
        self.table, self._model = text_table(words.say("register.title"), [words.say(f"register.column.{c}") for c in COLUMNS])
        check = QPushButton(words.say("register.check"))
        check.setObjectName("check-records")
        check.clicked.connect(self._check)
        self.answer = label("", "section")
        self._decisions: Sequence[DecisionHead] = ()
        self._waiting: Waiting = {}
        self._day = date.min
        self._listed: list[DecisionHead] = []
        self.shown = QComboBox()
        self.shown.setObjectName("register-shown")
        self.shown.setAccessibleName(words.say("register.shown"))
        for name in SHOWN:
            self.shown.addItem(words.say(f"register.shown.{name}"), name)
        self.shown.currentIndexChanged.connect(lambda _: self.fill(self._decisions, self._waiting, self._day))
        self.table.activated.connect(lambda index: self._context.pick(self._listed[index.row()].area_code))
        row = QHBoxLayout()
        row.addWidget(self.shown)
        row.addWidget(check)
        row.addWidget(self.answer, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(label(words.say("register.title"), "title"))
        layout.addWidget(label(words.say("register.what"), "soft"))
        layout.addLayout(row)
        layout.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Ask for the decisions, and whom they wait for."""
        self.ask(lambda: (self._session.decisions(), self._session.waiting()), lambda found: self.fill(*found, self._context.day))

    def _check(self) -> None:
        self._context.work.read(self._session.check_records, lambda counts: self.show_answer(*counts), self._context.fail)

    def fill(self, decisions: Sequence[DecisionHead], waiting: Waiting, today: date) -> None:
        """Show the decisions as they stand today; ``waiting`` as :meth:`AssessSession.waiting` returns it."""
        self._decisions, self._waiting, self._day = decisions, waiting, today
        superseded = {d.supersedes for d in decisions if d.supersedes}
        words, wanted = self._words, self.shown.currentData()
        ordered = sorted(decisions, key=lambda d: (d.expires_on.toordinal() if wanted == "soon" else 0, -d.sequence))
        self._listed = [d for d in ordered if wanted == "all" or wanted in _states(d, superseded, waiting, today)]
        self._model.fill(
            [
                (
                    str(d.sequence),
                    f"{d.area_name} [{d.area_code}]",
                    words.term("outcome", d.outcome),
                    words.term("mode", d.chosen_mode),
                    d.approver_role,
                    words.day(d.recorded_at.date()),
                    words.day(d.expires_on),
                    self._state(d, superseded, today),
                    d.hash[:12],
                )
                for d in self._listed
            ]
        )

    def show_answer(self, breaks: int, departures: int, count: int) -> None:
        """Say whether the record is whole."""
        code = "register.whole" if not breaks and not departures else "register.broken"
        self.answer.setText(self._words.say(code, count=count, breaks=breaks, departures=departures))

    def _state(self, decision: DecisionHead, superseded: set[str], today: date) -> str:
        if decision.id in superseded:
            return self._words.say("register.state.superseded")
        left = (decision.expires_on - today).days
        if left < 0:
            return self._words.say("register.state.lapsed")
        if decision.id in self._waiting:
            return self._words.say("register.waiting", approval=list(self._waiting[decision.id]))
        return self._words.say("register.state.soon" if left <= SOON_DAYS else "register.state.in_force", days=left)


def _states(decision: DecisionHead, superseded: set[str], waiting: Waiting, today: date) -> set[str]:
    """Return under which headings a decision is listed; what lapses soon is still in force."""
    if decision.id in superseded:
        return set()
    left = (decision.expires_on - today).days
    if left < 0:
        return {"lapsed"}
    if decision.id in waiting:
        return {"waiting"}
    return {"in_force", "soon"} if left <= SOON_DAYS else {"in_force"}
