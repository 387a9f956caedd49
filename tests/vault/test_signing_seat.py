"""A person signs what is recorded while their passphrase has opened their key, and nothing before or after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.signing_seat import seat_of
from mrm_desktop.vault.slots import Cost
from tests.present import present

SECRET, OWN = "correct horse battery", "a heron on the far bank"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = tmp_path / "north.mrm"
    Vault(Cost(time=1)).create(made, SECRET)
    return made


def test_where_nobody_has_a_key_there_is_no_seat(project: Path) -> None:
    assert seat_of(Vault().unlock(project, SECRET), project) is None


def test_the_key_is_open_while_something_is_signed_and_closed_behind_it(project: Path) -> None:
    Vault(Cost(time=1)).set_up_signing(project, SECRET, "Country director", OWN)
    key = Vault().unlock(project, SECRET)
    seat = present(seat_of(key, project))
    assert (seat.role, key.signer) == ("Country director", None)
    with seat.signing(OWN):
        opened = present(key.signer)
        assert (opened.role, len(opened.sign(b"message"))) == ("Country director", 64)
    assert key.signer is None
    with pytest.raises(KnownError, match=r"vault\.locked"):
        opened.sign(b"message")


def test_a_wrong_passphrase_opens_nothing(project: Path) -> None:
    Vault(Cost(time=1)).set_up_signing(project, SECRET, "Country director", OWN)
    key = Vault().unlock(project, SECRET)
    with pytest.raises(KnownError, match=r"vault\.wrong_signing_passphrase"), present(seat_of(key, project)).signing("another one"):
        pytest.fail("opened")
    assert key.signer is None


def test_the_key_is_closed_also_where_the_record_fails(project: Path) -> None:
    Vault(Cost(time=1)).set_up_signing(project, SECRET, "Country director", OWN)
    key = Vault().unlock(project, SECRET)
    with pytest.raises(ValueError, match="no room"), present(seat_of(key, project)).signing(OWN):
        raise ValueError("no room")
    assert key.signer is None
