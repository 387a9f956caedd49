"""The answer of the method to a case, carrying its working so that a reader can re-derive it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mrm_desktop.domain.vocabulary import Band, Channel, Flag, GateId, GateState, Mode, Stratum, Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of the catalogue with the values for its sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GateResult:
    """State of one gate with the reason for it."""

    gate: GateId
    state: GateState
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class AcceptanceEstimate:
    """Community acceptance A (METHOD section 3); all values 0 to 1 but ``mass``.

    ``excluded_groups`` are the confidently negative strata.
    """

    mean: float
    sd: float
    low: float
    high: float
    mass: float
    mass_by_stratum: Mapping[Stratum, float]
    independent_sources: int
    adequate: bool
    excluded_groups: tuple[Stratum, ...] = ()


@dataclass(frozen=True, slots=True)
class ToleranceEstimate:
    """Armed-actor tolerance T (METHOD section 4). ``value`` is None where an actor's stance is a gap."""

    value: float | None
    by_actor: Mapping[str, float | None]
    governing_actor: str | None
    hostile_actors: tuple[str, ...]
    adequate: bool


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one component of the index adds: ``weight * ln(value)``, so that the contributions sum to ``ln(I / 100)``."""

    component: str
    value: float
    weight: float
    log_contribution: float


@dataclass(frozen=True, slots=True)
class Index:
    """The index and its profile (METHOD section 6). The number never stands alone on a screen."""

    value: float
    acceptance: float
    tolerance: float
    conduct: float
    capability: float
    contributions: tuple[Contribution, ...]
    profile_band: Band


@dataclass(frozen=True, slots=True)
class Robustness:
    """How the band holds under the policy's draws (METHOD section 7).

    Attributes
    ----------
    draws : int
        Number of draws.
    share_in_band : float
        Share of the draws that fall in the band of the index, 0 to 1.
    share_below : float
        Share of the draws that fall below it, 0 to 1.
    label : str
        ``robust``, ``sensitive`` or ``fragile``.
    lowered : bool
        Whether the next lower band was used for it.
    """

    draws: int
    share_in_band: float
    share_below: float
    label: str
    lowered: bool


@dataclass(frozen=True, slots=True)
class Reliability:
    """Evidence confidence, beside the index and never inside it: ``value`` 0 to 10."""

    value: float
    completeness: float
    mean_quality: float
    mean_age_weight: float
    label: str


@dataclass(frozen=True, slots=True)
class ResidualRisk:
    """Risk that remains for each receptor, and whose approval it needs (METHOD section 8).

    Attributes
    ----------
    hostility, likelihood : int
        Steps 1 to 5; the likelihood after the measures in place.
    by_receptor : Mapping[str, str]
        Level by receptor, after the measures in place.
    criticality : int
        Least critical programme, 1 to 4, for which the level may be accepted; 0 for none.
    """

    likelihood: int
    by_receptor: Mapping[str, str]
    worst: str
    approval: str
    hostility: int = 5
    criticality: int = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why, in the order in which a field officer asks it."""

    deciding: Reason
    binding: Reason | None = None
    smallest_changes: tuple[Reason, ...] = ()
    would_lower: tuple[Reason, ...] = ()
    expiry: Reason | None = None


@dataclass(frozen=True, slots=True)
class PolicyStamp:
    """Which policy was used: name, version and the SHA-256 of its file."""

    name: str
    version: str
    checksum: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on the requested mode with everything that led to it.

    ``reasons[0]`` is the one that decided. ``gaps`` list what to collect. ``deciding_gate`` is None where no gate but the evidence
    or the profile decided.
    """

    case_id: str
    assessed_on: date
    requested_mode: Mode
    verdict: Verdict
    ceiling: Mode
    channel: Channel
    reasons: tuple[Reason, ...]
    gates: tuple[GateResult, ...]
    policy: PolicyStamp
    deciding_gate: GateId | None = None
    band: Band | None = None
    flags: tuple[Flag, ...] = ()
    gaps: tuple[Reason, ...] = ()
    conditions: tuple[Reason, ...] = ()
    expires_on: date | None = None
    acceptance: AcceptanceEstimate | None = None
    tolerance: ToleranceEstimate | None = None
    index: Index | None = None
    robustness: Robustness | None = None
    reliability: Reliability | None = None
    residual_risk: ResidualRisk | None = None
    explanation: Explanation | None = None

    @property
    def evidence_is_thin(self) -> bool:
        """Whether too little is known of communities or of armed actors."""
        estimates = (self.acceptance, self.tolerance)
        return self.verdict is Verdict.INSUFFICIENT_EVIDENCE or any(e is None or not e.adequate for e in estimates)
