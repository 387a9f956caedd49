"""The gates of METHOD section 2, each told once: from its record derive the order of the decision, the checklist and the reasons.

To add a gate: a word in ``GateId``, the fact in ``domain.case``, a record here, and the sentences of its codes in the catalogues.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from mrm_desktop.domain.vocabulary import (
    Approach,
    Band,
    CivilianContact,
    EscortCriterion,
    EventKind,
    GateId,
    GateState,
    MilitaryKind,
    MissionStatus,
    Mode,
    PatrolFrequency,
)
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.estimate import Measures
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.rules import FIRST_AFTER_INDEX, Rule
from mrm_desktop.scoring.table import BANDS, MODES, NO, NO_DAY, UNKNOWN, YES, Bools, CaseTable, Ints

VISIBILITY = np.array([mode.visibility for mode in MODES])
_VISIBLE_FROM = min(mode.visibility for mode in MODES if mode.is_military)
_LEAST_FOR_ESCORT = BANDS.index(Band.CONDITIONAL)
_ARMED_FROM = Mode.PROTECTION_REQUEST.visibility
_ESCORTED = np.array([mode in (Mode.ARMED_ESCORT, Mode.MILITARY_ASSETS) for mode in MODES])
_KINDS, _EVENTS = tuple(MilitaryKind), tuple(EventKind)
_STATUSES, _CONTACTS, _PATROLS = tuple(MissionStatus), tuple(CivilianContact), tuple(PatrolFrequency)


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """What the gates look at: cases as columns with what was measured, for one requested mode a row; shape (n,) each.

    Attributes
    ----------
    mode : Ints
        Requested mode, position in ``MODES``.
    rule : Ints | None
        The rule that decided; None while that is still to be found.
    band : Ints | None
        The band used, position in ``BANDS``, -1 where none was reached; None while that is still to be found.
    """

    table: CaseTable
    measures: Measures
    mode: Ints
    policy: Policy
    rule: Ints | None = None
    band: Ints | None = None

    def yes(self, fact: str) -> Bools:
        """Tell where a fact is known to hold."""
        result: Bools = self.table.facts[fact] == YES
        return result

    def no(self, fact: str) -> Bools:
        """Tell where a fact is known not to hold."""
        result: Bools = self.table.facts[fact] == NO
        return result

    def unknown(self, *facts: str) -> Bools:
        """Tell where any of the facts is not known."""
        result: Bools = np.logical_or.reduce([self.table.facts[fact] == UNKNOWN for fact in facts], axis=0)
        return result

    @property
    def index_reached(self) -> Bools:
        """Where the decision got as far as the index."""
        if self.rule is None:
            return np.zeros(self.table.n, dtype=np.bool_)
        result: Bools = self.rule >= FIRST_AFTER_INDEX
        return result

    @property
    def is_visible(self) -> Bools:
        """Where the requested mode involves the military component, so that somebody may see it."""
        result: Bools = VISIBILITY[self.mode] >= _VISIBLE_FROM
        return result

    @property
    def is_escort(self) -> Bools:
        """Where an escort or military assets are asked for."""
        result: Bools = _ESCORTED[self.mode]
        return result

    @property
    def has_status(self) -> Mapping[MissionStatus, Bools]:
        """Where the mission has a status."""
        return {status: self.table.status == position for position, status in enumerate(_STATUSES)}

    @property
    def is_past_closing_day(self) -> Bools:
        """Where the closing day has come, or a withdrawal or closure was dated before today, and nobody confirmed it."""
        result: Bools = (self.table.closes_on != NO_DAY) & (self.table.closes_on <= self.table.assessed_on)
        return result | self._any_event((EventKind.WITHDRAWAL, EventKind.CLOSURE), self.table.events.days < 0)

    @property
    def is_leaving_soon(self) -> Bools:
        """Where the base or the mission leaves, or the contingent rotates, within the policy's days (F3)."""
        days, table = self.policy.gates.leaving_days, self.table
        until = table.closes_on - table.assessed_on
        closing: Bools = (table.closes_on != NO_DAY) & (until >= 1) & (until <= days)
        soon = (table.events.days >= 0) & (table.events.days <= days)
        return closing | self._any_event((EventKind.WITHDRAWAL, EventKind.CLOSURE, EventKind.ROTATION), soon)

    def _any_event(self, kinds: tuple[EventKind, ...], chosen: Bools) -> Bools:
        events = self.table.events
        found = chosen & np.isin(events.kind, [_EVENTS.index(kind) for kind in kinds])
        result: Bools = np.bincount(events.case[found], minlength=self.table.n) > 0
        return result

    def military_is(self, *kinds: MilitaryKind) -> Bools:
        """Tell where the military component is one of the kinds."""
        return np.isin(self.table.military_kind, [_KINDS.index(kind) for kind in kinds])

    @property
    def has_no_military(self) -> Bools:
        """Where no UN military stands, but perhaps a guard unit."""
        return self.no("military_in_area") | self.military_is(MilitaryKind.GUARD_UNIT, MilitaryKind.NONE)

    @property
    def has_no_approach(self) -> Bools:
        """Where the organisation has adopted no approach."""
        result: Bools = self.table.approach == tuple(Approach).index(Approach.NONE)
        return result

    @property
    def is_limited(self) -> Bools:
        """Where a soft limit stands: at most a discreet alert."""
        result: Bools = np.logical_or.reduce([held for _, held in limits(self)])
        return result

    @property
    def contradicts_safety(self) -> Bools:
        """Where the evidence says that an escort is not safe, whatever was ticked."""
        if self.band is None:
            return self.is_limited
        return self.is_limited | (self.band > _LEAST_FOR_ESCORT)

    @property
    def has_no_civilian(self) -> Bools:
        """Where no civilian contact is known."""
        result: Bools = self.table.civilian == _CONTACTS.index(CivilianContact.NONE)
        return result

    @property
    def has_untested_civilian(self) -> Bools:
        """Where a civilian contact is on record that nobody reached recently: whether it can be called is not known."""
        return self.table.civilian_untested & ~self.has_no_civilian

    @property
    def is_infeasible(self) -> Bools:
        """Where patrols are rare and no hotline is known (F1)."""
        rare = np.array([patrol.value in self.policy.gates.rare_patrols for patrol in _PATROLS])[self.table.patrol]
        result: Bools = rare & ~self.yes("hotline")
        return result

    @property
    def has_no_patrols_on_record(self) -> Bools:
        """Where nobody knows how often patrols come."""
        result: Bools = self.table.patrol == _PATROLS.index(PatrolFrequency.UNKNOWN)
        return result

    @property
    def has_unheard_group(self) -> Bools:
        """Where a required group was not heard enough."""
        result: Bools = np.logical_or.reduce(self.table.required & ~self.measures.acceptance.stratum_heard, axis=1)
        return result


Condition = Callable[[Situation], Bools]
Value = Callable[[CaseRow], Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a gate can find.

    Attributes
    ----------
    code : str
        Code of the sentence.
    holds : Condition
        Where it is so; of a gate's findings the first that holds is the state of the gate.
    rule : Rule | None
        The rule of the decision that fires where it holds; None for a finding that is shown and decides nothing.
    limits : bool
        Whether it is a soft limit: it lowers the ceiling to a discreet alert where nothing else decided.
    values : Mapping[str, Value]
        Parameters of the sentence, each from the row of one case.
    """

    code: str
    state: GateState
    holds: Condition
    rule: Rule | None = None
    limits: bool = False
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


def failed(code: str, holds: Condition, rule: Rule | None = None, **values: Value) -> Finding:
    """Make a finding that fails the gate."""
    return Finding(code, GateState.FAILED, holds, rule, values=MappingProxyType(values))


def limited(code: str, holds: Condition, **values: Value) -> Finding:
    """Make a finding that fails the gate and leaves a discreet alert."""
    return Finding(code, GateState.FAILED, holds, limits=True, values=MappingProxyType(values))


def unknown(code: str, holds: Condition, rule: Rule | None = None, **values: Value) -> Finding:
    """Make a finding that leaves the gate unknown."""
    return Finding(code, GateState.UNKNOWN, holds, rule, values=MappingProxyType(values))


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate.

    Attributes
    ----------
    facts : tuple[str, ...]
        Facts that refuse when they are true; unknown, they make the evidence insufficient.
    findings : tuple[Finding, ...]
        What it can find, the weightiest first; it is passed where nothing holds.
    applies : Condition | None
        Where the requested mode meets it at all; None for everywhere.
    reached : Condition | None
        Where the decision got far enough to look at it; None for everywhere.
    overridable : bool
        Whether a person may decide against its refusal with a reason; otherwise whoever knows better records it and asks again.
    endangers : bool
        Whether failing it means that being seen with peacekeepers may harm somebody.
    contact_endangers : bool
        Whether failing it means that contact itself is what people are harmed for.
    """

    id: GateId
    findings: tuple[Finding, ...]
    facts: tuple[str, ...] = ()
    applies: Condition | None = None
    reached: Condition | None = None
    overridable: bool = True
    endangers: bool = False
    contact_endangers: bool = False


def _visible(s: Situation) -> Bools:
    return s.is_visible


def _anybody(of_group: Bools) -> Bools:
    """Tell where something was found of any group, shape (n, groups) to (n,)."""
    result: Bools = np.logical_or.reduce(of_group, axis=1)
    return result


def _escort(s: Situation) -> Bools:
    return s.is_escort


GATES: tuple[Gate, ...] = (
    Gate(
        GateId.PURPOSE,
        (
            failed(
                "gate.purpose.forbidden",
                lambda s: s.table.purpose_forbidden,
                Rule.PURPOSE,
                purpose=lambda row: row.case.request.purpose.value,
            ),
        ),
    ),
    Gate(
        GateId.MISSION,
        (
            failed("gate.mission.closed", lambda s: s.has_status[MissionStatus.CLOSED], Rule.MISSION_CLOSED),
            unknown(
                "gate.mission.past_closing_day",
                lambda s: s.is_past_closing_day,
                Rule.MISSION_UNCONFIRMED,
                closes_on=lambda row: row.closes_on,
            ),
            unknown("gate.mission.unconfirmed", lambda s: s.has_status[MissionStatus.UNCONFIRMED], Rule.MISSION_UNCONFIRMED),
        ),
    ),
    Gate(
        GateId.COMPONENT,
        (
            failed("gate.component.no_military", lambda s: s.has_no_military, Rule.NO_MILITARY),
            failed(
                "gate.component.unarmed",
                lambda s: s.military_is(MilitaryKind.OBSERVERS) & (VISIBILITY[s.mode] >= _ARMED_FROM),
                Rule.UNARMED,
            ),
            unknown("gate.component.unconfirmed", lambda s: s.unknown("military_in_area"), Rule.MILITARY_UNCONFIRMED),
        ),
        applies=_visible,
    ),
    Gate(
        GateId.CONDUCT,
        (
            failed("gate.conduct.alleged_perpetrator", lambda s: s.yes("alleged_perpetrator"), Rule.PERPETRATOR),
            failed("gate.conduct.allegations", lambda s: s.yes("unresolved_abuse_allegations"), Rule.ALLEGATIONS),
            unknown(
                "gate.conduct.unknown",
                lambda s: s.unknown("alleged_perpetrator", "unresolved_abuse_allegations"),
                facts=lambda row: row.unknown_of("alleged_perpetrator", "unresolved_abuse_allegations"),
            ),
        ),
        facts=("unresolved_abuse_allegations", "alleged_perpetrator"),
        applies=_visible,
        overridable=False,
    ),
    Gate(
        GateId.CONTACT_PUNISHED,
        (
            failed("gate.contact_punished.punished", lambda s: s.yes("contact_punished"), Rule.CONTACT_PUNISHED),
            unknown("gate.contact_punished.unknown", lambda s: s.unknown("contact_punished")),
        ),
        facts=("contact_punished",),
        applies=_visible,
        overridable=False,
        endangers=True,
        contact_endangers=True,
    ),
    Gate(
        GateId.CIVILIAN_FIRST,
        (
            unknown(
                "gate.civilian_first.unknown",
                lambda s: s.has_no_civilian & s.unknown("unicef_consulted"),
                Rule.CIVILIAN_FIRST,
            ),
            failed(
                "gate.civilian_first.not_consulted", lambda s: s.has_no_civilian & s.no("unicef_consulted"), Rule.CIVILIAN_FIRST
            ),
            unknown(
                "gate.civilian_first.untested",
                lambda s: s.has_untested_civilian & ~s.yes("unicef_consulted"),
                Rule.CIVILIAN_FIRST,
                days=lambda row: row.policy.gates.untested_unknown_after_days,
            ),
        ),
        applies=_visible,
    ),
    Gate(
        GateId.COHERENCE,
        (
            failed("gate.coherence.not_adopted", lambda s: s.has_no_approach, Rule.COHERENCE),
            failed("gate.coherence.conflicting_nearby", lambda s: s.yes("conflicting_approach_nearby"), Rule.COHERENCE),
            unknown("gate.coherence.nearby_unknown", lambda s: s.unknown("conflicting_approach_nearby")),
        ),
        applies=_visible,
    ),
    Gate(
        GateId.CONSENT,
        (
            failed("gate.consent.refused", lambda s: s.no("exposed_people_agree"), Rule.CONSENT_REFUSED),
            unknown("gate.consent.not_asked", lambda s: s.unknown("exposed_people_agree"), Rule.CONSENT_NOT_ASKED),
        ),
        applies=_visible,
        overridable=False,
    ),
    Gate(
        GateId.ARMED_ACTOR,
        (
            failed(
                "gate.armed_actor.hostile",
                lambda s: s.measures.tolerance.hostile,
                Rule.ARMED_ACTOR,
                actors=lambda row: list(row.hostile_actors),
            ),
            failed("gate.armed_actor.joint_operations", lambda s: s.yes("joint_operations_with_party"), Rule.ARMED_ACTOR),
            unknown(
                "gate.armed_actor.unknown",
                lambda s: ~s.measures.tolerance.adequate | s.unknown("joint_operations_with_party"),
            ),
        ),
        facts=("joint_operations_with_party",),
        applies=_visible,
        overridable=False,
        endangers=True,
    ),
    Gate(
        GateId.REPRISAL,
        (
            failed("gate.reprisal.credible", lambda s: s.yes("reprisals_for_contact"), Rule.REPRISAL),
            unknown("gate.reprisal.unknown", lambda s: s.unknown("reprisals_for_contact")),
        ),
        facts=("reprisals_for_contact",),
        applies=_visible,
        overridable=False,
        endangers=True,
        contact_endangers=True,
    ),
    Gate(
        GateId.EXCLUDED_GROUP,
        (
            limited(
                "gate.excluded_group.rejects",
                lambda s: _anybody(s.measures.acceptance.rejects),
                groups=lambda row: list(row.rejecting_groups),
            ),
            unknown(
                "gate.excluded_group.not_heard",
                lambda s: s.has_unheard_group,
                groups=lambda row: [stratum.value for stratum in row.unheard_groups],
            ),
        ),
        applies=_visible,
        endangers=True,
    ),
    Gate(
        GateId.TAKES_SIDES,
        (
            limited(
                "gate.takes_sides.most_say_so",
                lambda s: _anybody(s.measures.acceptance.takes_sides),
                groups=lambda row: list(row.groups_of(row.answer.measures.acceptance.takes_sides)),
            ),
            limited(
                "gate.takes_sides.mind_being_seen",
                lambda s: _anybody(s.measures.acceptance.minds_being_seen),
                groups=lambda row: list(row.groups_of(row.answer.measures.acceptance.minds_being_seen)),
            ),
        ),
        applies=_visible,
        endangers=True,
    ),
    Gate(
        GateId.CONFUSED_FORCE,
        (
            limited("gate.confused_force.confused", lambda s: s.yes("confused_with_fighting_force")),
            unknown("gate.confused_force.unknown", lambda s: s.unknown("confused_with_fighting_force")),
        ),
        applies=_visible,
        endangers=True,
    ),
    Gate(
        GateId.LEAVING,
        (limited("gate.leaving.soon", lambda s: s.is_leaving_soon, days=lambda row: row.policy.gates.leaving_days),),
        applies=_visible,
    ),
    Gate(
        GateId.BOTH_PERCEPTIONS,
        (
            failed("gate.both_perceptions.inadequate", lambda s: ~s.measures.adequate, gaps=lambda row: len(row.evidence_gaps)),
            unknown(
                "gate.both_perceptions.unknown_facts",
                lambda s: s.unknown(*FACTS_THAT_REFUSE),
                facts=lambda row: row.unknown_of(*FACTS_THAT_REFUSE),
            ),
        ),
        applies=_visible,
    ),
    Gate(
        GateId.FEASIBILITY,
        (
            unknown(
                "gate.feasibility.unknown",
                lambda s: s.is_infeasible & (s.has_no_patrols_on_record | s.unknown("hotline")),
                Rule.NOT_FEASIBLE,
                patrol_frequency=lambda row: row.case.mission.patrol_frequency.value,
            ),
            failed(
                "gate.feasibility.rare_patrols",
                lambda s: s.is_infeasible,
                Rule.NOT_FEASIBLE,
                patrol_frequency=lambda row: row.case.mission.patrol_frequency.value,
            ),
        ),
        applies=_visible,
        reached=lambda s: s.index_reached,
    ),
    Gate(
        GateId.ESCORT,
        (
            unknown("gate.escort.unknown", lambda s: ~s.table.escort_known, Rule.ESCORT_NOT_MET),
            failed(
                "gate.escort.criteria_unmet",
                lambda s: ~s.table.escort_met,
                Rule.ESCORT_NOT_MET,
                criteria=lambda row: [c.value for c in EscortCriterion if c not in (row.case.escort_criteria or ())],
            ),
            failed("gate.escort.safety_contradicted", lambda s: s.contradicts_safety, Rule.ESCORT_NOT_MET),
        ),
        applies=_escort,
        overridable=False,
    ),
    Gate(
        GateId.MANDATE,
        (
            unknown("gate.mandate.unknown", lambda s: s.unknown("poc_mandate"), Rule.WITHOUT_MANDATE),
            failed("gate.mandate.none", lambda s: s.no("poc_mandate"), Rule.WITHOUT_MANDATE),
        ),
        applies=lambda s: s.mode == MODES.index(Mode.PROTECTION_REQUEST),
    ),
)

FACTS_THAT_REFUSE: tuple[str, ...] = tuple(fact for gate in GATES for fact in gate.facts)
"""Facts that close a door when they are true, in the order of the gates; unknown, they make the evidence insufficient."""
GATE_CODES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {finding.code: tuple(finding.values) for gate in GATES for finding in gate.findings}
)
"""Every code that a gate can give, with the names of its parameters."""
GATE_OF_RULE: Mapping[Rule, GateId] = MappingProxyType(
    {finding.rule: gate.id for gate in GATES for finding in gate.findings if finding.rule is not None}
)
"""The gate that decides where a rule fires; evidence or profile decide where no gate is named."""
NOT_OVERRIDABLE = frozenset(gate.id for gate in GATES if not gate.overridable)
ENDANGERING = tuple(gate.id for gate in GATES if gate.endangers)
CONTACT_ENDANGERS = frozenset(gate.id for gate in GATES if gate.contact_endangers)


def fires(rule: Rule, situation: Situation) -> Bools:
    """Tell where any finding of a rule holds, shape (n,); the requested mode must meet the gate."""
    result: Bools = np.zeros(situation.table.n, dtype=np.bool_)
    for gate in GATES:
        held = [finding.holds(situation) for finding in gate.findings if finding.rule is rule]
        if held:
            applies = True if gate.applies is None else gate.applies(situation)
            result |= np.any(held, axis=0) & applies
    return result


def limits(situation: Situation) -> list[tuple[GateId, Bools]]:
    """Tell for each gate that can limit where it does, in their order."""
    return [
        (gate.id, np.logical_or.reduce([f.holds(situation) for f in gate.findings if f.limits]))
        for gate in GATES
        if any(f.limits for f in gate.findings)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class GateColumns:
    """What each gate found in each row, shape (n, gates) in the order of ``GATES``.

    Attributes
    ----------
    finding : Ints
        Position of the first finding that holds; ``len(findings)`` of the gate where none does.
    applies, reached : Bools
        Whether the requested mode meets the gate, and whether the decision got as far.
    """

    finding: Ints
    applies: Bools
    reached: Bools


def check_gates(situation: Situation) -> GateColumns:
    """Look at every gate, whichever of them decided (METHOD section 2)."""
    everywhere = np.ones(situation.table.n, dtype=np.bool_)
    found, applies, reached = [], [], []
    for gate in GATES:
        held = [*(finding.holds(situation) for finding in gate.findings), everywhere]
        found.append(np.array(held).argmax(axis=0))
        applies.append(everywhere if gate.applies is None else gate.applies(situation))
        reached.append(everywhere if gate.reached is None else gate.reached(situation))
    return GateColumns(np.stack(found, axis=1), np.stack(applies, axis=1), np.stack(reached, axis=1))
