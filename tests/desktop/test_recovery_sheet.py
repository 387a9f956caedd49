"""The recovery sheet in the window: printed with the code, and asked for where the key file is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mrm_desktop import app
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.project_opener import ProjectOpener
from mrm_desktop.desktop.shell.recovery_dialog import RecoveryDialog
from mrm_desktop.desktop.shell.ways_in import PassphraseDialog, SheetDialog
from mrm_desktop.foundation.words import Words
from mrm_desktop.vault.key_file import key_path
from mrm_desktop.vault.keys import keys_of
from mrm_desktop.vault.sheet import letters_of
from tests.desktop.window_parts import child
from tests.keeping.conftest import NEW_PASSPHRASE, Kept, kept  # noqa: F401 - a fixture

Opening = tuple[Callable[[], object], SheetDialog]


def nothing(*_: object) -> None:
    raise AssertionError


def test_the_printed_page_is_the_sheet(window: MainWindow, words: Words, tmp_path: Path, kept: Kept) -> None:  # noqa: F811
    drawn: list[int] = []

    def draw() -> bytes:
        picture = app._sheet(kept.path, kept.code, words)
        drawn.append(QImage.fromData(picture).width())
        return picture

    dialog = RecoveryDialog(kept.code, words, window, draw)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    dialog.print_on(printer)
    assert drawn[0] > 2000, "fine enough for the square to be read"
    assert (tmp_path / "sheet.pdf").stat().st_size > 20_000
    assert dialog.is_kept


def test_a_file_without_its_key_file_opens_by_the_sheet(window: MainWindow, words: Words, qtbot: QtBot, kept: Kept) -> None:  # noqa: F811
    letters = letters_of(keys_of(kept.path))
    key_path(kept.path).unlink()
    openers = Openers(nothing, nothing, nothing, nothing, open_by_sheet=app._open_by_sheet)  # type: ignore[arg-type]
    opener = ProjectOpener(openers, words, window)
    tried: list[Opening] = []
    given_up: list[bool] = []
    opener.tried.connect(lambda open_, dialog: tried.append((open_, dialog)))
    opener.given_up.connect(lambda: given_up.append(True))
    opener.ask_passphrase(kept.path)
    QTest.mouseClick(child(window, PassphraseDialog).by_sheet, Qt.MouseButton.LeftButton)
    dialog = child(window, SheetDialog)
    dialog.submit()
    assert "letters" in dialog.problem.text()
    for field, text in ((dialog.letters, letters), (dialog.code, kept.code), (dialog.passphrase, NEW_PASSPHRASE)):
        field.setText(text)
    dialog.submit()
    assert dialog.problem.text() == words.say("start.passphrases_differ")
    dialog.again.setText(NEW_PASSPHRASE)
    dialog.submit()
    [(open_, _)] = tried
    opened = open_()
    opened.close()  # type: ignore[attr-defined]
    assert key_path(kept.path).exists()
    assert not given_up


@pytest.mark.parametrize("has_way", [True, False])
def test_the_way_is_offered_where_there_is_one(window: MainWindow, words: Words, tmp_path: Path, has_way: bool) -> None:
    openers = Openers(nothing, nothing, nothing, nothing, open_by_sheet=nothing if has_way else None)  # type: ignore[arg-type]
    ProjectOpener(openers, words, window).ask_passphrase(tmp_path / "x.mrm")
    assert child(window, PassphraseDialog).by_sheet.isVisibleTo(window) == has_way
