"""The call sheet: what to find out, ranked by how many decisions each answer would settle - whichever way it falls.

Nothing is hoped for: for every question both answers are tried on every area in which it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.case import Case, with_fact
from mrm_desktop.domain.field_answers import CONSENT
from mrm_desktop.domain.gaps import CallLine, Gap, GapKind, gap_id
from mrm_desktop.domain.vocabulary import Approach, CivilianContact, Verdict
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.project.area_card import is_consent_supposed
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import Policy
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.decision import VERDICTS
from mrm_desktop.scoring.open_questions import open_questions
from mrm_desktop.scoring.run import run
from mrm_desktop.scoring.table import encode
from mrm_desktop.services.evidence.gaps import gaps_of

_OPEN = frozenset({Verdict.HOLD, Verdict.INSUFFICIENT_EVIDENCE})
"""Verdicts that decide nothing yet."""
AT_ONCE = 2000  # cases
Change = Callable[[Case], Case]


@dataclass(frozen=True, slots=True)
class _Try:
    """Both answers to a question in one area."""

    gap: Gap
    code: str
    hours: float
    cases: tuple[Case, Case]


@dataclass(slots=True)
class _Tally:
    """What is counted of one question over all areas."""

    areas: list[str] = field(default_factory=list)
    settles: list[str] = field(default_factory=list)
    one_way: list[str] = field(default_factory=list)
    hours: float = 0.0

    def count(self, one: _Try, then: Verdict, otherwise: Verdict, *, undecided: bool) -> None:
        """Take one area in, with the verdict after each answer."""
        self.areas.append(one.code)
        self.hours += one.hours
        decides = [verdict not in _OPEN for verdict in (then, otherwise)]
        if undecided and all(decides):
            self.settles.append(one.code)
        elif undecided and any(decides):
            self.one_way.append(one.code)


def call_sheet(project: OpenProject, question: Question, progress: Progress | None = None) -> tuple[CallLine, ...]:
    """Return what to find out, the most decisive question first; of equals the one that is open in more areas, then the quicker one.

    Parameters
    ----------
    question : Question
        What the decisions are about.

    Raises
    ------
    KnownError
        ``assess.no_areas`` where the project has no areas.
    """
    asked = question.on_day(project.day).supposing_consent()
    answers, policy = project.answers(asked), project.policy
    knowledge = project.knowledge_on(asked.day)
    supposed = frozenset(case.id for case in answers.cases if is_consent_supposed(knowledge, case.id, asked))
    tried = list(_tries(answers.cases, supposed, policy, progress or Silent()))
    found = iter(_verdicts([case for one in tried for case in one.cases], policy))
    now = dict(zip((case.id for case in answers.cases), _verdicts(answers.cases, policy), strict=True))
    tallies: dict[Gap, _Tally] = {}
    for one in tried:
        undecided = now[one.code] in _OPEN or one.gap.kind is GapKind.CONSENT
        tallies.setdefault(one.gap, _Tally()).count(one, next(found), next(found), undecided=undecided)
    return _ranked(tallies, knowledge.info.id)


def _ranked(tallies: Mapping[Gap, _Tally], project_id: str) -> tuple[CallLine, ...]:
    lines = [
        CallLine(gap, tuple(t.areas), tuple(t.settles), tuple(t.one_way), t.hours, gap_id(gap, project_id))
        for gap, t in tallies.items()
    ]
    ranked = sorted(lines, key=lambda one: (-len(one.settles), -len(one.settles_one_way), -len(one.areas), one.hours, one.id))
    return tuple(ranked)


def _tries(cases: Iterable[Case], supposed: frozenset[str], policy: Policy, progress: Progress) -> Iterator[_Try]:
    """Go through what is not known in each area, with both answers to each question."""
    cases = tuple(cases)
    answer = run(encode(cases), policy)
    for at, case in enumerate(cases):
        progress.step(at, len(cases), "progress.assessing")
        steps = (step for step in open_questions(CaseRow(case, answer, at, policy)) if step.otherwise is not None)
        asked = {gap: (step.hours, step.then, step.otherwise) for step in steps for gap in gaps_of(Reason(step.code, step.params))}
        for gap, (hours, then, otherwise) in (asked | dict(_beside(case, supposed, policy))).items():
            assert otherwise is not None
            yield _Try(gap, case.id, hours, (then(case), otherwise(case)))


def _beside(case: Case, supposed: frozenset[str], policy: Policy) -> Iterator[tuple[Gap, tuple[float, Change, Change]]]:
    """Go through what the method asks of people and of the organisation, not of the area."""
    hours = policy.search.hours_per_fact
    if case.organisation.approach is Approach.NONE:
        yield Gap(GapKind.APPROACH), (hours, _adopted, _as_it_is)
    if case.mission.civilian_contact is CivilianContact.NONE:
        yield Gap(GapKind.FOCAL_POINT), (hours, _reached, _as_it_is)
    if case.id in supposed:
        yield Gap(GapKind.CONSENT), (hours, _as_it_is, lambda one: with_fact(one, CONSENT, False))


def _as_it_is(case: Case) -> Case:
    return case


def _adopted(case: Case) -> Case:
    return replace(case, organisation=replace(case.organisation, approach=Approach.AGREED))


def _reached(case: Case) -> Case:
    adviser = CivilianContact.CHILD_PROTECTION_ADVISER
    return replace(case, mission=replace(case.mission, civilian_contact=adviser, civilian_contact_tested=None))


def _verdicts(cases: Iterable[Case], policy: Policy) -> list[Verdict]:
    """Return the verdict on each case, some at a time: every draw of every case at once would not fit an old laptop."""
    found = tuple(cases)
    parts = (found[first : first + AT_ONCE] for first in range(0, len(found), AT_ONCE))
    return [VERDICTS[int(verdict)] for part in parts for verdict in run(encode(part), policy).decision.verdict]
