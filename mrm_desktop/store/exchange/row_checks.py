"""Whether rows of a bundle can be read as records, and hold values that can be.

Tables are only added to, and one row that cannot be read would spoil all of its table; one that can, but says what cannot be, would be
reckoned with for good.

The signature says who made a bundle, not that a program made each row of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from mrm_desktop.domain.errors import MrmError
from mrm_desktop.domain.statements import ABOUT_DECISIONS, STATEMENTS
from mrm_desktop.store.rows import evidence_mappers as evidence
from mrm_desktop.store.rows import geography_mappers as geography
from mrm_desktop.store.rows import record_mappers as records
from mrm_desktop.store.rows.limits import within_limits
from mrm_desktop.store.rows.transfer import Row, opener_of

_READERS: Mapping[str, Callable[[Row], Any]] = {
    "dataset": lambda row: records.dataset_of(row, undone=False),
    "area": geography.area_of,
    "place": geography.place_of,
    "presence": geography.presence_of,
    "evidence": evidence.evidence_of,
    "actor_report": evidence.actor_report_of,
    "incident": geography.incident_of,
    "reset_event": evidence.reset_event_of,
    "guard_pass": records.kept_pass_of,
    "mission": records.mission_of,
    "contingent": records.contingent_of,
    "focal_point": records.focal_point_of,
    "forum": records.forum_of,
    "circumstances": evidence.circumstances_of,
    "statement": lambda row: records.statement_of(row, {**STATEMENTS, **ABOUT_DECISIONS}[row["kind"]]),
}
"""What makes a record of a row; tables without one are read as they are."""


def sound_rows(tables: Mapping[str, list[Row]], known_datasets: Collection[bytes]) -> tuple[dict[str, list[Row]], Counter[str]]:
    """Return the rows that can be read and hold values that can be, whose dataset is here or comes along, and how many others there are.

    Parameters
    ----------
    tables : Mapping[str, list[Row]]
        Rows as they travel, datasets before what they brought.
    known_datasets : Collection[bytes]
        Identifiers of the datasets that are here already.
    """
    datasets: set[bytes | None] = {None, *known_datasets}
    sound: dict[str, list[Row]] = {}
    aside: Counter[str] = Counter()
    for table, rows in tables.items():
        reads = _reader_of(table)
        kept = sound[table] = []
        for row in rows:
            if row.get("dataset_id") in datasets and row.get("supersedes") in datasets and reads(row):
                kept.append(row)
                if table == "dataset":
                    datasets.add(row["id"])
            else:
                aside[table] += 1
    return sound, aside


def _reader_of(table: str) -> Callable[[Row], bool]:
    open_row, read, fits = opener_of(table), _READERS.get(table, dict), within_limits(table)

    def reads(row: Row) -> bool:
        try:
            opened = open_row(row)
            read(opened)
        except (MrmError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
            return False
        return fits(opened)

    return reads
