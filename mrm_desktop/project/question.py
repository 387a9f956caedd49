"""The question: what is asked of the method, for whichever area, by whichever face of the program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EscortCriterion, Mode, Purpose, Threat


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the method.

    Attributes
    ----------
    on : date | None
        The day asked about; None for the day of the open project.
    consent : bool | None
        What those who would be exposed said, when they were asked for this request.
    provided_consent : bool
        Ask "provided that those who would be exposed agree", as a map does before anybody was asked. A decision never does.
    """

    mode: Mode = Mode.LIAISON
    purpose: Purpose = Purpose.CHILD_PROTECTION
    on: date | None = None
    threat: Threat = Threat.NONE
    threat_grade: Grade | None = None
    consent: bool | None = None
    unicef_consulted: bool | None = None
    escort_criteria: frozenset[EscortCriterion] | None = None
    provided_consent: bool = False

    @property
    def day(self) -> date:
        """The day asked about; the question must name one."""
        assert self.on is not None, "ask through an open project, which gives a question its day"
        return self.on

    def on_day(self, day: date) -> Question:
        """Return the question for ``day`` where it names none."""
        return self if self.on is not None else replace(self, on=day)

    def supposing_consent(self) -> Question:
        """Return the question as a map asks it: provided that those who would be exposed agree."""
        return self if self.provided_consent else replace(self, provided_consent=True)
