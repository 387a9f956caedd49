"""Everything the window can do, each with its words and its keys: for the menu, the command palette and the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from mrm_desktop.desktop.shell.page_names import PAGES
from mrm_desktop.desktop.shell.palette import Entry
from mrm_desktop.foundation.words import Words

FIND = "window.find"
DRAWN_OR_MEASURED = ("polygon", "circle", "corridor", "copy", "length", "surface")
"""Ways to draw and to measure on the map; a leg belongs to its trip and begins there."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the window can do.

    Attributes
    ----------
    code : str
        Code of its words.
    keys : str
        Keys that run it; "" for none. A button that has the same keys itself leaves them out here.
    needs_project : bool
        Whether it does anything only while a project is open.
    in_menu : bool
        Whether it stands in the menu; the palette lists all of them.
    """

    code: str
    keys: str = ""
    needs_project: bool = False
    in_menu: bool = False


COMMANDS = (
    Command("window.emergency", "F12"),
    Command("window.home", "Ctrl+0"),
    Command(FIND, "Ctrl+K"),
    Command("window.undo", "Ctrl+Z", needs_project=True, in_menu=True),
    Command("window.redo", "Ctrl+Shift+Z", needs_project=True, in_menu=True),
    Command("evidence.import", "Ctrl+I", needs_project=True, in_menu=True),
    Command("window.export_map", "Ctrl+E", needs_project=True, in_menu=True),
    Command("window.print_map", "Ctrl+P", needs_project=True, in_menu=True),
    Command("call_sheet.print", needs_project=True),
    *(Command(f"draw.way.{way}", needs_project=True) for way in DRAWN_OR_MEASURED),
    Command("home.remember", needs_project=True, in_menu=True),
    Command("home.forget", in_menu=True),
    Command("window.keeping", needs_project=True, in_menu=True),
    Command("window.rekey", needs_project=True, in_menu=True),
    Command("window.settings", "Ctrl+,", in_menu=True),
    Command("window.help", "F1", in_menu=True),
    Command("window.tour", in_menu=True),
    Command("window.rehearse", in_menu=True),
    Command("window.practice", in_menu=True),
    Command("start.open", "Ctrl+O", in_menu=True),
    Command("start.create", "Ctrl+N"),
    Command("start.connect", in_menu=True),
    Command("start.sample"),
    Command("window.lock", "Ctrl+L", needs_project=True),
    Command("window.close_project", "Ctrl+W", needs_project=True, in_menu=True),
)
"""All commands but those that open a page."""


def page_commands() -> dict[str, Command]:
    """Return the command that opens each workspace and, where a workspace has several, each page; by what is opened."""
    workspaces = {
        name: Command(f"workspace.{name}", f"Ctrl+{number}", needs_project=True) for number, name in enumerate(PAGES, start=1)
    }
    pages = {
        f"{workspace}/{page}": Command(f"page.{workspace}.{page}", needs_project=True)
        for workspace, names in PAGES.items()
        if len(names) > 1
        for page in names
    }
    return workspaces | pages


class CommandSet(QObject):
    """Holds the commands that a window runs, and gives them their keys.

    Parameters
    ----------
    runs : Mapping[str, Callable[[], None]]
        What each command does, by its code; a command that is not among them does not exist here.
    open_page : Callable[[str], None]
        Opens a workspace or a page by its name.
    parent : QWidget
        Where the keys are heard.
    """

    def __init__(
        self, runs: Mapping[str, Callable[[], None]], open_page: Callable[[str], None], words: Words, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._runs = dict(runs)
        first, *others = (command for command in COMMANDS if command.code in runs)
        pages = page_commands()
        self._runs |= {command.code: partial(open_page, name) for name, command in pages.items()}
        self.actions = {command.code: (command, self._action(command, parent)) for command in (first, *pages.values(), *others)}
        """Command and action, by code."""

    def enable(self, project_open: bool) -> None:
        """Switch on what needs an open project, or off."""
        for command, action in self.actions.values():
            action.setEnabled(project_open or not command.needs_project)

    @property
    def in_menu(self) -> Iterable[QAction]:
        """The actions of the menu."""
        return [action for command, action in self.actions.values() if command.in_menu]

    def entries(self) -> list[Entry]:
        """Return what the palette can run at the moment; it does not find itself."""
        return [
            Entry(self._words.say(code), action.shortcut().toString(), self._runs[code])
            for code, (_, action) in self.actions.items()
            if action.isEnabled() and code != FIND
        ]

    def _action(self, command: Command, parent: QWidget) -> QAction:
        """Make the action that a menu shows and that listens to the keys."""
        action = QAction(self._words.say(command.code), parent)
        action.setObjectName(f"action-{command.code}")
        if command.keys:
            action.setShortcut(QKeySequence(command.keys))
        action.triggered.connect(lambda _=False: self._runs[command.code]())
        parent.addAction(action)
        return action
