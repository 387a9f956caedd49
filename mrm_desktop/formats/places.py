"""Places: settlements, facilities, sites. Those without usable coordinates are kept and listed, not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.formats.clean_text import one_line, was_harmful
from mrm_desktop.formats.columns import Mapped, map_columns
from mrm_desktop.formats.guard import guard
from mrm_desktop.formats.ledger_book import LedgerBook
from mrm_desktop.formats.located_rows import Located, Locator
from mrm_desktop.formats.open_table import open_table
from mrm_desktop.formats.periods import BadPeriod, read_period
from mrm_desktop.formats.reading import Reading, ReadOptions
from mrm_desktop.formats.source_files import inspect
from mrm_desktop.formats.table_notes import note_opening
from mrm_desktop.formats.tables import Block
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.area_index import AreaIndex

# Two rows of one name this near are one place entered twice; degrees, about 10 m.
_SAME_SPOT = 4


def read_places(
    path: Path, areas: Sequence[Area] = (), options: ReadOptions | None = None, progress: Progress | None = None
) -> Reading:
    """Read a table or a point layer of places.

    Raises
    ------
    KnownError
        What :func:`open_table`, :func:`map_columns` and :func:`guard` raise.
    """
    said, watcher = options or ReadOptions(), progress or Silent()
    source = inspect(path, watcher)
    table = open_table(source, said, watcher)
    book = LedgerBook(table.sheet)
    mapped = map_columns(table, DatasetKind.PLACES, said.columns, truncated=source.suffix in (".shp", ".zip"))
    mapped.require(table, DatasetKind.PLACES, "name")
    used = tuple(mapped.columns.values())
    guard(table, DatasetKind.PLACES, used, said.drop_columns, book)
    note_opening(book, table, mapped)
    locator = Locator(AreaIndex(areas), mapped, said, book, table.file)
    collected = _Places(mapped, book, locator)
    for block in table.blocks(used, watcher):
        collected.add(block, locator.locate(block))
    collected.note_counts()
    review = locator.close()
    return Reading(
        DatasetKind.PLACES, source.name, source.sha256, tuple(collected.places), book.close(), review, dict(mapped.columns)
    )


class _Places:
    """Collects places and folds true duplicates."""

    def __init__(self, mapped: Mapped, book: LedgerBook, locator: Locator) -> None:
        self._mapped, self._book, self._locator = mapped, book, locator
        self.places: list[Place] = []
        self._seen: dict[tuple[str, ...], int] = {}
        self._harmful = 0

    def add(self, block: Block, located: Located) -> None:
        names, codes, kinds = (self._cells(block, f) for f in ("name", "code", "kind"))
        stated = [self._cells(block, f) for f in ("area_code", "adm3_name", "adm2_name", "adm1_name")]
        has_point = np.isfinite(located.longitudes)
        self._book.rows_in += len(block)
        for n, row in enumerate(block.rows.tolist()):
            name = one_line(names[n])
            if not name:
                self._book.drop(row, self._mapped.columns.get("name", ""), "place.without_name")
                continue
            self._harmful += was_harmful(names[n])
            try:
                period = read_period(partial(self._cell, block, n))
            except BadPeriod as bad:
                self._book.drop(row, self._mapped.columns.get(bad.field, ""), bad.code)
                continue
            point = (float(located.longitudes[n]), float(located.latitudes[n])) if has_point[n] else None
            spot = (f"{point[0]:.{_SAME_SPOT}f}", f"{point[1]:.{_SAME_SPOT}f}") if point else tuple(c[n].casefold() for c in stated)
            key = (name.casefold(), codes[n], *spot, str(period["valid_from"]), str(period["valid_to"]))
            if key in self._seen:
                self._book.merge(row, "place.duplicate", self._seen[key])
                continue
            self._seen[key] = row
            self._book.kept += 1
            self.places.append(
                Place(
                    id=new_id(),
                    name=name,
                    kind=one_line(kinds[n]),
                    point=point,
                    area_code=self._locator.area_code(int(located.areas[n])),
                    code=one_line(codes[n]),
                    matched_by=str(located.how[n]),
                    **period,
                )
            )

    def note_counts(self) -> None:
        without = sum(1 for p in self.places if p.point is None)
        if without:
            self._book.note("kept_without_point", "place.without_point", without)
        if self._harmful:
            self._book.note("changed", "text.made_harmless", self._harmful)

    def _cell(self, block: Block, n: int, field: str) -> str:
        if field in self._mapped.constants:
            return self._mapped.constants[field]
        return str(block.column(self._mapped.columns[field])[n]) if field in self._mapped.columns else ""

    def _cells(self, block: Block, field: str) -> list[str]:
        if field in self._mapped.constants:
            return [self._mapped.constants[field]] * len(block)
        if field in self._mapped.columns:
            return [str(v) for v in block.column(self._mapped.columns[field])]
        return [""] * len(block)
