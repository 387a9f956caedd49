"""The perception brief: no group is dropped because it ended on another day, and the civilian channel stands with every area."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from mrm_desktop.domain.evidence import AreaEvidence, RatingDistribution
from mrm_desktop.domain.perception_changes import RatedChange, RatedRound
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.brief import perception_brief
from mrm_desktop.reports.papers.brief_findings import findings
from mrm_desktop.reports.papers.pages import NEW_PAGE, Document, pages_of
from mrm_desktop.reports.papers.released_map import released_map
from mrm_desktop.reports.release.ladder import Reader, ReleasedView
from mrm_desktop.reports.release.released_view import release_view
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.evidence.perceptions.frames import evidence_rows
from tests import toy

WORDS = Words("en")


def _said(stratum: Stratum, day: date, round_name: str, source: str = "kobo", **changes: Any) -> AreaEvidence:
    counts = changes.pop("counts", (3, 5, 6, 8, 8))
    given = {"answered": 30.0, **changes}
    item = replace(toy.card(5).evidence[0].item, stratum=stratum, collected_on=day, source=source, **given)
    return AreaEvidence(f"{stratum}{day}{source}", "XT05", round_name, item, RatingDistribution(counts))


def brief_of(released: ReleasedView, words: Words = WORDS, changes: tuple[RatedChange, ...] = ()) -> Document:
    return perception_brief(released, released_map(released, words), words, changes=changes)


def _tables(*evidence: AreaEvidence, reader: Reader = Reader.INTERNAL) -> dict[str, list[list[str]]]:
    """The tables of the brief by their first column but one."""
    document = brief_of(release_view(toy.view(), reader, evidence))
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
        document = brief_of(release_view(toy.view(), reader, [_said(Stratum.WOMEN, date(2026, 2, 1), "r")]))
        overview = next(
            block for block in document.blocks if block["kind"] == "table" and WORDS.say("label.channel") in block["head"]
        )
        assert all(row[1] for row in overview["rows"])


def test_nothing_is_withheld_from_inside_and_the_brief_does_not_say_so() -> None:
    said = str(brief_of(release_view(toy.view(), Reader.INTERNAL)).blocks)
    assert "not shared" not in said
    assert "not known or not shared" in str(brief_of(release_view(toy.view(), Reader.PARTNER)).blocks).lower()


def test_what_to_collect_is_said_once_for_all_areas() -> None:
    document = brief_of(release_view(toy.view(), Reader.INTERNAL))
    listed = next(block for block in document.blocks if block["kind"] == "bullets")
    assert len(listed["items"]) <= 2


def _internal(*evidence: AreaEvidence) -> ReleasedView:
    released = release_view(toy.view(), Reader.INTERNAL, evidence)
    return replace(released, evidence=tuple(evidence_rows(evidence, load_policy())))


APART = (
    _said(Stratum.WOMEN, date(2026, 2, 1), "2026-02", mean_rating=-1.5, counts=(20, 5, 5, 0, 0)),
    _said(Stratum.MEN, date(2026, 2, 1), "2026-02", mean_rating=1.5, counts=(0, 0, 5, 5, 20)),
)


def test_a_finding_inside_says_how_many_answered_and_how_sure_it_is() -> None:
    worst, apart, _ = findings(_internal(*APART), (), WORDS)
    assert worst.headline.startswith("Hardest view: women in ")
    assert "95 %: \u2212" in worst.rests_on
    assert "n = 30" in worst.rests_on
    assert "women see the mission worse than men" in apart.headline
    assert "do not overlap" in apart.rests_on


def test_a_change_that_was_tested_comes_before_two_groups_that_differ() -> None:
    before, after = (
        RatedRound(name, date(2026, 1, 5), 30, mean, mean - 0.2, mean + 0.2) for name, mean in (("a", 1.0), ("b", -1.0))
    )
    change = RatedChange("XT05", "women", before, after, True, 7)
    found = findings(_internal(*APART), (change,), WORDS)[1]
    assert "women see the mission worse than before" in found.headline
    assert "7 comparisons" in found.rests_on
    chance = findings(_internal(), (replace(change, is_beyond_chance=False),), WORDS)[0]
    assert (chance.headline, "7 comparisons" in chance.rests_on) == ("No change from round to round is more than chance", True)


def test_other_readers_get_classes_and_are_told_that_they_are() -> None:
    for reader in (Reader.COUNTRY_OFFICE, Reader.PARTNER):
        worst = findings(release_view(toy.view(), reader, APART), (), WORDS)[0]
        assert "This copy has classes" in worst.rests_on
        assert "n =" not in worst.rests_on
    assert [one.headline for one in findings(release_view(toy.view(), Reader.PUBLIC, APART), (), WORDS)] == [
        "Enough is known in 6 of 9 areas"
    ]


def test_what_a_reader_may_not_have_is_a_gap_with_its_reason() -> None:
    few = _said(Stratum.MEN, date(2026, 2, 1), "2026-02", answered=4.0)
    document = brief_of(release_view(toy.view(), Reader.PARTNER, [_said(Stratum.WOMEN, date(2026, 2, 1), "2026-02"), few]))
    gaps = {block["head"]: block["text"] for block in document.blocks if block["kind"] == "gap"}
    assert "few answered" in gaps["men"]
    assert WORDS.say("withheld.actors") in gaps.values()
    assert "displaced people" in gaps["Groups withheld"]
    assert not {head for head in gaps if head == "men"} & {
        block["head"] for block in brief_of(_internal(few)).blocks if block["kind"] == "gap"
    }


def test_a_group_that_is_withheld_is_hatched_on_the_chart_and_one_that_was_heard_is_not() -> None:
    heard = [_said(stratum, date(2026, 2, 1), "2026-02") for stratum in (Stratum.WOMEN, Stratum.MEN)]
    few = [replace(one, item=replace(one.item, answered=4.0)) for one in heard]
    pictures = [brief_of(release_view(toy.view(), Reader.PARTNER, told)).pictures for told in (heard, few)]
    assert 'fill="url(#gap)"' not in pictures[0]["panels.svg"]
    assert "panels.svg" not in pictures[1]  # nothing may be shown at all: no chart of holes


def test_it_is_typeset_for_every_reader_in_both_directions() -> None:
    for reader in Reader:
        for language in ("en", "ar"):
            document = brief_of(release_view(toy.view(), reader, APART), Words(language))
            first = document.with_blocks(document.blocks[: document.blocks.index(NEW_PAGE)])
            assert pages_of(first, Words(language)) == 1
