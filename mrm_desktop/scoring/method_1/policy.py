"""The numbers of a policy of version 1, as far as an answer rests on them. The text was checked when the decision was made."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Band, Mode

FORMAT = "mrm-policy/1"
COMPONENTS = ("acceptance", "tolerance", "conduct", "capability")


@dataclass(frozen=True, slots=True)
class GatesPolicy:
    """METHOD section 2."""

    stale_after_days: int
    imminent_hours: float
    verified_quality: float
    default_ceiling: Mode
    excluded_group_ceiling: Mode
    rare_patrols: tuple[str, ...]
    infeasible_ceilings: tuple[str, ...]
    feasible_ceiling: Mode


@dataclass(frozen=True, slots=True)
class GradesPolicy:
    """METHOD section 3, grades."""

    reliability: Mapping[str, float]
    credibility: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AcceptancePolicy:
    """METHOD section 3, masses and estimate."""

    design_effect: float
    purposive_divisor: float
    per_focus_group: float
    per_key_informant: float
    per_observation: float
    per_media_report: float
    high_refusal: float
    high_refusal_factor: float
    half_life_days: float
    reset_factor: float
    source_cap: float
    prior_mean: float
    prior_mass: float
    z: float


@dataclass(frozen=True, slots=True)
class AdequacyPolicy:
    """METHOD section 3, when community evidence is adequate."""

    total_mass: float
    sources: int
    source_quality: float
    source_mass: float
    stratum_mass: float
    displaced_share: float


@dataclass(frozen=True, slots=True)
class ExcludedGroupPolicy:
    """METHOD section 3, confidently negative stratum."""

    max_age_days: int
    mean_below: float
    high_below: float
    mass: float
    newest_window_days: int
    newest_mass: float
    newest_mean: float


@dataclass(frozen=True, slots=True)
class TolerancePolicy:
    """METHOD section 4."""

    stances: Mapping[str, float]
    half_life_days: float
    min_quality: float
    newest_age_weight: float
    independent_sources: int
    hostile_quality: float
    hostile_max_age_days: int
    lifting_sources: int
    nobody_able: float


@dataclass(frozen=True, slots=True)
class ConductPolicy:
    """METHOD section 5, conduct K."""

    beside_a_party: float
    past_allegations: float
    attacks_or_protests: float
    rotation_unknown: float
    floor: float


@dataclass(frozen=True, slots=True)
class CapabilityPolicy:
    """METHOD section 5, capability C."""

    patrol: Mapping[str, float]
    response_hours: tuple[float, ...]
    response_value: tuple[float, ...]
    response_unknown: float
    civilian: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class IndexPolicy:
    """METHOD section 6, index."""

    weights: Mapping[str, float]
    floor: float


@dataclass(frozen=True, slots=True)
class BandThresholds:
    """The four tests of one band and the ceiling it gives."""

    index: float
    acceptance: float
    tolerance: float
    conduct: float
    ceiling: Mode


@dataclass(frozen=True, slots=True)
class BandsPolicy:
    """METHOD section 6, bands, best first."""

    favourable: BandThresholds
    conditional: BandThresholds
    unfavourable: BandThresholds
    adverse: BandThresholds

    def of(self, band: Band) -> BandThresholds:
        """Return the tests and the ceiling of ``band``."""
        thresholds: BandThresholds = getattr(self, band.value)
        return thresholds


@dataclass(frozen=True, slots=True)
class RobustnessPolicy:
    """METHOD section 7."""

    draws: int
    seed: int
    weight_concentration: float
    tolerance_spread: float
    conduct_spread: float
    capability_spread: float
    aggregation: Mapping[str, float]
    robust_share: float
    sensitive_share: float
    lower_from_share: float
    hysteresis_points: float


@dataclass(frozen=True, slots=True)
class LifetimesPolicy:
    """METHOD section 8, lifetimes."""

    days: Mapping[str, float]
    single_use: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Policy:
    """Every number that an answer of version 1 rests on."""

    gates: GatesPolicy
    grades: GradesPolicy
    acceptance: AcceptancePolicy
    adequacy: AdequacyPolicy
    excluded_group: ExcludedGroupPolicy
    tolerance: TolerancePolicy
    conduct: ConductPolicy
    capability: CapabilityPolicy
    index: IndexPolicy
    bands: BandsPolicy
    robustness: RobustnessPolicy
    lifetimes: LifetimesPolicy


def is_policy(text: str) -> bool:
    """Tell whether a text is a policy of version 1."""
    try:
        head = tomllib.loads(text).get("policy")
    except tomllib.TOMLDecodeError:
        return False
    return isinstance(head, Mapping) and head.get("format") == FORMAT


def parse_policy(text: str) -> Policy:
    """Read a policy of version 1 from its text.

    Raises
    ------
    KnownError
        ``policy.parameter_missing`` where the text was tampered with.
    """
    document = tomllib.loads(text)
    hints = get_type_hints(Policy)
    try:
        return Policy(**{name: _section(hints[name], document[name]) for name in (f.name for f in fields(Policy))})
    except (KeyError, TypeError, ValueError) as error:
        raise KnownError("policy.parameter_missing", parameter=str(error)) from error


def _section(kind: type[Any], table: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    return kind(**{f.name: _value(hints[f.name], table[f.name]["value"]) for f in fields(kind)})


def _value(kind: Any, value: Any) -> Any:
    if kind is Mode:
        return Mode(value)
    if kind is BandThresholds:
        return BandThresholds(**{**value, "ceiling": Mode(value["ceiling"])})
    return tuple(value) if isinstance(value, list) else value
