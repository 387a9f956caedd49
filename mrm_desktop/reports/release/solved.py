"""What an adversary would have solved, from what, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass

from mrm_desktop.domain.vocabulary import Word


class Secret(Word):
    """What would have been known."""

    COUNT = "count"
    REJECTS = "rejects"
    ACCEPTS = "accepts"
    SINCE = "since"
    BASE = "base"
    VERDICT = "verdict"


class Remedy(Word):
    """What was done about it."""

    WHOLE_WITHHELD = "whole_withheld"
    GROUPS_WITHHELD = "groups_withheld"
    KEPT_WITHHELD = "kept_withheld"
    EARLIER_FIGURE = "earlier_figure"
    COARSER_OUTLINE = "coarser_outline"
    OUTLINE_WITHHELD = "outline_withheld"
    VERDICT_WITHHELD = "verdict_withheld"


@dataclass(frozen=True, slots=True)
class Solved:
    """One thing that would have been solved.

    Attributes
    ----------
    secret : Secret
        What: in words ``solve.<secret>``.
    remedy : Remedy
        What was done: in words ``solve.remedy.<remedy>``.
    area_code : str
        Where; "" where no area is concerned.
    stratum : str
        Whose answers; "" where nobody's.
    """

    secret: Secret
    remedy: Remedy
    area_code: str = ""
    stratum: str = ""
