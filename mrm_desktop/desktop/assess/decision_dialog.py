"""Recording a decision: the human decides, with a counter-argument, room for dissent, and a reason where the verdict is overridden."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.parts.bidi import day_field
from mrm_desktop.desktop.parts.dialogs import form_layout
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.decisions import DecisionDraft, Outcome
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Mode, Verdict
from mrm_desktop.foundation.words import Words

FIELDS = (
    "outcome",
    "mode",
    "consent",
    "role",
    "counter",
    "options",
    "rationale",
    "override",
    "dissent",
    "conditions",
    "triggers",
    "expiry",
    "supersedes",
)
GUARDED = {
    "approver_role": "role",
    "counter_argument": "counter",
    "rationale": "rationale",
    "override_reason": "override",
    "dissent": "dissent",
    "conditions": "conditions",
    "stop_triggers": "triggers",
    "options_considered": "options",
}
"""Fields of the draft that the text guard looks at, by the field of the dialog."""
SHORTEST_ARGUMENT = 15  # characters; less is not an argument
DEFAULT_DAYS = 60  # offered where the assessment itself names no day; METHOD section 8's lifetime of M3-M4


class DecisionDialog(GuardedDialog):
    """Asks for everything a decision record must answer."""

    def __init__(self, card: AreaCard, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._card = card
        assessment = card.assessment
        stated = card.circumstances.organisation.exposed_people_agree if card.circumstances else None
        # An emergency alert waits for no consent; elsewhere consent on record counts as asked.
        self._stated = stated is True or assessment.verdict is Verdict.EMERGENCY_ALERT
        self.setWindowTitle(words.say("decision.title", place=card.area.name))
        self.setMinimumWidth(560)
        # Nothing is decided before somebody decides it.
        nothing = ("", words.say("decision.choose"))
        self.outcome = self._choice([nothing, *((o.value, words.term("outcome", o)) for o in Outcome)])
        self.mode = self._choice([nothing, *((m.value, words.term("mode", m)) for m in Mode)])
        self.consent = self._choice([(v, words.say(f"decision.consent.{v}")) for v in ("not_asked", "yes", "no")])
        self.supersedes = self._choice([("", words.say("decision.supersedes.none")), *_replaceable(card, words)])
        self.supersedes.setCurrentIndex(min(1, self.supersedes.count() - 1))
        self.role = QLineEdit()
        self.counter = _text_field()
        self.options = _text_field()
        self.rationale = _text_field()
        self.override = _text_field()
        self.dissent = _text_field()
        self.conditions = _text_field()
        self.triggers = _text_field()
        self.expiry = day_field()
        self._prefill()
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(words.say("decision.record"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("record")
        buttons.addButton(words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        self.resize(680, 760)
        layout = QVBoxLayout()
        layout.addWidget(
            label(f"{words.term('mode', assessment.requested_mode)}: {words.term('verdict', assessment.verdict)}", "verdict")
        )
        layout.addWidget(label(f"{words.say('note.channel')}: {words.term('channel', assessment.channel)}", "channel"))
        layout.addLayout(self._form())
        layout.addWidget(label(words.say("decision.no_names"), "soft"))
        self.lay_out(layout, self.problem, buttons)

    @property
    def departs(self) -> bool:
        """Whether what is chosen goes beyond the verdict."""
        assessment = self._card.assessment
        if not self._proceeds or not self.mode.currentData():
            return False
        chosen = Mode(self.mode.currentData())
        allowed = {Verdict.PROCEED, Verdict.PROCEED_WITH_CONDITIONS, Verdict.EMERGENCY_ALERT}
        return chosen.visibility > assessment.ceiling.visibility or (
            assessment.verdict not in allowed and chosen is assessment.requested_mode
        )

    @property
    def _proceeds(self) -> bool:
        return bool(self.outcome.currentData() == Outcome.PROCEED.value)

    def draft(self) -> DecisionDraft:
        """Return what was filled in."""
        return DecisionDraft(
            outcome=Outcome(self.outcome.currentData()),
            chosen_mode=Mode(self.mode.currentData()),
            approver_role=self.role.text().strip(),
            counter_argument=self.counter.toPlainText().strip(),
            rationale=self.rationale.toPlainText().strip(),
            override_reason=self.override.toPlainText().strip(),
            dissent=self.dissent.toPlainText().strip(),
            conditions=_lines(self.conditions),
            stop_triggers=_lines(self.triggers),
            expires_on=_day(self.expiry.date()),
            supersedes=self.supersedes.currentData() or None,
            exposed_people_agree={"yes": True, "no": False}.get(self.consent.currentData()),
            guard_passes=self.notes.passes(),
            options_considered=_lines(self.options),
        )

    def missing(self) -> str:
        code = self._missing()
        return self._words.say(code) if code else ""

    def _prefill(self) -> None:
        assessment, words = self._card.assessment, self._words
        self.conditions.setPlainText("\n".join(words.say(c.code, **c.params) for c in assessment.conditions))
        latest = assessment.expires_on or assessment.assessed_on + timedelta(days=DEFAULT_DAYS)
        self.expiry.setDate(QDate(latest.year, latest.month, latest.day))
        self.expiry.setMaximumDate(self.expiry.date())
        self.expiry.setMinimumDate(QDate(assessment.assessed_on.year, assessment.assessed_on.month, assessment.assessed_on.day))

    def _form(self) -> QFormLayout:
        form = form_layout(self)
        for name in FIELDS:
            field: QWidget = getattr(self, name)
            caption = self._words.say(f"decision.{name}")
            field.setAccessibleName(caption)
            field.setObjectName(name)
            form.addRow(caption, field)
        fields = {guarded: getattr(self, name) for guarded, name in GUARDED.items()}
        self.notes = GuardNotes(form, fields, self._words, self.role.text)
        return form

    def _choice(self, items: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox()
        for value, text in items:
            box.addItem(text, value)
        return box

    def _missing(self) -> str:
        if not self.outcome.currentData():
            return "decision.missing.outcome"
        if not self.mode.currentData():
            return "decision.missing.mode"
        if not self.role.text().strip():
            return "decision.missing.role"
        if len(self.counter.toPlainText().strip()) < SHORTEST_ARGUMENT:
            return "decision.missing.counter"
        alert = self._card.assessment.verdict is Verdict.EMERGENCY_ALERT
        if self._proceeds and not alert and len(self.rationale.toPlainText().strip()) < SHORTEST_ARGUMENT:
            return "decision.missing.rationale"
        if (
            self._proceeds
            and Mode(self.mode.currentData()).is_military
            and self.consent.currentData() != "yes"
            and not self._stated
        ):
            return "decision.missing.consent"
        if self.departs and len(self.override.toPlainText().strip()) < SHORTEST_ARGUMENT:
            return "decision.missing.override"
        return ""


def _replaceable(card: AreaCard, words: Words) -> list[tuple[str, str]]:
    """List the decisions on the area that are not superseded yet, the newest first."""
    superseded = {d.supersedes for d in card.decisions}
    return [
        (d.id, words.say("decision.supersedes.entry", sequence=d.sequence, day=d.recorded_at.date()))
        for d in card.decisions
        if d.id not in superseded
    ]


def _text_field() -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setMinimumHeight(field.fontMetrics().lineSpacing() * 2 + 18)
    field.setMaximumHeight(field.fontMetrics().lineSpacing() * 3 + 18)
    return field


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip())


def _day(chosen: QDate) -> date:
    return date(chosen.year(), chosen.month(), chosen.day())
