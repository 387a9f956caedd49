"""What the evidence workspace asks of an open project: files in, files taken back, missions confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.domain.datasets import Dataset, DatasetKind
from mrm_desktop.domain.finding_notes import FindingNote, NoteTheme, notes_on
from mrm_desktop.domain.geography import Presence
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.purges import Going, Purge, Purged
from mrm_desktop.domain.stakeholders import Stakeholder
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.progress import Progress

if TYPE_CHECKING:
    from mrm_desktop.domain.duty_lines import DutyLine
    from mrm_desktop.domain.stakeholders import WhoMatters
    from mrm_desktop.formats.files.read_options import ReadOptions
    from mrm_desktop.formats.imports.preview import Preview
    from mrm_desktop.services.evidence.import_data import Imported
    from mrm_desktop.services.evidence.import_outlook import Said
    from mrm_desktop.services.evidence.mission_sheet import MissionSheet
    from mrm_desktop.services.evidence.perceptions.review import PerceptionReview, Selection


Outline = tuple[tuple[tuple[float, float], ...], ...]
COARSE = 0.02  # degrees; a small map shows no more


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What a person said about a file in the wizard."""

    kind: DatasetKind
    options: ReadOptions


def _rings(geometries: Iterable[bytes]) -> Outline:
    import shapely

    from mrm_desktop.geo.wkb import many_from_wkb

    shapes = shapely.simplify(many_from_wkb(geometries), COARSE, preserve_topology=False)
    rings = shapely.get_exterior_ring(shapely.get_parts(shapes))
    return tuple(tuple((x, y) for x, y in shapely.get_coordinates(ring).tolist()) for ring in rings)


class EvidenceSession:
    """Reads files in and lists what is there. Every method may take long and runs in the worker; the answers are frozen."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._project = opened, opened.project

    def preview(self, path: Path, kind: DatasetKind | None, options: ReadOptions | None = None) -> Preview:
        """Look at a file without importing it."""
        from mrm_desktop.formats.door.foreign import preview

        return preview(path, kind, options)

    def outline(self) -> Outline:
        """Return the outlines of the project's areas, coarse, for a small map."""
        return _rings(area.geometry for area in self._project.knowledge.areas)

    def grounds(self, imported: Imported) -> Outline:
        """Return the ground that a file says UN military cover now, coarse; nothing for other files."""
        return _rings(p.geometry for p in imported.reading.of(Presence) if p.valid_to is None)

    def outlook(self, imported: Imported) -> tuple[Said, ...]:
        """Say in a few sentences what reading a file in would do."""
        from mrm_desktop.services.evidence.import_outlook import import_outlook

        return import_outlook(imported)

    @property
    def is_file(self) -> bool:
        """Whether the project is a file, out of which something can be taken for good."""
        return self._project.store.backup_state() is not None

    def what_would_go(self, dataset_id: str) -> Going:
        """Return what would go if an import were taken out for good."""
        from mrm_desktop.keeping.purge import what_would_go

        return what_would_go(self._project, dataset_id)

    def purge(self, dataset_id: str, purge: Purge) -> Purged:
        """Take an import out for good, and return the tombstone."""
        from mrm_desktop.keeping.purge import last_purge, purge_import

        purge_import(self._project, dataset_id, purge)
        return last_purge(self._project)

    def write_ledger(self, dataset_id: str, path: Path) -> Path:
        """Write the ledger of a dataset into a file."""
        from mrm_desktop.services.evidence.export_ledger import export_ledger

        return export_ledger(self._project, dataset_id, path, self._opened.words)

    def write_template(self, kind: str, path: Path) -> Path:
        """Write a filled-in example of a table, or the survey form."""
        from mrm_desktop.formats.imports.templates import write_template

        write_template(kind, path, self._opened.words.language)
        return path

    def import_file(self, path: Path, wish: ImportWish, dry_run: bool, progress: Progress) -> Imported:
        """Read a file in, or only show what would happen."""
        from mrm_desktop.services.evidence.import_data import import_data

        return import_data(self._project, path, wish.kind, wish.options, self._project.moment(now()), dry_run, progress)

    def undo_import(self, dataset_id: str, progress: Progress) -> None:
        """Take an import back."""
        from mrm_desktop.services.evidence.import_data import undo_import

        undo_import(self._project, dataset_id, self._project.moment(now()), progress)

    def datasets(self) -> Sequence[Dataset]:
        """Return everything that was imported, in order."""
        with self._project.read() as repository:
            return repository.datasets()

    def missions(self) -> MissionSheet:
        """Return the project's mission and the registry, on the session's day."""
        from mrm_desktop.services.evidence.mission_sheet import mission_sheet

        return mission_sheet(self._project)

    def record_line_test(self, line: DutyLine, on: date, answered: bool, minutes: int | None, source: str) -> DutyLine:
        """Record what a test of a line found."""
        from mrm_desktop.services.evidence.check_duty_lines import record_line_test

        return record_line_test(
            self._project,
            line.role,
            on,
            answered=answered,
            minutes=minutes,
            medium=line.medium,
            area_code=line.area_code,
            source=source,
        )

    def record_mission(self, acronym: str, kind: str, day: date | None, source: str, passes: tuple[GuardPass, ...] = ()) -> None:
        """Record what a source says of a mission, under one of the words of its dialog."""
        from mrm_desktop.services.evidence.confirm_mission import announce_withdrawal, confirm_mission

        today = self._project.day
        if kind == "withdrawal":
            assert day is not None
            announce_withdrawal(self._project, acronym, today, source, day, passes)
        else:
            confirm_mission(
                self._project,
                acronym,
                today,
                source,
                mandate_end=day if kind == "mandate" else None,
                closed=kind == "closed",
                closes_on=day if kind == "closing" else None,
                passes=passes,
            )

    def review(self, selection: Selection, progress: Progress) -> tuple[PerceptionReview, tuple[tuple[str, str], ...]]:
        """Review perceptions; return with it the names and codes of the areas that can be selected."""
        from mrm_desktop.services.evidence.perceptions.review import review_perception

        language = self._opened.words.language
        named = sorted((f"{a.name_in(language)} [{a.code}]", a.code) for a in self._project.knowledge.areas)
        return review_perception(self._project, selection, progress), tuple(named)

    def release_figure(self, content: bytes, on: date, path: Path | None) -> Path | None:
        """Log a table or chart that leaves, and write it where it is a file."""
        from mrm_desktop.services.release.release_figure import PERCEPTIONS, release_figure

        release_figure(self._project, PERCEPTIONS, content, on, now(), path)
        return path

    def write_note(
        self, area_code: str, group: str, text: str, by: str, passes: tuple[GuardPass, ...], theme: NoteTheme
    ) -> FindingNote:
        """Keep a note on what a group says."""
        from mrm_desktop.services.evidence.perceptions.write_note import write_note

        return write_note(self._project, area_code, group, text, by, passes, theme=theme)

    def area_names(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of each area that is assessed, by name."""
        language = self._opened.words.language
        return tuple(
            sorted(((a.code, a.name_in(language)) for a in self._project.knowledge.assessed_areas), key=lambda one: one[1])
        )

    def who_matters(self, area_code: str) -> WhoMatters:
        """Return who matters in an area, or in all, on the session's day."""
        from mrm_desktop.services.evidence.who_matters import who_matters

        return who_matters(self._project, self._project.day, area_code)

    def record_stakeholder(self, stakeholder: Stakeholder, passes: tuple[GuardPass, ...]) -> Stakeholder:
        """Keep how a group was judged."""
        from mrm_desktop.services.evidence.who_matters import record_stakeholder

        return record_stakeholder(self._project, stakeholder, passes)

    def notes(self, area_code: str, group: str) -> tuple[FindingNote, ...]:
        """Return the notes on what a group of an area says, the newest first."""
        known = self._project.knowledge_on(self._project.day)
        return notes_on(known.finding_notes.of({area_code}), group)

    @property
    def title(self) -> str:
        """Title of the project."""
        return self._project.knowledge.info.title
