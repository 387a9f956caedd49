"""The changes that the brief tells are those that the review tested, with how many answered and how sure it is."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.services.evidence.perceptions.rated_changes import rated_changes
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, POLICY, opened
from tests.services.evidence.perceptions.said import NOVEMBER, evidence
from tests.store import records


def _project_with(project: ProjectFile, *counts: tuple[int, int, int, int, int]) -> OpenProject:
    one = records.dataset()
    with project.write() as repository:
        repository.add_dataset(one)
        repository.add_evidence(
            [
                replace(said, id=new_id(), dataset_id=one.id)
                for said in (evidence(counts=counts[0], day=NOVEMBER), evidence(counts=counts[1]))
            ]
        )
    return opened(project)


def test_a_change_beyond_chance_keeps_its_rounds_with_their_intervals(empty: ProjectFile) -> None:
    project = _project_with(empty, (0, 0, 0, 0, 30), (30, 0, 0, 0, 0))
    (change,) = rated_changes(project.knowledge_on(ON), project.view(Question()), POLICY)
    assert (change.area_code, change.group, change.is_beyond_chance, change.tests) == ("XT01", Stratum.WOMEN.value, True, 1)
    assert (change.earlier.mean, change.later.mean, change.change, change.later.answered) == (2, -2, -4, 30)
    assert change.later.low <= change.later.mean <= change.later.high


def test_what_was_asked_once_has_not_changed(empty: ProjectFile) -> None:
    project = opened(empty)
    assert rated_changes(project.knowledge_on(ON), project.view(Question()), POLICY) == ()
