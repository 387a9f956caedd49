"""Of what a file says twice, the newest counts, or both, or a person is asked; never the first row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Presence
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.vocabulary import PatrolFrequency
from tests.formats.real_files import problem_codes, read_case, told

PRESENCE, COMMUNITY, INCIDENTS = DatasetKind.PRESENCE, DatasetKind.COMMUNITY, DatasetKind.INCIDENTS
KOBO_END = ("_id", "_uuid", "_submission_time")


@pytest.mark.parametrize(
    ("file", "newest"),
    [
        ("presence_log.csv", date(2026, 10, 20)),
        ("presence_noname.csv", date(2026, 10, 20)),
        ("presence_area.csv", date(2026, 3, 2)),
        ("presence_ascending.csv", date(2026, 10, 20)),
        ("presence_descending.csv", date(2026, 10, 20)),
        ("presence_one_folder.kml", date(2026, 10, 5)),
        ("presence_folders.kml", date(2026, 10, 5)),
    ],
)
def test_the_newest_confirmation_counts_whatever_the_order(file: str, newest: date) -> None:
    reading = read_case(file, PRESENCE)
    assert [p.last_confirmed for p in reading.of(Presence)] == [newest]
    assert reading.ledger.rows_merged == reading.ledger.rows_in - 1


def test_a_monthly_base_table_gives_the_last_month_of_each_base() -> None:
    presence = read_case("presence_radpko.csv", PRESENCE).of(Presence)
    assert [(p.name, p.last_confirmed) for p in presence] == [("ombo", date(2026, 10, 1)), ("closed base", date(2026, 1, 1))]


def test_at_one_day_the_better_source_counts() -> None:
    assert [p.frequency for p in read_case("presence_frequency.csv", PRESENCE).of(Presence)] == [PatrolFrequency.WEEKLY]


def test_two_periods_of_one_base_are_both_kept(write_csv: Callable[..., Path]) -> None:
    rows = [
        ("name", "mission", "lat", "lon", "valid_from", "valid_to"),
        ("Ombo", "UNMEX", 4.1, 33.0, "2020-01-01", "2024-06-30"),
        ("Ombo", "UNMEX", 4.1, 33.0, "2026-01-01", ""),
    ]
    found = read_case(write_csv(rows), PRESENCE).of(Presence)
    assert [(p.valid_from, p.valid_to) for p in found] == [(date(2020, 1, 1), date(2024, 6, 30)), (date(2026, 1, 1), None)]


@pytest.mark.parametrize("file", ["moved_rating.csv", "moved_date.csv"])
def test_a_question_moved_into_a_group_is_one_question(file: str) -> None:
    reading = read_case(file, COMMUNITY)
    assert reading.ledger.rows_kept == 12
    assert len(told(reading, "table.columns_joined")) == 1
    if file == "moved_rating.csv":
        assert [e.item.mean_rating for e in reading.of(AreaEvidence)] == [0.0]


def test_a_question_moved_from_one_group_to_another_is_told_by_the_form_version(write_csv: Callable[..., Path]) -> None:
    rows = _two_groups(["v1", "v1", "v2", "v2"])
    assert read_case(write_csv(rows, delimiter=";"), COMMUNITY).ledger.rows_kept == 4


def test_two_groups_that_ask_the_same_of_others_are_two_questions(write_csv: Callable[..., Path]) -> None:
    with pytest.raises(KnownError) as asked:
        read_case(write_csv(_two_groups(["v1"] * 4), delimiter=";"), COMMUNITY)
    assert asked.value.code == "community.several_ratings"


def _two_groups(versions: list[str]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [("today", "county", "army/pk_effect", "police/pk_effect", *KOBO_END, "__version__")]
    for n, version in enumerate(versions):
        answers = ("Much worse", "") if n < 2 else ("", "Much better")
        rows.append(("2026-05-01", "Upper Marula", *answers, n, f"u{n}", "2026-05-02T10:00:00", version))
    return rows


@pytest.mark.parametrize("file", ["points_start_village.csv", "points_office_village.csv"])
def test_the_village_counts_and_not_where_the_form_was_opened(file: str) -> None:
    assert {e.area_code for e in read_case(file, COMMUNITY).of(AreaEvidence)} == {"ZZ0202"}


def test_two_villages_are_asked_about(write_csv: Callable[..., Path]) -> None:
    head = ("today", "_home_latitude", "_home_longitude", "_school_latitude", "_school_longitude", "pk_effect", *KOBO_END)
    rows = [head, ("2026-05-01", 4.1, 30.5, 4.1, 33.0, "Much worse", 0, "u0", "2026-05-02T10:00:00")]
    path = write_csv(rows, delimiter=";")
    with pytest.raises(KnownError) as asked:
        read_case(path, COMMUNITY)
    assert asked.value.params["columns"] == ["_home_latitude", "_school_latitude"]
    said = {"latitude": "_school_latitude", "longitude": "_school_longitude"}
    assert [e.area_code for e in read_case(path, COMMUNITY, columns=said).of(AreaEvidence)] == ["ZZ0202"]


def test_two_fixes_of_one_village_are_no_question(write_csv: Callable[..., Path]) -> None:
    head = ("today", "_home_latitude", "_home_longitude", "_well_latitude", "_well_longitude", "pk_effect", *KOBO_END)
    rows = [head, ("2026-05-01", 4.1, 30.5, 4.101, 30.501, "Much worse", 0, "u0", "2026-05-02T10:00:00")]
    assert read_case(write_csv(rows, delimiter=";"), COMMUNITY).ledger.rows_kept == 1


def test_an_edited_submission_counts_as_it_was_sent_last() -> None:
    reading = read_case("uuid_twice.csv", COMMUNITY)
    assert [e.distribution.counts for e in reading.of(AreaEvidence) if e.distribution] == [(0, 0, 1, 0, 1)]
    assert problem_codes(reading) == [(2, "community.repeated_submission")]


def test_the_time_of_sending_decides_and_not_the_row(write_csv: Callable[..., Path]) -> None:
    rows = [
        ("today", "county", "pk_effect", *KOBO_END),
        ("2026-05-01", "Upper Marula", "Much better", 0, "u0", "2026-05-09T10:00:00"),
        ("2026-05-01", "Upper Marula", "Much worse", 0, "u0", "2026-05-02T10:00:00"),
    ]
    reading = read_case(write_csv(rows, delimiter=";"), COMMUNITY)
    assert [e.item.mean_rating for e in reading.of(AreaEvidence)] == [2.0]
    assert problem_codes(reading) == [(3, "community.repeated_submission")]


def test_a_tag_of_another_day_is_not_the_day() -> None:
    assert [i.happened_on for i in read_case("tags_awsd.csv", INCIDENTS).of(Incident)] == [date(2026, 3, 14)]
    assert [i.happened_on for i in read_case("tags_two_dates.csv", INCIDENTS).of(Incident)] == [date(2026, 3, 14)]
    presence = read_case("tags_presence.csv", PRESENCE).of(Presence)
    assert [(p.last_confirmed, p.valid_from) for p in presence] == [(date(2026, 3, 1), date(2020, 1, 1))]


def test_months_by_name_and_unknown_days_of_awsd_are_read() -> None:
    incidents = read_case("tags_awsd_long.csv", INCIDENTS).of(Incident)
    assert [(i.key, i.happened_on, i.day_precision) for i in incidents] == [
        ("5001", date(2026, 3, 14), 1),
        ("5002", date(2026, 3, 1), 31),
        ("5003", date(2026, 1, 1), 366),
        ("5004", date(2026, 1, 1), 366),
    ]


def test_a_file_that_only_says_when_it_was_reported_is_asked_about(write_csv: Callable[..., Path]) -> None:
    rows = [("ID", "Date", "Type"), ("#event+id", "#date+reported", "#event+type"), (1, "2026-03-20", "Shooting")]
    with pytest.raises(KnownError) as asked:
        read_case(write_csv(rows), INCIDENTS)
    assert asked.value.code == "incidents.no_date"


def test_an_edited_submission_is_known_by_the_key_it_had_at_first(write_csv: Callable[..., Path]) -> None:
    rows = [
        ("today", "county", "pk_effect", *KOBO_END, "meta/rootUuid"),
        ("2026-05-01", "Upper Marula", "Much worse", 0, "u0", "2026-05-02T10:00:00", ""),
        ("2026-05-01", "Upper Marula", "Much better", 0, "u9", "2026-05-03T10:00:00", "uuid:u0"),
    ]
    reading = read_case(write_csv(rows, delimiter=";"), COMMUNITY)
    assert [e.item.mean_rating for e in reading.of(AreaEvidence)] == [2.0]
    assert problem_codes(reading) == [(2, "community.repeated_submission")]


def test_a_month_of_a_base_table_dates_its_bases(write_csv: Callable[..., Path]) -> None:
    rows = [
        ("Source", "Mission", "Year", "Month", "Country", "Location", "Latitude", "Longitude", "No.troops"),
        *(("Map", "UNMEX", 2025, month, "Zz", "Ombo", 4.1, 33.0, 100) for month in ("3", "November", "7")),
    ]
    presence = read_case(write_csv(rows), PRESENCE).of(Presence)
    assert [(p.name, p.last_confirmed) for p in presence] == [("Ombo", date(2025, 11, 30))]


def test_a_day_without_an_incident_is_none_and_a_sum_is_said(write_csv: Callable[..., Path]) -> None:
    head = ("date", "type", "lat", "lon", "incidents", "fatalities")
    rows = [head, ("2026-02-03", "ambush", 4.1, 30.6, 12, 3), ("2026-02-04", "ambush", 4.1, 30.6, 0, 0)]
    reading = read_case(write_csv(rows), DatasetKind.INCIDENTS)
    assert [i.happened_on for i in reading.of(Incident)] == [date(2026, 2, 3)]
    assert (3, "incidents.none_that_day") in problem_codes(reading)
    assert "incidents.several_in_a_row" in {entry.code for entry in reading.ledger.entries}


def test_incidents_that_say_the_same_are_kept_and_said(write_csv: Callable[..., Path]) -> None:
    row = ("2026-02-03", "ambush", 4.1, 30.6)
    reading = read_case(write_csv([("date", "type", "lat", "lon"), row, row]), DatasetKind.INCIDENTS)
    assert len(reading.of(Incident)) == 2
    assert [entry.rows for entry in reading.ledger.entries if entry.code == "incidents.alike"] == [1]
