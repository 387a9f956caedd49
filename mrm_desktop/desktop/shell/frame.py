"""Everything of the window that carries words and is there without a project: the head, the home page, the lock, the ways in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.work import Work
from mrm_desktop.desktop.shell.header import Header
from mrm_desktop.desktop.shell.keeping_desk import KeepingDesk
from mrm_desktop.desktop.shell.learning import Learning
from mrm_desktop.desktop.shell.lock_page import LockPage
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.project_opener import ProjectOpener
from mrm_desktop.desktop.shell.recent_list import RecentList
from mrm_desktop.desktop.shell.start_page import StartPage
from mrm_desktop.foundation.words import Words


class Frame(QWidget):
    """The inside of the window; another language gets another frame. ``pages`` takes the workspaces of an open project.

    ``task_asked`` carries the page on which a task of the home page is done.

    Parameters
    ----------
    fail : Callable[[Exception], None]
        Shows an error in words.
    """

    task_asked = Signal(str)

    def __init__(self, openers: Openers, work: Work, words: Words, fail: Callable[[Exception], None]) -> None:
        super().__init__()
        self._words = words
        self.header, self.pages, self.lock_page = Header(words), QStackedWidget(), LockPage(words)
        self.pages.addWidget(self.lock_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.pages, 1)
        self.opener = ProjectOpener(openers, words, self)
        self.learning = Learning(openers, work, words, fail, self)
        self.keeping = KeepingDesk(openers, work, words, fail, self)
        self.recent = RecentList(openers.recent, work, words, fail, self)
        self._can_connect = openers.connect is not None

    @cached_property
    def start(self) -> StartPage:
        """The home page of a window without a project.

        It is made when it is first shown: who changes the language with a project open waits for the pages of the project alone.
        """
        start = StartPage(self._words)
        self.pages.addWidget(start)
        self.recent.listed.connect(start.show_recent)
        start.open_asked.connect(self.opener.ask_open)
        start.country_asked.connect(self.opener.ask_country)
        start.create_asked.connect(self.opener.ask_create)
        start.sample_asked.connect(self.opener.take_sample)
        start.recent_asked.connect(lambda path: self.opener.ask_passphrase(Path(path)))
        start.task_asked.connect(self.task_asked)
        return start

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what the commands run that need nothing but the frame, by their codes."""
        connect: dict[str, Callable[[], None]] = {"start.connect": self.opener.ask_connect} if self._can_connect else {}
        return {
            "home.forget": self.recent.forget,
            "window.keeping": self.keeping.show,
            "window.rekey": self.keeping.ask_new_keys,
            "window.tour": self.learning.start_tour,
            "window.rehearse": partial(self.learning.rehearse, cases=False),
            "window.practice": partial(self.learning.rehearse, cases=True),
            "start.open": self.opener.ask_open,
            "start.create": self.opener.ask_create,
            "start.sample": self.opener.take_sample,
            **connect,
        }
