"""The evidence workspace: what was imported, with the ledger of every file; import and take back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
from mrm_desktop.desktop.evidence.import_dialog import ImportDialog
from mrm_desktop.desktop.evidence.ledger_sheet import ledger_sheet
from mrm_desktop.desktop.evidence.purge_dialog import PurgeDialog
from mrm_desktop.desktop.parts.ask import ask
from mrm_desktop.desktop.parts.drafts import DraftKeeper, Fields
from mrm_desktop.desktop.parts.halves import fill, halves
from mrm_desktop.desktop.parts.labels import empty_pane, label
from mrm_desktop.desktop.parts.page_context import Page, PageContext
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.desktop.parts.undo import TwoWay
from mrm_desktop.desktop.parts.work import Watch
from mrm_desktop.domain.datasets import Dataset, counting
from mrm_desktop.formats.door.foreign import the_door
from mrm_desktop.project.kinds import Kind

if TYPE_CHECKING:
    from mrm_desktop.domain.purges import Going, Purged
    from mrm_desktop.services.evidence.import_data import Imported

COLUMNS = ("kind", "file", "state", "source", "imported", "rows", "kept", "dropped")


READ = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods", "json", "geojson", "gpkg", "shp", "zip", "kml", "kmz", "gpx", "toml")
"""Endings of the files that are offered for an import; what is in one decides how it is read."""
SURVEY = "survey-form"
TEMPLATES = ("presence", "places", "community", "armed-actors", "incidents", SURVEY)


class EvidencePage(Page):
    """Datasets on the left, the ledger of the chosen one on the right."""

    rests_on = frozenset({Kind.DATASETS})

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._session = EvidenceSession(context.opened)
        self._words = words = context.words
        self._datasets: list[Dataset] = []
        headings = [words.say(f"evidence.column.{column}") for column in COLUMNS]
        # What may be long gives way, so that no column lies beyond the edge.
        giving = [COLUMNS.index(column) for column in ("file", "source")]
        self.table, self._model = text_table(words.say("evidence.datasets"), headings, giving)
        self.table.setObjectName("datasets")
        self.table.selectionModel().currentRowChanged.connect(lambda current, _: self._show(current.row()))
        self.ledger = QScrollArea()
        self.ledger.setObjectName("card")
        self.ledger.setWidgetResizable(True)
        self.ledger.setMinimumWidth(380)
        self.ledger.setAccessibleName(words.say("evidence.ledger"))
        self.import_button = QPushButton(words.say("evidence.import"))
        self.import_button.setObjectName("import")
        self.import_button.setProperty("role", "primary")
        self.import_button.clicked.connect(self.ask_import)
        self.undo_button = QPushButton(words.say("evidence.undo"))
        self.undo_button.setObjectName("undo")
        self.undo_button.setEnabled(False)
        self.undo_button.clicked.connect(self._ask_undo)
        self.template_button = QPushButton(words.say("evidence.template"))
        self.template_button.setObjectName("template")
        self.template_button.setMenu(self._templates())
        self.ledger_button = QPushButton(words.say("evidence.write_ledger"))
        self.ledger_button.setObjectName("write-ledger")
        self.ledger_button.setEnabled(False)
        self.ledger_button.clicked.connect(self._ask_ledger)
        self._lay_out()
        self.fill(())

    def refresh(self) -> None:
        """Ask for the datasets, and get ready to read a file: whoever looks here is likely to bring one."""
        the_door().keep_warm()
        self.ask(self._session.datasets, self.fill)

    def ask_import(self) -> None:
        """Ask for a file and open the wizard on it."""
        words = self._words
        # Keys, locks and logs of projects lie in the same folders: they are shown to whoever asks for all files.
        offered = f"{words.say('import.files')} ({' '.join(f'*.{ending}' for ending in READ)});;{words.say('import.all_files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self, words.say("evidence.import"), "", offered)
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> ImportDialog:
        """Open the import wizard on a file."""
        dialog = ImportDialog(path, self._session, self._context.work, self._words, self)
        dialog.accepted.connect(lambda: self._imported(dialog))
        dialog.looked.connect(lambda: self._keep_draft(dialog), Qt.ConnectionType.SingleShotConnection)
        dialog.open()
        return dialog

    def _keep_draft(self, dialog: ImportDialog) -> None:
        """Keep what is said about a file until it is read in; the file itself stays where it is."""
        of_file = hashlib.sha256(dialog.path.name.encode()).hexdigest()[:16]  # a name of a file may tell too much
        keeper = DraftKeeper(self._context, "import", of_file, dialog, Fields(dialog.fields()))
        dialog.accepted.connect(keeper.done)

    def _imported(self, dialog: ImportDialog) -> None:
        """Let an import be taken back by undo, and read in again by redo."""
        done, path, wish = dialog.imported, dialog.path, dialog.wish()
        if done is not None and done.dataset is not None:
            session, current = self._session, [done.dataset.id]

            def again() -> None:
                def keep(imported: Imported) -> None:
                    current[0] = imported.dataset.id if imported.dataset is not None else current[0]

                watch = Watch()
                self._context.work.write(lambda: session.import_file(path, wish, False, watch), keep, self._context.fail, watch)

            said = self._words.say("evidence.undo_import", file=path.name)
            self._context.undo.push(TwoWay(lambda: self._take_back(current[0]), again, said))

    def fill(self, datasets: Sequence[Dataset]) -> None:
        """Show the datasets, the newest first."""
        self._datasets = list(reversed(datasets))
        words, counts = self._words, {d.id for d in counting(datasets)}
        self._model.fill(
            [
                (
                    words.term("dataset_kind", d.kind),
                    d.file_name,
                    words.say(f"evidence.state.{'undone' if d.undone else 'counts' if d.id in counts else 'replaced'}"),
                    d.told or "–",
                    words.day(d.imported_at.date()),
                    words.number(d.ledger.rows_in, 0),
                    words.number(d.ledger.rows_kept, 0),
                    words.number(d.ledger.rows_dropped, 0),
                )
                for d in self._datasets
            ],
            struck=[row for row, d in enumerate(self._datasets) if d.id not in counts],
        )
        self.undo_button.setEnabled(False)
        self.ledger_button.setEnabled(False)
        self.ledger.setWidget(empty_pane(words.say("evidence.none" if not datasets else "evidence.pick")))

    def _lay_out(self) -> None:
        left = QWidget()
        inner = QVBoxLayout(left)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.addWidget(label(self._words.say("evidence.title"), "title"))
        inner.addWidget(label(self._words.say("evidence.what"), "soft"))
        row = QHBoxLayout()
        for button in (self.import_button, self.undo_button, self.ledger_button, self.template_button):
            row.addWidget(button)
        row.addStretch(1)
        inner.addLayout(row)
        inner.addWidget(self.table, 1)
        fill(self, halves((left, self.ledger), (900, 440)))

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._datasets):
            dataset = self._datasets[row]
            self.undo_button.setEnabled(not dataset.undone)
            self.ledger_button.setEnabled(True)
            self.ledger.setWidget(self._beside(dataset))

    def _beside(self, dataset: Dataset) -> QWidget:
        """Make the sheet of a file: its ledger, and the way to take it out where something in it may not be kept."""
        sheet = ledger_sheet(dataset.file_name, dataset.ledger, self._words)
        if not self._session.is_file:
            return sheet
        both, below = QWidget(), QVBoxLayout()
        take_out = QPushButton(self._words.say("purge.ask"))
        take_out.setObjectName("purge-ask")
        take_out.clicked.connect(lambda _=False: self._ask_purge(dataset))
        below.setContentsMargins(16, 0, 16, 16)
        below.addWidget(label(self._words.say("purge.when"), "soft"))
        below.addWidget(take_out, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet, 1)
        column.addLayout(below)
        return both

    def _ask_purge(self, dataset: Dataset) -> None:
        """Show what would go, and take it out once two roles say so."""
        session, work, context = self._session, self._context.work, self._context

        def ask_roles(going: Going) -> None:
            dialog = PurgeDialog(going, self._words, self)

            def taken(stone: Purged) -> None:
                context.undo.clear()  # redo would read the file in again
                dialog.show_tombstone(stone)

            def take_out() -> None:
                purge = dialog.purge()
                work.write(lambda: session.purge(dataset.id, purge), taken, dialog.refuse)

            dialog.submitted.connect(take_out)
            dialog.open()

        work.read(lambda: session.what_would_go(dataset.id), ask_roles, context.fail)

    def _ask_undo(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._datasets):
            dataset, words = self._datasets[row], self._words
            ask(
                self,
                words.say("evidence.undo.ask", file=dataset.file_name, rows=words.number(dataset.ledger.rows_kept, 0)),
                (words.say("evidence.undo.yes"), words.say("evidence.undo.no")),
                ("ask-take-back", "take-it-back", "leave-it"),
                lambda: self._take_back(dataset.id),
                words,
            )

    def _templates(self) -> QMenu:
        """Make the menu of what can be written as an example to start from."""
        menu = QMenu(self)
        for kind in TEMPLATES:
            said = self._words.say(f"evidence.template.{kind}") if kind == SURVEY else self._words.term("dataset_kind", kind)
            menu.addAction(said, lambda kind=kind: self._ask_template(kind))  # type: ignore[misc]
        return menu

    def _ask_template(self, kind: str) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self._words.say("evidence.template"), f"{kind}.xlsx", "XLSX (*.xlsx)")
        if name:
            session = self._session
            self._context.work.write(lambda: session.write_template(kind, Path(name)), self._context.wrote, self._context.fail)

    def _ask_ledger(self) -> None:
        row = self.table.currentIndex().row()
        if not 0 <= row < len(self._datasets):
            return
        suggested = f"{Path(self._datasets[row].file_name).stem}-ledger.xlsx"
        name, _ = QFileDialog.getSaveFileName(
            self, self._words.say("evidence.write_ledger"), suggested, "XLSX (*.xlsx);;CSV (*.zip)"
        )
        if name:
            session, dataset_id = self._session, self._datasets[row].id
            self._context.work.write(lambda: session.write_ledger(dataset_id, Path(name)), self._context.wrote, self._context.fail)

    def _take_back(self, dataset_id: str) -> None:
        session, watch = self._session, Watch()
        self._context.work.write(lambda: session.undo_import(dataset_id, watch), lambda _: None, self._context.fail, watch)
