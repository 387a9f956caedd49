"""The perception brief: no group is dropped because it ended on another day, and the civilian channel stands with every area."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from mrm_desktop.domain.evidence import AreaEvidence, RatingDistribution
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.brief import perception_brief
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import release_view
from tests import toy

WORDS = Words("en")


def _said(stratum: Stratum, day: date, round_name: str, source: str = "kobo", **changes: Any) -> AreaEvidence:
    item = replace(toy.card(5).evidence[0].item, stratum=stratum, collected_on=day, source=source, answered=30.0, **changes)
    return AreaEvidence(f"{stratum}{day}{source}", "XT05", round_name, item, RatingDistribution((3, 5, 6, 8, 8)))


def _tables(*evidence: AreaEvidence, reader: Reader = Reader.INTERNAL) -> dict[str, list[list[str]]]:
    """The tables of the brief by their first column but one."""
    document = perception_brief(release_view(toy.view(), reader, evidence), WORDS)
    return {block["head"][1]: block["rows"] for block in document.blocks if block["kind"] == "table"}


def test_groups_of_one_round_that_ended_on_different_days_are_all_there() -> None:
    rows = _tables(
        _said(Stratum.WOMEN, date(2026, 2, 1), "2026-02"),
        _said(Stratum.MEN, date(2026, 2, 4), "2026-02"),
        _said(Stratum.DISPLACED, date(2026, 2, 7), "2026-02"),
        _said(Stratum.WOMEN, date(2026, 2, 9), "2026-02", "sittings", method=EvidenceMethod.FOCUS_GROUP),
    )["Group"]
    assert [(row[1], row[7]) for row in rows] == [
        ("women", "1 Feb 2026"),
        ("women", "9 Feb 2026"),
        ("men", "4 Feb 2026"),
        ("displaced people", "7 Feb 2026"),
    ]


def test_older_rounds_are_counted_where_they_are_left_out() -> None:
    months = [date(2025, month, 10) for month in (3, 6, 9, 12)]
    rows = _tables(*(_said(Stratum.WOMEN, day, f"{day:%Y-%m}") for day in months))["Group"]
    assert [row[7] for row in rows[:-1]] == ["10 Dec 2025", "10 Sep 2025"]
    assert rows[-1][0] == "and 2 more, in the program"


def test_the_civilian_channel_is_with_every_area_for_every_reader_who_has_one() -> None:
    for reader in Reader:
        document = perception_brief(release_view(toy.view(), reader, [_said(Stratum.WOMEN, date(2026, 2, 1), "r")]), WORDS)
        overview = next(
            block for block in document.blocks if block["kind"] == "table" and WORDS.say("label.channel") in block["head"]
        )
        assert all(row[1] for row in overview["rows"])


def test_nothing_is_withheld_from_inside_and_the_brief_does_not_say_so() -> None:
    said = str(perception_brief(release_view(toy.view(), Reader.INTERNAL), WORDS).blocks)
    assert "not shared" not in said
    assert "not known or not shared" in str(perception_brief(release_view(toy.view(), Reader.PARTNER), WORDS).blocks)


def test_what_to_collect_is_said_once_for_all_areas() -> None:
    document = perception_brief(release_view(toy.view(), Reader.INTERNAL), WORDS)
    listed = next(block for block in document.blocks if block["kind"] == "bullets")
    assert len(listed["items"]) <= 2
