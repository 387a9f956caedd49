"""A disk with no room even for the log of a project, as the database library meets it."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from mrm_desktop.store.file import backup, engine


def fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever would write beside a project fail; reading the file alone goes on."""
    whole = engine.connect

    def connect(path: Path, raw_key: str, mode: str = engine.READ_WRITE) -> Any:
        if mode != engine.IMMUTABLE:
            raise driver.OperationalError("disk I/O error")
        return whole(path, raw_key, mode)

    for room in (engine, backup):
        monkeypatch.setattr(room, "connect", connect)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
