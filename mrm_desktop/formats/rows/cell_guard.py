"""Looks at the texts of single cells that a record would keep: no persons, and sources that are codes.

The guard of columns (:mod:`mrm_desktop.formats.rows.guard`) keeps out what should not have been collected; this one what stands where
it does not belong. A row that tells of a person is left out, and its problem says in which column, never what.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from mrm_desktop.domain.guard_passes import GuardPass, Trace, check_pass
from mrm_desktop.domain.source_codes import is_source_code, suggested_code
from mrm_desktop.domain.text_guard import find_persons
from mrm_desktop.formats.rows.ledger_book import LedgerBook

_LABELS = frozenset({"type", "kind", "key", "code"})
"""Fields that hold a kind or a number, and no name of a place."""
_WORDS_OR_NUMBERS = re.compile(r"[^\W\d_]{2,}[\s._,/-]+[^\W\d_]{2,}|@|(?:\+|(?<!\d)0)\d[\d\s()./-]{6,}")
DEFAULT_FILE_SOURCE = "file"
FILE_NAME = "file_name"
"""Stands for the name of the file where a pass is for it, and not for a column."""


class CellGuard:
    """Looks at each different text once; columns repeat a few of them many times.

    Parameters
    ----------
    fields : Collection[str]
        Fields that a pass may be for.
    passes : Sequence[GuardPass]
        What two people let pass, each for a field; the ledger tells for how many rows it was needed.
    sought : Collection[Trace]
        What is looked for at all; of thousands of names of areas some would look like a household or a person's.

    Raises
    ------
    KnownError
        As :func:`~mrm_desktop.domain.guard_passes.check_pass`.
    """

    def __init__(
        self, fields: Collection[str], passes: Sequence[GuardPass], book: LedgerBook, sought: Collection[Trace] = tuple(Trace)
    ) -> None:
        for one in passes:
            check_pass(one, {*fields, FILE_NAME})
        self._passes = {one.field: one for one in passes}
        self._book, self._sought = book, frozenset(sought)
        self._traces: dict[tuple[str, bool], Trace | None] = {}
        self._codes: dict[str, str] = {}

    def trace(self, field: str, text: str) -> Trace | None:
        """Return what betrays a person in a cell; None where nothing does, or where it may pass."""
        is_label = field in _LABELS
        if is_label and not _WORDS_OR_NUMBERS.search(text):
            return None  # a code, of which a file has as many as rows
        if (text, is_label) not in self._traces:
            persons = find_persons(field, text, names_place=not is_label, is_label=is_label)
            found = [finding for finding in persons if finding.trace in self._sought]
            self._traces[text, is_label] = found[0].trace if found else None
        trace, passed = self._traces[text, is_label], self._passes.get(field)
        if trace is None or passed is None:
            return trace
        self._book.tally("read", "guard.passed", field=field, reason=passed.reason, by=passed.passed_by, seen=passed.seen_by)
        return None

    def source(self, text: str) -> str:
        """Return the code of a source; "" where the text neither is nor makes one. What was made of a text is told in the ledger."""
        if text not in self._codes:
            self._codes[text] = text if is_source_code(text) else suggested_code(text)
        code = self._codes[text]
        if code and code != text:
            self._book.tally("changed", "source.coded")
        return code

    def source_of_file(self, name: str) -> str:
        """Return the code of a source that nobody named, from the name of the file or form that it came in."""
        return self.source(name) or DEFAULT_FILE_SOURCE
