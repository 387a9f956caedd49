"""Import a file: read it against the project's areas, show what would happen, write it with its ledger in one transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mrm_desktop.domain.datasets import Dataset, DatasetKind, LedgerEntry, counting
from mrm_desktop.domain.errors import BugError, KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.guard_passes import PersonInTextError, Trace
from mrm_desktop.domain.record_keys import KnownRecords, salt_of
from mrm_desktop.domain.source_codes import require_source_code
from mrm_desktop.domain.text_guard import find_persons, require_sound_passes
from mrm_desktop.formats.door.foreign import read
from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS, store_records
from mrm_desktop.formats.rows.cell_guard import FILE_NAME
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.project.known_names import known_to
from mrm_desktop.project.ports import Repository, UnitsOfWork
from mrm_desktop.services.evidence.area_levels import follow_areas
from mrm_desktop.services.evidence.changed_questions import with_one_question
from mrm_desktop.services.evidence.compare_datasets import DatasetDiff, diff_against
from mrm_desktop.services.evidence.known_records import COUNTED_BEFORE, recognise
from mrm_desktop.services.evidence.replace_outlines import giving_way, outlines_replaced, what_became_of

_COUNTED_BEFORE = ("community.counted_before", "incidents.counted_before", COUNTED_BEFORE)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do.

    Attributes
    ----------
    dataset : Dataset | None
        The dataset that was added; None after a dry run and where the very same file is already there.
    already_there : bool
        Whether the same bytes were imported as the same kind before, or every record of them: then nothing changes.
    superseded : str | None
        The dataset whose place the new one takes: an earlier version under the same file name and kind.
    diff : DatasetDiff | None
        What the new version changes; None where nothing is superseded.
    """

    reading: Reading
    dataset: Dataset | None
    already_there: bool = False
    superseded: str | None = None
    diff: DatasetDiff | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that was read and compared, and is not yet in the project."""

    outcome: Imported
    options: ReadOptions


def import_data(
    project: UnitsOfWork,
    given: Path | Table,
    kind: DatasetKind,
    options: ReadOptions,
    now: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
    again: bool = False,
) -> Imported:
    """Read a file, or rows in memory, and, unless ``dry_run``, add what it gave to the project in one transaction, if it gave anything.

    Parameters
    ----------
    again : bool
        Read a file again that is already there, because what was said about it has changed; the earlier reading no longer counts.

    Raises
    ------
    PersonInTextError
        The name of the file, or what was said of a pass, looks as if it told of a person.
    KnownError
        As :func:`prepare_import`.
    """
    require_sound_passes(options.guard_passes, {one.field for one in options.guard_passes}, known_to(project))
    prepared = prepare_import(project, given, kind, options, progress, again)
    if dry_run or prepared.outcome.already_there or not prepared.outcome.reading.ledger.rows_kept:
        return prepared.outcome  # a file of which nothing can be used takes no other's place
    with project.write() as repository:
        imported = write_import(repository, prepared, now)
    if kind is DatasetKind.AREAS:
        follow_areas(project, progress)
    return imported


def prepare_import(
    project: UnitsOfWork,
    given: Path | Table,
    kind: DatasetKind,
    options: ReadOptions,
    progress: Progress | None = None,
    again: bool = False,
) -> Prepared:
    """Read a file against the project's areas and compare it with its earlier version; nothing is written.

    Raises
    ------
    KnownError
        The source that was named is no code (``source.not_a_code``), the name of the file tells of a person, the file cannot be
        read as that kind, or the project has no areas that its rows could be matched to.
    """
    with project.read() as repository:
        info, areas, datasets = repository.info(), tuple(repository.areas()), tuple(repository.datasets())
        units = known_units(repository) if kind is DatasetKind.COMMUNITY else frozenset()
    if kind is not DatasetKind.AREAS and not areas:
        raise KnownError("import.no_areas_yet", kind=kind.value)
    entry = RECORD_KINDS[kind]
    options = entry.options_from(options)
    require_source_code(options.source, "source")
    told = _passes_of_name(given.name, options)
    for option, setting in entry.project_defaults.items():
        if getattr(options, option) in ("", None):
            options = replace(options, **{option: getattr(info, setting)})
    if isinstance(options, CommunityOptions):
        options = replace(
            options,
            known_units=units if options.known_units is None else options.known_units,
            known_records=KnownRecords(salt_of(info.id)),
        )
    reading = _read(given, kind, areas, options, progress)
    present = [d for d in counting(datasets) if d.kind is kind]
    same = next((d for d in present if d.sha256 == reading.sha256 and _is_of_part(d, reading)), None)
    if same is not None and not again:
        return Prepared(Imported(_noted(reading, told), None, already_there=True), options)
    earlier = same or next((d for d in reversed(present) if d.file_name == given.name and _is_of_part(d, reading)), None)
    others = [d for d in present if d is not earlier]
    reading, contained = _without_known(project, given, areas, options, reading, others, earlier, progress)
    if kind is DatasetKind.COMMUNITY:
        beside = {d.id for d in others if contained is None or d.id != contained.id}
        with project.read() as repository:
            reading = with_one_question(repository, reading, beside, getattr(options, "same_question", None))
    if contained is not None:
        told = (*told, LedgerEntry("changed", "import.contains_earlier", 0, {"file": contained.file_name}))
    reading = _noted(reading, told)
    earlier = earlier or contained
    if earlier is None and kind is DatasetKind.AREAS:
        earlier = outlines_replaced(present, areas, reading.of(Area))
    if earlier is not None and kind is DatasetKind.AREAS:
        found = reading.of(Area)
        with project.read() as repository:
            reading = _noted(reading, what_became_of(repository, giving_way(areas, found), found))
    if earlier is None:
        nothing_new = reading.ledger.rows_kept == 0 and any(entry.code in _COUNTED_BEFORE for entry in reading.ledger.entries)
        return Prepared(Imported(reading, None, already_there=nothing_new), options)
    with project.read() as repository:
        changes = diff_against(repository, reading, earlier.id)
    return Prepared(Imported(_noted(reading, changes.as_entries()), None, superseded=earlier.id, diff=changes), options)


def _read(
    given: Path | Table, kind: DatasetKind, areas: Sequence[Area], options: ReadOptions, progress: Progress | None
) -> Reading:
    reading = read(given, kind, areas, options, progress)
    if not reading.ledger.balances:
        raise BugError("import.ledger_does_not_balance", file=given.name)
    return reading


def _is_of_part(dataset: Dataset, reading: Reading) -> bool:
    """Whether a dataset is of the same sheet or layer; where either is of a file with one only, its name does not matter."""
    return not dataset.part or not reading.sheet or dataset.part == reading.sheet


def _without_known(
    project: UnitsOfWork,
    given: Path | Table,
    areas: Sequence[Area],
    options: ReadOptions,
    reading: Reading,
    others: Sequence[Dataset],
    earlier: Dataset | None,
    progress: Progress | None,
) -> tuple[Reading, Dataset | None]:
    """Return what is new in a file, and the dataset of which it holds everything; answers are only left out by reading it once more."""
    with project.read() as repository:
        found = recognise(repository, reading, others, may_replace=earlier is None, source=options.source.strip())
    if found.counted and isinstance(options, CommunityOptions) and options.known_records is not None:
        known = replace(options.known_records, counted=found.counted)
        return _read(given, reading.kind, areas, replace(options, known_records=known), progress), found.contained
    return found.reading, found.contained


def _noted(reading: Reading, entries: Sequence[LedgerEntry]) -> Reading:
    return replace(reading, ledger=replace(reading.ledger, entries=(*reading.ledger.entries, *entries)))


def known_units(repository: Repository) -> frozenset[str]:
    """Return the codes of the contingents on record and the names of their bases, also of those that have left: people rate them."""
    presence = repository.presence()
    named = (*(p.contingent for p in presence), *(p.name for p in presence if p.base_point is not None))
    return frozenset({c.code for c in repository.contingents()} | {name for name in named if name})


def _passes_of_name(name: str, options: ReadOptions) -> tuple[LedgerEntry, ...]:
    """Insist that the name under which a file is kept tells of nobody, and return what the ledger says where two people let it pass.

    Numbers of exports look like telephones, and are left alone.
    """
    stem = re.sub(r"[_.-]+", " ", Path(name).stem)
    found = [finding for finding in find_persons(FILE_NAME, stem) if finding.trace is not Trace.PHONE]
    passes = [one for one in options.guard_passes if one.field == FILE_NAME]
    if found and not passes:
        raise PersonInTextError(found)
    told = ({"field": FILE_NAME, "reason": p.reason, "by": p.passed_by, "seen": p.seen_by} for p in passes if found)
    return tuple(LedgerEntry("read", "guard.passed", 0, params) for params in told)


def write_import(repository: Repository, prepared: Prepared, now: datetime) -> Imported:
    """Add what was read to a repository, with its ledger."""
    outcome, options, reading = prepared.outcome, prepared.options, prepared.outcome.reading
    dataset = Dataset(
        id=new_id(),
        kind=reading.kind,
        file_name=reading.file_name,
        sha256=reading.sha256,
        imported_at=now,
        ledger=reading.ledger,
        supersedes=outcome.superseded,
        source=options.source.strip(),
        grade=options.grade,
        sheet=reading.sheet,
    )
    repository.add_dataset(dataset, reading.keys.kept)
    store_records(repository, reading, dataset.id)
    return replace(outcome, dataset=dataset)


def undo_import(project: UnitsOfWork, dataset_id: str, now: datetime, progress: Progress | None = None) -> None:
    """Take an import back as a whole: what it brought is no longer seen; the record that it was there stays.

    What it took the place of counts again.
    """
    with project.write() as repository:
        kinds = {d.id: d.kind for d in repository.datasets() if not d.undone}
        if dataset_id not in kinds:
            raise KnownError("import.no_such_dataset", id=dataset_id)
        repository.undo_dataset(dataset_id, now)
    if kinds[dataset_id] is DatasetKind.AREAS:
        follow_areas(project, progress)
