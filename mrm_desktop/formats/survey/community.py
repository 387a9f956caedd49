"""Community perceptions: KoboToolbox, ODK Central, our own template, or tables somebody has aggregated already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.rows.code_columns import map_placed
from mrm_desktop.formats.rows.ledger_book import LedgerBook
from mrm_desktop.formats.rows.reading import Reading, RecordKeys
from mrm_desktop.formats.rows.table_reader import collect, open_frame, table_of
from mrm_desktop.formats.survey.answer_keys import AnswerKeys
from mrm_desktop.formats.survey.community_aggregates import read_aggregates
from mrm_desktop.formats.survey.community_columns import SurveyColumns, server_of, survey_columns
from mrm_desktop.formats.survey.community_rows import SurveyRows
from mrm_desktop.formats.survey.form_numbers import labels_of_yes_and_no
from mrm_desktop.formats.survey.xlsform import Codebook, read_codebook
from mrm_desktop.formats.tables.repeats import repeated_tables
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.area_index import AreaIndex

_ENCRYPTED = frozenset({"not decrypted", "missing encrypted form data"})


def read_community(given: SourceFile | Table, areas: Sequence[Area], options: CommunityOptions, progress: Progress) -> Reading:
    """Read ratings and aggregate them to areas, strata, sources and rounds; single answers are not kept.

    Raises
    ------
    KnownError
        ``community.no_areas`` where the project has no areas yet, ``odk.not_decrypted``, ``table.column_missing``, and what
        opening, recognising and the guard raise.
    """
    if not areas:
        raise KnownError("community.no_areas", file=given.name)
    table = table_of(given, options, progress)
    _refuse_encrypted(table)
    codebook = read_codebook(options.codebook, progress) if options.codebook is not None else None
    index = AreaIndex(areas)
    mapped = map_placed(table, DatasetKind.COMMUNITY, options.columns, index)
    if not server_of(table) and "mean_rating" in mapped and "rating" not in options.columns:
        return read_aggregates(given, table, mapped, index, options, progress)
    return _read_answers(given, table, index, options, codebook, progress)


def _read_answers(
    given: SourceFile | Table,
    table: Table,
    areas: AreaIndex,
    options: CommunityOptions,
    codebook: Codebook | None,
    progress: Progress,
) -> Reading:
    table, columns = _recognised(given, table, options, codebook, areas, progress)
    columns.mapped.require(table, DatasetKind.COMMUNITY, "collected_on")
    reading, keys = _read_rows(given, table, columns, areas, options, codebook, {}, progress)
    superseded = keys.superseded(table, progress)
    if superseded:  # known only at the end, and rare: then the file is read once more
        reading, keys = _read_rows(given, table, columns, areas, options, codebook, superseded, progress)
    return replace(reading, keys=RecordKeys(keys.packed(keys.every), keys.packed(keys.kept)))


def _read_rows(
    given: SourceFile | Table,
    table: Table,
    columns: SurveyColumns,
    areas: AreaIndex,
    options: CommunityOptions,
    codebook: Codebook | None,
    superseded: Mapping[int, int],
    progress: Progress,
) -> tuple[Reading, AnswerKeys]:
    """Read all rows but those that were sent again later."""
    labels = labels_of_yes_and_no(columns.mapped.columns, codebook)
    frame = open_frame(DatasetKind.COMMUNITY, given, table, columns.mapped, areas, options, labels=labels)
    _note_meaning(frame.book, columns, table, codebook)
    rows = SurveyRows(frame, columns, codebook.form_id if codebook else "", superseded)
    return collect(frame, rows, progress, table.headings[0], *rows.keys.headings), rows.keys


def _recognised(
    given: SourceFile | Table,
    table: Table,
    options: CommunityOptions,
    codebook: Codebook | None,
    areas: AreaIndex,
    progress: Progress,
) -> tuple[Table, SurveyColumns]:
    """Recognise the columns of the submissions or, where nothing is rated there, of a section that repeats within them."""
    try:
        return table, survey_columns(table, options, codebook, areas)
    except KnownError as error:
        if error.code not in ("community.no_rating", "mapping.column_unknown"):
            raise
        for repeat in () if isinstance(given, Table) else repeated_tables(given, table, options, progress):
            try:
                return repeat, survey_columns(repeat, options, codebook, areas)
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
