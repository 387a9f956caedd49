"""The kinds of records a project holds, each registered once: how it is written and read, and what rests on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.assessors import AssessorAnswer
from mrm_desktop.domain.duty_lines import DutyLine
from mrm_desktop.domain.field_answers import FieldAnswer
from mrm_desktop.domain.finding_notes import FindingNote
from mrm_desktop.domain.protection_tools import ProtectionTool
from mrm_desktop.domain.sign_offs import DecisionOutcome, SignOff
from mrm_desktop.domain.stakeholders import Stakeholder
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.statements import AnnouncedEvent, ArmedActorCheck, ConsentAnswer, Force, ImpactAssessment
from mrm_desktop.project.ports import Repository
from mrm_desktop.project.records import Records

S = TypeVar("S", bound=Statement)


class Kind(StrEnum):
    """Kinds of records; those that stand in the state of knowledge are named as they are there."""

    INFO = "info"
    AREAS = "areas"
    PLACES = "places"
    PRESENCE = "presence"
    EVIDENCE = "evidence"
    ACTOR_REPORTS = "actor_reports"
    INCIDENTS = "incidents"
    RESET_EVENTS = "reset_events"
    CIRCUMSTANCES = "circumstances"
    MISSIONS = "missions"
    CONTINGENTS = "contingents"
    FOCAL_POINTS = "focal_points"
    FORA = "fora"
    APPROACHES = "approaches"
    EVENTS_AHEAD = "events_ahead"
    FORCES = "forces"
    ARMED_ACTOR_CHECKS = "armed_actor_checks"
    IMPACTS = "impacts"
    CONSENTS = "consents"
    ASSESSOR_ANSWERS = "assessor_answers"
    SIGN_OFFS = "sign_offs"
    OUTCOMES = "outcomes"
    DUTY_LINES = "duty_lines"
    PROTECTION_TOOLS = "protection_tools"
    FIELD_ANSWERS = "field_answers"
    FINDING_NOTES = "finding_notes"
    STAKEHOLDERS = "stakeholders"
    DATASETS = "datasets"
    DECISIONS = "decisions"
    RELEASES = "releases"
    GUARD_PASSES = "guard_passes"
    TRIPS_OUT = "trips_out"


@dataclass(frozen=True, slots=True)
class Handling:
    """How the records of a kind are kept and what rests on them.

    Attributes
    ----------
    written_by : str
        The method of the repository that writes them; statements of every kind share one.
    read : Callable[[Repository], Any] | None
        Reads them with the state of knowledge; None for what is read later, by whoever asks for it.
    makes_cases : bool
        Whether a case is made from them: a write of any other kind changes no answer.
    of_one_area : bool
        Whether each names the area that it bears on; where not, a write may bear on any area.
    from_files : bool
        Whether they come in with a dataset, and go with it when the import is undone.
    statement : type[Statement] | None
        The class of the records where they are statements.
    """

    written_by: str
    read: Callable[[Repository], Any] | None = None
    makes_cases: bool = False
    of_one_area: bool = False
    from_files: bool = False
    statement: type[Statement] | None = None


def _stated(
    kind: type[S], keep: Callable[[Sequence[S]], Any] = tuple, *, of_one_area: bool = False, makes_cases: bool = True
) -> Handling:
    """Return how statements of a kind are handled.

    Parameters
    ----------
    keep : Callable[[Sequence[S]], Any]
        In what they stand in the state of knowledge.
    """
    return Handling(STATED_BY, lambda r: keep(r.statements(kind)), makes_cases, of_one_area, statement=kind)


STATED_BY = "add_statements"
"""The method of the repository that writes statements of every kind."""

HANDLING: Mapping[Kind, Handling] = {
    Kind.INFO: Handling("set_info", lambda r: r.info(), makes_cases=True),
    Kind.AREAS: Handling("add_areas", lambda r: tuple(r.areas()), makes_cases=True, from_files=True),
    Kind.PLACES: Handling("add_places", from_files=True),
    Kind.PRESENCE: Handling("add_presence", lambda r: tuple(r.presence()), makes_cases=True, from_files=True),
    Kind.EVIDENCE: Handling("add_evidence", lambda r: Records(r.evidence()), makes_cases=True, of_one_area=True, from_files=True),
    Kind.ACTOR_REPORTS: Handling(
        "add_actor_reports", lambda r: Records(r.actor_reports()), makes_cases=True, of_one_area=True, from_files=True
    ),
    Kind.INCIDENTS: Handling("add_incidents", from_files=True),
    Kind.RESET_EVENTS: Handling("add_reset_events", lambda r: Records(r.reset_events()), makes_cases=True, of_one_area=True),
    Kind.CIRCUMSTANCES: Handling("add_circumstances", lambda r: Records(r.circumstances()), makes_cases=True, of_one_area=True),
    Kind.MISSIONS: Handling("put_missions", lambda r: {record.acronym: record for record in r.missions()}, makes_cases=True),
    Kind.CONTINGENTS: Handling("add_contingents", lambda r: tuple(r.contingents()), makes_cases=True),
    Kind.FOCAL_POINTS: Handling("add_focal_points", lambda r: Records(r.focal_points()), makes_cases=True, of_one_area=True),
    Kind.FORA: Handling("add_fora", lambda r: Records(r.fora())),
    Kind.APPROACHES: _stated(AdoptedApproach),
    Kind.EVENTS_AHEAD: _stated(AnnouncedEvent, Records, of_one_area=True),
    Kind.FORCES: _stated(Force),
    Kind.ARMED_ACTOR_CHECKS: _stated(ArmedActorCheck, Records, of_one_area=True),
    Kind.IMPACTS: _stated(ImpactAssessment, Records, of_one_area=True),
    Kind.CONSENTS: _stated(ConsentAnswer, Records, of_one_area=True),
    Kind.ASSESSOR_ANSWERS: _stated(AssessorAnswer, Records, of_one_area=True, makes_cases=False),
    Kind.SIGN_OFFS: _stated(SignOff, Records, of_one_area=True, makes_cases=False),
    Kind.OUTCOMES: _stated(DecisionOutcome, Records, of_one_area=True, makes_cases=False),
    Kind.DUTY_LINES: _stated(DutyLine, Records, of_one_area=True),
    Kind.PROTECTION_TOOLS: _stated(ProtectionTool, Records, of_one_area=True),
    Kind.FIELD_ANSWERS: _stated(FieldAnswer, Records, of_one_area=True),
    Kind.FINDING_NOTES: _stated(FindingNote, Records, of_one_area=True, makes_cases=False),
    Kind.STAKEHOLDERS: _stated(Stakeholder, Records, of_one_area=True, makes_cases=False),
    Kind.DATASETS: Handling("add_dataset", lambda r: tuple(r.datasets()), from_files=True),
    Kind.DECISIONS: Handling("append_decision", makes_cases=True, of_one_area=True),
    Kind.RELEASES: Handling("add_release"),
    Kind.GUARD_PASSES: Handling("add_guard_passes"),
    Kind.TRIPS_OUT: Handling("keep_trip_out"),
}

_READ_WHEN_ASKED_FOR = frozenset({Kind.PLACES, Kind.DECISIONS})

WRITTEN_BY: Mapping[str, Kind] = {handling.written_by: kind for kind, handling in HANDLING.items() if handling.statement is None}
KIND_OF_STATEMENT: Mapping[type[Statement], Kind] = {
    handling.statement: kind for kind, handling in HANDLING.items() if handling.statement is not None
}
READ_AT_ONCE: Mapping[Kind, Callable[[Repository], Any]] = {
    kind: handling.read for kind, handling in HANDLING.items() if handling.read is not None
}
KNOWN = frozenset(READ_AT_ONCE) | _READ_WHEN_ASKED_FOR
"""Kinds that stand in the state of knowledge; the others are read by whoever needs them."""
MAKE_CASES = frozenset(kind for kind, handling in HANDLING.items() if handling.makes_cases)
OF_ONE_AREA = frozenset(kind for kind, handling in HANDLING.items() if handling.of_one_area)
ON_CARDS = MAKE_CASES | {Kind.PLACES, Kind.FORA, Kind.ASSESSOR_ANSWERS, Kind.SIGN_OFFS, Kind.OUTCOMES}
"""Kinds that the card of an area shows or rests on."""
FROM_FILES = frozenset(kind for kind, handling in HANDLING.items() if handling.from_files)
