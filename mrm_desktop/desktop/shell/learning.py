"""What helps to learn the program and its method: the glossary, the tour through the sample country, rehearsals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mrm_desktop.desktop.parts.work import Work
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.desktop.shell.tour import Tour
    from mrm_desktop.services.rehearsal.rehearse import Rehearsal


class Learning(QObject):
    """Opens help, tour and rehearsals over a window.

    ``opened`` carries the sample country, freshly opened for the tour; ``page_wanted`` and ``area_wanted`` say where the tour goes.

    Parameters
    ----------
    fail : Callable[[Exception], None]
        Shows an error in words.
    parent : QWidget
        In front of which the dialogs open; the tour goes over its window.
    """

    opened = Signal(object)
    page_wanted = Signal(str)
    area_wanted = Signal(str)

    def __init__(self, openers: Openers, work: Work, words: Words, fail: Callable[[Exception], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._openers, self._work, self._words, self._fail, self._parent = openers, work, words, fail, parent
        self.tour: Tour | None = None

    def show_help(self, topic: str) -> None:
        """Open the glossary at what a page is about; "" for its beginning."""
        from mrm_desktop.desktop.shell.help_dialog import HelpDialog

        HelpDialog(self._words, topic, self._parent).open()

    def start_tour(self) -> None:
        """Open the sample country and go round it; an open project is closed first, as by any other opening."""
        from mrm_desktop.desktop.shell.tour import Tour

        def begin(opened: Opened) -> None:
            self.opened.emit(opened)
            if self.tour is None:
                self.tour = Tour(self._parent.window(), self.page_wanted.emit, self.area_wanted.emit, self._words)
                self.tour.ended.connect(self._end_tour)

        self._work.read(self._openers.sample, begin, self._fail)

    def rehearse(self, cases: bool) -> None:
        """Open the rehearsal: the exercise in the sample country, or the practice cases."""
        from mrm_desktop.desktop.shell.rehearsal_dialog import RehearsalDialog
        from mrm_desktop.services.rehearsal.rehearse import rehearsal

        def show(exercise: Rehearsal) -> None:
            RehearsalDialog(
                exercise.name, exercise.situations, exercise.method, today(), self._words, self._fail, self._parent
            ).open()

        sample = self._openers.knowledge
        self._work.read(lambda: rehearsal(None if cases or sample is None else sample()), show, self._fail)

    def _end_tour(self) -> None:
        self.tour = None
