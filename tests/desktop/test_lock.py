"""The lock: closes the project, drops its key, hides everything, and comes back to the same place."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mrm_desktop.app import make_window
from mrm_desktop.cli.opening import open_project
from mrm_desktop.cli.sample import PASSPHRASE, SAMPLE_DAY, build_sample
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog
from mrm_desktop.desktop.shell.garbage import WindowThreadCollector
from mrm_desktop.desktop.shell.locking import drop_clipboard
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.desktop.shell.recovery_dialog import RecoveryDialog
from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.foundation.preferences import Preferences
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import Key
from mrm_desktop.vault.keys import Vault
from tests.desktop.window_parts import card_of, child, click, not_taken, page_of, workspaces_of
from tests.present import present

WAIT = 30_000
Sessions = list[tuple[Opened, Key]]


@pytest.fixture
def sessions() -> Sessions:
    """Every session that was opened, with its project's key."""
    return []


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot, tmp_path: Path, words: Words, sessions: Sessions) -> Iterator[MainWindow]:
    path = tmp_path / "sample.mrm"
    build_sample(path).close()

    def open_it(file: Path, passphrase: str) -> Opened:
        project = open_project(file, passphrase)
        sessions.append((Opened(project, words, SAMPLE_DAY, file), project._key))
        return sessions[-1][0]

    openers = Openers(open_it, not_taken, lambda: open_it(path, PASSPHRASE), lambda: ("UNMISS",))
    made = MainWindow(openers, words)
    made.show()
    with qtbot.waitSignal(made.painted, timeout=WAIT):
        made.take(made.openers.sample, MAP)
    made.watch.watch(made.windowHandle())
    yield made
    made.close()
    made.deleteLater()


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the system would: at the window, not at a widget."""
    QTest.keyClick(widget.windowHandle(), key, modifiers)


def visible_text(window: MainWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_the_lock_hides_everything_and_comes_back_to_the_same_place(window: MainWindow, qtbot: QtBot, sessions: Sessions) -> None:
    with qtbot.waitSignal(window.card_shown, timeout=WAIT):
        window.pick("XT0101")
    page_of(window).mode.setCurrentIndex(page_of(window).mode.findData("alert"))
    window.open_page("evidence/datasets")
    name = card_of(window).area.name
    knowledge = weakref.ref(sessions[0][0].project.knowledge)
    with qtbot.waitSignal(window.locked, timeout=WAIT):
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    assert window.windowTitle() == "MRM Desktop"
    assert window.page is None
    assert window.opened is None
    assert "Locked" in visible_text(window)
    assert name not in visible_text(window)
    with pytest.raises(CannotOpenError):
        sessions[0][1].raw()  # the key is gone
    with pytest.raises(CannotOpenError), sessions[0][0].project.read():
        pass
    sessions.clear()
    qtbot.waitUntil(lambda: knowledge() is None, timeout=WAIT)  # and so is what was read

    field = window.lock_page.passphrase
    QTest.keyClicks(field, "not the passphrase")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.lock_page.problem.text()), timeout=WAIT)
    assert window.opened is None
    QTest.keyClicks(field, PASSPHRASE)
    with qtbot.waitSignal(window.unlocked, timeout=WAIT):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert workspaces_of(window).current == "evidence/datasets"
    assert page_of(window).mode.currentData() == "alert"
    qtbot.waitUntil(lambda: page_of(window).card.card is not None, timeout=WAIT)
    assert card_of(window).area.code == "XT0101"


def test_the_lock_drops_at_once_what_lies_in_a_circle(window: MainWindow, qtbot: QtBot, sessions: Sessions) -> None:
    """A task that the lock cancels leaves such a circle: its error holds the frames that hold what was read."""
    child(
        child(window, WindowThreadCollector), QTimer
    ).stop()  # a locked window makes few objects, and might never search by itself
    circle = SimpleNamespace(known=sessions[0][0].project.knowledge)
    circle.itself, knowledge = circle, weakref.ref(circle.known)
    del circle
    with qtbot.waitSignal(window.locked, timeout=WAIT):
        window.lock()
    sessions.clear()
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    assert knowledge() is None


def test_the_lock_reaches_through_a_dialog_and_drops_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.card_shown, timeout=WAIT):
        window.pick("XT0101")
    QTest.mouseClick(child(page_of(window).card, QPushButton, "decide"), Qt.MouseButton.LeftButton)
    dialog = child(window, DecisionDialog)
    QTest.keyClicks(dialog.counter, "Something that must not stay.")
    window.watch.watch(dialog.windowHandle())
    gone = []
    dialog.destroyed.connect(lambda: gone.append(1))
    with qtbot.waitSignal(window.locked, timeout=WAIT):
        press(dialog, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: gone == [1], timeout=WAIT)
    assert not [d for d in window.findChildren(QDialog) if d.isVisible()]


@pytest.mark.parametrize("ours", [True, False])
def test_only_what_was_copied_from_this_program_leaves_the_clipboard(ours: bool) -> None:
    """Offscreen, Qt's clipboard never knows its owner."""
    cleared: list[int] = []
    clipboard: Any = SimpleNamespace(ownsClipboard=lambda: ours, clear=lambda: cleared.append(1))
    drop_clipboard(clipboard)
    assert bool(cleared) is ours


def test_it_locks_itself_when_nobody_is_there(window: MainWindow, qtbot: QtBot) -> None:
    assert window.watch.timer.interval() == 5 * 60_000
    window.watch.timer.stop()
    press(window, Qt.Key.Key_F2)
    assert window.watch.timer.isActive()  # a key starts the time anew
    with qtbot.waitSignal(window.locked, timeout=WAIT):
        window.watch.timer.start(1)


def test_the_emergency_screen_opens_in_front_of_a_dialog_and_while_locked(window: MainWindow, qtbot: QtBot) -> None:
    window.show_settings()
    settings = next(d for d in window.findChildren(QDialog) if d.isVisible())
    window.watch.watch(settings.windowHandle())
    press(settings, Qt.Key.Key_F12)
    assert child(settings, EmergencyDialog).isVisible()
    with qtbot.waitSignal(window.locked, timeout=WAIT):
        window.lock()
    assert not [d for d in window.findChildren(QDialog) if d.isVisible()]
    press(window, Qt.Key.Key_F12)
    alert = next(d for d in window.findChildren(EmergencyDialog) if d.isVisible())
    alert.close()


def test_leaving_a_locked_window_goes_home_without_the_project(window: MainWindow, qtbot: QtBot) -> None:
    window.lock()
    QTest.mouseClick(child(window.lock_page, QPushButton, "lock-leave"), Qt.MouseButton.LeftButton)
    assert window._pages.currentWidget() is window.start
    assert window.workspaces is None


def test_no_file_dialog_leaves_a_trace_of_folders(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mrm_desktop.app import make_window
    from mrm_desktop.foundation.preferences import Preferences

    kept = QSettings(QSettings.Scope.UserScope, "QtProject").fileName()
    made = make_window(dressed, Preferences())
    qtbot.addWidget(made)
    secret = tmp_path / "secret-country"
    secret.mkdir()
    dialog = QFileDialog(made, "", str(secret))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    dialog.accept()
    dialog.deleteLater()
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    settings.sync()
    assert settings.fileName() != kept
    assert str(tmp_path) not in kept


def test_the_sample_country_opens_again_without_a_passphrase(dressed: QApplication, qtbot: QtBot) -> None:
    made = make_window(dressed, Preferences("en"), keep_recent=False)
    made.show()
    with qtbot.waitSignal(made.painted, timeout=WAIT):
        made.take(made.openers.sample)
    for _ in range(2):
        qtbot.waitUntil(lambda: not made.work.is_busy, timeout=WAIT)
        made.lock()
        assert made.workspaces is None
        assert not made.lock_page.passphrase.isVisible()
        with qtbot.waitSignal(made.unlocked, timeout=WAIT):
            click(made.lock_page, "unlock")
    made.close()


def test_an_empty_passphrase_is_asked_for_in_words(window: MainWindow, qtbot: QtBot) -> None:
    window.lock()
    click(window.lock_page, "unlock")
    assert window.lock_page.problem.text() == Words("en").say("start.missing_passphrase")


def test_a_code_that_nobody_had_on_paper_is_replaced_after_the_lock(window: MainWindow, qtbot: QtBot) -> None:
    window.openers = replace(window.openers, renew_code=Vault().new_recovery_code)
    window._show_code(present(window.opened).path, "ABCDE-FGHJK-MNPQR-STVWX")
    window.lock()
    window.lock_page.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(window.unlocked, timeout=WAIT):
        click(window.lock_page, "unlock")
    qtbot.waitUntil(lambda: window.findChild(RecoveryDialog) is not None, timeout=WAIT)
    dialog = child(window, RecoveryDialog)
    assert dialog.isVisible()
    path = present(window.opened).path
    window.close_project()
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    open_project(path, dialog._code).close()


def test_a_code_that_is_on_paper_stays_as_it_is(window: MainWindow, qtbot: QtBot) -> None:
    window.openers = replace(window.openers, renew_code=not_taken)
    window._show_code(present(window.opened).path, "ABCDE-FGHJK-MNPQR-STVWX")
    QTest.keyClicks(child(window, RecoveryDialog).last, "stvwx")
    window.lock()
    window.lock_page.passphrase.setText(PASSPHRASE)
    with qtbot.waitSignal(window.unlocked, timeout=WAIT):
        click(window.lock_page, "unlock")
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    assert not [d for d in window.findChildren(RecoveryDialog) if d.isVisible()]
