"""Presence of UN military: base-year tables, patrol areas as polygons, tables with a frequency class.

Coarse by design. Numbers of troops, units of any kind of strength, routes and times of a file are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import shapely

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.columns import Mapped, map_columns
from mrm_desktop.formats.guard import guard
from mrm_desktop.formats.layers import layer_table, open_layers
from mrm_desktop.formats.ledger_book import LedgerBook
from mrm_desktop.formats.located_rows import Locator
from mrm_desktop.formats.open_table import holds_layers, open_table
from mrm_desktop.formats.presence_records import PresenceRecords, newest_year
from mrm_desktop.formats.reading import Reading, ReadOptions
from mrm_desktop.formats.source_files import SourceFile, inspect
from mrm_desktop.formats.table_notes import note_opening
from mrm_desktop.formats.tables import Table
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.wkb import Geometries


def read_presence(
    path: Path, areas: Sequence[Area] = (), options: ReadOptions | None = None, progress: Progress | None = None
) -> Reading:
    """Read where UN military were last confirmed.

    Raises
    ------
    KnownError
        ``presence.year_missing``, ``presence.no_position``, and what opening, mapping and the guard raise.
    """
    said, watcher = options or ReadOptions(), progress or Silent()
    source = inspect(path, watcher)
    book = LedgerBook()
    if holds_layers(source):
        records = _from_layers(source, said, book, AreaIndex(areas), watcher)
    else:
        records = _from_table(open_table(source, said, watcher), None, said, book, AreaIndex(areas), watcher)
    records.note_counts()
    mapping = dict(records.mapped.columns)
    return Reading(DatasetKind.PRESENCE, source.name, source.sha256, tuple(records.found), book.close(), (), mapping)


def _from_layers(source: SourceFile, said: ReadOptions, book: LedgerBook, index: AreaIndex, watcher: Progress) -> PresenceRecords:
    """Read every layer: a KML of a mission keeps its patrol areas in several folders."""
    records: PresenceRecords | None = None
    for layer in open_layers(source, said, watcher):
        table = layer_table(source, layer, layer.notes)
        current = _from_table(table, layer.geometries, said, book, index, watcher, layer.truncated_names)
        if records is not None:
            current.adopt(records)
        records = current
    assert records is not None  # open_layers raises where there is none
    return records


def _from_table(
    table: Table,
    geometries: Geometries | None,
    said: ReadOptions,
    book: LedgerBook,
    index: AreaIndex,
    watcher: Progress,
    truncated: bool = False,
) -> PresenceRecords:
    book.sheet = table.sheet
    mapped = map_columns(table, DatasetKind.PRESENCE, said.columns, truncated)
    has_shapes = geometries is not None and bool((shapely.get_type_id(geometries) >= 1).any())
    if not has_shapes:
        _require_position(table, mapped, index)
    guard(table, DatasetKind.PRESENCE, mapped.columns.values(), said.drop_columns, book)
    note_opening(book, table, mapped)
    year = newest_year(table, mapped, said, watcher)
    locator = Locator(index, mapped, said, book, table.file)
    records = PresenceRecords(mapped, said, book, locator, year, table.source.path.stem)
    for block in table.blocks((*mapped.columns.values(), *locator.headings), watcher):
        current = records.of_the_year(block)
        records.add(current, locator.locate(current), geometries)
    locator.close()
    return records


def _require_position(table: Table, mapped: Mapped, index: AreaIndex) -> None:
    """Insist on coordinates or, where areas are known, on the code of an area that is patrolled as a whole."""
    if "position" in mapped or ("latitude" in mapped and "longitude" in mapped) or ("area_code" in mapped and len(index)):
        return
    mapped.require(table, DatasetKind.PRESENCE, "latitude", "longitude")
