"""Consistency (METHOD section 2, G6): like areas decided unlike, and unlike areas decided alike, within and across offices.

The factsheet asks for one coherent approach in an organisation. A pair listed here is a question to two offices, not a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import COMPONENTS
from mrm_desktop.scoring.run import run
from mrm_desktop.scoring.table import Floats, Ints, encode

_ROWS_AT_ONCE = 256
_PROCEED = "proceed"
_NOT_KNOWN = 2.0
"""Stands for a value that is not known: as far as can be from any that is, and equal to another that is not."""


@dataclass(frozen=True, slots=True)
class DecidedArea:
    """An area as it was when people decided on it.

    Attributes
    ----------
    area : str
        Code of the area.
    office : str
        Who decided; "" in an organisation of one office.
    outcome : str
        ``proceed``, ``do_not_proceed`` or ``defer``.
    mode : Mode
        The mode that was chosen.
    """

    area: str
    office: str
    case: Case
    outcome: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class Pair:
    """Two areas that do not go together.

    Attributes
    ----------
    kind : str
        ``like_decided_unlike`` or ``unlike_decided_alike``.
    distance : float
        Greatest difference between the two in A_lo, T, K or C, 0 to 1; 1 where one of them knows a value that the other does not.
    differs_in : str
        The component in which they differ most, or ``gate`` where another gate decides.
    same_office : bool
        Whether one office decided both.
    """

    kind: str
    first: str
    second: str
    distance: float
    differs_in: str
    same_office: bool


def inconsistent_pairs(decided: Iterable[DecidedArea], policy: Policy) -> tuple[Pair, ...]:
    """List the pairs of areas with like inputs and unlike decisions, nearest first, then the reverse, farthest first.

    The reverse is listed for decisions to proceed only: two areas may be left alone for reasons that have nothing in common.

    Two areas are *like* where the same gate decides on both and none of A_lo, T, K, C differs by more than the policy allows;
    *unlike* where one differs by at least the policy's other limit, or another gate decides. Decisions are alike where outcome and
    chosen mode are the same; not to proceed is one decision, whatever the mode.
    """
    areas = sorted(decided, key=lambda d: (d.area, d.office))
    if not areas:
        return ()
    values, gates = _inputs(areas, policy)
    choices = np.unique([f"{_PROCEED} {d.mode.value}" if d.outcome == _PROCEED else d.outcome for d in areas], return_inverse=True)[
        1
    ]
    found: list[Pair] = []
    for start in range(0, len(areas), _ROWS_AT_ONCE):
        found += _pairs_from(start, areas, values, gates, choices, policy)
    return tuple(sorted(found, key=_order))


def _order(pair: Pair) -> tuple[bool, float, str, str]:
    unlike = pair.kind == "unlike_decided_alike"
    return unlike, -pair.distance if unlike else pair.distance, pair.first, pair.second


def _inputs(areas: Sequence[DecidedArea], policy: Policy) -> tuple[Floats, Ints]:
    """Components of every area, shape (n, 4), and the gate that decides on it."""
    answer = run(encode([d.case for d in areas]), policy, draws=False)
    measures = answer.measures
    values = np.stack([getattr(measures.components, name) for name in COMPONENTS], axis=1)
    values[~measures.acceptance.adequate, 0] = _NOT_KNOWN
    values[~measures.tolerance.adequate, 1] = _NOT_KNOWN
    return values, answer.decision.gate


def _pairs_from(start: int, areas: Sequence[DecidedArea], values: Floats, gates: Ints, choices: Ints, policy: Policy) -> list[Pair]:
    rows = slice(start, min(start + _ROWS_AT_ONCE, len(areas)))
    apart = np.abs(values[rows, None, :] - values[None, :, :])
    distance = np.minimum(apart.max(axis=2), 1.0)
    same_gate = gates[rows, None] == gates[None, :]
    alike = choices[rows, None] == choices[None, :]
    later = np.arange(len(areas))[None, :] > np.arange(rows.start, rows.stop)[:, None]
    like = same_gate & (distance <= policy.consistency.like_within) & ~alike & later
    goes = np.array([d.outcome == _PROCEED for d in areas])
    unlike = (~same_gate | (distance >= policy.consistency.unlike_from)) & alike & later & goes[None, :]
    found = []
    for kind, chosen in (("like_decided_unlike", like), ("unlike_decided_alike", unlike)):
        for row, column in zip(*np.nonzero(chosen), strict=True):
            first, second = areas[start + row], areas[column]
            name = COMPONENTS[int(apart[row, column].argmax())] if same_gate[row, column] else "gate"
            same_office = first.office == second.office
            found.append(Pair(kind, first.area, second.area, float(distance[row, column]), name, same_office))
    return found
