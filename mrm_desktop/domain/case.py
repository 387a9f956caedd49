"""A case: everything the method may look at for one area, component, purpose, mode and day.

A case is the whole input of :func:`mrm_desktop.scoring.assess`. Its JSON form is ``mrm-scenario/1``; the same form is the frozen
snapshot of a decision, so that a decision can be replayed from the record alone.

A fact of type ``bool | None`` is *unknown* when it is None: unknown is never read as the convenient answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    Approach,
    Band,
    CivilianContact,
    EscortCriterion,
    EventKind,
    MilitaryKind,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Purpose,
    Receptor,
    RiskFactor,
    Stratum,
    Threat,
)


def fact(default: bool | None = None, *, opens: bool | None = None) -> Any:
    """Declare a fact that holds, does not hold or is not known.

    Parameters
    ----------
    opens : bool | None
        The answer that opens doors; None where finding it out opens none.
    """
    return field(default=default, metadata={"is_fact": True, "opens": opens})


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: the mode of contact, what for, and whether an attack is expected."""

    mode: Mode
    purpose: Purpose = Purpose.CHILD_PROTECTION
    threat: Threat = Threat.NONE
    threat_grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class MissionFacts:
    """What is known of the mission *in this area*.

    Attributes
    ----------
    status : MissionStatus
        Status on the day of the assessment.
    military_in_area : bool | None
        Whether UN military (not a guard unit) is present in this area.
    military_kind : MilitaryKind | None
        What the military component is made of; None for armed units where there is military here, else unknown.
    poc_mandate : bool | None
        Whether the mission has a mandate to protect civilians physically; it may be a limited one.
    civilian_contact_tested : bool | None
        Whether somebody reached the civilian contact recently enough; False where nobody did, None where nobody asked, as in a scenario
        that does not say. Written only where it is stated.
    response_hours : float | None
        *Observed* hours to respond to an alert; None when nobody has observed it.
    closes_on : date | None
        The day on which the mission, or its base here, was decided to close; never the end of a mandate period.
    mandate_ends_on : date | None
        Last day of the mandate period on record, within which a decision lapses; the mandate may be renewed.
    """

    status: MissionStatus
    military_in_area: bool | None = fact(opens=True)
    military_kind: MilitaryKind | None = None
    poc_mandate: bool | None = fact(opens=True)
    poc_mandate_is_limited: bool = False
    civilian_contact: CivilianContact = CivilianContact.NONE
    patrol_frequency: PatrolFrequency = PatrolFrequency.UNKNOWN
    response_hours: float | None = None
    hotline: bool | None = fact(opens=True)
    joint_operations_with_party: bool | None = fact(opens=False)
    recent_attacks_or_protests: bool | None = fact(opens=False)
    rotation_unknown: bool | None = fact(opens=False)
    unresolved_abuse_allegations: bool | None = fact(opens=False)
    resolved_past_allegations: bool | None = fact(opens=False)
    alleged_perpetrator: bool | None = fact(opens=False)
    closes_on: date | None = None
    mandate_ends_on: date | None = None
    civilian_contact_tested: bool | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """The organisation's own approach: agreed, the same next door, and accepted by those who would be exposed."""

    approach: Approach = Approach.NONE
    conflicting_approach_nearby: bool | None = fact(opens=False)
    exposed_people_agree: bool | None = fact(opens=True)
    unicef_consulted: bool | None = fact(opens=True)


@dataclass(frozen=True, slots=True)
class ContextFacts:
    """Facts of the area that close doors whatever people think of the mission."""

    contact_punished: bool | None = fact(opens=False)
    reprisals_for_contact: bool | None = fact(opens=False)
    confused_with_fighting_force: bool | None = fact(opens=False)


@dataclass(frozen=True, slots=True)
class EventAhead:
    """A dated event that ends an answer, also one that has passed since it was recorded."""

    kind: EventKind
    on: date


@dataclass(frozen=True, slots=True)
class ReceptorImpacts:
    """How bad it would be, 1 (minor) to 5 (catastrophic), for each receptor of harm (METHOD section 8); None: not assessed."""

    staff: int | None = None
    contacts: int | None = None
    access: int | None = None


@dataclass(frozen=True, slots=True)
class RiskMeasure:
    """A measure against harm. It counts only when it is in place, owned and dated (METHOD section 8).

    Attributes
    ----------
    name : str
        What it is, such as "meeting held away from the base".
    lowers : RiskFactor
        What it lowers by one step.
    receptor : Receptor | None
        Whose impact it lowers; None lowers the impact of all three. Without meaning for the likelihood.
    in_place : bool
        Whether it works today; a planned measure lowers nothing.
    owner : str
        Role that answers for it; "" when nobody does.
    since : date | None
        Day since which it is in place.
    """

    name: str
    lowers: RiskFactor
    receptor: Receptor | None = None
    in_place: bool = False
    owner: str = ""
    since: date | None = None

    def counts_on(self, day: date) -> bool:
        """Tell whether the measure may lower anything on ``day``."""
        return self.in_place and bool(self.owner.strip()) and self.since is not None and self.since <= day


@dataclass(frozen=True, slots=True)
class Case:
    """One complete question to the method.

    Attributes
    ----------
    id, title : str
        Names of the case, for people.
    assessed_on : date
        The day on which the question is asked; evidence later than this is an error.
    community_evidence : tuple[CommunityEvidence, ...]
        Evidence of communities, in any order.
    armed_actors : tuple[ArmedActor, ...] | None
        None: not assessed, a gap. Empty: nobody known.
    escort_criteria : frozenset[EscortCriterion] | None
        The criteria that are met; None when they were not examined.
    required_strata : tuple[Stratum, ...]
        Strata that must be heard: women and men, and displaced people where they are over a tenth of the area.
    previous_band : Band | None
        Band of the last assessment under review, for hysteresis; None for a first assessment.
    impacts : ReceptorImpacts | None
        None where nobody was asked: the impact is then not assessed, and no residual risk is shown.
    measures : tuple[RiskMeasure, ...]
        Measures against harm, in place or planned.
    events_ahead : tuple[EventAhead, ...]
        Dated events, in any order.
    armed_actors_checked_on : date | None
        The day on which somebody last looked which armed actors are here; None for never.
    area_redrawn : bool
        Whether the area is an outline that a project began with and that is no unit any more: nothing is decided on it.
    """

    id: str
    assessed_on: date
    request: Request
    mission: MissionFacts
    organisation: OrganisationFacts = OrganisationFacts()
    context: ContextFacts = ContextFacts()
    escort_criteria: frozenset[EscortCriterion] | None = None
    community_evidence: tuple[CommunityEvidence, ...] = ()
    armed_actors: tuple[ArmedActor, ...] | None = None
    required_strata: tuple[Stratum, ...] = (Stratum.WOMEN, Stratum.MEN)
    previous_band: Band | None = None
    impacts: ReceptorImpacts | None = None
    measures: tuple[RiskMeasure, ...] = ()
    events_ahead: tuple[EventAhead, ...] = ()
    armed_actors_checked_on: date | None = None
    title: str = ""
    area_redrawn: bool = False


@dataclass(frozen=True, slots=True)
class FactInfo:
    """Where a fact stands in a case, and what is known of it; see :func:`fact`."""

    part: str
    opens: bool | None


FACTS: Mapping[str, FactInfo] = MappingProxyType(
    {
        f.name: FactInfo(part, f.metadata["opens"])
        for part, holder in (("mission", MissionFacts), ("organisation", OrganisationFacts), ("context", ContextFacts))
        for f in fields(holder)
        if f.metadata.get("is_fact")
    }
)
"""Every fact of a case by its name."""


def fact_of(case: Case, name: str) -> bool | None:
    """Return a fact of a case; None where it is not known."""
    value: bool | None = getattr(getattr(case, FACTS[name].part), name)
    return value


def with_fact(case: Case, name: str, value: bool | None) -> Case:
    """Return the case with another answer to a fact."""
    part = FACTS[name].part
    return replace(case, **{part: replace(getattr(case, part), **{name: value})})
