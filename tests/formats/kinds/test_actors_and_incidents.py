"""Armed actors without informants, incidents no more exact than their source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.vocabulary import ActorKind, Stance
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.read_file import read

Write = Callable[..., Path]
TODAY = date(2026, 4, 1)
ACTOR_HEAD = ("area", "actor", "kind", "able_to_harm", "stance", "grade", "reported_on", "source")
ACLED = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "admin1"),
    *("location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities", "tags", "timestamp"),
)


def test_reports(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [
        ACTOR_HEAD,
        ("ZZ01", "ARM-1", "non_state", "yes", "wary", "B2", "2026-03-01", "S1"),
        ("ZZ01", "State forces", "state", "non", "Supportive", "C3", "05 March 2026", "S2"),
        ("ZZ01", "ARM-2", "", "", "", "", "", ""),
        ("ZZ01", "ARM-1", "non_state", "yes", "wary", "B2", "2026-03-01", "S1"),
        ("ZZ09", "ARM-1", "non_state", "yes", "wary", "B2", "2026-03-01", "S1"),
        ("ZZ01", "ARM-3", "martian", "perhaps", "friendly", "B2", "2026-03-01", "S1"),
        ("ZZ01", "ARM-4", "state", "yes", "hostile", "B2", "03/04/2026", "S1"),
        ("ZZ01", "ARM-5", "state", "yes", "hostile", "B2", "2026-09-01", "S1"),
        ("ZZ01", "", "state", "yes", "hostile", "B2", "2026-03-01", "S1"),
    ]
    reading = read(write_csv(rows), DatasetKind.ARMED_ACTORS, areas, ReadOptions(today=TODAY))
    first, state, unknown = reading.of(ActorReport)
    assert first.report is not None
    assert (first.kind, first.able_to_harm, first.report.stance) == (ActorKind.NON_STATE, True, Stance.WARY)
    assert (state.kind, state.able_to_harm) == (ActorKind.STATE, False)
    assert (unknown.report, unknown.able_to_harm) == (None, True)
    ledger = reading.ledger
    assert (ledger.rows_in, ledger.rows_kept, ledger.rows_merged, ledger.rows_dropped) == (9, 3, 1, 5)
    assert {"actors.stance_unknown", "cell.ambiguous_date", "cell.date_in_future", "actors.no_actor", "actors.no_area"} <= {
        p.code for p in ledger.problems
    }
    assert {"actors.able_assumed", "actors.kind_assumed"} <= {e.code for e in ledger.entries}


def test_actors_need_areas(write_csv: Write) -> None:
    with pytest.raises(KnownError) as caught:
        read(write_csv([ACTOR_HEAD]), DatasetKind.ARMED_ACTORS)
    assert caught.value.code == "actors.no_areas"


def _acled(key: str, day: str, place: str, when: str = "1") -> dict[str, str]:
    return dict.fromkeys(ACLED, "x") | {
        **{
            "event_id_cnty": key,
            "event_date": day,
            "time_precision": when,
            "sub_event_type": "Armed clash",
            "admin1": "Upper Marula",
        },
        **{"latitude": "4.5", "longitude": "30.5", "geo_precision": place, "notes": "A long story of what happened. " * 9},
    }


def test_acled(write_csv: Write, areas: tuple[Area, ...]) -> None:
    events = [
        _acled("ZZ1", "2026-03-01", "1"),
        _acled("ZZ2", "05 March 2026", "2", "2"),
        _acled("ZZ3", "2026-03-01", "3", "3"),
        _acled("ZZ1", "2026-03-01", "1"),
    ]
    rows = [ACLED, *([event[h] for h in ACLED] for event in events)]
    reading = read(write_csv(rows), DatasetKind.INCIDENTS, areas, ReadOptions(today=TODAY))
    assert [(i.key, i.point, i.day_precision, i.area_code) for i in reading.of(Incident)] == [
        ("ZZ1", (30.5, 4.5), 1, "ZZ01"),
        ("ZZ2", None, 7, "ZZ01"),
        ("ZZ3", None, 31, "ZZ01"),
    ]
    assert reading.of(Incident)[0].source == "ACLED"
    assert reading.ledger.rows_merged == 1
    assert "story" not in repr(reading)


@pytest.mark.parametrize(("precision", "drawn"), [(1, True), (2, True), (3, False), (4, False), (5, False), (6, False), (7, False)])
def test_ucdp_precision_of_three_or_more_is_never_a_point(
    write_csv: Write, areas: tuple[Area, ...], precision: int, drawn: bool
) -> None:
    head = (
        "id",
        "type_of_violence",
        "where_prec",
        "adm_1",
        "latitude",
        "longitude",
        "date_prec",
        "date_start",
        "date_end",
        "source_article",
    )
    row = ("17", "3", precision, "", "4.5", "30.5", "2", "2026-01-01 00:00:00", "2026-01-06")
    incident = read(write_csv([head, row]), DatasetKind.INCIDENTS, areas, ReadOptions(today=TODAY)).of(Incident)[0]
    assert (incident.point is not None) is drawn
    assert (incident.day_precision, incident.type, incident.source) == (6, "one-sided violence", "UCDP GED")
    assert (incident.area_code == "ZZ01") is (precision <= 4)


def test_awsd_dates_from_parts(write_csv: Write, areas: tuple[Area, ...]) -> None:
    head = (
        "Incident ID",
        "Year",
        "Month",
        "Day",
        "Country",
        "Latitude",
        "Longitude",
        "Means of attack",
        "Attack context",
        "Details",
    )
    rows = [
        head,
        ("1", "2024", "3", "5", "Z", "4.5", "30.5", "Shooting", "Ambush", "x"),
        ("2", "2024", "3", "", "Z", "", "", "Shooting", "", "x"),
        ("3", "2024", "", "", "Z", "", "", "Kidnapping", "", "x"),
        ("4", "2024", "13", "1", "Z", "", "", "Kidnapping", "", "x"),
    ]
    reading = read(write_csv(rows), DatasetKind.INCIDENTS, areas)
    assert [(i.happened_on, i.day_precision) for i in reading.of(Incident)] == [
        (date(2024, 3, 5), 1),
        (date(2024, 3, 1), 31),
        (date(2024, 1, 1), 366),
    ]
    assert all(i.point is None and i.location_precision is LocationPrecision.UNKNOWN for i in reading.of(Incident))
    assert reading.ledger.problems[0].code == "cell.not_a_date"


def test_own_sheet_with_a_narrative_is_stopped(write_csv: Write, areas: tuple[Area, ...]) -> None:
    rows = [("date", "type", "lat", "lon", "narrative"), ("2026-03-01", "theft", "4.5", "30.5", "She said that")]
    with pytest.raises(KnownError) as caught:
        read(write_csv(rows), DatasetKind.INCIDENTS, areas)
    assert caught.value.params["reason"] == "testimony"
    reading = read(write_csv(rows), DatasetKind.INCIDENTS, areas, ReadOptions(today=TODAY, drop_columns=frozenset({"narrative"})))
    assert (reading.of(Incident)[0].point, reading.of(Incident)[0].location_precision) == (
        (30.5, 4.5),
        LocationPrecision.SETTLEMENT,
    )
    assert "incidents.precision_assumed" in {e.code for e in reading.ledger.entries}


def test_incidents_without_a_date_column(write_csv: Write) -> None:
    with pytest.raises(KnownError) as caught:
        read(write_csv([("type", "lat"), ("theft", "4")]), DatasetKind.INCIDENTS)
    assert caught.value.code == "incidents.no_date"
