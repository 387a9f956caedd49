"""Real files, through the commands, to a verified and replayed decision: South Sudan's states, bases, facilities and a survey."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from mrm_desktop.cli.main import app

ON = "2026-04-15"


Imported = tuple[Path, dict[str, Any]]
"""The folder of the project and the ledgers of its files, by kind."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Iterator[Imported]:
    """A project with everything imported; each command has ended with 0."""
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("south-sudan")
    patch.setenv("MRM_PASSPHRASE", "correct horse battery")
    patch.setenv("MRM_PROJECT", str(folder / "ss.mrm"))
    patch.chdir(folder)
    ledgers = {}
    assert command("new", "ss", "--mission", "UNMISS", "--title", "South Sudan").exit_code == 0
    for file, kind in (
        ("south_sudan/admin1.geojson", "areas"),
        ("south_sudan/peacekeeping_bases.csv", "presence"),
        ("south_sudan/health_facilities_master_list.xlsx", "places"),
        ("kobo/kobo_xmlvalues_groups.csv", "community"),
    ):
        done = command("import", str(shared_data / file), "--as", kind, "--json")
        assert done.exit_code == 0, done.output
        ledgers[kind] = json.loads(done.stdout)
    assert (
        command("missions", "confirm", "UNMISS", "--until", "2027-04-30", "--source", "a test", "--on", "2026-04-10").exit_code == 0
    )
    facts = folder / "approach.toml"
    facts.write_text(APPROACH, encoding="utf-8")
    assert command("facts", str(facts)).exit_code == 0
    yield folder, ledgers
    patch.undo()


APPROACH = """
[[approach]]
adopted_on = 2026-01-15
adopted_by = "Country director"
allowed_modes = ["alert", "liaison"]

[[focal_point]]
mission = "UNMISS"
role = "Child Protection Adviser"
component = "child_protection"
reach = "phone"
last_tested = 2026-04-10
"""


def command(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def test_every_ledger_adds_up(project: Imported) -> None:
    _, ledgers = project
    for ledger in ledgers.values():
        assert ledger["rows_in"] == ledger["rows_kept"] + ledger["rows_dropped"] + ledger["rows_merged"]
    assert ledgers["areas"]["records"] == 10
    assert ledgers["places"]["rows_in"] == 1988
    assert ledgers["places"]["records"] == 1988
    assert ledgers["presence"]["rows_merged"] == 1  # Yei stands twice in 2024
    assert ledgers["community"]["rows_in"] == 120


def test_the_radius_of_presence_is_stated_as_an_assumption(project: Imported) -> None:
    _, ledgers = project
    assert any("radius" in entry["code"] for entry in ledgers["presence"]["entries"])


def test_places_without_coordinates_are_kept_and_counted(project: Imported) -> None:
    _, ledgers = project
    assert [e["rows"] for e in ledgers["places"]["entries"] if e["action"] == "kept_without_point"] == [113]


def test_without_armed_actors_every_area_says_insufficient_evidence(project: Imported) -> None:
    answers = json.loads(command("assess", "--mode", "liaison", "--on", ON, "--json").stdout)
    assert len(answers) == 10
    for answer in answers:
        assert answer["verdict"] == "insufficient_evidence"
        assert answer["ceiling"] == "civilian_channel"
        assert answer["channel"] == "child_protection_adviser"
        assert "gap.actors_not_assessed" in {gap["code"] for gap in answer["gaps"]}


def test_an_unconfirmed_mission_holds_everything(project: Imported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, _ = project
    for name in ("ss.mrm", "ss.mrm.key"):
        shutil.copy(folder / name, tmp_path / name)
    monkeypatch.setenv("MRM_PROJECT", str(tmp_path / "ss.mrm"))
    answers = json.loads(command("assess", "--mode", "liaison", "--on", "2026-11-23", "--json").stdout)
    assert {answer["verdict"] for answer in answers} == {"hold"}


def test_a_typed_table_of_armed_actors_goes_further(project: Imported, tmp_path: Path) -> None:
    table = tmp_path / "actors.csv"
    table.write_text(
        "area_code,actor,kind,able_to_harm,stance,grade,reported_on,source\n"
        "SS-EC,GROUP-1,non_state,yes,hostile,B2,2026-04-01,desk\n"
        "SS-EC,STATE,state,yes,tolerant,B2,2026-04-01,desk\n"
        "SS-EC,STATE,state,yes,tolerant,C2,2026-03-21,peer\n",
        encoding="utf-8",
    )
    assert command("import", str(table), "--as", "armed-actors").exit_code == 0
    answer = command("assess", "--mode", "liaison", "--area", "SS-EC", "--on", ON, "--json")
    assert answer.exit_code == 1
    found = json.loads(answer.stdout)
    assert (found["verdict"], found["reasons"][0]["code"]) == ("refused", "gate.armed_actor.hostile")


def test_map_note_decision_verify_replay(project: Imported, tmp_path: Path) -> None:
    assert command("map", "--out", str(tmp_path / "map.html"), "--on", ON).exit_code == 0
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "Jonglei" in page
    assert len(page) < 3_000_000
    assert command("report", "--area", "SS-JG", "--out", str(tmp_path / "note.pdf"), "--on", ON).exit_code == 0
    assert (tmp_path / "note.pdf").read_bytes().startswith(b"%PDF")
    recorded = command(
        *("decide", "--area", "SS-JG", "--mode", "civilian_channel", "--outcome", "proceed", "--role", "Country director"),
        *("--counter-argument", "The adviser may be slower than a patrol.", "--on", ON, "--json"),
        *("--rationale", "The adviser knows the people here."),
    )
    assert recorded.exit_code == 0, recorded.output
    assert json.loads(recorded.stdout)["sequence"] == 1
    assert command("verify").exit_code == 0
    assert command("replay").exit_code == 0


def test_the_same_file_again_changes_nothing(project: Imported, shared_data: Path) -> None:
    again = json.loads(command("import", str(shared_data / "kobo/kobo_xmlvalues_groups.csv"), "--as", "community", "--json").stdout)
    assert again["already_there"]
    assert again["dataset"] is None
