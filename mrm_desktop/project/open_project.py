"""The open project: its store, policy and day, what it knows, and the answers that were worked out. Every face asks this one object."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mrm_desktop.domain.decisions import head_of
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.memory import no_collecting
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.project.changes import EVERYTHING, Changed, recording
from mrm_desktop.project.deferred import Deferred
from mrm_desktop.project.kinds import KNOWN, MAKE_CASES, ON_CARDS, Kind
from mrm_desktop.project.ports import Project, Repository
from mrm_desktop.project.question import Question

if TYPE_CHECKING:
    from mrm_desktop.domain.case import Case
    from mrm_desktop.domain.decisions import Decision
    from mrm_desktop.domain.incidents import Incident
    from mrm_desktop.domain.views import AreaCard, ProjectView
    from mrm_desktop.project.answers import Answers
    from mrm_desktop.project.knowledge import Knowledge
    from mrm_desktop.scoring import Policy

Listener = Callable[[Changed], None]
KEPT_QUESTIONS = 6  # a comparison has two, a week on the time slider seven days: older ones are worked out again
KEPT_DAYS = 16
KEPT_CARDS = 64


class OpenProject:
    r"""An open project; window, commands and library are faces of it.

    Writing goes through :meth:`write`, which notes what is written. What was read and worked out before is then dropped as far as it
    rests on that, and everybody who :meth:`listen`\ s is told. It is used by one thread at a time.

    Parameters
    ----------
    store : Project
        The file or the office's database.
    policy : Policy | None
        The organisation's policy; None for the shipped one.
    fixed_day : date | None
        A fixed day for questions that name none: the sample country lives on one day. None for today.
    """

    def __init__(self, store: Project, policy: Policy | None = None, fixed_day: date | None = None) -> None:
        self.store, self._policy, self._fixed_day = store, policy, fixed_day
        self._listeners: list[Listener] = []
        self._knowledge: Knowledge | None = None
        self._pending = Changed()
        self._days: dict[date, Knowledge] = {}
        self._answers: dict[Question, tuple[Answers, Changed]] = {}
        self._cards: dict[tuple[str, Question, bool], AreaCard] = {}
        self._incidents: tuple[Incident, ...] | None = None

    @property
    def day(self) -> date:
        """The day for which questions are answered that name none."""
        return self._fixed_day or today()

    def moment(self, now: datetime) -> datetime:
        """Return when something happens that is recorded now: in a project that lives on one day, at this hour of that day.

        What is recorded later comes later, also where an hour of the day has been used before.
        """
        if self._fixed_day is None:
            return now
        heads = self.knowledge.decisions.heads
        at = datetime.combine(self._fixed_day, now.timetz())
        return at if not heads else max(at, heads[-1].recorded_at + timedelta(seconds=1))

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        if self._policy is None:
            from mrm_desktop.scoring import load_policy

            self._policy = load_policy()
        return self._policy

    # ---- what is known ----------------------------------------------------------------------------------------------------

    @property
    def knowledge(self) -> Knowledge:
        """Everything that the project knows, also of the past; read once, and after a write only what it touched."""
        from mrm_desktop.project.knowledge import load_knowledge

        if self._knowledge is None or self._pending.kinds:
            with no_collecting():
                self._knowledge = load_knowledge(self.read, self._knowledge, self._pending if self._knowledge else EVERYTHING)
            self._pending = Changed()
        return self._knowledge

    def knowledge_on(self, day: date) -> Knowledge:
        """Return what may be relied upon on a day."""
        whole = self.knowledge
        if day not in self._days:
            self._days[day] = whole.as_of(day)
            _drop_oldest(self._days, KEPT_DAYS)
        return self._days[day]

    def incidents(self) -> tuple[Incident, ...]:
        """Return the incidents; read once, and again after a write that touched them."""
        if self._incidents is None:
            with self.read() as repository:
                self._incidents = tuple(repository.incidents())
        return self._incidents

    def decision(self, decision_id: str) -> Decision | None:
        """Return the full record of a decision."""
        with self.read() as repository:
            return repository.decision(decision_id)

    def decisions(self) -> tuple[Decision, ...]:
        """Return the full records of all decisions, in the order of the chain; questions are answered from their heads."""
        with self.read() as repository:
            return tuple(repository.decisions())

    # ---- what follows from it ---------------------------------------------------------------------------------------------

    def answers(self, question: Question, progress: Progress | None = None) -> Answers:
        """Return the answers on all areas, provided that those who would be exposed agree.

        Raises
        ------
        KnownError
            ``assess.no_areas`` where the project has no areas.
        """
        from mrm_desktop.project.answers import prepare_answers

        question = question.on_day(self.day).supposing_consent()
        known = self.knowledge_on(question.day)
        kept = self._answers.pop(question, None)
        with no_collecting():
            if kept is None:
                answers = self._of_another_mode(question) or prepare_answers(known, question, self.policy, progress)
            elif kept[1].kinds:
                answers, _ = kept[0].after(known, kept[1])
            else:
                answers = kept[0].with_knowledge(known)
        self._answers[question] = (answers, Changed())
        _drop_oldest(self._answers, KEPT_QUESTIONS)
        return answers

    def _of_another_mode(self, question: Question) -> Answers | None:
        """Return the answers made from those to the same question about another mode, where they are at hand."""
        for asked, (answers, changed) in reversed(self._answers.items()):
            if not changed.kinds and replace(asked, mode=question.mode) == question:
                return answers.with_knowledge(self.knowledge_on(question.day)).for_mode(question.mode)
        return None

    def view(self, question: Question, progress: Progress | None = None) -> ProjectView:
        """Return the answers on all areas as a map needs them."""
        return self.answers(question, progress).view

    def view_around(self, area_code: str, question: Question) -> ProjectView:
        """Return the answers on an area and those around it, as a map of that area needs them; no others are worked out.

        Raises
        ------
        KnownError
            ``area.unknown`` where the project has no such area.
        """
        from mrm_desktop.project.answers import prepare_answers

        question = question.on_day(self.day).supposing_consent()
        known, kept = self.knowledge_on(question.day), self._answers.get(question)
        codes = known.ground.surroundings(known.area(area_code).code)
        if kept is not None and not kept[1].kinds:
            return kept[0].with_knowledge(known).view_of(codes)
        return prepare_answers(known, question, self.policy, codes=codes).view_of(codes)

    def card(self, area_code: str, question: Question, search: bool = True) -> AreaCard:
        """Return everything about one area, provided that those who would be exposed agree; no other area is looked at.

        Parameters
        ----------
        search : bool
            Whether to search for what would alter the answer, by far the longest part of the work.

        Raises
        ------
        KnownError
            ``area.unknown`` where the project has no such area.
        """
        key = (area_code, question.on_day(self.day).supposing_consent(), search)
        if key not in self._cards:
            self._cards[key] = self._make_card(*key)
            _drop_oldest(self._cards, KEPT_CARDS)
        return self._cards[key]

    def card_for_decision(self, area_code: str, question: Question, case: Case | None = None) -> AreaCard:
        """Return everything about one area for the question as it stands: consent counts only where it was given.

        Parameters
        ----------
        case : Case | None
            The case to assess; by default the one that the project's records make.
        """
        return self._make_card(area_code, question.on_day(self.day), case=case)

    def _make_card(self, area_code: str, question: Question, search: bool = True, case: Case | None = None) -> AreaCard:
        from mrm_desktop.project.area_card import area_card

        return area_card(self.knowledge_on(question.day), area_code, question, self.policy, case, self.decision, search)

    # ---- reading and writing ----------------------------------------------------------------------------------------------

    def read(self) -> AbstractContextManager[Repository]:
        """Open a unit of work for reading."""
        return self.store.read()

    @contextmanager
    def write(self) -> Iterator[Repository]:
        """Open a unit of work for writing, which is kept as a whole or not at all; then tell what it changed."""
        with self.store.write() as repository:
            noted, recorder = recording(repository)
            yield noted
        self.take_note(recorder.changed, recorder.decisions)

    def listen(self, listener: Listener) -> None:
        """Have ``listener`` called after each write, in the thread that wrote."""
        self._listeners.append(listener)

    def take_note(self, changed: Changed = EVERYTHING, decisions: tuple[Decision, ...] = ()) -> None:
        """Drop what rests on what changed, and tell everybody; by default as if somebody else had written anything.

        Parameters
        ----------
        decisions : tuple[Decision, ...]
            The decisions among it where they are at hand: then no other is read again.
        """
        if not changed.kinds:
            return
        if changed.kinds == {Kind.DECISIONS} and not self._follow(decisions):
            changed = EVERYTHING  # somebody else has decided in between
        if changed.kinds == {Kind.DECISIONS} and decisions:
            self._append_to_log(decisions)
        elif self._knowledge is not None and changed.touches(*KNOWN):
            self._pending |= changed
            self._days.clear()
        if changed.touches(*ON_CARDS):
            self._cards.clear()
        if changed.touches(Kind.INCIDENTS, Kind.DATASETS):
            self._incidents = None
        if changed.touches(*MAKE_CASES):
            bearing = Changed(changed.kinds & MAKE_CASES, changed.areas)
            self._answers = {asked: (answers, before | bearing) for asked, (answers, before) in self._answers.items()}
        for listener in self._listeners:
            listener(changed)

    def _follow(self, decisions: tuple[Decision, ...]) -> bool:
        """Tell whether decisions follow the log that was read without a gap."""
        if self._knowledge is None or not self._knowledge.read_decisions.is_there:
            return True
        last = len(self._knowledge.decisions)
        return [decision.sequence for decision in decisions] == list(range(last + 1, last + 1 + len(decisions)))

    def _append_to_log(self, decisions: tuple[Decision, ...]) -> None:
        """Go on from the log that was read: recording a decision must cost the same in every log."""
        before = self._knowledge
        if before is None or not before.read_decisions.is_there:
            return
        log = before.decisions
        for decision in decisions:
            log = log.followed_by(head_of(decision))
        whole = self._knowledge = replace(before, read_decisions=Deferred.of(log))
        self._days = {day: replace(known, read_decisions=whole.read_decisions, whole=whole) for day, known in self._days.items()}

    def close(self) -> None:
        """Close the store and drop what was read from it."""
        self._knowledge, self._pending, self._incidents = None, Changed(), None
        self._days.clear()
        self._answers.clear()
        self._cards.clear()
        self._listeners.clear()
        self.store.close()


def _drop_oldest(kept: dict[Any, Any], most: int) -> None:
    """Drop what was put in first, until no more than ``most`` are left."""
    while len(kept) > most:
        del kept[next(iter(kept))]
