"""Answers worked out together are those of the method on each area by itself, and after a write only what it bears on runs again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.duty_lines import Desk, LineState
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode, Stratum
from mrm_desktop.project import answers as answers_module
from mrm_desktop.project.answers import Answers, class_limits, prepare_answers
from mrm_desktop.project.area_card import area_card, with_open_questions
from mrm_desktop.project.build_case import build_case
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.ports import Project, Repository
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import assess
from mrm_desktop.services.decisions.record_decision import record_decision
from tests.project.countries import countries, questions
from tests.services.conftest import ON, POLICY, card, draft, known, opened
from tests.store import records

LIAISON = Question(Mode.LIAISON, on=ON)


@given(country=countries(), question=questions)
def test_answers_of_a_country_are_those_of_each_area_by_itself(country: Knowledge, question: Question) -> None:
    answers = prepare_answers(country.as_of(question.day), question, POLICY)
    asked = question.supposing_consent()
    assert list(answers.assessments) == [area.code for area in country.assessed_areas]
    for code, assessment in answers.assessments.items():
        alone = assess(build_case(country, code, asked, POLICY), POLICY)
        assert assessment == with_open_questions(alone, country.as_of(question.day), asked, POLICY)
        assert answers.by_area[code].verdict is alone.verdict
        assert answers.by_area[code].ceiling is alone.ceiling
        in_area, stale = country.as_of(question.day).presence_map.in_area(code), POLICY.gates.stale_after_days
        assert answers.view.presence_by_area[code] == tuple(p.relied_upon(question.day, stale) for p in in_area)


@given(country=countries(), question=questions, mode=st.sampled_from(Mode))
def test_another_mode_is_answered_as_if_it_had_been_asked_for_at_once(country: Knowledge, question: Question, mode: Mode) -> None:
    answers = prepare_answers(country.as_of(question.day), question, POLICY)
    other = answers.for_mode(mode)
    asked = prepare_answers(country.as_of(question.day), replace(question, mode=mode), POLICY)
    if other is not None:
        assert (other.question, other.cases, other.by_area) == (asked.question, asked.cases, asked.by_area)
        assert dict(other.assessments) == dict(asked.assessments)


@settings(max_examples=100)
@given(country=countries(), question=questions)
def test_the_card_of_an_area_says_what_the_map_says(country: Knowledge, question: Question) -> None:
    view = prepare_answers(country.as_of(question.day), question, POLICY).view
    for code in view.assessments:
        found = area_card(country, code, question.supposing_consent(), POLICY, search=False)
        assert (found.assessment.verdict, found.assessment.ceiling) == (view.answers[code].verdict, view.answers[code].ceiling)
        assert found.presence == view.presence_by_area[code]


@settings(max_examples=100)
@given(country=countries(), question=questions, data=st.data())
def test_a_view_of_some_areas_is_cut_out_of_the_whole(country: Knowledge, question: Question, data: st.DataObject) -> None:
    answers = prepare_answers(country.as_of(question.day), question, POLICY)
    codes = set(data.draw(st.lists(st.sampled_from(sorted(answers.by_area)), min_size=1)))
    cut = answers.view_of(codes)
    assert {area.code for area in cut.areas} == codes
    assert dict(cut.presence_by_area) == {code: answers.view.presence_by_area[code] for code in codes}
    assert {code: cut.assessments[code] for code in codes} == {code: answers.view.assessments[code] for code in codes}


def test_a_project_without_areas_has_no_answers(project: Project) -> None:
    knowledge = known(project)
    nowhere = replace(knowledge, ground=type(knowledge.ground)(()), presence_map=type(knowledge.presence_map)((), knowledge.ground))
    nowhere = replace(nowhere, presence_map=replace(nowhere.presence_map, ground=nowhere.ground))
    with pytest.raises(KnownError, match=r"assess\.no_areas"):
        prepare_answers(nowhere.as_of(ON), LIAISON, POLICY)


def test_classes_of_the_map_begin_where_the_bands_do() -> None:
    limits = class_limits(POLICY)
    assert list(limits.acceptance) == sorted(limits.acceptance)
    assert limits.acceptance[2] == POLICY.bands.favourable.acceptance
    assert limits.tolerance[0] == POLICY.bands.unfavourable.tolerance


# ---- what runs again ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def run_again(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[str]]:
    """The areas that each call of ``Answers.after`` ran again."""
    seen: list[frozenset[str]] = []
    after = Answers.after

    def watched(self: Answers, *args: object, **named: object) -> tuple[Answers, frozenset[str]]:
        answers, run = after(self, *args, **named)  # type: ignore[arg-type]  # handed on as it came
        seen.append(run)
        return answers, run

    monkeypatch.setattr(answers_module.Answers, "after", watched)
    return seen


@pytest.fixture
def three(project: Project) -> OpenProject:
    """The two squares, a third next to the second, and presence and evidence in all of them; asked once."""
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.AREAS, "b.csv"))
        repository.add_areas([records.area("XT03", 2)], one.id)
        for k, code in ((1, "XT02"), (2, "XT03")):
            repository.add_presence([records.presence("", k=k, last_confirmed=date(2026, 2, 20))])
            repository.add_evidence([records.evidence("", code, records.item(s)) for s in (Stratum.WOMEN, Stratum.MEN)])
            repository.add_actor_reports([records.actor_report("", code)])
        repository.add_circumstances([records.circumstances("XT03", rotation_unknown=None)])
    asked = opened(project)
    asked.answers(LIAISON)
    return asked


Write = Callable[[Repository], None]
WRITES: dict[str, tuple[Write, set[str]]] = {
    "evidence": (lambda r: r.add_evidence([records.evidence("", "XT02", records.item(source="new"))]), {"XT02"}),
    "a stance": (lambda r: r.add_actor_reports([records.actor_report("", "XT03", actor="group Z")]), {"XT03"}),
    "circumstances": (lambda r: r.add_circumstances([records.circumstances("XT01", hotline=False)]), {"XT01"}),
    "a riot": (lambda r: r.add_reset_events([records.reset_event("XT02", ON - timedelta(days=1))]), {"XT02"}),
    "an incident": (lambda r: r.add_incidents([records.incident("")]), set()),
    "a place": (lambda r: r.add_places([records.place("")]), set()),
    "a release": (lambda r: r.add_release(records.release()), set()),
    "a forum": (lambda r: r.add_fora([records.forum()]), set()),
    "a dataset": (lambda r: r.add_dataset(records.dataset(DatasetKind.PLACES, "c.csv")), set()),
    "the same evidence of a day to come": (
        lambda r: r.add_evidence([records.evidence("", "XT02", records.item(collected_on=ON + timedelta(days=1)))]),
        set(),
    ),
    "a unit": (lambda r: r.add_contingents([records.contingent(rotated_on=ON)]), {"XT01", "XT02", "XT03"}),
    "a base": (lambda r: r.add_presence([records.presence("", k=2, contingent="OTHBAT")]), {"XT03"}),
}


@pytest.mark.parametrize("name", WRITES)
def test_only_areas_that_a_write_bears_on_are_run_again(three: OpenProject, run_again: list[frozenset[str]], name: str) -> None:
    write, areas = WRITES[name]
    before = three.answers(LIAISON)
    with three.write() as repository:
        write(repository)
    after = three.answers(LIAISON)
    assert set().union(*run_again) == areas
    for code in {"XT01", "XT02", "XT03"} - areas:
        assert after.by_area[code] is before.by_area[code]


def test_a_refusal_without_a_reason_runs_the_area_and_its_neighbours_and_no_other(
    three: OpenProject, run_again: list[frozenset[str]]
) -> None:
    refused = draft(outcome=Outcome.DO_NOT_PROCEED)
    record_decision(three, three.card_for_decision("XT01", LIAISON), refused, POLICY, records.AT)
    answers = three.answers(LIAISON)
    assert "XT03" not in set().union(*run_again)
    assert {"XT01", "XT02"} >= set().union(*run_again)
    conflicts = {case.id: case.organisation.conflicting_approach_nearby for case in answers.cases}
    assert conflicts == {"XT01": False, "XT02": True, "XT03": False}


def test_a_write_about_a_part_or_the_whole_of_areas_runs_what_lies_around(
    three: OpenProject, run_again: list[frozenset[str]]
) -> None:
    with three.write() as repository:
        repository.set_info(replace(repository.info(), assessment_level=1))
        repository.add_dataset(one := records.dataset(DatasetKind.AREAS, "d.csv"))
        half = records.area("XT0101", 0, level=2, parent="XT01")
        country = records.area("XT", 0, level=0)
        below = [replace(area, parent="XT") for area in three.knowledge.areas]
        repository.add_areas([half, country, *below], one.id)
    three.answers(LIAISON)
    run_again.clear()
    with three.write() as repository:
        repository.add_evidence([records.evidence("", "XT0101", records.item(source="from a half"))])
    three.answers(LIAISON)
    assert run_again == [frozenset({"XT01"})]
    with three.write() as repository:
        repository.add_reset_events([records.reset_event("XT", ON - timedelta(days=1))])
    three.answers(LIAISON)
    assert run_again[1] == frozenset({"XT01", "XT02", "XT03"})


def test_staying_away_from_one_mode_without_a_reason_is_no_matter_of_another_mode(three: OpenProject) -> None:
    refused = draft(outcome=Outcome.DO_NOT_PROCEED)
    record_decision(three, three.card_for_decision("XT01", LIAISON), refused, POLICY, records.AT)
    escort = replace(LIAISON, mode=Mode.ARMED_ESCORT)
    for first, second in ((LIAISON, escort), (escort, LIAISON)):
        asked = OpenProject(three.store, POLICY, ON)
        answers = {question.mode: asked.answers(question) for question in (first, second)}
        conflicts = {
            mode: {case.id for case in answers[mode].cases if case.organisation.conflicting_approach_nearby} for mode in answers
        }
        assert conflicts == {Mode.LIAISON: {"XT02"}, Mode.ARMED_ESCORT: set()}


def test_nothing_is_run_when_nothing_was_written(three: OpenProject, run_again: list[frozenset[str]]) -> None:
    assert three.answers(LIAISON) is three.answers(LIAISON)
    assert run_again == []


def test_a_card_and_a_view_around_an_area_build_no_case_of_another(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(DatasetKind.AREAS, "b.csv"))
        repository.add_areas([records.area(f"XT1{k}", 4 + k) for k in range(5)], one.id)
    built: list[str] = []

    def counted(knowledge: Knowledge, code: str, *others: object) -> object:
        built.append(code)
        return build_case(knowledge, code, *others)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr("mrm_desktop.project.area_card.build_case", counted)
    monkeypatch.setattr("mrm_desktop.project.answers.build_case", counted)
    asked = opened(project)
    asked.card("XT01", LIAISON)
    asked.card("XT01", LIAISON)
    assert built == ["XT01"]
    card(project)
    assert built == ["XT01", "XT01"]
    built.clear()
    around = asked.view_around("XT01", LIAISON)
    assert {area.code for area in around.areas} == {"XT01", "XT02"} == set(built)


@pytest.mark.parametrize(
    ("mode", "days", "said"), [(Mode.LIAISON, 30, True), (Mode.LIAISON, 31, False), (Mode.ARMED_ESCORT, 9, False)]
)
def test_a_tool_that_is_withdrawn_soon_is_said_on_map_and_card(project: Project, mode: Mode, days: int, said: bool) -> None:
    ends = ON + timedelta(days=days)
    with project.write() as repo:
        repo.add_statements([records.protection_tool(ends_on=ends)])
    asked = opened(project)
    question = Question(mode, on=ON)
    told = Reason("condition.tool_ends", {"tool": "early_warning", "on": ends.isoformat()})
    for assessment in (asked.card("XT01", question).assessment, asked.answers(question).assessments["XT01"]):
        assert (told in assessment.conditions) is said
    assert told not in asked.card("XT02", question).assessment.conditions
    assert [tool.ends_on for tool in asked.card("XT01", question).protection_tools] == [ends]


def test_the_card_of_an_area_has_the_lines_that_answer_for_it_in_the_order_of_calls(project: Project) -> None:
    with project.write() as repo:
        repo.add_statements([records.duty_line(Desk.HOTLINE, role="Hotline"), records.duty_line(area_code="XT02", role="There")])
        repo.add_statements([records.duty_line()])
    found = opened(project).card("XT01", Question(Mode.LIAISON, on=ON)).duty_lines
    assert [(one.line.role, one.state) for one in found] == [
        ("Post child_protection", LineState.TESTED),
        ("Hotline", LineState.TESTED),
    ]
