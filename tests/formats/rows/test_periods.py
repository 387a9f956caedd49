"""The columns that say how long a row holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.vocabulary import RiskFactor
from mrm_desktop.formats.documents.facts import facts_of
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.read_file import read

Write = Callable[[Sequence[Sequence[str]]], Path]
SAID = ReadOptions(today=date(2026, 6, 1))
TABLES = {
    DatasetKind.PLACES: ("name,area_code", "A,ZZ01"),
    DatasetKind.PRESENCE: ("name,latitude,longitude", "A,4.5,30.5"),
    DatasetKind.COMMUNITY: ("area_code,answered,mean_rating,collected_on,stratum", "ZZ01,30,0.5,2026-03-01,women"),
    DatasetKind.ARMED_ACTORS: ("area_code,actor", "ZZ01,group X"),
}


def table(kind: DatasetKind, headings: str, *ends: tuple[str, str]) -> list[list[str]]:
    heads, row = TABLES[kind]
    return [[*heads.split(","), *headings.split(",")], *([*row.split(","), *end] for end in ends)]


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("headings", ["valid_from,valid_to", "Valid since,Valid until", "valable_du,valable_jusqu'au"])
def test_every_table_of_facts_may_say_how_long_a_row_holds(
    kind: DatasetKind, headings: str, write_csv: Write, areas: tuple[Area, ...]
) -> None:
    reading = read(write_csv(table(kind, headings, ("2026-01-01", "2026-09-30"))), kind, areas, SAID)
    (record,) = reading.records
    assert (record.valid_from, record.valid_to) == (date(2026, 1, 1), date(2026, 9, 30))


@pytest.mark.parametrize("kind", TABLES)
def test_empty_cells_are_open_ends(kind: DatasetKind, write_csv: Write, areas: tuple[Area, ...]) -> None:
    reading = read(write_csv(table(kind, "valid_from,valid_to", ("", "2026-09-30"))), kind, areas, SAID)
    assert [(r.valid_from, r.valid_to) for r in reading.records] == [(None, date(2026, 9, 30))]


@pytest.mark.parametrize("kind", TABLES)
def test_a_row_whose_days_cannot_be_told_is_left_out_and_named(
    kind: DatasetKind, write_csv: Write, areas: tuple[Area, ...]
) -> None:
    ends = [("2026-09-30", "2026-01-01"), ("soon", ""), ("", "03/04/2026")]
    reading = read(write_csv(table(kind, "valid_from,valid_to", *ends)), kind, areas, SAID)
    assert (reading.records, reading.ledger.rows_dropped) == ((), 3)
    found = [(p.row, p.column, p.code) for p in reading.ledger.problems]
    assert found == [
        (2, "valid_to", "cell.ends_before_it_begins"),
        (3, "valid_from", "cell.not_a_date"),
        (4, "valid_to", "cell.ambiguous_date"),
    ]


def test_a_single_answer_has_a_day_and_no_period(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [["area_code", "rating", "collected_on", "stratum", "valid_to"], ["ZZ01", "1", "2026-03-01", "women", "2026-09-30"]]
    reading = read(write_csv(rows), DatasetKind.COMMUNITY, areas, SAID)
    assert [e.valid_to for e in reading.records] == [None]
    unread = [e.params["columns"] for e in reading.ledger.entries if e.code == "import.columns_not_read"]
    assert unread == [["valid_to"]], "the ledger says that it was not read"


def test_facts_typed_by_hand_have_periods() -> None:
    point = {"role": "Adviser", "component": "child_protection", "mission": "UNMEX"}
    (found,) = facts_of({"focal_point": [point | {"valid_to": date(2026, 9, 30)}]}).focal_points
    assert (found.valid_from, found.valid_to) == (None, date(2026, 9, 30))
    with pytest.raises(KnownError) as caught:
        facts_of({"focal_point": [point | {"valid_from": date(2026, 10, 1), "valid_to": date(2026, 9, 30)}]})
    assert (caught.value.code, caught.value.params) == ("facts.period_reversed", {"where": "focal_point 1"})


def test_facts_typed_by_hand_list_measures_and_name_what_does_not_fit_in_them() -> None:
    place = {"area_code": "ZZ01", "recorded_on": date(2026, 3, 1), "source": "office", "grade": "B2"}
    measure = {"name": "met elsewhere", "lowers": RiskFactor.LIKELIHOOD.value, "in_place": True}
    (found,) = facts_of({"circumstances": [place | {"measures": [measure]}]}).circumstances
    assert [(m.name, m.in_place) for m in found.measures] == [("met elsewhere", True)]
    with pytest.raises(KnownError) as caught:
        facts_of({"circumstances": [place | {"measures": [measure | {"in_place": "yes"}]}]})
    assert (caught.value.code, caught.value.params["where"]) == ("facts.bad_value", "circumstances 1.measures 1.in_place")
