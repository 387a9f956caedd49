"""Version 1 of the method, kept as it was: a decision made by it is replayed by it.

Only what a replay compares is here: verdict, ceiling, channel, band, deciding gate, flags and last day, on the columns of one case.
Nothing of it is ever changed; the scenarios of version 1 pin it.
"""

from mrm_desktop.scoring.method_1.policy import is_policy
from mrm_desktop.scoring.method_1.replay import answer

__all__ = ["answer", "is_policy"]
