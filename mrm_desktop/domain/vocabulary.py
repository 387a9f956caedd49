"""The fixed words of the method: modes, purposes, verdicts, gates, bands, channels.

Every member's value is the identifier used in files, in the store and in ``--json`` output. The words people read are in the
catalogues, under the same identifiers.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from mrm_desktop.domain.errors import KnownError


class Word(StrEnum):
    """A member of a fixed vocabulary; an identifier outside it is an error that names it and lists the allowed ones."""

    @classmethod
    def parse(cls, text: object, where: str = "") -> Self:
        """Return the member called ``text``.

        Raises
        ------
        KnownError
            ``vocabulary.unknown`` with the word, the place it was found and the allowed words.
        """
        if isinstance(text, str):
            for member in cls:
                if member.value == text:
                    return member
        raise KnownError("vocabulary.unknown", word=text, where=where or cls.__name__, allowed=[m.value for m in cls])


class Mode(Word):
    """Modes of contact M0-M8, least visible first (METHOD section 1)."""

    NO_CONTACT = "no_contact"
    CIVILIAN_CHANNEL = "civilian_channel"
    DECONFLICTION = "deconfliction"
    ALERT = "alert"
    LIAISON = "liaison"
    PROTECTION_REQUEST = "protection_request"
    VERIFICATION_SECURITY = "verification_security"
    ARMED_ESCORT = "armed_escort"
    MILITARY_ASSETS = "military_assets"

    @classmethod
    def called(cls, text: str, option: str = "mode") -> Mode:
        """Return the mode by its identifier or its code M0 to M8.

        Raises
        ------
        KnownError
            What :meth:`Word.parse` raises.
        """
        return {mode.code: mode for mode in cls}.get(text.upper()) or cls.parse(text, option)

    @property
    def code(self) -> str:
        """Short code, ``M0`` to ``M8``."""
        return f"M{list(Mode).index(self)}"

    @property
    def visibility(self) -> int:
        """How visible the contact is, 0 (nobody sees it) to 5."""
        return _VISIBILITY[self]

    @property
    def is_military(self) -> bool:
        """Whether the mode involves the military component (M3-M8); the same set as the visible modes."""
        return self.visibility >= VISIBLE_FROM


_VISIBILITY = {
    Mode.NO_CONTACT: 0,
    Mode.CIVILIAN_CHANNEL: 0,
    Mode.DECONFLICTION: 0,
    Mode.ALERT: 2,
    Mode.LIAISON: 3,
    Mode.PROTECTION_REQUEST: 4,
    Mode.VERIFICATION_SECURITY: 4,
    Mode.ARMED_ESCORT: 5,
    Mode.MILITARY_ASSETS: 5,
}
VISIBLE_FROM = 2


class Purpose(Word):
    """What the contact is for. The four forbidden purposes are refused whatever the evidence says."""

    CHILD_PROTECTION = "child_protection"
    PROTECTION_OF_CIVILIANS = "protection_of_civilians"
    HUMANITARIAN_ACCESS = "humanitarian_access"
    STAFF_SAFETY = "staff_safety"
    AID_DELIVERY = "aid_delivery"
    INTERVIEW_BY_MILITARY = "interview_by_military"
    CASE_DATA_TO_MILITARY = "case_data_to_military"
    TACTICAL_INFORMATION = "tactical_information"
    CO_BRANDING = "co_branding"

    @property
    def is_forbidden(self) -> bool:
        """Whether gate G1 closes on it."""
        return self in FORBIDDEN_PURPOSES


FORBIDDEN_PURPOSES = frozenset(
    {Purpose.INTERVIEW_BY_MILITARY, Purpose.CASE_DATA_TO_MILITARY, Purpose.TACTICAL_INFORMATION, Purpose.CO_BRANDING}
)


class Threat(Word):
    """Whether serious violence against civilians is specifically reported to be expected within about 72 hours."""

    NONE = "none"
    IMMINENT = "imminent"


class Verdict(Word):
    """The answer on the requested mode."""

    PROHIBITED = "prohibited"
    NOT_AVAILABLE = "not_available"
    HOLD = "hold"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"
    REFUSED = "refused"
    PROCEED_WITH_CONDITIONS = "proceed_with_conditions"
    PROCEED = "proceed"
    EMERGENCY_ALERT = "emergency_alert"

    @property
    def is_open(self) -> bool:
        """Whether the requested mode may be used, under whatever conditions go with the verdict."""
        return self in (Verdict.PROCEED, Verdict.PROCEED_WITH_CONDITIONS, Verdict.EMERGENCY_ALERT)


class GateId(Word):
    """Gates in the order in which they are shown."""

    PURPOSE = "purpose"
    MISSION = "mission"
    COMPONENT = "component"
    CONDUCT = "conduct"
    CONTACT_PUNISHED = "contact_punished"
    CIVILIAN_FIRST = "civilian_first"
    COHERENCE = "coherence"
    CONSENT = "consent"
    ARMED_ACTOR = "armed_actor"
    REPRISAL = "reprisal"
    EXCLUDED_GROUP = "excluded_group"
    TAKES_SIDES = "takes_sides"
    CONFUSED_FORCE = "confused_force"
    LEAVING = "leaving"
    BOTH_PERCEPTIONS = "both_perceptions"
    FEASIBILITY = "feasibility"
    ESCORT = "escort"
    MANDATE = "mandate"


class GateState(Word):
    """What is known of a gate. ``not_applicable``: the requested mode never meets it."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_REACHED = "not_reached"
    NOT_APPLICABLE = "not_applicable"


class Band(Word):
    """Bands of the index, best first (METHOD section 6)."""

    FAVOURABLE = "favourable"
    CONDITIONAL = "conditional"
    UNFAVOURABLE = "unfavourable"
    ADVERSE = "adverse"


class Channel(Word):
    """Civilian channel to use in any case, in the factsheet's order of preference."""

    CHILD_PROTECTION_ADVISER = "child_protection_adviser"
    OTHER_CIVILIAN_COMPONENT = "other_civilian_component"
    UNICEF = "unicef"
    RESIDENT_COORDINATOR = "resident_coordinator"
    UNICEF_AND_RESIDENT_COORDINATOR = "unicef_and_resident_coordinator"
    SAFEGUARDING = "safeguarding"


class CivilianContact(Word):
    """The best civilian contact that the mission has for this area."""

    CHILD_PROTECTION_ADVISER = "child_protection_adviser"
    OTHER_CIVILIAN_COMPONENT = "other_civilian_component"
    NONE = "none"


class MissionStatus(Word):
    """Status of a mission *as known on a day*; a record past its date or unchecked for too long is ``unconfirmed``."""

    ACTIVE = "active"
    CLOSING = "closing"
    UNCONFIRMED = "unconfirmed"
    CLOSED = "closed"


class PatrolFrequency(Word):
    """Frequency class of patrols; never a schedule."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    NONE = "none"
    UNKNOWN = "unknown"


class SightingsOf(Word):
    """What the dated rows of a file are sightings of."""

    PATROLS = "patrols"
    BASES = "bases"


class Stratum(Word):
    """Named groups of a community; ``all`` is an undifferentiated sample and stands for no group."""

    WOMEN = "women"
    MEN = "men"
    DISPLACED = "displaced"
    HOST = "host"
    YOUTH = "youth"
    ALL = "all"


class EvidenceMethod(Word):
    """How a perception rating was collected."""

    PROBABILITY_SURVEY = "probability_survey"
    PURPOSIVE_SURVEY = "purposive_survey"
    FOCUS_GROUP = "focus_group"
    KEY_INFORMANT = "key_informant"
    STAFF_OBSERVATION = "staff_observation"
    MEDIA = "media"


class Stance(Word):
    """Stance of an armed actor towards contact with the mission, friendliest first."""

    SUPPORTIVE = "supportive"
    TOLERANT = "tolerant"
    WARY = "wary"
    HOSTILE = "hostile"
    TARGETING = "targeting"
    UNKNOWN = "unknown"


class Rated(Word):
    """Who was rated. Only ratings of the UN military that is here now enter the method (METHOD section 3)."""

    UN_MILITARY = "un_military"
    UN_CIVILIAN = "un_civilian"
    OTHER_FORCE = "other_force"
    FORMER_CONTINGENT = "former_contingent"


class MilitaryKind(Word):
    """What the mission's military component is made of."""

    ARMED_UNITS = "armed_units"
    OBSERVERS = "observers"
    GUARD_UNIT = "guard_unit"
    NONE = "none"
    UNKNOWN = "unknown"

    @property
    def is_military(self) -> bool:
        """Whether it is, or may be, UN military: a guard unit protects compounds and nobody else."""
        return self not in (MilitaryKind.GUARD_UNIT, MilitaryKind.NONE)


class Approach(Word):
    """Whether the organisation has adopted an approach to contact with peacekeepers."""

    AGREED = "agreed"
    NONE = "none"


class EventKind(Word):
    """Kinds of dated events ahead, each of which ends an answer (METHOD section 8)."""

    ELECTION = "election"
    ROTATION = "rotation"
    WITHDRAWAL = "withdrawal"
    CLOSURE = "closure"
    OPERATION = "operation"
    VERDICT = "verdict"
    ANNIVERSARY = "anniversary"


class ActorKind(Word):
    """Kind of armed actor. State forces are always one of the actors of an area."""

    STATE = "state"
    NON_STATE = "non_state"


class EscortCriterion(Word):
    """The IASC criteria of gate G12; all must be true."""

    LAST_RESORT = "last_resort"
    NEED = "need"
    AUTHORITIES = "authorities"
    SAFETY = "safety"
    SUSTAINABILITY = "sustainability"
    COMMON_POSITION = "common_position"
    EXIT_PLAN = "exit_plan"


class Receptor(Word):
    """Who or what may be harmed (METHOD section 8)."""

    STAFF = "staff"
    CONTACTS = "contacts"
    ACCESS = "access"


class RiskFactor(Word):
    """What a measure against harm lowers."""

    LIKELIHOOD = "likelihood"
    IMPACT = "impact"


class Flag(Word):
    """Warnings that stand beside a verdict without changing it."""

    ALERT_WITHOUT_IT = "alert_without_it"
    EMERGENCY_ELSEWHERE = "emergency_elsewhere"
    MISSION_CLOSED = "mission_closed"
    STATUS_UNCONFIRMED = "status_unconfirmed"
    NO_POC_MANDATE = "no_poc_mandate"
    LIMITED_POC_MANDATE = "limited_poc_mandate"
    UNVERIFIED = "unverified"
    NO_MILITARY_HERE = "no_military_here"
    UNARMED = "unarmed"
    NOT_THIS_CONTINGENT = "not_this_contingent"
    REMOTE_ONLY = "remote_only"
    ALERT_TOO = "alert_too"
    SAFEGUARDING = "safeguarding"
    NO_STATE_FORCES = "no_state_forces"
    LOWERED_FOR_ROBUSTNESS = "lowered_for_robustness"
    HELD_BY_HYSTERESIS = "held_by_hysteresis"
    CONFLICTING_SOURCES = "conflicting_sources"
    AREA_REDRAWN = "area_redrawn"
