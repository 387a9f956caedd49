"""What is printed on the sheet, and nothing else, opens the encrypted file when its key file is lost."""

from __future__ import annotations

import io
import shutil

import pytest
from pypdf import PdfReader

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.keeping.recovery_sheet import open_by_sheet, sheet_pdf, sheet_picture
from mrm_desktop.vault.key_file import key_path
from mrm_desktop.vault.keys import Vault, keys_of
from mrm_desktop.vault.recovery_code import new_code
from mrm_desktop.vault.sheet import for_scanning, keys_on_sheet, letters_of
from tests.keeping.conftest import NEW_PASSPHRASE, PASSPHRASE, Kept, events_in


def printed(kept: Kept, language: str) -> str:
    """The words of the page, as somebody reads them off the paper."""
    [page] = PdfReader(io.BytesIO(sheet_pdf(kept.path, kept.code, Words(language)))).pages
    return page.extract_text()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_page_alone_opens_the_file(kept: Kept, language: str) -> None:
    text = printed(kept, language)
    assert kept.code in text
    assert "north" not in text, "whoever finds it shall not know what it opens"
    lines = [line.strip("\u2066\u2069 ") for line in text.splitlines()]
    letters = "".join(line for line in lines if line.count("-") >= 3 and line.replace("-", "").isalnum() and line != kept.code)
    key_path(kept.path).unlink()
    open_by_sheet(kept.path, letters, kept.code.lower(), NEW_PASSPHRASE)
    assert events_in(kept.path, NEW_PASSPHRASE) == events_in(kept.path, kept.code) == 1


def test_its_square_holds_the_same(kept: Kept) -> None:
    scanned = for_scanning(letters_of(keys_of(kept.path)))
    assert scanned.isascii()
    assert scanned.upper() == scanned
    key_path(kept.path).unlink()
    open_by_sheet(kept.path, f" {scanned}\n", kept.code, NEW_PASSPHRASE)
    assert events_in(kept.path, NEW_PASSPHRASE) == 1
    assert sheet_picture(kept.path, kept.code, Words("en"), 60.0).startswith(b"\x89PNG")


def test_each_slip_is_noticed(kept: Kept) -> None:
    letters = letters_of(keys_of(kept.path))
    key_path(kept.path).unlink()
    for place in (0, 50, len(letters) - 1):
        other = "2" if letters[place] != "2" else "3"
        with pytest.raises(CannotOpenError, match=r"sheet\.slip"):
            open_by_sheet(kept.path, letters[:place] + other + letters[place + 1 :], kept.code, NEW_PASSPHRASE)
    for text in ("", "MRMKEY1:", letters[:-5], "ABC!", "\u0661\u0662"):
        with pytest.raises(CannotOpenError, match=r"sheet\.slip"):
            open_by_sheet(kept.path, text, kept.code, NEW_PASSPHRASE)
    assert not key_path(kept.path).exists()


def test_letters_and_code_belong_to_one_file(kept: Kept) -> None:
    letters = letters_of(keys_of(kept.path))
    other = kept.path.with_name("other.mrm")
    shutil.copy(kept.path, other)
    other.write_bytes(bytes(16) + other.read_bytes()[16:])
    with pytest.raises(CannotOpenError, match=r"sheet\.of_another"):
        open_by_sheet(other, letters, kept.code, NEW_PASSPHRASE)
    with pytest.raises(KnownError, match=r"vault\.key_file_exists"):
        open_by_sheet(kept.path, letters, kept.code, NEW_PASSPHRASE)
    key_path(kept.path).unlink()
    with pytest.raises(CannotOpenError, match=r"vault\.wrong"):
        open_by_sheet(kept.path, letters, PASSPHRASE, NEW_PASSPHRASE)
    with pytest.raises(CannotOpenError, match=r"vault\.wrong_recovery_code"):
        Vault().with_passphrase(keys_on_sheet(letters), new_code(), NEW_PASSPHRASE, kept.path)
