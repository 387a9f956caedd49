"""Groups by what they can do and what they think: what follows, in which order, and who is forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mrm_desktop.domain.stakeholders import (
    HARDLY_HEARD,
    MET_LATELY_DAYS,
    OLD_AFTER_DAYS,
    Acceptance,
    Course,
    Engagement,
    Influence,
    StakeholderKind,
    by_urgency,
    kinds_missing,
    newest_of,
)
from tests.store import records

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("influence", "acceptance", "course"),
    [
        (Influence.HIGH, Acceptance.UNKNOWN, Course.FIND_OUT),
        (Influence.HIGH, Acceptance.HOSTILE, Course.WIN),
        (Influence.MEDIUM, Acceptance.INDIFFERENT, Course.WIN),
        (Influence.HIGH, Acceptance.SUPPORTIVE, Course.KEEP_CLOSE),
        (Influence.MEDIUM, Acceptance.SUPPORTIVE, Course.KEEP_INFORMED),
        (Influence.LOW, Acceptance.HOSTILE, Course.LISTEN),
        (Influence.LOW, Acceptance.UNKNOWN, Course.KEEP_INFORMED),
    ],
)
def test_what_to_do_follows_from_influence_and_acceptance(influence: Influence, acceptance: Acceptance, course: Course) -> None:
    assert records.stakeholder(influence=influence, acceptance=acceptance).course is course


def test_whoever_nobody_spoke_with_comes_first_among_equals() -> None:
    met = records.stakeholder(who="A", acceptance=Acceptance.HOSTILE)
    unmet = records.stakeholder(who="B", acceptance=Acceptance.HOSTILE, engagement=Engagement.NONE, last_met=None)
    unknown = records.stakeholder(who="C", acceptance=Acceptance.UNKNOWN)
    close = records.stakeholder(who="D")
    assert [one.who for one in by_urgency([close, met, unmet, unknown], DAY)] == ["C", "B", "A", "D"]


def test_days_make_a_meeting_and_a_judgement_old() -> None:
    one = records.stakeholder(on=DAY, last_met=DAY)
    assert one.was_met_lately(DAY + timedelta(days=MET_LATELY_DAYS))
    assert not one.was_met_lately(DAY + timedelta(days=MET_LATELY_DAYS + 1))
    assert not one.is_old(DAY + timedelta(days=OLD_AFTER_DAYS))
    assert one.is_old(DAY + timedelta(days=OLD_AFTER_DAYS + 1))


def test_of_one_group_the_newest_judgement_counts() -> None:
    first = records.stakeholder(acceptance=Acceptance.HOSTILE)
    later = records.stakeholder(on=first.on + timedelta(days=1), who=first.who.upper())
    assert newest_of([later, first]) == (later,)
    again = records.stakeholder(acceptance=Acceptance.SCEPTICAL)
    assert newest_of([first, again]) == (again,)


def test_those_who_are_forgotten_first_are_named() -> None:
    assert kinds_missing([]) == HARDLY_HEARD
    assert StakeholderKind.WOMENS_GROUP not in kinds_missing([records.stakeholder()])


def test_nobody_and_a_meeting_to_come_are_faults() -> None:
    assert records.stakeholder(who="  ").fault == "facts.stakeholder_of_nobody"
    assert records.stakeholder(last_met=date(2026, 2, 25)).fault == "facts.stakeholder_met_later"
    assert records.stakeholder().fault is None
