"""The real files beside the project: every one reads, and every ledger adds up."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Area, Place, Presence, PresenceKind
from mrm_desktop.formats.files.read_options import DEFAULT_RADIUS_KM, CommunityOptions, PresenceOptions, ReadOptions
from mrm_desktop.formats.imports.read_file import read
from mrm_desktop.formats.rows.reading import Reading

KOBO = (
    "kobo_labels_en_groups.csv",
    "kobo_labels_fr_nogroups_summary.csv",
    "kobo_xmlvalues_groups.csv",
    "kobo_xmlvalues_nogroups.csv",
    "kobo_labels_en_groups_details.xlsx",
    "kobo_xmlvalues_nogroups.xlsx",
    "kobo_export.geojson",
)


@pytest.fixture(scope="module")
def states(shared_data: Path) -> tuple[Area, ...]:
    return read(shared_data / "south_sudan" / "admin1.geojson", DatasetKind.AREAS).of(Area)


def _evidence(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (
            *(
                e.area_code,
                e.round,
                e.item.rated,
                e.rated_unit,
                e.item.stratum,
                e.item.source,
                e.item.method,
                e.item.grade,
                e.item.collected_on,
            ),
            *(e.item.answered, e.item.mean_rating, e.item.refused_share, e.distribution, e.wording_hash),
        )
        for e in reading.of(AreaEvidence)
    ]


@pytest.mark.parametrize(("country", "count", "prefix"), [("south_sudan", 10, "SS-"), ("car", 17, "CF-")])
def test_first_level_areas(shared_data: Path, country: str, count: int, prefix: str) -> None:
    reading = read(shared_data / country / "admin1.geojson", DatasetKind.AREAS)
    assert len(reading.records) == count
    assert all(a.code.startswith(prefix) and a.level == 1 and {"en", "fr", "ar"} <= set(a.names) for a in reading.of(Area))
    assert (reading.ledger.rows_in, reading.ledger.rows_kept) == (count, count)


def test_bases_of_the_newest_year_become_presence(shared_data: Path, states: tuple[Area, ...]) -> None:
    reading = read(shared_data / "south_sudan" / "peacekeeping_bases.csv", DatasetKind.PRESENCE, states)
    ledger = reading.ledger
    assert (ledger.rows_in, ledger.rows_kept, ledger.rows_dropped, ledger.rows_merged) == (361, 19, 341, 1)
    assert Counter(p.name for p in reading.of(Presence))["Yei"] == 1
    assert {(p.kind, p.mission, p.radius_km) for p in reading.of(Presence)} == {(PresenceKind.BASE, "UNMISS", DEFAULT_RADIUS_KM)}
    assumed = {e.code: e for e in ledger.entries if e.action == "guessed"}
    assert assumed["presence.radius_assumed"].params["radius_km"] == DEFAULT_RADIUS_KM
    assert assumed["presence.year_read"].params["year"] == "2024"


def test_no_strength_of_troops_is_read(shared_data: Path, states: tuple[Area, ...]) -> None:
    reading = read(shared_data / "south_sudan" / "peacekeeping_bases.csv", DatasetKind.PRESENCE, states)
    assert not {"Infantry", "NoTroops", "ave.no.troops"} & set(reading.mapping.values())
    said = [dataclasses.replace(presence, id="", geometry=b"") for presence in reading.of(Presence)]
    assert "3950" not in repr(said)


def test_another_year_and_radius(shared_data: Path, states: tuple[Area, ...]) -> None:
    options = PresenceOptions(year=2016, radius_km=40.0)
    reading = read(shared_data / "south_sudan" / "peacekeeping_bases.csv", DatasetKind.PRESENCE, states, options)
    assert {p.radius_km for p in reading.of(Presence)} == {40.0}
    assert reading.ledger.rows_kept + reading.ledger.rows_merged == 27


def test_all_facilities_are_kept(shared_data: Path, states: tuple[Area, ...]) -> None:
    reading = read(shared_data / "south_sudan" / "health_facilities_master_list.xlsx", DatasetKind.PLACES, states)
    assert (reading.ledger.rows_in, reading.ledger.rows_kept) == (1988, 1988)
    assert sum(p.point is None for p in reading.of(Place)) == 113
    without = next(e for e in reading.ledger.entries if e.code == "place.without_point")
    assert (without.action, without.rows) == ("kept_without_point", 113)


def test_near_names_wait_and_are_applied_once_accepted(shared_data: Path, states: tuple[Area, ...]) -> None:
    path = shared_data / "south_sudan" / "health_facilities_master_list.xlsx"
    waiting = read(path, DatasetKind.PLACES, states)
    proposed = {item.text: item.candidates[0].area_code for item in waiting.review}
    assert proposed == {"cent eq": "SS-EC", "east eq": "SS-EE", "west eq": "SS-EW", "north bahr": "SS-BN", "west bahr": "SS-BW"}
    assert not any(p.matched_by == "near_name" for p in waiting.of(Place))
    accepted = read(path, DatasetKind.PLACES, states, ReadOptions(accepted_names=proposed))
    assert accepted.review == ()
    assert sum(p.matched_by == "near_name" for p in accepted.of(Place)) == sum(item.rows for item in waiting.review)


@pytest.mark.parametrize("name", KOBO)
def test_every_kobo_shape_reads(shared_data: Path, states: tuple[Area, ...], name: str) -> None:
    reading = read(shared_data / "kobo" / name, DatasetKind.COMMUNITY, states)
    rows = 113 if name.endswith(".geojson") else 120
    assert (reading.ledger.rows_in, reading.ledger.rows_kept) == (rows, rows)
    assert reading.ledger.balances
    assert "line one" not in repr(reading)
    assert "TESTDEVICE" not in repr(reading)


@pytest.mark.parametrize("with_codebook", [True, False], ids=["codebook", "words"])
def test_kobo_shapes_give_identical_evidence(shared_data: Path, states: tuple[Area, ...], with_codebook: bool) -> None:
    folder = shared_data / "kobo"
    options = CommunityOptions(codebook=folder / "pk_perception_xlsform.xlsx" if with_codebook else None)
    shapes = {
        name: _evidence(read(folder / name, DatasetKind.COMMUNITY, states, options))
        for name in KOBO
        if name.endswith(("csv", "xlsx"))
    }
    if not with_codebook:  # without the form the wording is only known where the headings hold it, in their language
        shapes = {name: [e[:-1] for e in evidence] for name, evidence in shapes.items()}
    first, *others = shapes.values()
    assert all(other == first for other in others)
    assert sum(float(str(e[9])) for e in first) == 92


def test_kobo_geojson_agrees_on_every_submission_it_holds(shared_data: Path, states: tuple[Area, ...], tmp_path: Path) -> None:
    """Kobo writes one feature for each position: the seven submissions without one are not in its GeoJSON at all."""
    folder = shared_data / "kobo"
    form = CommunityOptions(codebook=folder / "pk_perception_xlsform.xlsx")
    positioned = tmp_path / "positioned.csv"
    with (
        (folder / "kobo_xmlvalues_nogroups.csv").open(encoding="utf-8", newline="") as whole,
        positioned.open("w", newline="") as part,
    ):
        rows = list(csv.DictReader(whole, delimiter=";"))
        writer = csv.DictWriter(part, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(row for row in rows if row["gps"])
    partial = read(folder / "kobo_export.geojson", DatasetKind.COMMUNITY, states, form)
    assert _evidence(partial) == _evidence(read(positioned, DatasetKind.COMMUNITY, states, form))
    assert any(e.code == "kobo.geojson_is_partial" for e in partial.ledger.entries)


def test_submissions_without_gps_are_placed_by_name(shared_data: Path, states: tuple[Area, ...]) -> None:
    reading = read(shared_data / "kobo" / "kobo_xmlvalues_groups.csv", DatasetKind.COMMUNITY, states)
    matched = {e.code: e.rows for e in reading.ledger.entries if e.action == "matched"}
    assert matched == {"match.by_point": 113, "match.by_name": 7}


def test_no_file_is_changed(shared_data: Path, states: tuple[Area, ...]) -> None:
    for path, kind in (
        (shared_data / "south_sudan" / "admin1.geojson", DatasetKind.AREAS),
        (shared_data / "kobo" / "kobo_xmlvalues_nogroups.xlsx", DatasetKind.COMMUNITY),
    ):
        before = hashlib.sha256(path.read_bytes()).hexdigest()
        assert read(path, kind, states).sha256 == before
        assert hashlib.sha256(path.read_bytes()).hexdigest() == before
