"""A session over an open project: the small owner of the sessions of the workspaces."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.assess.assess_session import AssessSession
from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
from mrm_desktop.desktop.map.map_session import MapSession
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.reports.reports_session import ReportsSession
from mrm_desktop.desktop.shell.office_watch import Listens
from mrm_desktop.desktop.trips.trips_session import TripsSession
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject

if TYPE_CHECKING:
    from mrm_desktop.project.ports import Project


class ProjectSession:
    """An open project as the window sees it; each workspace asks its own part.

    Parameters
    ----------
    day : date | None
        A fixed day for questions that name none: the sample country lives on one day. None for today.
    path : Path
        The project's file.
    """

    def __init__(self, project: Project, words: Words, day: date | None = None, path: Path = Path()) -> None:
        self.project = OpenProject(project, fixed_day=day)
        self._opened = Opened(self.project, words)
        self.recovery_code = ""
        self.path = path
        self.shared: Listens | None = project if isinstance(project, Listens) else None
        with project.read() as repository:
            self.title = repository.info().title
        self.map = MapSession(self._opened)
        self.evidence = EvidenceSession(self._opened)
        self.assess = AssessSession(self._opened)
        self.trips = TripsSession(self._opened)
        self.reports = ReportsSession(self._opened)

    @property
    def day(self) -> date:
        """The day for which questions are answered."""
        return self.project.day

    def read_anew(self) -> None:
        """Drop what was read, because somebody else has written."""
        self.project.take_note()

    def use_words(self, words: Words) -> None:
        """Speak another language from now on."""
        self._opened.words = words

    def close(self) -> None:
        """Close the project and drop what was read from it."""
        self.map.document = None
        self.project.close()
