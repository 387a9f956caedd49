"""A fresh encrypted project for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mrm_desktop.store.file.project_file import ProjectFile, SqlCipherFiles
from mrm_desktop.vault.keys import DataKey
from tests.store import records
from tests.store.office_server import address, office, server  # noqa: F401 - fixtures for all tests here


def fresh_key() -> DataKey:
    return DataKey(bytes(range(32)), "0f" * 16)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "toy.mrm"


@pytest.fixture
def project(path: Path) -> Iterator[ProjectFile]:
    with SqlCipherFiles(lambda: records.AT).create(path, fresh_key(), records.info()) as made:
        yield made
