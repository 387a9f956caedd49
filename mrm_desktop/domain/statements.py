"""The kinds of statements: dated events, forces of others, checks of armed actors, impacts, and who was asked for consent.

Approaches, duty lines, field answers and protection tools have modules of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from mrm_desktop.domain.approaches import AdoptedApproach
from mrm_desktop.domain.assessors import AssessorAnswer
from mrm_desktop.domain.duty_lines import DutyLine
from mrm_desktop.domain.field_answers import FieldAnswer
from mrm_desktop.domain.finding_notes import FindingNote
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.protection_tools import ProtectionTool
from mrm_desktop.domain.sign_offs import DecisionOutcome, SignOff
from mrm_desktop.domain.stakeholders import Stakeholder
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.vocabulary import EventKind, Mode, Receptor, Word


@dataclass(frozen=True, slots=True)
class AnnouncedEvent(Statement):
    """A dated event that ends a decision: an election, a rotation, a withdrawal ... (METHOD section 8).

    Attributes
    ----------
    area_code : str
        P-code of the area it happens in, with everything inside it; "" for the whole country, or the whole ``mission``.
    mission : str
        Acronym of the mission whose event it is; "" where it is no mission's own.
    announced_on : date | None
        Day from which it was known; None where it was known as long as anybody remembers.
    called_off : bool
        Whether it will not take place on that day after all. An event that was put off is called off and stated anew.
    """

    kind: EventKind
    on: date
    source: str
    grade: Grade
    area_code: str = ""
    mission: str = ""
    announced_on: date | None = None
    called_off: bool = False

    @property
    def thing(self) -> str:
        """An event of a kind on a day, in an area or of a mission."""
        return " ".join((self.kind.value, self.on.isoformat(), self.area_code or "-", self.mission or "-"))

    @property
    def missions(self) -> frozenset[str]:
        """The mission whose event it is."""
        return frozenset({self.mission} if self.mission else ())

    def known_on(self, day: date) -> bool:
        """Tell whether it was announced by ``day``."""
        return self.announced_on is None or self.announced_on <= day


class ForceKind(Word):
    """Whose soldiers a force is, where it is not the mission's."""

    AFRICAN_UNION = "african_union"
    SADC = "sadc"
    BILATERAL = "bilateral"
    GUARD_UNIT = "guard_unit"
    PRIVATE = "private"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Force(Statement):
    """A force of others that operates where the mission does. It is never UN military, however it patrols.

    Attributes
    ----------
    code : str
        What it is called in the records, such as ``AUSSOM``; a later entry with the same code takes its place.
    area_codes : tuple[str, ...]
        P-codes of the areas it operates in, with everything inside them; empty for the whole country.
    fights_here : bool | None
        Whether it fights there; None where nobody knows.
    can_be_confused : bool | None
        Whether people confuse it with the UN, by uniform or vehicles; None where nobody asked.
    checked_on : date
        Day on which somebody last compared the entry with a source.
    """

    code: str
    kind: ForceKind
    source: str
    grade: Grade
    checked_on: date
    name: str = ""
    area_codes: tuple[str, ...] = ()
    fights_here: bool | None = None
    can_be_confused: bool | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def thing(self) -> str:
        """The force."""
        return self.code

    @property
    def areas(self) -> frozenset[str]:
        """The areas it operates in."""
        return frozenset(self.area_codes)

    def known_on(self, day: date) -> bool:
        """Tell whether the entry was there on ``day``."""
        return self.checked_on <= day

    @property
    def is_taken_for_a_fighting_un(self) -> bool | None:
        """Whether people here take it for the UN while it fights (METHOD G8c); None where that is not known."""
        if self.fights_here is False or self.can_be_confused is False:
            return False
        return True if self.fights_here and self.can_be_confused else None


@dataclass(frozen=True, slots=True)
class ArmedActorCheck(Statement):
    """Somebody looked which armed actors are in an area; those who were found stand in the armed-actor records.

    Attributes
    ----------
    area_code : str
        P-code of the area, with everything inside it; "" for the whole country.
    """

    area_code: str
    checked_on: date
    source: str
    grade: Grade

    @property
    def thing(self) -> str:
        """One look by one source."""
        return " ".join((self.area_code or "-", self.checked_on.isoformat(), self.source))

    def known_on(self, day: date) -> bool:
        """Tell whether it had been done by ``day``."""
        return self.checked_on <= day


@dataclass(frozen=True, slots=True)
class ImpactAssessment(Statement):
    """How bad it would be if contact went wrong, by those who answer for it (METHOD section 8).

    Attributes
    ----------
    area_code : str
        P-code of the area, with everything inside it; "" for the whole country.
    by : str
        Role that assessed it; never a name.
    mode : Mode | None
        Mode it was assessed for; None for all of them.
    staff, contacts, access : int | None
        1 (minor) to 5 (catastrophic) for each receptor; None where it was not assessed.
    """

    area_code: str
    on: date
    by: str
    source: str
    mode: Mode | None = None
    staff: int | None = None
    contacts: int | None = None
    access: int | None = None

    @property
    def thing(self) -> str:
        """One assessment on one day."""
        return " ".join((self.area_code or "-", self.mode.value if self.mode else "-", self.on.isoformat(), self.by))

    @property
    def fault(self) -> str | None:
        """An assessment says something of one receptor at least."""
        return "facts.impact_of_nothing" if all(getattr(self, receptor) is None for receptor in Receptor) else None

    def known_on(self, day: date) -> bool:
        """Tell whether it had been assessed by ``day``."""
        return self.on <= day


class Consent(Word):
    """What those who would be exposed said."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ConsentAnswer(Statement):
    """What staff or a partner who would be exposed said when they were asked (decision 0006).

    Attributes
    ----------
    area_code : str
        P-code of the area they were asked about, with everything inside it.
    who : str
        Role or group that was asked, such as "partner, field team"; never a name.
    asked_by : str
        Role that asked.
    number : int | None
        How many people it was.
    mode : Mode | None
        The mode they were asked about; None where no mode was named.
    """

    area_code: str
    who: str
    asked_on: date
    answer: Consent
    asked_by: str
    source: str
    number: int | None = None
    mode: Mode | None = None

    @property
    def thing(self) -> str:
        """One question to one group."""
        mode = self.mode.value if self.mode else "-"
        return " ".join((self.area_code or "-", self.who, mode, self.asked_on.isoformat()))

    def known_on(self, day: date) -> bool:
        """Tell whether they had been asked by ``day``."""
        return self.asked_on <= day


def force_key(force: Force) -> str:
    """Return what names a force: a later entry with the same key takes the place of an earlier one."""
    return force.thing


STATEMENTS: Mapping[str, type[Statement]] = MappingProxyType(
    {
        "approach": AdoptedApproach,
        "event_ahead": AnnouncedEvent,
        "force": Force,
        "armed_actor_check": ArmedActorCheck,
        "impact": ImpactAssessment,
        "consent": ConsentAnswer,
        "duty_line": DutyLine,
        "protection_tool": ProtectionTool,
        "field_answer": FieldAnswer,
        "finding_note": FindingNote,
        "stakeholder": Stakeholder,
    }
)
"""Every kind by its name, which is that of its table in a facts file."""

ABOUT_DECISIONS: Mapping[str, type[Statement]] = MappingProxyType(
    {"assessor_answer": AssessorAnswer, "sign_off": SignOff, "outcome": DecisionOutcome}
)
"""Kinds that belong to a decision: made by command and window, never typed into a facts file."""

NAME_OF: Mapping[type[Statement], str] = MappingProxyType({kind: name for name, kind in {**STATEMENTS, **ABOUT_DECISIONS}.items()})
"""The name of each kind."""
