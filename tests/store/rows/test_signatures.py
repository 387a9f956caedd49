"""Decisions carry the signature of the role whose key is set up; a change of record, role or key shows."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.project_file import create_project_file, open_project_file
from mrm_desktop.store.rows.triggers import FIRST_HASH
from mrm_desktop.vault.key_file import key_path
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.slots import Cost
from tests.present import present
from tests.store import records

CHEAP = Vault(Cost(time=1))
PASSPHRASE = "a long enough one"


@pytest.fixture
def signing(path: Path) -> str:
    """A project with a decision from before the signing key and one from after; and the public key."""
    key, _ = CHEAP.create(path, PASSPHRASE)
    with create_project_file(path, key, records.info(), []) as project, project.write() as repo:
        repo.append_decision(records.decision(1, FIRST_HASH, "a" * 64))
    public = CHEAP.set_up_signing(path, PASSPHRASE, "Head of office")
    with open_project_file(path, CHEAP.unlock(path, PASSPHRASE)) as project, project.write() as repo:
        repo.append_decision(records.decision(2, "a" * 64, "b" * 64))
    return public


def test_a_decision_is_signed_once_a_key_is_set_up(path: Path, signing: str) -> None:
    CHEAP.change_passphrase(path, PASSPHRASE, "another long enough one")
    with open_project_file(path, CHEAP.unlock(path, "another long enough one")) as project:
        (signed,) = project.signatures()
    assert (signed.sequence, signed.role, signed.public_key, signed.valid) == (2, "Head of office", signing, True)


@pytest.mark.parametrize("change", ["hash = 'cc'", "sequence = 2, hash = 'dd'"])
def test_a_changed_record_shows(path: Path, signing: str, change: str) -> None:
    raw = CHEAP.unlock(path, PASSPHRASE).raw()
    with contextlib.closing(connect(path, raw)) as connection:
        connection.execute("DROP TRIGGER no_update_decision")
        connection.execute(f"UPDATE decision SET {change} WHERE sequence = 2")
    with open_project_file(path, CHEAP.unlock(path, PASSPHRASE)) as project:
        assert [s.valid for s in project.signatures()] == [False]


@pytest.mark.parametrize(
    ("column", "value"), [("role", "Somebody else"), ("public_key", "00" * 32), ("public_key", "x"), ("signature", "")]
)
def test_a_changed_signature_shows(path: Path, signing: str, column: str, value: str) -> None:
    raw = CHEAP.unlock(path, PASSPHRASE).raw()
    with contextlib.closing(connect(path, raw)) as connection:
        connection.execute("DROP TRIGGER no_update_decision_signature")
        connection.execute(f"UPDATE decision_signature SET {column} = ?", (value,))
    with open_project_file(path, CHEAP.unlock(path, PASSPHRASE)) as project:
        assert [s.valid for s in project.signatures()] == [False]


def test_a_signer_cannot_be_renamed_or_carried_elsewhere(path: Path, signing: str) -> None:
    from mrm_desktop.vault.key_file import read_key_file, write_key_file

    file = key_path(path)
    keys = read_key_file(file)
    write_key_file(file, replace(keys, signer=replace(present(keys.signer), role="Country director")))
    with pytest.raises(CannotOpenError) as caught:
        CHEAP.unlock(path, PASSPHRASE)
    assert caught.value.code == "vault.key_file_damaged"


def test_the_seed_is_not_in_the_key_file_in_the_open(path: Path, signing: str) -> None:
    document = json.loads(key_path(path).read_text())
    key = CHEAP.unlock(path, PASSPHRASE)
    seed = bytes(present(key.signer)._key).hex()
    assert seed not in json.dumps(document)
    assert "signer" not in repr(key).lower()
    key.forget()
    assert key.signer is None


def test_a_role_is_needed(path: Path) -> None:
    CHEAP.create(path, PASSPHRASE)
    with pytest.raises(KnownError):
        CHEAP.set_up_signing(path, PASSPHRASE, " ")
