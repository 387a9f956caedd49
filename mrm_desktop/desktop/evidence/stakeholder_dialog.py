"""How a group or an office is judged: what it can do, what it thinks, who keeps in touch with it. Nothing is chosen beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialogButtonBox, QWidget

from mrm_desktop.desktop.parts.bidi import LineField, TextField, day_field, reading
from mrm_desktop.desktop.parts.dialogs import form_layout
from mrm_desktop.desktop.parts.field_checks import FieldChecks
from mrm_desktop.desktop.parts.grade_choice import grades_in_words
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.stakeholders import Acceptance, ContactView, Engagement, Influence, Stakeholder, StakeholderKind
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.foundation.words import Words

WORDS: tuple[tuple[str, type[Word], str], ...] = (
    ("kind", StakeholderKind, "stakeholder_kind"),
    ("influence", Influence, "influence"),
    ("acceptance", Acceptance, "acceptance"),
    ("contact_view", ContactView, "contact_view"),
    ("engagement", Engagement, "engagement"),
)
"""Fields that are one of a few words: the field, its vocabulary, and what its words are called after in the catalogue."""
NOT_CHOSEN, WHOLE_COUNTRY = "?", ""
LINES_OF_STEP = 4


@dataclass(frozen=True, slots=True)
class Group:
    """A group that is judged anew: its area and name stand."""

    area_code: str
    who: str


class StakeholderDialog(GuardedDialog):
    """Asks how a group is judged; it stays open until that is kept."""

    def __init__(
        self, areas: Sequence[tuple[str, str]], today: date, words: Words, parent: QWidget | None = None, group: Group | None = None
    ) -> None:
        super().__init__(words, parent)
        self._today = today
        self.setObjectName("stakeholder")
        self.setWindowTitle(reading(words.say("who.dialog.title")))
        self.setMinimumWidth(560)
        self.area, self.who = QComboBox(), LineField()
        self.area.addItem(words.say("decision.choose"), NOT_CHOSEN)
        self.area.addItem(words.say("who.whole_country"), WHOLE_COUNTRY)
        for code, name in areas:
            self.area.addItem(reading(name), code)
        self.choices = {name: QComboBox() for name, _, _ in WORDS}
        for name, vocabulary, kind in WORDS:
            self.choices[name].addItem(words.say("decision.choose"), NOT_CHOSEN)
            for word in vocabulary:
                self.choices[name].addItem(words.term(kind, word), word.value)
        self.met, self.last_met = QCheckBox(words.say("who.met.yes")), day_field(_q(today))
        self.last_met.setMaximumDate(_q(today))
        self.next_step, self.by, self.source, self.grade = TextField(), LineField(), LineField(), QComboBox()
        self.next_step.setMaximumHeight(self.fontMetrics().lineSpacing() * LINES_OF_STEP)
        self.grade.addItem(words.say("decision.choose"), NOT_CHOSEN)
        for grade, said in grades_in_words(words):
            self.grade.addItem(said, grade)
        self._lay_out(group)

    def _lay_out(self, group: Group | None) -> None:
        words = self._words
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(words.say("who.dialog.record"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("record-stakeholder")
        buttons.addButton(words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        self._form = form_layout(self)
        self._form.addRow(label(words.say("who.dialog.what"), "soft"))
        for name, field in self.fields().items():
            field.setObjectName(f"stakeholder-{name}")
            field.setAccessibleName(words.say(f"who.field.{name}"))
            self._form.addRow(words.say(f"who.field.{name}"), field)
        self.met.toggled.connect(lambda _: self._ask_day())
        self.notes = GuardNotes(self._form, {"who": self.who, "next_step": self.next_step, "by": self.by}, words)
        self.checks = FieldChecks(self._form, self.record)
        for box in (self.area, *self.choices.values(), self.grade):
            self.checks.require(box, partial(self._missing_choice, box))
        for name in ("who", "by", "source"):
            line: LineField = getattr(self, name)
            self.checks.require(
                line,
                lambda line=line, name=name: "" if line.text().strip() else words.say(f"who.missing.{name}"),  # type: ignore[misc]
            )
        if group is not None:
            self.area.setCurrentIndex(self.area.findData(group.area_code))
            self.who.setText(group.who)
            self.area.setEnabled(False)
            self.who.setReadOnly(True)
        self._ask_day()
        self.lay_out(self._form, self.checks.why_not, self.problem, buttons)

    def fields(self) -> dict[str, QWidget]:
        """Return what is asked, in the order of the form; a draft keeps it."""
        return {
            "area": self.area,
            "who": self.who,
            **self.choices,
            "met": self.met,
            "last_met": self.last_met,
            "next_step": self.next_step,
            "by": self.by,
            "source": self.source,
            "grade": self.grade,
        }

    def judged(self) -> Stakeholder:
        """Return the group as it was judged; asked for once nothing is missing."""
        chosen = {name: box.currentData() for name, box in self.choices.items()}
        met = self.last_met.date()
        return Stakeholder(
            area_code=self.area.currentData(),
            who=self.who.text(),
            on=self._today,
            by=self.by.text(),
            source=self.source.text().strip(),
            grade=Grade.parse(self.grade.currentData()),
            last_met=date(met.year(), met.month(), met.day()) if self.met.isChecked() else None,
            next_step=self.next_step.toPlainText(),
            kind=StakeholderKind(chosen["kind"]),
            influence=Influence(chosen["influence"]),
            acceptance=Acceptance(chosen["acceptance"]),
            contact_view=ContactView(chosen["contact_view"]),
            engagement=Engagement(chosen["engagement"]),
        )

    def _missing_choice(self, box: QComboBox) -> str:
        return self._words.say("who.missing.choice", field=box.accessibleName()) if box.currentData() == NOT_CHOSEN else ""

    def _ask_day(self) -> None:
        self._form.setRowVisible(self.last_met, self.met.isChecked())
        self.checks.look()


def _q(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
