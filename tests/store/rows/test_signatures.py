"""Decisions carry the signature of the role whose key is set up; a change of record, role or key shows."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from sqlalchemy import insert

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.store.file.engine import connect
from mrm_desktop.store.file.project_file import create_project_file, open_project_file
from mrm_desktop.store.rows.models import TrustedSignerRow
from mrm_desktop.store.rows.triggers import FIRST_HASH
from mrm_desktop.vault.key_file import key_path, read_key_file, write_key_file
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.signing import SealedSigner, Signer
from mrm_desktop.vault.slots import Cost
from tests.present import present
from tests.store import records
from tests.store.conftest import OWN_PASSPHRASE, unlock_to_sign

CHEAP = Vault(Cost(time=1))
PASSPHRASE = "a long enough one"


@pytest.fixture
def signing(path: Path) -> str:
    """A project with a decision from before the signing key and one from after; and the public key."""
    key, _ = CHEAP.create(path, PASSPHRASE)
    with create_project_file(path, key, records.info(), []) as project, project.write() as repo:
        repo.append_decision(records.decision(1, FIRST_HASH, "a" * 64))
    public = CHEAP.set_up_signing(path, PASSPHRASE, "Head of office", OWN_PASSPHRASE)
    with open_project_file(path, unlock_to_sign(CHEAP, path, PASSPHRASE)) as project, project.write() as repo:
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
    file = key_path(path)
    keys = read_key_file(file)
    write_key_file(file, replace(keys, signer=replace(present(keys.signer), role="Country director")))
    with pytest.raises(CannotOpenError, match=r"vault\.wrong_signing_passphrase"):
        unlock_to_sign(CHEAP, path, PASSPHRASE)


def test_the_project_passphrase_signs_nothing(path: Path, signing: str) -> None:
    with open_project_file(path, CHEAP.unlock(path, PASSPHRASE)) as project, project.write() as repo:
        repo.append_decision(records.decision(3, "b" * 64, "c" * 64))
    key = CHEAP.unlock(path, PASSPHRASE)
    with open_project_file(path, key) as project:
        assert [signed.sequence for signed in project.signatures()] == [2]
    for guess in (PASSPHRASE, "", "something else"):
        with pytest.raises(CannotOpenError, match=r"vault\.wrong_signing_passphrase"):
            CHEAP.sign_with(key, path, guess)
    with pytest.raises(KnownError, match=r"vault\.signing_not_own"):
        CHEAP.set_up_signing(path, PASSPHRASE, "Head of office", PASSPHRASE)


def test_a_key_of_before_still_signs_and_its_signatures_hold(path: Path, signing: str) -> None:
    """Older copies sealed the seed under the data key."""
    keys = read_key_file(key_path(path))
    key = CHEAP.unlock(path, PASSPHRASE)
    seed, nonce, public = b"s" * 32, b"n" * 24, bytes.fromhex(Signer("Old role", b"s" * 32).public_key)
    told = json.dumps(["mrm-signer/1", keys.file_salt, "Old role", public.hex()], separators=(",", ":")).encode()
    sealed = bytes(crypto_aead_xchacha20poly1305_ietf_encrypt(seed, told, nonce, bytes.fromhex(key.raw()[:64])))
    write_key_file(key_path(path), replace(keys, signer=SealedSigner("Old role", public, nonce, sealed)))
    with open_project_file(path, CHEAP.unlock(path, PASSPHRASE)) as project, project.write() as repo:
        repo.append_decision(records.decision(3, "b" * 64, "c" * 64))
    CHEAP.set_up_signing(path, PASSPHRASE, "Head of office", OWN_PASSPHRASE)
    with open_project_file(path, CHEAP.unlock(path, PASSPHRASE)) as project:
        assert [(s.sequence, s.role, s.valid) for s in project.signatures()] == [(2, "Head of office", True), (3, "Old role", True)]


def test_the_trusted_name_counts_and_not_the_claimed_one(path: Path, signing: str) -> None:
    with open_project_file(path, CHEAP.unlock(path, PASSPHRASE)) as project:
        assert [signed.trusted for signed in project.signatures()] == [""]
        with project._write_transaction() as connection:
            row = {"id": new_id(), "public_key": signing, "role": "Juba, by telephone", "trusted_at": records.AT}
            connection.execute(insert(TrustedSignerRow), [row])
        assert [signed.trusted for signed in project.signatures()] == ["Juba, by telephone"]


def test_the_seed_is_not_in_the_key_file_in_the_open(path: Path, signing: str) -> None:
    document = json.loads(key_path(path).read_text())
    key = unlock_to_sign(CHEAP, path, PASSPHRASE)
    seed = bytes(present(key.signer)._key).hex()
    assert seed not in json.dumps(document)
    assert "signer" not in repr(key).lower()
    key.forget()
    assert key.signer is None


def test_a_role_is_needed(path: Path) -> None:
    CHEAP.create(path, PASSPHRASE)
    with pytest.raises(KnownError):
        CHEAP.set_up_signing(path, PASSPHRASE, " ", OWN_PASSPHRASE)
