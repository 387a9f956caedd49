"""What comes out of a file: records, a ledger that adds up, names that wait for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from mrm_desktop.domain.datasets import DatasetKind, Ledger
from mrm_desktop.domain.evidence import ActorReport, AreaEvidence
from mrm_desktop.domain.geography import Area, Place, Presence
from mrm_desktop.domain.incidents import Incident

Record = Area | Place | Presence | AreaEvidence | ActorReport | Incident
R = TypeVar("R", Area, Place, Presence, AreaEvidence, ActorReport, Incident)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area that a name could mean. ``score`` is the likeness of the names, 0 to 100."""

    area_code: str
    area_name: str
    score: float


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A name that resembles an area's, waiting for a person; until somebody accepts it, it is applied to nothing.

    To accept it, read the file again with ``ReadOptions(accepted_names={item.text: area_code})``.

    Attributes
    ----------
    text : str
        The name as the file writes it; the key for ``accepted_names``.
    rows : int
        How many rows carry it.
    first_row : int
        The first of them, as the user's own program counts.
    candidates : tuple[Candidate, ...]
        Areas in order of likeness, the likeliest first; never empty.
    """

    text: str
    rows: int
    first_row: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class RecordKeys:
    """Hashed keys of the answers of a file, eight bytes each, in order: of all its rows, and of those that are counted."""

    every: bytes = b""
    kept: bytes = b""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a file gave.

    Attributes
    ----------
    records : tuple[Record, ...]
        All of the one type that belongs to ``kind``, with ``dataset_id`` still empty.
    ledger : Ledger
        What became of every row. ``ledger.balances`` always holds.
    sha256 : str
        Checksum of the file's bytes, hexadecimal.
    review : tuple[ReviewItem, ...]
        Near names that wait for a person.
    mapping : Mapping[str, str]
        Which column served as which field.
    sheet : str
        Sheet, layer or member of the file that was read, where the file holds others.
    keys : RecordKeys
        By what its answers are known again; empty where rows carry no key, and where each is a record of its own.
    """

    kind: DatasetKind
    file_name: str
    sha256: str
    records: tuple[Record, ...]
    ledger: Ledger
    review: tuple[ReviewItem, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    keys: RecordKeys = RecordKeys()

    def of(self, record: type[R]) -> tuple[R, ...]:
        """Return the records of a class: all of them, or none where the file is of another kind."""
        return tuple(r for r in self.records if isinstance(r, record))
