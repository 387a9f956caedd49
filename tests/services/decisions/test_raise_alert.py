"""Alerts: on record at once, waiting until they are written up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.case import ContextFacts
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.missions import MilitaryComponent, RecordedStatus
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.services.decisions.check_records import replay, verify
from mrm_desktop.services.decisions.raise_alert import record_alert, unwritten_alerts, write_up
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import decide, known, opened
from tests.store import records

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
NOTE = "An alert waits for no argument."


def test_an_alert_waits_until_it_is_written_up(project: ProjectFile) -> None:
    alert = record_alert(opened(project), "XT01", "Senior person", NOTE, AT)
    assert alert.assessment["verdict"] == "emergency_alert"
    waiting = unwritten_alerts(known(project).decisions)
    assert [(a.id, a.area_code, a.due_at - a.raised_at) for a in waiting] == [(alert.id, "XT01", timedelta(hours=24))]
    written = write_up(
        opened(project), alert.id, "Field manager", "Told the adviser; a patrol went.", NOTE, AT + timedelta(hours=3)
    )
    assert unwritten_alerts(known(project).decisions) == ()
    assert written.draft.supersedes == alert.id
    decisions = opened(project).decisions()
    assert (verify(decisions), replay(decisions)) == ((), ())


def test_an_alert_needs_nothing_of_what_other_decisions_need(empty: ProjectFile) -> None:
    """Nothing is known of the second square: no evidence, no mission fact, no consent; nobody said which area it was either."""
    alert = record_alert(opened(empty), "", "Senior person", NOTE, AT)
    assert alert.area_code == "XT01"
    assert alert.draft.exposed_people_agree is None


@pytest.mark.parametrize("code", ["", "XT", "XT01"])
def test_an_alert_about_a_region_counts_the_peacekeepers_inside_it(project: ProjectFile, code: str) -> None:
    """Presence is laid on the assessed areas; a larger area has that of those inside it."""
    with project.write() as repository:
        repository.add_dataset(one := records.dataset(name="regions.csv"))
        repository.add_areas([records.area("XT", level=0)], one.id)
        inside = [replace(area, parent="XT") for area in repository.areas() if area.level == 1]
        repository.add_areas(inside, one.id)
    alert = record_alert(opened(project), code, "Senior person", NOTE, AT)
    assert (alert.area_code, alert.assessment["verdict"]) == (code or "XT", "emergency_alert")


def test_a_written_record_says_something(project: ProjectFile) -> None:
    alert = record_alert(opened(project), "XT01", "Senior person", NOTE, AT)
    with pytest.raises(KnownError, match=r"alert\.account_missing"):
        write_up(opened(project), alert.id, "Field manager", "  short ", NOTE, AT)
    with pytest.raises(KnownError, match=r"decision\.supersedes_unknown"):
        write_up(opened(project), "nothing", "Field manager", "A long enough account.", NOTE, AT)
    assert len(unwritten_alerts(known(project).decisions)) == 1


@pytest.mark.parametrize(
    ("mission", "circumstances", "mode"),
    [
        ({}, {"alleged_perpetrator": True}, Mode.PROTECTION_REQUEST),
        ({}, {"context": ContextFacts(True, True)}, Mode.PROTECTION_REQUEST),
        ({"military": MilitaryComponent.UNARMED_OBSERVERS}, {}, Mode.ALERT),
        ({"military": MilitaryComponent.NONE}, {}, Mode.CIVILIAN_CHANNEL),
        ({"military": MilitaryComponent.GUARD_UNIT}, {}, Mode.CIVILIAN_CHANNEL),
        ({"last_checked": None}, {}, Mode.PROTECTION_REQUEST),
    ],
)
@pytest.mark.parametrize("code", ["XT01", "XT02"])
def test_an_alert_is_on_record_whoever_is_there_and_waits_for_its_account(
    project: ProjectFile, mission: dict[str, Any], circumstances: dict[str, Any], mode: Mode, code: str
) -> None:
    """METHOD section 2, rule 3: no score, no accusation and no missing soldier holds an alert; nobody is asked for a reason."""
    with project.write() as repo:
        repo.put_missions([records.mission(**mission)])
        repo.add_circumstances([records.circumstances(code, **circumstances)])
    alert = record_alert(opened(project), code, "Senior person", NOTE, AT)
    assert (alert.assessment["verdict"], alert.draft.chosen_mode) == ("emergency_alert", mode)
    assert (alert.draft.override_reason, alert.draft.rationale) == ("", "")
    assert [a.id for a in unwritten_alerts(known(project).decisions)] == [alert.id]
    written = write_up(opened(project), alert.id, "Field manager", "The centre was told at nine.", NOTE, AT + timedelta(hours=1))
    assert written.draft.chosen_mode is mode
    assert unwritten_alerts(known(project).decisions) == ()
    assert replay(opened(project).decisions()) == ()


def test_where_the_mission_has_closed_an_alert_is_still_on_record_and_written_up(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.put_missions([records.mission(recorded_status=RecordedStatus.CLOSED)])
    alert = record_alert(opened(project), "XT01", "Senior person", NOTE, AT)
    assert (alert.assessment["verdict"], alert.draft.chosen_mode) == ("not_available", Mode.CIVILIAN_CHANNEL)
    ordinary = decide(project, mode=Mode.LIAISON, chosen_mode=Mode.CIVILIAN_CHANNEL, at=AT)
    assert ordinary.assessment["verdict"] == "not_available"
    asked = opened(project)
    assert [a.id for a in unwritten_alerts(asked.knowledge.decisions, asked.decision)] == [alert.id]
    write_up(asked, alert.id, "Field manager", "UNICEF was told at nine.", NOTE, AT + timedelta(hours=3))
    assert unwritten_alerts(asked.knowledge.decisions, asked.decision) == ()
