"""Keeps the ledger while a file is read, so that no row can be lost without a line that says so."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mrm_desktop.domain.datasets import Ledger, LedgerEntry
from mrm_desktop.domain.errors import BugError, RowProblem

# A file in which everything is wrong must not fill the memory with sentences; the counts stay exact.
MAX_PROBLEMS = 2_000


class LedgerBook:
    """Counts rows and collects lines. ``sheet`` is where the problems are."""

    def __init__(self, sheet: str = "") -> None:
        self.sheet = sheet
        self.rows_in = 0
        self.kept = 0
        self.merged = 0
        self.dropped = 0
        self._entries: list[LedgerEntry] = []
        self._problems: list[RowProblem] = []
        self._tallies: Counter[tuple[str, str, tuple[tuple[str, str], ...]]] = Counter()
        self._by_code: Counter[tuple[str, str]] = Counter()
        self._shared: dict[tuple[str, str], dict[str, Any]] = {}
        self._unlisted = 0

    def note(self, action: str, code: str, rows: int = 0, /, **params: Any) -> None:
        """Write a line."""
        self._entries.append(LedgerEntry(action, code, rows, params))

    def tally(self, action: str, code: str, /, **params: str) -> None:
        """Count one more row for a line that is written when the ledger is closed."""
        self._tallies[action, code, tuple(params.items())] += 1

    def problem(self, row: int, column: str, code: str, /, **params: Any) -> None:
        """Collect a problem of a cell whose row is kept."""
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(RowProblem(self.sheet, row, column, code, params))
        else:
            self._unlisted += 1

    def drop(self, row: int, column: str, code: str, /, **params: Any) -> None:
        """Leave a row out, with the problem that says why."""
        self.dropped += 1
        self._by_code["dropped", code] += 1
        shared = self._shared.setdefault(("dropped", code), dict(params))
        if shared and shared != params:  # what differs from row to row stands in the problems of the rows
            self._shared["dropped", code] = {name: value for name, value in shared.items() if params.get(name) == value}
        self.problem(row, column, code, **params)

    def drop_counted(self, rows: int, column: str, code: str, /, **params: Any) -> None:
        """Leave out many rows for one harmless reason, with a single line for the whole sheet."""
        self.dropped += rows
        self._by_code["dropped", code] += rows
        self._shared["dropped", code] = {"rows": rows}
        self.problem(0, column, code, rows=rows, **params)

    def merge(self, row: int, code: str, into_row: int, sheet: str | None = None) -> None:
        """Fold a row into another one; ``sheet`` is where it stands, where that is not the sheet being read."""
        self.merged += 1
        self._by_code["merged", code] += 1
        here, self.sheet = self.sheet, self.sheet if sheet is None else sheet
        self.problem(row, "", code, into_row=into_row)
        self.sheet = here

    def close(self) -> Ledger:
        """Return the ledger.

        Raises
        ------
        BugError
            ``ledger.out_of_balance``: a reader lost a row.
        """
        counted = [LedgerEntry(*key, rows, self._shared.get(key, {})) for key, rows in sorted(self._by_code.items())]
        tallied = [LedgerEntry(action, code, rows, dict(params)) for (action, code, params), rows in sorted(self._tallies.items())]
        entries = [LedgerEntry("read", "import.rows_read", self.rows_in), *self._entries, *tallied, *counted]
        if self._unlisted:
            entries.append(LedgerEntry("read", "import.more_problems", self._unlisted))
        ledger = Ledger(self.rows_in, self.kept, self.dropped, self.merged, tuple(entries), tuple(self._problems))
        if not ledger.balances:
            raise BugError("ledger.out_of_balance", rows_in=self.rows_in, kept=self.kept, dropped=self.dropped, merged=self.merged)
        return ledger
