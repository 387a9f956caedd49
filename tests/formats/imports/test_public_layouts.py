"""The layouts of public data sets and servers are read as they come, without a mapping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Place
from mrm_desktop.domain.incidents import Incident
from tests.formats.real_files import read_case, told

DAYS = ("date_start", "date_end")
INCIDENTS, COMMUNITY = DatasetKind.INCIDENTS, DatasetKind.COMMUNITY


@pytest.mark.parametrize(("file", "name", "kept"), [("acled_first_quarter.csv", "ACLED", 15), ("tags_awsd_long.csv", "AWSD", 4)])
def test_public_incidents_are_known_by_their_headings(file: str, name: str, kept: int) -> None:
    reading = read_case(file, INCIDENTS)
    assert told(reading, "incidents.public_dataset") == [{"dataset": name}]
    assert reading.ledger.rows_kept == kept


def test_ucdp_events_are_read_with_their_words(write_csv: Callable[..., Path]) -> None:
    head = (
        "id",
        "year",
        "type_of_violence",
        "where_prec",
        "adm_1",
        "adm_2",
        "latitude",
        "longitude",
        "date_prec",
        "date_start",
        "date_end",
    )
    row = (1, 2026, 3, 1, "Marula state", "Upper Marula county", 4.1, 30.5, 1, "2026-03-14 00:00:00.000", "2026-03-14 00:00:00.000")
    (incident,) = read_case(write_csv([head, row]), INCIDENTS).of(Incident)
    assert (incident.type, incident.area_code, incident.happened_on) == ("one-sided violence", "ZZ0101", date(2026, 3, 14))


def test_sites_of_the_displacement_matrix_are_places(write_xlsx: Callable[..., Path]) -> None:
    rows = [
        ("Round 16 - site list", None, None, None, None, None, None),
        (None, None, None, None, None, None, None),
        ("Site ID (SSID)", "Site Name", "Site Type", "Admin 2 Name", "Admin 2 PCode", "Latitude", "Longitude"),
        ("#loc+code", "#loc+name", "#loc+type", "#adm2+name", "#adm2+code", "#geo+lat", "#geo+lon"),
        ("ZZ0101_S001", "Ombo camp", "planned", "Upper Marula", "ZZ0101", 4.1, 30.6),
    ]
    (place,) = read_case(write_xlsx(rows), DatasetKind.PLACES).of(Place)
    assert (place.code, place.name, place.kind, place.area_code) == ("ZZ0101_S001", "Ombo camp", "planned", "ZZ0101")


@pytest.mark.parametrize(("file", "answers"), [("surveycto.csv", 6), ("ona.csv", 1), ("survey123.csv", 6)])
def test_exports_of_survey_servers_need_no_mapping(file: str, answers: int) -> None:
    assert sum(e.item.answered for e in read_case(file, COMMUNITY).of(AreaEvidence)) == answers
