"""A ledger as a sheet of text: what became of every row of a file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.datasets import Ledger, LedgerEntry
from mrm_desktop.domain.errors import RowProblem
from mrm_desktop.foundation.words import Words

SHOWN_OF_A_KIND = 5  # problems of one kind that are listed before the rest is counted


def ledger_sheet(title: str, ledger: Ledger, words: Words) -> QWidget:
    """Show a ledger as text: the balance, what was done, what is wrong."""
    sheet = QWidget()
    layout = QVBoxLayout(sheet)
    layout.setContentsMargins(16, 14, 16, 18)
    if title:
        layout.addWidget(label(title, "title"))
    balance = {"rows": ledger.rows_in, "kept": ledger.rows_kept, "dropped": ledger.rows_dropped, "merged": ledger.rows_merged}
    layout.addWidget(label(words.say("cli.ledger", **balance), "section"))
    for entry in ledger.entries:
        said = _entry(entry, words)
        layout.addWidget(label(f"{words.number(entry.rows, 0)} · {said}" if entry.rows else said, ""))
    for problems in _by_kind(ledger.problems).values():
        for problem in problems[:SHOWN_OF_A_KIND]:
            layout.addWidget(label(_problem(problem, words), "error"))
        if len(problems) > SHOWN_OF_A_KIND:
            layout.addWidget(label(words.say("cli.problem.more", count=len(problems) - SHOWN_OF_A_KIND), "soft"))
        following = words.next_step_in_window(problems[0].code, **problems[0].params)
        if following:
            layout.addWidget(label(following, "soft"))
    layout.addStretch(1)
    return sheet


def _by_kind(problems: Sequence[RowProblem]) -> dict[str, list[RowProblem]]:
    by_code: dict[str, list[RowProblem]] = {}
    for problem in problems:
        by_code.setdefault(problem.code, []).append(problem)
    return by_code


def _entry(entry: LedgerEntry, words: Words) -> str:
    """Say what became of some rows; which row a repeated one stands in already is said of each row, further down."""
    if entry.action == "merged":
        return words.say("import.merged")
    return words.of_many(entry.code, entry.rows, entry.params)


def _problem(problem: RowProblem, words: Words) -> str:
    """Say what is wrong, and where: only what there is of sheet, row and column."""
    where = [words.say("import.at.sheet", sheet=problem.sheet)] if problem.sheet else []
    where += [words.say("import.at.row", row=str(problem.row))] if problem.row else []
    where += [words.say("import.at.column", column=problem.column)] if problem.column else []
    return words.pair(", ".join(where) or words.say("import.at.file"), words.say(problem.code, **problem.params))
