"""Two offices, each with its copy of one project and a signing key of its own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mrm_desktop.domain.decisions import Decision
from mrm_desktop.scoring.policy import checksum_of
from mrm_desktop.services.decisions.record_decision import FIRST_HASH, body_of, hash_of
from mrm_desktop.store.exchange.bundles import BundleReport
from mrm_desktop.store.file.project_file import ProjectFile, create_project_file, open_project_file
from mrm_desktop.vault.key_file import key_path
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.slots import Cost
from tests.store import records
from tests.store.conftest import OWN_PASSPHRASE, unlock_to_sign

CHEAP = Vault(Cost(time=1))
PASSPHRASE = "a long enough one"


class Office:
    """One office with its copy of the project."""

    def __init__(self, path: Path, role: str) -> None:
        self.path, self.role = path, role
        self.public = CHEAP.set_up_signing(path, PASSPHRASE, role, OWN_PASSPHRASE)
        self.exports = 0

    def open(self) -> ProjectFile:
        return open_project_file(self.path, unlock_to_sign(CHEAP, self.path, PASSPHRASE))

    def add(self, **what: Any) -> None:
        with self.open() as project, project.write() as repo:
            for verb, given in what.items():
                getattr(repo, verb)(*given)

    def decide(self) -> Decision:
        with self.open() as project, project.write() as repo:
            last = repo.last_decision()
            made = records.decision(last.sequence + 1 if last else 1, last.hash if last else FIRST_HASH, "")
            made = replace(made, policy_text="text of " + self.role, policy_checksum=checksum_of("text of " + self.role))
            made = replace(made, hash=hash_of(body_of(made)))
            repo.append_decision(made)
        return made

    def export(self) -> Path:
        self.exports += 1
        target = self.path.with_name(f"{self.role}-{self.exports}.mrmb")
        with self.open() as project:
            project.export_bundle(target)
        return target

    def take(self, bundle: Path, other: Office, **choices: Any) -> BundleReport:
        with self.open() as project:
            return project.import_bundle(bundle, trusted={other.public}, choices=choices.get("choices"))

    def ask(self, question: str) -> Any:
        with self.open() as project, project.read() as repo:
            return getattr(repo, question)()


@pytest.fixture
def offices(tmp_path: Path) -> tuple[Office, Office]:
    first = tmp_path / "north" / "toy.mrm"
    first.parent.mkdir()
    key, _ = CHEAP.create(first, PASSPHRASE)
    create_project_file(first, key, records.info(), [records.mission()]).close()
    second = tmp_path / "south" / "toy.mrm"
    second.parent.mkdir()
    shutil.copy(first, second)
    shutil.copy(key_path(first), key_path(second))
    return Office(first, "North"), Office(second, "South")
