"""Two assessors on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import command
from tests.cli.test_commands import error_of

ASKED = ("--area", "XT00", "--mode", "liaison")


def test_two_roles_answer_blind_compare_and_reconcile(project: Path) -> None:
    answer = ("assessors", "answer", *ASKED, "--why", "Women said they fear the base.")
    assert command(*answer, "--ceiling", "alert", "--role", "Access adviser").exit_code == 0
    assert error_of(command("assessors", "compare", *ASKED)).code == "assessors.still_blind"
    shown = command(*answer, "--ceiling", "deconfliction", "--role", "Security focal point").stdout
    assert "Access adviser" not in shown
    compared = json.loads(command("assessors", "compare", *ASKED, "--json").stdout)
    assert [(a["by"], a["ceiling"]) for a in compared["answers"]] == [
        ("Access adviser", "alert"),
        ("Security focal point", "deconfliction"),
    ]
    assert compared["steps"] > 0
    settled = command("assessors", "reconcile", *ASKED, "--ceiling", "alert", "--why", "Both see the risk for women.")
    assert settled.exit_code == 0, settled.output
    assert "Access adviser + Security focal point" in command("assessors", "compare", *ASKED).stdout
