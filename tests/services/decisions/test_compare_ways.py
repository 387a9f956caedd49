"""Ways compared: one question for all of them, and no verdict where the method has none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode, Purpose, Receptor, Verdict
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.compare_ways import RECENT_DAYS, ComparedWay, NoRisk, Way, compare_ways
from tests.present import present
from tests.services.conftest import ON, opened
from tests.store import records

QUESTION = Question(Mode.LIAISON, on=ON)


def by_way(project: Project, code: str = "XT01", question: Question = QUESTION) -> dict[Way, ComparedWay]:
    return {one.way: one for one in compare_ways(opened(project), code, question).ways}


def test_each_way_says_what_the_method_says_of_its_mode(project: Project) -> None:
    found, asked = by_way(project), opened(project)
    assert list(found) == list(Way)
    for way, one in found.items():
        if way.mode is not None:
            told = asked.card("XT01", replace(QUESTION, mode=way.mode)).assessment
            mine = present(one.assessment)
            assert (mine.verdict, mine.ceiling, mine.expires_on) == (told.verdict, told.ceiling, told.expires_on)
            assert (mine.residual_risk, mine.approval) == (told.residual_risk, told.approval)
            assert one.known == told.reasons[:1]


def test_a_way_without_contact_gets_no_verdict_and_no_number_of_risk(project: Project) -> None:
    found = by_way(project)
    for way in (Way.ALONE, Way.NOT_GOING):
        one = found[way]
        assert (way.mode, one.assessment, one.signed_by, one.no_risk) == (None, None, None, NoRisk.NOT_JUDGED)
        assert one.known[-1].code == f"ways.forgone.{way}"
    actors, *_ = found[Way.ALONE].known
    assert actors.params == {"tolerance_class": "tolerant"}


def test_nobody_is_seen_where_the_civilian_side_comes_and_people_are_where_soldiers_stand_by() -> None:
    assert Way.ADVISER_COMES.seen == Way.NOT_GOING.seen == ()
    assert Way.ALERT_THROUGH_PATROL.seen == (Receptor.STAFF,)
    assert Way.VISIT_UNDER_SECURITY.seen == Way.ALONE.seen == (Receptor.STAFF, Receptor.CONTACTS)


def test_why_no_risk_is_shown_is_said(project: Project) -> None:
    found = by_way(project)
    assert found[Way.ADVISER_COMES].no_risk is NoRisk.UNSEEN
    visit = found[Way.VISIT_UNDER_SECURITY]
    assert (visit.no_risk, present(visit.assessment).residual_risk is None) == (None, False)
    assert by_way(project, "XT02")[Way.VISIT_UNDER_SECURITY].no_risk is NoRisk.DECIDED_BEFORE


def test_an_impact_that_nobody_assessed_is_said_first(empty: Project) -> None:
    found = by_way(empty)
    assert found[Way.ALERT_THROUGH_PATROL].no_risk is NoRisk.IMPACT_NOT_ASSESSED
    assert found[Way.ALONE].known[0].params == {"tolerance_class": "not_assessed"}


def test_only_an_open_verdict_has_something_to_sign(project: Project) -> None:
    for code in ("XT01", "XT02"):
        for one in by_way(project, code).values():
            open_and_visible = (
                one.assessment is not None and one.assessment.verdict.is_open and one.assessment.requested_mode.is_military
            )
            assert (one.signed_by is not None) is open_and_visible
    assert by_way(project)[Way.ALERT_THROUGH_PATROL].signed_by


def test_the_purpose_is_asked_of_every_way(project: Project) -> None:
    found = by_way(project, question=replace(QUESTION, purpose=Purpose.INTERVIEW_BY_MILITARY))
    judged = [one.assessment for one in found.values() if one.assessment is not None]
    assert {assessment.verdict for assessment in judged} == {Verdict.PROHIBITED}


@pytest.mark.parametrize(
    ("days_ago", "state"), [(0, "some"), (RECENT_DAYS, "some"), (RECENT_DAYS + 1, "none"), (-1, "not_collected")]
)
def test_incidents_are_told_as_a_state_and_never_counted(project: Project, days_ago: int, state: str) -> None:
    one = records.dataset(DatasetKind.INCIDENTS)
    with project.write() as repo:
        repo.add_dataset(one)
        repo.add_incidents([replace(records.incident(one.id), happened_on=ON - timedelta(days=days_ago))])
    assert by_way(project)[Way.ALONE].known[1].code == f"ways.known.incidents.{state}"
    elsewhere = "none" if state == "some" else state
    assert by_way(project, "XT02")[Way.ALONE].known[1].code == f"ways.known.incidents.{elsewhere}"


def test_an_unknown_area_is_an_error_and_no_day_means_the_day_of_the_project(project: Project) -> None:
    with pytest.raises(KnownError, match=r"area\.unknown"):
        by_way(project, "NOWHERE")
    assert compare_ways(opened(project, date(2026, 3, 5)), "XT01", Question()).on == date(2026, 3, 5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_has_its_words(project: Project, language: str) -> None:
    words = Words(language)
    for way, one in by_way(project).items():
        for code in (f"ways.way.{way}", f"ways.seen.{way}", *(reason.code for reason in one.known)):
            assert words.knows(code), code
    states = [f"ways.known.incidents.{state}" for state in ("some", "none", "not_collected")]
    assert all(words.knows(code) for code in (*states, *(f"ways.no_risk.{why}" for why in NoRisk)))
