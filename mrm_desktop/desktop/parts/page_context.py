"""What a page of a workspace gets from the window, and what the window expects of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from mrm_desktop.desktop.parts.task_queue import Urgency
from mrm_desktop.desktop.parts.work import Watch, Work
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.project.changes import Changed
    from mrm_desktop.project.kinds import Kind
    from mrm_desktop.project.question import Question

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page works with.

    Attributes
    ----------
    opened : Opened
        The open project, from which a page makes its own session.
    fail : Callable[[Exception], None]
        Shows an error in words with its next step; the third argument of ``work.read`` and ``work.write``.
    tell : Callable[[str], None]
        Says one sentence in the status bar.
    wrote : Callable[[Path], None]
        Says that a file was written, and offers to open it.
    open : Callable[[str], None]
        Shows another page by its name, such as ``evidence/datasets``.
    pick : Callable[[str], None]
        Shows an area, by its code, on the map and its card.
    question : Callable[[], Question]
        What is asked at the moment: mode, purpose, day.
    picked : Callable[[], str | None]
        Code of the area whose card is shown on the map.
    undo : QUndoStack
        Takes what can be undone; Ctrl+Z and Ctrl+Shift+Z work on it.
    """

    opened: Opened
    work: Work
    fail: Callable[[Exception], None]
    tell: Callable[[str], None]
    wrote: Callable[[Path], None]
    open: Callable[[str], None]
    pick: Callable[[str], None]
    question: Callable[[], Question]
    picked: Callable[[], str | None]
    undo: QUndoStack

    @property
    def words(self) -> Words:
        """The language of the window."""
        return self.opened.words

    @property
    def day(self) -> date:
        """The day for which questions are answered that name none."""
        return self.opened.project.day


class Ask(Protocol):
    """How a part of a page asks the worker: see :meth:`Page.ask`."""

    def __call__(self, task: Callable[[], T], done: Callable[[T], None], *, part: str, urgency: Urgency = Urgency.SOON) -> None: ...


class Page(QWidget):
    """One page of a workspace. It is made when it is first opened, by a factory that takes the :class:`PageContext`.

    A page asks when it is first shown. Later it asks again only where somebody wrote what it ``rests_on``: at once while it is
    shown, else when it is shown next. Whoever writes has nobody to tell.
    """

    rests_on: ClassVar[frozenset[Kind]] = frozenset()
    """Kinds of records that it shows."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._is_stale = True
        self._asked_on: date | None = None
        self.setObjectName("page")

    def bring_up_to_date(self) -> None:
        """Ask again where something changed since the page last asked, be it the day; called whenever the page is shown."""
        today = self._context.day
        if self._is_stale or self._asked_on != today:
            self._is_stale, self._asked_on = False, today
            self.refresh()

    def take_note(self, changed: Changed, is_shown: bool) -> None:
        """Ask again, now or when the page is shown next, where a write touched what the page rests on."""
        if changed.touches(*self.rests_on):
            self._is_stale = True
            if is_shown:
                self.bring_up_to_date()

    def refresh(self) -> None:
        """Ask for everything that the page shows."""

    def set_dark(self, dark: bool) -> None:
        """Follow the colours of the window with what no style sheet reaches, such as a map."""

    def forget(self) -> None:
        """Drop everything shown; called before the project is closed or locked."""

    def ask(
        self,
        task: Callable[[], T],
        done: Callable[[T], None],
        watch: Watch | None = None,
        part: str = "",
        urgency: Urgency = Urgency.SOON,
    ) -> None:
        """Ask for what the page, or a part of it, shows. Where that fails it is asked again when the page is shown next."""

        def failed(error: Exception) -> None:
            self._is_stale = True
            self._context.fail(error)

        self._context.work.read(task, done, failed, watch, view=f"{type(self).__name__}.{part}", urgency=urgency)


Factory = Callable[[PageContext], Page]
