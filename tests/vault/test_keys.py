"""The key file: what opens it, what does not, and what each failure is called."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argon2 import low_level
from argon2.exceptions import HashingError

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.vault import key_file, slots
from mrm_desktop.vault.key_file import key_path, read_key_file
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.recovery_code import new_code, parse_code
from mrm_desktop.vault.slots import Cost, Slot, SlotKind, slot_from_dict, slot_to_dict

CHEAP = Cost(time=1)
PASSPHRASE = "correct horse battery"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return tmp_path / "north.mrm"


@pytest.fixture
def vault() -> Vault:
    return Vault(CHEAP)


def code_of(call: Callable[..., Any], *args: Path | str) -> str:
    with pytest.raises(KnownError) as caught:
        call(*args)
    return caught.value.code


def test_passphrase_and_recovery_code_open_the_same_key(project: Path, vault: Vault) -> None:
    key, code = vault.create(project, PASSPHRASE)
    assert vault.unlock(project, PASSPHRASE).raw() == key.raw()
    assert vault.unlock(project, code).raw() == key.raw()
    assert vault.unlock(project, code.lower().replace("0", "o")).raw() == key.raw()


@pytest.mark.parametrize(("gigabytes", "megabytes"), [(0, 64), (0.5, 64), (2, 128), (3, 192), (4, 256), (64, 256)])
def test_a_guess_costs_what_the_machine_has_between_floor_and_ceiling(
    monkeypatch: pytest.MonkeyPatch, gigabytes: float, megabytes: int
) -> None:
    monkeypatch.setattr(slots, "physical_memory", lambda: int(gigabytes * 2**30))
    assert slots.cost_here() == Cost(3, megabytes * 1024, 4)
    assert slots.cost_here().is_within_reason


def test_wrong_secrets_are_told_apart(project: Path, vault: Vault) -> None:
    vault.create(project, PASSPHRASE)
    assert code_of(vault.unlock, project, "not the passphrase") == "vault.wrong_passphrase"
    assert code_of(vault.unlock, project, new_code()) == "vault.wrong_recovery_code"


def test_a_passphrase_that_reads_as_a_recovery_code_opens(project: Path, vault: Vault) -> None:
    """Whoever takes a code out of a generator as passphrase has two secrets of one form."""
    passphrase = new_code()
    key, code = vault.create(project, passphrase)
    assert vault.unlock(project, passphrase).raw() == vault.unlock(project, code).raw() == key.raw()


def test_same_words_in_another_normal_form_open(project: Path, vault: Vault) -> None:
    vault.create(project, "caf\u00e9 au lait")
    vault.unlock(project, "cafe\u0301 au lait")


def test_change_rewraps_and_leaves_the_recovery_code(project: Path, vault: Vault) -> None:
    key, code = vault.create(project, PASSPHRASE)
    vault.change_passphrase(project, PASSPHRASE, "another passphrase")
    assert vault.unlock(project, "another passphrase").raw() == key.raw()
    assert vault.unlock(project, code).raw() == key.raw()
    assert code_of(vault.unlock, project, PASSPHRASE) == "vault.wrong_passphrase"


def test_new_recovery_code_ends_the_old_one(project: Path, vault: Vault) -> None:
    key, old = vault.create(project, PASSPHRASE)
    new = vault.new_recovery_code(project, PASSPHRASE)
    assert vault.unlock(project, new).raw() == key.raw()
    assert code_of(vault.unlock, project, old) == "vault.wrong_recovery_code"


def test_short_passphrase_is_refused_before_anything_is_written(project: Path, vault: Vault) -> None:
    assert code_of(vault.create, project, "short") == "vault.passphrase_too_short"
    assert not key_path(project).exists()


def test_existing_key_file_is_never_overwritten(project: Path, vault: Vault) -> None:
    vault.create(project, PASSPHRASE)
    before = key_path(project).read_bytes()
    assert code_of(vault.create, project, PASSPHRASE) == "vault.key_file_exists"
    assert key_path(project).read_bytes() == before


def test_key_file_is_private_and_holds_no_secret(project: Path, vault: Vault) -> None:
    key, code = vault.create(project, PASSPHRASE)
    path = key_path(project)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text()
    for secret in (PASSPHRASE, code, code.replace("-", ""), key.raw()[:64]):
        assert secret not in text
    assert repr(key) == "DataKey(...)"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["slots"][0]["kdf"].update(time=1, memory_kib=8),
        lambda d: d["slots"][0].update(wrapped=d["slots"][1]["wrapped"]),
        lambda d: d.pop("slots"),
        lambda d: d.update(file="00"),
        lambda d: d["slots"][0]["kdf"].update(memory_kib=10**9),
    ],
)
def test_any_edit_is_noticed(project: Path, vault: Vault, spoil: Callable[..., Any]) -> None:
    vault.create(project, PASSPHRASE)
    document = json.loads(key_path(project).read_text())
    spoil(document)
    key_path(project).write_text(json.dumps(document))
    assert code_of(vault.unlock, project, PASSPHRASE) == "vault.key_file_damaged"


def rewritten(project: Path, change: Callable[[Any], Any]) -> None:
    """Change a key file as somebody who knows its form would: the checksum fits again."""
    path = key_path(project)
    document = json.loads(path.read_text())
    del document["checksum"]
    change(document)
    path.write_text(json.dumps(document | {"checksum": key_file._checksum(document)}))


@pytest.mark.parametrize("weakened", [{"time": 2}, {"lanes": 1}, {"memory_kib": 65 * 1024}])
def test_other_parameters_do_not_open_even_with_a_new_checksum(project: Path, vault: Vault, weakened: dict[str, int]) -> None:
    vault.create(project, PASSPHRASE)
    rewritten(project, lambda d: d["slots"][0]["kdf"].update(weakened))
    assert code_of(vault.unlock, project, PASSPHRASE) == "vault.wrong_passphrase"


def slots_change_places(document: Any) -> None:
    """Let each of the two slots say that it is the other."""
    first, second = document["slots"]
    first["kind"], second["kind"] = second["kind"], first["kind"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d["slots"][0]["kdf"].update(salt="AAAA"),
        lambda d: d["slots"][0]["kdf"].update(salt=""),
        lambda d: d["slots"][0]["kdf"].update(salt=d["slots"][1]["kdf"]["salt"]),
        lambda d: d["slots"][0]["kdf"].pop("salt"),
        lambda d: d["slots"][0].update(wrapped="AA=="),
        lambda d: d["slots"][0].update(nonce=""),
        lambda d: d["slots"][0]["kdf"].update(memory_kib=float("inf")),
        lambda d: d["slots"][0]["kdf"].update(memory_kib=float("nan")),
        lambda d: d["slots"][0]["kdf"].update(memory_kib=64 * 1024 - 1),
        lambda d: d["slots"][0]["kdf"].update(memory_kib=512 * 1024 + 1),
        lambda d: d["slots"][0]["kdf"].update(memory_kib=8),
        lambda d: d["slots"][0]["kdf"].update(time=11),
        lambda d: d["slots"][0]["kdf"].update(time=0),
        lambda d: d["slots"][0]["kdf"].update(time=True),
        lambda d: d["slots"][0]["kdf"].update(lanes=10**30),
        lambda d: d["slots"][0]["kdf"].update(name="argon2i"),
        lambda d: d["slots"][0].update(wrapped=d["slots"][1]["wrapped"]),
        lambda d: d["slots"].append(d["slots"][0]),
        slots_change_places,
    ],
)
def test_what_no_key_file_says_is_damage_and_no_wrong_passphrase(project: Path, vault: Vault, spoil: Callable[[Any], Any]) -> None:
    vault.create(project, PASSPHRASE)
    rewritten(project, spoil)
    assert code_of(vault.unlock, project, PASSPHRASE) == "vault.key_file_damaged"


@pytest.mark.parametrize("cost", [Cost(), Cost(10, 64 * 1024, 4), Cost(1, 512 * 1024, 4)])
def test_costs_within_floor_and_ceiling_are_read(cost: Cost) -> None:
    slot = Slot(SlotKind.PASSPHRASE, cost, bytes(16), bytes(24), bytes(48))
    assert slot_from_dict(slot_to_dict(slot)) == slot


def test_a_machine_without_the_memory_says_so(project: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.create(project, PASSPHRASE)

    def none_left(*_: Any) -> bytes:
        raise HashingError("Memory allocation error")

    monkeypatch.setattr(low_level, "hash_secret_raw", none_left)
    assert code_of(vault.unlock, project, PASSPHRASE) == "vault.too_little_memory"


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"[]", b"null", b"{" * 5000, b'{"format": "other/1"}', b"\xff\xfe", b"7" * 100_000]
)
def test_foreign_content_is_damage(project: Path, vault: Vault, content: bytes) -> None:
    key_path(project).write_bytes(content)
    assert code_of(vault.unlock, project, PASSPHRASE) == "vault.key_file_damaged"


def test_missing_and_newer_key_files(project: Path, vault: Vault) -> None:
    assert code_of(vault.unlock, project, PASSPHRASE) == "vault.key_file_missing"
    key_path(project).write_text('{"format": "mrm-key/2"}')
    assert code_of(vault.unlock, project, PASSPHRASE) == "vault.key_file_newer"


def test_erase_overwrites_and_removes(project: Path, vault: Vault) -> None:
    vault.create(project, PASSPHRASE)
    vault.erase(project)
    assert not key_path(project).exists()
    vault.erase(project)


def test_forgotten_key_is_gone(project: Path, vault: Vault) -> None:
    key, _ = vault.create(project, PASSPHRASE)
    key.forget()
    with pytest.raises(CannotOpenError):
        key.raw()


def test_codes_are_checked_against_slips() -> None:
    code = new_code()
    assert parse_code(code) == code.replace("-", "")
    letters = code.replace("-", "")
    for position in range(len(letters)):
        slip = letters[:position] + ("2" if letters[position] != "2" else "3") + letters[position + 1 :]
        assert parse_code(slip) is None
    assert len({new_code() for _ in range(50)}) == 50


def test_slots_are_found_by_kind(project: Path, vault: Vault) -> None:
    vault.create(project, PASSPHRASE)
    keys = read_key_file(key_path(project))
    assert keys.slot(SlotKind.RECOVERY) is not None
    assert len(keys.slots) == 2
