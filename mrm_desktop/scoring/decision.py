"""The order of the decision (METHOD section 2): the first rule that fires decides, for every row of a table at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mrm_desktop.domain.vocabulary import GateId, MilitaryKind, Mode, Verdict
from mrm_desktop.scoring.answer import DecisionColumns
from mrm_desktop.scoring.estimate import Bands
from mrm_desktop.scoring.gates import FACTS_THAT_REFUSE, GATE_OF_RULE, VISIBILITY, Situation, fires, limits
from mrm_desktop.scoring.rules import CONSEQUENCES, FIRST_AFTER_INDEX, Ceiling, Rule
from mrm_desktop.scoring.table import BANDS, MODES, Bools, Ints

GATE_IDS = tuple(GateId)
VERDICTS = tuple(Verdict)
_BEFORE_INDEX = tuple(rule for rule in Rule if rule < FIRST_AFTER_INDEX)
_VERDICT_OF = np.array([VERDICTS.index(CONSEQUENCES[rule].verdict) for rule in Rule])
_GATE_OF = np.array([GATE_IDS.index(GATE_OF_RULE[rule]) if rule in GATE_OF_RULE else -1 for rule in Rule])
_CEILINGS = tuple(Ceiling)
_CEILING_OF = np.array([_CEILINGS.index(CONSEQUENCES[rule].ceiling) for rule in Rule])


def decide(situation: Situation, bands: Bands, closed: Ints | None = None) -> DecisionColumns:
    """Decide on the requested mode of every row (METHOD 2).

    Parameters
    ----------
    closed : Ints | None
        What :func:`rules_before_index` gave for this situation, where it is at hand.
    """
    table, mode, policy = situation.table, situation.mode, situation.policy
    before = rules_before_index(situation) if closed is None else closed
    limited = situation.is_limited
    able, feasible = _ceilings(situation, bands, limited)
    visibility, alert = VISIBILITY[mode], mode == MODES.index(Mode.ALERT)
    rule = np.where(visibility <= VISIBILITY[able], Rule.NOT_FEASIBLE, Rule.ABOVE_CEILING)
    rule[visibility <= VISIBILITY[feasible]] = Rule.WITHIN_CEILING
    rule[limited & ~alert] = Rule.SOFT_LIMIT
    rule[fires(Rule.WITHOUT_MANDATE, situation)] = Rule.WITHOUT_MANDATE
    escorted, looked_at = situation.is_escort, replace(situation, band=bands.final)
    rule[escorted] = np.where(fires(Rule.ESCORT_NOT_MET, looked_at), Rule.ESCORT_NOT_MET, Rule.ESCORT_MET)[escorted]
    rule = np.where(before < FIRST_AFTER_INDEX, before, rule)
    choices = np.empty((len(_CEILINGS), table.n), dtype=np.int64)
    choices[_CEILINGS.index(Ceiling.DEFAULT)] = MODES.index(policy.gates.default_ceiling)
    choices[_CEILINGS.index(Ceiling.OF_EMERGENCY)] = _of_emergency(situation)
    choices[_CEILINGS.index(Ceiling.AS_REQUESTED)] = mode
    choices[_CEILINGS.index(Ceiling.OF_BAND)] = feasible
    choices[_CEILINGS.index(Ceiling.WITHOUT_MANDATE)] = _at_most(feasible, policy.gates.without_mandate_ceiling)
    ceiling = choices[_CEILING_OF[rule], np.arange(table.n)]
    band = np.where(rule >= FIRST_AFTER_INDEX, bands.final, -1)
    return DecisionColumns(rule, _VERDICT_OF[rule], ceiling, _gates_of(rule, situation), band, limited, situation.is_infeasible)


def _ceilings(situation: Situation, bands: Bands, limited: Bools) -> tuple[Ints, Ints]:
    """Ceiling of the band under the soft limits and for observers, and the same after F1."""
    policy = situation.policy
    ceiling = np.array([MODES.index(policy.bands.of(band).ceiling) for band in BANDS])[bands.final]
    ceiling = np.where(limited, _at_most(ceiling, policy.gates.soft_limit_ceiling), ceiling)
    observers = situation.military_is(MilitaryKind.OBSERVERS)
    ceiling = np.where(observers, _at_most(ceiling, policy.gates.observers_ceiling), ceiling)
    means = np.array([m.value in policy.gates.infeasible_ceilings for m in MODES])[ceiling] & situation.is_infeasible
    return ceiling, np.where(means, MODES.index(policy.gates.feasible_ceiling), ceiling)


def _at_most(ceiling: Ints, limit: Mode) -> Ints:
    return np.where(VISIBILITY[ceiling] > limit.visibility, MODES.index(limit), ceiling)


def _of_emergency(situation: Situation) -> Ints:
    """Return what may be asked in an emergency, by the kind of military that the mission has."""
    by_kind = situation.policy.gates.emergency_ceilings
    return np.array([MODES.index(Mode(by_kind[kind.value])) for kind in MilitaryKind])[situation.table.military_kind]


def _gates_of(rule: Ints, situation: Situation) -> Ints:
    """Return the deciding gate of each row: of the rule, and where a soft limit decided the first gate that limits."""
    found = _GATE_OF[rule].copy()
    by_limit = (rule == Rule.SOFT_LIMIT) | (rule == Rule.LIMITED_WITHOUT_EVIDENCE)
    if by_limit.any():
        first = np.full(situation.table.n, -1, dtype=np.int64)
        for gate, held in reversed(limits(situation)):
            first[held] = GATE_IDS.index(gate)
        found[by_limit] = first[by_limit]
    return found


def rules_before_index(situation: Situation) -> Ints:
    """Find the first rule that fires before the index is looked at, shape (n,).

    Returns
    -------
    Ints
        A value of :class:`Rule` up to ``INSUFFICIENT``; ``FIRST_AFTER_INDEX`` where none of them fires. It depends on the facts, the
        measures and the mode, and on no weight, threshold or draw.
    """
    visible, alert = situation.is_visible, situation.mode == MODES.index(Mode.ALERT)
    insufficient = ~situation.measures.adequate | situation.unknown(*FACTS_THAT_REFUSE)
    without_gate = {
        Rule.MISSION_CLOSED: visible & fires(Rule.MISSION_CLOSED, situation),  # the civilian side goes on without it
        Rule.EMERGENCY: visible & situation.table.imminent,
        Rule.NOT_VISIBLE: ~visible,
        Rule.LIMITED_WITHOUT_EVIDENCE: insufficient & situation.is_limited & ~alert,
        Rule.INSUFFICIENT: insufficient,
    }
    fired = [without_gate[rule] if rule in without_gate else fires(rule, situation) for rule in _BEFORE_INDEX]
    fired.append(np.ones(situation.table.n, dtype=np.bool_))
    first: Ints = np.array(fired).argmax(axis=0)
    return first
