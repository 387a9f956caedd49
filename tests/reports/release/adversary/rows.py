"""Released rows as the tests of the adversary need them."""

from __future__ import annotations

from typing import Any

from mrm_desktop.reports.release.disclosure import ReleasedPerception


def row(stratum: str = "women", **changes: Any) -> ReleasedPerception:
    """A row of one survey, as a country office may have it."""
    values: dict[str, Any] = {
        "area_code": "XT01",
        "round": "2026-02",
        "stratum": stratum,
        "method": "survey",
        "collected": "2026-02",
        "answers": "20-49",
        "rating": "no_difference",
        "favourable": "30-39 %",
        "unfavourable": "30-39 %",
        "refused": "< 10 %",
        "source": "survey",
        "grade": "B2",
        "is_small": False,
        "suppressed": False,
        "survey": "r1",
    }
    return ReleasedPerception(**(values | changes))
