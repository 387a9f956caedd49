"""Keys and backups in the window: what the briefing offers, what a trial proved, new keys after somebody saw the passphrase."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from mrm_desktop.app import _open, _renew_code, _sheet
from mrm_desktop.cli.opening import create_project
from mrm_desktop.desktop.briefing.briefing_page import BriefingPage
from mrm_desktop.desktop.evidence.evidence_page import EvidencePage
from mrm_desktop.desktop.evidence.purge_dialog import PurgeDialog
from mrm_desktop.desktop.parts import messages
from mrm_desktop.desktop.shell.keeping_dialog import KeepingDialog, NewCodeDialog
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.page_names import BRIEFING
from mrm_desktop.desktop.shell.recovery_dialog import RecoveryDialog
from mrm_desktop.desktop.shell.rekey_dialog import RekeyDialog
from mrm_desktop.domain.briefings import NeedKind
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.store.file import backup_keeper, project_file
from mrm_desktop.store.file.backup import backups
from mrm_desktop.store.file.project_file import ProjectFile
from mrm_desktop.vault import seen_heads
from mrm_desktop.vault.key_file import key_path
from tests.desktop.window_parts import child, click, not_taken, open_at, opened_in, texts, workspaces_of
from tests.store import records
from tests.store.conftest import make_passphrases_cheap
from tests.store.file.full_disk import fill_disk

WAIT = 30_000
PASSPHRASE = "an orchard behind seven walls"
NEW = "a lantern under nine bridges"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real project whose backups were lost."""
    make_passphrases_cheap(monkeypatch)
    monkeypatch.setattr(seen_heads, "settings_folder", lambda: tmp_path / "settings")
    made = tmp_path / "office" / "north.mrm"
    made.parent.mkdir()
    project, _ = create_project(made, PASSPHRASE, "North", "UNMISS")
    with project.write() as repository:
        repository.add_reset_events([records.reset_event()])
    project.close()
    shutil.rmtree(made.with_name("north.mrm-backups"))
    return made


@pytest.fixture
def kept(dressed: QApplication, qtbot: QtBot, path: Path, words: Words) -> Iterator[MainWindow]:
    """The window over that project."""
    openers = Openers(_open, not_taken, lambda: _open(path, PASSPHRASE), lambda: (), renew_code=_renew_code, sheet=_sheet)
    window = MainWindow(openers, words)
    window.show()
    window.take(openers.sample)
    qtbot.waitUntil(lambda: window.opened is not None, timeout=WAIT)
    at_rest(window, qtbot)
    yield window
    window.close()
    window.deleteLater()


def at_rest(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)


def kinds(window: MainWindow) -> list[NeedKind]:
    return [row.need.kind for row in open_at(window, BRIEFING, BriefingPage).rows]


def test_one_click_on_the_briefing_backs_up_what_no_backup_holds(kept: MainWindow, qtbot: QtBot, path: Path) -> None:
    qtbot.waitUntil(lambda: NeedKind.BACKUP in kinds(kept), timeout=WAIT)
    click(kept, "do-backup")
    qtbot.waitUntil(lambda: NeedKind.BACKUP not in kinds(kept), timeout=WAIT)
    assert len(backups(path)) == 1


def test_one_click_on_the_briefing_tries_the_newest_backup_out_and_says_what_that_proved(
    kept: MainWindow, qtbot: QtBot, path: Path
) -> None:
    store = opened_in(kept).project.store
    assert isinstance(store, ProjectFile)
    store.backup()
    noted: list[object] = []
    store.backups.count_trials(31, noted.append)
    kept._brief_again()
    qtbot.waitUntil(lambda: NeedKind.DRILL in kinds(kept), timeout=WAIT)
    click(kept, "do-drill")
    dialog = child(kept, KeepingDialog)
    qtbot.waitUntil(lambda: "events: 2, decisions: 0" in dialog.outcome.text(), timeout=WAIT)
    assert "a trial cannot prove" in dialog.outcome.text()
    assert len(noted) == 1
    qtbot.waitUntil(lambda: NeedKind.DRILL not in kinds(kept), timeout=WAIT)
    click(dialog, "keeping-backup")
    qtbot.waitUntil(lambda: dialog.outcome.text().startswith("A backup was made."), timeout=WAIT)
    assert len(backups(path)) == 2
    dialog.reject()


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Path:
        raise KnownError("store.disk_full", file="north.mrm")

    monkeypatch.setattr(backup_keeper, "take_backup", refuse)


def write_something(window: MainWindow) -> None:
    with opened_in(window).project.write() as repository:
        repository.add_reset_events([records.reset_event()])


def test_a_backup_that_could_not_be_made_is_said_over_the_lock(
    kept: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_something(kept)
    full_disk(monkeypatch)
    kept.lock()
    qtbot.waitUntil(lambda: kept.findChild(QMessageBox, "problem") is not None, timeout=WAIT)
    box = child(kept, QMessageBox, "problem")
    assert box.text().startswith("What you recorded is saved. But no backup was made:")
    box.accept()


def test_a_backup_that_could_not_be_made_is_said_when_the_window_goes(
    kept: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_something(kept)
    full_disk(monkeypatch)
    kept.close()
    [box] = messages._UNOWNED
    assert box.isVisible()
    assert "no backup was made" in box.text()
    box.accept()
    assert messages._UNOWNED == []


def ask_new_keys(window: MainWindow, old: str) -> RekeyDialog:
    window.keeping.ask_new_keys()
    dialog = child(window, RekeyDialog)
    assert not dialog.record.isEnabled()
    for field, text in ((dialog.old, old), (dialog.new, NEW), (dialog.again, NEW)):
        QTest.keyClicks(field, text)
    assert dialog.record.isEnabled()
    return dialog


def test_new_keys_end_what_somebody_saw_and_the_window_comes_back_with_the_code(
    kept: MainWindow, qtbot: QtBot, path: Path, tmp_path: Path
) -> None:
    stolen = Path(shutil.copy(key_path(path), tmp_path / "stolen.key"))
    kept.open_page("evidence/datasets")
    at_rest(kept, qtbot)
    dialog = ask_new_keys(kept, PASSPHRASE)
    QTest.mouseClick(dialog.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept._locked is not None, timeout=WAIT)
    assert "New keys are being made" in kept.lock_page.what.text()
    assert kept.lock_page.passphrase.isHidden()
    qtbot.waitUntil(lambda: kept.opened is not None and kept.findChild(RecoveryDialog) is not None, timeout=WAIT)
    at_rest(kept, qtbot)
    assert workspaces_of(kept).current == "evidence/datasets"
    recovery = child(kept, RecoveryDialog)
    assert not recovery.is_kept
    recovery.last.setText(recovery._code.rpartition("-")[2])
    recovery.accept()
    kept.lock()
    at_rest(kept, qtbot)
    assert not kept.lock_page.passphrase.isHidden()
    shutil.copy(key_path(path), tmp_path / "new.key")
    shutil.copy(stolen, key_path(path))
    with pytest.raises(CannotOpenError):
        _open(path, PASSPHRASE)
    shutil.copy(tmp_path / "new.key", key_path(path))
    _open(path, NEW).close()


def test_a_wrong_passphrase_keeps_the_project_open_and_what_was_typed(kept: MainWindow, qtbot: QtBot) -> None:
    dialog = ask_new_keys(kept, "what I believed it was")
    QTest.mouseClick(dialog.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.problem.isHidden(), timeout=WAIT)
    assert kept.opened is not None
    assert dialog.new.text() == NEW
    dialog.reject()


def test_the_passphrase_that_somebody_saw_is_no_new_one(kept: MainWindow) -> None:
    kept.keeping.ask_new_keys()
    dialog = child(kept, RekeyDialog)
    for field in (dialog.old, dialog.new, dialog.again):
        QTest.keyClicks(field, PASSPHRASE)
    assert not dialog.record.isEnabled()
    assert "choose one that nobody has seen" in dialog._checks.why_not.text()
    dialog.reject()


def test_keys_that_could_not_be_made_leave_the_project_to_its_old_passphrase(
    kept: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mrm_desktop.store.file import new_key

    def refuse(*_: object) -> None:
        raise KnownError("rekey.cannot_write", file="north.mrm")

    monkeypatch.setattr(new_key, "stage", refuse)
    dialog = ask_new_keys(kept, PASSPHRASE)
    QTest.mouseClick(dialog.record, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "it is as it was" in kept.lock_page.problem.text(), timeout=WAIT)
    QTest.keyClicks(kept.lock_page.passphrase, PASSPHRASE)
    with qtbot.waitSignal(kept.unlocked, timeout=WAIT):
        click(kept, "unlock")
    at_rest(kept, qtbot)


def test_another_recovery_code_is_shown_with_its_sheet(kept: MainWindow, qtbot: QtBot, path: Path) -> None:
    kept.keeping.show()
    click(child(kept, KeepingDialog), "keeping-make_code")
    dialog = child(kept, NewCodeDialog)
    QTest.keyClicks(dialog.passphrase, PASSPHRASE)
    click(dialog, "continue")
    qtbot.waitUntil(lambda: kept.findChild(RecoveryDialog) is not None, timeout=WAIT)
    shown = child(kept, RecoveryDialog)
    code = shown._code
    shown.last.setText(code.rpartition("-")[2])
    shown.accept()
    kept.close_project()
    at_rest(kept, qtbot)
    _open(path, code).close()


@pytest.mark.parametrize(("known", "said"), [("tamarra is invented", "The sample country is invented"), ("", "")])
def test_the_sample_country_has_no_keys_to_look_after(kept: MainWindow, known: str, said: str) -> None:
    opened_in(kept).known_passphrase = known
    kept.keeping.show()
    shown = [dialog for dialog in kept.findChildren(KeepingDialog) if dialog.isVisible()]
    assert len(shown) == (not known)
    assert kept.statusBar().currentMessage().startswith(said)
    for dialog in shown:
        dialog.reject()


def import_places(window: MainWindow) -> None:
    one = records.dataset(DatasetKind.PLACES, "names.csv")
    with opened_in(window).project.write() as repository:
        repository.add_dataset(one)
        repository.add_places([records.place(one.id, code=str(number)) for number in range(3)])


def ask_to_purge(window: MainWindow, qtbot: QtBot) -> tuple[EvidencePage, PurgeDialog]:
    """Take places in, and ask beside their ledger to take them out for good."""
    import_places(window)
    page = open_at(window, "evidence/datasets", EvidencePage)
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 1, timeout=WAIT)
    page.table.selectRow(0)
    click(page, "purge-ask")
    qtbot.waitUntil(lambda: window.findChild(PurgeDialog) is not None, timeout=WAIT)
    return page, child(window, PurgeDialog)


def test_two_roles_take_an_import_out_and_see_the_tombstone(kept: MainWindow, qtbot: QtBot, path: Path) -> None:
    page, dialog = ask_to_purge(kept, qtbot)
    assert "Places: 3" in texts(dialog)
    assert not dialog.record.isEnabled()
    QTest.keyClicks(dialog.reason, "a column held what may not be kept")
    QTest.keyClicks(dialog.first, "Information officer")
    QTest.keyClicks(dialog.second, "information officer")
    assert not dialog.record.isEnabled(), "one role alone takes nothing out"
    dialog.second.clear()
    QTest.keyClicks(dialog.second, "Head of office")
    click(dialog, "purge-now")
    qtbot.waitUntil(lambda: "seen by Head of office" in dialog.tombstone.text(), timeout=WAIT)
    assert dialog.record.isHidden()
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 0, timeout=WAIT)
    assert len(backups(path)) == 1
    dialog.reject()
    assert len(opened_in(kept).project.knowledge.places) == 0


def test_a_reason_that_tells_of_a_person_takes_nothing_out(kept: MainWindow, qtbot: QtBot) -> None:
    _, dialog = ask_to_purge(kept, qtbot)
    for field, text in (
        (dialog.reason, "call 0912 345 678 about it"),
        (dialog.first, "Officer"),
        (dialog.second, "Head of office"),
    ):
        QTest.keyClicks(field, text)
    click(dialog, "purge-now")
    qtbot.waitUntil(lambda: not dialog.problem.isHidden(), timeout=WAIT)
    assert dialog.tombstone.text() == ""
    assert dialog.reason.text()
    dialog.reject()
    assert len(opened_in(kept).project.knowledge.places) == 3


def test_a_damaged_page_of_a_large_project_is_found_beside_the_work(
    kept: MainWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.close_project()
    at_rest(kept, qtbot)
    content = bytearray(path.read_bytes())
    content[-5000] ^= 1
    path.write_bytes(content)
    monkeypatch.setattr(project_file, "CHECKED_ON_OPEN", 0)
    kept.take(kept.openers.sample)
    qtbot.waitUntil(lambda: kept.findChild(QMessageBox, "problem") is not None, timeout=WAIT)
    box = child(kept, QMessageBox, "problem")
    assert "damaged" in box.text()
    box.accept()
    qtbot.waitUntil(lambda: kept.opened is not None, timeout=WAIT)
    at_rest(kept, qtbot)


def test_a_full_disk_is_said_when_a_project_can_only_be_read(
    kept: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.close_project()
    at_rest(kept, qtbot)
    fill_disk(monkeypatch)
    kept.take(kept.openers.sample)
    qtbot.waitUntil(lambda: kept.opened is not None, timeout=WAIT)
    box = child(kept, QMessageBox, "problem")
    assert "can be read, but nothing can be recorded" in box.text()
    box.accept()
    at_rest(kept, qtbot)
    assert len(opened_in(kept).project.knowledge.missions) > 1
