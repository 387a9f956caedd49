"""Records that another file brought before, whatever it was called: an export of the whole survey again, two downloads with common days.

A file that holds everything of an earlier one takes its place. Of any other, what is known already is left out, and the ledger says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.datasets import Dataset, DatasetKind, Ledger, LedgerEntry
from mrm_desktop.domain.errors import RowProblem
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
from mrm_desktop.formats.rows.reading import Reading, Record
from mrm_desktop.project.ports import Repository
from mrm_desktop.services.evidence.record_identity import content_of

COUNTED_BEFORE = "records.counted_before"
"""What the ledger says of records that another file brought."""
_PUBLIC = "incidents.public_dataset"
_KNOWN_BY_CONTENT = frozenset(kind for kind, entry in RECORD_KINDS.items() if entry.knows_its_dataset)
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What of a reading is in the project already.

    Attributes
    ----------
    reading : Reading
        The reading without the records that other files brought.
    contained : Dataset | None
        The earlier file of which this one holds everything; None where there is none.
    counted : bytes
        Hashed keys of answers that other files brought; the file has to be read without them.
    """

    reading: Reading
    contained: Dataset | None = None
    counted: bytes = b""


def recognise(
    repository: Repository, reading: Reading, others: Sequence[Dataset], may_replace: bool, source: str = ""
) -> Recognised:
    """Look for what a file brings again.

    Parameters
    ----------
    others : Sequence[Dataset]
        Datasets of the same kind that count, but for the one whose place the reading takes by its name.
    may_replace : bool
        Whether it may take the place of one of them.
    source : str
        The source that a person named; whoever else was named heard the same by themselves, and is another source.
    """
    if reading.keys.every:
        return _answers(repository, reading, others, may_replace)
    if reading.kind in _KNOWN_BY_CONTENT and reading.records:
        alike = [d for d in others if not (source and d.source and d.source != source)]
        return _by_content(repository, reading, alike, may_replace)
    return Recognised(reading)


def _answers(repository: Repository, reading: Reading, others: Sequence[Dataset], may_replace: bool) -> Recognised:
    every = _unpacked(reading.keys.every)
    kept = {d.id: _unpacked(repository.record_keys(d.id)) for d in others}
    contained = _largest(others, lambda d: len(kept[d.id]) if np.isin(kept[d.id], every).all() else 0) if may_replace else None
    counted = [keys[np.isin(keys, every)] for id_, keys in kept.items() if contained is None or id_ != contained.id]
    return Recognised(reading, contained, np.concatenate(counted).tobytes() if counted else b"")


def _unpacked(keys: bytes) -> Keys:
    return np.frombuffer(keys, dtype=np.uint64)


def _by_content(repository: Repository, reading: Reading, others: Sequence[Dataset], may_replace: bool) -> Recognised:
    """Look for records that say the same, as often as they say it: two ambushes of one day in one town are two."""
    known = _Known(repository, reading.kind, others)
    ours = Counter(content_of(record, known.public_of(reading.ledger), without_end=True) for record in reading.records)
    said = Counter(content_of(record, known.public_of(reading.ledger)) for record in reading.records)

    def held(dataset: Dataset) -> int:
        """Return how many records the file holds of a dataset: all and more, or none that matter; a mere copy takes no other's place."""
        is_held = not known.without_ends[dataset.id] - ours and known.contents[dataset.id] != said
        return known.size(dataset) if is_held else 0

    contained = _largest(others, held) if may_replace else None
    rest = [d.id for d in others if contained is None or d.id != contained.id]
    if reading.kind is DatasetKind.COMMUNITY:
        return Recognised(_without_copy(reading, [known.contents[id_] for id_ in rest]), contained)
    counted = reduce(or_, (known.contents[id_] for id_ in rest), Counter[Hashable]())
    new = []
    for record in reading.records:
        content = content_of(record, known.public_of(reading.ledger))
        if counted[content] > 0:
            counted[content] -= not _has_number(record)
        else:
            new.append(record)
    return Recognised(_left(reading, tuple(new)), contained)


def _has_number(record: Record) -> bool:
    return isinstance(record, Incident) and bool(record.key)


def _without_copy(reading: Reading, files: Sequence[Counter[Hashable]]) -> Reading:
    """Return a survey without its groups where one other file says all that they say; a single group may be like another by chance."""
    ours = Counter(content_of(record) for record in reading.records)
    return _left(reading, ()) if any(not ours - theirs for theirs in files) else reading


class _Known:
    """What the datasets of a kind say, by dataset."""

    def __init__(self, repository: Repository, kind: DatasetKind, datasets: Sequence[Dataset]) -> None:
        public = {d.id: self.public_of(d.ledger) for d in datasets}
        self.contents: dict[str, Counter[Hashable]] = {id_: Counter() for id_ in public}
        self.without_ends: dict[str, Counter[Hashable]] = {id_: Counter() for id_ in public}
        present: Sequence[Any] = getattr(repository, RECORD_KINDS[kind].reads)() if public else ()
        for record in present:
            if record.dataset_id in public:
                said = public[record.dataset_id]
                self.contents[record.dataset_id][content_of(record, said)] += 1
                self.without_ends[record.dataset_id][content_of(record, said, without_end=True)] += 1

    @staticmethod
    def public_of(ledger: Ledger) -> str:
        """Return the public data set that a file was recognised as; "" for a sheet of one's own."""
        return next((entry.params["dataset"] for entry in ledger.entries if entry.code == _PUBLIC), "")

    def size(self, dataset: Dataset) -> int:
        """Return how many records of a dataset are on record."""
        return self.contents[dataset.id].total()


def _largest(datasets: Sequence[Dataset], size: Callable[[Dataset], int]) -> Dataset | None:
    """Return the dataset of the greatest size; None where all have none."""
    return max((d for d in datasets if size(d)), key=size, default=None)


def _left(reading: Reading, new: tuple[Record, ...]) -> Reading:
    """Return a reading with the records that are new. Where a record is made of several rows, rows are left out only with all of them."""
    left = len(reading.records) - len(new)
    if not left:
        return reading
    code = "incidents.counted_before" if reading.kind is DatasetKind.INCIDENTS else COUNTED_BEFORE
    ledger = reading.ledger
    rows = left if ledger.rows_kept == len(reading.records) else 0 if new else ledger.rows_kept
    entry = LedgerEntry("dropped", code, rows or left, {"rows": rows or left})
    problems = (RowProblem("", 0, "", code, {"rows": rows or left}),) if rows else ()
    ledger = replace(
        ledger,
        rows_kept=ledger.rows_kept - rows,
        rows_dropped=ledger.rows_dropped + rows,
        entries=(*ledger.entries, entry),
        problems=(*ledger.problems, *problems),
    )
    return replace(reading, records=new, ledger=ledger)
