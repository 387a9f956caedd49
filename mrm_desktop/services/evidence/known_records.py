"""Records that another file brought before, whatever it was called: an export of the whole survey again, two downloads with common days.

A file that holds everything of an earlier one takes its place. Of any other, what is known already is left out, and the ledger says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.datasets import Dataset, Ledger, LedgerEntry
from mrm_desktop.domain.errors import RowProblem
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.project.ports import Repository

_PUBLIC = "incidents.public_dataset"
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


def recognise(repository: Repository, reading: Reading, others: Sequence[Dataset], may_replace: bool) -> Recognised:
    """Look for what a file brings again.

    Parameters
    ----------
    others : Sequence[Dataset]
        Datasets of the same kind that count, but for the one whose place the reading takes by its name.
    may_replace : bool
        Whether it may take the place of one of them.
    """
    if reading.keys.every:
        return _answers(repository, reading, others, may_replace)
    if reading.of(Incident):
        return _incidents(repository, reading, others, may_replace)
    return Recognised(reading)


def _answers(repository: Repository, reading: Reading, others: Sequence[Dataset], may_replace: bool) -> Recognised:
    every = _unpacked(reading.keys.every)
    kept = {d.id: _unpacked(repository.record_keys(d.id)) for d in others}
    contained = _largest(others, lambda d: len(kept[d.id]) if np.isin(kept[d.id], every).all() else 0) if may_replace else None
    counted = [keys[np.isin(keys, every)] for id_, keys in kept.items() if contained is None or id_ != contained.id]
    return Recognised(reading, contained, np.concatenate(counted).tobytes() if counted else b"")


def _unpacked(keys: bytes) -> Keys:
    return np.frombuffer(keys, dtype=np.uint64)


def _incidents(repository: Repository, reading: Reading, others: Sequence[Dataset], may_replace: bool) -> Recognised:
    public = {d.id: _public_name(d.ledger) for d in others}
    known: dict[str, list[Hashable]] = defaultdict(list)
    for incident in repository.incidents():
        if incident.dataset_id in public:
            known[incident.dataset_id].append(_identity(incident, public[incident.dataset_id]))
    ours = {_identity(incident, _public_name(reading.ledger)) for incident in reading.of(Incident)} - {None}
    contained = _largest(others, lambda d: len(known[d.id]) if ours.issuperset(known[d.id]) else 0) if may_replace else None
    counted = {key for id_, keys in known.items() if contained is None or id_ != contained.id for key in keys} - {None}
    new = tuple(i for i in reading.of(Incident) if _identity(i, _public_name(reading.ledger)) not in counted)
    left = len(reading.records) - len(new)
    return Recognised(replace(reading, records=new, ledger=_without(reading.ledger, left)) if left else reading, contained)


def _public_name(ledger: Ledger) -> str:
    """Return the public data set that a file was recognised as; "" for a sheet of one's own."""
    return next((entry.params["dataset"] for entry in ledger.entries if entry.code == _PUBLIC), "")


def _identity(incident: Incident, public: str) -> Hashable:
    """Return what an incident is known by; None for one without a number.

    The number of a public data set names one incident, also when its day was corrected. A sheet's own begins again in the next one.
    """
    if not incident.key:
        return None
    return (public, incident.key) if public else (incident.key, incident.happened_on, incident.point, incident.area_code)


def _largest(datasets: Sequence[Dataset], size: Callable[[Dataset], int]) -> Dataset | None:
    """Return the dataset of the greatest size; None where all have none."""
    return max((d for d in datasets if size(d)), key=size, default=None)


def _without(ledger: Ledger, left: int) -> Ledger:
    """Return a ledger in which some of the rows kept are left out because another file brought them."""
    entry = LedgerEntry("dropped", "incidents.counted_before", left, {"rows": left})
    return replace(
        ledger,
        rows_kept=ledger.rows_kept - left,
        rows_dropped=ledger.rows_dropped + left,
        entries=(*ledger.entries, entry),
        problems=(*ledger.problems, RowProblem("", 0, "", entry.code, {"rows": left})),
    )
