"""Notes on what a group says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mrm_desktop.domain.finding_notes import NoteTheme, notes_on, themes_of
from tests.store import records


@pytest.mark.parametrize(
    ("group", "fault"),
    [("women", None), ("all", None), ("elsewhere", None), ("soldiers", "facts.finding_note_of_nobody")],
)
def test_a_note_is_about_a_group_that_there_is(group: str, fault: str | None) -> None:
    assert records.finding_note(group).fault == fault


def test_the_newest_come_first_and_one_of_the_same_day_takes_its_place() -> None:
    day = records.DAY
    first, again = records.finding_note(text="Asked at the market."), records.finding_note(text="Asked at the well.")
    later, other = records.finding_note(on=day + timedelta(days=1)), records.finding_note("men")
    assert notes_on((first, later, again, other), "women") == (later, again)


def test_notes_are_counted_by_theme() -> None:
    themes = (NoteTheme.OTHER, NoteTheme.FEAR, NoteTheme.OTHER, NoteTheme.CONDUCT, NoteTheme.CONDUCT)
    counted = themes_of([records.finding_note(theme=theme) for theme in themes])
    assert counted == ((NoteTheme.CONDUCT, 2), (NoteTheme.FEAR, 1), (NoteTheme.OTHER, 2))
