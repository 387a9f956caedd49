"""The log of faults names tests that are there."""

from __future__ import annotations

import re

from tests.conftest import ROOT

LOG = (ROOT / "docs" / "evidence-log.md").read_text(encoding="utf-8")


def test_every_test_that_the_log_names_is_there() -> None:
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
    }
    named = set(re.findall(r"`(test_\w+)`", LOG))
    assert len(named) > 40
    assert named <= written


def test_every_file_that_the_log_names_is_there() -> None:
    for path in re.findall(r"`(tests/[\w/]+(?:\.py)?)`", LOG):
        assert (ROOT / path).exists(), path


def test_faults_that_others_met_were_tried() -> None:
    table = LOG[LOG.index("## Met by other projects") : LOG.index("## Not read")]
    assert len([line for line in table.splitlines() if line.startswith("| ") and "---" not in line]) > 15
