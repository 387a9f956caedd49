"""Community perceptions: KoboToolbox, ODK Central, our own template, or tables somebody has aggregated already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.columns import map_columns
from mrm_desktop.formats.community_columns import SurveyColumns, server_of, survey_columns
from mrm_desktop.formats.community_rows import SurveyRows
from mrm_desktop.formats.guard import guard
from mrm_desktop.formats.ledger_book import LedgerBook
from mrm_desktop.formats.located_rows import PLACE_FIELDS, Locator
from mrm_desktop.formats.open_table import open_table
from mrm_desktop.formats.reading import Reading, ReadOptions
from mrm_desktop.formats.repeats import repeated_tables
from mrm_desktop.formats.source_files import SourceFile, inspect
from mrm_desktop.formats.table_notes import note_opening
from mrm_desktop.formats.tables import Table
from mrm_desktop.formats.xlsform import Codebook, read_codebook
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.area_index import AreaIndex

_ENCRYPTED = frozenset({"not decrypted", "missing encrypted form data"})
_SMALL_GROUP = 5


def read_community(
    path: Path, areas: Sequence[Area] = (), options: ReadOptions | None = None, progress: Progress | None = None
) -> Reading:
    """Read ratings and aggregate them to areas, strata, sources and rounds; single answers are not kept.

    Raises
    ------
    KnownError
        ``community.no_areas`` where the project has no areas yet, ``odk.not_decrypted``, ``table.column_missing``, and what
        opening, recognising and the guard raise.
    """
    said, watcher = options or ReadOptions(), progress or Silent()
    source = inspect(path, watcher)
    if not areas:
        raise KnownError("community.no_areas", file=source.name)
    table = open_table(source, said, watcher)
    _refuse_encrypted(table)
    codebook = read_codebook(said.codebook, watcher) if said.codebook is not None else None
    mapped = map_columns(table, DatasetKind.COMMUNITY, said.columns)
    if not server_of(table) and "mean_rating" in mapped and "rating" not in said.columns:
        from mrm_desktop.formats.community_aggregates import read_aggregates

        return read_aggregates(source, table, mapped, areas, said, watcher)
    return _read_answers(source, table, areas, said, codebook, watcher)


def _read_answers(
    source: SourceFile, table: Table, areas: Sequence[Area], said: ReadOptions, codebook: Codebook | None, watcher: Progress
) -> Reading:
    table, columns = _recognised(source, table, said, codebook, watcher)
    mapped = columns.mapped
    if not any(f in mapped for f in PLACE_FIELDS):
        mapped.require(table, DatasetKind.COMMUNITY, "area_code")
    mapped.require(table, DatasetKind.COMMUNITY, "collected_on")
    book = LedgerBook(table.sheet)
    guard(table, DatasetKind.COMMUNITY, mapped.columns.values(), said.drop_columns, book)
    note_opening(book, table, mapped)
    _note_meaning(book, columns, table, codebook)
    index = AreaIndex(areas)
    locator = Locator(index, mapped, said, book, table.file)
    rows = SurveyRows(columns, said, book, locator, codebook.form_id if codebook else "")
    for block in table.blocks((*mapped.columns.values(), table.headings[0]), watcher):
        rows.add(block)
    evidence = rows.finished()
    _note_small_groups(book, evidence)
    review = locator.close()
    return Reading(DatasetKind.COMMUNITY, source.name, source.sha256, tuple(evidence), book.close(), review, dict(mapped.columns))


def _recognised(
    source: SourceFile, table: Table, said: ReadOptions, codebook: Codebook | None, watcher: Progress
) -> tuple[Table, SurveyColumns]:
    """Recognise the columns of the submissions or, where nothing is rated there, of a section that repeats within them."""
    try:
        return table, survey_columns(table, said, codebook)
    except KnownError as error:
        if error.code not in ("community.no_rating", "mapping.column_unknown"):
            raise
        for repeat in repeated_tables(source, table, said, watcher):
            try:
                return repeat, survey_columns(repeat, said, codebook)
            except KnownError as other:
                if other.code not in ("community.no_rating", "mapping.column_unknown"):
                    raise
        raise


def _refuse_encrypted(table: Table) -> None:
    """ODK Central exports rows that it could not decrypt as blanks; read as answers they would be silence that nobody kept."""
    for heading in ("Status", "status"):
        if heading in table.headings and _ENCRYPTED & {str(v).strip().casefold() for v in table.sample.column(heading)}:
            raise KnownError("odk.not_decrypted", file=table.file, column=heading)


def _note_meaning(book: LedgerBook, columns: SurveyColumns, table: Table, codebook: Codebook | None) -> None:
    if columns.server:
        book.note("read", f"community.from_{columns.server}", 0)
    if columns.server == "kobo" and table.source.suffix in (".geojson", ".json"):
        # Kobo writes one feature for each answer with a position: submissions without one are not in the file at all.
        book.note("read", "kobo.geojson_is_partial", 0)
    book.note("read", f"scale.by_{columns.found_by}", 0, column=columns.mapped.columns["rating"], scale=columns.reading.scale)
    if codebook is not None:
        book.note("read", "community.codebook", 0, form=codebook.form_id, version=codebook.version)
    if columns.stratum_ignored:
        book.note("guessed", "community.stratum_ignored", 0, column=columns.stratum_ignored)


def _note_small_groups(book: LedgerBook, evidence: Sequence[AreaEvidence]) -> None:
    small = [e for e in evidence if e.distribution is not None and sum(e.distribution.counts) < _SMALL_GROUP]
    if small:
        book.note(
            "read", "community.small_groups", int(np.sum([e.item.answered for e in small])), groups=len(small), below=_SMALL_GROUP
        )
