"""What must hold between the parameters of a policy: sums, orders, lengths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Band
from mrm_desktop.scoring.policy_schema import RISK_LEVELS, PolicySections

_SUM_TOLERANCE = 1e-9


def check_whole(policy: PolicySections) -> None:
    """Check what single parameters cannot show.

    Raises
    ------
    KnownError
        ``policy.weights_sum``, ``policy.not_monotone`` or ``policy.lengths_differ``, naming the parameter.
    """
    tested = (policy.gates.untested_said_after_days, policy.gates.untested_unknown_after_days)
    _ascends("gates.untested_unknown_after_days", tested)
    _sums_to_one("index.weights", policy.index.weights)
    _sums_to_one("robustness.aggregation", policy.robustness.aggregation)
    _sums_to_one("reliability.weights", policy.reliability.weights)
    for name in ("index", "acceptance", "everybody", "tolerance", "conduct"):
        _descends(f"bands.*.{name}", [getattr(policy.bands.of(band), name) for band in Band])
    _descends("bands.*.ceiling", [policy.bands.of(band).ceiling.visibility for band in Band])
    _adverse_has_no_test(policy)
    for name in ("reliability", "credibility"):
        grades = getattr(policy.grades, name)
        _descends(f"grades.{name}", list(grades.values())[:-1])
    _descends("tolerance.stances", list(policy.tolerance.stances.values()))
    _descends("capability.response_value", policy.capability.response_value)
    _ascends("capability.response_hours", policy.capability.response_hours)
    _same_length("capability.response_value", policy.capability.response_value, len(policy.capability.response_hours) + 1)
    _same_length("risk.hostility_acceptance", policy.risk.hostility_acceptance, len(policy.risk.hostility_tolerance))
    _same_length("risk.hostility_everybody", policy.risk.hostility_everybody, len(policy.risk.hostility_tolerance))
    _same_length("risk.hostility_tolerance", policy.risk.hostility_tolerance, len(policy.risk.matrix) - 1)
    _descends("risk.hostility_tolerance", policy.risk.hostility_tolerance)
    _descends("risk.hostility_acceptance", policy.risk.hostility_acceptance)
    _matrix_ascends(policy.risk.matrix)
    _descends("risk.criticality", list(policy.risk.criticality.values()))
    _descends("reliability.good", (policy.reliability.good, policy.reliability.moderate))
    _descends("robustness.robust_share", (policy.robustness.robust_share, policy.robustness.sensitive_share))


def _sums_to_one(parameter: str, weights: Mapping[str, float]) -> None:
    total = sum(weights.values())
    if abs(total - 1.0) > _SUM_TOLERANCE:
        raise KnownError("policy.weights_sum", parameter=parameter, total=total)


def _descends(parameter: str, values: Iterable[float]) -> None:
    if any(after > before for before, after in pairwise(values)):
        raise KnownError("policy.not_monotone", parameter=parameter)


def _ascends(parameter: str, values: Sequence[float]) -> None:
    _descends(parameter, values[::-1])


def _same_length(parameter: str, values: Sequence[object], expected: int) -> None:
    if len(values) != expected:
        raise KnownError("policy.lengths_differ", parameter=parameter, length=len(values), expected=expected)


def _adverse_has_no_test(policy: PolicySections) -> None:
    """Every case must fall in some band: the last one has no test to fail."""
    last = policy.bands.adverse
    if max(last.index, last.acceptance, last.everybody, last.tolerance, last.conduct) > 0:
        raise KnownError("policy.not_monotone", parameter="bands.adverse")


def _matrix_ascends(matrix: Sequence[Sequence[str]]) -> None:
    ranks = [[RISK_LEVELS.index(level) for level in row] for row in matrix]
    for line in (*ranks, *zip(*ranks, strict=True)):
        _ascends("risk.matrix", list(line))
