"""Assess: the request on the left, the method's answer in the middle, what-if on the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGraphicsOpacityEffect,
    QGroupBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.answers.answering import Answering
from mrm_desktop.desktop.assess.answer_sheet import AnswerSheet
from mrm_desktop.desktop.assess.assess_session import AssessSession
from mrm_desktop.desktop.assess.decision_controller import DecisionController
from mrm_desktop.desktop.assess.facts_panel import FactsPanel
from mrm_desktop.desktop.assess.following_dialogs import AssessorDialog
from mrm_desktop.desktop.assess.measures_dialog import MeasuresDialog
from mrm_desktop.desktop.parts.bidi import LineField, NumberField, beginning, day_field, reading
from mrm_desktop.desktop.parts.cards import ShownCard
from mrm_desktop.desktop.parts.dialogs import SidePanel
from mrm_desktop.desktop.parts.halves import fill, halves
from mrm_desktop.desktop.parts.labels import label, tell_whole
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.desktop.parts.undo import RequestChange
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import EscortCriterion, Mode, Purpose
from mrm_desktop.project.changes import Changed
from mrm_desktop.project.kinds import ON_CARDS, Kind
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from mrm_desktop.domain.assessments import Assessment
    from mrm_desktop.scoring.what_if import AreaDifference
    from mrm_desktop.services.decisions.imagine import Imagined

DAYS = 14  # offered as the length of the contact
LONGEST = 365
NARROW = 100  # letters of the window's type across, below which the answer stands above the request
FIRST_LINES = 8  # of the answer that are seen above the request
FADED = 0.35  # of an answer to another question, until the new one is there


class AssessPage(Page):
    """One request, one answer, one decision. ``answered`` carries the code of the area when an answer is shown."""

    answered = Signal(str)
    rests_on = ON_CARDS

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._words, self._session = context.words, AssessSession(context.opened)
        self._deciding, self._answering = DecisionController(context, self), Answering(context, self)
        self.card: AreaCard | None = None
        self._shown: ShownCard | None = None
        self._asked: tuple[str, Question] | None = None
        self._has_choices = False
        self._followed: str | None = None
        self.area, self.mode, self.purpose = QComboBox(), QComboBox(), QComboBox()
        self.on, self.days, self.exposed = day_field(), NumberField(), LineField()
        self.criteria: dict[EscortCriterion, QCheckBox] = {}
        self.escort = QGroupBox(self._words.say("assess.escort"))
        self.decide, self.note, self.measures, self.assessors = (QPushButton(self._words.say(c)) for c in _BUTTONS)
        self.imagine = QPushButton(self._words.say("window.card.what_if"))
        self.imagine.setObjectName("assess-imagine")
        self.imagine.setCheckable(True)
        self.imagine.toggled.connect(lambda _: self._share_room())
        self.answer = QScrollArea()
        self.facts = FactsPanel(self._words)
        self.facts.asked.connect(self._imagine)
        self.what_if = self.facts.sliders
        self.what_if.asked.connect(self._ask_what_if)
        self._faded = QGraphicsOpacityEffect(self.answer)
        self._faded.setOpacity(FADED)
        self._faded.setEnabled(False)
        self.answer.setGraphicsEffect(self._faded)
        self.working = label("", "soft")
        self.working.setObjectName("assess-working")
        self._prepare_fields()
        self._lay_out()
        self._remembered = self._state()

    # ---- the request ------------------------------------------------------------------------------------------------------

    def bring_up_to_date(self) -> None:
        """Follow the map, then ask where anything changed."""
        if self._has_choices:
            self._follow_map()
        super().bring_up_to_date()

    def take_note(self, changed: Changed, is_shown: bool) -> None:
        """Ask again where a write was about the area that is asked about, or about areas altogether."""
        if changed.touches(Kind.AREAS, Kind.INFO):
            self._has_choices = False
        if self._shown is None or self._shown.is_concerned(changed):
            super().take_note(changed, is_shown)

    def refresh(self) -> None:
        """Ask for the areas where there are none or others, and for the answer each time."""
        if self._has_choices:
            self.ask_method()
        else:
            self.ask(self._session.request_choices, self._fill, part="choices")

    def _follow_map(self) -> None:
        """Ask about the area that was picked on the map since the last time."""
        picked = self._context.picked()
        if picked is not None and picked != self._followed:
            self._followed = picked
            self.choose(picked)

    def question(self) -> Question:
        """Return what is asked."""
        mode = Mode(self.mode.currentData())
        met = frozenset(c for c, box in self.criteria.items() if box.isChecked())
        escort = met if mode is Mode.ARMED_ESCORT else None
        return Question(mode, Purpose(self.purpose.currentData()), _day(self.on.date()), escort_criteria=escort)

    def choose(self, area_code: str) -> None:
        """Ask about an area."""
        row = self.area.findData(area_code)
        if row >= 0:
            self.area.setCurrentIndex(row)

    def ask_method(self) -> None:
        """Ask the method."""
        code = self.area.currentData()
        if not code:
            return
        session, question = self._session, self.question()
        asked = self._asked = (code, question)
        self._wait(is_waiting=True)

        def ask() -> tuple[ShownCard, tuple[Imagined, ...]]:
            shown = session.card(code, question)
            return shown, session.imaginable(shown.card)

        self.ask(ask, lambda found: self._show(asked, *found), part="card", urgency=Urgency.NOW)

    def _wait(self, *, is_waiting: bool) -> None:
        """Fade the answer to another question, and let nobody act on it, until the new one is there."""
        self._faded.setEnabled(is_waiting and self.card is not None)
        self.working.setText(self._words.say("assess.working") if is_waiting else "")
        for part in (self.decide, self.note, self.measures, self.assessors, self.answer, self.facts):
            part.setEnabled(not is_waiting)

    def forget(self) -> None:
        self.card = self._shown = None
        self.answer.setWidget(QWidget())

    def _fill(self, choices: tuple[Sequence[tuple[str, str]], dict[str, float], date]) -> None:
        areas, policy, day = choices
        chosen, is_first = self.area.currentData(), self.area.count() == 0
        self._has_choices = True
        for box in (self.area, self.on, self.mode, self.purpose):
            box.blockSignals(True)
        self.area.clear()
        for name, code in areas:
            self.area.addItem(reading(name), code)
        completer = QCompleter([reading(name) for name, _ in areas], self.area)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.area.setCompleter(completer)
        if is_first:
            self.on.setDate(QDate(day.year, day.month, day.day))
            self.mode.setCurrentIndex(self.mode.findData(self._context.question().mode.value))
            self.purpose.setCurrentIndex(self.purpose.findData(self._context.question().purpose.value))
        else:
            self.choose(chosen)
        self._follow_map()
        for box in (self.area, self.on, self.mode, self.purpose):
            box.blockSignals(False)
        self.what_if.set_policy(policy)
        self._remembered = self._state()
        self.escort.setVisible(self.mode.currentData() == Mode.ARMED_ESCORT.value)
        self.ask_method()

    def _prepare_fields(self) -> None:
        words = self._words
        for box, kind, members in ((self.mode, "mode", list(Mode)), (self.purpose, "purpose", list(Purpose))):
            for member in members:
                box.addItem(words.term(kind, member), member.value)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.mode.setCurrentIndex(self.mode.findData(Mode.LIAISON.value))
        self.area.setEditable(True)
        self.area.lineEdit().setAlignment(beginning())  # type: ignore[union-attr]
        self.area.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.area.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.days.setRange(1, LONGEST)
        self.days.setValue(DAYS)
        self.days.setAlignment(beginning())
        self.exposed.setPlaceholderText(words.say("assess.exposed.hint"))
        self.exposed.setToolTip(words.say("assess.exposed.tip"))
        column = QVBoxLayout(self.escort)
        for criterion in EscortCriterion:
            check = QCheckBox(words.term("escort", criterion))
            check.toggled.connect(lambda _: self._changed())
            self.criteria[criterion] = check
            column.addWidget(check)
        for name in ("area", "mode", "purpose"):
            getattr(self, name).currentIndexChanged.connect(lambda _: self._changed())
        self.on.dateChanged.connect(lambda _: self._changed())
        self.days.valueChanged.connect(lambda _: self._redraw())
        self.decide.setProperty("role", "primary")
        for button, name, slot in (
            (self.decide, "assess-decide", self._decide),
            (self.note, "assess-note", self._print),
            (self.measures, "assess-measures", self.ask_measures),
            (self.assessors, "assess-assessors", self.ask_assessor),
        ):
            button.setObjectName(name)
            button.setEnabled(False)
            button.clicked.connect(lambda _=False, slot=slot: slot())

    def _lay_out(self) -> None:
        words = self._words
        request = QWidget()
        request.setObjectName("side")
        column = QVBoxLayout(request)
        column.setContentsMargins(16, 12, 16, 14)
        column.addWidget(label(words.say("assess.request"), "title"))
        column.addWidget(self.working)
        for name in ("area", "mode", "purpose", "on", "days", "exposed"):
            field: QWidget = getattr(self, name)
            caption = words.say(f"assess.{name}")
            field.setObjectName(f"assess-{name}")
            if isinstance(field, QComboBox):
                tell_whole(field)
            field.setAccessibleName(caption)
            column.addWidget(label(caption, "soft"))
            column.addWidget(field)
        column.addWidget(self.escort)
        for button in (self.decide, self.imagine, self.note, self.measures, self.assessors):
            column.addWidget(button)
        column.addStretch(1)
        self.answer.setObjectName("answer")
        self.answer.setWidgetResizable(True)
        self.answer.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.answer.setAccessibleName(words.say("assess.answer"))
        self._aside = SidePanel(self.facts)
        self._is_narrow = False
        self._parts = halves((SidePanel(request), self.answer, self._aside), (310, 700, 330), grows=1)
        fill(self, self._parts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the answer above the request where three columns would leave it no room: it is read first."""
        super().resizeEvent(event)
        self._is_narrow = self.width() < self.fontMetrics().averageCharWidth() * NARROW
        self._share_room()

    def _share_room(self) -> None:
        """Show the three beside each other; or the answer, what-if where it is wanted, with the request below."""
        imagines, parts = self.imagine.isChecked(), self._parts
        wanted = Qt.Orientation.Vertical if self._is_narrow else Qt.Orientation.Horizontal
        if parts.orientation() != wanted:
            request = parts.widget(2 if parts.orientation() == Qt.Orientation.Vertical else 0)
            parts.setOrientation(wanted)
            parts.insertWidget(2 if self._is_narrow else 0, request)  # type: ignore[arg-type]
            for part in (self.answer, self._aside):  # as many lines as verdict and channel take
                part.setMinimumHeight(self.fontMetrics().lineSpacing() * FIRST_LINES if self._is_narrow else 0)
        self.imagine.setVisible(self._is_narrow)
        self.answer.setVisible(not self._is_narrow or not imagines)
        self._aside.setVisible(not self._is_narrow or imagines)

    # ---- undo -------------------------------------------------------------------------------------------------------------

    def _state(self) -> tuple[object, ...]:
        return (
            self.area.currentData(),
            self.mode.currentData(),
            self.purpose.currentData(),
            self.on.date(),
            tuple(box.isChecked() for box in self.criteria.values()),
        )

    def restore(self, state: tuple[object, ...]) -> None:
        """Put a request back and ask it."""
        self._remembered = state
        for box, value in zip((self.area, self.mode, self.purpose), state, strict=False):
            box.setCurrentIndex(box.findData(value))
        self.on.setDate(state[3])  # type: ignore[arg-type]
        for check, value in zip(self.criteria.values(), state[4], strict=True):  # type: ignore[call-overload]
            check.setChecked(value)

    def _changed(self) -> None:
        self.escort.setVisible(self.mode.currentData() == Mode.ARMED_ESCORT.value)
        before, after = self._remembered, self._state()
        if before != after:
            self._remembered = after
            self._context.undo.push(RequestChange(self, before, after, self._words.say("assess.undo")))
        self.ask_method()

    # ---- the answer -------------------------------------------------------------------------------------------------------

    def _show(self, asked: tuple[str, Question], shown: ShownCard, imagined: Sequence[Imagined]) -> None:
        """Show the answer to what is asked; one to what was asked before is not shown at all."""
        if asked != self._asked:
            return
        self._shown, self.card = shown, shown.card
        self._redraw()
        self._wait(is_waiting=False)
        self.facts.offer(imagined, shown.card.assessment)
        if self.what_if.values():
            self._ask_what_if(self.what_if.values())
        self.answered.emit(shown.card.area.code)

    def _redraw(self) -> None:
        if self.card is not None:
            sheet, code = AnswerSheet(self.card, self._window_end(), self._words), self.card.area.code
            sheet.answer_asked.connect(lambda gap: self._answering.ask(gap, code, self.question()))
            self.answer.setWidget(sheet)
            self.answer.setMinimumWidth(sheet.minimumSizeHint().width() + 14)  # beside the scroll bar

    def _window_end(self) -> date:
        return _day(self.on.date()) + timedelta(days=self.days.value() - 1)

    def _decide(self) -> None:
        if self.card is not None:
            words, exposed = self._words, self.exposed.text().strip()
            said = words.say("assess.window_said", on=_day(self.on.date()), closes_on=self._window_end())
            limits = [said, *([words.say("assess.exposed_said", who=exposed)] if exposed else [])]
            self._deciding.ask_decision(self.card, self.question(), limits)

    def _print(self) -> None:
        if self.card is not None:
            self._deciding.ask_note(self.card, self.question())

    def ask_measures(self) -> None:
        """Open the list of measures against harm in the area."""
        card, session = self.card, self._session
        if card is None:
            return
        dialog = MeasuresDialog(card.area.name, card.case.measures, card.case.assessed_on, self._words, self.window())

        def record() -> None:
            listed, source, passes = tuple(dialog.measures), dialog.source.text().strip(), dialog.notes.passes()
            self._context.work.write(
                lambda: session.put_measures(card.area.code, listed, source, card.case.assessed_on, passes),
                lambda _: dialog.finish(),
                dialog.refuse,
            )

        dialog.submitted.connect(record)
        dialog.open()

    def ask_assessor(self) -> None:
        """Let a second assessor answer without having seen the first; or, once two have, let them say what they agree on."""
        card, session, words = self.card, self._session, self._words
        if card is None:
            return
        agreement, mode = card.agreement, card.assessment.requested_mode
        answers = agreement.answers if agreement is not None and agreement.reconciled is None else ()
        told = [f"{words.pair(one.by, words.term('mode', one.ceiling))} – {one.why}" for one in answers]
        about = words.pair(card.area.name_in(words.language), words.term("mode", mode))
        dialog = AssessorDialog(about, [m.value for m in Mode], told, words, self._context.day, self.window())

        def keep() -> None:
            ceiling, why, by, passes = (
                Mode(dialog.ceiling.chosen),
                dialog.why.toPlainText(),
                dialog.by.text(),
                dialog.notes.passes(),
            )
            self._context.work.write(
                lambda: session.answer_as_assessor(card, ceiling, why, by, self._context.day, passes),
                lambda _: dialog.finish(),
                dialog.refuse,
            )

        dialog.submitted.connect(keep)
        dialog.open()

    def _imagine(self, keys: Sequence[str]) -> None:
        """Ask for the answer if what was ticked were so."""
        card, session, asked = self.card, self._session, self._asked
        if card is None or not keys:
            self.facts.reset()
            return

        def show(then: Assessment) -> None:
            if asked == self._asked and tuple(keys) == self.facts.ticked():
                self.facts.show_answer(then)

        self.ask(lambda: session.imagine(card, keys), show, part="imagine")

    def _ask_what_if(self, values: dict[str, float]) -> None:
        code = self.area.currentData()
        if not values:
            self.what_if.answer.setText("")
        elif code:
            session, question = self._session, self.question()

            def show(differences: Sequence[AreaDifference]) -> None:
                if code == self.area.currentData() and values == self.what_if.values():
                    self.what_if.show_answer(code, differences)

            self.ask(lambda: session.what_if(question, values), show, part="what_if")


_BUTTONS = ("window.decide", "window.print_note", "assess.measures.edit", "follow.assess.open")


def _day(chosen: QDate) -> date:
    return date(chosen.year(), chosen.month(), chosen.day())
