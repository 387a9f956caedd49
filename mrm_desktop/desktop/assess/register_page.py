"""The decisions workspace: what was decided and why, what waits for a signature, what became of it, and whether the record is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from mrm_desktop.desktop.assess.assess_session import AssessSession, CheckedRecords, DecisionDetail
from mrm_desktop.desktop.assess.following_dialogs import FollowingDialog, OutcomeDialog, SignDialog
from mrm_desktop.desktop.parts.dialogs import SidePanel
from mrm_desktop.desktop.parts.drafts import DraftKeeper, Fields
from mrm_desktop.desktop.parts.halves import fill, halves
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import FittingRows, choose_row, text_table
from mrm_desktop.domain.decisions import DecisionHead
from mrm_desktop.domain.event_log import head_in_groups
from mrm_desktop.domain.sign_offs import Course, PerceptionSince
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.kinds import Kind
from mrm_desktop.reports.papers.register import decided_in_words
from mrm_desktop.reports.release.ladder import Reader

COLUMNS = ("sequence", "area", "outcome", "mode", "state", "expires", "role", "recorded", "hash")
GIVING = tuple(COLUMNS.index(column) for column in ("area", "outcome", "mode", "state", "role"))
"""Columns of words, which wrap: days and the checksum are read whole."""
SPARED = tuple(COLUMNS.index(column) for column in ("hash", "recorded", "role", "mode"))
"""Columns that a small window leaves away: all of it stands beside the table, too, where a decision is chosen."""
SOON_DAYS = 14
MOST_BREAKS = 6
LEAST_LINES = 9  # of text in the table, however little room a small window leaves: the page scrolls then
SHOWN = ("all", "in_force", "waiting", "soon", "lapsed")
Waiting = Mapping[str, tuple[str, ...]]


class RegisterPage(Page):
    """All decisions, the newest first, with verify and replay; beside them the chosen one whole, and what may follow it."""

    rests_on = frozenset({Kind.DECISIONS, Kind.SIGN_OFFS, Kind.OUTCOMES})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._session = AssessSession(context.opened)
        self._words = words = context.words
        self.table, self._model = text_table(
            words.say("register.title"), [words.say(f"register.column.{c}") for c in COLUMNS], giving=GIVING, spared=SPARED
        )
        FittingRows(self.table)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * LEAST_LINES)
        self.answer = label("", "soft")
        self.answer.hide()
        self.accept = QPushButton(words.say("log.accept"))
        self.accept.setObjectName("accept-log")
        self.accept.clicked.connect(self._accept)
        self.accept.hide()
        self._decisions: Sequence[DecisionHead] = ()
        self._waiting: Waiting = {}
        self._day = date.min
        self._listed: list[DecisionHead] = []
        self._detail: DecisionDetail | None = None
        self.shown = QComboBox()
        self.shown.setObjectName("register-shown")
        self.shown.setAccessibleName(words.say("register.shown"))
        for name in SHOWN:
            self.shown.addItem(words.say(f"register.shown.{name}"), name)
        self.shown.currentIndexChanged.connect(lambda _: self.fill(self._decisions, self._waiting, self._day))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._load_detail())
        self.detail = _Detail(words)
        for name, slot in (("sign", self._sign), ("outcome", self._tell_outcome), ("map", self._show_on_map)):
            self.detail.buttons[name].clicked.connect(lambda _=False, slot=slot: slot())
        self._lay_out()

    def _lay_out(self) -> None:
        words = self._words
        check = QPushButton(words.say("register.check"))
        check.setObjectName("check-records")
        check.clicked.connect(self._check)
        row = QHBoxLayout()
        row.addWidget(self.shown)
        row.addWidget(check)
        row.addStretch(1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 14, 8, 14)
        column.addWidget(label(words.say("register.title"), "title"))
        column.addWidget(label(words.say("register.what"), "soft"))
        column.addLayout(row)
        column.addWidget(self.answer)
        column.addWidget(self.accept)
        column.addWidget(self.table, 1)
        fill(self, halves((left, SidePanel(self.detail)), (860, 400)))

    def refresh(self) -> None:
        """Ask for the decisions, and whom they wait for."""
        self.ask(lambda: (self._session.decisions(), self._session.waiting()), lambda found: self.fill(*found, self._context.day))

    def forget(self) -> None:
        self.detail.show_nothing()

    def _check(self) -> None:
        self._context.work.read(self._session.check_records, self.show_answer, self._context.fail)

    def _accept(self) -> None:
        self._context.work.read(self._session.accept_log, lambda _: self._check(), self._context.fail)

    def fill(self, decisions: Sequence[DecisionHead], waiting: Waiting, today: date) -> None:
        """Show the decisions as they stand today; ``waiting`` as :meth:`AssessSession.waiting` returns it."""
        chosen = self._chosen()
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
                    self._state(d, superseded, today),
                    words.day(d.expires_on),
                    d.approver_role,
                    words.day(d.recorded_at.date()),
                    d.hash[:12],
                )
                for d in self._listed
            ]
        )
        same = next((n for n, d in enumerate(self._listed) if chosen is not None and d.id == chosen.id), 0)
        if self._listed:
            choose_row(self.table, same)
        else:
            self.detail.show_nothing()

    def show_answer(self, checked: CheckedRecords) -> None:
        """Say whether everything fits, and with what to compare the head of the log."""
        words, log = self._words, checked.log
        code = "register.whole" if not checked.breaks and not checked.departures else "register.broken"
        lines = [words.say(code, count=checked.decisions, breaks=checked.breaks, departures=checked.departures)]
        if log is not None and log.breaks:
            lines.append(words.say("log.broken", count=len(log.breaks)))
            lines += [words.say(found.code, sequence=found.sequence, what=found.what) for found in log.breaks[:MOST_BREAKS]]
        elif log is not None and log.at is not None:
            lines.append(words.say("log.fits", count=log.events, day=log.at.date(), head=head_in_groups(log.head)))
            lines.append(words.say("log.compare_here"))
        self.answer.setText("\n".join(lines))
        self.answer.show()
        self.accept.setVisible(checked.lacks_what_was_seen)

    # ---- the chosen one ---------------------------------------------------------------------------------------------------

    def _chosen(self) -> DecisionHead | None:
        row = self.table.currentIndex().row()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def _load_detail(self) -> None:
        head, session = self._chosen(), self._session
        if head is not None:
            self.ask(lambda: session.decision_detail(head.id), self._show_detail, part="detail")

    def _show_detail(self, detail: DecisionDetail) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.id == detail.decision.id:
            self._detail = detail
            self.detail.show_detail(detail)

    def _sign(self) -> None:
        detail, session = self._detail, self._session
        if detail is None:
            return
        dialog = SignDialog(self._about(detail), detail.may_sign, self._words, self._context.day, self.window())
        name = detail.decision.id

        def filled() -> Callable[[], object]:
            role, on = dialog.role.chosen, dialog.on
            return lambda: session.sign(name, role, on)

        self._open(dialog, filled)

    def _tell_outcome(self) -> None:
        detail, session = self._detail, self._session
        if detail is None:
            return
        dialog = OutcomeDialog(self._about(detail), self._words, self._context.day, self.window())
        name = detail.decision.id

        def filled() -> Callable[[], object]:
            course, perception = Course(dialog.course.chosen), PerceptionSince(dialog.perception.chosen)
            account, by, on, passes = dialog.account.toPlainText(), dialog.by.text(), dialog.on, dialog.notes.passes()
            return lambda: session.tell_outcome(name, course, perception, account, by, on, passes)

        typed = {"course": dialog.course, "perception": dialog.perception, "account": dialog.account, "by": dialog.by}
        self._open(dialog, filled, DraftKeeper(self._context, "outcome", name, dialog, Fields(typed)))

    def _open(self, dialog: FollowingDialog, filled: Callable[[], Callable[[], object]], begun: DraftKeeper | None = None) -> None:
        """Open a form; when it is filled in, keep what ``filled`` returns, in its turn, and destroy what was begun."""

        def kept(_: object) -> None:
            if begun is not None:
                begun.done()
            dialog.finish()

        dialog.submitted.connect(lambda: self._context.work.write(filled(), kept, dialog.refuse))
        dialog.open()

    def _about(self, detail: DecisionDetail) -> str:
        words, decision = self._words, detail.decision
        mode, outcome = words.term("mode", decision.draft.chosen_mode), words.term("outcome", decision.draft.outcome)
        return f"{decision.sequence}. {words.pair(decision.area_name, outcome)} – {mode}"

    def _show_on_map(self) -> None:
        if self._detail is not None:
            self._context.pick(self._detail.decision.area_code)

    def _state(self, decision: DecisionHead, superseded: set[str], today: date) -> str:
        if decision.id in superseded:
            return self._words.say("register.state.superseded")
        left = (decision.expires_on - today).days
        if left < 0:
            return self._words.say("register.state.lapsed")
        if decision.id in self._waiting:
            return self._words.say("register.waiting", approval=list(self._waiting[decision.id]))
        return self._words.say("register.state.soon" if left <= SOON_DAYS else "register.state.in_force", days=left)


class _Detail(QWidget):
    """The chosen decision whole: its reasons, conditions, signatures and what became of it, as they are printed."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("side")
        self.head, self.lines = label("", "title"), label("", "")
        self.head.setObjectName("register-head")
        self.lines.setObjectName("register-lines")
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.addWidget(self.head)
        for name in ("sign", "outcome", "map"):
            button = QPushButton(words.say(f"register.do.{name}"))
            button.setObjectName(f"register-{name}")
            self.buttons[name] = button
            column.addWidget(button)
        self.buttons["sign"].setProperty("role", "primary")
        column.addWidget(self.lines)
        column.addStretch(1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Invite to choose one."""
        self.head.setText("")
        self.lines.setText(self._words.say("register.pick"))
        for button in self.buttons.values():
            button.hide()

    def show_detail(self, detail: DecisionDetail) -> None:
        """Show one decision, and offer what may follow it."""
        words, decision = self._words, detail.decision
        self.head.setText(f"{decision.sequence}. {decision.area_name} [{decision.area_code}]")
        self.lines.setText("\n\n".join(decided_in_words(decision, detail.standing, Reader.INTERNAL, words)))
        self.buttons["sign"].setVisible(bool(detail.may_sign))
        for name in ("outcome", "map"):
            self.buttons[name].show()


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
