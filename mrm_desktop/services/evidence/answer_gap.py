"""Answer a gap: from what a short form took down to one record, by the same service as a facts file, and what it moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.duty_lines import Desk, DutyLine, Medium
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, CommunityEvidence, StanceReport
from mrm_desktop.domain.field_answers import PATROLS, Answer, FieldAnswer
from mrm_desktop.domain.gaps import Gap, GapKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.missions import Component, FocalPoint, Reach
from mrm_desktop.domain.statements import AnnouncedEvent, ArmedActorCheck, Consent, ConsentAnswer, ImpactAssessment
from mrm_desktop.domain.vocabulary import ActorKind, EventKind, EvidenceMethod, Mode, PatrolFrequency, Stance, Stratum
from mrm_desktop.formats.documents.facts import Facts
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.geo.codes import EXACT
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.on_record import duty_lines_of, focal_points_of, mission_of
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.services.evidence.add_facts import add_facts
from mrm_desktop.services.evidence.confirm_mission import confirm_mission
from mrm_desktop.services.evidence.gap_forms import FieldKind, Value, first_missing, form_of
from mrm_desktop.services.evidence.gaps import gaps_of_card

_REACH = {Medium.PHONE: Reach.PHONE, Medium.HF_RADIO: Reach.RADIO, Medium.SATELLITE: Reach.PHONE}
_POINT, _LINE = "point", "line"


@dataclass(frozen=True, slots=True)
class Moved:
    """What an answer moved in the area from which it was given.

    Attributes
    ----------
    before, after : Assessment
        The answer of the method without and with it; what would alter them was not searched for.
    left : int
        Questions that the card of the area still leaves open.
    """

    before: Assessment
    after: Assessment
    left: int = 0

    @property
    def is_another(self) -> bool:
        """Whether verdict or ceiling are others."""
        return (self.before.verdict, self.before.ceiling) != (self.after.verdict, self.after.ceiling)


@dataclass(frozen=True, slots=True)
class Taken:
    """A filled-in form with everything that its record is made of.

    Attributes
    ----------
    area_code : str
        The area from which the question was asked.
    """

    gap: Gap
    values: Mapping[str, Value]
    knowledge: Knowledge
    question: Question
    area_code: str

    @property
    def where(self) -> str:
        """The area for which the answer holds; "" for the whole country."""
        return str(self.values.get("where", self.area_code))

    @property
    def day(self) -> date:
        """Day on which it was found out."""
        found = self.values["day"]
        assert isinstance(found, date)
        return found

    def text(self, name: str) -> str:
        """Return a text or the code of a choice; "" where there is none."""
        return str(self.values.get(name, "")).strip()

    def number(self, name: str) -> int | None:
        """Return a number; None where it is not known."""
        found = self.values.get(name)
        return found if isinstance(found, int) else None

    def optional_day(self, name: str) -> date | None:
        """Return a day that need not be there."""
        found = self.values.get(name)
        return found if isinstance(found, date) else None

    @property
    def grade(self) -> Grade:
        """What the source and what it says are worth."""
        return Grade(self.text("reliability"), self.text("credibility"))

    @property
    def mission(self) -> str:
        """Acronym of the mission of the area."""
        record = mission_of(self.knowledge, self.area_code, self.question.day) if self.area_code else None
        return record.acronym if record is not None else self.knowledge.info.mission


def answer_gap(
    project: OpenProject,
    gap: Gap,
    values: Mapping[str, Value],
    question: Question,
    area_code: str,
    passes: Sequence[GuardPass] = (),
    now: datetime | None = None,
) -> Moved:
    """Keep the answer to a gap, and return what it moved.

    Parameters
    ----------
    values : Mapping[str, Value]
        By the name of each field of :func:`~mrm_desktop.services.evidence.gap_forms.form_of` what was filled in.
    question : Question
        What is asked at the moment: mode, purpose, day. Consent is that to the mode of the question.
    area_code : str
        The area from which it is answered; the answer may hold for a wider one (``values["where"]``).
    passes : Sequence[GuardPass]
        What two people let pass, by the place of the text (``Field.place``).

    Raises
    ------
    PersonInTextError
        A text looks as if it told of a person, and no two people let it pass.
    KnownError
        ``answer.missing`` with the field; ``answer.in_the_future``; what :func:`add_facts` and :func:`confirm_mission` raise.
    """
    question = question.on_day(project.day)
    fields = form_of(gap)
    missing = first_missing(fields, values)
    if missing is not None:
        raise KnownError("answer.missing", field=missing.name)
    for field in fields:
        found = values.get(field.name)
        if field.kind is FieldKind.DAY and not field.is_ahead and isinstance(found, date) and found > project.day:
            raise KnownError("answer.in_the_future", day=found)
    before = project.card(area_code, question, search=False).assessment
    taken = Taken(gap, values, project.knowledge_on(project.day), question, area_code)
    if gap.kind is GapKind.MISSION:
        _confirm(project, taken, passes)
    else:
        add_facts(project, RECORDS[gap.kind](taken), passes, now)
    after = project.card(area_code, question, search=False)
    return Moved(before, after.assessment, len(gaps_of_card(after)))


def _confirm(project: OpenProject, taken: Taken, passes: Sequence[GuardPass]) -> None:
    closed = taken.text("status") == "closed"
    end = None if closed else taken.optional_day("mandate_end")
    confirm_mission(project, taken.mission, project.day, taken.text("document"), end, closed, passes=passes)


def _fact(taken: Taken) -> Facts:
    answer = Answer.parse(taken.text("answer"))
    return Facts(statements=(FieldAnswer(taken.gap.about, taken.where, answer, taken.day, taken.text("source"), taken.grade),))


def _patrols(taken: Taken) -> Facts:
    often = PatrolFrequency.parse(taken.text("patrols"))
    told = FieldAnswer(PATROLS, taken.where, Answer.YES, taken.day, taken.text("source"), taken.grade, often)
    return Facts(statements=(told,))


def _consent(taken: Taken) -> Facts:
    told = ConsentAnswer(
        area_code=taken.area_code,
        who=taken.text("who"),
        asked_on=taken.day,
        answer=Consent.parse(taken.text("answer")),
        asked_by=taken.text("asked_by"),
        source=taken.text("source"),
        number=taken.number("number"),
        mode=taken.question.mode,
    )
    return Facts(statements=(told,))


def _focal_point(taken: Taken) -> Facts:
    medium, tried = Medium.parse(taken.text("medium")), taken.text("tried")
    was_tried = tried != "not_tried"
    point = FocalPoint(
        role=taken.text("role"),
        component=Component.parse(taken.text("component")),
        mission=taken.mission,
        area_code=taken.where,
        reach=_REACH[medium],
        last_tested=taken.day if tried == "answered" else None,
        source=taken.text("source"),
        grade=taken.grade,
    )
    line = DutyLine(
        role=point.role,
        desk=Desk.FOCAL_POINT,
        line=taken.text("line"),
        recorded_on=taken.day,
        source=point.source,
        grade=taken.grade,
        medium=medium,
        mission=taken.mission,
        area_code=taken.where,
        tested_on=taken.day if was_tried else None,
        answered=tried == "answered" if was_tried else None,
        answer_minutes=taken.number("minutes") if tried == "answered" else None,
    )
    return Facts(focal_points=(point,), statements=(line,))


def lines_to_test(knowledge: Knowledge, area_code: str) -> tuple[tuple[str, str], ...]:
    """Return what can be called for an area, each with the words for it: lines, and posts of which no line is on record.

    Parameters
    ----------
    knowledge : Knowledge
        That of a day.
    """
    lines = [line for line in duty_lines_of(knowledge, area_code) if line.desk is Desk.FOCAL_POINT]
    points = [point for point in focal_points_of(knowledge, area_code) if not any(line.is_of(point) for line in lines)]
    return (
        *((f"{_LINE}:{line.thing}", f"{line.role}: {line.line}") for line in lines),
        *((f"{_POINT}:{point.role}", point.role) for point in points),
    )


def _line_test(taken: Taken) -> Facts:
    kind, _, named = taken.text("line").partition(":")
    answered, source = taken.text("tried") == "answered", taken.text("source")
    if kind == _POINT:
        point = next(p for p in focal_points_of(taken.knowledge, taken.area_code) if p.role == named)
        return Facts(focal_points=(replace(point, last_tested=taken.day if answered else None, source=source),))
    line = next(one for one in duty_lines_of(taken.knowledge, taken.area_code) if one.thing == named)
    if taken.day < line.recorded_on:
        raise KnownError("duty.test_before_record", day=taken.day, recorded_on=line.recorded_on)
    minutes = taken.number("minutes") if answered else None
    tested = replace(line, recorded_on=taken.day, tested_on=taken.day, answered=answered, answer_minutes=minutes, source=source)
    return Facts(statements=(tested,))


def _approach(taken: Taken) -> Facts:
    modes = taken.values.get("allowed_modes", ())
    assert isinstance(modes, tuple)
    adopted = AdoptedApproach(
        adopted_on=taken.day,
        adopted_by=taken.text("adopted_by"),
        allowed_modes=tuple(Mode.parse(mode) for mode in modes),
        review_on=taken.optional_day("review_on"),
        title=taken.text("title"),
    )
    return Facts(statements=(adopted,))


def _report(taken: Taken, actor: str, kind: ActorKind, *, able_to_harm: bool) -> ActorReport:
    stance = StanceReport(Stance.parse(taken.text("stance")), taken.grade, taken.day, taken.text("source"))
    return ActorReport(new_id(), taken.area_code, actor, kind, able_to_harm, stance)


def _actors(taken: Taken) -> Facts:
    looked = ArmedActorCheck(taken.area_code, taken.day, taken.text("source"), taken.grade)
    if taken.text("found") == "nobody":
        return Facts(statements=(looked,))
    kind, harms = ActorKind.parse(taken.text("actor_kind")), taken.text("able_to_harm") == "yes"
    report = _report(taken, taken.text("actor"), kind, able_to_harm=harms)
    return Facts(actor_reports=(report,), statements=(looked,))


def _actor(taken: Taken) -> Facts:
    around = taken.knowledge.ground.around(taken.area_code)
    known = [report for report in taken.knowledge.actor_reports.of(around) if report.actor == taken.gap.about]
    kind = known[-1].kind if known else ActorKind.NON_STATE
    harms = any(report.able_to_harm for report in known) or not known
    return Facts(actor_reports=(_report(taken, taken.gap.about, kind, able_to_harm=harms),))


def _people(taken: Taken) -> Facts:
    said = CommunityEvidence(
        stratum=Stratum.parse(taken.gap.about or taken.text("stratum")),
        method=EvidenceMethod.parse(taken.text("method")),
        source=taken.text("source"),
        collected_on=taken.day,
        answered=float(taken.number("number") or taken.number("groups") or 0),  # of talks in groups these are counted
        mean_rating=float(taken.text("rating").replace("minus_", "-")),
        grade=taken.grade,
    )
    return Facts(evidence=(AreaEvidence(new_id(), taken.area_code, f"{taken.day:%Y-%m}", said, matched_by=EXACT),))


def _impact(taken: Taken) -> Facts:
    staff, contacts, access = (int(taken.text(receptor)) for receptor in ("staff", "contacts", "access"))
    told = ImpactAssessment(
        area_code=taken.where,
        on=taken.day,
        by=taken.text("by"),
        source=taken.text("source"),
        staff=staff,
        contacts=contacts,
        access=access,
    )
    return Facts(statements=(told,))


def _event(taken: Taken) -> Facts:
    on = taken.optional_day("on")
    assert on is not None
    told = AnnouncedEvent(
        kind=EventKind.parse(taken.text("event")),
        on=on,
        source=taken.text("source"),
        grade=taken.grade,
        area_code=taken.where,
        announced_on=taken.day,
    )
    return Facts(statements=(told,))


RECORDS: Mapping[GapKind, Callable[[Taken], Facts]] = {
    GapKind.FACT: _fact,
    GapKind.PATROLS: _patrols,
    GapKind.CONSENT: _consent,
    GapKind.FOCAL_POINT: _focal_point,
    GapKind.LINE_TEST: _line_test,
    GapKind.APPROACH: _approach,
    GapKind.ACTORS: _actors,
    GapKind.ACTOR: _actor,
    GapKind.PEOPLE: _people,
    GapKind.IMPACT: _impact,
    GapKind.EVENT: _event,
}
"""What each form's record is; a mission is confirmed in its registry."""
