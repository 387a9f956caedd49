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
    """Community acceptance (METHOD section 3); all values 0 to 1 but ``mass``.

    Attributes
    ----------
    mean, sd, low, high : float
        Of the group that governs; ``low`` is A.
    mass : float
        Of everybody here together.
    everybody : float
        P: the lower end of the interval of everybody here together.
    governing_group : str
        The least accepting of the groups that may govern; "" where none may.
    excluded_groups : tuple[str, ...]
        The groups that reject the mission.
    """

    mean: float
    sd: float
    low: float
    high: float
    mass: float
    mass_by_stratum: Mapping[Stratum, float]
    independent_sources: int
    adequate: bool
    everybody: float = 0.0
    governing_group: str = ""
    excluded_groups: tuple[str, ...] = ()


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
    everybody: float
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
    """Risk that remains for each receptor (METHOD section 8).

    Attributes
    ----------
    hostility, likelihood : int
        Steps 1 to 5; the likelihood after the measures in place.
    by_receptor : Mapping[str, str]
        Level by receptor, after the measures in place.
    """

    likelihood: int
    by_receptor: Mapping[str, str]
    worst: str
    hostility: int = 5


@dataclass(frozen=True, slots=True)
class Approval:
    """Who must sign a decision to proceed before it is in force (METHOD section 8).

    Attributes
    ----------
    roles : tuple[str, ...]
        Every one of them, each by its own person; empty where nobody may accept the risk.
    level : str
        Level of the residual risk that asks for them; "" where the impact was not assessed and the mode's visibility asks.
    criticality : int
        Least critical programme, 1 to 4, for which the level may be accepted; 0 for none.
    """

    roles: tuple[str, ...]
    level: str = ""
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
class Spread:
    """How far an estimate of acceptance can be relied on, as a map shows it.

    Attributes
    ----------
    low, mean, high : float
        Of the group that governs, 0 to 1.
    answers : int
        How many answered, all items together; focus groups count as one each.
    age_days : int
        Days since the newest of them.
    """

    low: float
    mean: float
    high: float
    answers: int
    age_days: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A side of perception in one value, 0 to 1: A_lo of the communities or T of the armed actors.

    Attributes
    ----------
    value : float | None
        None where it cannot be said.
    spread : Spread | None
        Of the communities: how sure it is. What is drawn beside an answer is no part of it.
    """

    value: float | None
    is_adequate: bool
    spread: Spread | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """The answer on one area and mode without its working: what a map, a list and a comparison need of it.

    Attributes
    ----------
    acceptance, tolerance : Measured | None
        None where nobody was heard and where armed actors were not assessed.
    has_hostile_actor : bool
        Whether a hostile actor able to do harm is known, also where others are a gap.
    confidence : str
        Evidence confidence in a word: ``good``, ``moderate`` or ``poor``; "" where there is no evidence of either side.
    """

    case_id: str
    mode: Mode
    verdict: Verdict
    ceiling: Mode
    channel: Channel
    deciding_gate: GateId | None
    band: Band | None
    flags: tuple[Flag, ...]
    expires_on: date
    acceptance: Measured | None
    tolerance: Measured | None
    has_hostile_actor: bool
    confidence: str


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
    approval: Approval | None = None
    explanation: Explanation | None = None

    @property
    def answer(self) -> AreaAnswer:
        """The answer without its working."""
        assert self.expires_on is not None
        heard = self.acceptance if self.acceptance is not None and self.acceptance.mass > 0 else None
        actors = self.tolerance
        return AreaAnswer(
            case_id=self.case_id,
            mode=self.requested_mode,
            verdict=self.verdict,
            ceiling=self.ceiling,
            channel=self.channel,
            deciding_gate=self.deciding_gate,
            band=self.band,
            flags=self.flags,
            expires_on=self.expires_on,
            acceptance=None if heard is None else Measured(heard.low, heard.adequate),
            tolerance=None if actors is None else Measured(actors.value, actors.adequate),
            has_hostile_actor=actors is not None and bool(actors.hostile_actors),
            confidence=self.reliability.label if self.reliability is not None and (heard or actors) else "",
        )

    @property
    def evidence_is_thin(self) -> bool:
        """Whether too little is known of communities or of armed actors."""
        estimates = (self.acceptance, self.tolerance)
        return self.verdict is Verdict.INSUFFICIENT_EVIDENCE or any(e is None or not e.adequate for e in estimates)
