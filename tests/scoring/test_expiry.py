"""No answer lasts beyond the recorded mandate period, and the explanation says so (METHOD section 8)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mrm_desktop.domain.case import Case, EventAhead, MissionFacts, Request
from mrm_desktop.domain.vocabulary import EventKind, MissionStatus, Mode, Threat
from mrm_desktop.formats.documents.scenario import case_from_dict, case_to_dict
from mrm_desktop.scoring import Policy, explain

TODAY = date(2026, 3, 1)
LIFETIME = 180  # days of a mode that nobody sees


def case(mandate: int | None = None, closes: int | None = None, event: int | None = None) -> Case:
    day = {days: None if days is None else TODAY + timedelta(days=days) for days in (mandate, closes, event)}
    facts = MissionFacts(MissionStatus.ACTIVE, True, closes_on=day[closes], mandate_ends_on=day[mandate])
    events = () if event is None else (EventAhead(EventKind.ELECTION, TODAY + timedelta(days=event)),)
    return Case("c", TODAY, Request(Mode.CIVILIAN_CHANNEL), facts, events_ahead=events)


@pytest.mark.parametrize(
    ("mandate", "closes", "event", "days", "code"),
    [
        (None, None, None, LIFETIME, "expiry.lifetime"),
        (10, None, None, 10, "expiry.mandate_ends"),
        (0, None, None, 0, "expiry.mandate_ends"),
        (-1, None, None, LIFETIME, "expiry.lifetime"),
        (LIFETIME + 1, None, None, LIFETIME, "expiry.lifetime"),
        (10, 5, None, 5, "expiry.mission_closes"),
        (5, 10, None, 5, "expiry.mandate_ends"),
    ],
)
def test_the_first_of_lifetime_closing_day_and_mandate_period(
    policy: Policy, mandate: int | None, closes: int | None, event: int | None, days: int, code: str
) -> None:
    found = explain(case(mandate, closes, event), policy)
    assert found.expires_on == TODAY + timedelta(days=days)
    assert found.explanation is not None
    assert found.explanation.expiry is not None
    assert found.explanation.expiry.code == code


def test_an_event_before_the_end_of_the_mandate_ends_it_earlier(policy: Policy) -> None:
    assert explain(case(mandate=10, event=7), policy).expires_on == TODAY + timedelta(days=7)


def test_the_end_of_a_mandate_period_is_no_key_of_a_scenario_and_kept_in_a_snapshot() -> None:
    assert "mandate_ends_on" not in case_to_dict(case())["mission"]
    kept = case_to_dict(case(mandate=10))
    assert kept["mission"]["mandate_ends_on"] == "2026-03-11"
    assert case_from_dict(kept).mission.mandate_ends_on == date(2026, 3, 11)


def test_an_emergency_is_ended_by_it_as_any_other_answer(policy: Policy) -> None:
    urgent = Case("c", TODAY, Request(Mode.ALERT, threat=Threat.IMMINENT), case(mandate=1).mission)
    assert explain(urgent, policy).expires_on == TODAY + timedelta(days=1)
