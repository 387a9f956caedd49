"""Appends a decision and a place in one unit of work, again and again, and says so only after each commit. Run by the crash test."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from mrm_desktop.domain.decisions import ChainEnd, Decision
from mrm_desktop.scoring import load_policy
from mrm_desktop.services.decisions.record_decision import FIRST_HASH, body_of, hash_of
from mrm_desktop.store.file.project_file import open_project_file
from tests.store import records

KEY = bytes(range(32))


def next_decision(last: ChainEnd | None) -> Decision:
    """A decision that follows the last one, with a true hash and a true policy."""
    policy = load_policy()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, FIRST_HASH)
    raw = records.decision(sequence, previous, "")
    made = replace(raw, policy_text=policy.text, policy_checksum=policy.checksum)
    return replace(made, hash=hash_of(body_of(made)))


def main(path: Path) -> None:
    """Write until killed."""
    with open_project_file(path, KEY) as project:
        os.write(1, b"ready\n")
        while True:
            with project.write() as repo:
                made = next_decision(repo.last_decision())
                repo.append_decision(made)
                repo.add_places([records.place("", code=str(made.sequence)) for _ in range(20)])
            os.write(1, f"{made.sequence}\n".encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
