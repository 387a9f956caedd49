"""The order of the decision (METHOD section 2): the first rule that fires decides, for every row of a table at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np

from mrm_desktop.domain.vocabulary import (
    CivilianContact,
    GateId,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Verdict,
)
from mrm_desktop.scoring.estimate import Bands, Measures
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import BANDS, MODES, NO, NO_DAY, UNKNOWN, YES, Bools, CaseTable, Ints

GATES = tuple(GateId)
VERDICTS = tuple(Verdict)
_STATUS = tuple(MissionStatus)
_VISIBILITY = np.array([mode.visibility for mode in MODES])
_NO_CIVILIAN = tuple(CivilianContact).index(CivilianContact.NONE)
_ESCORTED = np.array([mode in (Mode.ARMED_ESCORT, Mode.MILITARY_ASSETS) for mode in MODES])
FACTS_THAT_REFUSE = (
    "contact_punished",
    "reprisals_for_contact",
    "joint_operations_with_party",
    "unresolved_abuse_allegations",
    "alleged_perpetrator",
)
"""Facts that close a door when they are true; unknown, they make the evidence insufficient."""


class Rule(IntEnum):
    """The rules of section 2 in their order."""

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


_OUTCOME = {
    Rule.PURPOSE: (Verdict.PROHIBITED, GateId.PURPOSE),
    Rule.MISSION_CLOSED: (Verdict.NOT_AVAILABLE, GateId.MISSION),
    Rule.NO_MILITARY: (Verdict.NOT_AVAILABLE, GateId.COMPONENT),
    Rule.PERPETRATOR: (Verdict.PROHIBITED, GateId.CONDUCT),
    Rule.EMERGENCY: (Verdict.EMERGENCY_ALERT, None),
    Rule.MISSION_UNCONFIRMED: (Verdict.HOLD, GateId.MISSION),
    Rule.MILITARY_UNCONFIRMED: (Verdict.HOLD, GateId.COMPONENT),
    Rule.CONTACT_PUNISHED: (Verdict.REFUSED, GateId.CONTACT_PUNISHED),
    Rule.CIVILIAN_FIRST: (Verdict.HOLD, GateId.CIVILIAN_FIRST),
    Rule.COHERENCE: (Verdict.HOLD, GateId.COHERENCE),
    Rule.CONSENT: (Verdict.HOLD, GateId.CONSENT),
    Rule.ALLEGATIONS: (Verdict.REFUSED, GateId.CONDUCT),
    Rule.ARMED_ACTOR: (Verdict.REFUSED, GateId.ARMED_ACTOR),
    Rule.REPRISAL: (Verdict.REFUSED, GateId.REPRISAL),
    Rule.EXCLUDED_GROUP: (Verdict.REFUSED, GateId.EXCLUDED_GROUP),
    Rule.INSUFFICIENT: (Verdict.INSUFFICIENT_EVIDENCE, None),
    Rule.NOT_VISIBLE: (Verdict.PROCEED, None),
    Rule.ESCORT_MET: (Verdict.PROCEED_WITH_CONDITIONS, None),
    Rule.ESCORT_NOT_MET: (Verdict.REFUSED, GateId.ESCORT),
    Rule.WITHIN_CEILING: (Verdict.PROCEED_WITH_CONDITIONS, None),
    Rule.NOT_FEASIBLE: (Verdict.REFUSED, GateId.FEASIBILITY),
    Rule.ABOVE_CEILING: (Verdict.REFUSED, None),
}
_VERDICT_OF = np.array([VERDICTS.index(_OUTCOME[rule][0]) for rule in Rule])
_GATES_OF = [_OUTCOME[rule][1] for rule in Rule]
_GATE_OF = np.array([-1 if gate is None else GATES.index(gate) for gate in _GATES_OF])


@dataclass(frozen=True, slots=True, eq=False)
class DecisionColumns:
    """The answers of many cases, shape (n,).

    Attributes
    ----------
    rule : Ints
        The rule that decided, a value of :class:`Rule`.
    verdict, ceiling : Ints
        Positions in ``VERDICTS`` and ``MODES``.
    gate : Ints
        Deciding gate, position in ``GATES``; -1 where evidence or profile decided.
    band : Ints
        Band used, position in ``BANDS``; -1 where the decision fell before the index.
    infeasible : Bools
        Whether patrols are rare and there is no hotline (F1).
    """

    rule: Ints
    verdict: Ints
    ceiling: Ints
    gate: Ints
    band: Ints
    infeasible: Bools


def record_unconfirmed(table: CaseTable) -> Bools:
    """Tell where the mission's record cannot be relied upon (METHOD 2, G2), also because its closing day has passed."""
    past = (table.closes_on != NO_DAY) & (table.closes_on < table.assessed_on)
    result: Bools = (table.status == _STATUS.index(MissionStatus.UNCONFIRMED)) | past
    return result


def infeasible(table: CaseTable, policy: Policy) -> Bools:
    """Tell where patrols are rare and no hotline is known (METHOD 2, F1)."""
    rare = np.array([p.value in policy.gates.rare_patrols for p in PatrolFrequency])[table.patrol]
    result: Bools = rare & (table.facts["hotline"] != YES)
    return result


def unknown_refusals(table: CaseTable) -> Bools:
    """Tell where a fact that would refuse is not known, shape (n,)."""
    result: Bools = np.any([table.facts[name] == UNKNOWN for name in FACTS_THAT_REFUSE], axis=0)
    return result


def decide(
    table: CaseTable, measures: Measures, bands: Bands, mode: Ints, policy: Policy, closed: Ints | None = None
) -> DecisionColumns:
    """Decide on the requested mode of every row (METHOD 2).

    Parameters
    ----------
    mode : Ints
        Requested mode of each row, position in ``MODES``, shape (n,).
    closed : Ints | None
        What :func:`rules_before_index` gave for these measures and this mode, where it is at hand.
    """
    before = rules_before_index(table, measures, mode) if closed is None else closed
    by_band, feasible, lacks_means = _ceilings(table, measures, bands, policy)
    visibility, escorted = _VISIBILITY[mode], _ESCORTED[mode]
    rule = np.where(visibility <= _VISIBILITY[by_band], Rule.NOT_FEASIBLE, Rule.ABOVE_CEILING)
    rule[visibility <= _VISIBILITY[feasible]] = Rule.WITHIN_CEILING
    rule[escorted] = np.where(table.escort_met[escorted], Rule.ESCORT_MET, Rule.ESCORT_NOT_MET)
    rule = np.where(before < Rule.ESCORT_MET, before, rule)
    choices = np.empty((4, table.n), dtype=np.int64)
    choices[0] = MODES.index(policy.gates.default_ceiling)
    choices[1] = MODES.index(policy.gates.excluded_group_ceiling)
    choices[2], choices[3] = mode, feasible
    ceiling = choices[_CEILING_OF[rule], np.arange(table.n)]
    band = np.where(rule >= Rule.ESCORT_MET, bands.final, -1)
    return DecisionColumns(rule, _VERDICT_OF[rule], ceiling, _GATE_OF[rule], band, lacks_means)


def _ceiling_choice(rule: Rule) -> int:
    """Which ceiling goes with a rule: 0 the default, 1 that of an excluded group, 2 the requested mode, 3 that of the profile."""
    if rule is Rule.EXCLUDED_GROUP:
        return 1
    if rule in (Rule.EMERGENCY, Rule.NOT_VISIBLE, Rule.ESCORT_MET):
        return 2
    return 3 if rule > Rule.ESCORT_MET else 0


_CEILING_OF = np.array([_ceiling_choice(rule) for rule in Rule])


def _ceilings(table: CaseTable, measures: Measures, bands: Bands, policy: Policy) -> tuple[Ints, Ints, Bools]:
    """Ceiling by band and excluded group, the same after F1, and where F1 holds."""
    by_band = np.array([MODES.index(policy.bands.of(band).ceiling) for band in BANDS])[bands.final]
    excluded_ceiling = MODES.index(policy.gates.excluded_group_ceiling)
    excluded = measures.acceptance.any_excluded & (_VISIBILITY[by_band] > _VISIBILITY[excluded_ceiling])
    ceiling = np.where(excluded, excluded_ceiling, by_band)
    lacks_means = infeasible(table, policy)
    limited = np.array([m.value in policy.gates.infeasible_ceilings for m in MODES])[ceiling] & lacks_means
    return ceiling, np.where(limited, MODES.index(policy.gates.feasible_ceiling), ceiling), lacks_means


def rules_before_index(table: CaseTable, measures: Measures, mode: Ints) -> Ints:
    """Find the first rule that fires before the index is looked at, shape (n,).

    Returns
    -------
    Ints
        A value of :class:`Rule` up to ``NOT_VISIBLE``; ``ESCORT_MET`` where none of them fires. It depends on the facts, the measures
        and the mode, and on no weight, threshold or draw.
    """
    facts, visible = table.facts, _VISIBILITY[mode] >= _VISIBLE_FROM
    no_civilian = (table.civilian == _NO_CIVILIAN) & (facts["unicef_consulted"] != YES)
    fires = [
        table.purpose_forbidden,
        table.status == _STATUS.index(MissionStatus.CLOSED),
        visible & (facts["military_in_area"] == NO),
        facts["alleged_perpetrator"] == YES,
        (mode == MODES.index(Mode.PROTECTION_REQUEST)) & table.imminent,
        record_unconfirmed(table),
        visible & (facts["military_in_area"] == UNKNOWN),
        visible & (facts["contact_punished"] == YES),
        visible & no_civilian,
        (facts["agreed_approach"] != YES) | (facts["conflicting_approach_nearby"] == YES),
        visible & (facts["exposed_people_agree"] != YES),
        visible & (facts["unresolved_abuse_allegations"] == YES),
        visible & (measures.tolerance.hostile | (facts["joint_operations_with_party"] == YES)),
        visible & (facts["reprisals_for_contact"] == YES),
        visible & measures.acceptance.any_excluded & (mode != MODES.index(Mode.ALERT)),
        visible & (~measures.adequate | unknown_refusals(table)),
        ~visible,
        np.ones(table.n, dtype=np.bool_),
    ]
    first: Ints = np.array(fires).argmax(axis=0)
    return first


_VISIBLE_FROM = min(mode.visibility for mode in MODES if mode.is_military)
