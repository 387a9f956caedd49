"""The log of events by commands: a head that was noted, a file that was rolled back, and one that was restored on purpose."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mrm_desktop.cli.main import app
from mrm_desktop.cli.opening import open_project
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.clock import new_id
from tests.store import records

PASSPHRASE = "a long enough passphrase"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MRM_PASSPHRASE", PASSPHRASE)
    path = tmp_path / "south-sudan.mrm"
    assert run("new", str(path), "--mission", "UNMISS").exit_code == 0
    return path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def head_of(project: Path) -> str:
    head: str = json.loads(run("verify", str(project), "--json").stdout)["log"]["head"]
    return head


def write_something(project: Path) -> None:
    with open_project(project, PASSPHRASE) as opened, opened.write() as repository:
        repository.add_release(replace(records.release(), id=new_id()))


def test_the_head_is_told_and_a_noted_one_is_found_again(project: Path) -> None:
    noted = head_of(project)[:16]
    said = run("verify", str(project)).stdout
    assert f"Head: {noted[:4]}-{noted[4:8]}-{noted[8:12]}-{noted[12:]}" in said
    assert "--expect" in said
    assert "whole" not in said, "the file cannot vouch for itself"
    assert f"head {noted[:4]}-{noted[4:8]}" in run("info", str(project)).stdout
    write_something(project)
    later = run("verify", str(project), "--expect", noted)
    assert later.exit_code == 0
    assert "is that of event" in later.stdout


@pytest.mark.parametrize("wrong", ["ffff-ffff-ffff-ffff", "0" * 64])
def test_a_head_that_is_not_in_the_log_is_said(project: Path, wrong: str) -> None:
    done = run("verify", str(project), "--expect", wrong)
    assert done.exit_code == 1
    assert "not in this log" in done.stdout


def test_a_head_too_short_to_prove_anything_is_refused(project: Path) -> None:
    done = run("verify", str(project), "--expect", "3f2a")
    assert isinstance(done.exception, KnownError)
    assert done.exception.code == "log.short_head"


def test_a_file_that_was_rolled_back_is_noticed_by_every_command_until_a_person_accepts_it(project: Path) -> None:
    old = project.with_suffix(".old")
    shutil.copy(project, old)
    write_something(project)
    assert "older copy" not in run("info", str(project)).stderr
    shutil.copy(old, project)
    for _ in range(2):
        assert "older copy" in run("info", str(project)).stderr
    assert run("verify", str(project), "--accept").exit_code == 0
    assert "older copy" not in run("info", str(project)).stderr
    write_something(project)
    assert "older copy" not in run("info", str(project)).stderr


def test_a_restored_backup_is_an_older_copy_too(project: Path) -> None:
    write_something(project)
    backup = sorted((project.parent / f"{project.name}-backups").glob("*.mrm"))[0]
    write_something(project)
    shutil.copy(backup, project)
    assert "older copy" in run("info", str(project)).stderr
