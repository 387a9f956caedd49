"""Rehearsals: blind cases, injects that add up, sheets that compare, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from mrm_desktop.cli.main import app
from mrm_desktop.cli.sample import sample_knowledge
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.rehearsal import Engage, Rating, RatingSheet, Sureness
from mrm_desktop.domain.vocabulary import Mode, Threat
from mrm_desktop.formats.documents.rehearsal import read_sheet, shipped_exercise, write_sheet
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.case_brief import brief
from mrm_desktop.scoring import assess
from mrm_desktop.services.rehearsal.rehearse import (
    BLIND,
    METHOD,
    Situation,
    blind_cases,
    compare_sheets,
    method_sheet,
    situations_of,
)
from tests.present import present
from tests.services.conftest import POLICY

DAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def situations(tmp_path_factory: pytest.TempPathFactory) -> tuple[Situation, ...]:
    return situations_of(shipped_exercise(), sample_knowledge(tmp_path_factory.mktemp("sample") / "sample.mrm"), POLICY)


def sheet(situations: tuple[Situation, ...], rater: str = "A", exercise: str = "x", shift: int = 0) -> RatingSheet:
    ceilings = list(Mode)
    ratings = [Rating(s.id, Engage.NO, ceilings[(n + shift) % 5], Sureness.FAIRLY, "so") for n, s in enumerate(situations)]
    return RatingSheet(exercise, rater, DAY, tuple(ratings))


def test_each_inject_reaches_its_area_and_changes_what_the_method_says_or_knows(situations: tuple[Situation, ...]) -> None:
    exercise = shipped_exercise()
    assert len(situations) == len(exercise.areas) + len(exercise.injects) - 1
    assert len({s.id for s in situations}) == len(situations)
    first = {s.case.id: s for s in situations if present(s.inject).id == "start"}
    for later in situations[len(exercise.areas) :]:
        assert later.case != first[later.case.id].case, later.id
    before = {code: assess(s.case, POLICY).ceiling for code, s in first.items()}
    after = [(s.case.id, assess(s.case, POLICY).ceiling) for s in situations if present(s.inject).id != "start"]
    changed = [code for code, ceiling in after if ceiling != before[code]]
    assert changed, "an exercise in which nothing changes teaches nothing"


def test_a_brief_tells_all_facts_and_no_verdict(situations: tuple[Situation, ...]) -> None:
    words = Words("en")
    for situation in (*situations, *blind_cases()):
        told = "\n".join(line for section in brief(situation.case, words) for line in section.lines)
        assert "{" not in told, told
        assert "brief." not in told
        answer = assess(situation.case, POLICY)
        assert words.term("verdict", answer.verdict) not in told
        for item in situation.case.community_evidence:
            assert item.source in told


def test_a_report_that_nobody_could_judge_is_told_as_such(situations: tuple[Situation, ...]) -> None:
    case = situations[0].case
    for grade, told_so in (("F6", True), ("B2", False)):
        request = replace(case.request, threat=Threat.IMMINENT, threat_grade=Grade.parse(grade))
        told = " ".join(line for section in brief(replace(case, request=request), Words("en")) for line in section.lines)
        assert ("could be judged: that is not a confirmation" in told) == told_so


def test_blind_cases_hide_their_names() -> None:
    cases = blind_cases()
    assert len(cases) >= 40
    assert all(case.case.id not in case.title and case.case.title not in case.title for case in cases)
    assert [c.case.id for c in cases] != sorted(c.case.id for c in cases)


def test_two_raters_are_compared_and_the_widest_gap_comes_first(situations: tuple[Situation, ...]) -> None:
    same = compare_sheets(sheet(situations), sheet(situations, "B"), situations)
    assert (same.kappa, same.same_ceiling, same.same_answer, same.divergences) == (1.0, 1.0, 1.0, ())
    apart = compare_sheets(sheet(situations), sheet(situations, "B", shift=1), situations)
    assert present(apart.kappa) < 1
    assert [d.steps for d in apart.divergences] == sorted((d.steps for d in apart.divergences), reverse=True)
    assert len(apart.divergences) == apart.cases == len(situations)


def test_the_method_agrees_with_itself_and_is_a_rater_like_others(situations: tuple[Situation, ...]) -> None:
    answers = method_sheet("x", situations, POLICY)
    assert answers.rater == METHOD
    assert compare_sheets(answers, answers, situations).same_ceiling == 1.0
    assert compare_sheets(sheet(situations), answers, situations).cases == len(situations)


def test_only_cases_that_both_rated_count(situations: tuple[Situation, ...]) -> None:
    half = replace(sheet(situations), ratings=sheet(situations).ratings[:3])
    assert compare_sheets(half, sheet(situations, "B"), situations).cases == 3
    for first, second, code in (
        (replace(half, ratings=()), half, "rehearsal.nothing_in_common"),
        (replace(half, exercise="y"), half, "rehearsal.other_exercise"),
    ):
        with pytest.raises(KnownError) as caught:
            compare_sheets(first, second, situations)
        assert caught.value.code == code


def test_a_sheet_comes_back_as_it_was_and_holds_no_name(tmp_path: Path, situations: tuple[Situation, ...]) -> None:
    given = sheet(situations)
    assert read_sheet(write_sheet(given, tmp_path / "a.mrmratings")) == given
    for rater in ("Maria Lopez", "", "x" * 13, "Dr.", "=A"):
        with pytest.raises(KnownError) as caught:
            write_sheet(replace(given, rater=rater), tmp_path / "b.mrmratings")
        assert caught.value.code == "rehearsal.rater"


NO_DAY = '{"format": "mrm-ratings/1", "exercise": "x", "rater": "A", "made_on": "no", "ratings": []}'


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "mrm-ratings/1"}', NO_DAY, "[" * 5000])
def test_what_is_no_sheet_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.mrmratings"
    path.write_text(content)
    with pytest.raises(KnownError) as caught:
        read_sheet(path)
    assert caught.value.code == "rehearsal.not_a_sheet"


def test_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cases = blind_cases()
    write_sheet(sheet(cases, "A", BLIND), tmp_path / "a.mrmratings")
    write_sheet(sheet(cases, "B", BLIND, 2), tmp_path / "b.mrmratings")
    run = CliRunner().invoke
    shown = run(app, ["rehearse", "show", "--cases", "--number", "2"])
    assert "case-02" in shown.stdout
    assert "case-03" not in shown.stdout
    done = run(app, ["rehearse", "compare", "a.mrmratings", "b.mrmratings", "--with-method", "--json"])
    assert [(a["first"], a["second"]) for a in json.loads(done.stdout)] == [("A", "B"), ("A", METHOD), ("B", METHOD)]
    assert run(app, ["rehearse", "compare", "a.mrmratings", "b.mrmratings"]).exit_code == 0
    assert run(app, ["rehearse", "export", "a.mrmratings", "b.mrmratings", "--out", "r.xlsx"]).exit_code == 0
    page = openpyxl.load_workbook("r.xlsx")["ratings"]
    assert page.max_row == 1 + len(cases)
    assert [c.value for c in page[1]][2:4] == ["engage_A", "ceiling_A"]
    refused = run(app, ["rehearse", "rate", "--rater", "A", "--out", "c.mrmratings", "--cases"], input="1\n")
    assert isinstance(refused.exception, KnownError)
