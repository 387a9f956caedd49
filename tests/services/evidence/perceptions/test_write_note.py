"""A note is guarded, kept with its role and day, and alters no answer."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.services.evidence.perceptions.write_note import write_note
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import known, opened, view_of


def test_a_note_is_kept_and_no_answer_changes(project: ProjectFile) -> None:
    before = view_of(known(project)).assessments["XT01"]
    made = write_note(opened(project), "XT01", "women", " Asked on the market day. ", "Analyst")
    (kept,) = known(project).finding_notes
    assert kept == made
    assert (kept.text, kept.by) == ("Asked on the market day.", "Analyst")
    assert view_of(known(project)).assessments["XT01"] == before


def test_a_note_tells_of_nobody(project: ProjectFile) -> None:
    with pytest.raises(PersonInTextError):
        write_note(opened(project), "XT01", "women", "Call +211 912 345 678, she told us.", "Analyst")
    assert not known(project).finding_notes.all


@pytest.mark.parametrize(
    ("area", "text", "by", "code"),
    [
        ("XT01", "Short.", "Analyst", "finding_note.text_missing"),
        ("XT01", "Asked on the market day.", " ", "finding_note.no_role"),
        ("XT99", "Asked on the market day.", "Analyst", "area.unknown"),
    ],
)
def test_what_is_missing_is_said(project: ProjectFile, area: str, text: str, by: str, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        write_note(opened(project), area, "women", text, by)
    assert caught.value.code == code
