"""The week: the briefing compared with a day, and the incidents of the days in between where they are assessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.project.question import Question
from mrm_desktop.services.briefing.week import week_of
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, opened
from tests.store import records

NOON, SINCE = datetime(2026, 3, 1, 12, tzinfo=UTC), date(2026, 2, 22)


def test_it_compares_with_its_day_and_counts_what_happened_since(project: ProjectFile) -> None:
    one = records.dataset(DatasetKind.INCIDENTS, name="incidents.csv")
    days = {"XT01": (date(2026, 2, 23), ON), "XT99": (ON,), "XT02": (SINCE,)}
    with project.write() as repository:
        repository.add_dataset(one)
        repository.add_incidents(
            [
                replace(records.incident(one.id), id=new_id(), key="", area_code=code, happened_on=day)
                for code, those in days.items()
                for day in those
            ]
        )
    week = week_of(opened(project), Question(), NOON, SINCE)
    assert week.briefing.since == SINCE
    assert week.incidents == {"XT01": 2, "": 1}
    assert [change.area_code for change in week_of(opened(project), Question(), NOON, date(2024, 1, 1)).briefing.changes] == [
        "XT01"
    ]
