"""Areas whose ceiling of contact is another one than it was."""

from __future__ import annotations

from datetime import timedelta

from mrm_desktop.domain.case import ContextFacts
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.question import Question
from mrm_desktop.services.briefing.changed_areas import changed_areas
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, opened
from tests.store import records

LATER = ON + timedelta(days=1)


def test_nothing_new_is_no_change(project: ProjectFile) -> None:
    assert changed_areas(opened(project, LATER), Question(), ON) == ()


def test_an_area_that_fell_comes_before_one_that_rose_with_what_decides_now(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_circumstances([records.circumstances("XT01", recorded_on=LATER, context=ContextFacts(True, False))])
    [change] = changed_areas(opened(project, LATER), Question(), ON)
    assert (change.area_code, change.is_lower) == ("XT01", True)
    assert change.after.visibility < change.before.visibility
    assert change.reason.code == "gate.contact_punished.punished"


def test_the_day_before_anybody_knew_anything_all_rose(project: ProjectFile) -> None:
    changes = changed_areas(opened(project), Question(Mode.LIAISON), ON - timedelta(days=300))
    assert [change.area_code for change in changes if not change.is_lower] == ["XT01"]


def test_a_project_without_areas_changes_nothing(empty: ProjectFile) -> None:
    with empty.write() as repository:
        [one] = repository.datasets()
        repository.undo_dataset(one.id, records.AT)
    assert changed_areas(opened(empty), Question(), ON) == ()
