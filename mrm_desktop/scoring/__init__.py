"""The method as pure functions: evidence, gates, index, robustness, explanation."""

from mrm_desktop.scoring.assess import assess
from mrm_desktop.scoring.policy import Policy, diff_policies, load_policy, parse_policy

__all__ = ["Policy", "assess", "diff_policies", "load_policy", "parse_policy"]
