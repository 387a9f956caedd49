"""Frozen views of a project, made by the services for maps, reports, window and commands. Nobody above sees a session or a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.assessments import AreaAnswer, Assessment, PolicyStamp
from mrm_desktop.domain.assessors import Agreement
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.domain.decisions import Decision, DecisionHead
from mrm_desktop.domain.duty_lines import CheckedLine
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence, ResetEvent
from mrm_desktop.domain.field_answers import FieldAnswer
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.missions import Contingent, CoordinationForum, FocalPoint, MissionRecord
from mrm_desktop.domain.projects import AreaCircumstances, ProjectInfo
from mrm_desktop.domain.protection_tools import REST_ON_TOOLS, ProtectionTool
from mrm_desktop.domain.sign_offs import DecisionOutcome, SignOff
from mrm_desktop.domain.statements import AnnouncedEvent, ConsentAnswer, Force
from mrm_desktop.domain.validity import EndedFact
from mrm_desktop.domain.vocabulary import MissionStatus, Mode, Purpose


@dataclass(frozen=True, slots=True)
class ClassLimits:
    """Where the classes of a map begin: the profile thresholds of the policy in force (METHOD section 6), the lowest first.

    Attributes
    ----------
    acceptance, tolerance : tuple[float, float, float]
        Shares, 0 to 1, at which the bands unfavourable, conditional and favourable begin.
    """

    acceptance: tuple[float, float, float]
    tolerance: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project assessed for one mode and purpose on one day: what a map needs.

    Attributes
    ----------
    areas : tuple[Area, ...]
        The areas of the level that is assessed.
    presence_by_area : Mapping[str, tuple[Presence, ...]]
        For each area the presence that covers more than its edge, or whose base stands in it.
    answers : Mapping[str, AreaAnswer]
        The answer on each of them without its working, by area code.
    assessments : Mapping[str, Assessment]
        The whole assessment of each of them; each is put into words when it is first asked for.
    provided_consent : bool
        Whether the view answers "provided that those who would be exposed agree", as a map does: nobody was asked yet.
    """

    info: ProjectInfo
    areas: tuple[Area, ...]
    places: tuple[Place, ...]
    presence: tuple[Presence, ...]
    presence_by_area: Mapping[str, tuple[Presence, ...]]
    answers: Mapping[str, AreaAnswer]
    assessments: Mapping[str, Assessment]
    mode: Mode
    purpose: Purpose
    on: date
    policy: PolicyStamp
    class_limits: ClassLimits
    datasets: tuple[Dataset, ...] = ()
    program_version: str = ""
    provided_consent: bool = True

    @property
    def known_presence(self) -> tuple[Presence, ...]:
        """The presence that was on record on the day of the view: what was confirmed later was not known then."""
        return tuple(p for p in self.presence if p.last_confirmed is None or p.last_confirmed <= self.on)


@dataclass(frozen=True, slots=True)
class AreaCard:
    """Everything about one area in one place, each statement with its source and day.

    Attributes
    ----------
    lineage : tuple[Area, ...]
        The areas it lies in, the largest first.
    focal_points : tuple[FocalPoint, ...]
        Civilian focal points that cover it, in fallback order.
    decisions : tuple[DecisionHead, ...]
        Decisions on it, the newest first, each without its snapshot.
    newest_decision : Decision | None
        The full record of the newest.
    ended : tuple[EndedFact, ...]
        What no longer held on the day of the card, the latest end first: history, used for nothing.
    contingents : tuple[Contingent, ...]
        The contingents whose presence is on record in it.
    approach : AdoptedApproach | None
        The organisation's approach in force on the day; None where none was adopted by then.
    events_ahead : tuple[AnnouncedEvent, ...]
        Dated events on record that bear on it, the earliest first, also those that have passed.
    forces : tuple[Force, ...]
        Forces of others that operate in it.
    consents : tuple[ConsentAnswer, ...]
        What those who would be exposed in it answered when they were asked, in the order in which it came.
    agreement : Agreement | None
        How two assessors answered for the mode asked; None while fewer than two have.
    waiting_for : tuple[str, ...]
        Codes of the roles that the newest decision still waits for; empty where it is in force.
    sign_offs : tuple[SignOff, ...]
        Signatures under the newest decision.
    outcomes : tuple[DecisionOutcome, ...]
        What came of decisions on it, in the order in which it was written.
    duty_lines : tuple[CheckedLine, ...]
        Lines that answer for it, in the order in which they are called: for readers inside the organisation.
    protection_tools : tuple[ProtectionTool, ...]
        What is known of the protection tools in it, around it and in parts of it.
    field_answers : tuple[FieldAnswer, ...]
        What was found out or heard of single facts, in the order in which it came.
    """

    info: ProjectInfo
    area: Area
    lineage: tuple[Area, ...]
    case: Case
    assessment: Assessment
    mission: MissionRecord | None
    mission_status: MissionStatus
    evidence: tuple[AreaEvidence, ...]
    actor_reports: tuple[ActorReport, ...]
    reset_events: tuple[ResetEvent, ...]
    circumstances: AreaCircumstances | None
    presence: tuple[Presence, ...]
    places: tuple[Place, ...]
    focal_points: tuple[FocalPoint, ...]
    fora: tuple[CoordinationForum, ...]
    decisions: tuple[DecisionHead, ...]
    newest_decision: Decision | None = None
    ended: tuple[EndedFact, ...] = ()
    contingents: tuple[Contingent, ...] = ()
    approach: AdoptedApproach | None = None
    events_ahead: tuple[AnnouncedEvent, ...] = ()
    forces: tuple[Force, ...] = ()
    consents: tuple[ConsentAnswer, ...] = ()
    agreement: Agreement | None = None
    waiting_for: tuple[str, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    outcomes: tuple[DecisionOutcome, ...] = ()
    duty_lines: tuple[CheckedLine, ...] = ()
    protection_tools: tuple[ProtectionTool, ...] = ()
    field_answers: tuple[FieldAnswer, ...] = ()

    @property
    def rests_on_tools(self) -> bool:
        """Whether a mode is asked about that protection tools carry."""
        return self.assessment.requested_mode in REST_ON_TOOLS
