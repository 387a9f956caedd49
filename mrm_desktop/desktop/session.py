"""What the window may ask of an open project. Every method may take long and runs in the worker; the answers are frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from mrm_desktop.domain.decisions import Decision, DecisionDraft
from mrm_desktop.domain.views import AreaCard, ProjectView
from mrm_desktop.domain.vocabulary import Mode, Purpose


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

    def close(self) -> None:
        """Close the project."""


@dataclass(frozen=True, slots=True)
class Openers:
    """How the window gets a session; handed in by the composition root."""

    open: Callable[[Path, str], Session]
    create: Callable[[Path, str, str, str], Session]
    sample: Callable[[], Session]
    missions: Callable[[], tuple[str, ...]]
