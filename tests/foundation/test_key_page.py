"""What a backup carries behind its database is found again, cut off again, and never believed of a file that carries nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from mrm_desktop.foundation.key_page import PAGE, append_slots, carried_by, drop_slots, size_without_slots

DATABASE = bytes(range(256)) * 32


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    path = tmp_path / "backup.mrm"
    path.write_bytes(DATABASE)
    return path


@pytest.mark.parametrize("length", [0, 1, 700, PAGE - 12, PAGE - 11, 3 * PAGE])
def test_slots_are_carried_and_dropped(backup: Path, length: int) -> None:
    slots = b"\x01" * length
    append_slots(backup, slots)
    assert carried_by(backup) == slots
    assert backup.stat().st_size % PAGE == 0
    assert size_without_slots(backup) == len(DATABASE)
    drop_slots(backup)
    assert backup.read_bytes() == DATABASE


def test_a_file_that_carries_nothing_stays_as_it_is(backup: Path) -> None:
    assert carried_by(backup) is None
    drop_slots(backup)
    assert backup.read_bytes() == DATABASE


def test_an_end_that_promises_too_much_is_none(backup: Path) -> None:
    append_slots(backup, b"x")
    whole = backup.read_bytes()
    for length in (2**16 + 1, 2**32 - 1, 60_000):
        backup.write_bytes(whole[:-12] + length.to_bytes(4, "big") + whole[-8:])
        assert carried_by(backup) is None
    backup.write_bytes(whole[-20:])
    assert carried_by(backup) is None
    assert carried_by(backup.with_name("none.mrm")) is None
