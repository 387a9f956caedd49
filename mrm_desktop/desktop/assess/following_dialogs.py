"""What follows a decision, in short forms: a role signs it, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, TextField, day_field
from mrm_desktop.desktop.parts.dialogs import form_layout
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.pressed import Pressed
from mrm_desktop.domain.sign_offs import Course, PerceptionSince
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.decisions.record_decision import SHORTEST_SENTENCE


class FollowingDialog(GuardedDialog):
    """A short form about a decision: its name, some fields, a day, and the button that keeps it."""

    def __init__(self, words: Words, title: str, about: str, keep: str, today: date, parent: QWidget | None) -> None:
        super().__init__(words, parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self.day = day_field(QDate(today.year, today.month, today.day))
        self.day.setMaximumDate(self.day.date())
        self._form = form_layout(self)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(keep, QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("follow-record")
        self.record.setProperty("role", "primary")
        buttons.addButton(words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout()
        layout.addWidget(label(title, "title"))
        layout.addWidget(label(about, "soft"))
        layout.addLayout(self._form)
        self._build(self._form)
        self.lay_out(layout, self.problem, buttons)

    @property
    def on(self) -> date:
        """The day that was given."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _build(self, form: QFormLayout) -> None:
        """Put the fields into the form."""
        raise NotImplementedError

    def _row(self, form: QFormLayout, code: str, field: QWidget) -> None:
        caption = self._words.say(code)
        field.setAccessibleName(caption)
        field.setObjectName(code.replace(".", "-"))
        form.addRow(caption, field)


class SignDialog(FollowingDialog):
    """One of the roles that a decision waits for signs it, or one that may sign in its place."""

    def __init__(self, about: str, roles: Sequence[str], words: Words, today: date, parent: QWidget | None = None) -> None:
        self._roles = roles
        super().__init__(words, words.say("follow.sign"), about, words.say("follow.sign.keep"), today, parent)

    def _build(self, form: QFormLayout) -> None:
        words = self._words
        self.role = Pressed("sign", [(role, words.term("approval", role)) for role in self._roles], words.say("follow.role"))
        form.addRow(words.say("follow.role"), self.role)
        self._row(form, "follow.signed_on", self.day)
        self.notes = GuardNotes(form, {}, words)
        form.addRow(label(words.say("follow.sign.own"), "soft"))

    def missing(self) -> str:
        return "" if self.role.chosen else self._words.say("follow.missing.role")


class OutcomeDialog(FollowingDialog):
    """What became of a decision: how the contact went, and how people see the mission since."""

    def __init__(self, about: str, words: Words, today: date, parent: QWidget | None = None) -> None:
        super().__init__(words, words.say("follow.outcome"), about, words.say("follow.outcome.keep"), today, parent)

    def _build(self, form: QFormLayout) -> None:
        words = self._words
        self.course = Pressed("course", [(c, words.term("course", c)) for c in Course], words.say("follow.course"))
        since = [(p, words.term("perception_since", p)) for p in PerceptionSince]
        self.perception = Pressed("perception", since, words.say("follow.perception"))
        self.account, self.by = TextField(), LineField()
        self.account.setMaximumHeight(self.account.fontMetrics().lineSpacing() * 4 + 18)
        form.addRow(words.say("follow.course"), self.course)
        form.addRow(words.say("follow.perception"), self.perception)
        self._row(form, "follow.account", self.account)
        self._row(form, "follow.by", self.by)
        self._row(form, "follow.happened_on", self.day)
        self.notes = GuardNotes(form, {"account": self.account, "by": self.by}, words)
        form.addRow(label(words.say("decision.no_names"), "soft"))

    def missing(self) -> str:
        words = self._words
        for is_there, code in (
            (self.course.chosen, "follow.missing.course"),
            (self.perception.chosen, "follow.missing.perception"),
            (len(self.account.toPlainText().strip()) >= SHORTEST_SENTENCE, "follow.missing.account"),
            (self.by.text().strip(), "follow.missing.by"),
        ):
            if not is_there:
                return words.say(code)
        return ""


class AssessorDialog(FollowingDialog):
    """A role says how far it would go before it has seen what another says; or two that have compared say what they agree on."""

    def __init__(
        self, about: str, modes: Sequence[str], told: Sequence[str], words: Words, today: date, parent: QWidget | None = None
    ) -> None:
        self._modes, self.told = modes, tuple(told)
        title = words.say("follow.agree" if told else "follow.assess")
        super().__init__(words, title, about, words.say("follow.assess.keep"), today, parent)

    def _build(self, form: QFormLayout) -> None:
        words = self._words
        for line in self.told:
            form.addRow(label(line, ""))
        if not self.told:
            form.addRow(label(words.say("follow.assess.blind"), "soft"))
        modes = [(mode, words.term("mode", mode)) for mode in self._modes]
        self.ceiling = Pressed("ceiling", modes, words.say("follow.ceiling"))
        self.why, self.by = TextField(), LineField()
        self.why.setMaximumHeight(self.why.fontMetrics().lineSpacing() * 4 + 18)
        form.addRow(words.say("follow.ceiling"), self.ceiling)
        self._row(form, "follow.why", self.why)
        self._row(form, "follow.by", self.by)
        form.setRowVisible(self.by, not self.told)
        self.notes = GuardNotes(form, {"why": self.why, "by": self.by}, words)

    def missing(self) -> str:
        words = self._words
        if not self.ceiling.chosen:
            return words.say("follow.missing.ceiling")
        if len(self.why.toPlainText().strip()) < SHORTEST_SENTENCE:
            return words.say("follow.missing.why")
        return "" if self.told or self.by.text().strip() else words.say("follow.missing.by")
