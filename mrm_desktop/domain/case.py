"""A case: everything the method may look at for one area, component, purpose, mode and day.

A case is the whole input of :func:`mrm_desktop.scoring.assess`. Its JSON form is ``mrm-scenario/1``; the same form is the frozen
snapshot of a decision, so that a decision can be replayed from the record alone.

A fact of type ``bool | None`` is *unknown* when it is None: unknown is never read as the convenient answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    Band,
    CivilianContact,
    EscortCriterion,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Purpose,
    Receptor,
    RiskFactor,
    Stratum,
    Threat,
)


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
    poc_mandate : bool | None
        Whether the mission has a mandate to protect civilians physically.
    response_hours : float | None
        *Observed* hours to respond to an alert; None when nobody has observed it.
    closes_on : date | None
        The day on which the mission, or its base here, closes.
    """

    status: MissionStatus
    military_in_area: bool | None = None
    poc_mandate: bool | None = None
    civilian_contact: CivilianContact = CivilianContact.NONE
    patrol_frequency: PatrolFrequency = PatrolFrequency.UNKNOWN
    response_hours: float | None = None
    hotline: bool | None = None
    joint_operations_with_party: bool | None = None
    recent_attacks_or_protests: bool | None = None
    rotation_unknown: bool | None = None
    unresolved_abuse_allegations: bool | None = None
    resolved_past_allegations: bool | None = None
    alleged_perpetrator: bool | None = None
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """The organisation's own approach: agreed, the same next door, and accepted by those who would be exposed."""

    agreed_approach: bool | None = True
    conflicting_approach_nearby: bool | None = None
    exposed_people_agree: bool | None = None
    unicef_consulted: bool | None = None


@dataclass(frozen=True, slots=True)
class ContextFacts:
    """Facts of the area that close doors whatever people think of the mission."""

    contact_punished: bool | None = None
    reprisals_for_contact: bool | None = None


@dataclass(frozen=True, slots=True)
class ReceptorImpacts:
    """How bad it would be, 1 (minor) to 5 (catastrophic), for each receptor of harm (METHOD section 8)."""

    staff: int = 3
    contacts: int = 4
    access: int = 3


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
    measures : tuple[RiskMeasure, ...]
        Measures against harm, in place or planned.
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
    impacts: ReceptorImpacts = field(default_factory=ReceptorImpacts)
    measures: tuple[RiskMeasure, ...] = ()
    title: str = ""
