"""The commands for countries: begin with one, list them, and what is still to be got from whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mrm_desktop.cli.country_commands import TAKEN_IN_BY
from mrm_desktop.domain.countries import Wanted
from mrm_desktop.domain.errors import KnownError
from tests.cli.conftest import command
from tests.store.conftest import make_passphrases_cheap


@pytest.fixture(autouse=True)
def _cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    make_passphrases_cheap(monkeypatch)


def test_a_project_begins_with_a_country_and_its_main_mission(folder: Path) -> None:
    done = command("new", "ssd", "--country", "SSD")
    assert done.exit_code == 0, done.output
    assert "South Sudan: 10 outlines to begin with." in done.stdout
    assert "3 of 10 outlines have been redrawn since" in done.stdout
    told = json.loads(command("info", "--json").stdout)
    assert (told["info"]["title"], told["info"]["mission"], told["counts"]["areas"]) == ("South Sudan", "UNMISS", 10)
    assert "Not for assessment" in command("assess", "--mode", "liaison").stdout


def test_without_country_and_mission_nothing_is_made(folder: Path) -> None:
    refused = command("new", "nowhere")
    assert isinstance(refused.exception, KnownError)
    assert refused.exception.code == "new.mission_or_country"
    assert list(folder.iterdir()) == []


def test_the_countries_are_listed_and_told() -> None:
    every = json.loads(command("countries", "--json").stdout)
    assert {"SSD", "COD", "LBN"} <= {one["code"] for one in every}
    assert "MONUSCO" in command("countries").stdout
    told = command("countries", "COD").stdout
    assert "26 units are official today" in told
    assert "+proj=laea" in told


def test_what_to_get_names_who_has_it_and_a_command_that_there_is(project: Path) -> None:
    listed = {one["wanted"]: one["is_there"] for one in json.loads(command("to-get", "--json").stdout)}
    assert list(listed) == [wanted.value for wanted in Wanted]
    assert listed["boundaries"] is True, "the squares are boundaries"
    assert listed["survey"] is False
    assert "OCHA" in command("to-get").stdout
    for wanted in Wanted:
        name = TAKEN_IN_BY[wanted].split()[0]
        assert command(name, "--help").exit_code == 0
