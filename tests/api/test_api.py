"""The library's face as an analyst meets it in a notebook."""

from __future__ import annotations

import doctest
import math
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

import mrm_desktop
from mrm_desktop import api
from mrm_desktop.api import AnalystProject
from mrm_desktop.domain.errors import CannotOpenError, KnownError


@pytest.fixture(scope="module")
def project() -> Iterator[AnalystProject]:
    with mrm_desktop.open_sample() as opened:
        yield opened


def test_the_example_of_the_documentation_is_true() -> None:
    found = doctest.testmod(api)
    assert found.attempted > 0
    assert found.failed == 0


def test_importing_it_imports_nothing_heavy() -> None:
    script = (
        "import sys, mrm_desktop; print([m for m in ('numpy', 'pandas', 'geopandas', 'sqlalchemy', 'PySide6', 'folium')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_area_is_answered_and_the_frame_says_the_same(project: AnalystProject) -> None:
    answers = project.assess("M4")
    frame = answers.frame()
    assert len(frame) == len(answers) == len(set(answers)) > 20
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()
    for row in frame.itertuples():
        told = answers[row.area_code]
        assert (row.verdict, row.ceiling, row.channel) == (told.verdict, told.ceiling, told.channel)
    for code, number in zip(frame["area_code"], frame["index"], strict=True):
        index = answers[code].index
        assert math.isnan(number) if index is None else number == index.value


def test_the_evidence_frame_is_the_evidence(project: AnalystProject) -> None:
    frame = project.evidence_frame()
    assert len(frame) == len(project.evidence) > 0
    assert frame["mean_rating"].between(-2, 2).all()
    assert frame["refused_share"].between(0, 1).all()
    assert not {c for c in frame.columns if "name" in c}, "evidence has no names"
    assert set(frame["rated"]) == {"un_military", "un_civilian", "other_force", "former_contingent"}
    assert frame["asked_elsewhere"].any()
    for share in ("takes_sides_share", "minds_being_seen_share", "bad_conduct_share"):
        assert frame[share].dropna().between(0, 1).all()
        assert frame[share].notna().any()


def test_what_was_said_of_others_is_told_apart(project: AnalystProject) -> None:
    found = project.perceptions()
    assert [str(other.rated) for other in found.not_counted] == ["former_contingent", "other_force", "un_civilian"]
    assert found.selection.rated == "un_military"
    assert project.perceptions("XT0201", found.rated_objects[-1]).selection.area_code == "XT0201"


def test_a_card_explains_itself_in_words(project: AnalystProject) -> None:
    card = project.card("XT0201", "liaison")
    said = project.explain(card.assessment)
    assert said["verdict"][0]
    assert said["channel"][0]
    assert all(sentence and "." not in sentence.split(" ")[0].rstrip(".") for sentence in said["reasons"])


def test_map_and_note_are_files(project: AnalystProject, tmp_path: Path) -> None:
    page = project.draw_map(tmp_path / "map.html", project.assess("liaison"))
    note = project.print_note(tmp_path / "note.pdf", "XT0201", "liaison")
    assert b"<html" in page.read_bytes()[:300].lower()
    assert note.read_bytes().startswith(b"%PDF")


def test_nothing_can_be_written_through_it(project: AnalystProject) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(project.areas[0], "name", "another")  # noqa: B010 - the type checker knows that it cannot be
    assert not [name for name in dir(project) if name.startswith(("add", "append", "put", "record", "write", "set_"))]


def test_bad_questions_are_known_errors(project: AnalystProject, tmp_path: Path) -> None:
    with pytest.raises(KnownError):
        project.assess("flying")
    with pytest.raises(CannotOpenError):
        mrm_desktop.open_project(tmp_path / "none.mrm", "x")
    with pytest.raises(AttributeError):
        _ = mrm_desktop.nothing


def test_what_was_typed_by_hand_is_there_as_it_was_known_on_a_day(project: AnalystProject) -> None:
    approach = project.approach()
    assert approach is not None
    assert project.facts("approach") == (approach,)
    assert len(approach.digest) == 64
    assert (project.approach("2025-11-30"), project.facts("approach", "2025-11-30")) == (None, ())
    checks = project.facts("armed_actor_check")
    assert [check.area_code for check in project.facts("armed_actor_check", area_code="XT0201")] == ["XT0201"]
    assert len(checks) > 20
    with pytest.raises(KnownError) as caught:
        project.facts("gossip")
    assert caught.value.code == "facts.nothing_to_show"


def test_ways_are_compared_and_the_last_two_have_no_verdict(project: AnalystProject) -> None:
    found = project.compare_ways("XT0201", "child_protection")
    assert [one.assessment is None for one in found.ways] == [False, False, False, True, True]
    assert found.area.code == "XT0201"
    with pytest.raises(KnownError, match=r"vocabulary\.unknown"):
        project.compare_ways("XT0201", "gossip")


def test_the_library_of_measures_is_at_hand_without_a_project() -> None:
    assert {str(measure.lowers) for measure in mrm_desktop.known_measures()} == {"likelihood", "impact"}


def test_the_stakeholders_frame_is_empty_where_nobody_is_on_record(project: AnalystProject) -> None:
    assert project.stakeholders_frame().empty
