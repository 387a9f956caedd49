"""The recovery sheet: the code, and the data key as the code wraps it, on one page. With the encrypted file it opens the project."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.typesetting import draw, typeset
from mrm_desktop.vault.key_file import key_path
from mrm_desktop.vault.keys import Vault, keys_of, salt_on_disk, save_keys
from mrm_desktop.vault.sheet import for_scanning, keys_on_sheet, letters_of

_LAYOUT = "recovery_sheet"
_GROUPS_A_LINE = 6
_QR_FILE = "key.svg"


def sheet_pdf(project: Path, code: str, words: Words) -> bytes:
    """Return the sheet as PDF. It names no project: whoever finds it shall not know what it opens.

    Raises
    ------
    KnownError
        ``sheet.no_code``, or what reading the key file raises.
    """
    return typeset(_LAYOUT, *_document(project, code, words))


def sheet_picture(project: Path, code: str, words: Words, dots_per_inch: float = 300.0) -> bytes:
    """Return the sheet as PNG, for a printer."""
    return draw(_LAYOUT, *_document(project, code, words), form="png", dots_per_inch=dots_per_inch)[0]


def open_by_sheet(project: Path, text: str, code: str, passphrase: str, vault: Vault | None = None) -> None:
    """Make the key file of an encrypted file from what its recovery sheet says, with a new passphrase.

    Parameters
    ----------
    text : str
        What the QR code holds, or the letters beside it.

    Raises
    ------
    KnownError
        ``sheet.slip``, ``sheet.of_another``, ``vault.key_file_exists``, ``vault.wrong_recovery_code``, ``vault.passphrase_*``.
    """
    if not project.is_file():
        raise CannotOpenError("file.no_project", file=project.name)
    if key_path(project).exists():
        raise KnownError("vault.key_file_exists", file=key_path(project).name)
    keys = keys_on_sheet(text)
    if keys.file_salt != salt_on_disk(project):
        raise CannotOpenError("sheet.of_another", file=project.name)
    save_keys(key_path(project), (vault or Vault()).with_passphrase(keys, code, passphrase, project))


def _document(project: Path, code: str, words: Words) -> tuple[dict[str, Any], dict[str, str]]:
    letters = letters_of(keys_of(project))
    groups = letters.split("-")
    lines = ["-".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE)]
    said = {name: words.say(f"sheet.{name}") for name in ("title", "what", "code_is", "key_is", "how", "keep", "belongs_to")}
    direction = "rtl" if words.is_right_to_left else "ltr"
    data = {**said, "code": code, "letters": lines, "language": words.language, "direction": direction, "qr_file": _QR_FILE}
    return data, {_QR_FILE: _qr(for_scanning(letters))}


def _qr(text: str) -> str:
    import segno

    stream = io.BytesIO()
    segno.make(text, error="m", micro=False).save(stream, kind="svg", xmldecl=False, border=4, light="#fff")
    return stream.getvalue().decode("utf-8")
