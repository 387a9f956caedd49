"""What the evidence workspace asks of an open project: files in, files taken back, missions confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.parts.session import ImportWish
from mrm_desktop.domain.datasets import Dataset, DatasetKind
from mrm_desktop.domain.missions import MissionRecord
from mrm_desktop.domain.vocabulary import MissionStatus
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.project.open_project import OpenProject

if TYPE_CHECKING:
    from mrm_desktop.formats.files.read_options import ReadOptions
    from mrm_desktop.formats.imports.preview import Preview
    from mrm_desktop.services.evidence.import_data import Imported
    from mrm_desktop.services.evidence.review_perception import PerceptionReview, Selection


class EvidenceSession:
    """Reads files in and lists what is there. Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, open_project: OpenProject) -> None:
        self._open = open_project

    def preview(self, path: Path, kind: DatasetKind | None, options: ReadOptions | None = None) -> Preview:
        """Look at a file without importing it."""
        from mrm_desktop.formats.imports.preview import preview

        return preview(path, kind, options)

    def write_ledger(self, dataset_id: str, path: Path) -> Path:
        """Write the ledger of a dataset into a file."""
        from mrm_desktop.services.evidence.export_ledger import export_ledger

        return export_ledger(self._open.project, dataset_id, path, self._open.words)

    def write_template(self, kind: str, path: Path) -> Path:
        """Write a filled-in example of a table, or the survey form."""
        from mrm_desktop.formats.imports.templates import write_template

        write_template(kind, path, self._open.words.language)
        return path

    def import_file(self, path: Path, wish: ImportWish, dry_run: bool, progress: Progress) -> Imported:
        """Read a file in, or only show what would happen."""
        from mrm_desktop.services.evidence.import_data import import_data

        imported = import_data(self._open.project, path, wish.kind, wish.options, now(), dry_run, progress)
        self._open.forget()
        return imported

    def undo_import(self, dataset_id: str) -> None:
        """Take an import back."""
        from mrm_desktop.services.evidence.import_data import undo_import

        undo_import(self._open.project, dataset_id, now())
        self._open.forget()

    def datasets(self) -> Sequence[Dataset]:
        """Return everything that was imported, in order."""
        with self._open.project.read() as repository:
            return repository.datasets()

    def missions(self) -> Sequence[tuple[MissionRecord, MissionStatus]]:
        """Return the registry with the status of each mission on the session's day."""
        stale = self._open.policy.gates.stale_after_days
        return [(record, record.status_on(self._open.day, stale)) for record in self._open.known().missions.values()]

    def confirm_mission(self, acronym: str, source: str, mandate_end: date | None) -> None:
        """Record that a person checked a mission today."""
        from mrm_desktop.services.evidence.confirm_mission import confirm_mission

        confirm_mission(self._open.project, acronym, self._open.day, source, mandate_end)
        self._open.forget()

    def review(self, selection: Selection, progress: Progress) -> tuple[PerceptionReview, tuple[tuple[str, str], ...]]:
        """Review perceptions; return with it the names and codes of the areas that can be selected."""
        from mrm_desktop.domain.vocabulary import Mode
        from mrm_desktop.project.assess_project import assess_project
        from mrm_desktop.project.question import Question
        from mrm_desktop.services.evidence.review_perception import review_perception

        here = self._open
        view = assess_project(here.known(), Question(Mode.LIAISON, on=here.day), here.policy, progress)
        language = here.words.language
        named = sorted((f"{a.name_in(language)} [{a.code}]", a.code) for a in here.known().areas)
        return review_perception(here.known(), view, selection, here.policy), tuple(named)
