"""A project begins with the outlines of a country; they are no boundaries, nothing is decided on those that were redrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mrm_desktop.domain.briefings import NeedKind
from mrm_desktop.domain.countries import Wanted
from mrm_desktop.domain.errors import RefusedError
from mrm_desktop.domain.vocabulary import Flag, Mode
from mrm_desktop.formats.documents.country_starters import country
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.services.briefing.brief import brief
from mrm_desktop.services.decisions.record_decision import check_doors
from mrm_desktop.services.evidence.import_data import undo_import
from mrm_desktop.services.evidence.start_country import start_country, to_get
from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from tests.services.conftest import ON, draft, opened
from tests.store import records
from tests.store.conftest import fresh_key

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[OpenProject]:
    """A project that began with South Sudan."""
    info = replace(records.info(), assessment_level=None)
    with SqlCipherFiles(lambda: records.AT).create(tmp_path / "ssd.mrm", fresh_key(), info) as project:
        with project.write() as repository:
            repository.put_missions([records.mission()])
        done = start_country(project, country("SSD"), NOW)
        assert done.reading.ledger.rows_dropped == 0
        yield opened(project)


def test_all_outlines_are_there_with_their_names(begun: OpenProject) -> None:
    areas = {area.code: area for area in begun.knowledge.areas}
    assert len(areas) == 10
    assert areas["SS-JG"].name_in("ar") == "جونقلي"
    assert all(area.is_starter for area in areas.values())
    assert {code for code, area in areas.items() if area.is_redrawn} == {"SS-JG", "SS-UY", "SS-WR"}


def test_they_can_be_taken_back_like_any_import(begun: OpenProject) -> None:
    [dataset] = begun.knowledge.datasets
    undo_import(begun, dataset.id, NOW)
    assert begun.knowledge.areas == ()


def test_an_answer_on_a_redrawn_outline_says_so_and_opens_no_door(begun: OpenProject) -> None:
    question = Question(Mode.LIAISON, on=ON, consent=True)
    redrawn, current = begun.card("SS-JG", question), begun.card("SS-EC", question)
    assert Flag.AREA_REDRAWN in redrawn.assessment.flags
    assert Flag.AREA_REDRAWN not in current.assessment.flags
    with pytest.raises(RefusedError) as caught:
        check_doors(redrawn, draft())
    assert caught.value.code == "decision.area_redrawn"


def test_outlines_are_no_boundaries_and_roads_are_read_for_each_trip(begun: OpenProject) -> None:
    there = {one.wanted: one.is_there for one in to_get(begun.knowledge)}
    assert there.pop(Wanted.ROADS) is None
    assert set(there.values()) == {False}


def test_what_is_there_is_not_asked_for(project: ProjectFile) -> None:
    there = {one.wanted: one.is_there for one in to_get(opened(project).knowledge)}
    assert there[Wanted.BOUNDARIES]
    assert there[Wanted.SURVEY]


def test_the_briefing_lists_what_to_get_from_whom_until_boundaries_are_there(begun: OpenProject, project: ProjectFile) -> None:
    [need] = [need for need in brief(begun, Question(), NOW).needs if need.kind is NeedKind.TO_GET]
    said = [Words("en").say(reason.code, **reason.params) for reason in need.reasons]
    assert said[0] == "3 areas are no units as drawn: not for assessment."
    assert len(said) == 1 + need.params["count"] == 8
    assert not any(need.kind is NeedKind.TO_GET for need in brief(opened(project), Question(), NOW).needs)
