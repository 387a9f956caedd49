"""Measures against harm in an area: what they are, what they lower, whether they work today, which role answers for them, since when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.parts.bidi import LineField, day_field
from mrm_desktop.desktop.parts.dialogs import form_layout
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.guarded_dialog import GuardedDialog
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.domain.case import RiskMeasure
from mrm_desktop.domain.vocabulary import Receptor, RiskFactor
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.decisions.known_measures import known_measure, known_measures

OWN_WORDS = ""
COLUMNS = ("name", "lowers", "receptor", "in_place", "owner", "since")
ALL = ""


class MeasuresDialog(GuardedDialog):
    """Lists the measures of an area; one is added at a time, and taken out by its row."""

    def __init__(self, place: str, measures: Sequence[RiskMeasure], day: date, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._day = day
        self.measures: list[RiskMeasure] = list(measures)
        self.setWindowTitle(words.say("measure.title", place=place))
        self.resize(780, 620)
        self.table, self._model = text_table(words.say("measure.list"), [words.say(f"measure.{c}") for c in COLUMNS])
        self.table.setMinimumHeight(140)
        self.name, self.owner, self.source = LineField(), LineField(), LineField()
        self.known, self.lowers, self.receptor = QComboBox(), QComboBox(), QComboBox()
        self.known.addItem(words.say("measure.own_words"), OWN_WORDS)
        for measure in known_measures():
            self.known.addItem(measure.said(words), measure.code)
        self.known.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.known.activated.connect(lambda _: self._take_known())
        for factor in RiskFactor:
            self.lowers.addItem(words.say(f"measure.lowers.{factor}"), factor.value)
        self.receptor.addItem(words.say("measure.receptor.all"), ALL)
        for receptor in Receptor:
            self.receptor.addItem(words.term("receptor", receptor), receptor.value)
        self.in_place = QCheckBox(words.say("measure.in_place"))
        self.since = day_field(QDate(day.year, day.month, day.day))
        self.since.setMaximumDate(QDate(day.year, day.month, day.day))
        sheet = QVBoxLayout()
        sheet.addWidget(label(words.say("measure.what"), "soft"))
        sheet.addWidget(self.table, 1)
        sheet.addLayout(self._form())
        sheet.addLayout(self._row_buttons())
        sheet.addWidget(self.problem)
        self.lay_out(sheet, self._buttons())
        self._show()

    def _form(self) -> QFormLayout:
        words, form = self._words, form_layout(self)
        for name in ("known", "name", "lowers", "receptor", "in_place", "owner", "since", "source"):
            field = getattr(self, name)
            caption = words.say(f"measure.{name}")
            field.setObjectName(f"measure-{name}")
            field.setAccessibleName(caption)
            form.addRow("" if name == "in_place" else caption, field)
        self.notes = GuardNotes(form, {"measures": self.table}, words)
        return form

    def _row_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, slot in (("add", self.add), ("remove", self.remove)):
            button = QPushButton(self._words.say(f"measure.{name}"))
            button.setObjectName(f"measure-{name}")
            button.clicked.connect(lambda _=False, slot=slot: slot())
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.record = buttons.addButton(self._words.say("measure.record"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.record.setObjectName("measures-record")
        buttons.addButton(self._words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.submit)
        buttons.rejected.connect(self.reject)
        return buttons

    def _take_known(self) -> None:
        """Fill in what the library knows of the chosen measure; the user may go on writing."""
        code = self.known.currentData()
        if code == OWN_WORDS:
            return
        measure = known_measure(code)
        self.name.setText(measure.said(self._words))
        self.name.setCursorPosition(0)
        self.lowers.setCurrentIndex(self.lowers.findData(measure.lowers.value))
        self.receptor.setCurrentIndex(self.receptor.findData(measure.receptor.value if measure.receptor else ALL))

    def add(self) -> None:
        """Take the measure that was filled in into the list."""
        name, owner = self.name.text().strip(), self.owner.text().strip()
        if not name:
            self.show_problem(self._words.say("measure.no_name"))
        elif self.in_place.isChecked() and not owner:
            self.show_problem(self._words.say("measure.not_owned", measure=name))
        else:
            since, in_place = self.since.date(), self.in_place.isChecked()
            receptor = self.receptor.currentData()
            self.measures.append(
                RiskMeasure(
                    name=name,
                    lowers=RiskFactor(self.lowers.currentData()),
                    receptor=Receptor(receptor) if receptor else None,
                    in_place=in_place,
                    owner=owner,
                    since=date(since.year(), since.month(), since.day()) if in_place else None,
                )
            )
            self.name.clear()
            self.known.setCurrentIndex(self.known.findData(OWN_WORDS))
            self.show_problem("")
            self._show()

    def remove(self) -> None:
        """Take the chosen measure out of the list."""
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.measures):
            del self.measures[row]
            self._show()

    def missing(self) -> str:
        if self.name.text().strip():
            return self._words.say("measure.not_added")
        return "" if self.source.text().strip() else self._words.say("measure.no_source")

    def _show(self) -> None:
        words = self._words
        self._model.fill(
            [
                (
                    m.name,
                    words.say(f"measure.lowers.{m.lowers}"),
                    words.term("receptor", m.receptor) if m.receptor else words.say("measure.receptor.all"),
                    words.value(m.in_place),
                    m.owner or "–",
                    words.day(m.since) if m.since else "–",
                )
                for m in self.measures
            ]
        )
