"""Recording a decision as a short conversation: what, who would be seen, what speaks against it, why all the same, who signs."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.assess.decision_page import DecisionPage
from mrm_desktop.desktop.assess.decision_steps import CHOICES, CONSENT, Arguments, Steps
from mrm_desktop.desktop.parts.bidi import LineField, TextField, day_field, reading
from mrm_desktop.desktop.parts.column_form import ColumnForm
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE, scrolled, secret_field
from mrm_desktop.desktop.parts.fold import Fold
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.desktop.parts.pressed import Pressed
from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.decisions import DecisionDraft, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Mode, Verdict
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.words import Words
from mrm_desktop.scoring import Policy
from mrm_desktop.services.decisions.objections import Brought
from mrm_desktop.services.decisions.preview_decision import closed_door, preview_decision, why_refused

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
MORE = ("options", "dissent", "conditions", "triggers", "supersedes")
FIELDS = ("mode", "counter", "rationale", "override", *MORE, "role", "expiry")
"""What is typed or chosen from a list, by the names of the fields."""
SHORTEST_ARGUMENT = 15  # characters; less is not an argument
DEFAULT_DAYS = 60  # offered where the assessment itself names no day; METHOD section 8's lifetime of M3-M4
PAUSE = 150  # milliseconds without typing before the page beside the conversation forms anew
WIDE, HIGH = 1120, 760  # pixels
_STEP_OF = {
    "guard.markup": "signs",
    "guard.too_long": "signs",
    "decision.missing_role": "signs",
    "decision.nobody_may_sign": "signs",
    "decision.expires_too_late": "signs",
    "decision.expires_in_the_past": "signs",
    "decision.missing_counter_argument": "against",
    "decision.missing_rationale": "why",
    "decision.missing_override_reason": "why",
    "decision.not_in_approach": "why",
    "decision.no_consent": "seen",
    "vault.wrong_signing_passphrase": "signs",
    "decision.signature_needed": "signs",
}
"""Beside which question a refusal is said; others stand beside the first."""
CLOCK_IN_DOUBT = ("decision.clock_behind", "decision.clock_ahead")
"""Refusals after which a person may say that the clock here is right."""


class DecisionDialog(GuardedDialog):
    """Asks what a decision record must answer, one question after the other; nothing is chosen before somebody chooses it.

    Parameters
    ----------
    policy : Policy
        Says who would have to sign.
    is_past : bool
        Whether the answer is one of a past day: then it may be read, and not decided on.
    signing_role : str
        Role whose key may sign the record; "" where there is none here.
    """

    def __init__(
        self,
        card: AreaCard,
        words: Words,
        policy: Policy,
        parent: QWidget | None = None,
        is_past: bool = False,
        signing_role: str = "",
    ) -> None:
        super().__init__(words, parent)
        self._card, self._policy, self._is_past = card, policy, is_past
        self._brought = Brought((), ())
        self._argued_for, self._kept_argument = False, ""
        assessment = card.assessment
        self.setObjectName("decision-dialog")
        self.setWindowTitle(words.say("decision.title", place=card.area.name))
        self.outcome = Pressed("outcome", [(c, words.say(f"decide.choice.{c}")) for c in CHOICES], words.say("decide.what"))
        self.consent = Pressed("consent", [(v, words.say(f"decision.consent.{v}")) for v in CONSENT], words.say("decide.seen"))
        lower = [m for m in Mode if m.visibility <= assessment.ceiling.visibility and m is not assessment.requested_mode]
        nothing = ("", words.say("decision.choose"))
        self.mode = _choice([nothing, *((m.value, words.term("mode", m)) for m in lower)])
        self.supersedes = _choice([("", words.say("decision.supersedes.none")), *_replaceable(card, words)])
        self.supersedes.setCurrentIndex(min(1, self.supersedes.count() - 1))
        self.role, self.expiry = LineField(), day_field()
        self.counter, self.rationale, self.override = _text_field(), _text_field(), _text_field()
        self.options, self.dissent, self.conditions, self.triggers = (_text_field() for _ in range(4))
        self.arguments = Arguments(words, self.counter)
        self.page = DecisionPage(words)
        self.signs = label("", "soft")
        self.clock = QCheckBox(words.say("decide.clock_is_right"))
        self.clock.setObjectName("clock")
        self._can_be_signed = bool(signing_role)
        asked = words.say("signing.ask", role=signing_role or words.say("decision.role"))
        self.signing = secret_field(asked)
        self.signing.setObjectName("signing")
        self.signing.setPlaceholderText(reading(asked))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._form_page)
        self._prefill()
        self._lay_out()
        self._watch()
        self.look_again()

    # ---- what was answered ------------------------------------------------------------------------------------------------

    @property
    def _mode(self) -> Mode | None:
        """The mode that is decided on; None while a less visible one is still to be chosen."""
        if self.outcome.chosen != "less_visible":
            return self._card.assessment.requested_mode
        return Mode(self.mode.currentData()) if self.mode.currentData() else None

    @property
    def _proceeds(self) -> bool:
        return self.outcome.chosen in ("proceed", "less_visible")

    @property
    def _declines(self) -> bool:
        return bool(self.outcome.chosen) and not self._proceeds

    @property
    def departs(self) -> bool:
        """Whether what is chosen goes beyond the verdict."""
        assessment, chosen = self._card.assessment, self._mode
        if not self._proceeds or chosen is None:
            return False
        return chosen.visibility > assessment.ceiling.visibility or (
            not assessment.verdict.is_open and chosen is assessment.requested_mode
        )

    def draft(self) -> DecisionDraft:
        """Return what was filled in."""
        return DecisionDraft(
            outcome=Outcome.PROCEED if self._proceeds else Outcome(self.outcome.chosen),
            chosen_mode=self._mode or self._card.assessment.requested_mode,
            approver_role=self.role.text().strip(),
            counter_argument=self.arguments.text,
            rationale=self.rationale.toPlainText().strip(),
            override_reason=self.override.toPlainText().strip() if self.departs else "",
            dissent=self.dissent.toPlainText().strip(),
            conditions=_lines(self.conditions),
            stop_triggers=_lines(self.triggers),
            expires_on=_day(self.expiry.date()),
            supersedes=self.supersedes.currentData() or None,
            exposed_people_agree={"yes": True, "no": False}.get(self.consent.chosen) if self._asks_consent else None,
            guard_passes=self.notes.passes(),
            options_considered=_lines(self.options),
        )

    def bring(self, brought: Brought) -> None:
        """Take over what speaks against it, and what speaks for it where the answer is no."""
        self._brought = brought
        self.look_again()

    def missing(self) -> str:
        """Return the first thing that is still open."""
        return next(iter(self._open().values()), "")

    def look_again(self) -> None:
        """Ask what has to be asked after what was answered, say what is still open, and let the page form."""
        self._show_what_is_asked()
        self._say_open()
        self._form_page()

    def _say_open(self) -> None:
        """Say what is still open, each beside its question; the button works when nothing is."""
        still_open = self._open()
        self._steps.say(still_open)
        self.record.setEnabled(not still_open)

    def _typed(self) -> None:
        self._say_open()
        self._pause.start()

    def _form_page(self) -> None:
        if not self.outcome.chosen:
            self.page.show_nothing()
            self.signs.setText("")
            return
        decision = preview_decision(self._card, self.draft(), self._policy, now())
        self.page.show_decision(decision)
        roles = list(decision.draft.signatories)
        self.signs.setText(self._words.say("decide.also_sign", approval=roles) if roles else self._words.say("decide.nobody_else"))

    # ---- what is still open -----------------------------------------------------------------------------------------------

    def _open(self) -> dict[str, str]:
        """Return why it cannot be recorded yet, by the question; empty where it can."""
        words = self._words
        if self._is_past:
            return {"what": f"{words.say('decision.not_today')} {words.next_step_in_window('decision.not_today')}"}
        if not self.outcome.chosen:
            return {"what": words.say("decision.missing.outcome")}
        if self._mode is None:
            return {"what": words.say("decision.missing.mode")}
        if closed := self._closed_door():
            return closed
        found = {step: words.say(code) for step, code in self._missing().items()}
        return found or self._refused()

    def _closed_door(self) -> dict[str, str]:
        """Return why nothing that could be written opens what was chosen: before anybody writes it."""
        refusal = closed_door(self._card, self.draft()) if self.outcome.chosen else None
        return {} if refusal is None else {"what": " ".join(sentence_for(refusal, self._words)).strip()}

    def _missing(self) -> dict[str, str]:
        """Return what was not written or chosen, by the question."""
        found: dict[str, str] = {}
        if self._asks_consent and self.consent.chosen != "yes" and not (self._is_stated and not self.consent.chosen):
            found["seen"] = "decision.missing.consent"
        if len(self.arguments.text) < SHORTEST_ARGUMENT:
            found["against"] = "decision.missing.counter"
        alert = self._card.assessment.verdict is Verdict.EMERGENCY_ALERT
        if self._proceeds and not alert and len(self.rationale.toPlainText().strip()) < SHORTEST_ARGUMENT:
            found["why"] = "decision.missing.rationale"
        elif self.departs and len(self.override.toPlainText().strip()) < SHORTEST_ARGUMENT:
            found["why"] = "decision.missing.override"
        if not self.role.text().strip():
            found["signs"] = "decision.missing.role"
        return found

    def _refused(self) -> dict[str, str]:
        """Return why the rules of the record would refuse what was filled in."""
        refusal = why_refused(self._card, self.draft(), self._policy)
        if refusal is None:
            return {}
        return {_STEP_OF.get(refusal.code, "what"): " ".join(sentence_for(refusal, self._words)).strip()}

    @property
    def _is_stated(self) -> bool:
        """Whether consent is on record, or waits for nobody: an emergency alert does not."""
        stated = self._card.circumstances.organisation.exposed_people_agree if self._card.circumstances else None
        return stated is True or self._card.assessment.verdict is Verdict.EMERGENCY_ALERT

    @property
    def _asks_consent(self) -> bool:
        return self._proceeds and self._mode is not None and self._mode.is_military

    def _turn_argument(self) -> None:
        """Keep what was written against it apart from what was written for it: one would be recorded as the other."""
        if not self.outcome.chosen or self._declines == self._argued_for:
            return
        self._kept_argument, written = self.counter.toPlainText(), self._kept_argument
        self._argued_for = self._declines
        self.counter.setPlainText(written)

    # ---- the form ---------------------------------------------------------------------------------------------------------

    def refuse(self, error: Exception) -> None:
        """Say beside its question why it was not kept; what was typed stays."""
        super().refuse(error)
        if isinstance(error, KnownError) and error.code in CLOCK_IN_DOUBT and not self.is_closed:
            self.clock.show()
        if not self.is_closed and isinstance(error, KnownError) and error.code in _STEP_OF:
            self._steps.say({_STEP_OF[error.code]: self.problem.text()})

    def _show_what_is_asked(self) -> None:
        words, form = self._words, self._form
        form.setRowVisible(self.mode, self.outcome.chosen == "less_visible")
        for part in (self.consent, self._on_record):
            form.setRowVisible(part, self._asks_consent or not self.outcome.chosen)
        form.setRowVisible(self.override, self.departs)
        form.setRowVisible(self.signing, self._can_be_signed)
        self._steps.word(self._questions())
        self.rationale.setPlaceholderText(reading(words.say("decide.hint.reason" if self._declines else "decide.hint.rationale")))
        reasons = self._brought.for_it if self._declines else self._brought.against
        self.arguments.bring([_said(reason, words) for reason in reasons], self._nothing_brought)

    def _questions(self) -> dict[str, str]:
        """Return the questions that are asked, each in the words that fit what was chosen."""
        asked = {name: f"decide.{name}" for name in ("what", "seen", "against", "why", "signs")}
        if self._declines:
            asked |= {"against": "decide.for_it", "why": f"decide.why.{self.outcome.chosen}"}
        if self.outcome.chosen and not self._asks_consent:
            del asked["seen"]
        return asked

    @property
    def _nothing_brought(self) -> str:
        """What is said where the records bring no argument: an answer that is not open speaks against going on by itself."""
        if self._declines:
            return "decide.nothing_for_it"
        return "decide.nothing_in_records" if self._card.assessment.verdict.is_open else "decide.nothing_but_answer"

    def _prefill(self) -> None:
        assessment, words = self._card.assessment, self._words
        self.conditions.setPlainText("\n".join(_said(c, words) for c in assessment.conditions))
        latest = assessment.expires_on or assessment.assessed_on + timedelta(days=DEFAULT_DAYS)
        self.expiry.setDate(QDate(latest.year, latest.month, latest.day))
        self.expiry.setMaximumDate(self.expiry.date())
        self.expiry.setMinimumDate(QDate(assessment.assessed_on.year, assessment.assessed_on.month, assessment.assessed_on.day))

    def _lay_out(self) -> None:
        words, assessment = self._words, self._card.assessment
        self._form = form = ColumnForm()
        for name in FIELDS:
            field: QWidget = getattr(self, name)
            field.setAccessibleName(words.say(f"decision.{name}"))
            field.setObjectName(name)
        form.addRow(
            label(words.pair(self._card.area.name_in(words.language), words.term("mode", assessment.requested_mode)), "title")
        )
        form.addRow(label(f"{words.term('verdict', assessment.verdict)}. {_said(assessment.reasons[0], words)}", ""))
        form.addRow(label(words.say("window.card.first", channel=assessment.channel.value), "channel"))
        self._on_record = label(self._consents(), "soft")
        self._steps = steps = Steps(form, words)
        steps.ask("what", self.outcome, self.mode)
        steps.ask("seen", self._on_record, self.consent)
        steps.ask("against", self.arguments, self.counter)
        steps.ask("why", self.rationale, self.override)
        steps.ask("signs", self.role, self.signs, self.signing, self.expiry)
        form.addRow(Fold(words.say("decide.more"), self._more(), "more"))
        form.addRow(label(words.say("decision.no_names"), "soft"))
        form.addStretch(1)
        for name in ("counter", "rationale", "override"):
            getattr(self, name).setPlaceholderText(reading(words.say(f"decide.hint.{name}")))
        self.role.setPlaceholderText(reading(words.say("decision.role")))
        fields = {guarded: getattr(self, name) for guarded, name in GUARDED.items() if name not in MORE}
        self.notes = GuardNotes(form, fields, words, self.role.text)  # of what is folded it is said at the end
        self._put_together()

    def _put_together(self) -> None:
        """Put the page beside the conversation, or below it where text is large, and the buttons below both."""
        is_large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        outer = QVBoxLayout(self)
        if is_large:
            column = QVBoxLayout()
            column.addLayout(self._form)
            column.addWidget(self.page)
            conversation = scrolled(column)
            outer.addWidget(conversation, 1)
        else:
            halves, aside = QHBoxLayout(), QVBoxLayout()
            aside.addWidget(self.page)
            aside.setContentsMargins(0, 0, 0, 0)
            conversation = scrolled(self._form)
            halves.addWidget(conversation, 3)
            halves.addWidget(scrolled(aside), 2)
            outer.addLayout(halves, 1)
        outer.addWidget(self.problem)
        outer.addWidget(self.clock)
        self.clock.hide()  # asked only where it does not fit
        outer.addWidget(self._buttons())
        conversation.setFocus()  # a ring around the first choice would look as if it were chosen
        room = self.screen().availableSize()
        self.resize(min(WIDE, int(room.width() * 0.92)), min(HIGH, int(room.height() * 0.92)))

    def _more(self) -> QWidget:
        """Make what most decisions need not say: other options, dissent, conditions, when to stop, what it replaces."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        for name in MORE:
            column.addWidget(label(self._words.say(f"decision.{name}"), "soft"))
            column.addWidget(getattr(self, name))
        return holder

    def _consents(self) -> str:
        """Say who was asked before, and what they said."""
        words = self._words
        told = [
            words.say("decide.asked", who=one.who, day=one.asked_on, said=words.say(f"answer.consent.{one.answer}"))
            for one in self._card.consents
        ]
        return "\n".join(told) or words.say("decide.nobody_asked")

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(self._words.say("decision.record"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("record")
        self.record.setProperty("role", "primary")
        buttons.addButton(self._words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        return buttons

    def _watch(self) -> None:
        """Look again whenever something was answered, at once where it was chosen, a moment later where it was typed."""
        self.outcome.changed.connect(self._turn_argument)
        for pressed in (self.outcome, self.consent, self.arguments):
            pressed.changed.connect(self.look_again)
        for box in (self.mode, self.supersedes):
            box.currentIndexChanged.connect(lambda _: self.look_again())
        for text in (self.counter, self.rationale, self.override, self.dissent, self.conditions, self.triggers, self.options):
            text.textChanged.connect(self._typed)
        self.role.textChanged.connect(lambda _: self._typed())
        self.expiry.dateChanged.connect(lambda _: self.look_again())


def _said(reason: Reason, words: Words) -> str:
    return words.say(reason.code, **reason.params)


def _choice(items: list[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for value, text in items:
        box.addItem(reading(text), value)
    return box


def _replaceable(card: AreaCard, words: Words) -> list[tuple[str, str]]:
    """List the decisions on the area that are not superseded yet, the newest first."""
    superseded = {d.supersedes for d in card.decisions}
    return [
        (d.id, words.say("decision.supersedes.entry", sequence=d.sequence, day=d.recorded_at.date()))
        for d in card.decisions
        if d.id not in superseded
    ]


def _text_field() -> QPlainTextEdit:
    field = TextField()
    field.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    field.setMinimumHeight(field.fontMetrics().lineSpacing() * 2 + 18)
    field.setMaximumHeight(field.fontMetrics().lineSpacing() * 3 + 18)
    return field


def _lines(field: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in field.toPlainText().splitlines() if line.strip())


def _day(chosen: QDate) -> date:
    return date(chosen.year(), chosen.month(), chosen.day())
