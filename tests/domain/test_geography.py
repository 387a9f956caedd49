"""Where care can be had is told by the words of a place's kind."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.geography import HEALTH_FACILITY, offers_care


@pytest.mark.parametrize(
    ("kind", "offers"),
    [
        ("Hospital", True),
        ("primary health care unit", True),
        (f"{HEALTH_FACILITY}: post", True),
        ("phcc", True),
        ("post", False),
        ("", False),
    ],
)
def test_care_is_offered_where_a_kind_says_so(kind: str, offers: bool) -> None:
    assert offers_care(kind) is offers
