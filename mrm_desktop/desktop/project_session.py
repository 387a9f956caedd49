"""A session over an open project: services asked in the worker, frozen answers given to the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.session import ImportWish, Painting, Question
from mrm_desktop.domain.datasets import Dataset, DatasetKind
from mrm_desktop.domain.decisions import Decision, DecisionDraft
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import EvidenceMethod, MissionStatus
from mrm_desktop.foundation.clock import now, today
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.cartography.map_document import MapDocument
    from mrm_desktop.formats.preview import Preview
    from mrm_desktop.services.build_case import Question as Asked
    from mrm_desktop.services.import_data import Imported
    from mrm_desktop.services.knowledge import Knowledge
    from mrm_desktop.services.ports import Project


class ProjectSession:
    """An open project as the window sees it.

    Parameters
    ----------
    day : date | None
        A fixed day for questions that name none: the sample country lives on one day. None for today.
    """

    def __init__(self, project: Project, words: Words, day: date | None = None) -> None:
        self._project, self._words, self._day = project, words, day
        self._knowledge: Knowledge | None = None
        self.document: MapDocument | None = None
        self.recovery_code = ""
        with project.read() as repository:
            self._title = repository.info().title

    @property
    def title(self) -> str:
        """Name for the window's title."""
        return self._title

    def paint(self, question: Question) -> Painting:
        """Assess every area and build the map."""
        from mrm_desktop.cartography.build import build_map_document
        from mrm_desktop.scoring import load_policy
        from mrm_desktop.services.assess_project import assess_project

        view = assess_project(self._known(), self._asked(question), load_policy())
        self.document = build_map_document(view, self._words)
        return Painting(view, self.document.to_json().encode("utf-8"))

    def card(self, area_code: str, question: Question) -> AreaCard:
        """Return everything about one area."""
        return self._card(area_code, replace(self._asked(question), provided_consent=True))

    def decide(self, area_code: str, question: Question, draft: DecisionDraft) -> Decision:
        """Record a decision on a case in which only given consent counts."""
        from mrm_desktop.scoring import load_policy
        from mrm_desktop.services.record_decision import record_decision

        asked = replace(self._asked(question), consent=draft.exposed_people_agree)
        decision = record_decision(self._project, self._card(area_code, asked), draft, load_policy(), now())
        self._knowledge = None
        return decision

    def print_note(self, area_code: str, question: Question, path: Path) -> Path:
        """Write the area note."""
        from mrm_desktop.scoring import load_policy
        from mrm_desktop.services.publish import print_note

        asked = replace(self._asked(question), provided_consent=True)
        return print_note(self._known(), area_code, asked, load_policy(), self._words, path)

    def export_map(self, question: Question, path: Path) -> Path:
        """Write the map as one page."""
        from mrm_desktop.services.publish import draw_map

        return draw_map(self.paint(question).view, self._words, path)

    def preview(self, path: Path, kind: DatasetKind | None) -> Preview:
        """Look at a file without importing it."""
        from mrm_desktop.formats.preview import preview

        return preview(path, kind)

    def import_file(self, path: Path, wish: ImportWish, dry_run: bool, progress: Progress) -> Imported:
        """Read a file in, or only show what would happen."""
        from mrm_desktop.domain.grades import Grade
        from mrm_desktop.formats.reading import ReadOptions
        from mrm_desktop.services.import_data import import_data

        options = ReadOptions(
            columns=dict(wish.columns),
            drop_columns=wish.drop_columns,
            source=wish.source,
            grade=Grade.parse(wish.grade) if wish.grade else None,
            radius_km=wish.radius_km,
            method=EvidenceMethod.parse(wish.method) if wish.method else EvidenceMethod.PURPOSIVE_SURVEY,
        )
        imported = import_data(self._project, path, wish.kind, options, now(), dry_run, progress)
        self._knowledge = None
        return imported

    def undo_import(self, dataset_id: str) -> None:
        """Take an import back."""
        from mrm_desktop.services.import_data import undo_import

        undo_import(self._project, dataset_id, now())
        self._knowledge = None

    def datasets(self) -> Sequence[Dataset]:
        """Return everything that was imported, in order."""
        with self._project.read() as repository:
            return repository.datasets()

    def decisions(self) -> Sequence[Decision]:
        """Return all decisions."""
        return self._known().decisions

    def check_records(self) -> tuple[int, int, int]:
        """Return how many breaks, departures and decisions there are."""
        from mrm_desktop.services.check_records import replay, verify

        with self._project.read() as repository:
            decisions = repository.decisions()
        return len(verify(decisions)), len(replay(decisions)), len(decisions)

    def missions(self) -> Sequence[tuple[MissionRecord, MissionStatus]]:
        """Return the registry with the status of each mission on the session's day."""
        from mrm_desktop.scoring import load_policy

        stale = load_policy().gates.stale_after_days
        return [(record, record.status_on(self.day, stale)) for record in self._known().missions.values()]

    def confirm_mission(self, acronym: str, source: str, mandate_end: date | None) -> None:
        """Record that a person checked a mission today."""
        from mrm_desktop.services.registry import confirm_mission

        confirm_mission(self._project, acronym, self.day, source, mandate_end)
        self._knowledge = None

    @property
    def day(self) -> date:
        """The day for which questions are answered."""
        return self._day or today()

    def close(self) -> None:
        """Close the project and drop what was read from it."""
        self._knowledge = self.document = None
        self._project.close()

    def _known(self) -> Knowledge:
        from mrm_desktop.services.knowledge import load_knowledge

        if self._knowledge is None:
            with self._project.read() as repository:
                self._knowledge = load_knowledge(repository)
        return self._knowledge

    def _card(self, area_code: str, asked: Asked) -> AreaCard:
        from mrm_desktop.scoring import load_policy
        from mrm_desktop.services.assess_project import area_card

        return area_card(self._known(), area_code, asked, load_policy())

    def _asked(self, question: Question) -> Asked:
        from mrm_desktop.services.build_case import Question as Asked

        return Asked(question.mode, question.purpose, question.on or self.day)
