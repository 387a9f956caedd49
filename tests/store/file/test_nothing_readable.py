"""A seized laptop: nothing that was recorded can be read in any file the program wrote, not even after it was killed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mrm_desktop.store.file.project_file import open_project_file
from mrm_desktop.vault import unlock
from tests.store.file.planted import PASSPHRASE, marker

ROOT = Path(__file__).resolve().parents[3]
MARKERS = [marker(n) for n in range(1, 27)] + [PASSPHRASE]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home and temporary folder of somebody whose program was killed."""
    folder = tmp_path_factory.mktemp("home")
    inside = {"HOME": str(folder), "TMPDIR": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder)}
    command = [sys.executable, "-m", "tests.store.file.planted", str(folder / "toy.mrm")]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | inside, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (9, b"written\n"), done.stderr.decode()
    return folder


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def test_no_marker_in_any_byte(home: Path) -> None:
    names = {p.name for p in files(home)}
    assert {"toy.mrm", "toy.mrm.key", "toy.mrm-wal", "toy.mrm.lock"} <= names, "it was not killed in the middle of things"
    assert any(p.parent.name == "toy.mrm-backups" for p in files(home))
    for path in files(home):
        content = path.read_bytes()
        for text in MARKERS:
            for encoding in ("utf-8", "utf-16-le"):
                assert text.encode(encoding) not in content, (path.name, text)
        assert b"SQLite format 3" not in content


def test_no_key_in_any_byte(home: Path) -> None:
    key = unlock(home / "toy.mrm", PASSPHRASE).raw()[:64]
    for path in files(home):
        content = path.read_bytes()
        assert bytes.fromhex(key) not in content, path.name
        assert key.encode() not in content.lower(), path.name


def test_files_belong_to_their_owner_alone(home: Path) -> None:
    assert {p.name: oct(stat.S_IMODE(p.stat().st_mode)) for p in files(home) if stat.S_IMODE(p.stat().st_mode) & 0o077} == {}


def test_the_markers_are_there_for_who_has_the_key(home: Path) -> None:
    with open_project_file(home / "toy.mrm", unlock(home / "toy.mrm", PASSPHRASE)) as project, project.read() as repo:
        assert repo.info().title == marker(1)
        assert repo.places()[0].name == marker(11)
        assert next(repo.decisions()).draft.dissent == marker(21)
