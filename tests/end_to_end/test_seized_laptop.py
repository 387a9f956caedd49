"""A laptop is seized while the program runs: of all that was imported, decided, shown and half typed nothing can be read on its disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.foundation.paths import PRIVATE
from mrm_desktop.store.file.project_file import open_project_file
from mrm_desktop.vault import unlock
from tests.conftest import ROOT
from tests.end_to_end.markers import MARKERS, PASSPHRASE, TITLE

pytestmark = pytest.mark.desktop


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything below the home and the temporary folder of the user after the program was killed."""
    home = tmp_path_factory.mktemp("laptop")
    places = {"HOME": home, "TMPDIR": home / "tmp", "XDG_RUNTIME_DIR": home / "run"}
    places |= {f"XDG_{kind}_HOME": home / kind.lower() for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    for folder in places.values():
        folder.mkdir(exist_ok=True, mode=0o700)
    given = tmp_path_factory.mktemp("stick") / "files"  # what others sent lies on a stick, not on the laptop
    command = [sys.executable, "-m", "tests.end_to_end.seized_user", str(given)]
    environment = os.environ | {name: str(folder) for name, folder in places.items()} | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, timeout=180)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-3000:]
    assert done.stdout.endswith(b"writing\n")
    return home


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def test_no_word_of_it_in_any_byte(laptop: Any) -> None:
    found = {path.name for path in files(laptop)}
    assert {"north.mrm", "north.mrm.key", "north.mrm-wal"} <= found, "it was not killed while the project was open"
    read = [
        (path.relative_to(laptop).as_posix(), marker)
        for path in files(laptop)
        for marker in MARKERS
        for encoding in ("utf-8", "utf-16-le")
        if marker.encode(encoding) in path.read_bytes()
    ]
    assert read == []


def test_what_was_written_is_its_owners_alone(laptop: Any) -> None:
    loose = {path.name: oct(path.stat().st_mode) for path in files(laptop) if path.stat().st_mode & PRIVATE}
    assert loose == {}


def test_who_has_the_passphrase_finds_it_all(laptop: Any) -> None:
    path = laptop / "north.mrm"
    with open_project_file(path, unlock(path, PASSPHRASE)) as project, project.read() as repo:
        assert repo.info().title == TITLE
        assert next(repo.decisions()).draft.approver_role == "Qz03Marker"
        assert "Qz10Marker" in {area.name for area in repo.areas()}
