"""The newest pack of each country and signer is remembered, and tells nobody which country it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mrm_desktop.formats.documents.country_pack import CountryPack
from mrm_desktop.services.evidence import accepted_packs
from mrm_desktop.services.evidence.accepted_packs import newest_accepted, note_accepted

PACK = CountryPack(Path("t.mrmpack"), "Tamarra", "2", date(2026, 3, 1), (), "Country office", "ab" * 32)
PROJECT = "0f" * 16


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings folder of its own, which is not there yet."""
    monkeypatch.setattr(accepted_packs, "settings_folder", lambda: tmp_path / "settings")
    return tmp_path / "settings"


def test_the_newest_counts_and_each_project_signer_and_country_has_its_own() -> None:
    assert newest_accepted(PROJECT, PACK) is None
    note_accepted(PROJECT, PACK)
    note_accepted(PROJECT, replace(PACK, made_on=date(2019, 1, 1)))
    assert newest_accepted(PROJECT, replace(PACK, country=" tamarra")) == date(2026, 3, 1)
    assert newest_accepted("1e" * 16, PACK) is None
    assert newest_accepted(PROJECT, replace(PACK, public_key="cd" * 32)) is None
    assert newest_accepted(PROJECT, replace(PACK, country="Kadria")) is None


def test_the_file_names_neither_country_nor_signer(settings: Path) -> None:
    note_accepted(PROJECT, PACK)
    (kept,) = settings.iterdir()
    text = kept.read_text()
    assert not any(told in text for told in ("amarra", PACK.public_key, PROJECT, "office"))


@pytest.mark.parametrize("spoiled", ["", "[]", "{", "\x00"])
def test_a_spoiled_file_knows_nothing_and_is_written_anew(settings: Path, spoiled: str) -> None:
    settings.mkdir()
    (settings / "accepted-packs.json").write_text(spoiled)
    assert newest_accepted(PROJECT, PACK) is None
    note_accepted(PROJECT, PACK)
    assert newest_accepted(PROJECT, PACK) == PACK.made_on
