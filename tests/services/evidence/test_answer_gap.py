"""Every gap that a card names is answered in place: one record, and the gap is gone from the card."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.field_answers import FieldAnswer
from mrm_desktop.domain.gaps import Gap, GapKind
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.statements import ConsentAnswer
from mrm_desktop.domain.vocabulary import CivilianContact, Mode, Verdict
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.services.evidence.answer_gap import answer_gap, lines_to_test
from mrm_desktop.services.evidence.gap_forms import FieldKind, Value, form_of
from mrm_desktop.services.evidence.gaps import gaps_of_card
from tests.services.conftest import ON, opened
from tests.store import records

LIAISON = Question(Mode.LIAISON)
SAID: Mapping[str, Value] = {
    "where": "XT01",
    "source": "field-office",
    "reliability": "B",
    "credibility": "2",
    "day": ON,
    "who": "Partner, field team",
    "asked_by": "Field manager",
    "role": "Child Protection Adviser, Sector North",
    "component": "child_protection",
    "medium": "phone",
    "tried": "answered",
    "status": "there",
    "mandate_end": date(2027, 4, 30),
    "document": "Security Council resolution 2779",
    "allowed_modes": ("alert", "liaison"),
    "adopted_by": "Country director",
    "found": "somebody",
    "actor": "State forces",
    "actor_kind": "state",
    "able_to_harm": "yes",
    "stance": "tolerant",
    "stratum": "women",
    "method": "key_informant",
    "number": 40,
    "rating": "1",
    "staff": "2",
    "contacts": "3",
    "access": "2",
    "by": "Country director",
    "event": "election",
    "on": ON + timedelta(days=20),
    "patrols": "weekly",
}
NO_IS_GOOD = {"military_in_area", "unicef_consulted", "hotline", "poc_mandate"}


def well(gap: Gap, project: OpenProject) -> dict[str, Value]:
    """Fill in a form so that it opens doors."""
    values = {field.name: SAID[field.name] for field in form_of(gap) if field.name in SAID}
    good = gap.kind is GapKind.CONSENT or gap.about in NO_IS_GOOD
    if "answer" in [field.name for field in form_of(gap)]:
        values["answer"] = "yes" if good else "no"
    if gap.kind is GapKind.FOCAL_POINT:
        values["line"] = "+99 700 123 456"
    if gap.kind is GapKind.LINE_TEST:
        values["line"] = lines_to_test(project.knowledge_on(ON), "XT01")[0][0]
    return values


def settle_everything(project: OpenProject, question: Question) -> list[Gap]:
    """Answer gap by gap until nothing is asked any more; return what was answered."""
    answered: list[Gap] = []
    while gaps := [g for g in gaps_of_card(project.card_for_decision("XT01", question)) if answered.count(g) < 3]:
        gap = gaps[0]
        values = (
            {**well(gap, project), "source": f"field-{answered.count(gap)}"}
            if gap.kind is not GapKind.MISSION
            else well(gap, project)
        )
        answer_gap(project, gap, values, question, "XT01", now=records.AT)
        answered.append(gap)
        assert len(answered) < 60
    return answered


def test_from_an_empty_project_every_gap_is_answered_in_place_until_liaison_is_answered(empty: Project) -> None:
    project = opened(empty)
    before = project.card_for_decision("XT01", LIAISON).assessment
    assert before.verdict in (Verdict.HOLD, Verdict.INSUFFICIENT_EVIDENCE)
    answered = settle_everything(project, LIAISON)
    after = project.card_for_decision("XT01", LIAISON)
    assert gaps_of_card(after) == ()
    assert after.assessment.verdict is Verdict.PROCEED_WITH_CONDITIONS, after.assessment.reasons
    kinds = {gap.kind for gap in answered}
    assert kinds >= {GapKind.FACT, GapKind.CONSENT, GapKind.FOCAL_POINT, GapKind.APPROACH, GapKind.ACTORS, GapKind.PEOPLE}


def test_a_mission_that_nobody_checked_is_confirmed(empty: Project) -> None:
    with empty.write() as repo:
        repo.put_missions([records.mission(mandate_end=date(2026, 2, 1))])
    project = opened(empty)
    gap = Gap(GapKind.MISSION)
    assert gap in gaps_of_card(project.card("XT01", LIAISON))
    answer_gap(project, gap, well(gap, project), LIAISON, "XT01")
    assert gap not in gaps_of_card(project.card("XT01", LIAISON))


def test_an_answer_tells_what_it_moved(project: Project) -> None:
    here = opened(project)
    gap = Gap(GapKind.FACT, "contact_punished", "XT01")
    moved = answer_gap(here, gap, {**well(gap, here), "answer": "yes"}, LIAISON, "XT01")
    assert (moved.before.verdict, moved.after.verdict) == (Verdict.PROCEED_WITH_CONDITIONS, Verdict.REFUSED)
    assert moved.is_another
    assert not answer_gap(here, gap, {**well(gap, here), "answer": "yes", "source": "again"}, LIAISON, "XT01").is_another


def test_what_was_heard_holds_and_does_not_refuse(project: Project) -> None:
    here = opened(project)
    gap = Gap(GapKind.FACT, "contact_punished", "XT01")
    moved = answer_gap(here, gap, {**well(gap, here), "answer": "heard"}, LIAISON, "XT01")
    assert moved.after.verdict is Verdict.INSUFFICIENT_EVIDENCE


def test_a_no_of_those_exposed_closes_and_names_the_mode_it_was_about(project: Project) -> None:
    here = opened(project)
    gap = Gap(GapKind.CONSENT, area_code="XT01")
    moved = answer_gap(here, gap, {**well(gap, here), "answer": "no"}, LIAISON, "XT01")
    assert moved.after.verdict is Verdict.REFUSED
    (kept,) = here.knowledge.consents
    assert isinstance(kept, ConsentAnswer)
    assert (kept.mode, kept.area_code, kept.number) == (Mode.LIAISON, "XT01", 40)


def test_an_answer_may_hold_for_the_whole_country(empty: Project) -> None:
    here = opened(empty)
    gap = Gap(GapKind.FACT, "hotline", "XT01")
    answer_gap(here, gap, {**well(gap, here), "where": ""}, LIAISON, "XT01")
    assert here.card("XT02", LIAISON).case.mission.hotline is True


def test_a_post_that_was_called_in_vain_is_on_record_and_not_reached(empty: Project) -> None:
    here = opened(empty)
    gap = Gap(GapKind.FOCAL_POINT, area_code="XT01")
    answer_gap(here, gap, {**well(gap, here), "tried": "in_vain"}, LIAISON, "XT01")
    facts = here.card("XT01", LIAISON).case.mission
    assert (facts.civilian_contact, facts.civilian_contact_tested) == (CivilianContact.CHILD_PROTECTION_ADVISER, False)
    assert Gap(GapKind.LINE_TEST, area_code="XT01") in gaps_of_card(here.card("XT01", LIAISON))


@pytest.mark.parametrize("field", ["answer", "source", "reliability", "credibility", "day", "where"])
def test_nothing_is_kept_while_something_is_missing(empty: Project, field: str) -> None:
    here = opened(empty)
    gap = Gap(GapKind.FACT, "hotline", "XT01")
    values = {name: value for name, value in well(gap, here).items() if name != field}
    with pytest.raises(KnownError) as caught:
        answer_gap(here, gap, values, LIAISON, "XT01")
    assert (caught.value.code, caught.value.params) == ("answer.missing", {"field": field})
    assert len(here.knowledge.field_answers) == 0


def test_what_is_said_to_be_found_out_tomorrow_is_refused(empty: Project) -> None:
    here = opened(empty)
    gap = Gap(GapKind.FACT, "hotline", "XT01")
    with pytest.raises(KnownError) as caught:
        answer_gap(here, gap, {**well(gap, here), "day": ON + timedelta(days=1)}, LIAISON, "XT01")
    assert caught.value.code == "answer.in_the_future"


@pytest.mark.parametrize(("method", "field"), [("focus_group", "groups"), ("key_informant", "number")])
def test_of_talks_in_groups_the_groups_are_counted_and_not_the_people(empty: Project, method: str, field: str) -> None:
    here = opened(empty)
    gap = Gap(GapKind.PEOPLE, "women", "XT01")
    asked = [one.name for one in form_of(gap) if one.is_asked({"method": method})]
    assert [name for name in ("number", "groups") if name in asked] == [field]
    values = {name: value for name, value in well(gap, here).items() if name not in ("number", "groups")}
    answer_gap(here, gap, {**values, "method": method, field: 2}, LIAISON, "XT01")
    (kept,) = here.knowledge.evidence
    assert (kept.item.answered, kept.item.method) == (2.0, method)


def test_a_person_in_a_text_and_a_name_as_source_are_refused(empty: Project) -> None:
    here = opened(empty)
    consent, fact = Gap(GapKind.CONSENT, area_code="XT01"), Gap(GapKind.FACT, "hotline", "XT01")
    with pytest.raises(PersonInTextError) as caught:
        answer_gap(here, consent, {**well(consent, here), "who": "the driver John Lado, +211 912 345 678"}, LIAISON, "XT01")
    places = {field.place for field in form_of(consent) if field.kind is FieldKind.TEXT}
    assert {found.field for found in caught.value.findings} <= places, "the dialog finds the field by its place"
    with pytest.raises(KnownError) as refused:
        answer_gap(here, fact, {**well(fact, here), "source": "John Lado"}, LIAISON, "XT01")
    assert refused.value.code.startswith("source.not_a_code")
    assert (len(here.knowledge.consents), len(here.knowledge.field_answers)) == (0, 0)


def test_one_answer_is_one_record(empty: Project) -> None:
    here = opened(empty)
    gap = Gap(GapKind.FACT, "hotline", "XT01")
    answer_gap(here, gap, well(gap, here), LIAISON, "XT01")
    (kept,) = here.knowledge.field_answers
    assert isinstance(kept, FieldAnswer)
    assert (kept.fact, kept.answer.value, kept.source, str(kept.grade)) == ("hotline", "yes", "field-office", "B2")
