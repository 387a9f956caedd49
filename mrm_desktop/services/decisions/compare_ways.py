"""Ways compared: for one area and purpose, who comes and who goes, side by side - also going without anybody, and not going."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mrm_desktop.cartography.classes import tolerance_class
from mrm_desktop.domain.assessments import Assessment, Reason
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Mode, Purpose, Receptor, Word
from mrm_desktop.project.answers import class_limits
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question

RECENT_DAYS = 30  # within which an incident counts as late (METHOD 8: an attack within 30 days makes a trip wait)


class Way(Word):
    """Ways to reach people in an area, the least visible contact with the UN first, then the two without any."""

    ADVISER_COMES = "adviser_comes"
    ALERT_THROUGH_PATROL = "alert_through_patrol"
    VISIT_UNDER_SECURITY = "visit_under_security"
    ALONE = "alone"
    NOT_GOING = "not_going"

    @property
    def mode(self) -> Mode | None:
        """The mode of contact that the method is asked about; None for a way without contact, which the method does not judge."""
        return _MODES.get(self)

    @property
    def seen(self) -> tuple[Receptor, ...]:
        """Who would be seen: staff, people contacted; empty where nobody would."""
        return _SEEN[self]


_MODES = {
    Way.ADVISER_COMES: Mode.CIVILIAN_CHANNEL,
    Way.ALERT_THROUGH_PATROL: Mode.ALERT,
    Way.VISIT_UNDER_SECURITY: Mode.VERIFICATION_SECURITY,
}
_SEEN = {
    Way.ADVISER_COMES: (),
    Way.ALERT_THROUGH_PATROL: (Receptor.STAFF,),
    Way.VISIT_UNDER_SECURITY: (Receptor.STAFF, Receptor.CONTACTS),
    Way.ALONE: (Receptor.STAFF, Receptor.CONTACTS),
    Way.NOT_GOING: (),
}


class NoRisk(Word):
    """Why no residual risk can be shown."""

    UNSEEN = "unseen"
    IMPACT_NOT_ASSESSED = "impact_not_assessed"
    DECIDED_BEFORE = "decided_before"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True)
class ComparedWay:
    """One way, with what the method says of it or, where it says nothing, what is known.

    Attributes
    ----------
    assessment : Assessment | None
        The method's answer on the way's mode; None for a way that it does not judge.
    known : tuple[Reason, ...]
        What decided, or what is known of a way without a verdict and what would be forgone. Never a number of risk.
    no_risk : NoRisk | None
        Why no residual risk is shown; None where one is.
    """

    way: Way
    assessment: Assessment | None
    known: tuple[Reason, ...]
    no_risk: NoRisk | None

    @property
    def signed_by(self) -> tuple[str, ...] | None:
        """Codes of the roles that must sign; None where nobody has to, or where the verdict is closed and there is nothing to sign."""
        assessment = self.assessment
        if assessment is None or assessment.approval is None or not assessment.verdict.is_open:
            return None
        return assessment.approval.roles


@dataclass(frozen=True, slots=True)
class ComparedWays:
    """The ways to reach people in an area, all asked with the same question, in the order of :class:`Way`."""

    area: Area
    purpose: Purpose
    on: date
    ways: tuple[ComparedWay, ...]


def compare_ways(project: OpenProject, area_code: str, question: Question) -> ComparedWays:
    """Ask the method about each way, provided that those who would be exposed agree. Nothing is written.

    Parameters
    ----------
    question : Question
        Purpose, day and what else is asked; its mode is not looked at.

    Raises
    ------
    KnownError
        ``area.unknown`` where the project has no such area.
    """
    question = question.on_day(project.day)
    cards = {way: project.card(area_code, replace(question, mode=mode), search=False) for way, mode in _MODES.items()}
    asked = cards[Way.VISIT_UNDER_SECURITY]
    knowledge = project.knowledge_on(question.day)
    around = {*knowledge.ground.around(asked.area.code)}
    known = {
        Way.ALONE: (
            _armed_actors(project, asked),
            _lately(project.incidents(), around, question.day),
            Reason("ways.known.not_judged"),
            Reason("ways.forgone.alone"),
        ),
        Way.NOT_GOING: (Reason("ways.known.not_going"), Reason("ways.forgone.not_going")),
    }
    ways = (_judged(way, cards[way]) if way in cards else ComparedWay(way, None, known[way], NoRisk.NOT_JUDGED) for way in Way)
    return ComparedWays(asked.area, question.purpose, question.day, tuple(ways))


def _judged(way: Way, card: AreaCard) -> ComparedWay:
    assessment = card.assessment
    return ComparedWay(way, assessment, assessment.reasons[:1], _why_no_risk(card))


def _why_no_risk(card: AreaCard) -> NoRisk | None:
    assessment, impacts = card.assessment, card.case.impacts
    if assessment.residual_risk is not None:
        return None
    if not assessment.requested_mode.is_military:
        return NoRisk.UNSEEN
    if impacts is None or any(getattr(impacts, receptor.value) is None for receptor in Receptor):
        return NoRisk.IMPACT_NOT_ASSESSED
    return NoRisk.DECIDED_BEFORE


def _armed_actors(project: OpenProject, card: AreaCard) -> Reason:
    """Say as a class what armed actors think of contact; what they think of a trip without it nobody has asked."""
    found = tolerance_class(card.assessment.answer, class_limits(project.policy))
    return Reason("ways.known.armed_actors", {"tolerance_class": found})


def _lately(incidents: Iterable[Incident], around: Collection[str], day: date) -> Reason:
    """Say whether incidents are on record here lately; silence of an empty record says nothing."""
    on_record = [incident for incident in incidents if incident.happened_on <= day]
    since = day - timedelta(days=RECENT_DAYS)
    late = any(incident.valid_to >= since and incident.area_code in around for incident in on_record)
    state = "some" if late else "none" if on_record else "not_collected"
    return Reason(f"ways.known.incidents.{state}", {"days": RECENT_DAYS})
