"""The answers to one question on all areas: prepared once as columns, and after a write run again only where a case became another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from mrm_desktop.domain.assessments import AreaAnswer, Assessment
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.datasets import counting
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.views import ClassLimits, ProjectView
from mrm_desktop.domain.vocabulary import Band, Mode
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.foundation.version import __version__
from mrm_desktop.project.area_card import with_open_questions
from mrm_desktop.project.build_case import build_case
from mrm_desktop.project.changes import Changed
from mrm_desktop.project.kinds import OF_ONE_AREA, Kind
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import BatchResult, Policy, PreparedAreas, reassess


class Answers:
    """The answers to a question, provided that those who would be exposed agree: nobody was asked yet.

    Attributes
    ----------
    knowledge : Knowledge
        The state of the question's day.
    result : BatchResult
        The answers as columns, one row an area.
    """

    def __init__(
        self, knowledge: Knowledge, question: Question, policy: Policy, result: BatchResult, prepared: PreparedAreas | None = None
    ) -> None:
        self.knowledge, self.question, self.policy, self.result = knowledge, question, policy, result
        self._prepared = prepared

    @property
    def cases(self) -> tuple[Case, ...]:
        """What was put to the method, one case an area."""
        return self.result.cases

    @property
    def prepared(self) -> PreparedAreas:
        """The cases as columns, for asking "what if" again and again; after an edit they are written anew when they are needed."""
        if self._prepared is None:
            self._prepared = PreparedAreas(self.cases)
        return self._prepared

    @cached_property
    def by_area(self) -> Mapping[str, AreaAnswer]:
        """The answer on each area without its working, by area code."""
        return {answer.case_id: answer for answer in self.result.answers()}

    @cached_property
    def assessments(self) -> Mapping[str, Assessment]:
        """The whole assessment of each area, put into words when it is first asked for."""
        rows = {case.id: row for row, case in enumerate(self.cases)}
        # Not through itself: a reference to itself would keep decrypted data in memory after locking.
        result, knowledge, question, policy = self.result, self.knowledge, self.question, self.policy
        return _MadeOnDemand(rows, lambda row: with_open_questions(result.assessment(row), knowledge, question, policy))

    @cached_property
    def view(self) -> ProjectView:
        """What a map needs of them."""
        known = self.knowledge
        return self._view(known.assessed_areas, known.places.all, known.presence, known.presence_map.by_area)

    def view_of(self, codes: Collection[str]) -> ProjectView:
        """Return what a map of some areas needs of them; what lies in no other area is looked at."""
        known = self.knowledge
        areas = tuple(area for area in known.assessed_areas if area.code in codes)
        by_area = {code: known.presence_map.in_area(code) for code in codes}
        presence = tuple(dict.fromkeys(item for found in by_area.values() for item in found))
        places = known.places.of({below for code in codes for below in known.ground.below_and_self(code)})
        return self._view(areas, places, presence, by_area)

    def _view(
        self,
        areas: tuple[Area, ...],
        places: tuple[Place, ...],
        presence: tuple[Presence, ...],
        presence_by_area: Mapping[str, tuple[Presence, ...]],
    ) -> ProjectView:
        relied = {id(item): item.relied_upon(self.question.day, self.policy.gates.stale_after_days) for item in presence}
        return ProjectView(
            info=self.knowledge.info,
            areas=areas,
            places=places,
            presence=tuple(relied.values()),
            presence_by_area={code: tuple(relied[id(item)] for item in found) for code, found in presence_by_area.items()},
            answers=self.by_area,
            assessments=self.assessments,
            mode=self.question.mode,
            purpose=self.question.purpose,
            on=self.question.day,
            policy=self.policy.stamp,
            class_limits=class_limits(self.policy),
            datasets=counting(self.knowledge.datasets),
            program_version=__version__,
        )

    def with_knowledge(self, knowledge: Knowledge) -> Answers:
        """Return the same answers beside a newer state of the same day, from which nothing that a case is made of has changed."""
        if knowledge is self.knowledge:
            return self
        return Answers(knowledge, self.question, self.policy, self.result, self._prepared)

    def for_mode(self, mode: Mode) -> Answers | None:
        """Return the answers to the same question about another mode; None where another mode is another case.

        Of a case only the mode differs, what earlier decisions on that mode mean for the approach next door, and what was stated for
        one mode alone.
        """
        log, day, modes = self.knowledge.decisions, self.question.day, {mode, self.question.mode}
        if log.refused_without_reason(mode, day) != log.refused_without_reason(self.question.mode, day):
            return None
        if any(stated.mode in modes for stated in (*self.knowledge.impacts, *self.knowledge.consents)):
            return None
        prepared = self.prepared.with_mode(mode)
        question = replace(self.question, mode=mode)
        return Answers(self.knowledge, question, self.policy, prepared.assess(self.policy), prepared)

    def after(self, knowledge: Knowledge, changed: Changed) -> tuple[Answers, frozenset[str]]:
        """Return the answers after a write, and the codes of the areas that were run again: those whose case is another one.

        Parameters
        ----------
        knowledge : Knowledge
            The state after the write, of the question's day.

        Raises
        ------
        KnownError
            ``assess.no_areas`` where the write took all areas away.
        """
        codes = [area.code for area in knowledge.assessed_areas]
        if not codes:
            raise KnownError("assess.no_areas")
        before = {case.id: case for case in self.cases}
        may_differ = _borne_on(changed, knowledge)
        cases = [
            before[code]
            if may_differ is not None and code not in may_differ and code in before
            else build_case(knowledge, code, self.question, self.policy)
            for code in codes
        ]
        result, run = reassess(self.result, cases, self.policy)
        return Answers(knowledge, self.question, self.policy, result), run


def prepare_answers(
    knowledge: Knowledge,
    question: Question,
    policy: Policy,
    progress: Progress | None = None,
    codes: Sequence[str] | None = None,
) -> Answers:
    """Assess areas for one question.

    Parameters
    ----------
    knowledge : Knowledge
        The state of the question's day.
    codes : Sequence[str] | None
        The areas; None for every area of the project's assessment level.

    Raises
    ------
    KnownError
        ``assess.no_areas`` where the project has no areas.
    """
    if codes is None:
        # For a whole country presence is laid on all areas at once.
        codes = list(knowledge.presence_map.by_area)
    if not codes:
        raise KnownError("assess.no_areas")
    watcher = progress or Silent()
    question = question.supposing_consent()
    cases = []
    for done, code in enumerate(codes):
        watcher.step(done, len(codes), "progress.assessing")
        cases.append(build_case(knowledge, code, question, policy))
    prepared = PreparedAreas(cases)
    return Answers(knowledge, question, policy, prepared.assess(policy), prepared)


def _borne_on(changed: Changed, knowledge: Knowledge) -> frozenset[str] | None:
    """Return the areas whose case a write may have changed; None for any of them."""
    if changed.areas is None or changed.is_everywhere or not changed.kinds <= OF_ONE_AREA:
        return None
    ground = knowledge.ground
    found = frozenset(code for named in changed.areas for code in ground.around(named))
    # A decision bears on the areas next door as well: the approach there has to be coherent with it.
    return found | ground.next_to(changed.areas) if changed.touches(Kind.DECISIONS) else found


def class_limits(policy: Policy) -> ClassLimits:
    """Return where the classes of a map begin under a policy, so that map and verdict change together."""
    unfavourable, conditional, favourable = (
        policy.bands.of(band) for band in (Band.UNFAVOURABLE, Band.CONDITIONAL, Band.FAVOURABLE)
    )
    return ClassLimits(
        # Where people together count as rejecting it, a group that is below counts as rejecting it as well.
        acceptance=(unfavourable.everybody, conditional.acceptance, favourable.acceptance),
        tolerance=(unfavourable.tolerance, conditional.tolerance, favourable.tolerance),
    )


class _MadeOnDemand(Mapping[str, Assessment]):
    """A mapping whose values are made when they are first asked for."""

    def __init__(self, rows: Mapping[str, int], make: Callable[[int], Assessment]) -> None:
        self._rows, self._make = rows, make
        self._made: dict[str, Assessment] = {}

    def __getitem__(self, code: str) -> Assessment:
        if code not in self._made:
            self._made[code] = self._make(self._rows[code])
        return self._made[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)
