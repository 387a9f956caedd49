"""The sections of a policy, each field with the kind of value it takes. The numbers themselves are in the policy file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from mrm_desktop.domain.evidence import RATING_MAX
from mrm_desktop.domain.grades import CREDIBILITIES, RELIABILITIES
from mrm_desktop.domain.vocabulary import Band, CivilianContact, MilitaryKind, Mode, PatrolFrequency, Stance, Word

RISK_LEVELS = ("low", "medium", "high", "very_high", "unacceptable")
COMPONENTS = ("acceptance", "tolerance", "conduct", "capability")
AGGREGATIONS = ("geometric", "arithmetic", "half_minimum")
SINGLE_USES = ("event", "journey")
SCALE_STEPS = 5


class Shape(StrEnum):
    """How a parameter's value is written."""

    NUMBER = "number"
    COUNT = "count"
    NUMBERS = "list of numbers"
    NUMBER_MAP = "table of numbers"
    WORD = "word"
    WORDS = "list of words"
    WORD_MAP = "table of words"
    WORDS_MAP = "table of lists of words"
    BAND = "band"
    MATRIX = "matrix of risk levels"


@dataclass(frozen=True, slots=True)
class Kind:
    """What the loader demands of one parameter.

    Attributes
    ----------
    shape : Shape
        How the value is written.
    low, high : float
        Hard limits of every number in it; the file's own ``range`` lies within them.
    keys : tuple[str, ...]
        Keys that a table must have, and no other.
    words : tuple[str, ...]
        Words that are allowed as values.
    partial : bool
        Whether a table may leave keys out.
    """

    shape: Shape
    low: float = 0.0
    high: float = 1.0
    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    partial: bool = False


def _values(vocabulary: type[Word]) -> tuple[str, ...]:
    return tuple(member.value for member in vocabulary)


_SHARE = Kind(Shape.NUMBER)
_ANY = float("inf")
_AMOUNT = Kind(Shape.NUMBER, 0.0, _ANY)
_POSITIVE = Kind(Shape.NUMBER, 1e-9, _ANY)
_COUNT = Kind(Shape.COUNT, 0, _ANY)
_AT_LEAST_ONE = Kind(Shape.COUNT, 1, _ANY)
_MODE = Kind(Shape.WORD, words=_values(Mode))
_STANCES = Kind(Shape.NUMBER_MAP, keys=tuple(s.value for s in Stance if s is not Stance.UNKNOWN))
_MILITARY_MODES = tuple(mode.value for mode in Mode if mode.is_military)
_COLLECTED = Kind(Shape.NUMBER_MAP, 0.0, _ANY, keys=("probability_survey", "focus_group", "key_informant"))
_GRADE = Kind(Shape.WORD, words=tuple(r + c for r in RELIABILITIES for c in CREDIBILITIES))
_BAND = Kind(Shape.BAND, 0.0, 100.0)
_DISTANCE = Kind(Shape.NUMBER, 0.1, 1000.0)
_OWN_WORDS = Kind(Shape.WORDS)


@dataclass(frozen=True, slots=True)
class GatesPolicy:
    """METHOD section 2."""

    stale_after_days: Annotated[int, _COUNT]
    untested_said_after_days: Annotated[int, _COUNT]
    untested_unknown_after_days: Annotated[int, _COUNT]
    imminent_hours: Annotated[float, _POSITIVE]
    verified_quality: Annotated[float, _SHARE]
    default_ceiling: Annotated[Mode, _MODE]
    soft_limit_ceiling: Annotated[Mode, _MODE]
    leaving_days: Annotated[int, _COUNT]
    emergency_ceilings: Annotated[Mapping[str, str], Kind(Shape.WORD_MAP, keys=_values(MilitaryKind), words=_values(Mode))]
    observers_ceiling: Annotated[Mode, _MODE]
    without_mandate_ceiling: Annotated[Mode, _MODE]
    rare_patrols: Annotated[tuple[str, ...], Kind(Shape.WORDS, words=_values(PatrolFrequency))]
    infeasible_ceilings: Annotated[tuple[str, ...], Kind(Shape.WORDS, words=_values(Mode))]
    feasible_ceiling: Annotated[Mode, _MODE]


@dataclass(frozen=True, slots=True)
class GradesPolicy:
    """METHOD section 3, grades."""

    reliability: Annotated[Mapping[str, float], Kind(Shape.NUMBER_MAP, keys=tuple(RELIABILITIES))]
    credibility: Annotated[Mapping[str, float], Kind(Shape.NUMBER_MAP, keys=tuple(CREDIBILITIES))]


@dataclass(frozen=True, slots=True)
class AcceptancePolicy:
    """METHOD section 3, masses and estimate."""

    design_effect: Annotated[float, Kind(Shape.NUMBER, 1.0, _ANY)]
    purposive_divisor: Annotated[float, Kind(Shape.NUMBER, 1.0, _ANY)]
    per_focus_group: Annotated[float, _AMOUNT]
    per_key_informant: Annotated[float, _AMOUNT]
    per_observation: Annotated[float, _AMOUNT]
    per_media_report: Annotated[float, _AMOUNT]
    high_refusal: Annotated[float, _SHARE]
    high_refusal_factor: Annotated[float, _SHARE]
    half_life_days: Annotated[float, _POSITIVE]
    reset_factor: Annotated[float, _SHARE]
    source_cap: Annotated[float, _POSITIVE]
    prior_mean: Annotated[float, _SHARE]
    prior_mass: Annotated[float, _POSITIVE]
    z: Annotated[float, _AMOUNT]


@dataclass(frozen=True, slots=True)
class AdequacyPolicy:
    """METHOD section 3, when community evidence is adequate."""

    total_mass: Annotated[float, _AMOUNT]
    sources: Annotated[int, _AT_LEAST_ONE]
    source_quality: Annotated[float, _SHARE]
    source_mass: Annotated[float, _AMOUNT]
    stratum_mass: Annotated[float, _AMOUNT]
    displaced_share: Annotated[float, _SHARE]


@dataclass(frozen=True, slots=True)
class ExcludedGroupPolicy:
    """METHOD section 3, G8a: a group that rejects the mission."""

    mean_below: Annotated[float, _SHARE]
    high_below: Annotated[float, _SHARE]
    mass: Annotated[float, _AMOUNT]


@dataclass(frozen=True, slots=True)
class TakesSidesPolicy:
    """METHOD section 3, G8b: a group most of which says that peacekeepers take sides, or minds being seen with them."""

    prior_mean: Annotated[float, _SHARE]
    above: Annotated[float, _SHARE]
    mass: Annotated[float, _AMOUNT]


@dataclass(frozen=True, slots=True)
class TolerancePolicy:
    """METHOD section 4."""

    stances: Annotated[Mapping[str, float], _STANCES]
    half_life_days: Annotated[float, _POSITIVE]
    min_quality: Annotated[float, _SHARE]
    newest_age_weight: Annotated[float, _SHARE]
    independent_sources: Annotated[int, _AT_LEAST_ONE]
    hostile_quality: Annotated[float, _SHARE]
    lifting_sources: Annotated[int, _AT_LEAST_ONE]
    lifting_sources_not_hostile: Annotated[int, _AT_LEAST_ONE]
    nobody_able: Annotated[float, _SHARE]
    nobody_able_max_age_days: Annotated[int, _COUNT]


@dataclass(frozen=True, slots=True)
class ConductPolicy:
    """METHOD section 5, conduct K."""

    past_allegations: Annotated[float, _SHARE]
    attacks_or_protests: Annotated[float, _SHARE]
    rotation_unknown: Annotated[float, _SHARE]
    floor: Annotated[float, _SHARE]


@dataclass(frozen=True, slots=True)
class CapabilityPolicy:
    """METHOD section 5, capability C."""

    patrol: Annotated[Mapping[str, float], Kind(Shape.NUMBER_MAP, keys=_values(PatrolFrequency))]
    response_hours: Annotated[tuple[float, ...], Kind(Shape.NUMBERS, 0.0, _ANY)]
    response_value: Annotated[tuple[float, ...], Kind(Shape.NUMBERS)]
    response_unknown: Annotated[float, _SHARE]
    civilian: Annotated[Mapping[str, float], Kind(Shape.NUMBER_MAP, keys=_values(CivilianContact))]


@dataclass(frozen=True, slots=True)
class IndexPolicy:
    """METHOD section 6, index."""

    weights: Annotated[Mapping[str, float], Kind(Shape.NUMBER_MAP, keys=COMPONENTS)]
    floor: Annotated[float, Kind(Shape.NUMBER, 1e-9, 1.0)]


@dataclass(frozen=True, slots=True)
class BandThresholds:
    """The tests of one band and the ceiling it gives."""

    index: float
    acceptance: float
    everybody: float
    tolerance: float
    conduct: float
    ceiling: Mode


@dataclass(frozen=True, slots=True)
class BandsPolicy:
    """METHOD section 6, bands, best first."""

    favourable: Annotated[BandThresholds, _BAND]
    conditional: Annotated[BandThresholds, _BAND]
    unfavourable: Annotated[BandThresholds, _BAND]
    adverse: Annotated[BandThresholds, _BAND]

    def of(self, band: Band) -> BandThresholds:
        """Return the tests and the ceiling of ``band``."""
        thresholds: BandThresholds = getattr(self, band.value)
        return thresholds


@dataclass(frozen=True, slots=True)
class RobustnessPolicy:
    """METHOD section 7."""

    draws: Annotated[int, Kind(Shape.COUNT, 1, 1_000_000)]
    seed: Annotated[int, Kind(Shape.COUNT, 0, 2**32 - 1)]
    weight_concentration: Annotated[float, _POSITIVE]
    tolerance_spread: Annotated[float, _SHARE]
    conduct_spread: Annotated[float, _SHARE]
    capability_spread: Annotated[float, _SHARE]
    aggregation: Annotated[Mapping[str, float], Kind(Shape.NUMBER_MAP, keys=AGGREGATIONS)]
    robust_share: Annotated[float, _SHARE]
    sensitive_share: Annotated[float, _SHARE]
    lower_from_share: Annotated[float, _SHARE]
    hysteresis_points: Annotated[float, Kind(Shape.NUMBER, 0.0, 100.0)]


@dataclass(frozen=True, slots=True)
class ReliabilityPolicy:
    """METHOD section 6, evidence confidence."""

    weights: Annotated[Mapping[str, float], Kind(Shape.NUMBER_MAP, keys=("completeness", "quality", "age"))]
    scale: Annotated[float, _POSITIVE]
    good: Annotated[float, _AMOUNT]
    moderate: Annotated[float, _AMOUNT]


@dataclass(frozen=True, slots=True)
class RiskPolicy:
    """METHOD section 8, residual risk and approval."""

    hostility_tolerance: Annotated[tuple[float, ...], Kind(Shape.NUMBERS)]
    hostility_acceptance: Annotated[tuple[float, ...], Kind(Shape.NUMBERS)]
    hostility_everybody: Annotated[tuple[float, ...], Kind(Shape.NUMBERS)]
    visibility_offset: Annotated[int, _COUNT]
    matrix: Annotated[tuple[tuple[str, ...], ...], Kind(Shape.MATRIX, words=RISK_LEVELS)]
    approval: Annotated[Mapping[str, tuple[str, ...]], Kind(Shape.WORDS_MAP, keys=RISK_LEVELS)]
    approval_without_impact: Annotated[Mapping[str, tuple[str, ...]], Kind(Shape.WORDS_MAP, keys=_MILITARY_MODES)]
    may_sign_for: Annotated[Mapping[str, tuple[str, ...]], Kind(Shape.WORDS_MAP)]
    criticality: Annotated[Mapping[str, float], Kind(Shape.NUMBER_MAP, 0.0, 4.0, keys=RISK_LEVELS)]


@dataclass(frozen=True, slots=True)
class TripsPolicy:
    """METHOD section 8, trips: when attacks on humanitarians stop a leg or let it wait, and what counts as one."""

    no_go_km: Annotated[float, _DISTANCE]
    no_go_days: Annotated[int, _COUNT]
    wait_km: Annotated[float, _DISTANCE]
    wait_days: Annotated[int, _COUNT]
    attack_types: Annotated[tuple[str, ...], _OWN_WORDS]
    attack_words: Annotated[tuple[str, ...], _OWN_WORDS]
    attack_sources: Annotated[tuple[str, ...], _OWN_WORDS]
    lifted_by: Annotated[str, Kind(Shape.WORD)]


@dataclass(frozen=True, slots=True)
class LifetimesPolicy:
    """METHOD section 8, lifetimes."""

    days: Annotated[Mapping[str, float], Kind(Shape.NUMBER_MAP, 0.0, _ANY, keys=_values(Mode))]
    single_use: Annotated[Mapping[str, str], Kind(Shape.WORD_MAP, keys=_values(Mode), words=SINGLE_USES, partial=True)]


@dataclass(frozen=True, slots=True)
class SearchPolicy:
    """METHOD section 7, what the search for what would alter a verdict takes for realistic."""

    most: Annotated[Mapping[str, float], _COLLECTED]
    step: Annotated[Mapping[str, float], _COLLECTED]
    hours_per_answer: Annotated[Mapping[str, float], _COLLECTED]
    grade: Annotated[str, _GRADE]
    better_rating: Annotated[float, Kind(Shape.NUMBER, 0.0, RATING_MAX)]
    hours_per_source: Annotated[float, _AMOUNT]
    hours_per_fact: Annotated[float, _AMOUNT]
    hours_per_criterion: Annotated[float, _AMOUNT]
    listed: Annotated[int, _AT_LEAST_ONE]


@dataclass(frozen=True, slots=True)
class ConsistencyPolicy:
    """METHOD section 2, gate G6, seen over many areas."""

    like_within: Annotated[float, _SHARE]
    unlike_from: Annotated[float, _SHARE]


@dataclass(frozen=True, slots=True)
class PolicySections:
    """The sections of a policy file, in their order."""

    gates: GatesPolicy
    grades: GradesPolicy
    acceptance: AcceptancePolicy
    adequacy: AdequacyPolicy
    excluded_group: ExcludedGroupPolicy
    takes_sides: TakesSidesPolicy
    tolerance: TolerancePolicy
    conduct: ConductPolicy
    capability: CapabilityPolicy
    index: IndexPolicy
    bands: BandsPolicy
    robustness: RobustnessPolicy
    reliability: ReliabilityPolicy
    risk: RiskPolicy
    trips: TripsPolicy
    lifetimes: LifetimesPolicy
    search: SearchPolicy
    consistency: ConsistencyPolicy
