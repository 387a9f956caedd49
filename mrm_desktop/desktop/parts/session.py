"""What the window may ask of an open project. Every method may take long and runs in the worker; the answers are frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.views import ProjectView

if TYPE_CHECKING:
    from mrm_desktop.desktop.assess.assess_session import AssessSession
    from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
    from mrm_desktop.desktop.map.listing import Listing
    from mrm_desktop.desktop.map.map_session import MapSession
    from mrm_desktop.desktop.reports.reports_session import ReportsSession
    from mrm_desktop.desktop.shell.office_watch import Listens
    from mrm_desktop.desktop.trips.trips_session import TripsSession
    from mrm_desktop.formats.files.read_options import ReadOptions
    from mrm_desktop.foundation.words import Words
    from mrm_desktop.project.knowledge import Knowledge
    from mrm_desktop.vault.recent_projects import RecentProjects


@dataclass(frozen=True, slots=True)
class Painting:
    """A view with its map, ready for the page.

    Attributes
    ----------
    colours_json : bytes
        Only what changes while the shapes stay.
    listing : Listing
        The twin of the map in words.
    """

    view: ProjectView
    document_json: bytes
    colours_json: bytes
    listing: Listing


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What a person said about a file in the wizard."""

    kind: DatasetKind
    options: ReadOptions


class Session(Protocol):
    """An open project as the window sees it: one part for each workspace."""

    title: str
    """Name for the window's title: the project's own, never a place."""
    recovery_code: str
    """Recovery code of a project that was just made, to be shown once; "" otherwise."""
    path: Path
    """The project's file, to open it again after it was locked."""
    shared: Listens | None
    """The shared database behind it, which tells when others write; None for a file."""
    map: MapSession
    evidence: EvidenceSession
    assess: AssessSession
    trips: TripsSession
    reports: ReportsSession

    @property
    def day(self) -> date:
        """The day for which questions are answered."""

    def read_anew(self) -> None:
        """Drop what was read, because somebody else has written."""

    def use_words(self, words: Words) -> None:
        """Speak another language from now on."""

    def close(self) -> None:
        """Close the project."""


@dataclass(frozen=True, slots=True)
class Openers:
    """How the window gets a session; handed in by the composition root."""

    open: Callable[[Path, str], Session]
    create: Callable[[Path, str, str, str], Session]
    sample: Callable[[], Session]
    missions: Callable[[], tuple[str, ...]]
    connect: Callable[[str], Session] | None = None
    recent: RecentProjects | None = None
    knowledge: Callable[[], Knowledge] | None = None
    """Everything that is known of the sample country, for rehearsals."""
