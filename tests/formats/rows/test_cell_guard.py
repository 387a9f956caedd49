"""Cells that a record would keep tell of nobody, and sources are codes; the ledger says what became of each row, never the text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.datasets import DatasetKind, Ledger
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading

Write = Callable[..., Path]
TODAY = date(2026, 4, 1)
PASS = GuardPass("name", "The clinic has had that number as its name for years.", "Field manager", "Security focal point")
ACTORS = ("area", "actor", "kind", "able_to_harm", "stance", "grade", "reported_on", "source")


def places(write_csv: Write, areas: tuple[Area, ...], names: list[str], *passes: GuardPass) -> Reading:
    rows = [("name", "latitude", "longitude"), *((name, f"{5 + n / 10}", "30.5") for n, name in enumerate(names))]
    return read(write_csv(rows), DatasetKind.PLACES, areas, ReadOptions(today=TODAY, guard_passes=passes))


def problems(ledger: Ledger) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.code) for p in ledger.problems]


def test_a_row_that_tells_of_a_person_is_left_out_with_its_column_and_not_its_text(
    write_csv: Write, areas: tuple[Area, ...]
) -> None:
    given = ["Wau Shilluk", "House of Nyaruot Gatluak", "Shop 0912 345 678", "Mary Help Hospital"]
    reading = places(write_csv, areas, given)
    assert [place.name for place in reading.of(Place)] == ["Wau Shilluk", "Mary Help Hospital"]
    assert problems(reading.ledger) == [(3, "name", "guard.person_in_cell"), (4, "name", "guard.person_in_cell")]
    assert [p.params["trace"] for p in reading.ledger.problems] == ["household", "phone"]
    assert not [word for word in ("Nyaruot", "0912") if word in repr(reading.ledger)]
    assert reading.ledger.balances


def test_what_two_people_let_pass_is_told_by_the_ledger(write_csv: Write, areas: tuple[Area, ...]) -> None:
    reading = places(write_csv, areas, ["Clinic 0912 345 678", "Clinic 0912 345 679", "Wau"], PASS)
    assert len(reading.of(Place)) == 3
    [told] = [entry for entry in reading.ledger.entries if entry.code == "guard.passed"]
    assert (told.rows, told.params) == (
        2,
        {"field": "name", "reason": PASS.reason, "by": PASS.passed_by, "seen": PASS.seen_by},
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"field": "latitudo"}, "guard.pass_unknown_field"), ({"seen_by": "field manager"}, "guard.pass_same_role")],
)
def test_a_pass_is_one_before_a_row_is_read(write_csv: Write, areas: tuple[Area, ...], changes: dict[str, Any], code: str) -> None:
    values = {name: getattr(PASS, name) for name in GuardPass.__slots__} | changes
    with pytest.raises(KnownError) as caught:
        places(write_csv, areas, ["Wau"], GuardPass(**values))
    assert caught.value.code == code


def test_the_source_of_a_row_is_a_code_or_makes_one_or_the_row_is_left_out(write_csv: Write, areas: tuple[Area, ...]) -> None:
    said = ["elder-3", "Peer agency", "Peer agency", "Amina B., tel 0912345678", "", "x" * 41]
    rows = [
        ACTORS,
        *(("ZZ01", f"ARM-{n}", "non_state", "yes", "wary", "B2", "2026-03-01", source) for n, source in enumerate(said)),
    ]
    reading = read(write_csv(rows), DatasetKind.ARMED_ACTORS, areas, ReadOptions(today=TODAY, source="desk"))
    sources = [present.report.source for present in reading.of(ActorReport) if present.report is not None]
    assert sources == ["elder-3", "peer-agency", "peer-agency", "desk"]
    assert problems(reading.ledger) == [(5, "source", "source.not_a_code_in_cell"), (7, "source", "source.not_a_code_in_cell")]
    assert [(e.rows, e.params) for e in reading.ledger.entries if e.code == "source.coded"] == [(2, {})]


@pytest.mark.parametrize(
    ("kind", "head", "row", "column"),
    [
        ("armed-actors", ACTORS, ("ZZ01", "Commander Peter Gatwech", "non_state", "yes", "wary", "B2", "2026-03-01", "s"), "actor"),
        ("incidents", ("date", "type", "area_code"), ("2026-03-01", "killing of Nyaruot Gatluak (age 9)", "ZZ01"), "type"),
        (
            "presence",
            ("name", "latitude", "longitude", "contingent"),
            ("Base", "5.5", "30.5", "Colonel Peter +211 912 345 678"),
            "contingent",
        ),
    ],
)
def test_every_kind_looks_at_its_texts(
    write_csv: Write, areas: tuple[Area, ...], kind: str, head: tuple[str, ...], row: tuple[str, ...], column: str
) -> None:
    reading = read(write_csv([head, row]), DatasetKind(kind), areas, ReadOptions(today=TODAY))
    assert reading.records == ()
    assert problems(reading.ledger) == [(2, column, "guard.person_in_cell")]


def test_what_a_survey_says_of_its_source_is_a_code_too(write_csv: Write, areas: tuple[Area, ...]) -> None:
    head = ("area_code", "stratum", "rating", "date", "source", "rated")
    answers = [
        ("ZZ01", "women", "much better", "2026-03-01", source, "mission")
        for source in ("Team one", "0912345678", "s1", "x" * 41) * 10
    ]
    reading = read(write_csv([head, *answers]), DatasetKind.COMMUNITY, areas, ReadOptions(today=TODAY, source="desk"))
    assert {e.item.source for e in reading.of(AreaEvidence)} == {"team-one", "s1", "desk"}
    told = {(p.column, p.code) for p in reading.ledger.problems}
    assert {("source", "source.not_a_code_in_answer"), ("source", "guard.person_in_answer")} <= told


def test_a_person_in_a_number_is_not_kept_and_the_row_is(areas: tuple[Area, ...], write_csv: Callable[..., Path]) -> None:
    head = ("incident_id", "date", "type", "latitude", "longitude")
    rows = [("John Deng", "2026-02-03", "ambush", 4.1, 30.6), ("SSD12", "2026-02-03", "ambush", 4.1, 30.6)]
    reading = read(write_csv([head, *rows]), DatasetKind.INCIDENTS, areas)
    assert [incident.key for incident in reading.of(Incident)] == ["", "SSD12"]
    assert [(p.row, p.code) for p in reading.ledger.problems] == [(2, "guard.person_in_answer")]
    assert "Deng" not in repr(reading)
    places = read(
        write_csv([("name", "code", "latitude", "longitude"), ("Doum", "John Deng", 4.1, 30.6)]), DatasetKind.PLACES, areas
    )
    assert [place.code for place in places.of(Place)] == [""]


@pytest.mark.parametrize("kind", ["reported by John Deng Mabior", "Mary Akol abducted"])
def test_a_person_in_a_type_leaves_the_row_out(areas: tuple[Area, ...], write_csv: Callable[..., Path], kind: str) -> None:
    rows = [("date", "type", "latitude", "longitude"), ("2026-02-03", kind, 4.1, 30.6)]
    reading = read(write_csv(rows), DatasetKind.INCIDENTS, areas)
    assert [p.code for p in reading.ledger.problems] == ["guard.person_in_cell"]
    places = read(write_csv([("name", "type", "latitude", "longitude"), ("Doum", kind, 4.1, 30.6)]), DatasetKind.PLACES, areas)
    assert [p.code for p in places.ledger.problems] == ["guard.person_in_cell"]
