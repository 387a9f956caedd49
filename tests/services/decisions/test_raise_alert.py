"""Alerts: on record at once, waiting until they are written up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.services.decisions.check_records import replay, verify
from mrm_desktop.services.decisions.raise_alert import record_alert, unwritten_alerts, write_up
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import known, opened

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


def test_a_written_record_says_something(project: ProjectFile) -> None:
    alert = record_alert(opened(project), "XT01", "Senior person", NOTE, AT)
    with pytest.raises(KnownError, match=r"alert\.account_missing"):
        write_up(opened(project), alert.id, "Field manager", "  short ", NOTE, AT)
    with pytest.raises(KnownError, match=r"decision\.supersedes_unknown"):
        write_up(opened(project), "nothing", "Field manager", "A long enough account.", NOTE, AT)
    assert len(unwritten_alerts(known(project).decisions)) == 1
