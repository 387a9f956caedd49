"""Closed and planned bases, counts of nobody, and one base measured many times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import Presence
from mrm_desktop.domain.vocabulary import SightingsOf
from mrm_desktop.formats.files.read_options import PresenceOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.kinds.presence_status import Status, status_of
from mrm_desktop.formats.rows.reading import Reading
from tests.formats.layers.files import AREAS

Write = Callable[..., Path]
TODAY = date(2026, 11, 27)


def _read(path: Path, of: SightingsOf | None = None) -> Reading:
    return read(path, DatasetKind.PRESENCE, AREAS, PresenceOptions(today=TODAY, sightings=of))


def _codes(reading: Reading) -> list[tuple[int, str]]:
    return [(p.row, p.code) for p in reading.ledger.problems if p.code != "import.grade_assumed"]


@pytest.mark.parametrize(
    "heading", ["patrols_seen", "patrols", "count", "nombre_de_patrouilles", "número de patrullas", "عدد الدوريات", "un_seen"]
)
def test_a_count_of_no_patrols_is_no_sighting(write_csv: Write, heading: str) -> None:
    rows = [("date", "latitude", "longitude", heading), *((f"2026-09-{d:02d}", 4.1, 30.6, int(d == 9)) for d in range(1, 28))]
    reading = _read(write_csv(rows), SightingsOf.PATROLS)
    assert [p.last_confirmed for p in reading.of(Presence)] == [date(2026, 9, 9)]
    assert (reading.ledger.rows_kept, reading.ledger.rows_dropped) == (1, 26)
    assert {code for _, code in _codes(reading)} == {"sighting.of_none"}


@pytest.mark.parametrize(("no", "yes"), [("no", "yes"), ("non", "oui"), ("لا", "نعم"), ("0", "2"), ("\u0660", "\u0663")])
def test_whoever_saw_nobody_saw_no_presence(write_csv: Write, no: str, yes: str) -> None:
    rows = [
        ("name", "date", "latitude", "longitude", "patrol_seen"),
        ("A", "2026-09-01", 4.1, 30.6, no),
        ("B", "2026-09-02", 4.1, 33, yes),
    ]
    assert [p.name for p in _read(write_csv(rows)).of(Presence)] == ["B"]


def test_a_count_that_is_no_number_is_a_problem_and_the_row_is_read(write_csv: Write) -> None:
    reading = _read(
        write_csv([("date", "latitude", "longitude", "patrols"), ("2026-09-01", 4.1, 30.6, "many")]), SightingsOf.PATROLS
    )
    assert (_codes(reading), len(reading.of(Presence))) == ([(2, "cell.not_a_number")], 1)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        *(
            (w, Status.CLOSED)
            for w in ("closed", "Closed since 2025", "Not active", "no longer operational", "handed over", "fermée")
        ),
        *((w, Status.CLOSED) for w in ("Inactif", "hors service", "Cerrada", "no operativa", "retirado", "مغلقة", "غير نشطة")),
        *(
            (w, Status.OPEN)
            for w in ("active", "Operational", "not closed", "en service", "ouverte", "activa", "abierto", "نشطة", "مفتوحة")
        ),
        *((w, Status.PLANNED) for w in ("planned", "under construction", "prévue", "en construction", "prevista", "مخططة")),
        ("green", None),
        ("not planned", None),
    ],
)
def test_words_for_the_state_of_a_base(text: str, status: Status | None) -> None:
    assert status_of(text) is status


def test_yes_and_no_mean_what_their_heading_asks() -> None:
    assert status_of("no", "active") is Status.CLOSED
    assert status_of("yes", "closed") is Status.CLOSED
    assert status_of("oui", "Fermée") is Status.CLOSED
    assert status_of("1", "Operational") is Status.OPEN


@pytest.mark.parametrize("of", [None, SightingsOf.BASES])
def test_a_closing_ends_what_the_log_says_of_the_base(write_csv: Write, of: SightingsOf | None) -> None:
    rows = [
        ("date", "name", "latitude", "longitude", "status", "contingent"),
        ("2026-10-31", "Base A", 4.1002, 30.6, "closed", "IND"),
        ("2026-08-31", "Base A", 4.1, 30.6, "active", "IND"),
        ("2026-09-30", "Base A", 4.1, 30.6, "closed", "IND"),
        ("2026-09-30", "Base B", 4.1, 33.0, "planned", "IND"),
        ("2026-09-30", "Base C", 4.5, 33.0, "", "IND"),
    ]
    reading = _read(write_csv(rows), of)
    found = {p.name: (p.last_confirmed, p.valid_to) for p in reading.of(Presence)}
    assert found == {"Base A": (date(2026, 8, 31), date(2026, 9, 29)), "Base C": (date(2026, 9, 30), None)}
    assert _codes(reading) == [(2, "presence.closed"), (4, "presence.closed"), (5, "presence.not_there_yet")]
    assert reading.ledger.balances


def test_a_base_that_opens_again_is_there_again(write_csv: Write) -> None:
    rows = [("date", "name", "latitude", "longitude", "status")]
    rows += [(f"2026-0{m}-15", "A", "4.1", "30.6", s) for m, s in ((5, "active"), (6, "closed"), (8, "active"))]
    periods = [(p.valid_from, p.valid_to) for p in _read(write_csv(rows), SightingsOf.BASES).of(Presence)]
    assert periods == [(date(2026, 5, 15), date(2026, 6, 14)), (date(2026, 8, 15), None)]


def test_a_file_of_closed_bases_gives_none(write_csv: Write) -> None:
    reading = _read(write_csv([("name", "latitude", "longitude", "statut"), ("A", 4.1, 30.6, "fermée")]))
    assert (reading.records, reading.ledger.rows_dropped) == ((), 1)


def test_a_closed_base_with_its_days_is_history(write_csv: Write) -> None:
    rows = [("name", "latitude", "longitude", "status", "valid_to"), ("A", 4.1, 30.6, "closed", "2026-05-31")]
    assert [p.valid_to for p in _read(write_csv(rows)).of(Presence)] == [date(2026, 5, 31)]


@pytest.mark.parametrize("of", [None, SightingsOf.BASES])
@pytest.mark.parametrize("name", ["Base Alpha", ""])
def test_drift_of_a_receiver_makes_no_other_base(write_csv: Write, of: SightingsOf | None, name: str) -> None:
    rows = [("date", "name", "latitude", "longitude", "contingent")]
    rows += [(f"2026-{m:02d}-28", name, f"{4.1 + m * 0.0004:.4f}", "30.6", "IND") for m in range(1, 11)]
    records = _read(write_csv(rows), of).of(Presence)
    assert [p.valid_to for p in records].count(None) == 1
    assert {p.name for p in records if of and name} <= {name}
    assert max(p.last_confirmed for p in records if p.last_confirmed) == date(2026, 10, 28)
    assert len(records) == (1 if of is None else 10)


def test_two_bases_of_one_name_far_apart_stay_two(write_csv: Write) -> None:
    rows = [("date", "name", "latitude", "longitude"), ("2026-09-01", "TOB", 4.1, 30.6), ("2026-09-01", "TOB", 4.2, 30.6)]
    assert len(_read(write_csv(rows)).of(Presence)) == 2
