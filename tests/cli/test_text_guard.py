"""What the commands say of a text that tells of a person, and how two people let a false alarm pass."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mrm_desktop.cli.terminal import explain
from mrm_desktop.domain.guard_passes import PersonInTextError
from tests.cli.conftest import command
from tests.cli.test_commands import error_of

VICTIM = "Mary Deng, girl aged 12 from Yei, was raped by soldiers on 3 March."
HILL = "The road over Nyibol Athian is open and nobody is on it."
ASKED = (
    "decide",
    "--area",
    "XT00",
    "--mode",
    "civilian_channel",
    "--outcome",
    "proceed",
    "--role",
    "Country director",
    "--rationale",
    "The adviser knows the people here.",
)
REASON = "counter_argument=It is the name of a hill, not of a person."


def test_a_victim_cannot_be_entered(project: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    command("missions", "confirm", "UNMISS", "--source", "letter", "--until", "2099-01-01")
    error = error_of(command(*ASKED, "--counter-argument", VICTIM))
    assert isinstance(error, PersonInTextError)
    explain(error)
    said = capsys.readouterr().err
    assert "counter_argument: Looks like a person's name: “Mary Deng”" in said
    assert "Reports of violations go to the Child Protection Adviser or UNICEF, not into this tool." in said
    assert '--guard-pass "counter_argument=REASON"' in said
    assert "Mary" not in caplog.text
    assert json.loads(command("verify", "--json").stdout)["decisions"] == 0


def test_two_people_let_a_false_alarm_pass(project: Path) -> None:
    command("missions", "confirm", "UNMISS", "--source", "letter", "--until", "2099-01-01")
    hill = (*ASKED, "--counter-argument", HILL)
    assert isinstance(error_of(command(*hill)), PersonInTextError)
    for options, code in (
        (("--guard-pass", REASON), "guard.pass_without_roles"),
        (("--guard-pass", REASON, "--second-role", "country  Director"), "guard.pass_same_role"),
        (("--guard-pass", "counter_argument=a hill", "--second-role", "Driver"), "guard.pass_without_reason"),
        (("--guard-pass", "where=It is the name of a hill.", "--second-role", "Driver"), "guard.pass_unknown_field"),
        (("--guard-pass", "It is a hill", "--second-role", "Driver"), "option.not_a_pass"),
    ):
        assert error_of(command(*hill, *options)).code == code
    done = command(*hill, "--guard-pass", REASON, "--second-role", "Security focal point")
    assert done.exit_code == 0, done.output
    checked = json.loads(command("verify", "--json").stdout)
    assert checked["guard_passes"] == [
        {
            "where": "1. counter_argument",
            "reason": "It is the name of a hill, not of a person.",
            "passed_by": "Country director",
            "seen_by": "Security focal point",
        }
    ]
    assert "Let pass as a false alarm: 1. counter_argument" in command("verify").stdout


def test_an_alert_is_recorded_without_its_text(project: Path) -> None:
    alert = ("decide", "--area", "XT00", "--mode", "protection_request", "--purpose", "protection_of_civilians", "--imminent")
    said = ("--outcome", "proceed", "--role", "Field manager", "--counter-argument", "An alert waits for no argument.")
    done = command(*alert, *said, "--rationale", VICTIM)
    assert done.exit_code == 0, done.output
    assert "The alert is on record. Not kept, because it looked as if it told of a person: rationale." in " ".join(
        done.stdout.split()
    )
    assert json.loads(command("verify", "--json").stdout)["decisions"] == 1


def test_facts_and_imports_say_where_and_take_a_pass(project: Path, folder: Path) -> None:
    forum = '[[forum]]\nname = "Forum of Nyibol Athian"\narea_code = "XT00"\nconvened_by = "UNICEF"\nsource = "{source}"\n'
    (folder / "facts.toml").write_text(forum.format(source="minutes, March"), encoding="utf-8")
    refused = error_of(command("facts", "facts.toml"))
    assert (refused.code, refused.params["where"], refused.params["suggestion"]) == (
        "source.not_a_code_but",
        "forum 1",
        "minutes-march",
    )
    (folder / "facts.toml").write_text(forum.format(source="minutes"), encoding="utf-8")
    stopped = error_of(command("facts", "facts.toml"))
    assert stopped.params["fields"] == ["forum 1.name"]
    assert "--pass-role" in stopped.__notes__[0]
    roles = ("--pass-role", "Field manager", "--second-role", "Security focal point")
    assert command("facts", "facts.toml", "--guard-pass", "forum 1.name=It is the name of a hill.", *roles).exit_code == 0
    (folder / "places.csv").write_text("name,latitude,longitude\nClinic 0912345678,-22.5,-19.8\n", encoding="utf-8")
    left_out = json.loads(command("import", "places.csv", "--as", "places", "--dry-run", "--json").stdout)
    assert left_out["rows_dropped"] == 1
    passed = command("import", "places.csv", "--as", "places", "--guard-pass", "name=The clinic has that name.", *roles)
    assert passed.exit_code == 0, passed.output
    assert "let pass: The clinic has that name. (Field manager; looked at by Security focal point)" in passed.stdout


def test_a_source_that_is_no_code_is_refused_with_a_suggestion(project: Path, folder: Path) -> None:
    (folder / "p.csv").write_text("name,latitude,longitude\nHava,-22.5,-19.8\n", encoding="utf-8")
    refused = error_of(command("import", "p.csv", "--as", "places", "--source", "Field office", "--dry-run"))
    assert (refused.code, refused.params["suggestion"]) == ("source.not_a_code_but", "field-office")


def test_the_help_of_every_command_that_keeps_texts_names_the_options() -> None:
    for line in (("decide",), ("import",), ("facts",), ("missions", "confirm")):
        shown = re.sub(r"\s+", " ", command(*line, "--help").stdout)
        assert "--guard-pass" in shown, line
        assert "--second-role" in shown, line


ROLES = ("--pass-role", "Field manager", "--second-role", "Security focal point")


def test_a_project_is_not_called_after_a_victim(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    made = ("new", "other", "--mission", "UNMISS")
    for options in (("--title", "Girl aged 12 from Yei"), ("--title", "Yei", "--office", "Bor 0912 345 678")):
        assert isinstance(error_of(command(*made, *options)), PersonInTextError)
        assert not (project.parent / "other.mrm").exists()
    number = ("--title", "Yei", "--office", "Bor 0912 345 678", "--guard-pass", "office=It is the number of the office's plot.")
    done = command(*made, *number, *ROLES)
    assert done.exit_code == 0, done.output
    monkeypatch.setenv("MRM_PROJECT", str(project.parent / "other.mrm"))
    (kept,) = json.loads(command("verify", "--json").stdout)["guard_passes"]
    assert kept["where"] == "project UNMISS office"


def test_an_export_and_measures_offer_the_pass(project: Path) -> None:
    out = ("export", "--level", "partner", "--format", "csv", "--out", "areas.csv.zip", "--recipient", "Clinic of Nyibol Athian")
    assert isinstance(error_of(command(*out)), PersonInTextError)
    done = command(*out, "--guard-pass", "recipient=It is the name of a clinic, not of a person.", *ROLES)
    assert done.exit_code == 0, done.output
    put = ("measures", "--area", "XT00", "--put", "neutral_place", "--source", "plan", "--since", "2026-03-01", "--owner")
    assert isinstance(error_of(command(*put, "mother of fatima")), PersonInTextError)
    owner = "Nyibol Athian"
    assert isinstance(error_of(command(*put, owner)), PersonInTextError)
    done = command(*put, owner, "--guard-pass", "measures 1.owner=It is the name of a base, not of a person.", *ROLES)
    assert done.exit_code == 0, done.output
    assert len(json.loads(command("verify", "--json").stdout)["guard_passes"]) == 2
