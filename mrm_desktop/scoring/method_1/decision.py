"""The order of the decision as it was in version 1: the first rule that fires decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mrm_desktop.domain.vocabulary import Approach, Band, CivilianContact, GateId, MissionStatus, Mode, PatrolFrequency, Verdict
from mrm_desktop.scoring.method_1.estimate import Bands, Measures
from mrm_desktop.scoring.method_1.policy import Policy
from mrm_desktop.scoring.table import BANDS, MODES, NO, NO_DAY, UNKNOWN, YES, CaseTable

_REFUSING = (
    *("unresolved_abuse_allegations", "alleged_perpetrator", "contact_punished"),
    *("joint_operations_with_party", "reprisals_for_contact"),
)


@dataclass(frozen=True, slots=True)
class Situation:
    """One case with what was measured: row 0 of each column."""

    table: CaseTable
    measures: Measures
    policy: Policy

    @property
    def mode(self) -> Mode:
        """The requested mode."""
        return MODES[int(self.table.mode[0])]

    @property
    def visible(self) -> bool:
        """Whether the mode involves the military component."""
        return self.mode.is_military

    def is_(self, fact: str, value: int) -> bool:
        """Tell whether a fact is known to hold, known not to hold, or unknown."""
        return bool(self.table.facts[fact][0] == value)

    @property
    def status(self) -> MissionStatus:
        """Status of the mission."""
        return tuple(MissionStatus)[int(self.table.status[0])]

    @property
    def unconfirmed(self) -> bool:
        """Whether nobody has confirmed the mission."""
        closes, today = int(self.table.closes_on[0]), int(self.table.assessed_on[0])
        return self.status is MissionStatus.UNCONFIRMED or (closes != NO_DAY and closes < today)

    @property
    def no_civilian(self) -> bool:
        """Whether there is no civilian contact and nobody consulted UNICEF."""
        contact = tuple(CivilianContact)[int(self.table.civilian[0])]
        return contact is CivilianContact.NONE and not self.is_("unicef_consulted", YES)

    @property
    def no_approach(self) -> bool:
        """Whether no approach was agreed, or nobody knew."""
        return tuple(Approach)[int(self.table.approach[0])] is not Approach.AGREED

    @property
    def infeasible(self) -> bool:
        """Whether patrols are rare and there is no hotline."""
        patrol = tuple(PatrolFrequency)[int(self.table.patrol[0])]
        return patrol.value in self.policy.gates.rare_patrols and not self.is_("hotline", YES)

    @property
    def refusing_fact_unknown(self) -> bool:
        """Whether a fact that would refuse is not known."""
        return any(self.is_(fact, UNKNOWN) for fact in _REFUSING)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided."""

    verdict: Verdict
    ceiling: Mode
    gate: GateId | None = None
    band: Band | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    fires: Callable[[Situation], bool]
    verdict: Verdict
    gate: GateId | None = None
    as_requested: bool = False
    ceiling_of_group: bool = False


_BEFORE_INDEX = (
    _Rule(lambda s: bool(s.table.purpose_forbidden[0]), Verdict.PROHIBITED, GateId.PURPOSE),
    _Rule(lambda s: s.status is MissionStatus.CLOSED, Verdict.NOT_AVAILABLE, GateId.MISSION),
    _Rule(lambda s: s.visible and s.is_("military_in_area", NO), Verdict.NOT_AVAILABLE, GateId.COMPONENT),
    _Rule(lambda s: s.is_("alleged_perpetrator", YES), Verdict.PROHIBITED, GateId.CONDUCT),
    _Rule(lambda s: s.mode is Mode.PROTECTION_REQUEST and bool(s.table.imminent[0]), Verdict.EMERGENCY_ALERT, as_requested=True),
    _Rule(lambda s: s.unconfirmed, Verdict.HOLD, GateId.MISSION),
    _Rule(lambda s: s.visible and s.is_("military_in_area", UNKNOWN), Verdict.HOLD, GateId.COMPONENT),
    _Rule(lambda s: s.visible and s.is_("contact_punished", YES), Verdict.REFUSED, GateId.CONTACT_PUNISHED),
    _Rule(lambda s: s.visible and s.no_civilian, Verdict.HOLD, GateId.CIVILIAN_FIRST),
    _Rule(lambda s: s.no_approach or s.is_("conflicting_approach_nearby", YES), Verdict.HOLD, GateId.COHERENCE),
    _Rule(lambda s: s.visible and not s.is_("exposed_people_agree", YES), Verdict.HOLD, GateId.CONSENT),
    _Rule(lambda s: s.visible and s.is_("unresolved_abuse_allegations", YES), Verdict.REFUSED, GateId.CONDUCT),
    _Rule(
        lambda s: s.visible and (bool(s.measures.tolerance.hostile[0]) or s.is_("joint_operations_with_party", YES)),
        Verdict.REFUSED,
        GateId.ARMED_ACTOR,
    ),
    _Rule(lambda s: s.visible and s.is_("reprisals_for_contact", YES), Verdict.REFUSED, GateId.REPRISAL),
    _Rule(
        lambda s: s.visible and s.mode is not Mode.ALERT and bool(s.measures.acceptance.any_excluded[0]),
        Verdict.REFUSED,
        GateId.EXCLUDED_GROUP,
        ceiling_of_group=True,
    ),
    _Rule(lambda s: s.visible and (not bool(s.measures.adequate[0]) or s.refusing_fact_unknown), Verdict.INSUFFICIENT_EVIDENCE),
    _Rule(lambda s: not s.visible, Verdict.PROCEED, as_requested=True),
)


def decide(s: Situation, bands: Bands) -> Outcome:
    """Decide on one case."""
    gates, mode = s.policy.gates, s.mode
    for rule in _BEFORE_INDEX:
        if rule.fires(s):
            ceiling = (
                mode if rule.as_requested else gates.excluded_group_ceiling if rule.ceiling_of_group else gates.default_ceiling
            )
            return Outcome(rule.verdict, ceiling, rule.gate)
    band = BANDS[int(bands.final[0])]
    able = s.policy.bands.of(band).ceiling
    if bool(s.measures.acceptance.any_excluded[0]) and able.visibility > gates.excluded_group_ceiling.visibility:
        able = gates.excluded_group_ceiling
    feasible = gates.feasible_ceiling if able.value in gates.infeasible_ceilings and s.infeasible else able
    if mode in (Mode.ARMED_ESCORT, Mode.MILITARY_ASSETS):
        if bool(s.table.escort_met[0]):
            return Outcome(Verdict.PROCEED_WITH_CONDITIONS, mode, None, band)
        return Outcome(Verdict.REFUSED, feasible, GateId.ESCORT, band)
    if mode.visibility <= feasible.visibility:
        return Outcome(Verdict.PROCEED_WITH_CONDITIONS, feasible, None, band)
    gate = GateId.FEASIBILITY if mode.visibility <= able.visibility else None
    return Outcome(Verdict.REFUSED, feasible, gate, band)
