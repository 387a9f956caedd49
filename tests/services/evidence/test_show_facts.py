"""What was typed by hand is shown by its table, as it was known on a day, and for one area only where somebody asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.documents.facts import TABLES
from mrm_desktop.services.evidence.show_facts import SHOWN, facts_on_record
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, opened
from tests.store import records


def test_every_table_of_a_facts_file_can_be_shown() -> None:
    assert set(SHOWN) == set(TABLES)


@pytest.mark.parametrize("table", SHOWN)
def test_what_is_on_record_is_shown(project: ProjectFile, table: str) -> None:
    with project.write() as repo:
        repo.add_statements(records.statements())
        repo.add_fora([records.forum()])
        repo.add_reset_events([records.reset_event()])
    found = facts_on_record(opened(project), table, ON)
    assert found
    assert {type(record) for record in found} == {TABLES[table][1]}


def test_it_is_shown_as_it_was_known_on_the_day(project: ProjectFile) -> None:
    adopted_on = records.approach().adopted_on
    asked = opened(project)
    assert facts_on_record(asked, "approach", adopted_on) == (records.approach(),)
    assert facts_on_record(asked, "approach", adopted_on - timedelta(days=1)) == ()


def test_of_an_area_is_shown_what_names_it_what_lies_around_or_inside_it_and_the_country(project: ProjectFile) -> None:
    first, second, everywhere = (
        records.force(code=code, area_codes=areas) for code, areas in (("A", ("XT01",)), ("B", ("XT02",)), ("C", ()))
    )
    with project.write() as repo:
        repo.add_dataset(one := records.dataset(name="parts.csv"))
        repo.add_areas([replace(records.area("XT0101"), level=2, parent="XT01")], one.id)
        repo.add_statements([first, second, everywhere])
    shown = {code: facts_on_record(opened(project), "force", ON, code) for code in ("XT01", "XT0101", "XT02")}
    assert shown == {"XT01": (first, everywhere), "XT0101": (first, everywhere), "XT02": (second, everywhere)}
    assert [c.area_code for c in facts_on_record(opened(project), "circumstances", ON, "XT02")] == ["XT02"]


@pytest.mark.parametrize(("table", "area", "code"), [("evidence", "", "facts.nothing_to_show"), ("force", "XT99", "area.unknown")])
def test_what_cannot_be_shown_is_named(project: ProjectFile, table: str, area: str, code: str) -> None:
    with pytest.raises(KnownError) as caught:
        facts_on_record(opened(project), table, ON, area)
    assert caught.value.code == code
