"""Templates, saved mappings and ledgers by command: what one prints the other reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.imports.templates import KINDS, SURVEY
from mrm_desktop.foundation.assets import asset
from tests.cli.conftest import command


@pytest.fixture
def project(counties_once: Path, folder: Path) -> Path:
    """A folder with a project that has the sample country's boundaries."""
    shutil.copytree(counties_once, folder, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_is_written_and_never_over_another_file(project: Path, kind: str) -> None:
    assert command("template", kind, "--out", "t.xlsx").exit_code == 0
    again = command("template", kind, "--out", "t.xlsx")
    assert isinstance(again.exception, KnownError)
    assert again.exception.code == "template.exists"
    if kind != SURVEY:
        read = command("import", "t.xlsx", "--as", kind, "--grade", "B2", "--dry-run", "--json")
        document = json.loads(read.stdout)
        assert document["rows_in"] == 1, "the example row is a row like any other"
        assert document["dataset"] is None


def test_a_mapping_is_saved_once_and_reads_the_next_file_without_questions(project: Path) -> None:
    text = "Where;Event kind;When\nLolu;ambush;2026-01-0{}\n"
    (project / "march.csv").write_text(text.format(1), encoding="utf-8")
    (project / "april.csv").write_text(text.format(2), encoding="utf-8")
    columns = ["--map", "adm2_name=Where", "--map", "type=Event kind", "--map", "happened_on=When"]
    first = command("import", "march.csv", "--as", "incidents", *columns, "--source", "log", "--save-preset", "ours.json", "--json")
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["rows_kept"] == 1
    second = command("import", "april.csv", "--preset", "ours.json", "--json")
    assert json.loads(second.stdout)["mapping"] == json.loads(first.stdout)["mapping"]
    assert json.loads(second.stdout)["kind"] == "incidents"
    missing = command("import", "april.csv", "--preset", "none.json")
    assert isinstance(missing.exception, KnownError)
    assert missing.exception.code == "preset.not_readable"


def test_a_ledger_is_shown_and_handed_on(project: Path) -> None:
    dataset = json.loads(command("info", "--json").stdout)["datasets"][0]["id"]
    shown = command("ledger", dataset[:8])
    assert "xt_admin2.geojson" in shown.stdout
    assert command("ledger", dataset, "--out", "l.xlsx").exit_code == 0
    assert (project / "l.xlsx").read_bytes().startswith(b"PK")
    assert isinstance(command("ledger", "zz").exception, KnownError)


def test_a_newer_version_says_what_it_changes(project: Path) -> None:
    source = asset("data", "sample", "places.csv").read_text(encoding="utf-8").splitlines()
    (project / "places.csv").write_text("\n".join(source[:10]), encoding="utf-8")
    assert command("import", "places.csv", "--as", "places").exit_code == 0
    (project / "places.csv").write_text("\n".join([source[0], *source[2:12]]), encoding="utf-8")
    done = command("import", "places.csv", "--as", "places", "--dry-run", "--json")
    assert {name: len(found) for name, found in json.loads(done.stdout)["diff"].items() if name != "same"} == {
        "added": 2,
        "removed": 1,
        "changed": 0,
    }
    assert "New: 2" in command("import", "places.csv", "--as", "places").stdout


def test_an_option_that_means_nothing_to_the_kind_of_file_is_refused(project: Path) -> None:
    (project / "p.csv").write_text("name,latitude,longitude\nWell,4.5,30.5\n", encoding="utf-8")
    refused = command("import", "p.csv", "--as", "places", "--radius-km", "3", "--dry-run")
    assert isinstance(refused.exception, KnownError)
    assert (refused.exception.code, refused.exception.params["option"]) == ("import.option_not_for_kind", "radius_km")
    assert command("import", "p.csv", "--as", "places", "--source", "S-1", "--dry-run").exit_code == 0


def test_the_help_of_import_still_names_the_defaults_of_options_of_one_kind() -> None:
    shown = command("import", "--help").output
    assert all(word in shown for word in ("purposive_survey", "unknown", "mission"))
