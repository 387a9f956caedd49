"""Facts typed by hand come in together or not at all, and point only at what the project has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mrm_desktop.domain.approaches import ApproachException
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass, PersonInTextError
from mrm_desktop.domain.statements import STATEMENTS
from mrm_desktop.formats.documents.facts import Facts
from mrm_desktop.project.kinds import KIND_OF_STATEMENT
from mrm_desktop.project.ports import Project
from mrm_desktop.services.evidence.add_facts import add_facts
from tests.services.conftest import known
from tests.store import records

FACTS = Facts(
    missions=(records.mission(acronym="UNNEW"),),
    contingents=(records.contingent(mission="UNNEW"),),
    focal_points=(records.focal_point(),),
    fora=(records.forum(),),
    circumstances=(records.circumstances("XT01"),),
    reset_events=(records.reset_event("XT02"),),
    statements=records.statements(),
)


def test_every_kind_comes_in_and_is_counted(empty: Project) -> None:
    assert add_facts(empty, FACTS) == 6 + len(STATEMENTS)
    knowledge = known(empty)
    assert set(knowledge.missions) == {"UNTOY", "UNNEW"}
    assert knowledge.contingents == FACTS.contingents
    for kind in ("focal_points", "fora", "circumstances", "reset_events"):
        assert tuple(getattr(knowledge, kind)) == getattr(FACTS, kind), kind
    for statement in FACTS.statements:
        assert tuple(getattr(knowledge, KIND_OF_STATEMENT[type(statement)])) == (statement,)


def test_what_was_stated_before_is_not_stated_twice(empty: Project) -> None:
    stated = Facts(statements=(*FACTS.statements, *FACTS.statements))
    assert [add_facts(empty, stated), add_facts(empty, stated)] == [len(STATEMENTS), 0]
    assert len(known(empty).consents) == 1


def test_who_changes_back_what_was_stated_is_heard(empty: Project) -> None:
    on, off = records.event_ahead(), records.event_ahead(called_off=True)
    for expected, stated in ((1, on), (1, off), (1, on), (0, on)):
        assert add_facts(empty, Facts(statements=(stated,))) == expected
    assert known(empty).as_of(records.DAY).events_ahead.all == (on,)


def test_a_telephone_number_may_stand_in_a_duty_line_and_nowhere_else(empty: Project) -> None:
    line = records.duty_line(tested_on=None, answered=None, answer_minutes=None)
    assert add_facts(empty, Facts(statements=(line,))) == 1
    for wrong, field in (
        (replace(line, role="Adviser, tel 0912 345 678"), "duty_line 1.role"),
        (replace(line, hours="0912 345 678"), "duty_line 1.hours"),
        (replace(line, line="Mary Deng, +99 700 123 456"), "duty_line 1.line"),
    ):
        with pytest.raises(PersonInTextError) as caught:
            add_facts(empty, Facts(statements=(wrong,)))
        assert {finding.field for finding in caught.value.findings} == {field}
    assert known(empty).duty_lines.all == (line,)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"reset_events": (records.reset_event("XT99"),)}, "facts.unknown_area"),
        ({"circumstances": (records.circumstances("XT99"),)}, "facts.unknown_area"),
        ({"fora": (replace(records.forum(), area_code="XT99"),)}, "facts.unknown_area"),
        ({"focal_points": (records.focal_point(area_code="XT99"),)}, "facts.unknown_area"),
        ({"focal_points": (records.focal_point(mission="UNKNOWN"),)}, "facts.unknown_mission"),
        ({"contingents": (records.contingent(mission="UNKNOWN"),)}, "facts.unknown_mission"),
        ({"statements": (records.approach(exceptions=(ApproachException("x", "XT99"),)),)}, "facts.unknown_area"),
        ({"statements": (records.event_ahead(area_code="XT99"),)}, "facts.unknown_area"),
        ({"statements": (records.event_ahead(mission="UNKNOWN"),)}, "facts.unknown_mission"),
        ({"statements": (records.force(area_codes=("XT01", "XT99")),)}, "facts.unknown_area"),
        ({"statements": (records.armed_actor_check("XT99"),)}, "facts.unknown_area"),
        ({"statements": (records.impact("XT99"),)}, "facts.unknown_area"),
        ({"statements": (records.consent(area_code="XT99"),)}, "facts.unknown_area"),
    ],
)
def test_what_points_nowhere_stops_all_of_it(empty: Project, wrong: dict[str, tuple[object, ...]], code: str) -> None:
    before = known(empty)
    with pytest.raises(KnownError) as caught:
        add_facts(empty, replace(FACTS, **wrong))  # type: ignore[arg-type]  # fields of one record by name
    assert caught.value.code == code
    after = known(empty)
    assert (after.missions, after.circumstances.all, after.fora.all) == (before.missions, (), ())


FORUM = replace(records.forum(), name="Forum of Nyibol Athian")
PASS = GuardPass("forum 1.name", "It is the name of a hill, not of a person.", "Field manager", "Security focal point")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"fora": (replace(records.forum(), convened_by="Mary Deng"),)}, "forum 1.convened_by"),
        ({"focal_points": (records.focal_point(role="Adviser, tel 0912 345 678"),)}, "focal_point 1.role"),
        ({"reset_events": (replace(records.reset_event("XT02"), kind="girl aged 12 abducted"),)}, "reset_event 1.kind"),
        ({"missions": (records.mission(acronym="UNNEW", source="Told by Mary Deng"),)}, "mission 1.source"),
    ],
)
def test_facts_tell_of_nobody(empty: Project, wrong: dict[str, tuple[object, ...]], place: str) -> None:
    with pytest.raises(PersonInTextError) as caught:
        add_facts(empty, replace(FACTS, **wrong))  # type: ignore[arg-type]  # fields of one record by name
    assert {finding.field for finding in caught.value.findings} == {place}
    assert known(empty).fora.all == ()


def test_sources_are_codes_but_those_of_missions_which_are_public_documents(empty: Project) -> None:
    for table, facts in (
        ("contingent", Facts(contingents=(records.contingent(mission="UNTOY", source="a note of the desk"),))),
        ("forum", Facts(fora=(replace(records.forum(), source="minutes, March"),))),
        ("circumstances", Facts(circumstances=(replace(records.circumstances("XT01"), source="field visit"),))),
    ):
        with pytest.raises(KnownError) as caught:
            add_facts(empty, facts)
        assert (caught.value.code, caught.value.params["where"]) == ("source.not_a_code_but", f"{table} 1")
    add_facts(empty, Facts(missions=(records.mission(acronym="UNNEW", source="SCR 2779 (2025); public reporting"),)))


def test_a_false_alarm_in_facts_passes_and_is_kept_with_its_place(empty: Project) -> None:
    facts = Facts(fora=(FORUM,))
    with pytest.raises(PersonInTextError):
        add_facts(empty, facts)
    assert add_facts(empty, facts, [PASS], records.AT) == 1
    with empty.read() as repository:
        [kept] = repository.guard_passes()
    assert (kept.about, kept.kept_at, kept.guard_pass) == ("facts", records.AT, PASS)
