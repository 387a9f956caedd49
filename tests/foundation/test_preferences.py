"""Preferences: kept whole, and a spoilt file is the default."""

from __future__ import annotations

from pathlib import Path

import pytest

from mrm_desktop.foundation.preferences import FILE, Preferences, load_preferences, save_preferences


def test_what_was_chosen_comes_back(tmp_path: Path) -> None:
    chosen = Preferences("ar", "dark", 200, 15)
    save_preferences(chosen, tmp_path / "new")
    assert load_preferences(tmp_path / "new") == chosen
    assert (tmp_path / "new" / FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"language": "xx", "look": 3, "text_size": 1e9, "lock_after": 0}', '{"text_size": true}', "\x00"]
)
def test_a_spoilt_file_is_the_default(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert load_preferences(tmp_path) == Preferences()


def test_unknown_keys_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"language": "fr", "recent": ["/secret"]}')
    assert load_preferences(tmp_path) == Preferences("fr")
