"""Everything the method measures before it decides: A, T, K, C, the index, its band and how well the band holds.

None of it depends on the requested mode, so that one area's nine modes share it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mrm_desktop.scoring.acceptance import AcceptanceColumns, estimate_acceptance
from mrm_desktop.scoring.conduct import estimate_capability, estimate_conduct
from mrm_desktop.scoring.index import Components, index, profile_band
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.robustness import Estimates, lowered_band, shares
from mrm_desktop.scoring.table import GROUPS, Bools, CaseTable, Floats, Ints
from mrm_desktop.scoring.tolerance import ToleranceColumns, estimate_tolerance


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What the evidence and the facts give, before any band: needs no band and no draw."""

    acceptance: AcceptanceColumns
    tolerance: ToleranceColumns
    components: Components

    @property
    def adequate(self) -> Bools:
        """Whether both perceptions are known well enough, shape (n,)."""
        return self.acceptance.adequate & self.tolerance.adequate


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Index and band of many cases, shape (n,).

    Attributes
    ----------
    index : Floats
        0 to 100.
    unheld : Ints
        Band by the profile without hysteresis, position in ``BANDS``.
    profile : Ints
        Band by the profile, with hysteresis.
    final : Ints
        Band used, after lowering.
    share_in, share_below : Floats
        Shares of the draws; NaN where no draws were made.
    """

    index: Floats
    unheld: Ints
    profile: Ints
    final: Ints
    share_in: Floats
    share_below: Floats


def measure(table: CaseTable, policy: Policy) -> Measures:
    """Run sections 3, 4 and 5 over a table."""
    acceptance = estimate_acceptance(table, policy)
    tolerance = estimate_tolerance(table, policy)
    components = Components(
        acceptance.low,
        tolerance.value,
        estimate_conduct(table, policy),
        estimate_capability(table, policy),
        acceptance.everybody.low,
    )
    return Measures(acceptance, tolerance, components)


def find_bands(table: CaseTable, measures: Measures, policy: Policy, *, draws: bool = True) -> Bands:
    """Run sections 6 and 7 over a table.

    Parameters
    ----------
    draws : bool
        False skips the draws, for a search among thousands of cases: the band is then never lowered.
    """
    value = index(measures.components, policy.index)
    nobody = np.full(table.n, -1, dtype=np.int64)
    points = policy.robustness.hysteresis_points
    unheld = profile_band(value, measures.components, policy.bands, nobody, points)
    reviewed = (table.previous_band >= 0).any()
    held = profile_band(value, measures.components, policy.bands, table.previous_band, points) if reviewed else unheld
    share_in, share_below = np.full(table.n, np.nan), np.full(table.n, np.nan)
    if not draws:
        return Bands(value, unheld, held, held, share_in, share_below)
    rows = np.flatnonzero(measures.adequate)
    a = measures.acceptance
    # Those that may not govern are put out of reach of the lowest.
    means = np.where(a.may_govern, np.stack([a.aged.mean, a.relative.mean], axis=1), np.inf).reshape(table.n, 2 * len(GROUPS))
    around = Estimates(
        means[rows],
        np.stack([a.aged.sd, a.relative.sd], axis=1).reshape(table.n, 2 * len(GROUPS))[rows],
        a.everybody.mean[rows],
        a.everybody.sd[rows],
        measures.components.tolerance[rows],
        measures.components.conduct[rows],
        measures.components.capability[rows],
    )
    if reviewed:
        held[rows] = _held_by_points_alone(around, unheld[rows], held[rows], policy)
    share_in[rows], share_below[rows] = shares(around, held[rows], policy)
    final = lowered_band(held, np.nan_to_num(share_below), policy)
    return Bands(value, unheld, held, final, share_in, share_below)


def _held_by_points_alone(around: Estimates, unheld: Ints, held: Ints, policy: Policy) -> Ints:
    """Return the bands of the profile, held only where the draws do not lead to the same band by themselves.

    A band that was lowered because it did not hold under variation is the earlier band of the next review. It is lowered for the same
    reason then, and by the same share: it has not risen, and to say that it rose too little would hide how weak it is.
    """
    doubtful = np.flatnonzero(held == unheld + 1)
    if not doubtful.size:
        return held
    _, below = shares(around.of(doubtful), unheld[doubtful], policy)
    lowered = lowered_band(unheld[doubtful], below, policy) == held[doubtful]
    found = held.copy()
    found[doubtful[lowered]] = unheld[doubtful[lowered]]
    return found
