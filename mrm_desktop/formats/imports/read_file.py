"""The one entry for every kind of file, and for rows that are in memory already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import Area
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import inspect
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
from mrm_desktop.formats.rows.column_styles import NotAsItBegan
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.foundation.progress import Progress, Silent


def read(
    given: Path | Table,
    kind: DatasetKind,
    areas: Sequence[Area] = (),
    options: ReadOptions | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a file as ``kind`` without changing it.

    Parameters
    ----------
    given : Path | Table
        The file, or rows in memory (:func:`mrm_desktop.formats.files.table.table_of_rows`).
    kind : DatasetKind
        What to read it as.
    areas : Sequence[Area]
        The areas that rows are matched to; may be empty, then nothing is matched by place.
    options : ReadOptions | None
        What a person said about the file.
    progress : Progress | None
        Who watches, and may cancel.

    Raises
    ------
    KnownError
        The file as a whole cannot be read; problems of single rows are in the ledger instead. ``import.option_not_for_kind`` for
        an option that means nothing to this kind.
    Cancelled
        The watcher asked to stop.
    """
    entry, watcher = RECORD_KINDS[kind], progress or Silent()
    said = entry.options_from(options or ReadOptions())
    source = given if isinstance(given, Table) else inspect(given, watcher)
    try:
        return entry.open_reader()(source, areas, said, watcher)
    except NotAsItBegan:
        return entry.open_reader()(source, areas, replace(said, whole_columns=True), watcher)
