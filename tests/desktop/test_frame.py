"""The frame: tasks, workspaces, palette, help, settings, progress."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.desktop.parts.work import Watch, Work
from mrm_desktop.desktop.shell.commands import COMMANDS, FIND
from mrm_desktop.desktop.shell.emergency_dialog import AlertRecordDialog, EmergencyDialog
from mrm_desktop.desktop.shell.help_dialog import HelpDialog
from mrm_desktop.desktop.shell.palette import CommandPalette, ranked
from mrm_desktop.desktop.shell.settings_dialog import SettingsDialog
from mrm_desktop.desktop.shell.start_page import TASKS, WayInDialog
from mrm_desktop.desktop.shell.workspaces import WORKSPACES
from mrm_desktop.domain.vocabulary import Verdict
from mrm_desktop.foundation.progress import Cancelled
from mrm_desktop.foundation.words import Words
from mrm_desktop.services.lookup.explain_terms import entries_for, glossary

WAIT = 20_000


def click(widget, name, qtbot):
    qtbot.mouseClick(widget.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_every_task_of_the_home_page_has_its_page():
    pages = {f"{workspace}/{page}" for workspace, made in WORKSPACES.items() for page in made}
    assert set(TASKS.values()) <= pages


@pytest.mark.parametrize("task", TASKS)
def test_a_task_asks_for_a_project_and_then_goes_to_its_page(window, task, qtbot):
    click(window, f"task-{task}", qtbot)
    click(window.findChild(WayInDialog), "way-sample", qtbot)
    qtbot.waitUntil(lambda: window.workspaces is not None, timeout=WAIT)
    assert window.workspaces.current == TASKS[task]
    click(window, "home", qtbot)
    assert window._pages.currentWidget() is window.start
    click(window, f"task-{task}", qtbot)  # with an open project it goes there at once
    assert window._pages.currentWidget() is window.workspaces


def test_every_workspace_opens_by_its_key(open_window, qtbot):
    for number, name in enumerate(WORKSPACES, start=1):
        qtbot.keyClick(open_window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        assert open_window.workspaces.current.startswith(f"{name}/")
        assert open_window.workspaces.buttons[name].isChecked()


def test_the_palette_finds_commands_and_areas(open_window, qtbot):
    qtbot.keyClick(open_window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = open_window.findChild(CommandPalette)
    qtbot.waitUntil(lambda: any("Square 5" in e.text for e in palette._entries), timeout=WAIT)
    qtbot.keyClicks(palette.field, "sqare 5")  # with a typing error
    with qtbot.waitSignal(open_window.card_shown, timeout=WAIT):
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert open_window.page.card.card.area.code == "XT05"


def test_every_command_of_the_window_is_in_the_palette(open_window):
    open_window.show_palette()
    palette = open_window.findChild(CommandPalette)
    listed = {entry.text for entry in palette._entries}
    words = open_window.words
    wanted = {words.say(code) for code in open_window.commands.actions if code != FIND}
    left_out = {command.code for command in COMMANDS} - set(open_window.commands.actions)
    assert left_out == {"start.connect"}, "every command runs something; there is no office to connect to here"
    assert wanted <= listed
    palette.reject()


def test_ranking_prefers_what_begins_with_the_letters():
    texts = ["Close project", "Export map", "Map", "Missions"]
    assert ranked(texts, "map")[0] == 2
    assert ranked(texts, "misions")[0] == 3
    assert ranked(texts, "") == [0, 1, 2, 3]
    assert ranked(texts, "zzzz") == []


def test_help_opens_at_what_the_page_is_about(open_window, qtbot):
    qtbot.keyClick(open_window, Qt.Key.Key_F1)
    dialog = open_window.findChild(HelpDialog)
    about_the_map = [e.code for e in entries_for("map/areas")]
    assert list(dialog._entries)[: len(about_the_map)] == about_the_map
    qtbot.keyClicks(dialog.search, "advis")
    shown = [dialog.list.item(k).text() for k in range(dialog.list.count()) if not dialog.list.item(k).isHidden()]
    assert "Child Protection Adviser (CPA)" in shown
    assert len(shown) < dialog.list.count()
    dialog.reject()


def test_the_glossary_has_words_and_sources_for_every_entry(words):
    codes = {e.code for e in glossary()}
    pages = {f"{workspace}/{page}" for workspace, made in WORKSPACES.items() for page in made}
    for entry in glossary():
        assert words.knows(f"glossary.{entry.code}"), entry.code
        assert words.knows(f"glossary.{entry.code}.text"), entry.code
        assert entry.sources, entry.code
        assert set(entry.see) <= codes, entry.code
    # the factsheet's own actors are all there
    assert {"cpa", "unicef", "head_of_mission", "ctfmr", "military", "police", "human_rights", "ngo"} <= codes
    assert {e.kind for e in glossary()} == {"term", "actor"}
    assert pages & {page for e in glossary() for page in e.pages}


def test_settings_hold_at_once_and_arabic_is_mirrored(open_window, qtbot):
    chosen = []
    open_window.preferences_chosen.connect(chosen.append)
    open_window.show_settings()
    dialog = open_window.findChild(SettingsDialog)
    dialog.language.setCurrentIndex(dialog.language.findData("ar"))
    dialog.lock_after.setCurrentIndex(dialog.lock_after.findData(15))
    click(dialog, "continue", qtbot)
    assert chosen[0].language == "ar"
    with qtbot.waitSignal(open_window.painted, timeout=WAIT):
        open_window.use_preferences(chosen[0], Words("ar"), dark=False)
    assert open_window.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert open_window.header.layoutDirection() == Qt.LayoutDirection.RightToLeft
    open_window.show_emergency()
    emergency = open_window.findChild(EmergencyDialog)
    assert emergency.layoutDirection() == Qt.LayoutDirection.RightToLeft
    emergency.close()
    assert open_window.watch.timer.interval() == 15 * 60_000
    assert open_window.workspaces is not None  # the project stayed open


def test_work_that_was_cancelled_says_so_and_ends(qtbot, words):
    work, answers = Work(), []

    def long_task():
        for k in range(100_000):
            watch.step(k, 100_000, "progress.assessing")

    watch = Watch()
    steps = []
    work.stepped.connect(lambda *step: steps.append(step))
    work.read(long_task, answers.append, answers.append, watch)
    assert work.can_cancel
    work.cancel()
    qtbot.waitUntil(lambda: not work.is_busy, timeout=WAIT)
    assert isinstance(answers[0], Cancelled)
    assert sentence_for(answers[0], words) == ("Cancelled. Nothing was changed.", "")
    assert not work.can_cancel
    work.stop()


def test_cycles_are_never_taken_apart_in_the_worker(window, qtbot):
    import gc
    import threading

    class Cycle:
        def __init__(self):
            self.me = self

        def __del__(self):
            freed.append(threading.current_thread())

    freed = []

    def make_many():
        for _ in range(20_000):
            Cycle()

    assert not gc.isenabled()
    window.work.read(make_many, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: len(freed) > 10_000, timeout=WAIT)
    assert set(freed) == {threading.main_thread()}


def test_what_was_abandoned_reaches_nobody(qtbot):
    work, answers = Work(), []
    work.read(lambda: 1, answers.append, answers.append)
    work.abandon()
    work.read(lambda: 2, answers.append, answers.append)
    qtbot.waitUntil(lambda: not work.is_busy, timeout=WAIT)
    assert answers == [2]
    work.stop()


def test_the_emergency_screen_puts_its_sentences_together(window, qtbot):
    # Under a real window manager a window is active a moment after it was shown.
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT)
    qtbot.keyClick(window, Qt.Key.Key_F12)
    dialog = window.findChild(EmergencyDialog)
    qtbot.keyClicks(dialog.fields["where"], "the market")
    qtbot.keyClicks(dialog.fields["how_many"], "forty")
    assert "Place: the market." in dialog.script.text()
    assert "about forty" in dialog.script.text()
    click(dialog, "alert-raised", qtbot)
    assert "Open a project within 24 hours" in window.statusBar().currentMessage()


def test_an_alert_stays_until_it_is_written_down(window, qtbot):
    window.show_emergency()
    click(window.findChild(EmergencyDialog), "alert-raised", qtbot)  # no project is open yet
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(window.openers.sample)
    reminder = window.workspaces.reminder
    qtbot.waitUntil(lambda: not reminder.isHidden(), timeout=WAIT)
    due = window.words.moment(reminder._alerts[0].raised_at + timedelta(hours=24))
    assert f"due by {due}" in reminder.sentence.text()
    click(reminder, "write-alert", qtbot)
    dialog = window.findChild(AlertRecordDialog)
    click(dialog, "record-alert", qtbot)
    assert dialog.isVisible(), "a record needs a role and an account"
    qtbot.keyClicks(dialog.role, "Field manager")
    qtbot.keyClicks(dialog.account, "Passed to the adviser at nine; a patrol went.")
    click(dialog, "record-alert", qtbot)
    qtbot.waitUntil(reminder.isHidden, timeout=WAIT)
    alert, account = window.opened.project.decisions()
    assert alert.assessment["verdict"] == Verdict.EMERGENCY_ALERT
    assert account.draft.supersedes == alert.id
    assert account.draft.approver_role == "Field manager"
    assert "Passed to the adviser at nine; a patrol went." in account.draft.rationale


def test_recent_projects_show_a_label_and_never_a_path(window, qtbot):
    from datetime import date

    from mrm_desktop.vault.recent_projects import RecentProject

    window.start.show_recent([RecentProject("Project 1", "/home/x/secret-country.mrm", date(2026, 3, 1))])
    buttons = [b for b in window.start.findChildren(QPushButton) if "Project 1" in b.text()]
    assert buttons[0].text() == "Project 1 · last opened 1 Mar 2026"
    asked: list[Path] = []
    window.start.recent_asked.connect(asked.append)
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert asked == ["/home/x/secret-country.mrm"]
    assert not any("secret" in b.text() + b.toolTip() + b.accessibleName() for b in window.findChildren(QPushButton))
