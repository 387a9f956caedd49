"""What a project says of itself, and the circumstances people enter by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from mrm_desktop.domain.case import ContextFacts, OrganisationFacts, RiskMeasure
from mrm_desktop.domain.grades import Grade


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """Settings of a project.

    Attributes
    ----------
    mission : str
        Acronym of the mission in the registry that covers the country.
    assessment_level : int | None
        Administrative level at which areas are assessed; None for the finest level that the project has.
    fictional : bool
        Whether everything in it is invented (the sample country); printed on every map and page.
    """

    id: str
    title: str
    mission: str
    created_at: datetime
    office: str = ""
    language: str = "en"
    assessment_level: int | None = None
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class AreaCircumstances:
    """Circumstances of one area that no file carries; each may be unknown. The newest record of an area counts.

    What is not here - status, military presence, patrol frequency, civilian contact, allegations - comes from the mission registry,
    the presence records, the contingents and the focal-point directory. The period says how long they are expected to last; past it they
    are unknown again.
    """

    id: str
    area_code: str
    recorded_on: date
    source: str
    grade: Grade
    context: ContextFacts = field(default_factory=ContextFacts)
    organisation: OrganisationFacts = field(default_factory=OrganisationFacts)
    response_hours: float | None = None
    hotline: bool | None = None
    joint_operations_with_party: bool | None = None
    recent_attacks_or_protests: bool | None = None
    rotation_unknown: bool | None = None
    alleged_perpetrator: bool | None = None
    closes_on: date | None = None
    measures: tuple[RiskMeasure, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
