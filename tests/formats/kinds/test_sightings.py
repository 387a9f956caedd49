"""Sightings of patrols and logs of bases become presence with a history: coarse, dated, and no route."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area, Presence, PresenceKind
from mrm_desktop.domain.validity import holds_on
from mrm_desktop.domain.vocabulary import PatrolFrequency, SightingsOf
from mrm_desktop.formats.files.read_options import PresenceOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.kinds.sightings import AROUND_KM, frequency_of, longest_gap
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.geo.wkb import from_wkb
from tests.formats.layers.files import AREAS, gpx, track

Write = Callable[..., Path]
TODAY = date(2026, 11, 27)
HEAD = ("date", "latitude", "longitude", "contingent")


def _read(path: Path, of: SightingsOf = SightingsOf.PATROLS, areas: tuple[Area, ...] = AREAS, **said: object) -> Reading:
    return read(path, DatasetKind.PRESENCE, areas, PresenceOptions(today=TODAY, sightings=of, **said))  # type: ignore[arg-type]


def _days(reading: Reading) -> list[tuple[str, date | None, date | None, date | None, PatrolFrequency]]:
    return [(p.name, p.last_confirmed, p.valid_from, p.valid_to, p.frequency) for p in reading.of(Presence)]


def test_sightings_of_an_area_become_a_class_for_each_quarter(write_csv: Write) -> None:
    rows = [
        HEAD,
        *((f"2026-0{m}-{d:02d}", 4.1, 30.6, "RWA") for m in (1, 2, 3) for d in range(1, 29, 6)),
        ("2026-08-09", 4.1, 30.6, "RWA"),
    ]
    reading = _read(write_csv(rows))
    assert _days(reading) == [
        ("Marula", date(2026, 3, 25), date(2026, 3, 25), date(2026, 8, 8), PatrolFrequency.WEEKLY),
        ("Marula", date(2026, 8, 9), date(2026, 8, 9), None, PatrolFrequency.QUARTERLY),
    ]
    assert reading.ledger.rows_kept == 16
    assert reading.ledger.balances


def test_on_each_past_day_there_is_what_was_known_then(write_csv: Write) -> None:
    rows = [HEAD, ("2026-02-10", 4.1, 30.6, "RWA"), ("2026-05-20", 4.1, 30.6, "RWA"), ("2026-11-01", 4.1, 30.6, "RWA")]
    records = _read(write_csv(rows)).of(Presence)

    def known(day: date) -> list[date | None]:
        return [p.last_confirmed for p in records if holds_on(p, day)]

    assert known(date(2026, 2, 9)) == []
    assert known(date(2026, 2, 10)) == known(date(2026, 5, 19)) == [date(2026, 2, 10)]
    assert known(date(2026, 10, 31)) == [date(2026, 5, 20)]
    assert known(TODAY) == [date(2026, 11, 1)]


def test_areas_and_contingents_stand_apart(write_csv: Write) -> None:
    rows = [HEAD, ("2026-11-01", 4.1, 30.6, "RWA"), ("2026-11-02", 4.1, 30.6, "GHA"), ("2026-11-03", 4.1, 33.0, "RWA")]
    found = {(p.name, p.contingent) for p in _read(write_csv(rows)).of(Presence)}
    assert found == {("Marula", "RWA"), ("Marula", "GHA"), ("Kapok", "RWA")}


def test_how_sure_it_is_stands_in_the_ledger(write_csv: Write) -> None:
    rows = [HEAD, ("2026-10-01", 4.1, 30.6, "RWA"), ("2026-10-01", 4.2, 30.6, "RWA"), ("2026-11-17", 4.1, 30.6, "RWA")]
    entries = [e for e in _read(write_csv(rows)).ledger.entries if e.code == "sightings.seen"]
    assert [(e.rows, e.params["gap"], e.params["last"], e.params["since"]) for e in entries] == [
        (2, 47, "2026-11-17", "2026-10-01")
    ]


def test_the_ground_is_coarse_lies_in_its_area_and_holds_the_points(write_csv: Write) -> None:
    rows = [HEAD, ("2026-11-01", 4.1, 31.95, "RWA"), ("2026-11-02", 4.4, 31.5, "RWA")]
    ground = from_wkb(_read(write_csv(rows)).of(Presence)[0].geometry)
    assert ground.bounds[2] <= 32.0
    assert shapely.contains_xy(ground, [31.95, 31.5], [4.1, 4.4]).all()
    assert ground.area * 111.2**2 > 3.14 * AROUND_KM**2


def test_without_a_point_the_whole_area_is_meant(write_csv: Write) -> None:
    reading = _read(write_csv([("date", "area_code"), ("2026-11-01", "ZZ02")]))
    assert from_wkb(reading.of(Presence)[0].geometry).equals(from_wkb(AREAS[1].geometry))


def test_a_track_is_a_sighting_in_each_area_that_it_crosses_and_its_way_is_lost(tmp_path: Path) -> None:
    way = [(31.0, 4.0), (31.3, 4.4), (31.7, 3.9), (32.5, 4.1)]
    timed = track(way, "patrol").replace('"/>', '"><time>2026-11-05T06:41:12Z</time></trkpt>')
    records = _read(gpx(tmp_path / "a.gpx", timed)).of(Presence)
    assert [(p.name, p.last_confirmed, p.kind) for p in records] == [
        ("Marula", date(2026, 11, 5), PresenceKind.PATROL_AREA),
        ("Kapok", date(2026, 11, 5), PresenceKind.PATROL_AREA),
    ]
    corners = {(round(x, 3), round(y, 3)) for p in records for x, y in shapely.get_coordinates(from_wkb(p.geometry)).tolist()}
    assert not corners & set(way)
    assert "06:41" not in repr(records)


def test_of_a_device_only_the_day_is_kept(tmp_path: Path) -> None:
    point = '<wpt lat="4.1" lon="30.6"><time>2026-11-05T06:41:12Z</time><name>Base</name></wpt>'
    reading = read(gpx(tmp_path / "a.gpx", point), DatasetKind.PRESENCE, AREAS, PresenceOptions(today=TODAY))
    assert reading.of(Presence)[0].last_confirmed == date(2026, 11, 5)
    assert "06:41" not in repr(reading)


def test_a_log_of_bases_month_by_month_is_a_history(write_csv: Write) -> None:
    head = ("base", "latitude", "longitude", "date", "contingent")
    rows = [head, *(("Bor", 4.1, 30.6, f"2026-{m:02d}-15", "RWA") for m in (10, 8, 9)), ("Wau", 4.1, 33.0, "2026-08-15", "GHA")]
    reading = _read(write_csv(rows), SightingsOf.BASES, radius_km=12.0)
    assert [(p.name, p.valid_from, p.valid_to, p.kind, p.radius_km) for p in reading.of(Presence)] == [
        ("Bor", date(2026, 8, 15), date(2026, 9, 14), PresenceKind.BASE, 12.0),
        ("Bor", date(2026, 9, 15), date(2026, 10, 14), PresenceKind.BASE, 12.0),
        ("Bor", date(2026, 10, 15), None, PresenceKind.BASE, 12.0),
        ("Wau", date(2026, 8, 15), None, PresenceKind.BASE, 12.0),
    ]


def test_rows_that_are_no_sighting_are_left_out_with_the_reason(write_csv: Write) -> None:
    rows = [
        HEAD,
        ("", 4.1, 30.6, "RWA"),
        ("2027-01-01", 4.1, 30.6, "RWA"),
        ("2026-11-01", 40.0, 3.0, "RWA"),
        ("2026-11-02", 4.1, 30.6, ""),
    ]
    reading = _read(write_csv(rows))
    dropped = {p.code for p in reading.ledger.problems if p.row in (2, 3, 4)}
    assert {"sighting.no_day", "cell.date_in_future", "sighting.no_area"} <= dropped
    assert (reading.ledger.rows_kept, reading.ledger.rows_dropped) == (1, 3)


def test_a_file_without_days_is_no_file_of_sightings(write_csv: Write) -> None:
    with pytest.raises(KnownError) as caught:
        _read(write_csv([("name", "latitude", "longitude"), ("A", 4.1, 30.6)]))
    assert (caught.value.code, caught.value.params["field"]) == ("table.column_missing", "last_confirmed")


@pytest.mark.parametrize(
    ("days", "seen", "frequency"),
    [
        (92, 14, "weekly"),
        (92, 13, "fortnightly"),
        (92, 6, "monthly"),
        (92, 2, "quarterly"),
        (92, 1, "quarterly"),
        (93, 1, "unknown"),
        (58, 1, "quarterly"),
    ],
)
def test_classes_of_frequency(days: int, seen: int, frequency: str) -> None:
    assert frequency_of(days, seen) == PatrolFrequency(frequency)


@given(st.integers(1, 400), st.integers(1, 400))
def test_more_sightings_are_never_a_rarer_class(days: int, seen: int) -> None:
    order: list[PatrolFrequency] = [f for f in PatrolFrequency if f is not PatrolFrequency.NONE]
    assert order.index(frequency_of(days, seen + 1)) <= order.index(frequency_of(days, seen))


@given(st.sets(st.integers(0, 300), min_size=1, max_size=12))
def test_the_longest_time_without_is_one_of_the_gaps(offsets: set[int]) -> None:
    start = date(2026, 1, 1)
    days = [start + timedelta(days=n) for n in offsets]
    gap = longest_gap(days, start + timedelta(days=301))
    assert gap >= 301 - max(offsets)
    assert all(any(n < m <= n + gap for m in {*offsets, 301}) for n in offsets)


def test_a_day_on_which_nobody_was_seen_is_no_sighting(write_csv: Write) -> None:
    rows = [(*HEAD, "frequency"), ("2026-01-05", 4.1, 30.6, "RWA", "never"), ("2026-01-06", 4.1, 30.6, "RWA", "weekly")]
    reading = _read(write_csv(rows))
    assert reading.ledger.rows_kept == 1
    assert [p.code for p in reading.ledger.problems] == ["sighting.of_none"]
