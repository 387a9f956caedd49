"""The duty card by command: a line from a facts file is listed, tested, and listed with what the test found."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from tests.cli.conftest import command

LINES = """
[[duty_line]]
role = "Operations centre"
desk = "operations_centre"
line = "+999 20 555 0100"
recorded_on = 2026-02-01
source = "duty-roster"
grade = "B2"

[[duty_line]]
role = "Hotline"
desk = "hotline"
line = "+999 20 555 0150"
recorded_on = 2026-02-01
tested_on = 2026-02-01
answered = true
source = "duty-roster"
grade = "B2"
"""


@pytest.fixture
def project(counties_once: Path, folder: Path) -> Path:
    """A folder with a project that has two duty lines."""
    shutil.copytree(counties_once, folder, dirs_exist_ok=True)
    (folder / "lines.toml").write_text(LINES, encoding="utf-8")
    assert command("facts", "lines.toml").exit_code == 0
    return folder


@pytest.mark.usefixtures("project")
def test_a_test_changes_what_is_due() -> None:
    def due(*more: str) -> dict[str, str]:
        listed = json.loads(command("duty", "list", "--on", "2026-03-01", "--json", *more).stdout)
        return {entry["role"]: entry["state"] for entry in listed}

    assert due() == {"Operations centre": "lapsed", "Hotline": "tested"}
    assert due("--due") == {"Operations centre": "lapsed"}
    done = command("duty", "test", "operations centre", "--answered", "--minutes", "4", "--on", "2026-02-28")
    assert done.exit_code == 0, done.output
    assert due("--due") == {}
    in_vain = command("duty", "test", "Hotline", "--no-answer", "--on", "2026-02-28")
    assert "Hotline" in in_vain.stdout
    assert due("--due") == {"Hotline": "no_answer"}


@pytest.mark.usefixtures("project")
def test_the_list_is_read_by_people() -> None:
    shown = command("duty", "list", "--on", "2026-03-01").stdout
    assert shown.index("Operations centre") < shown.index("Hotline")
    assert "+999 20 555 0100" in shown
    assert "never tested" in shown
    later = command("duty", "list", "--on", "2026-06-01").stdout
    assert "untested since 1 Feb 2026" in later
    assert "lapsed: untested since 1 Feb 2026" in command("duty", "list", "--on", "2026-12-01").stdout


@pytest.mark.usefixtures("project")
def test_a_role_that_nobody_knows_is_answered_with_those_on_record() -> None:
    failed = command("duty", "test", "Nobody", "--answered")
    assert isinstance(failed.exception, KnownError)
    assert failed.exception.params["known"] == ["Hotline", "Operations centre"]


def test_nothing_on_record_is_said(counties_once: Path, folder: Path) -> None:
    shutil.copytree(counties_once, folder, dirs_exist_ok=True)
    assert "No duty line is on record." in command("duty", "list").stdout
