"""What two people let pass is kept with its moment, what it is about and whose it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.domain.guard_passes import GuardPass, PersonInTextError
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.store.file.project_file import ProjectFile
from tests.store import records

PASS = GuardPass("name", "Nyibol Athian is a hill, and no person.", "Field manager", "Security focal point")
TEXT = ("name", "Forum of Nyibol Athian")


def test_a_pass_that_is_needed_is_returned_to_be_kept(project: ProjectFile) -> None:
    [kept] = passes_to_keep(project, [TEXT], [PASS], "facts", "XT01", records.AT)
    assert (kept.about, kept.code, kept.kept_at, kept.guard_pass) == ("facts", "XT01", records.AT, PASS)
    with project.write() as repository:
        repository.add_guard_passes([kept])
    with project.read() as repository:
        assert repository.guard_passes() == (kept,)


def test_without_a_pass_it_is_stopped_and_what_the_project_knows_is_not(project: ProjectFile) -> None:
    with pytest.raises(PersonInTextError):
        passes_to_keep(project, [TEXT], [], "facts")
    assert passes_to_keep(project, [TEXT], [PASS], "facts", names_place=True) == ()
    with project.write() as repository:
        repository.add_places([replace(records.place(""), name="Nyibol Athian")])
    assert passes_to_keep(project, [TEXT], [], "facts") == ()
