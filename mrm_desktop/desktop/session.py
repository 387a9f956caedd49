"""What the window may ask of an open project. Every method may take long and runs in the worker; the answers are frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mrm_desktop.domain.datasets import Dataset, DatasetKind
from mrm_desktop.domain.decisions import Decision, DecisionDraft
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.views import AreaCard, ProjectView
from mrm_desktop.domain.vocabulary import MissionStatus, Mode, Purpose
from mrm_desktop.foundation.progress import Progress

if TYPE_CHECKING:
    from mrm_desktop.formats.preview import Preview
    from mrm_desktop.services.import_data import Imported


@dataclass(frozen=True, slots=True)
class Question:
    """What the map and the card are about: mode, purpose and day."""

    mode: Mode = Mode.LIAISON
    purpose: Purpose = Purpose.CHILD_PROTECTION
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Painting:
    """A view with its map, ready for the page."""

    view: ProjectView
    document_json: bytes


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What a person said about a file in the wizard; "" and None leave the default."""

    kind: DatasetKind
    columns: Mapping[str, str]
    drop_columns: frozenset[str] = frozenset()
    source: str = ""
    grade: str = ""
    method: str = ""
    radius_km: float | None = None


class Session(Protocol):
    """An open project as the window sees it."""

    @property
    def title(self) -> str:
        """Name for the window's title: the project's own, never a place."""

    @property
    def recovery_code(self) -> str:
        """Recovery code of a project that was just made, to be shown once; "" otherwise."""

    def paint(self, question: Question) -> Painting:
        """Assess every area and build the map."""

    def card(self, area_code: str, question: Question) -> AreaCard:
        """Return everything about one area."""

    def decide(self, area_code: str, question: Question, draft: DecisionDraft) -> Decision:
        """Record a decision."""

    def print_note(self, area_code: str, question: Question, path: Path) -> Path:
        """Write the area note."""

    def export_map(self, question: Question, path: Path) -> Path:
        """Write the map as one page."""

    def preview(self, path: Path, kind: DatasetKind | None) -> Preview:
        """Look at a file without importing it."""

    def import_file(self, path: Path, wish: ImportWish, dry_run: bool, progress: Progress) -> Imported:
        """Read a file in, or only show what would happen."""

    def undo_import(self, dataset_id: str) -> None:
        """Take an import back."""

    def datasets(self) -> Sequence[Dataset]:
        """Return everything that was imported, in order."""

    def decisions(self) -> Sequence[Decision]:
        """Return all decisions."""

    def check_records(self) -> tuple[int, int, int]:
        """Return how many breaks, departures and decisions there are."""

    def missions(self) -> Sequence[tuple[MissionRecord, MissionStatus]]:
        """Return the registry with the status of each mission on the session's day."""

    def confirm_mission(self, acronym: str, source: str, mandate_end: date | None) -> None:
        """Record that a person checked a mission today."""

    @property
    def day(self) -> date:
        """The day for which questions are answered."""

    def close(self) -> None:
        """Close the project."""


@dataclass(frozen=True, slots=True)
class Openers:
    """How the window gets a session; handed in by the composition root."""

    open: Callable[[Path, str], Session]
    create: Callable[[Path, str, str, str], Session]
    sample: Callable[[], Session]
    missions: Callable[[], tuple[str, ...]]
