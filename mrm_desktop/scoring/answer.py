"""The answer on many cases as columns, which every face reads from: what was measured, what was decided, and why."""

from __future__ import annotations

from dataclasses import dataclass

from mrm_desktop.scoring.estimate import Bands, Measures
from mrm_desktop.scoring.table import Bools, CaseTable, Ints


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
        Deciding gate, position in ``GateId``; -1 where evidence or profile decided.
    band : Ints
        Band used, position in ``BANDS``; -1 where the decision fell before the index.
    limited : Bools
        Whether a soft limit stands: at most a discreet alert.
    infeasible : Bools
        Whether patrols are rare and there is no hotline (F1).
    """

    rule: Ints
    verdict: Ints
    ceiling: Ints
    gate: Ints
    band: Ints
    limited: Bools
    infeasible: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Everything that was measured and decided for the rows of a table, shape (n,) each; ``flags`` (n, flags)."""

    table: CaseTable
    measures: Measures
    bands: Bands
    mode: Ints
    decision: DecisionColumns
    channel: Ints
    expires_on: Ints
    flags: Bools
