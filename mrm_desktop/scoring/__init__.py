"""The method as pure functions: evidence, gates, index, robustness, explanation."""

from mrm_desktop.scoring.assess import assess
from mrm_desktop.scoring.batch import BatchResult, PreparedAreas, assess_many, reassess
from mrm_desktop.scoring.consistency import DecidedArea, Pair, inconsistent_pairs
from mrm_desktop.scoring.policy import Policy, PolicyDifference, diff_policies, load_policy, parse_policy
from mrm_desktop.scoring.smallest_change import explain
from mrm_desktop.scoring.what_if import AreaDifference, what_if

__all__ = [
    "AreaDifference",
    "BatchResult",
    "DecidedArea",
    "Pair",
    "Policy",
    "PolicyDifference",
    "PreparedAreas",
    "assess",
    "assess_many",
    "diff_policies",
    "explain",
    "inconsistent_pairs",
    "load_policy",
    "parse_policy",
    "reassess",
    "what_if",
]
