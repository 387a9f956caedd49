"""Evidence confidence (METHOD section 6): it stands beside the index and never enters it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mrm_desktop.domain.assessments import Reliability
from mrm_desktop.scoring.estimate import Measures
from mrm_desktop.scoring.groups import sum_by
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.table import CaseTable, Floats


@dataclass(frozen=True, slots=True, eq=False)
class ReliabilityColumns:
    """Evidence confidence of many cases, shape (n,): value 0 to 10, its three parts 0 to 1."""

    value: Floats
    completeness: Floats
    quality: Floats
    age: Floats


def estimate_reliability(table: CaseTable, measures: Measures, policy: Policy) -> ReliabilityColumns:
    """Rate the evidence of every case (METHOD 6).

    Completeness is the share of the required strata and of the actors able to do harm that have adequate evidence; actors that
    were never assessed count as one that has none. Quality and age are plain means over the items that count and over the usable
    reports on actors able to do harm; 0 without any. While a required side is missing or inadequate, it is at most moderate.
    """
    reports, tolerance = table.reports, measures.tolerance
    able = reports.actor_able
    needed = table.required.sum(axis=1) + np.bincount(reports.actor_case[able], minlength=table.n) + ~table.actors_assessed
    known = (table.required & measures.acceptance.stratum_heard).sum(axis=1)
    known = known + np.bincount(reports.actor_case[able & ~tolerance.actor_gap], minlength=table.n)
    completeness = known / np.maximum(needed, 1)
    masses = measures.acceptance.items
    counts, used = masses.counts, tolerance.used
    case = np.concatenate([table.items.case[counts], reports.actor_case[reports.actor[used]]])
    count = np.maximum(np.bincount(case, minlength=table.n), 1)
    mean_quality = sum_by(case, np.concatenate([masses.quality[counts], tolerance.quality[used]]), table.n) / count
    mean_age = sum_by(case, np.concatenate([masses.decay[counts], tolerance.age_weight[used]]), table.n) / count
    w = policy.reliability.weights
    value = policy.reliability.scale * (w["completeness"] * completeness + w["quality"] * mean_quality + w["age"] * mean_age)
    below_good = np.nextafter(policy.reliability.good, 0.0)
    value = np.where(measures.adequate, value, np.minimum(value, below_good))
    return ReliabilityColumns(value, completeness, mean_quality, mean_age)


def name_reliability(columns: ReliabilityColumns, row: int, policy: Policy) -> Reliability:
    """Name the confidence of one case: good, moderate or poor."""
    value = float(columns.value[row])
    completeness, quality, age = float(columns.completeness[row]), float(columns.quality[row]), float(columns.age[row])
    return Reliability(value, completeness, quality, age, confidence_label(value, policy))


def confidence_label(value: float, policy: Policy) -> str:
    """Say a confidence of 0 to 10 in a word: ``good``, ``moderate`` or ``poor``."""
    levels = policy.reliability
    return "good" if value >= levels.good else "moderate" if value >= levels.moderate else "poor"
