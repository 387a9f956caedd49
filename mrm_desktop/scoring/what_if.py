"""What if the policy, the evidence or a circumstance were different? Nothing is written; the difference is listed area by area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mrm_desktop.domain.assessments import AreaAnswer
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.scoring.batch import BatchResult, PreparedAreas

_COMPARED = ("verdict", "ceiling", "channel", "deciding_gate", "band", "flags", "expires_on")


@dataclass(frozen=True, slots=True)
class AreaDifference:
    """How the answer on one area and mode differs.

    Attributes
    ----------
    changed : tuple[str, ...]
        Names of the parts of the outcome that differ; ``index`` where only the number moved.
    index_before, index_after : float | None
        Index, 0 to 100; None where the evidence is not adequate.
    """

    case_id: str
    mode: Mode
    before: AreaAnswer
    after: AreaAnswer
    changed: tuple[str, ...]
    index_before: float | None
    index_after: float | None


def what_if(
    before: BatchResult,
    areas: PreparedAreas,
    *,
    policy_values: Mapping[str, Any] | None = None,
    cases: Iterable[Case] = (),
) -> tuple[AreaDifference, ...]:
    """List the areas whose answer would differ, for each mode that ``before`` was asked about.

    Parameters
    ----------
    before : BatchResult
        The answers as they are.
    areas : PreparedAreas
        The same areas.
    policy_values : Mapping[str, Any] | None
        New values by dotted path, as :meth:`mrm_desktop.scoring.policy.Policy.with_values` takes them.
    cases : Iterable[Case]
        Cases to put in the place of those with the same id: other evidence, other circumstances.

    Raises
    ------
    KnownError
        ``what_if.unknown_area`` for a case whose id is none of the areas; any error of the policy or the case.
    """
    policy = before.policy.with_values(policy_values) if policy_values else before.policy
    return differences(before, _changed(areas, tuple(cases)).assess(policy, before.modes))


def _changed(areas: PreparedAreas, cases: tuple[Case, ...]) -> PreparedAreas:
    if not cases:
        return areas
    instead = {case.id: case for case in cases}
    unknown = instead.keys() - {case.id for case in areas.cases}
    if unknown:
        raise KnownError("what_if.unknown_area", case=min(unknown))
    return PreparedAreas(instead.get(case.id, case) for case in areas.cases)


def differences(before: BatchResult, after: BatchResult) -> tuple[AreaDifference, ...]:
    """List how two results on the same areas and modes differ, in the order of the areas."""
    columns = ("verdict", "ceiling", "channel", "gate", "band", "expires_on")
    differs = np.any([getattr(before, c) != getattr(after, c) for c in columns], axis=0)
    differs |= (before.flags != after.flags).any(axis=2)
    moved = ~np.isclose(before.index, after.index, rtol=0.0, atol=1e-9, equal_nan=True)
    rows, positions = np.nonzero(differs | moved[:, None])
    return tuple(_difference(before, after, int(row), int(column)) for row, column in zip(rows, positions, strict=True))


def _difference(before: BatchResult, after: BatchResult, row: int, column: int) -> AreaDifference:
    one, other = before.answer(row, column), after.answer(row, column)
    changed = tuple(name for name in _COMPARED if getattr(one, name) != getattr(other, name))
    return AreaDifference(
        case_id=one.case_id,
        mode=one.mode,
        before=one,
        after=other,
        changed=changed or ("index",),
        index_before=_known(float(before.index[row])),
        index_after=_known(float(after.index[row])),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
