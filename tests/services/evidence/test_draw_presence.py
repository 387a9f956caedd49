"""Presence drawn by hand: a record with a ledger, corrected by replacing it, taken back by an undo; nothing changed in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import shapely

from mrm_desktop.cli.opening import create_project
from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Presence, PresenceKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import GuardPass, PersonInTextError
from mrm_desktop.domain.vocabulary import PatrolFrequency
from mrm_desktop.foundation.clock import now
from mrm_desktop.project.ports import Project
from mrm_desktop.services.evidence.draw_presence import PresenceDraft, drawn_datasets, record_presence
from mrm_desktop.services.evidence.import_data import undo_import

TODAY = date(2026, 3, 1)
SHAPE = shapely.box(30, 5, 31, 6)
DRAFT = PresenceDraft("Loop", "UNMISS", PatrolFrequency.WEEKLY, date(2026, 2, 1), "field-visit", Grade.parse("B2"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made, _ = create_project(tmp_path / "p.mrm", "a long enough passphrase", "P", "UNMISS")
    yield made
    made.close()


def present(project: Project) -> Sequence[Presence]:
    with project.read() as repository:
        return repository.presence()


def datasets(project: Project) -> Sequence[Dataset]:
    with project.read() as repository:
        return repository.datasets()


def test_a_drawn_record_is_kept_with_a_ledger_that_balances(project: Project) -> None:
    record = record_presence(project, DRAFT, SHAPE, now(), TODAY)
    assert present(project) == (record,)
    assert record.kind is PresenceKind.PATROL_AREA
    [dataset] = datasets(project)
    assert dataset.ledger.balances
    assert drawn_datasets([dataset]) == {record.dataset_id}


def test_a_correction_takes_the_place_of_the_record_and_an_undo_gives_it_back(project: Project) -> None:
    first = record_presence(project, DRAFT, SHAPE, now(), TODAY)
    second = record_presence(project, replace(DRAFT, frequency=PatrolFrequency.MONTHLY), SHAPE, now(), TODAY, first.dataset_id)
    assert present(project) == (second,)
    assert len(datasets(project)) == 2
    undo_import(project, second.dataset_id, now())
    assert present(project) == (first,)


def test_a_record_that_no_longer_counts_cannot_be_corrected(project: Project) -> None:
    first = record_presence(project, DRAFT, SHAPE, now(), TODAY)
    record_presence(project, DRAFT, SHAPE, now(), TODAY, first.dataset_id)
    with pytest.raises(KnownError, match="not_drawn_here"):
        record_presence(project, DRAFT, SHAPE, now(), TODAY, first.dataset_id)
    with pytest.raises(KnownError, match="not_drawn_here"):
        record_presence(project, DRAFT, SHAPE, now(), TODAY, "no such dataset")


def test_a_circle_is_a_base_with_its_assumed_radius(project: Project) -> None:
    draft = replace(DRAFT, base_point=(30.5, 5.5), radius_km=12.0)
    record = record_presence(project, draft, SHAPE, now(), TODAY)
    assert (record.kind, record.base_point, record.radius_km) == (PresenceKind.BASE, (30.5, 5.5), 12.0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "  "}, "draw.no_name"),
        ({"source": ""}, "draw.no_source"),
        ({"name": "x" * 121}, "draw.text_too_long"),
        ({"last_confirmed": date(2026, 3, 2)}, "draw.in_the_future"),
        ({"mission": "NOBODY"}, "facts.unknown_mission"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    project: Project, changes: dict[str, str] | dict[str, date], code: str
) -> None:
    with pytest.raises(KnownError) as refused:
        record_presence(project, replace(DRAFT, **changes), SHAPE, now(), TODAY)
    assert refused.value.code == code
    assert present(project) == ()
    assert datasets(project) == ()


def test_a_line_covers_nothing(project: Project) -> None:
    with pytest.raises(KnownError, match="no_area"):
        record_presence(project, DRAFT, shapely.LineString([(30, 5), (31, 6)]), now(), TODAY)


def test_a_base_is_called_by_no_persons_name_and_its_source_is_a_code(project: Project) -> None:
    named = replace(DRAFT, name="House of Nyaruot Gatluak")
    for wrong, field in ((named, "name"), (replace(DRAFT, contingent="Colonel Peter +211 912 345 678"), "contingent")):
        with pytest.raises(PersonInTextError) as caught:
            record_presence(project, wrong, SHAPE, now(), TODAY)
        assert {finding.field for finding in caught.value.findings} == {field}
    with pytest.raises(KnownError) as refused:
        record_presence(project, replace(DRAFT, source="field visit"), SHAPE, now(), TODAY)
    assert refused.value.params["suggestion"] == "field-visit"
    assert present(project) == ()
    passed = GuardPass("name", "The base has had this number since 2012.", "Field manager", "Security focal point")
    record_presence(project, replace(DRAFT, name="Base 0912345678", guard_passes=(passed,)), SHAPE, now(), TODAY)
    with project.read() as repository:
        assert [(kept.about, kept.guard_pass) for kept in repository.guard_passes()] == [("presence", passed)]
