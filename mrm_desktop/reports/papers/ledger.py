"""The loss ledger of an import as a file: for a colleague who asks what became of the rows, and for the office that sent them."""

from __future__ import annotations

from collections.abc import Sequence

from mrm_desktop.domain.datasets import Dataset
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.tables import Sheet, csv_bundle, workbook

FORMATS = ("xlsx", "csv")


def ledger_file(dataset: Dataset, words: Words, ending: str) -> bytes:
    """Return the ledger as a workbook, or as a bundle of CSV files.

    Parameters
    ----------
    ending : str
        One of :data:`FORMATS`.
    """
    sheets = ledger_sheets(dataset, words)
    return workbook(sheets) if ending == "xlsx" else csv_bundle(sheets)


def ledger_sheets(dataset: Dataset, words: Words) -> Sequence[Sheet]:
    """Return three tables: the balance of rows, each line of the ledger, each problem of a row."""
    ledger = dataset.ledger
    balance = (
        ("file", dataset.file_name),
        ("kind", words.term("dataset_kind", dataset.kind)),
        ("sha256", dataset.sha256),
        ("imported_at", dataset.imported_at.isoformat()),
        ("undone", words.value(dataset.undone)),
        ("rows_in", ledger.rows_in),
        ("rows_kept", ledger.rows_kept),
        ("rows_dropped", ledger.rows_dropped),
        ("rows_merged", ledger.rows_merged),
    )
    lines = [(e.action, e.rows, words.of_many(e.code, e.rows, e.params), e.code) for e in ledger.entries]
    problems = [(p.sheet, p.row, p.column, words.say(p.code, **p.params), p.code) for p in ledger.problems]
    return (
        Sheet("balance", ("item", "value"), tuple((words.say(f"ledger.{item}"), value) for item, value in balance)),
        Sheet("lines", ("action", "rows", "what_happened", "code"), tuple(lines)),
        Sheet("problems", ("sheet", "row", "column", "what_happened", "code"), tuple(problems)),
    )
