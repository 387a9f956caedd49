"""Everything the method measures before it decides: A, T, K, C, the index, its band and how well the band holds.

None of it depends on the requested mode, so that one area's nine modes share it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mrm_desktop.scoring.method_1.acceptance import AcceptanceColumns, estimate_acceptance
from mrm_desktop.scoring.method_1.conduct import estimate_capability, estimate_conduct
from mrm_desktop.scoring.method_1.index import Components, index, profile_band
from mrm_desktop.scoring.method_1.policy import Policy
from mrm_desktop.scoring.method_1.robustness import Estimates, lowered_band, shares
from mrm_desktop.scoring.method_1.tolerance import ToleranceColumns, estimate_tolerance
from mrm_desktop.scoring.table import Bools, CaseTable, Floats, Ints


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
    components = Components(acceptance.low, tolerance.value, estimate_conduct(table, policy), estimate_capability(table, policy))
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
    around = Estimates(
        measures.acceptance.mean[rows],
        measures.acceptance.sd[rows],
        measures.components.tolerance[rows],
        measures.components.conduct[rows],
        measures.components.capability[rows],
    )
    share_in[rows], share_below[rows] = shares(around, held[rows], policy)
    final = lowered_band(held, np.nan_to_num(share_below), policy)
    return Bands(value, unheld, held, final, share_in, share_below)
