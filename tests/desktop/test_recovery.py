"""The recovery code of a new project is lost by no key that is pressed too early."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from mrm_desktop.desktop.parts.bidi import CodeLabel, read_as
from mrm_desktop.desktop.parts.look import apply_look, put_style_on
from mrm_desktop.desktop.shell.locking import close_dialogs
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.recovery_dialog import RecoveryDialog
from mrm_desktop.foundation.words import LANGUAGES, Words
from tests.desktop.pixels import read_off
from tests.desktop.window_parts import child

CODE = "ABCDE-FGHJK-MNPQR-STVWX"


@pytest.fixture
def dialog(open_window: MainWindow, words: Words) -> RecoveryDialog:
    """The code of a new project on the screen."""
    made = RecoveryDialog(CODE, words, open_window)
    made.open()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_enter_or_escape_alone_does_not_lose_the_code(dialog: RecoveryDialog, key: Qt.Key) -> None:
    for part in (dialog, dialog.last):
        QTest.keyClick(part, key)
    dialog.close()
    assert dialog.isVisible()
    assert not dialog.leave.isEnabled()


def test_the_last_group_typed_back_lets_it_go(dialog: RecoveryDialog) -> None:
    QTest.keyClicks(dialog.last, "stvw")
    assert not dialog.leave.isEnabled()
    QTest.keyClicks(dialog.last, "x ")
    QTest.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_printing_it_lets_it_go(dialog: RecoveryDialog, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    dialog.print_on(printer)
    assert (tmp_path / "sheet.pdf").stat().st_size > 1000
    assert dialog.leave.isEnabled()


def test_a_lock_takes_it_off_the_screen(open_window: MainWindow, dialog: RecoveryDialog) -> None:
    close_dialogs(open_window)
    assert not dialog.isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_is_read_off_the_screen_as_it_is_in_every_language(qapp: QApplication, language: str, scale: float) -> None:
    code = "7K3M-ABCD-EFGH-JKMN-PQRS-TVWX-YZ23-4567-89AB"
    words = Words(language)
    apply_look(qapp, dark=False, text_scale=scale)
    read_as(words)
    try:
        window = QMainWindow()
        put_style_on(window)
        dialog = RecoveryDialog(code, words, window)
        dialog.open()
        shown = child(dialog, CodeLabel)
        lines = read_off(shown)
        assert len(lines) > 1
        assert "".join(lines) == code
        assert all(line.endswith("-") for line in lines[:-1]), "a line ends between two groups"
        dialog.done(0)
    finally:
        read_as(Words("en"))
        apply_look(qapp, dark=False)
