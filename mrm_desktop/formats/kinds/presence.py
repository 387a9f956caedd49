"""Presence of UN military: base-year tables, patrol areas as polygons, tables with a frequency class.

Coarse by design. Numbers of troops, units of any kind of strength, routes and times of a file are not read.
"""

from __future__ import annotations

from collections.abc import Sequence

import shapely

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import PresenceOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.kinds.presence_records import PresenceRecords, newest_year
from mrm_desktop.formats.kinds.sightings import Sightings
from mrm_desktop.formats.layers.open_layers import layer_table, open_layers
from mrm_desktop.formats.rows.code_columns import map_placed
from mrm_desktop.formats.rows.columns import Mapped
from mrm_desktop.formats.rows.ledger_book import LedgerBook
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.rows.table_reader import open_frame, table_of
from mrm_desktop.formats.tables.open_table import holds_layers
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.wkb import Geometries

_KIND = DatasetKind.PRESENCE


def read_presence(given: SourceFile | Table, areas: Sequence[Area], options: PresenceOptions, progress: Progress) -> Reading:
    """Read where UN military were last confirmed.

    Raises
    ------
    KnownError
        ``presence.year_missing``, ``presence.no_position``, and what opening, mapping and the guard raise.
    """
    book, index = LedgerBook(), AreaIndex(areas)
    records: PresenceRecords | Sightings | None = None
    for table, geometries, truncated in _tables(given, options, progress):
        records = _from_table(given, table, geometries, options, book, index, progress, truncated, records)
    assert records is not None  # opening raises where there is neither table nor layer
    records.note_counts()
    source, mapping = records.frame.source, dict(records.frame.mapped.columns)
    return Reading(_KIND, source.name, source.sha256, tuple(records.found), book.close(), (), mapping, options.sheet)


def _tables(given: SourceFile | Table, options: PresenceOptions, progress: Progress) -> list[tuple[Table, Geometries | None, bool]]:
    """Open every layer: a KML of a mission keeps its patrol areas in several folders."""
    if isinstance(given, Table) or not holds_layers(given):
        return [(table_of(given, options, progress), None, False)]
    layers = open_layers(given, options, progress)
    return [(layer_table(given, layer), layer.geometries, layer.truncated_names) for layer in layers]


def _from_table(
    given: SourceFile | Table,
    table: Table,
    geometries: Geometries | None,
    options: PresenceOptions,
    book: LedgerBook,
    index: AreaIndex,
    progress: Progress,
    truncated: bool,
    earlier: PresenceRecords | Sightings | None,
) -> PresenceRecords | Sightings:
    mapped = map_placed(table, _KIND, options.columns, index, truncated)
    has_shapes = geometries is not None and bool((shapely.get_type_id(geometries) >= 1).any())
    if not has_shapes:
        _require_position(table, mapped, index)
    frame = open_frame(_KIND, given, table, mapped, index, options, book)
    records: PresenceRecords | Sightings
    if options.sightings is not None:
        mapped.require(table, _KIND, "last_confirmed")
        records = Sightings(frame, geometries)
        if isinstance(earlier, Sightings):
            records.adopt(earlier)
    else:
        records = PresenceRecords(frame, newest_year(table, mapped, options, progress), geometries)
        if isinstance(earlier, PresenceRecords):
            records.adopt(earlier)
    for block in frame.blocks(progress):
        records.add(block)
    frame.locator.close()
    return records


def _require_position(table: Table, mapped: Mapped, index: AreaIndex) -> None:
    """Insist on coordinates or, where areas are known, on the code of an area that is patrolled as a whole."""
    if "position" in mapped or ("latitude" in mapped and "longitude" in mapped) or ("area_code" in mapped and len(index)):
        return
    mapped.require(table, _KIND, "latitude", "longitude")
