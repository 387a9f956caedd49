"""The import wizard: look at the file, say what it is, see what would happen to every row, then read it in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QDialogButtonBox,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.area_card import label
from mrm_desktop.desktop.dialogs import LARGE_LINE, Dialog, form_layout
from mrm_desktop.desktop.ledger_sheet import ledger_sheet
from mrm_desktop.desktop.messages import sentence_for
from mrm_desktop.desktop.session import ImportWish
from mrm_desktop.desktop.tables import text_table
from mrm_desktop.desktop.work import Watch, Work
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.grades import CREDIBILITIES, RELIABILITIES
from mrm_desktop.domain.vocabulary import EvidenceMethod
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.desktop.evidence_session import EvidenceSession
    from mrm_desktop.formats.preview import Preview
    from mrm_desktop.services.import_data import Imported

KINDS = (DatasetKind.AREAS, DatasetKind.PRESENCE, DatasetKind.PLACES, DatasetKind.COMMUNITY, DatasetKind.ARMED_ACTORS)
NOT_MAPPED = ""


class ImportDialog(Dialog):
    """Imports one file. Nothing is written before the last button; a dry run always comes first."""

    def __init__(self, path: Path, session: EvidenceSession, work: Work, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path, self._session, self._work, self._words = path, session, work, words
        self._watch: Watch | None = None
        self._closed = False
        self.finished.connect(self._leave)
        self.imported: Imported | None = None
        self.setWindowTitle(words.say("import.title", file=path.name))
        self.resize(980, 720)
        self.kind = QComboBox()
        self.kind.setObjectName("kind")
        for kind in KINDS:
            self.kind.addItem(words.term("dataset_kind", kind), kind.value)
        self.source, self.grade, self.method = QLineEdit(), QComboBox(), QComboBox()
        self.radius = QLineEdit()
        self.columns: dict[str, QComboBox] = {}
        self.table, self._rows = text_table(words.say("import.preview"), [""])
        self.outlook = QScrollArea()
        self.outlook.setWidgetResizable(True)
        self.outlook.setAccessibleName(words.say("import.outlook"))
        self.problem = label("", "error")
        self.bar = QProgressBar()
        self.bar.hide()
        self._build()
        self.kind.currentIndexChanged.connect(lambda _: self.look(DatasetKind(self.kind.currentData())))
        self.look(None)

    def look(self, kind: DatasetKind | None) -> None:
        """Look at the file in the background, as ``kind`` or as what it seems to be."""
        self._run(lambda: self._session.preview(self.path, kind), self._show_preview)

    def wish(self) -> ImportWish:
        """Return what was said about the file."""
        radius = self.radius.text().strip().replace(",", ".")
        return ImportWish(
            kind=DatasetKind(self.kind.currentData()),
            columns={field: box.currentData() for field, box in self.columns.items() if box.currentData() != box.property("guess")},
            drop_columns=frozenset(),
            source=self.source.text().strip(),
            grade=self.grade.currentData(),
            method=self.method.currentData(),
            radius_km=float(radius) if radius.replace(".", "", 1).isdigit() else None,
        )

    def read_in(self, dry_run: bool) -> None:
        """Read the file; with ``dry_run`` only show what would happen."""
        wish, watch = self.wish(), Watch()
        watch.stepped.connect(self._progress)
        self._watch = watch
        task: Callable[[], Imported] = lambda: self._session.import_file(self.path, wish, dry_run, watch)  # noqa: E731
        if dry_run:
            self._run(task, self._show_dry_run, watch)
        else:
            self._run(task, self._finish, watch)

    def reject(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        super().reject()

    def _leave(self) -> None:
        self._closed = True

    def _build(self) -> None:
        words, line = self._words, self.fontMetrics().lineSpacing()
        self.grade.addItem(words.say("import.grade.none"), "")
        for letter in RELIABILITIES:
            for digit in CREDIBILITIES:
                self.grade.addItem(f"{letter}{digit}", f"{letter}{digit}")
        for method in EvidenceMethod:
            self.method.addItem(words.term("method", method), method.value)
        self.method.setCurrentIndex(self.method.findData(EvidenceMethod.PURPOSIVE_SURVEY.value))
        form = form_layout(self)
        for name in ("kind", "source", "grade", "method", "radius"):
            field: QWidget = getattr(self, name)
            field.setAccessibleName(words.say(f"import.{name}"))
            form.addRow(words.say(f"import.{name}"), field)
        self._mapping = form_layout(self)
        large = line >= LARGE_LINE
        options = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        options.addLayout(form, 1)
        options.addLayout(self._mapping, 1)
        self.table.setMinimumHeight(line * 7)
        self.outlook.setMinimumHeight(line * 8)
        layout = QVBoxLayout()
        layout.addWidget(label(words.say("import.never_changed"), "soft"))
        layout.addWidget(self.table, 2)
        layout.addLayout(options)
        layout.addWidget(self.problem)
        layout.addWidget(self.outlook, 3)
        self.lay_out(layout, self.bar, self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.try_button = buttons.addButton(self._words.say("import.dry_run"), QDialogButtonBox.ButtonRole.ActionRole)
        self.import_button = buttons.addButton(self._words.say("import.now"), QDialogButtonBox.ButtonRole.ActionRole)
        for name, button, dry_run in (("dry-run", self.try_button, True), ("import-now", self.import_button, False)):
            button.setObjectName(name)
            button.clicked.connect(lambda _=False, dry_run=dry_run: self.read_in(dry_run))
        self.import_button.setEnabled(False)
        buttons.addButton(self._words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons

    def _run(self, task: Callable[[], object], done: Callable[..., None], watch: Watch | None = None) -> None:
        self.problem.setText("")
        self.import_button.setEnabled(False)
        self._work.read(task, self._if_here(done), self._if_here(self._show_problem), watch)

    def _if_here(self, receiver: Callable[..., None]) -> Callable[[object], None]:
        """Let an answer that comes after the dialog was closed reach nobody."""

        def deliver(answer: object) -> None:
            if not self._closed:
                receiver(answer)

        return deliver

    def _show_preview(self, seen: Preview) -> None:
        self._rows.fill(seen.rows, seen.headings)
        self.kind.blockSignals(True)
        if seen.kind is not None:
            self.kind.setCurrentIndex(self.kind.findData(seen.kind.value))
        self.kind.blockSignals(False)
        kind = DatasetKind(self.kind.currentData())
        self.method.setEnabled(kind is DatasetKind.COMMUNITY)
        self.radius.setEnabled(kind is DatasetKind.PRESENCE)
        self._show_mapping(seen)
        if seen.covered:
            self.problem.setText(self._words.say("import.covered", columns=sorted(seen.covered)))

    def _show_mapping(self, seen: Preview) -> None:
        while self._mapping.rowCount():
            self._mapping.removeRow(0)
        self.columns = {}
        for field, heading in seen.mapping.items():
            box = QComboBox()
            box.addItem(self._words.say("import.not_mapped"), NOT_MAPPED)
            for candidate in seen.headings:
                box.addItem(candidate, candidate)
            box.setCurrentIndex(max(0, box.findData(heading)))
            box.setProperty("guess", heading)
            name = self._words.term("column", field)
            box.setAccessibleName(name)
            box.setToolTip(name)
            self.columns[field] = box
            self._mapping.addRow(field, box)

    def _show_dry_run(self, imported: Imported) -> None:
        reading = imported.reading
        self.outlook.setWidget(
            ledger_sheet(self._words.say("import.would", count=len(reading.records)), reading.ledger, self._words)
        )
        if imported.already_there:
            self.problem.setText(self._words.say("cli.import.already", file=reading.file_name))
        self.import_button.setEnabled(not imported.already_there)
        self.bar.hide()

    def _finish(self, imported: Imported) -> None:
        self.imported = imported
        self.accept()

    def _progress(self, done: int, total: int, code: str) -> None:
        self.bar.show()
        self.bar.setMaximum(total)
        self.bar.setValue(done)
        self.bar.setFormat(self._words.say(code))

    def _show_problem(self, error: Exception) -> None:
        self.bar.hide()
        said, following = sentence_for(error, self._words)
        self.problem.setText(f"{said}\n{following}".strip())
