"""The rules of METHOD section 2 in their order, and what follows where one of them decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from types import MappingProxyType

from mrm_desktop.domain.vocabulary import Verdict


class Rule(IntEnum):
    """The rules of section 2; the first that fires decides."""

    PURPOSE = 0
    MISSION_CLOSED = auto()
    EMERGENCY = auto()
    NOT_VISIBLE = auto()
    NO_MILITARY = auto()
    UNARMED = auto()
    PERPETRATOR = auto()
    CONTACT_PUNISHED = auto()
    CONSENT_REFUSED = auto()
    ALLEGATIONS = auto()
    ARMED_ACTOR = auto()
    REPRISAL = auto()
    MISSION_UNCONFIRMED = auto()
    MILITARY_UNCONFIRMED = auto()
    CIVILIAN_FIRST = auto()
    COHERENCE = auto()
    CONSENT_NOT_ASKED = auto()
    LIMITED_WITHOUT_EVIDENCE = auto()
    INSUFFICIENT = auto()
    ESCORT_MET = auto()
    ESCORT_NOT_MET = auto()
    WITHOUT_MANDATE = auto()
    SOFT_LIMIT = auto()
    WITHIN_CEILING = auto()
    NOT_FEASIBLE = auto()
    ABOVE_CEILING = auto()


FIRST_AFTER_INDEX = Rule.ESCORT_MET
"""From this rule on the index and its band were looked at."""


class Ceiling(Enum):
    """Where the ceiling of an answer comes from."""

    DEFAULT = auto()
    OF_EMERGENCY = auto()
    AS_REQUESTED = auto()
    OF_BAND = auto()
    WITHOUT_MANDATE = auto()


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a rule.

    Attributes
    ----------
    code : str
        The reason where no gate names one.
    alterable : bool
        Whether anything that a field officer does can lead to another answer.
    """

    verdict: Verdict
    ceiling: Ceiling = Ceiling.DEFAULT
    code: str = ""
    alterable: bool = True


CONSEQUENCES: Mapping[Rule, Consequence] = MappingProxyType(
    {
        Rule.PURPOSE: Consequence(Verdict.PROHIBITED, alterable=False),
        Rule.MISSION_CLOSED: Consequence(Verdict.NOT_AVAILABLE, alterable=False),
        Rule.EMERGENCY: Consequence(Verdict.EMERGENCY_ALERT, Ceiling.OF_EMERGENCY, "decision.emergency"),
        Rule.NOT_VISIBLE: Consequence(Verdict.PROCEED, Ceiling.AS_REQUESTED, "decision.not_visible"),
        Rule.NO_MILITARY: Consequence(Verdict.NOT_AVAILABLE, alterable=False),
        Rule.UNARMED: Consequence(Verdict.NOT_AVAILABLE, alterable=False),
        Rule.PERPETRATOR: Consequence(Verdict.PROHIBITED, alterable=False),
        Rule.CONTACT_PUNISHED: Consequence(Verdict.REFUSED),
        Rule.CONSENT_REFUSED: Consequence(Verdict.REFUSED, alterable=False),
        Rule.ALLEGATIONS: Consequence(Verdict.REFUSED),
        Rule.ARMED_ACTOR: Consequence(Verdict.REFUSED),
        Rule.REPRISAL: Consequence(Verdict.REFUSED),
        Rule.MISSION_UNCONFIRMED: Consequence(Verdict.HOLD),
        Rule.MILITARY_UNCONFIRMED: Consequence(Verdict.HOLD),
        Rule.CIVILIAN_FIRST: Consequence(Verdict.HOLD),
        Rule.COHERENCE: Consequence(Verdict.HOLD),
        Rule.CONSENT_NOT_ASKED: Consequence(Verdict.HOLD),
        Rule.LIMITED_WITHOUT_EVIDENCE: Consequence(Verdict.REFUSED, code="decision.limited_without_evidence"),
        Rule.INSUFFICIENT: Consequence(Verdict.INSUFFICIENT_EVIDENCE, code="decision.insufficient_evidence"),
        Rule.ESCORT_MET: Consequence(Verdict.PROCEED_WITH_CONDITIONS, Ceiling.AS_REQUESTED, "decision.escort_criteria_met"),
        Rule.ESCORT_NOT_MET: Consequence(Verdict.REFUSED, Ceiling.OF_BAND),
        Rule.WITHOUT_MANDATE: Consequence(Verdict.REFUSED, Ceiling.WITHOUT_MANDATE),
        Rule.SOFT_LIMIT: Consequence(Verdict.REFUSED, Ceiling.OF_BAND, "decision.soft_limit"),
        Rule.WITHIN_CEILING: Consequence(Verdict.PROCEED_WITH_CONDITIONS, Ceiling.OF_BAND, "decision.within_ceiling"),
        Rule.NOT_FEASIBLE: Consequence(Verdict.REFUSED, Ceiling.OF_BAND),
        Rule.ABOVE_CEILING: Consequence(Verdict.REFUSED, Ceiling.OF_BAND, "decision.above_ceiling"),
    }
)
