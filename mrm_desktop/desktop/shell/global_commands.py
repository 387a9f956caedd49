"""What is reachable from everywhere: the menu, the keys, the command palette, help and settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from mrm_desktop.desktop.shell.commands import Command
from mrm_desktop.desktop.shell.help_dialog import HelpDialog
from mrm_desktop.desktop.shell.palette import CommandPalette, Entry
from mrm_desktop.desktop.shell.rehearsal_dialog import RehearsalDialog
from mrm_desktop.desktop.shell.settings_dialog import SettingsDialog
from mrm_desktop.desktop.shell.start_page import RememberDialog
from mrm_desktop.desktop.shell.tour import Tour
from mrm_desktop.desktop.shell.workspaces import WORKSPACES
from mrm_desktop.foundation.clock import today

if TYPE_CHECKING:
    from mrm_desktop.desktop.parts.session import Session
    from mrm_desktop.desktop.shell.main_window import MainWindow
    from mrm_desktop.services.rehearsal.rehearse import Rehearsal


class GlobalCommands(QObject):
    """Holds the window's commands and gives them their keys."""

    def __init__(self, window: MainWindow, central: QWidget) -> None:
        super().__init__(central)
        self._window = window
        self._actions: list[tuple[Command, QAction]] = []
        self.tour: Tour | None = None
        for command in self._all():
            action = command.action(window.words, central)
            central.addAction(action)
            self._actions.append((command, action))
        window.header.fill_menu(action for command, action in self._actions if command.in_menu)
        window.header.connect_to(
            home=window.go_home, palette_button=self.show_palette, lock=window.lock, emergency=window.show_emergency
        )

    def enable(self, project_open: bool) -> None:
        """Switch on what needs an open project, or off."""
        for command, action in self._actions:
            action.setEnabled(project_open or not command.needs_project)

    def show_palette(self) -> None:
        """Open the command palette; areas and places join as soon as the worker has them."""
        window, words = self._window, self._window.words
        entries = [
            Entry(words.say(command.code), action.shortcut().toString(), command.run)
            for command, action in self._actions
            if action.isEnabled() and command.code != "window.find"
        ]
        dialog = CommandPalette(entries, words, window)
        session = window.session
        if session is not None:
            alive = True

            def gone() -> None:
                nonlocal alive
                alive = False

            def add(found: tuple[tuple[str, str, str], ...]) -> None:
                if alive:
                    dialog.add(
                        [
                            Entry(name, words.say(f"palette.{kind}"), lambda code=code: window.pick(code))  # type: ignore[misc]
                            for name, code, kind in found
                        ]
                    )

            dialog.destroyed.connect(gone)
            dialog.finished.connect(lambda _: gone())
            window.work.read(session.map.names, add, lambda _: None)
        dialog.open()

    def show_help(self) -> None:
        """Open the glossary at what the open page is about."""
        window = self._window
        topic = window.workspaces.help_topic if window.workspaces is not None and window.session is not None else ""
        dialog = HelpDialog(window.words, topic, window)
        dialog.open()

    def show_settings(self) -> None:
        """Open the settings."""
        window = self._window
        dialog = SettingsDialog(window.preferences, window.words, window)
        dialog.accepted.connect(lambda: window.preferences_chosen.emit(dialog.preferences()))
        dialog.open()

    def start_tour(self) -> None:
        """Open the sample country and go round it; an open project is closed first, as by any other opening."""
        window = self._window

        def opened(session: Session) -> None:
            window.show_session(session)
            if self.tour is None:
                self.tour = Tour(window, window.open_page, window.pick, window.words)
                self.tour.ended.connect(self._tour_ended)

        window.work.read(window.openers.sample, opened, window.fail)

    def _tour_ended(self) -> None:
        self.tour = None

    def rehearse(self, cases: bool) -> None:
        """Open the rehearsal: the exercise in the sample country, or the practice cases."""
        from mrm_desktop.services.rehearsal.rehearse import rehearsal

        window = self._window

        def show(found: Rehearsal) -> None:
            RehearsalDialog(found.name, found.situations, found.method, today(), window.words, window.fail, window).open()

        sample = window.openers.knowledge
        window.work.read(lambda: rehearsal(None if cases or sample is None else sample()), show, window.fail)

    def ask_remember(self) -> None:
        """Ask under which label the home page lists the open project."""
        window = self._window
        recent, session = window.openers.recent, window.session
        if recent is None or session is None:
            return
        path = session.path
        dialog = RememberDialog(window.words, window.words.say("home.remember.suggestion"), window)

        def remember() -> None:
            text = dialog.label.text().strip()
            window.work.read(lambda: recent.remember(path, text, today()), lambda _: None, window.fail)

        dialog.accepted.connect(remember)
        dialog.open()

    def forget_recent(self) -> None:
        """Drop the list of the home page."""
        window, recent = self._window, self._window.openers.recent
        if recent is not None:
            window.work.read(recent.forget, lambda _: window.start.show_recent(()), window.fail)

    def ask_export(self) -> None:
        """Ask where to, then export the map as one page."""
        window = self._window
        name, _ = QFileDialog.getSaveFileName(window, window.words.say("window.export_map"), "map.html", "HTML (*.html)")
        session, page = window.session, window.page
        if name and session is not None and page is not None:
            question = page.question()
            window.work.read(lambda: session.map.export_map(question, Path(name)), self._saved, window.fail)

    def _saved(self, path: Path) -> None:
        self._window.statusBar().showMessage(self._window.words.say("window.saved", file=path.name))

    def _all(self) -> list[Command]:
        window = self._window
        go = [
            Command(f"workspace.{name}", lambda name=name: window.open_page(name), f"Ctrl+{n}", needs_project=True)  # type: ignore[misc]
            for n, name in enumerate(WORKSPACES, start=1)
        ]
        go += [
            Command(f"page.{workspace}.{page}", lambda name=f"{workspace}/{page}": window.open_page(name), needs_project=True)  # type: ignore[misc]
            for workspace, pages in WORKSPACES.items()
            if len(pages) > 1
            for page in pages
        ]
        return [
            Command("window.emergency", window.show_emergency, "F12"),
            *go,
            Command("window.home", window.go_home, "Ctrl+0"),
            Command("window.find", self.show_palette, "Ctrl+K"),
            Command("window.undo", window.undo.undo, "Ctrl+Z", needs_project=True, in_menu=True),
            Command("window.redo", window.undo.redo, "Ctrl+Shift+Z", needs_project=True, in_menu=True),
            Command("window.export_map", self.ask_export, "Ctrl+E", needs_project=True, in_menu=True),
            Command("home.remember", self.ask_remember, needs_project=True, in_menu=True),
            Command("home.forget", self.forget_recent, in_menu=True),
            Command("window.settings", self.show_settings, "Ctrl+,", in_menu=True),
            Command("window.help", self.show_help, "F1", in_menu=True),
            Command("window.tour", self.start_tour, in_menu=True),
            Command("window.rehearse", lambda: self.rehearse(cases=False), in_menu=True),
            Command("window.practice", lambda: self.rehearse(cases=True), in_menu=True),
            Command("start.open", window.ways_in.ask_open, "Ctrl+O", in_menu=True),
            Command("start.create", window.ways_in.ask_create, "Ctrl+N"),
            *([Command("start.connect", window.ways_in.ask_connect, in_menu=True)] if window.openers.connect is not None else []),
            Command("start.sample", window.ways_in.take_sample),
            Command("window.lock", window.lock, "Ctrl+L", needs_project=True),
            Command("window.close_project", window.close_project, "Ctrl+W", needs_project=True, in_menu=True),
        ]
