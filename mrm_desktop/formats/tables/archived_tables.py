"""Tables of text inside a zip, as ODK Central exports a form with its repeats: read where they lie, nothing is unpacked to disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile, check_archive, member_of, members_meant
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.layers.open_layers import layers_in_archive
from mrm_desktop.formats.tables.csv_tables import SUFFIXES, open_text
from mrm_desktop.foundation.progress import Progress

KEY, PARENT_KEY = "KEY", "PARENT_KEY"
MEMBER_CODES = ("archive.member_read", "archive.members_not_read")
_LISTED = 20


def tables_in(source: SourceFile) -> tuple[str, ...]:
    """Return the tables of text in a zip that holds no geographic layer; empty for every other file.

    Raises
    ------
    KnownError
        What :func:`check_archive` raises: a bomb, a name that leaves the folder, an encrypted or a broken archive.
    """
    if not source.is_zip or source.suffix != ".zip":
        return ()
    if layers_in_archive(source):
        return ()
    names = members_meant(check_archive(source))
    return tuple(sorted(name for name in names if PurePosixPath(name).suffix.lower() in SUFFIXES))


def open_archived(source: SourceFile, options: ReadOptions, progress: Progress) -> Table:
    """Open the table of a zip that the others hang on: the one without a parent, or the one that ``options.sheet`` names.

    Raises
    ------
    KnownError
        ``archive.member_missing``, ``archive.several_tables``, and what opening a table of text raises.
    """
    names = tables_in(source)
    if options.sheet:
        named = [name for name in names if options.sheet in (name, PurePosixPath(name).name)]
        if not named:
            raise KnownError("archive.member_missing", file=source.name, member=options.sheet, members=list(names[:_LISTED]))
        return _noted(source, _opened(source, named[0], options, progress), named)
    if len(names) == 1:
        return _noted(source, _opened(source, names[0], options, progress), names)
    mains = [table for table in _all(source, names, options, progress) if PARENT_KEY not in table.headings]
    if len(mains) != 1:
        raise KnownError("archive.several_tables", file=source.name, members=list(names[:_LISTED]))
    return _noted(source, mains[0], [mains[0].sheet])


def repeats_in(source: SourceFile, main: Table, options: ReadOptions, progress: Progress) -> list[Table]:
    """Return the tables of a zip whose rows name a parent."""
    others = [name for name in tables_in(source) if name != main.sheet]
    return [table for table in _all(source, others, options, progress) if PARENT_KEY in table.headings]


def members_read(source: SourceFile, read: Iterable[str]) -> tuple[LedgerEntry, ...]:
    """Write which members of a zip were read, and which were not."""
    listed = tuple(read)
    entries = [LedgerEntry("read", "archive.member_read", 0, {"member": name}) for name in listed]
    rest = [name for name in members_meant(check_archive(source)) if name not in listed]
    if rest:
        entries.append(LedgerEntry("dropped", "archive.members_not_read", 0, {"count": len(rest), "members": rest[:_LISTED]}))
    return tuple(entries)


def _all(source: SourceFile, names: Iterable[str], options: ReadOptions, progress: Progress) -> list[Table]:
    found = []
    for name in names:
        try:
            found.append(_opened(source, name, options, progress))
        except KnownError as error:
            if error.code not in ("table.no_rows", "table.one_column", "file.empty"):
                raise
            # A repeat that nobody filled in has headings and no rows.
    return found


def _opened(source: SourceFile, name: str, options: ReadOptions, progress: Progress) -> Table:
    return replace(open_text(member_of(source, name, progress), options, progress), sheet=name)


def _noted(source: SourceFile, table: Table, read: Iterable[str]) -> Table:
    return replace(table, notes=(*members_read(source, read), *table.notes))
