"""Reads every page of a large project file beside the work: a damaged page that nobody opens would otherwise end its backups."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from mrm_desktop.domain.errors import MrmError
from mrm_desktop.project.ports import Project


class PageCheck(QObject):
    """Checks once, in a thread of its own: a file of half a gigabyte takes seconds. ``failed`` carries what was found.

    That the project was closed meanwhile is no finding.
    """

    failed = Signal(object)

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self.thread_of_it = threading.Thread(target=self._check, args=(project,), name="page check", daemon=True)
        self.thread_of_it.start()

    def _check(self, project: Project) -> None:
        try:
            project.check()
        except MrmError as error:
            if error.code.startswith("file.damaged"):
                self.failed.emit(error)
