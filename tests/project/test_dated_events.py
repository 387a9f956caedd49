"""Dated events: what is ahead, what has passed and was not seen to, and what makes earlier evidence old."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.case import EventAhead
from mrm_desktop.domain.vocabulary import EventKind
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, card
from tests.store import records

ROTATION, WITHDRAWAL, ELECTION = EventKind.ROTATION, EventKind.WITHDRAWAL, EventKind.ELECTION
SOON, PAST = ON + timedelta(days=20), ON - timedelta(days=5)


def state(project: ProjectFile, *changes: dict[str, Any]) -> None:
    with project.write() as repo:
        repo.add_statements([records.event_ahead(**{"area_code": "", **change}) for change in changes])


def ahead(project: ProjectFile, code: str = "XT01", on: date = ON) -> tuple[EventAhead, ...]:
    return card(project, code, on=on).case.events_ahead


@pytest.mark.parametrize(
    ("where", "first", "second"),
    [
        ({"area_code": "XT01"}, True, False),
        ({"area_code": ""}, True, True),
        ({"area_code": "", "mission": "UNTOY"}, True, True),
        ({"area_code": "", "mission": "UNELSE"}, False, False),
        ({"area_code": "XT01", "mission": "UNTOY"}, True, False),
    ],
)
def test_an_event_bears_on_its_area_its_mission_or_the_country(
    project: ProjectFile, where: dict[str, str], first: bool, second: bool
) -> None:
    state(project, {"kind": ELECTION, "on": SOON, **where})
    assert [bool(ahead(project, code)) for code in ("XT01", "XT02")] == [first, second]


def test_the_first_event_ahead_ends_the_answer(project: ProjectFile) -> None:
    state(project, {"kind": ELECTION, "on": SOON}, {"kind": EventKind.VERDICT, "on": SOON + timedelta(days=3)})
    found = card(project)
    assert [event.on for event in found.events_ahead] == [SOON, SOON + timedelta(days=3)]
    assert found.assessment.expires_on == SOON


def test_an_event_that_was_announced_later_was_not_known(project: ProjectFile) -> None:
    state(project, {"kind": ELECTION, "on": SOON, "announced_on": ON})
    assert ahead(project) == (EventAhead(ELECTION, SOON),)
    assert ahead(project, on=ON - timedelta(days=1)) == ()


def test_an_event_that_is_called_off_is_no_longer_expected_and_was_before(project: ProjectFile) -> None:
    state(project, {"kind": ELECTION, "on": SOON}, {"kind": ELECTION, "on": SOON, "announced_on": ON, "called_off": True})
    assert ahead(project) == ()
    assert ahead(project, on=ON - timedelta(days=1)) == (EventAhead(ELECTION, SOON),)


def test_what_has_passed_stays_on_record(project: ProjectFile) -> None:
    state(project, {"kind": ELECTION, "on": PAST})
    assert ahead(project) == (EventAhead(ELECTION, PAST),)


@pytest.mark.parametrize(("day", "void"), [(PAST, True), (ON, False), (SOON, False), (date(2026, 1, 20), False)])
def test_a_rotation_whose_day_has_passed_makes_what_was_said_before_it_old(project: ProjectFile, day: date, void: bool) -> None:
    """The people of the sample were asked on 1 February."""
    state(project, {"kind": ROTATION, "on": day})
    assert {item.reset_since for item in card(project).case.community_evidence} == {void}


def test_a_rotation_counts_until_the_new_contingent_is_on_record(project: ProjectFile) -> None:
    state(project, {"kind": ROTATION, "on": PAST})
    assert ahead(project) == (EventAhead(ROTATION, PAST),)
    with project.write() as repo:
        repo.add_contingents([records.contingent(rotated_on=PAST - timedelta(days=1))])
    assert ahead(project) == (EventAhead(ROTATION, PAST),), "that was the rotation before"
    with project.write() as repo:
        repo.add_contingents([records.contingent(rotated_on=PAST)])
    found = card(project).case
    assert found.events_ahead == ()
    assert all(item.reset_since for item in found.community_evidence), "its name with the people starts anew all the same"


def test_a_rotation_is_not_seen_to_while_one_unit_here_has_none_on_record(project: ProjectFile) -> None:
    state(project, {"kind": ROTATION, "on": PAST})
    with project.write() as repo:
        repo.add_contingents([records.contingent(rotated_on=PAST)])
        repo.add_presence([records.presence("", contingent="")])
    assert ahead(project) == (EventAhead(ROTATION, PAST),)


@pytest.mark.parametrize(("checked", "seen_to"), [(0, False), (1, True)])
def test_a_withdrawal_that_has_passed_counts_until_somebody_confirmed_the_mission(
    project: ProjectFile, checked: int, seen_to: bool
) -> None:
    state(project, {"kind": WITHDRAWAL, "on": PAST})
    with project.write() as repo:
        repo.put_missions([records.mission(last_checked=PAST + timedelta(days=checked))])
    assert (ahead(project) == ()) is seen_to


@pytest.mark.parametrize(("confirmed", "seen_to"), [(0, False), (1, True)])
def test_of_an_area_that_was_to_be_left_presence_there_says_more(project: ProjectFile, confirmed: int, seen_to: bool) -> None:
    state(project, {"kind": WITHDRAWAL, "on": PAST, "area_code": "XT01"})
    with project.write() as repo:
        repo.put_missions([records.mission(last_checked=ON)])
        repo.add_presence([records.presence("", last_confirmed=PAST + timedelta(days=confirmed))])
    assert (ahead(project) == ()) is seen_to
