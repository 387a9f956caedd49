"""Answering in place: opens the short form of a gap and keeps what was filled in. Every page that names an unknown has one of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mrm_desktop.desktop.answers.answer_dialog import AnswerDialog, AskedForm
from mrm_desktop.desktop.answers.fields import Option
from mrm_desktop.desktop.parts.drafts import DraftKeeper
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.parts.page_context import PageContext
from mrm_desktop.domain.gaps import Gap, GapKind
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.foundation.clock import now
from mrm_desktop.project.question import Question
from mrm_desktop.services.evidence.answer_gap import Moved, answer_gap, lines_to_test
from mrm_desktop.services.evidence.gap_forms import Value


class AnsweringSession:
    """What answering asks of an open project. Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._project = opened, opened.project

    def prepare(self, gap: Gap, area_code: str, question: Question) -> AskedForm:
        """Return the form of a gap as it is asked from an area."""
        project, words = self._project, self._opened.words
        knowledge = project.knowledge_on(project.day)
        area = knowledge.area(area_code)
        lineage = knowledge.ground.outwards(area.code)
        names = [knowledge.index.by_code[code].name_in(words.language) for code in lineage if code]
        places: Sequence[Option] = [*zip(lineage, names, strict=False), ("", words.say("answer.whole_country"))]
        lines = lines_to_test(knowledge, area.code)
        if gap.kind is GapKind.LINE_TEST and not lines:
            gap = Gap(GapKind.FOCAL_POINT, area_code=gap.area_code)  # nobody can be tried who is not on record
        return AskedForm(gap, area.code, names[0], places, lines, project.card(area.code, question, search=False).assessment)

    def answer(self, form: AskedForm, values: dict[str, Value], question: Question, passes: tuple[GuardPass, ...]) -> Moved:
        """Keep an answer and return what it moved."""
        return answer_gap(self._project, form.gap, values, question, form.area_code, passes, self._project.moment(now()))

    @property
    def day(self) -> date:
        """The day on which the project is."""
        return self._project.day


class Answering(QObject):
    """Opens the form of a gap, keeps the answer, and shows what it moved.

    A page makes one, and calls :meth:`ask` when somebody presses *Answer now*. It need not listen: what is written reaches the page's
    ``take_note`` as every write does. ``answered`` tells what the answer moved to whoever wants to say so beside the dialog. Gaps are
    found by :func:`mrm_desktop.services.evidence.gaps.gaps_of` for one reason, and ``gaps_of_card`` for a whole card;
    :func:`~mrm_desktop.reports.release.gap_wording.question_of` says a gap in words.

        answering = Answering(context, self)
        answering.ask(gap, area_code)                 # the question asked at the moment
        answering.ask(gap, area_code, Question(...))  # or another, such as that of a trip

    Parameters
    ----------
    parent : QWidget
        In front of which the forms open.
    """

    answered = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent
        self._session = AnsweringSession(context.opened)

    def ask(self, gap: Gap, area_code: str, question: Question | None = None) -> None:
        """Open the form of a gap, asked from an area. A form is always one of today, whatever day the map looks at."""
        asked, session = question or self._context.question(), self._session
        today = replace(asked, on=None)
        self._context.work.read(
            lambda: session.prepare(gap, area_code, today), lambda form: self._open(form, today), self._context.fail
        )

    def _open(self, form: AskedForm, question: Question) -> None:
        dialog = AnswerDialog(form, self._context.words, self._context.day, self._parent)
        begun = DraftKeeper(self._context, "answer", f"{form.gap.name} {form.gap.about} {form.area_code}", dialog, dialog)
        dialog.submitted.connect(lambda: self._keep(dialog, question, begun))
        dialog.open()

    def _keep(self, dialog: AnswerDialog, question: Question, begun: DraftKeeper) -> None:
        session, form, values, passes = self._session, dialog.form, dialog.values(), dialog.passes()

        def kept(moved: Moved) -> None:
            begun.done()
            dialog.show_moved(moved)
            self.answered.emit(moved)

        self._context.work.write(lambda: session.answer(form, values, question, passes), kept, dialog.refuse)
