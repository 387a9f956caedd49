"""Residual risk and whose approval it needs (METHOD section 8): looked up, never multiplied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from mrm_desktop.domain.assessments import Approval, ResidualRisk
from mrm_desktop.domain.case import Case, RiskMeasure
from mrm_desktop.domain.vocabulary import Mode, Receptor, RiskFactor
from mrm_desktop.scoring.acceptance import ROUNDING
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import RISK_LEVELS, SCALE_STEPS, RiskPolicy
from mrm_desktop.scoring.table import Floats, Ints


class Perceptions(NamedTuple):
    """T, A and P, each 0 to 1; None where not known well enough, which counts as the worst."""

    tolerance: float | None
    acceptance: float | None
    everybody: float | None


def hostility(tolerance: Floats, acceptance: Floats, everybody: Floats, policy: RiskPolicy) -> Ints:
    """Hostility 1 to 5 (METHOD 8), any shape.

    Parameters
    ----------
    tolerance, acceptance, everybody : Floats
        T, A and P, 0 to 1, same shape; NaN for not known, which is the worst.
    """
    result = np.full(np.shape(tolerance), SCALE_STEPS, dtype=np.int64)
    limits = list(zip(policy.hostility_tolerance, policy.hostility_acceptance, policy.hostility_everybody, strict=True))
    for step in range(len(limits), 0, -1):
        least = limits[step - 1]
        holds = [value >= limit - ROUNDING for value, limit in zip((tolerance, acceptance, everybody), least, strict=True)]
        result[np.logical_and.reduce(holds)] = step
    return result


def likelihood(hostility_step: Ints, visibility: Ints, policy: RiskPolicy) -> Ints:
    """Likelihood 1 to 5 (METHOD 8): hostility plus visibility (0 to 5) less the policy's offset."""
    result: Ints = np.clip(hostility_step + visibility - policy.visibility_offset, 1, SCALE_STEPS)
    return result


def residual_risk(case: Case, mode: Mode, perceptions: Perceptions, policy: Policy) -> ResidualRisk | None:
    """Look up what remains for each receptor after the measures in place (METHOD 8).

    None where the impact on one of them was not assessed: that one may be the worst.

    Parameters
    ----------
    mode : Mode
        The mode that would be used.
    """
    stated = {receptor: getattr(case.impacts, receptor.value) for receptor in Receptor} if case.impacts is not None else {}
    judged: dict[Receptor, int] = {receptor: impact for receptor, impact in stated.items() if impact is not None}
    if len(judged) < len(Receptor):
        return None
    tolerance, acceptance, everybody = (np.array([np.nan if value is None else value]) for value in perceptions)
    step = int(hostility(tolerance, acceptance, everybody, policy.risk)[0])
    counting = [m for m in case.measures if m.counts_on(case.assessed_on)]
    fewer = sum(m.lowers is RiskFactor.LIKELIHOOD for m in counting)
    likely = max(1, int(likelihood(np.array(step), np.array(mode.visibility), policy.risk)) - fewer)
    impacts = {receptor: _lowered(impact, receptor, counting) for receptor, impact in judged.items()}
    levels = {receptor.value: policy.risk.matrix[likely - 1][impact - 1] for receptor, impact in impacts.items()}
    return ResidualRisk(likely, levels, worst=max(levels.values(), key=RISK_LEVELS.index), hostility=step)


def _lowered(stated: int, receptor: Receptor, counting: Iterable[RiskMeasure]) -> int:
    fewer = sum(m.lowers is RiskFactor.IMPACT and m.receptor in (None, receptor) for m in counting)
    return max(1, stated - fewer)


def approval(mode: Mode, risk: ResidualRisk | None, policy: Policy) -> Approval | None:
    """Name who must sign a decision to proceed (METHOD 8): by the residual risk, else by the mode; None for a mode nobody sees."""
    if not mode.is_military:
        return None
    if risk is None:
        return Approval(policy.risk.approval_without_impact[mode.value])
    return Approval(policy.risk.approval[risk.worst], risk.worst, int(policy.risk.criticality[risk.worst]))
