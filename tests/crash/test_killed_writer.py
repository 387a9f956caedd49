"""A writer that is killed at any moment loses nothing that it said it had written, and half of nothing stays behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.store.file.project_file import create_project_file, open_project_file
from tests.crash.writer import KEY
from tests.store import records

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("MRM_KILLS", "25"))
PLACES_EACH = 20
pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")


def killed_writer(path: Path, chance: random.Random) -> int:
    """Run a writer, kill it, return the last sequence that it acknowledged; 0 for none."""
    command = [sys.executable, "-m", "tests.crash.writer", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        if chance.random() < 0.8:
            assert process.stdout.readline() == b"ready\n"
            time.sleep(chance.random() * 0.25)
        else:  # somewhere between its start and its first commits
            time.sleep(chance.random() * 1.5)
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read().split()
    return max((int(word) for word in said if word.isdigit()), default=0)


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "crash.mrm"
    create_project_file(path, KEY, records.info(), [records.mission()]).close()
    chance = random.Random(20260301)
    acknowledged = 0
    for _ in range(KILLS):
        acknowledged = max(acknowledged, killed_writer(path, chance))
        with open_project_file(path, KEY) as project, project.read() as repo:  # reads every page, after a crash
            decisions, places = repo.decision_heads(), repo.places()
        assert len(decisions) >= acknowledged
        assert Counter(place.code for place in places) == {str(d.sequence): PLACES_EACH for d in decisions}
    assert acknowledged > KILLS
    with open_project_file(path, KEY) as project:
        project.check()
        with project.read() as repo:
            assert verify(repo.decisions(), repo.decision_heads()) == ()
