"""A person signs a decision in the window with a passphrase of their own: for this record, and for no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mrm_desktop.cli.opening import open_project
from mrm_desktop.cli.sample import PASSPHRASE, SAMPLE_DAY, build_sample
from mrm_desktop.desktop.assess.assess_page import AssessPage
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.foundation.words import Words
from mrm_desktop.store.file.project_file import ProjectFile
from mrm_desktop.vault.keys import Vault
from mrm_desktop.vault.slots import Cost
from tests.desktop.window_parts import child, choose, click, not_taken, open_at, opened_in

WAIT = 30_000
OWN = "a heron on the far bank"
Open = Callable[[bool], MainWindow]


@pytest.fixture
def opened_with(dressed: QApplication, qtbot: QtBot, tmp_path: Path, words: Words) -> Iterator[Open]:
    """Opens the sample country in a window, with a signing key of the country director or without one."""
    windows: list[MainWindow] = []

    def opened(has_key: bool) -> MainWindow:
        path = tmp_path / "sample.mrm"
        build_sample(path).close()
        if has_key:
            Vault(Cost(time=1)).set_up_signing(path, PASSPHRASE, "Country director", OWN)
        openers = Openers(not_taken, not_taken, lambda: Opened(open_project(path, PASSPHRASE), words, SAMPLE_DAY, path), lambda: ())
        window = MainWindow(openers, words)
        windows.append(window)
        window.show()
        window.take(openers.sample)
        qtbot.waitUntil(lambda: window.workspaces is not None and not window.work.is_busy, timeout=WAIT)
        return window

    yield opened
    for window in windows:
        window.close()
        window.deleteLater()


def fill_in(window: MainWindow, qtbot: QtBot) -> DecisionDialog:
    """Fill a decision in, up to the signature."""
    page = open_at(window, "assess/request", AssessPage)
    qtbot.waitUntil(lambda: page.area.count() > 0, timeout=WAIT)
    page.choose("XT0101")
    qtbot.waitUntil(lambda: page.card is not None and page.card.area.code == "XT0101" and not window.work.is_busy, timeout=WAIT)
    click(page, "assess-decide")
    dialog = child(window, DecisionDialog)
    choose(dialog, "defer", "liaison")
    QTest.keyClicks(dialog.counter, "There may be a better day for it.")
    QTest.keyClicks(dialog.role, "Country director")
    return dialog


def record(window: MainWindow, dialog: DecisionDialog, qtbot: QtBot) -> None:
    before = len(opened_in(window).project.decisions())
    click(dialog, "record")
    qtbot.waitUntil(lambda: len(opened_in(window).project.decisions()) > before and not window.work.is_busy, timeout=WAIT)


def signed(window: MainWindow) -> list[str]:
    store = opened_in(window).project.store
    assert isinstance(store, ProjectFile)
    return [one.role for one in store.signatures()]


def test_who_has_no_key_is_not_asked_for_its_passphrase(opened_with: Open, qtbot: QtBot) -> None:
    window = opened_with(False)
    dialog = fill_in(window, qtbot)
    assert not dialog.signing.isVisible()
    record(window, dialog, qtbot)
    assert signed(window) == []


def test_a_passphrase_signs_this_record_and_not_the_next(opened_with: Open, qtbot: QtBot) -> None:
    window = opened_with(True)
    dialog = fill_in(window, qtbot)
    assert dialog.signing.isVisible()
    assert "Country director" in dialog.signing.accessibleName()
    QTest.keyClicks(dialog.signing, OWN)
    record(window, dialog, qtbot)
    assert signed(window) == ["Country director"]
    dialog = fill_in(window, qtbot)
    assert dialog.signing.text() == ""
    record(window, dialog, qtbot)
    assert signed(window) == ["Country director"]


def test_a_wrong_passphrase_is_said_beside_it_and_nothing_is_recorded(opened_with: Open, qtbot: QtBot) -> None:
    window = opened_with(True)
    dialog = fill_in(window, qtbot)
    QTest.keyClicks(dialog.signing, "another one")
    click(dialog, "record")
    qtbot.waitUntil(lambda: "does not open the signing key" in dialog.problem.text(), timeout=WAIT)
    assert opened_in(window).project.decisions() == ()
    assert dialog.counter.toPlainText() == "There may be a better day for it.", "what was typed stays"
    dialog.signing.clear()
    QTest.keyClicks(dialog.signing, OWN)
    record(window, dialog, qtbot)
    assert signed(window) == ["Country director"]
