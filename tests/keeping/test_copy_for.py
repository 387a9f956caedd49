"""A copy for another office opens with its own secrets alone, and carries no signing key of ours."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.keeping.copy_for import copy_for
from mrm_desktop.vault.key_file import key_path
from mrm_desktop.vault.keys import Vault, keys_of
from tests.keeping.conftest import NEW_PASSPHRASE, PASSPHRASE, Kept, events_in


def test_nothing_of_ours_opens_it_and_nothing_of_theirs_ours(kept: Kept, tmp_path: Path) -> None:
    Vault().set_up_signing(kept.path, PASSPHRASE, "Country office", "only the head of office knows")
    copy = tmp_path / "malakal.mrm"
    code = copy_for(kept.path, PASSPHRASE, copy, NEW_PASSPHRASE)
    assert events_in(copy, NEW_PASSPHRASE) == events_in(copy, code) == 1
    assert keys_of(copy).signer is None
    for path, secret in ((copy, PASSPHRASE), (copy, kept.code), (kept.path, NEW_PASSPHRASE), (kept.path, code)):
        with pytest.raises(CannotOpenError):
            Vault().unlock(path, secret)
    assert Vault().unlock(copy, code).raw() == Vault().unlock(kept.path, PASSPHRASE).raw(), "bundles go between them"


def test_no_file_is_written_over(kept: Kept, tmp_path: Path) -> None:
    copy = tmp_path / "malakal.mrm"
    shutil.copy(key_path(kept.path), key_path(copy))
    with pytest.raises(KnownError, match=r"vault\.key_file_exists"):
        copy_for(kept.path, PASSPHRASE, copy, NEW_PASSPHRASE)
    with pytest.raises(KnownError, match=r"file\.exists"):
        copy_for(kept.path, PASSPHRASE, kept.path, NEW_PASSPHRASE)
