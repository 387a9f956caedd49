"""The key ring of the system is a convenience: asked for, left out, or absent, the program works the same."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.vault import os_keyring
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.slots import Cost

VAULT = Vault(Cost(1, 64, 1))
PASSPHRASE = "a long enough one"


class Broken(Exception):
    """What a machine without a key ring raises."""


class Ring:
    """A key ring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service, name, secret):
        self.kept[service, name] = secret

    def get_password(self, service, name):
        return self.kept.get((service, name))

    def delete_password(self, service, name):
        if (service, name) not in self.kept:
            raise Broken
        del self.kept[service, name]


class NoRing:
    """A machine without one."""

    def set_password(self, *_):
        raise Broken

    get_password = delete_password = set_password


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "toy.mrm"
    key, _ = VAULT.create(path, PASSPHRASE)
    return path, key


def test_remembered_recalled_forgotten(made, monkeypatch):
    path, key = made
    ring = Ring()
    monkeypatch.setattr(os_keyring, "ring", lambda: (ring, Broken))
    assert os_keyring.recall(path) is None
    os_keyring.remember(path, key)
    assert os_keyring.recall(path).raw() == key.raw()
    VAULT.set_up_signing(path, PASSPHRASE, "Head of office")
    assert os_keyring.recall(path).signer.role == "Head of office"
    os_keyring.forget(path)
    os_keyring.forget(path)
    assert os_keyring.recall(path) is None


def test_a_machine_without_a_key_ring(made, monkeypatch):
    path, key = made
    monkeypatch.setattr(os_keyring, "ring", lambda: (NoRing(), Broken))
    assert os_keyring.recall(path) is None
    os_keyring.forget(path)
    with pytest.raises(KnownError) as caught:
        os_keyring.remember(path, key)
    assert caught.value.code == "vault.no_keyring"


def test_a_ring_with_something_else_in_it(made, monkeypatch):
    path, key = made
    ring = Ring()
    ring.kept["mrm-desktop", key.file_salt] = "not a key"
    monkeypatch.setattr(os_keyring, "ring", lambda: (ring, Broken))
    assert os_keyring.recall(path) is None
