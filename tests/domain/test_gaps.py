"""A gap's identifier is its own in each project, and is read however it was typed or scanned."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.gaps import CallLine, Gap, GapKind, gap_id, read_gap_id


def test_an_identifier_is_read_back_from_what_was_typed() -> None:
    made = gap_id(Gap(GapKind.FACT, "hotline", "XT01"), "p1")
    assert [read_gap_id(text) for text in (made, f" {made.lower()} ", f"MRM1:{made}")] == [made] * 3


@pytest.mark.parametrize("text", ["", "G-", "G-ABCD", "G-ABCD-EFG1", "Gambella", "G-ABCD-EFGH-IJKL"])
def test_what_is_no_identifier_is_none(text: str) -> None:
    assert read_gap_id(text) == ""


def test_a_question_of_the_country_has_no_area_wherever_it_is_asked() -> None:
    line = CallLine(Gap(GapKind.MISSION), ("XT01",), (), (), 1.0, "G-AAAA-AAAA")
    assert line.gap_in("XT01") == Gap(GapKind.MISSION)
    fact = CallLine(Gap(GapKind.FACT, "hotline"), ("XT01",), (), (), 1.0, "G-AAAA-AAAA")
    assert fact.gap_in("XT01") == Gap(GapKind.FACT, "hotline", "XT01")
