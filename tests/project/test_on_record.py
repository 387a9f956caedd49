"""Which records bear on an area: in it, around it, in a part of it, and those of the whole country."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mrm_desktop.domain.missions import Component
from mrm_desktop.domain.vocabulary import MissionStatus
from mrm_desktop.project import on_record
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, POLICY, known
from tests.store import records


@pytest.fixture
def nested(empty: ProjectFile) -> Knowledge:
    """Two squares, the first with a part of its own, in which something of each kind is on record."""
    with empty.write() as repo:
        repo.add_dataset(one := records.dataset(name="parts.csv"))
        repo.add_areas([replace(records.area("XT0101"), level=2, parent="XT01")], one.id)
        repo.add_statements(
            [records.event_ahead(area_code="XT0101"), records.force(area_codes=("XT0101",)), records.force(code="EVERYWHERE")]
        )
        repo.add_presence([records.presence("", last_confirmed=date(2026, 2, 20)), records.presence("", last_confirmed=None)])
        repo.add_focal_points([records.focal_point(Component.UNICEF), records.focal_point(area_code="XT01")])
    return known(empty).as_of(ON)


@pytest.mark.parametrize(("code", "bears"), [("XT0101", True), ("XT01", True), ("XT02", False)])
def test_what_is_of_a_part_bears_on_the_whole_and_not_next_door(nested: Knowledge, code: str, bears: bool) -> None:
    assert bool(on_record.events_of(nested, code, ON)) is bears
    assert [force.code for force in on_record.forces_of(nested, code)] == [*(["REGFOR"] if bears else []), "EVERYWHERE"]


def test_presence_counts_from_the_day_of_its_confirmation(nested: Knowledge) -> None:
    found = {days: len(on_record.presence_known(nested, "XT0101", date(2026, 2, 20) - timedelta(days=days))) for days in (0, 1)}
    assert found == {0: 2, 1: 1}


def test_the_mission_of_an_area_without_presence_is_that_of_the_project(nested: Knowledge) -> None:
    record = on_record.mission_of(nested, "XT02", ON)
    assert record == nested.missions["UNTOY"]
    assert on_record.status_of(record, ON, POLICY) is MissionStatus.ACTIVE
    assert on_record.status_of(None, ON, POLICY) is MissionStatus.UNCONFIRMED


def test_whoever_covers_the_area_is_called_in_fallback_order(nested: Knowledge) -> None:
    called = {code: [p.component for p in on_record.focal_points_of(nested, code)] for code in ("XT0101", "XT02")}
    assert called == {"XT0101": [Component.CHILD_PROTECTION, Component.UNICEF], "XT02": [Component.UNICEF]}
