"""The commands that let something out, and those that ask what went out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mrm_desktop.cli.terminal import Exit
from tests.cli.conftest import command
from tests.cli.test_commands import error_of

TRIP = """format = "mrm-trip/1"
title = "Run"
purpose = "child_protection"
criticality = "pc2"
mode = "civilian_channel"
why_now = "now"
if_not = "harm"
team = ["Driver"]
vehicles = ["car"]
approvers = ["Director"]
abort_triggers = ["shots"]
withdrawal_confirmed = true
check_in = []
overdue = []
[[leg]]
name = "Out"
on = 2026-03-05
points = ["0.5 0.2", "0.5 1.8"]
"""
LINE = {"type": "LineString", "coordinates": [[0.2, 0.5], [1, 0.6], [1.8, 0.5]]}
CHECKS = "".join(
    f'[[armed_actor_check]]\narea_code = "XT0{n}"\nchecked_on = 2026-02-23\nsource = "access-desk"\ngrade = "B2"\n'
    for n in range(2)
)
LIFT = '[leg.lift]\nrole = "country_director"\nreason = "Both ambushes were personal disputes."\non = 2026-03-01\n'
ROADS = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": LINE}]}


@pytest.fixture
def trip(project: Path, folder: Path) -> Path:
    (folder / "trip.toml").write_text(TRIP, encoding="utf-8")
    (folder / "roads.geojson").write_text(json.dumps(ROADS), encoding="utf-8")
    (folder / "checks.toml").write_text(CHECKS, encoding="utf-8")
    assert command("facts", "checks.toml").exit_code == Exit.DONE
    return folder / "trip.toml"


def test_a_trip_is_planned_on_the_road_printed_and_logged(trip: Path) -> None:
    done = command(
        "trip",
        "trip.toml",
        "--out",
        "pack.pdf",
        "--gpx",
        "r.gpx",
        "--kml",
        "r.kml",
        "--roads",
        "roads.geojson",
        "--on",
        "2026-03-01",
    )
    assert done.exit_code == Exit.DONE, done.output
    assert "1. Out: Go, with conditions" in done.stdout
    assert "It does not show that the road is safe" in done.stdout
    assert "☐ Tell the civilian side as well" in done.stdout
    log = json.loads(command("released", "--json").stdout)
    wanted = [("trip_pack", name, "2026-04-04") for name in ("pack.pdf", "r.gpx", "r.kml")]
    assert [(r["kind"], r["file_name"], r["destroy_by"]) for r in log] == wanted
    assert b"0.60000" in (trip.parent / "r.gpx").read_bytes()


def test_a_leg_that_has_to_wait_is_exit_code_one(trip: Path) -> None:
    trip.write_text(TRIP.replace("civilian_channel", "liaison"), encoding="utf-8")
    assert command("trip", "trip.toml", "--out", "pack.pdf", "--on", "2026-03-01").exit_code == Exit.NO


def test_attacks_stop_a_leg_and_the_command_says_who_lifted_that(trip: Path, folder: Path) -> None:
    rows = "".join(f"A{n},2026-02-2{7 - n},ambush,0.5,1.{n},settlement\n" for n in range(2))
    (folder / "attacks.csv").write_text(f"incident_id,date,type,latitude,longitude,precision\n{rows}", encoding="utf-8")
    assert command("import", "attacks.csv", "--as", "incidents", "--source", "field-log").exit_code == Exit.DONE
    plan = ("trip", "trip.toml", "--out", "pack.pdf", "--on", "2026-03-01")
    stopped = command(*plan)
    assert (stopped.exit_code, stopped.stdout.splitlines()[0]) == (Exit.NO, "No-go")
    assert "2 attacks on humanitarians within 10 km in the 7 days before this leg: ambush (2)" in stopped.stdout
    assert "Only the country director may lift this" in stopped.stdout
    trip.write_text(TRIP + LIFT, encoding="utf-8")
    assert error_of(command(*plan)).code == "export.exists"
    lifted = command(*plan, "--replace")
    assert (lifted.exit_code, lifted.stdout.splitlines()[0]) == (Exit.NO, "Wait")
    assert "lifted on 1 Mar 2026 by the country director: Both ambushes were personal disputes." in lifted.stdout
    trip.write_text(TRIP + LIFT.replace("country_director", "driver"), encoding="utf-8")
    assert error_of(command(*plan, "--replace")).code == "trip.lift_role"


def test_a_field_pack_needs_its_trip_and_its_reader(trip: Path) -> None:
    base = ("export", "--report", "field_pack", "--out", "f.pdf", "--on", "2026-03-01")
    assert error_of(command(*base, "--level", "internal")).code == "export.trip_needed"
    assert error_of(command(*base, "--level", "public", "--trip", "trip.toml")).code == "trip.not_for_reader"
    assert command(*base, "--level", "internal", "--trip", "trip.toml").exit_code == Exit.DONE


def test_what_was_released_is_known_by_file_and_by_code_and_what_was_not_is_not(trip: Path) -> None:
    assert command("export", "--report", "map", "--level", "public", "--out", "m.html", "--on", "2026-03-01").exit_code == Exit.DONE
    code = json.loads((trip.parent / "m.html.manifest.json").read_text(encoding="utf-8"))["code"]
    for what in (("m.html", "--project", "toy.mrm"), (code, "--project", "toy.mrm"), ("m.html",)):
        assert command("verify", *what).exit_code == Exit.DONE
    (trip.parent / "m.html").write_text("other", encoding="utf-8")
    assert command("verify", "m.html").exit_code == Exit.NO
    assert command("verify", "m.html", "--project", "toy.mrm").exit_code == Exit.NO
    assert command("verify").exit_code == Exit.DONE


def test_what_is_overdue_is_exit_code_one(trip: Path) -> None:
    on = ("--on", "2020-03-01", "--destroy-by", "2020-04-01")
    assert command("export", "--level", "public", "--format", "csv", "--out", "a.zip", *on).exit_code == Exit.DONE
    listed = command("released", "--overdue")
    assert listed.exit_code == Exit.NO
    assert "a.zip" in listed.stdout


def test_readers_are_compared_before_anything_goes_out(trip: Path) -> None:
    rows = json.loads(command("infer", "--json", "--on", "2026-03-01").stdout)
    by_field = {row["field"]: row for row in rows}
    assert by_field["area_code"] == {"field": "area_code", "internal": 2, "country_office": 2, "partner": 2, "public": 2}
    assert (by_field["ceiling"]["partner"], by_field["ceiling"]["public"]) == (2, 0)
    assert "PUBLIC" in command("infer", "--on", "2026-03-01").stdout


def test_the_map_and_the_note_for_ones_own_office_are_logged_and_known_as_well(trip: Path) -> None:
    assert command("map", "--out", "map.html", "--on", "2026-03-01").exit_code == Exit.DONE
    assert command("report", "--area", "XT01", "--out", "note.pdf", "--on", "2026-03-01").exit_code == Exit.DONE
    log = json.loads(command("released", "--json").stdout)
    assert {(r["kind"], r["reader"], r["file_name"]) for r in log} == {
        ("map", "internal", "map.html"),
        ("note", "internal", "note.pdf"),
    }
    for name in ("map.html", "note.pdf"):
        assert command("verify", name, "--project", "toy.mrm").exit_code == Exit.DONE
        assert json.loads((trip.parent / f"{name}.manifest.json").read_text(encoding="utf-8"))["file"] == name
