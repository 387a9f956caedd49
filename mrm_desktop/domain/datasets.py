"""A dataset is one imported file, kept with its loss ledger: what was read, guessed, dropped, changed and matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mrm_desktop.domain.errors import RowProblem
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Word


class DatasetKind(Word):
    """What a file is imported as."""

    AREAS = "areas"
    PRESENCE = "presence"
    PLACES = "places"
    COMMUNITY = "community"
    ARMED_ACTORS = "armed-actors"
    INCIDENTS = "incidents"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger: so many rows were treated so, for this reason.

    Attributes
    ----------
    action : str
        ``read``, ``guessed``, ``dropped``, ``changed``, ``merged``, ``matched``, ``kept_without_point`` or ``unmatched``.
    code : str
        Code of the sentence that explains it.
    rows : int
        How many rows it concerns.
    """

    action: str
    code: str
    rows: int
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The balance of a file: ``rows_in == rows_kept + rows_dropped + rows_merged`` holds for every import.

    Attributes
    ----------
    rows_in : int
        Data rows in the file, without headings and wholly blank rows.
    rows_kept : int
        Rows that are in the project, each as a record of its own or inside an aggregate.
    rows_dropped : int
        Rows that were left out, each with a problem that says why.
    rows_merged : int
        Rows folded into another row as its duplicate.
    """

    rows_in: int
    rows_kept: int
    rows_dropped: int
    rows_merged: int = 0
    entries: tuple[LedgerEntry, ...] = ()
    problems: tuple[RowProblem, ...] = ()

    @property
    def balances(self) -> bool:
        """Whether every row of the file is accounted for."""
        return self.rows_in == self.rows_kept + self.rows_dropped + self.rows_merged


@dataclass(frozen=True, slots=True)
class Dataset:
    """One imported file. The file itself is not kept, only its checksum.

    Attributes
    ----------
    source : str
        Code of the source; "" where nobody said it. It holds for each row that names none.
    grade : Grade | None
        Grade of that source.
    sheet : str
        Sheet, layer or member of the file that was read; "" where it is the whole file, and where older programs did not write it down.
    """

    id: str
    kind: DatasetKind
    file_name: str
    sha256: str
    imported_at: datetime
    ledger: Ledger
    supersedes: str | None = None
    undone: bool = False
    source: str = ""
    grade: Grade | None = None
    sheet: str = ""

    @property
    def part(self) -> str:
        """What of the file was read; of what older programs read the ledger says it where the file held other sheets."""
        told = (entry.params.get("sheet", "") for entry in self.ledger.entries if entry.code == "table.other_sheets")
        return self.sheet or next(told, "")

    @property
    def told(self) -> str:
        """Source and grade as they are written, such as ``access-desk (B2)``; "" where nobody said either."""
        grade = f"({self.grade})" if self.grade is not None else ""
        return f"{self.source} {grade}".strip()


def counting(datasets: Iterable[Dataset]) -> tuple[Dataset, ...]:
    """Return the datasets that count: not undone, and with no counting dataset in their place.

    A dataset that takes the place of another also takes that of everything the other one replaced; when it is undone, the newest
    one before it that was not undone counts again.
    """
    listed = tuple(datasets)
    replaces = {dataset.id: dataset.supersedes for dataset in listed}
    replaced: set[str] = set()
    for dataset in listed:
        before = None if dataset.undone else dataset.supersedes
        while before is not None and before not in replaced:
            replaced.add(before)
            before = replaces.get(before)
    return tuple(d for d in listed if not d.undone and d.id not in replaced)
