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
    NO_MILITARY = auto()
    PERPETRATOR = auto()
    EMERGENCY = auto()
    MISSION_UNCONFIRMED = auto()
    MILITARY_UNCONFIRMED = auto()
    CONTACT_PUNISHED = auto()
    CIVILIAN_FIRST = auto()
    COHERENCE = auto()
    CONSENT = auto()
    ALLEGATIONS = auto()
    ARMED_ACTOR = auto()
    REPRISAL = auto()
    EXCLUDED_GROUP = auto()
    INSUFFICIENT = auto()
    NOT_VISIBLE = auto()
    ESCORT_MET = auto()
    ESCORT_NOT_MET = auto()
    WITHIN_CEILING = auto()
    NOT_FEASIBLE = auto()
    ABOVE_CEILING = auto()


FIRST_AFTER_INDEX = Rule.ESCORT_MET
"""From this rule on the index and its band were looked at."""


class Ceiling(Enum):
    """Where the ceiling of an answer comes from."""

    DEFAULT = auto()
    OF_EXCLUDED_GROUP = auto()
    AS_REQUESTED = auto()
    OF_BAND = auto()


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
        Rule.NO_MILITARY: Consequence(Verdict.NOT_AVAILABLE, alterable=False),
        Rule.PERPETRATOR: Consequence(Verdict.PROHIBITED, alterable=False),
        Rule.EMERGENCY: Consequence(Verdict.EMERGENCY_ALERT, Ceiling.AS_REQUESTED, "decision.emergency"),
        Rule.MISSION_UNCONFIRMED: Consequence(Verdict.HOLD),
        Rule.MILITARY_UNCONFIRMED: Consequence(Verdict.HOLD),
        Rule.CONTACT_PUNISHED: Consequence(Verdict.REFUSED),
        Rule.CIVILIAN_FIRST: Consequence(Verdict.HOLD),
        Rule.COHERENCE: Consequence(Verdict.HOLD),
        Rule.CONSENT: Consequence(Verdict.HOLD),
        Rule.ALLEGATIONS: Consequence(Verdict.REFUSED),
        Rule.ARMED_ACTOR: Consequence(Verdict.REFUSED),
        Rule.REPRISAL: Consequence(Verdict.REFUSED),
        Rule.EXCLUDED_GROUP: Consequence(Verdict.REFUSED, Ceiling.OF_EXCLUDED_GROUP),
        Rule.INSUFFICIENT: Consequence(Verdict.INSUFFICIENT_EVIDENCE, code="decision.insufficient_evidence"),
        Rule.NOT_VISIBLE: Consequence(Verdict.PROCEED, Ceiling.AS_REQUESTED, "decision.not_visible"),
        Rule.ESCORT_MET: Consequence(Verdict.PROCEED_WITH_CONDITIONS, Ceiling.AS_REQUESTED, "decision.escort_criteria_met"),
        Rule.ESCORT_NOT_MET: Consequence(Verdict.REFUSED, Ceiling.OF_BAND),
        Rule.WITHIN_CEILING: Consequence(Verdict.PROCEED_WITH_CONDITIONS, Ceiling.OF_BAND, "decision.within_ceiling"),
        Rule.NOT_FEASIBLE: Consequence(Verdict.REFUSED, Ceiling.OF_BAND),
        Rule.ABOVE_CEILING: Consequence(Verdict.REFUSED, Ceiling.OF_BAND, "decision.above_ceiling"),
    }
)
