"""Does one verb again and again on copies of one project, kills it or lets a write fail each time, and says what was found afterwards.

Run by the crash tests as a program of its own, with ``faults.c`` preloaded::

    python -m tests.crash.killing FOLDER SEED VERB:ROUNDS [VERB:ROUNDS:ENOSPC,EIO ...]

It imports everything once and does each round in a fork, so that a round costs a fraction of a second. One line of JSON is its answer: what
was found, by what was asked.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.errors import MrmError
from mrm_desktop.store.file.backup import set_aside_files, taken_at
from mrm_desktop.vault import seen_heads
from tests.crash.verbs import MARK, NAME, PREPARATIONS, VERBS, Verb
from tests.store.conftest import make_passphrases_cheap

DONE, REFUSED, BROKEN = 0, 3, 4
"""How a child ends that nobody killed: it did it, it refused with an error that it knows, or with one that it does not."""
OUTCOMES = {DONE: "done", REFUSED: "refused", BROKEN: "broken"}


@dataclass
class Found:
    """What the rounds found.

    Attributes
    ----------
    outcomes : Counter[str]
        How many children were killed, came to their end, or refused.
    states : Counter[str]
        How many projects were found as before, and how many as after.
    faults : list[str]
        Whatever may not be.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def main(folder: Path, seed: int, *asked: str) -> None:
    """Do the rounds of some verbs."""
    said = {}
    with pytest.MonkeyPatch.context() as patch:
        make_passphrases_cheap(patch)
        patch.setattr(seen_heads, "settings_folder", lambda: Path(tempfile.gettempdir()).with_name("settings"))
        for wish in asked:
            name, rounds, failures = (*wish.split(":"), "")[:3]
            errors = [getattr(errno, failure) for failure in failures.split(",") if failure]
            said[wish] = vars(_rounds(VERBS[name], folder, int(rounds), random.Random(f"{seed} {wish}"), errors))
    sys.stdout.write(json.dumps(said) + "\n")


def _rounds(verb: Verb, folder: Path, rounds: int, chance: random.Random, errors: Sequence[int]) -> Found:
    base, found = _base(verb, folder), Found()
    untouched = _copy(base, folder / "untouched")
    before = verb.look(untouched)
    whole = _copy(base, folder / "whole")
    verb.run(whole)  # loads what it needs, for all the children
    after = verb.look(whole)
    took, calls = _measured(verb, _copy(base, folder / "measured"))
    for number in range(1, rounds + 1):
        path = _copy(base, folder / "round")
        at_time, error = not errors and number % 4 == 0, errors[number % len(errors)] if errors else 0
        call = 0 if at_time else 1 + int(calls * (number - chance.random()) / rounds)
        outcome = _child(verb, path, call, error, chance.random() < 0.5, chance.random() * took if at_time else None)
        found.outcomes[outcome] += 1
        where = f"round {number}, call {call} of {calls}, {outcome}"
        try:
            state = verb.look(path)
        except Exception:
            found.faults.append(f"{where}: {traceback.format_exc()[-1500:]}")
            continue
        found.states["before" if state == before else "after" if state == after else "neither"] += 1
        found.faults += [f"{where}: {fault}" for fault in _untrue(outcome, state, before, after) + _left_behind(path)]
    return found


def _base(verb: Verb, folder: Path) -> Path:
    """Return the folder with the project on which a verb is done: beside it one for what is temporary, and the settings."""
    base = folder / f"base-{list(PREPARATIONS).index(verb.prepare)}"
    if not base.exists():
        for name in ("office", "tmp", "settings"):
            (base / name).mkdir(parents=True)
        tempfile.tempdir = str(base / "tmp")
        verb.prepare(base / "office" / NAME)
    return base


def _copy(base: Path, to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(base, to)
    tempfile.tempdir = str(to / "tmp")
    return to / "office" / NAME


def _measured(verb: Verb, path: Path) -> tuple[float, int]:
    """Return how long a verb takes in a child that nobody kills, and how many calls that write it makes."""
    read, write = os.pipe()
    begun = time.monotonic()
    if (pid := os.fork()) == 0:
        _arm(0, 0, False)
        verb.run(path)
        os.write(write, str(ctypes.CDLL(None).mrm_seen()).encode())
        os._exit(DONE)
    os.waitpid(pid, 0)
    took = time.monotonic() - begun
    calls = int(os.read(read, 20))
    os.close(read)
    os.close(write)
    return took, calls


def _child(verb: Verb, path: Path, call: int, error: int, stays: bool, after: float | None) -> str:
    """Do a verb in a child that ends at a call, or after some seconds; return how it ended."""
    if (pid := os.fork()) == 0:
        _end(verb, path, call, error, stays)
    if after is not None:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGKILL else f"signal {os.WTERMSIG(status)}"
    return OUTCOMES.get(os.WEXITSTATUS(status), "strange")


def _end(verb: Verb, path: Path, call: int, error: int, stays: bool) -> None:
    code = BROKEN
    try:
        _arm(call, error, stays)
        verb.run(path)
        code = DONE
    except MrmError as refusal:
        code = DONE if refusal.code == "purge.unfinished" else REFUSED  # it says that it was done, and what is left
        sys.stderr.write(f"{call}: {refusal.code}\n")
    except BaseException:
        sys.stderr.write(f"{call}: {traceback.format_exc()}\n")
    finally:
        os._exit(code)


def _arm(call: int, error: int, stays: bool) -> None:
    ctypes.CDLL(None).mrm_arm(ctypes.c_long(call), error, int(stays))


def _untrue(outcome: str, state: str, before: str, after: str) -> list[str]:
    """Say what does not fit: a half, something acknowledged that is not there, something refused that is, an error nobody knows."""
    said = []
    if state not in (before, after):
        said.append(f"neither before nor after: {state}")
    if outcome == "done" and state != after:
        said.append("acknowledged, and not there")
    if outcome == "refused" and state != before:
        said.append("refused, and there")
    if outcome not in ("killed", "done", "refused"):
        said.append("ended by an error that nobody knows")
    return said


def _left_behind(path: Path) -> list[str]:
    """Say what lies there after the next opening and is neither the project nor a backup, and where the mark can be read."""
    known: set[Any] = {path, path.with_name(f"{path.name}.key"), *set_aside_files(path)}
    said = []
    for file in (file for file in path.parents[1].rglob("*") if file.is_file()):
        is_given = "given" in file.parts or "settings" in file.parts
        if not is_given and file not in known and not (file.suffix == ".mrm" and taken_at(file) is not None):
            said.append(f"left behind: {file.relative_to(path.parents[1])}")
        if not is_given and MARK.encode() in file.read_bytes():
            said.append(f"readable: {file.relative_to(path.parents[1])}")
    return said


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
