"""Residual risk and whose approval it needs (METHOD section 8): looked up, never multiplied."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from mrm_desktop.domain.assessments import ResidualRisk
from mrm_desktop.domain.case import Case, RiskMeasure
from mrm_desktop.domain.vocabulary import Mode, Receptor, RiskFactor
from mrm_desktop.scoring.acceptance import ROUNDING
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import RISK_LEVELS, SCALE_STEPS, RiskPolicy
from mrm_desktop.scoring.table import Floats, Ints


def hostility(tolerance: Floats, acceptance: Floats, policy: RiskPolicy) -> Ints:
    """Hostility 1 to 5 (METHOD 8), any shape.

    Parameters
    ----------
    tolerance, acceptance : Floats
        T and A_lo, 0 to 1, same shape; NaN for not known, which is the worst.
    """
    result = np.full(np.shape(tolerance), SCALE_STEPS, dtype=np.int64)
    limits = list(zip(policy.hostility_tolerance, policy.hostility_acceptance, strict=True))
    for step in range(len(limits), 0, -1):
        least_tolerance, least_acceptance = limits[step - 1]
        result[(tolerance >= least_tolerance - ROUNDING) & (acceptance >= least_acceptance - ROUNDING)] = step
    return result


def likelihood(hostility_step: Ints, visibility: Ints, policy: RiskPolicy) -> Ints:
    """Likelihood 1 to 5 (METHOD 8): hostility plus visibility (0 to 5) less the policy's offset."""
    result: Ints = np.clip(hostility_step + visibility - policy.visibility_offset, 1, SCALE_STEPS)
    return result


def residual_risk(case: Case, mode: Mode, tolerance: float | None, acceptance: float | None, policy: Policy) -> ResidualRisk:
    """Look up what remains for each receptor after the measures in place, and whose approval it needs (METHOD 8).

    Parameters
    ----------
    mode : Mode
        The mode that would be used.
    tolerance, acceptance : float | None
        T and A_lo, 0 to 1; None where not known well enough, which counts as the worst.
    """
    known = [np.array([np.nan if value is None else value]) for value in (tolerance, acceptance)]
    step = int(hostility(known[0], known[1], policy.risk)[0])
    counting = [m for m in case.measures if m.counts_on(case.assessed_on)]
    fewer = sum(m.lowers is RiskFactor.LIKELIHOOD for m in counting)
    likely = max(1, int(likelihood(np.array(step), np.array(mode.visibility), policy.risk)) - fewer)
    impacts = {receptor: getattr(case.impacts, receptor.value, None) for receptor in Receptor}
    levels = {
        receptor.value: policy.risk.matrix[likely - 1][_lowered(stated, receptor, counting) - 1]
        for receptor, stated in impacts.items()
        if stated is not None
    }
    worst = max(levels.values(), key=RISK_LEVELS.index)
    return ResidualRisk(
        likelihood=likely,
        by_receptor=levels,
        worst=worst,
        approval=policy.risk.approval[worst],
        hostility=step,
        criticality=int(policy.risk.criticality[worst]),
    )


def _lowered(stated: int, receptor: Receptor, counting: Iterable[RiskMeasure]) -> int:
    fewer = sum(m.lowers is RiskFactor.IMPACT and m.receptor in (None, receptor) for m in counting)
    return max(1, stated - fewer)
