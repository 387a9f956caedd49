"""The evidence workspace: what was imported, with the ledger of every file; import and take back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from mrm_desktop.desktop.area_card import label
from mrm_desktop.desktop.tables import text_table
from mrm_desktop.domain.datasets import Dataset, Ledger
from mrm_desktop.domain.errors import RowProblem
from mrm_desktop.foundation.words import Words

COLUMNS = ("kind", "file", "imported", "rows", "kept", "dropped", "state")
SHOWN_OF_A_KIND = 5  # problems of one kind that are listed before the rest is counted


class EvidencePage(QWidget):
    """Datasets on the left, the ledger of the chosen one on the right."""

    import_asked = Signal()
    undo_asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._words = words
        self._datasets: list[Dataset] = []
        headings = [words.say(f"evidence.column.{column}") for column in COLUMNS]
        self.table, self._model = text_table(words.say("evidence.datasets"), headings)
        self.table.selectionModel().currentRowChanged.connect(lambda current, _: self._show(current.row()))
        self.ledger = QScrollArea()
        self.ledger.setObjectName("card")
        self.ledger.setWidgetResizable(True)
        self.ledger.setMinimumWidth(380)
        self.ledger.setAccessibleName(words.say("evidence.ledger"))
        self.import_button = QPushButton(words.say("evidence.import"))
        self.import_button.setObjectName("import")
        self.import_button.setProperty("role", "primary")
        self.import_button.clicked.connect(self.import_asked)
        self.undo_button = QPushButton(words.say("evidence.undo"))
        self.undo_button.setObjectName("undo")
        self.undo_button.setEnabled(False)
        self.undo_button.clicked.connect(self._ask_undo)
        self._lay_out()
        self.fill(())

    def fill(self, datasets: Sequence[Dataset]) -> None:
        """Show the datasets, the newest first."""
        self._datasets = list(reversed(datasets))
        words = self._words
        self._model.fill(
            [
                (
                    words.term("dataset_kind", d.kind),
                    d.file_name,
                    words.day(d.imported_at.date()),
                    words.number(d.ledger.rows_in, 0),
                    words.number(d.ledger.rows_kept, 0),
                    words.number(d.ledger.rows_dropped, 0),
                    words.say("evidence.state.undone" if d.undone else "evidence.state.counts"),
                )
                for d in self._datasets
            ]
        )
        self.undo_button.setEnabled(False)
        self.ledger.setWidget(label(words.say("evidence.none" if not datasets else "evidence.pick"), "soft"))

    def _lay_out(self) -> None:
        left = QWidget()
        inner = QVBoxLayout(left)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.addWidget(label(self._words.say("evidence.title"), "title"))
        inner.addWidget(label(self._words.say("evidence.what"), "soft"))
        row = QHBoxLayout()
        row.addWidget(self.import_button)
        row.addWidget(self.undo_button)
        row.addStretch(1)
        inner.addLayout(row)
        inner.addWidget(self.table, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(left)
        halves.addWidget(self.ledger)
        halves.setStretchFactor(0, 1)
        halves.setSizes([900, 440])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(halves)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._datasets):
            dataset = self._datasets[row]
            self.undo_button.setEnabled(not dataset.undone)
            self.ledger.setWidget(ledger_sheet(dataset.file_name, dataset.ledger, self._words))

    def _ask_undo(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._datasets):
            self.undo_asked.emit(self._datasets[row].id)


def ledger_sheet(title: str, ledger: Ledger, words: Words) -> QWidget:
    """Show a ledger as text: the balance, what was done, what is wrong."""
    sheet = QWidget()
    layout = QVBoxLayout(sheet)
    layout.setContentsMargins(16, 14, 16, 18)
    layout.addWidget(label(title, "title"))
    balance = {"rows": ledger.rows_in, "kept": ledger.rows_kept, "dropped": ledger.rows_dropped, "merged": ledger.rows_merged}
    layout.addWidget(label(words.say("cli.ledger", **balance), "section"))
    for entry in ledger.entries:
        said = words.say(entry.code, **{"count": entry.rows, **entry.params})
        layout.addWidget(label(f"{words.number(entry.rows, 0)} · {said}" if entry.rows else said, ""))
    for problems in _by_kind(ledger.problems).values():
        for problem in problems[:SHOWN_OF_A_KIND]:
            layout.addWidget(label(_problem(problem, words), "error"))
        if len(problems) > SHOWN_OF_A_KIND:
            layout.addWidget(label(words.say("cli.problem.more", count=len(problems) - SHOWN_OF_A_KIND), "soft"))
    layout.addStretch(1)
    return sheet


def _by_kind(problems: Sequence[RowProblem]) -> dict[str, list[RowProblem]]:
    found: dict[str, list[RowProblem]] = {}
    for problem in problems:
        found.setdefault(problem.code, []).append(problem)
    return found


def _problem(problem: RowProblem, words: Words) -> str:
    where = words.say("cli.problem.where", sheet=problem.sheet or "–", row=str(problem.row), column=problem.column or "–")
    return f"{where}: {words.say(problem.code, **problem.params)}"
