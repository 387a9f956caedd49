"""A copy or a print of the map leaves a line in the log of releases, and nothing of its pixels."""

from __future__ import annotations

import hashlib

import pytest

from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.services.release.log_picture import CLIPBOARD, PRINTER, log_picture
from tests.services.conftest import ON, opened
from tests.store import records


@pytest.mark.parametrize("way", [CLIPBOARD, PRINTER])
def test_a_picture_is_logged_as_a_release_inside_the_organisation(project: Project, way: str) -> None:
    made = log_picture(opened(project), Question(Mode.LIAISON, on=ON), way, b"pixels", records.AT)
    with project.read() as repository:
        (kept,) = repository.releases()
    assert kept == made
    assert (kept.kind, kept.form, kept.reader, kept.as_known_on) == ("map", way, "internal", ON)
    assert kept.sha256 == hashlib.sha256(b"pixels").hexdigest()


def test_a_question_without_a_day_is_of_the_projects_day(project: Project) -> None:
    asked = opened(project)
    assert log_picture(asked, Question(), CLIPBOARD, b"", records.AT).as_known_on == asked.day
