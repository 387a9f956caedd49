"""The frame: tasks, workspaces, palette, help, settings, progress."""

from __future__ import annotations

import gc
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.canvas.map_widget import MapWidget
from mrm_desktop.desktop.evidence.evidence_page import EvidencePage
from mrm_desktop.desktop.parts.look import apply_look
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.desktop.parts.work import Watch, Work
from mrm_desktop.desktop.shell.alert_record_dialog import AlertRecordDialog
from mrm_desktop.desktop.shell.commands import COMMANDS, FIND
from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog
from mrm_desktop.desktop.shell.help_dialog import HelpDialog
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.no_areas import NoAreasCard
from mrm_desktop.desktop.shell.page_names import MAP, PAGES
from mrm_desktop.desktop.shell.palette import CommandPalette, ranked
from mrm_desktop.desktop.shell.settings_dialog import SettingsDialog
from mrm_desktop.desktop.shell.start_page import TASKS
from mrm_desktop.desktop.shell.ways_in import WayInDialog
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Verdict
from mrm_desktop.foundation.preferences import Preferences
from mrm_desktop.foundation.progress import Cancelled
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.lookup.explain_terms import entries_for, glossary
from mrm_desktop.store.file.project_file import SqlCipherFiles
from tests.desktop.board import open_board
from tests.desktop.window_parts import card_of, child, click, map_of, opened_in, page_of, workspaces_of
from tests.present import present
from tests.store import records
from tests.store.conftest import fresh_key

WAIT = 20_000


def test_every_task_of_the_home_page_has_its_page() -> None:
    pages = {f"{workspace}/{page}" for workspace, made in PAGES.items() for page in made}
    assert set(TASKS.values()) <= pages


@pytest.mark.parametrize("task", TASKS)
def test_a_task_asks_for_a_project_and_then_goes_to_its_page(window: MainWindow, task: str, qtbot: QtBot) -> None:
    click(window, f"task-{task}")
    click(child(window, WayInDialog), "way-sample")
    qtbot.waitUntil(lambda: window.workspaces is not None, timeout=WAIT)
    assert workspaces_of(window).current == TASKS[task]
    window.close_project()
    assert window._pages.currentWidget() is window.start
    click(window, f"task-{task}")  # asked again: what was asked for before is forgotten
    assert child(window, WayInDialog).isVisible()


def test_every_workspace_opens_by_its_key(open_window: MainWindow, qtbot: QtBot) -> None:
    for number, name in enumerate(PAGES, start=1):
        QTest.keyClick(open_window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        assert workspaces_of(open_window).current.startswith(f"{name}/")
        assert workspaces_of(open_window).buttons[name].isChecked()


def test_the_palette_finds_commands_and_areas(open_window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(open_window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = child(open_window, CommandPalette)
    qtbot.waitUntil(lambda: any("Square 5" in e.text for e in palette._entries), timeout=WAIT)
    QTest.keyClicks(palette.field, "sqare 5")  # with a typing error
    with qtbot.waitSignal(open_window.card_shown, timeout=WAIT):
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert card_of(open_window).area.code == "XT05"


def test_every_command_of_the_window_is_in_the_palette(open_window: MainWindow) -> None:
    open_window.show_palette()
    palette = child(open_window, CommandPalette)
    listed = {entry.text for entry in palette._entries}
    words = open_window.words
    wanted = {words.say(code) for code in open_window.commands.actions if code != FIND}
    left_out = {command.code for command in COMMANDS} - set(open_window.commands.actions)
    assert left_out == {"start.connect"}, "every command runs something; there is no office to connect to here"
    assert wanted <= listed
    palette.reject()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("import", "Import a file"),
        ("print", "Print the map"),
        ("draw", "Patrol area: draw an outline"),
        ("measure", "Measure an area"),
        ("lock", "Lock (Ctrl+L)"),
    ],
)
def test_the_palette_finds_what_is_done_on_a_page(open_window: MainWindow, qtbot: QtBot, typed: str, first: str) -> None:
    open_window.show_palette()
    palette = child(open_window, CommandPalette)
    qtbot.waitUntil(lambda: any(e.is_name for e in palette._entries), timeout=WAIT)
    QTest.keyClicks(palette.field, typed)
    assert first in [entry.text for entry in palette._found[:3]]
    palette.reject()


def test_a_drawing_begins_from_the_palette_on_whatever_page_one_is(window: MainWindow, qtbot: QtBot) -> None:
    window.take(window.openers.sample)
    qtbot.waitUntil(lambda: window.workspaces is not None, timeout=WAIT)
    window.open_page("trips/plan")
    window.commands.actions["draw.way.polygon"][1].trigger()  # before the map knows anything of the project
    assert workspaces_of(window).current == MAP
    qtbot.waitUntil(lambda: map_of(window).drawing.drawing is not None, timeout=WAIT)
    assert page_of(window).draw.isVisible()


def test_import_asks_for_a_file_from_whatever_page_one_is(open_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ask(_: QWidget, title: str, *__: str) -> tuple[str, str]:
        asked.append(title)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", ask)
    QTest.keyClick(open_window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["Import a file"]
    assert workspaces_of(open_window).current == "evidence/datasets"


def test_a_note_that_was_written_is_opened_by_one_click_and_never_unasked(
    open_window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    is_known = [True, False]

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return is_known.pop(0)

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    failed: list[Exception] = []
    out = tmp_path / "note.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    monkeypatch.setattr(open_window, "fail", failed.append)
    with qtbot.waitSignal(open_window.card_shown, timeout=WAIT):
        open_window.pick("XT05")
    click(page_of(open_window).card, "print-note")
    qtbot.waitUntil(lambda: out.exists() and open_window.written.isVisible(), timeout=WAIT)
    assert opened == [], "other programs keep copies of what they open: only a person opens it"
    assert open_window.written.text() == "Open note.pdf"
    click(open_window, "open-written")
    assert opened == [QUrl.fromLocalFile(str(out))]
    click(open_window, "open-written")
    assert [error.code for error in failed if isinstance(error, KnownError)] == ["window.unopened"]
    open_window.close_project()
    assert open_window.written.isHidden()
    assert open_window.written.text() == "", "its name may tell of a place"


def moves(shown: MapWidget) -> bool:
    """Whether the map is on its way at the moment."""
    return shown.navigator.is_under_way


def test_the_map_flies_unless_motion_is_switched_off(open_window: MainWindow, qapp: QApplication, qtbot: QtBot) -> None:
    seen = page_of(open_window).map
    qtbot.waitUntil(lambda: seen.is_sharp, timeout=WAIT)
    apply_look(qapp, dark=False)
    seen.navigator.zoom(2.0, fly=True)
    assert moves(seen)
    qtbot.waitUntil(lambda: not seen.navigator.is_under_way, timeout=WAIT)
    apply_look(qapp, dark=False, moves=False)
    before = present(seen.view).scale
    seen.navigator.zoom(2.0, fly=True)
    assert not moves(seen)
    assert present(seen.view).scale == pytest.approx(before * 2)
    apply_look(qapp, dark=False)


def test_ranking_prefers_what_begins_with_the_letters() -> None:
    texts = ["Close project", "Export map", "Map", "Missions"]
    assert ranked(texts, "map")[0] == 2
    assert ranked(texts, "misions")[0] == 3
    assert ranked(texts, "") == [0, 1, 2, 3]
    assert ranked(texts, "zzzz") == []


def test_help_opens_at_what_the_page_is_about(open_window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(open_window, Qt.Key.Key_F1)
    dialog = child(open_window, HelpDialog)
    about_the_map = [e.code for e in entries_for("map/areas")]
    assert list(dialog._entries)[: len(about_the_map)] == about_the_map
    QTest.keyClicks(dialog.search, "advis")
    shown = [dialog.list.item(k).text() for k in range(dialog.list.count()) if not dialog.list.item(k).isHidden()]
    assert "Child Protection Adviser (CPA)" in shown
    assert len(shown) < dialog.list.count()
    dialog.reject()


def test_the_glossary_has_words_and_sources_for_every_entry(words: Words) -> None:
    codes = {e.code for e in glossary()}
    pages = {f"{workspace}/{page}" for workspace, made in PAGES.items() for page in made}
    for entry in glossary():
        assert words.knows(f"glossary.{entry.code}"), entry.code
        assert words.knows(f"glossary.{entry.code}.text"), entry.code
        assert entry.sources, entry.code
        assert set(entry.see) <= codes, entry.code
    # the factsheet's own actors are all there
    assert {"cpa", "unicef", "head_of_mission", "ctfmr", "military", "police", "human_rights", "ngo"} <= codes
    assert {e.kind for e in glossary()} == {"term", "actor"}
    assert pages & {page for e in glossary() for page in e.pages}


def test_settings_hold_at_once_and_arabic_is_mirrored(open_window: MainWindow, qtbot: QtBot) -> None:
    chosen: list[Preferences] = []
    open_window.preferences_chosen.connect(chosen.append)
    open_window.show_settings()
    dialog = child(open_window, SettingsDialog)
    dialog.language.setCurrentIndex(dialog.language.findData("ar"))
    dialog.lock_after.setCurrentIndex(dialog.lock_after.findData(15))
    dialog.motion.setCurrentIndex(dialog.motion.findData("off"))
    click(dialog, "continue")
    assert (chosen[0].language, chosen[0].motion) == ("ar", "off")
    with qtbot.waitSignal(open_window.painted, timeout=WAIT):
        open_window.use_preferences(chosen[0], Words("ar"), dark=False)
    assert open_window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert open_window.header.layoutDirection() == Qt.LayoutDirection.RightToLeft
    open_window.show_emergency()
    emergency = child(open_window, EmergencyDialog)
    assert emergency.layoutDirection() == Qt.LayoutDirection.RightToLeft
    emergency.close()
    assert open_window.watch.timer.interval() == 15 * 60_000
    assert open_window.workspaces is not None  # the project stayed open


def test_work_that_was_cancelled_says_so_and_ends(qtbot: QtBot, words: Words) -> None:
    work = Work()
    answers: list[object] = []

    def long_task() -> None:
        for k in range(100_000):
            watch.step(k, 100_000, "progress.assessing")

    watch = Watch()
    steps = []
    work.stepped.connect(lambda *step: steps.append(step))
    work.read(long_task, answers.append, answers.append, watch)
    could_cancel = work.can_cancel
    assert could_cancel
    work.cancel()
    qtbot.waitUntil(lambda: not work.is_busy, timeout=WAIT)
    assert isinstance(answers[0], Cancelled)
    assert sentence_for(answers[0], words) == ("Cancelled. Nothing was changed.", "")
    assert not work.can_cancel
    work.stop()


def test_cycles_are_never_taken_apart_in_the_worker(window: MainWindow, qtbot: QtBot) -> None:
    class Cycle:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            freed.append(threading.current_thread())

    freed: list[threading.Thread] = []

    def make_many() -> None:
        for _ in range(20_000):
            Cycle()

    assert not gc.isenabled()
    window.work.read(make_many, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: len(freed) > 10_000, timeout=WAIT)
    assert set(freed) == {threading.main_thread()}


def test_what_was_abandoned_reaches_nobody(qtbot: QtBot) -> None:
    work = Work()
    answers: list[object] = []
    work.read(lambda: 1, answers.append, answers.append)
    work.abandon()
    work.read(lambda: 2, answers.append, answers.append)
    qtbot.waitUntil(lambda: not work.is_busy, timeout=WAIT)
    assert answers == [2]
    work.stop()


def test_the_emergency_screen_puts_its_sentences_together(window: MainWindow, qtbot: QtBot) -> None:
    # Under a real window manager a window is active a moment after it was shown.
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    QTest.keyClick(window, Qt.Key.Key_F12)
    dialog = child(window, EmergencyDialog)
    QTest.keyClicks(dialog.fields["where"], "the market")
    QTest.keyClicks(dialog.fields["how_many"], "forty")
    assert "Place: the market." in dialog.script.text()
    assert "about forty" in dialog.script.text()
    click(dialog, "alert-raised")
    assert "Open a project within 24 hours" in window.statusBar().currentMessage()


def test_an_alert_stays_until_it_is_written_down(window: MainWindow, qtbot: QtBot) -> None:
    window.show_emergency()
    click(child(window, EmergencyDialog), "alert-raised")  # no project is open yet
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(window.openers.sample, MAP)
    reminder = workspaces_of(window).reminder
    qtbot.waitUntil(lambda: not reminder.isHidden(), timeout=WAIT)
    due = window.words.moment(reminder._alerts[0].raised_at + timedelta(hours=24))
    assert f"due by {due}" in reminder.sentence.text()
    click(reminder, "write-alert")
    dialog = child(window, AlertRecordDialog)
    click(dialog, "record-alert")
    assert dialog.isVisible(), "a record needs a role and an account"
    QTest.keyClicks(dialog.role, "Field manager")
    QTest.keyClicks(dialog.account, "Passed to the adviser at nine; a patrol went.")
    click(dialog, "record-alert")
    qtbot.waitUntil(reminder.isHidden, timeout=WAIT)
    alert, account = opened_in(window).project.decisions()
    assert alert.assessment["verdict"] == Verdict.EMERGENCY_ALERT
    assert account.draft.supersedes == alert.id
    assert account.draft.approver_role == "Field manager"
    assert "Passed to the adviser at nine; a patrol went." in account.draft.rationale


def test_recent_projects_show_a_label_and_never_a_path(window: MainWindow, qtbot: QtBot) -> None:
    from datetime import date

    from mrm_desktop.vault.recent_projects import RecentProject

    window.start.show_recent([RecentProject("Project 1", "/home/x/secret-country.mrm", date(2026, 3, 1))])
    buttons = [b for b in window.start.findChildren(QPushButton) if "Project 1" in b.text()]
    assert buttons[0].text() == "Project 1 · last opened 1 Mar 2026"
    asked: list[str] = []
    window.start.recent_asked.connect(asked.append)
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert asked == ["/home/x/secret-country.mrm"]
    assert not any("secret" in b.text() + b.toolTip() + b.accessibleName() for b in window.findChildren(QPushButton))


def test_without_areas_a_page_says_what_to_do_and_does_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(EvidencePage, "ask_import", lambda _: asked.append("a file"))
    path = tmp_path / "new.mrm"
    info = replace(records.info(), title="Toyland", assessment_level=None)
    with SqlCipherFiles(lambda: records.AT).create(path, fresh_key(), info) as project, project.write() as repository:
        repository.put_missions([records.mission()])
    window.take(lambda: open_board(path))
    for name in ("map/areas", "trips/plan", "assess/request", "reports/make"):
        qtbot.waitUntil(lambda: window.workspaces is not None, timeout=WAIT)
        window.open_page(name)
        qtbot.waitUntil(lambda: any(card.isVisible() for card in window.findChildren(NoAreasCard)), timeout=WAIT)
    click(next(c for c in window.findChildren(NoAreasCard) if c.isVisible()), "import-boundaries")
    assert asked
    assert workspaces_of(window).current == "evidence/datasets"
