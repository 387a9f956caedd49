"""The weekly summary: who must act comes first, and other readers are told of a change only against what they were told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.briefings import Briefing, ClassChange, Need, NeedKind, Week
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.reports.papers.pages import Document, pages_of
from mrm_desktop.reports.papers.summary import TOLD, weekly_summary
from mrm_desktop.reports.release.disclosure import ReleasedPerception
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import release_view
from tests import toy

WORDS = Words("en")
SINCE = toy.ON - timedelta(days=7)
NEEDS = (
    Need(NeedKind.OVERDUE_TRIP, "briefing.overdue_trip", {"trip": "zztripzz", "count": 90}),
    Need(NeedKind.WAITS, "briefing.waits", {"area": "Square 5", "mode": "liaison", "approval": ["country_director"]}, toy.ON),
    Need(NeedKind.MISSION, "briefing.mandate_ends", {"mission": "UNTOY", "on": toy.ON}, toy.ON),
)
CHANGES = (ClassChange("XT05", Mode.LIAISON, Mode.CIVILIAN_CHANNEL, Reason("note.no_decision")),)


def summary(reader: Reader, told: Mapping[str, str] | None = None, language: str = "en", since: date = SINCE) -> Document:
    week = Week(Briefing(toy.ON, since, None, NEEDS, CHANGES), {"XT05": 3, "": 1})
    view = toy.view()
    return weekly_summary(release_view(view, reader), week, told or {}, Words(language), view)


def tables(document: Document) -> dict[str, list[list[str]]]:
    return {block["head"][0] or block["head"][1]: block["rows"] for block in document.blocks if block["kind"] == "table"}


def test_inside_it_says_who_must_act_what_changed_and_what_happened() -> None:
    document = summary(Reader.INTERNAL)
    found = tables(document)
    assert [row[0] for row in found["By"]] == ["now", "1 Mar 2026", "1 Mar 2026"]
    assert "the country director" in found["By"][1][2]
    changed = next(rows for rows in [b["rows"] for b in document.blocks if b["kind"] == "table"] if len(rows[0]) == 4)
    assert changed[0][:3] == ["Square 5", WORDS.term("mode", "liaison"), WORDS.term("mode", "civilian_channel")]
    assert "Square 5: 3 · in no known area: 1" in str(document.blocks)


@pytest.mark.parametrize(("reader", "kinds"), [(Reader.COUNTRY_OFFICE, 2), (Reader.PARTNER, 1)])
def test_others_read_no_trip_and_no_incident_and_are_told_that_something_is_withheld(reader: Reader, kinds: int) -> None:
    document = summary(reader)
    said = str(document.blocks)
    assert "zztripzz" not in said
    assert len(tables(document)["By"]) == kinds
    assert {block["text"] for block in document.blocks if block["kind"] == "gap"} >= {
        WORDS.say("withheld.bases"),
        WORDS.say("withheld.incidents"),
    }
    assert OFFICE_ONLY.isdisjoint(TOLD[reader])


OFFICE_ONLY = {NeedKind.OVERDUE_TRIP, NeedKind.ALERT, NeedKind.DRAFT, NeedKind.FALLEN_REASON}


def test_a_change_is_told_to_others_only_against_what_they_were_told_and_without_its_reason() -> None:
    assert "Square 5" not in str([b for b in summary(Reader.PARTNER).blocks if b["kind"] == "table" and len(b["head"]) == 4])
    told = {"XT05": "refused/civilian_channel", "XT06": "proceed_with_conditions/verification_security"}
    (changed,) = [b["rows"] for b in summary(Reader.PARTNER, told).blocks if b["kind"] == "table" and len(b["head"]) == 4]
    assert changed == [
        [
            "Square 5",
            WORDS.term("verdict", "refused"),
            WORDS.term("verdict", "proceed_with_conditions"),
            WORDS.say("summary.why_withheld"),
        ]
    ]


def test_what_lapses_soon_is_listed_and_what_lapses_later_is_not() -> None:
    view = toy.view()
    lapsing = {
        code: replace(a, expires_on=toy.ON + timedelta(days=days))
        for (code, a), days in zip(view.assessments.items(), range(9, 18), strict=True)
    }
    released = release_view(replace(view, assessments=lapsing), Reader.PARTNER)
    week = Week(Briefing(toy.ON, SINCE, None, (), ()))
    document = weekly_summary(released, week, {}, WORDS)
    rows = next(b["rows"] for b in document.blocks if b["kind"] == "table" and len(b["head"]) == 3)
    assert len(rows) == 6
    assert rows[0][2] == "10 Mar 2026"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_typeset_in_every_language_on_one_page(language: str) -> None:
    for reader in TOLD:
        assert pages_of(summary(reader, language=language), Words(language)) == 1


@pytest.mark.parametrize(
    ("reader", "collected", "day", "is_new"),
    [
        (Reader.INTERNAL, "2026-02-24", date(2026, 3, 1), True),
        (Reader.INTERNAL, "2026-02-10", date(2026, 3, 1), False),
        (Reader.PARTNER, "2026-02", date(2026, 3, 1), True),
        (Reader.PARTNER, "2026-02", date(2026, 2, 28), True),
        (Reader.PARTNER, "2026-02", date(2026, 2, 27), False),
        (Reader.PARTNER, "2026-02", date(2026, 3, 8), False),
    ],
)
def test_answers_are_new_in_the_week_of_their_day_or_in_which_their_month_ends(
    reader: Reader, collected: str, day: date, is_new: bool
) -> None:
    released = release_view(toy.view(), reader)
    one = ReleasedPerception(
        "XT05", "1", "women", "", collected, "20-49", "better", "", "", "", "", "", is_small=False, suppressed=False
    )
    week = Week(Briefing(day, day - timedelta(days=7), None, NEEDS, CHANGES), {})
    blocks = weekly_summary(replace(released, perceptions=(one,)), week, {}, WORDS).blocks
    assert (f"{WORDS.term('stratum', 'women')}: Square 5" in str(blocks)) == is_new
