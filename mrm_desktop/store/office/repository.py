"""The records of a shared database as one member reads them: a row that cannot be read is set aside and said, it stops nobody.

What gives way there is destroyed by functions of the owner, as no member may delete.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select, text

from mrm_desktop.domain.errors import MrmError
from mrm_desktop.domain.geography import KeptLevel
from mrm_desktop.foundation.ed25519 import Signs
from mrm_desktop.store.rows.repository import SqlRepository

T = TypeVar("T")
_UNREADABLE = (MrmError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that this program cannot read.

    Attributes
    ----------
    row : str
        Its identifier; the number of a decision.
    area_code : str
        The area that it names; "" for none.
    """

    row: str
    area_code: str


class OfficeRepository(SqlRepository):
    """Reads and appends as one member of a shared database.

    Parameters
    ----------
    aside : set[SetAside]
        Where the rows go that cannot be read; it belongs to the project and outlives the unit of work.
    """

    def __init__(self, connection: Connection, aside: set[SetAside], signer: Signs | None = None) -> None:
        super().__init__(connection, signer)
        self._aside = aside

    def out_of_sight(self) -> Mapping[str, int]:
        """Return how many records this member does not see, by area: what others keep, and what could not be read."""
        return Counter(super().out_of_sight()) + Counter(one.area_code for one in self._aside)

    def keep_area_levels(self, fingerprint: str, levels: Sequence[KeptLevel]) -> None:
        """Keep the levels of detail of the areas with a fingerprint in the place of all that were kept."""
        self._connection.execute(select(func.public.mrm_clear_levels()))
        self._add_area_levels(fingerprint, levels)

    def destroy_draft(self, kind: str, subject: str) -> None:
        """Destroy one's own draft of a form, where there is one."""
        self._connection.execute(select(func.public.mrm_destroy_draft(kind, subject)))

    def destroy_trip_out(self, trip_id: str) -> None:
        """Destroy a trip of one's own base with its log."""
        self._connection.execute(select(func.public.mrm_destroy_trip(trip_id)))

    def _read(self, read: Callable[[Any], T], rows: Iterable[Any]) -> Iterator[T]:
        for row in rows:
            if row.get("id") in self._quarantined:
                continue
            try:
                record = read(row)
            except _UNREADABLE:
                self._aside.add(SetAside(str(row.get("id", row.get("sequence", ""))), row.get("area_code") or ""))
            else:
                yield record

    @cached_property
    def counting(self) -> tuple[str, ...]:
        """Identifiers of the datasets that count: one that is put away does not, nor what it brought."""
        return tuple(dataset for dataset in super().counting if dataset not in self._quarantined)

    @cached_property
    def _quarantined(self) -> frozenset[str]:
        """Rows in quarantine: members are not shown them, the owner sees every row."""
        return frozenset(row.hex for row in self._connection.execute(text("SELECT row_id FROM mrm_quarantined()")).scalars())
