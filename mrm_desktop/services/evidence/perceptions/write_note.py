"""Write a note on what a group says: guarded like every text that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.finding_notes import FindingNote, NoteTheme
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.open_project import OpenProject

SHORTEST = 10  # letters; a note is a sentence


def write_note(
    project: OpenProject,
    area_code: str,
    group: str,
    text: str,
    by: str,
    passes: Sequence[GuardPass] = (),
    now: datetime | None = None,
    theme: NoteTheme = NoteTheme.OTHER,
) -> FindingNote:
    """Append a note of the project's day.

    Raises
    ------
    KnownError
        ``finding_note.text_missing``, ``finding_note.no_role``, ``area.unknown``.
    PersonInTextError
        The text looks as if it told of a person, and no two people let it pass.
    """
    project.knowledge.area(area_code)
    if len(text.strip()) < SHORTEST:
        raise KnownError("finding_note.text_missing", shortest=SHORTEST)
    if not by.strip():
        raise KnownError("finding_note.no_role")
    kept = passes_to_keep(project, [("text", text), ("by", by)], passes, "finding_note", area_code, now)
    made = FindingNote(area_code, group, text.strip(), by.strip(), project.day, theme)
    with project.write() as repository:
        repository.add_statements([made])
        repository.add_guard_passes(kept)
    return made
