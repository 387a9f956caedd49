"""The order of the decision (METHOD section 2): the first rule that fires decides, for every row of a table at once."""

from __future__ import annotations

import numpy as np

from mrm_desktop.domain.vocabulary import GateId, Mode, Verdict
from mrm_desktop.scoring.answer import DecisionColumns
from mrm_desktop.scoring.estimate import Bands, Measures
from mrm_desktop.scoring.gates import FACTS_THAT_REFUSE, GATE_OF_RULE, VISIBILITY, Situation, fires
from mrm_desktop.scoring.policy import Policy
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
    table, measures, mode, policy = situation.table, situation.measures, situation.mode, situation.policy
    before = rules_before_index(situation) if closed is None else closed
    lacks_means = situation.is_infeasible
    by_band, feasible = _ceilings(measures, bands, lacks_means, policy)
    visibility, escorted = VISIBILITY[mode], situation.is_escort
    rule = np.where(visibility <= VISIBILITY[by_band], Rule.NOT_FEASIBLE, Rule.ABOVE_CEILING)
    rule[visibility <= VISIBILITY[feasible]] = Rule.WITHIN_CEILING
    rule[escorted] = np.where(table.escort_met[escorted], Rule.ESCORT_MET, Rule.ESCORT_NOT_MET)
    rule = np.where(before < FIRST_AFTER_INDEX, before, rule)
    choices = np.empty((len(_CEILINGS), table.n), dtype=np.int64)
    choices[_CEILINGS.index(Ceiling.DEFAULT)] = MODES.index(policy.gates.default_ceiling)
    choices[_CEILINGS.index(Ceiling.OF_EXCLUDED_GROUP)] = MODES.index(policy.gates.excluded_group_ceiling)
    choices[_CEILINGS.index(Ceiling.AS_REQUESTED)] = mode
    choices[_CEILINGS.index(Ceiling.OF_BAND)] = feasible
    ceiling = choices[_CEILING_OF[rule], np.arange(table.n)]
    band = np.where(rule >= FIRST_AFTER_INDEX, bands.final, -1)
    return DecisionColumns(rule, _VERDICT_OF[rule], ceiling, _GATE_OF[rule], band, lacks_means)


def _ceilings(measures: Measures, bands: Bands, lacks_means: Bools, policy: Policy) -> tuple[Ints, Ints]:
    """Ceiling by band and excluded group, and the same after F1."""
    by_band = np.array([MODES.index(policy.bands.of(band).ceiling) for band in BANDS])[bands.final]
    excluded_ceiling = MODES.index(policy.gates.excluded_group_ceiling)
    excluded = measures.acceptance.any_excluded & (VISIBILITY[by_band] > VISIBILITY[excluded_ceiling])
    ceiling = np.where(excluded, excluded_ceiling, by_band)
    limited = np.array([m.value in policy.gates.infeasible_ceilings for m in MODES])[ceiling] & lacks_means
    return ceiling, np.where(limited, MODES.index(policy.gates.feasible_ceiling), ceiling)


def rules_before_index(situation: Situation) -> Ints:
    """Find the first rule that fires before the index is looked at, shape (n,).

    Returns
    -------
    Ints
        A value of :class:`Rule` up to ``NOT_VISIBLE``; ``FIRST_AFTER_INDEX`` where none of them fires. It depends on the facts, the
        measures and the mode, and on no weight, threshold or draw.
    """
    mode, visible = situation.mode, situation.is_visible
    without_gate = {
        Rule.EMERGENCY: (mode == MODES.index(Mode.PROTECTION_REQUEST)) & situation.table.imminent,
        Rule.INSUFFICIENT: visible & (~situation.measures.adequate | situation.unknown(*FACTS_THAT_REFUSE)),
        Rule.NOT_VISIBLE: ~visible,
    }
    excused = {Rule.EXCLUDED_GROUP: mode == MODES.index(Mode.ALERT)}  # an alert is the ceiling that such a group leaves
    fired = []
    for rule in _BEFORE_INDEX:
        held = without_gate[rule] if rule in without_gate else fires(rule, situation)
        fired.append(held & ~excused[rule] if rule in excused else held)
    fired.append(np.ones(situation.table.n, dtype=np.bool_))
    first: Ints = np.array(fired).argmax(axis=0)
    return first
