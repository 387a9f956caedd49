"""The question: what is asked of the method, for whichever area, by whichever face of the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EscortCriterion, Mode, Purpose, Threat


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the method.

    Attributes
    ----------
    provided_consent : bool
        Ask "provided that those who would be exposed agree", as a map does before anybody was asked. A decision never does.
    consent : bool | None
        What those who would be exposed said, when they were asked for this request.
    """

    mode: Mode
    purpose: Purpose = Purpose.CHILD_PROTECTION
    on: date = date.min
    threat: Threat = Threat.NONE
    threat_grade: Grade | None = None
    consent: bool | None = None
    unicef_consulted: bool | None = None
    escort_criteria: frozenset[EscortCriterion] | None = None
    provided_consent: bool = False
