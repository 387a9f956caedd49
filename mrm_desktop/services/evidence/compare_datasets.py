"""What a new version of a file changes: which records come, which go, which say something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS, names_of
from mrm_desktop.formats.rows.reading import Reading, Record
from mrm_desktop.project.ports import Repository

# What differs between two readings of the very same row, or follows from other records.
_OWN_TO_A_READING = frozenset({"id", "dataset_id", "nearest_base_km", "matched_by"})


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """A record of both versions that does not say the same.

    Attributes
    ----------
    name : str
        Names the record for a person.
    fields : tuple[str, ...]
        Fields that differ, by their names in the program.
    """

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatasetDiff:
    """The difference between two versions of a file; each record is named for a person, in alphabetical order."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedRecord, ...]
    same: int

    def as_entries(self) -> tuple[LedgerEntry, ...]:
        """Return the lines that the new dataset's ledger keeps of it."""
        counts = (("added", self.added), ("removed", self.removed), ("changed", self.changed))
        return tuple(LedgerEntry("changed", f"import.diff.{what}", len(found)) for what, found in counts if found)


def diff_against(repository: Repository, reading: Reading, earlier_id: str) -> DatasetDiff:
    """Compare what was read with the version in the project whose place it is to take."""
    entry = RECORD_KINDS[reading.kind]
    present: Sequence[Any] = getattr(repository, entry.reads)()
    if not entry.knows_its_dataset:
        # Areas do not say which file brought them; a file of counties is not compared with the states around them.
        levels = {area.level for area in reading.of(Area)}
        return diff([area for area in present if area.level in levels], reading.records)
    return diff([record for record in present if record.dataset_id == earlier_id], reading.records)


def diff(before: Iterable[Record], after: Iterable[Record]) -> DatasetDiff:
    """Compare the records of two versions; their order does not matter.

    Records are paired by what names them. Where several have the same name, those that say the same are paired first, and the
    rest count as changed as far as they can be paired.
    """
    earlier, later = _grouped(before), _grouped(after)
    added: list[str] = []
    removed: list[str] = []
    changed: list[ChangedRecord] = []
    same = 0
    for key in sorted({*earlier, *later}):
        name = " · ".join(part for part in key if part)
        ours, theirs = list(earlier.get(key, ())), list(later.get(key, ()))
        for record in list(ours):
            if record in theirs:
                ours.remove(record)
                theirs.remove(record)
                same += 1
        pairs = min(len(ours), len(theirs))
        for one, other in zip(ours, theirs, strict=False):
            changed.append(ChangedRecord(name, tuple(sorted(n for n in one if one[n] != other[n]))))
        removed += [name] * (len(ours) - pairs)
        added += [name] * (len(theirs) - pairs)
    return DatasetDiff(tuple(added), tuple(removed), tuple(changed), same)


def _grouped(records: Iterable[Record]) -> Mapping[tuple[str, ...], list[dict[str, Any]]]:
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for record in records:
        said = {f.name: getattr(record, f.name) for f in fields(record) if f.name not in _OWN_TO_A_READING}
        found.setdefault(names_of(record), []).append(said)
    return found
