"""Opens a table by what the file is, not only by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.layers import open_layers
from mrm_desktop.formats.tables import archived_tables, csv_tables, workbooks
from mrm_desktop.formats.tables.workbook_parts import look_inside
from mrm_desktop.foundation.progress import Progress

Opener = Callable[[SourceFile, ReadOptions, Progress], Table]

_BY_SUFFIX: Mapping[str, Opener] = {
    **dict.fromkeys((*open_layers.SUFFIXES, ".json"), open_layers.open_layer_table),
    **dict.fromkeys(workbooks.SUFFIXES, workbooks.open_workbook),
    **dict.fromkeys(csv_tables.SUFFIXES, csv_tables.open_text),
}
_PARQUET = (".parquet", ".geoparquet")


def open_table(source: SourceFile, options: ReadOptions, progress: Progress) -> Table:
    """Open a table of text, also one inside a zip, a workbook or a geographic layer.

    Raises
    ------
    KnownError
        ``file.format_unknown`` where the file is none of them, or what the format's own module raises.
    """
    if source.suffix in _PARQUET:
        raise KnownError("layer.geoparquet", file=source.name)
    opener = _opener_of(source)
    if opener is None:
        raise KnownError("file.format_unknown", file=source.name)
    return opener(source, options, progress)


def holds_layers(source: SourceFile) -> bool:
    """Whether a file is a geographic one: by its ending, or a zip that holds no tables of text."""
    return source.suffix in open_layers.SUFFIXES or (_is_archive(source) and not archived_tables.tables_in(source))


def sheets_of(source: SourceFile) -> tuple[str, ...]:
    """Return the sheets of a workbook that its user sees; none for any other file."""
    if _opener_of(source) is not workbooks.open_workbook:
        return ()
    return tuple(sheet.name for sheet in look_inside(source).sheets if not sheet.hidden)


def _opener_of(source: SourceFile) -> Opener | None:
    if _is_archive(source):
        return archived_tables.open_archived if archived_tables.tables_in(source) else open_layers.open_layer_table
    if (source.is_zip or source.is_ole) and source.suffix not in open_layers.SUFFIXES:
        return workbooks.open_workbook  # whatever it is called: Excel's files are zips, or OLE containers in the old format
    return _named_like_a_workbook if source.suffix in workbooks.SUFFIXES else _BY_SUFFIX.get(source.suffix)


def _named_like_a_workbook(source: SourceFile, options: ReadOptions, progress: Progress) -> Table:
    """Open what servers and old programs hand out under the name of a workbook: a table of text; a web page is named as what it is."""
    start = source.start.lower()
    if b"<html" in start or b"<table" in start:
        raise KnownError("table.web_page", file=source.name)
    try:
        return csv_tables.open_text(source, options, progress)
    except KnownError as error:
        raise KnownError("table.not_a_workbook", file=source.name) from error


def _is_archive(source: SourceFile) -> bool:
    return source.is_zip and source.suffix == ".zip"
