"""Whatever is done while the battery dies, the next morning the project opens whole: as before or as after, and with nothing beside it.

Each verb is done again and again on copies of one project, in a process whose n-th call that writes kills it, or that is killed after a
random moment; then the calls fail as on a full disk and on a broken one. See ``killing.py``; ``MRM_KILLS`` sets how many kills there are
in all, for the night.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.crash.verbs import VERBS

KILLS = int(os.environ.get("MRM_KILLS", "100"))
FAILING = ("decide", "import", "restore", "rekey", "purge")
"""Verbs that meet a full disk and a broken one."""
OF_EACH = max(KILLS // len(VERBS), 4)
KILLED = {verb: f"{verb}:{OF_EACH}" for verb in VERBS}
FAILURES = max(OF_EACH // 2, 4)
FAILED = {verb: f"{verb}:{FAILURES}:ENOSPC,EIO" for verb in FAILING}
COMPILER = shutil.which("cc")
pytestmark = pytest.mark.skipif(sys.platform != "linux" or COMPILER is None, reason="calls are caught by a preloaded library")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What all rounds found, by verb and failure: done once, because the longest part of them is to begin."""
    folder = tmp_path_factory.mktemp("killing")
    library, source = folder / "faults.so", ROOT / "tests" / "crash" / "faults.c"
    build = [str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(build, check=True, capture_output=True, timeout=60)
    wishes = [*KILLED.values(), *FAILED.values()]
    with ThreadPoolExecutor() as two_at_once:
        halves = two_at_once.map(lambda half: rounds_of(wishes[half::2], folder / str(half), library), range(2))
        return {wish: rounds for half in halves for wish, rounds in half.items()}


def rounds_of(wishes: list[str], folder: Path, library: Path) -> dict[str, Any]:
    """Do rounds in a process of their own."""
    command = [sys.executable, "-m", "tests.crash.killing", str(folder), "20260301", *wishes]
    surroundings = {**os.environ, "LD_PRELOAD": str(library)}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, check=False, timeout=300 + 20 * KILLS)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize("verb", VERBS)
def test_a_killed_verb_leaves_one_whole_project_and_nothing_beside_it(found: dict[str, Any], verb: str) -> None:
    rounds = found[KILLED[verb]]
    outcomes = Counter(rounds["outcomes"])
    assert rounds["faults"] == []
    assert set(outcomes) <= {"killed", "done"}
    assert outcomes["killed"] >= OF_EACH * 3 // 4, "kills at a random moment may come too late, all others come"
    assert sum(rounds["states"].values()) == OF_EACH


@pytest.mark.parametrize("verb", FAILING)
def test_a_disk_that_fails_is_told_the_truth_about(found: dict[str, Any], verb: str) -> None:
    rounds = found[FAILED[verb]]
    outcomes = Counter(rounds["outcomes"])
    assert rounds["faults"] == []
    assert outcomes["done"] + outcomes["refused"] == FAILURES
    assert outcomes["refused"]
