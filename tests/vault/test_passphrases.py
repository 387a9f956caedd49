"""Passphrases that are guessed first set nothing; older ones still open."""

from __future__ import annotations

from pathlib import Path

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.words import Words
from mrm_desktop.vault import keys
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.passphrases import require_hard_to_guess
from mrm_desktop.vault.slots import Cost

STRONG = "correct horse battery"


@pytest.mark.parametrize(
    "weak",
    [
        "aaaaaaaaaa",
        "password12",
        "P@ssw0rd2026",
        "southsudan",
        "South Sudan 2026",
        "Soudan du Sud",
        "sudan del sur",
        "\u062c\u0646\u0648\u0628 \u0627\u0644\u0633\u0648\u062f\u0627\u0646",
        "malakal malakal malakal",
        "qwertyuiop",
        "0123456789",
        "Upper Nile 2026",
        "UNMISS UNMISS",
    ],
)
def test_what_is_guessed_first_is_refused(weak: str) -> None:
    with pytest.raises(KnownError) as caught:
        require_hard_to_guess(weak, ("Upper Nile", "UNMISS"))
    assert caught.value.code == "vault.passphrase_weak"


@pytest.mark.parametrize(
    "strong", [STRONG, "caf\u00e9 au lait et tartines", "lampe rivi\u00e8re tigre sept", "k7!vQ2-mZ9x", STRONG * 20]
)
def test_words_without_relation_are_taken(strong: str) -> None:
    require_hard_to_guess(strong, ("Upper Nile", "UNMISS"))


def test_a_weak_one_sets_nothing_and_an_older_one_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, project = Vault(Cost(time=1)), tmp_path / "north.mrm"
    with pytest.raises(KnownError):
        vault.create(project, "southsudan")
    assert list(tmp_path.iterdir()) == []
    with monkeypatch.context() as before:
        before.setattr(keys, "require_hard_to_guess", lambda *_: None)
        key, _ = vault.create(project, "southsudan")
    assert vault.unlock(project, "southsudan").raw() == key.raw()
    with pytest.raises(KnownError) as caught:
        vault.change_passphrase(project, "southsudan", "password12")
    assert caught.value.code == "vault.passphrase_weak"
    vault.change_passphrase(project, "southsudan", STRONG)
    assert vault.unlock(project, STRONG).raw() == key.raw()


def test_each_language_says_what_to_do() -> None:
    told = {Words(code).next_step("vault.passphrase_weak") for code in BY_CODE}
    assert len(told) == len(BY_CODE)
    assert "" not in told
