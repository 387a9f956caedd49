"""The first lines of a ledger: how the file was opened and which column was taken for which field."""

from __future__ import annotations

from mrm_desktop.formats.files.table import ADDED_COLUMNS, Table
from mrm_desktop.formats.rows.columns import Mapped, heading_key
from mrm_desktop.formats.rows.guard import COMMENT, TECHNICAL
from mrm_desktop.formats.rows.ledger_book import LedgerBook

_LISTED = 40


def note_opening(book: LedgerBook, table: Table, mapped: Mapped) -> None:
    """Write what was guessed while opening, and what of the file is not read."""
    for entry in table.notes:
        book.note(entry.action, entry.code, entry.rows, **entry.params)
    if any(table.tags):
        book.note("read", "table.hxl_tags", 0)
    for field in mapped.guessed:
        book.note("guessed", "mapping.guessed", 0, field=field, column=mapped.columns[field])
    used = {*mapped.columns.values(), *mapped.attributes.values(), *ADDED_COLUMNS}
    unread = [h for h in table.headings if h not in used and not _has_own_line(h)]
    if unread:
        book.note("dropped", "import.columns_not_read", 0, count=len(unread), columns=unread[:_LISTED])


def _has_own_line(heading: str) -> bool:
    """Whether the guard wrote a line of its own about this column."""
    return any(p.fullmatch(heading_key(part)) for p in (TECHNICAL, COMMENT) for part in (heading, heading.rsplit("/", 1)[-1]))
