"""The import wizard: look at the file, say what it is, see what would happen to every row, then read it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession, ImportWish
from mrm_desktop.desktop.evidence.ledger_sheet import ledger_sheet
from mrm_desktop.desktop.evidence.near_names import NearNames
from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE, Dialog, form_layout
from mrm_desktop.desktop.parts.guard_notes import GuardNote
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.desktop.parts.work import Watch, Work
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import CREDIBILITIES, RELIABILITIES, Grade
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.vocabulary import EvidenceMethod, PatrolFrequency, Rated, Stratum
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.presets import MappingPreset, load_preset, save_preset, with_options
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
    from mrm_desktop.formats.imports.preview import Preview
    from mrm_desktop.services.evidence.import_data import Imported

NOT_MAPPED = ""
GUARDED = ("guard.person_in_cell", "guard.area_without_name")
"""Problems of a file that two people may let pass."""
SCALES: tuple[tuple[str, bool | None], ...] = (("by_words", None), ("up", False), ("down", True))
# Fields of the form that only some kinds of file know, with the option that each of them fills.
_OPTION_OF = {
    **{"method": "method", "codebook": "codebook", "round": "round", "stratum": "stratum", "scale": "scale_reversed"},
    **{"radius": "radius_km", "frequency": "frequency"},
    **{"rated": "rated", "unit": "rated_unit", "elsewhere": "asked_elsewhere"},
    **{"percent": "shares_in_percent", "apart": "groups_apart"},
}
FIELDS = (
    *("kind", "sheet", "source", "grade", "method", "codebook", "round", "stratum", "rated", "unit", "elsewhere", "scale"),
    *("percent", "apart", "radius", "frequency"),
)


def _knows(kind: DatasetKind, option: str) -> bool:
    return option in {field.name for field in fields(RECORD_KINDS[kind].options)}


class ImportDialog(Dialog):
    """Imports one file. Nothing is written before the last button; a dry run always comes first."""

    def __init__(self, path: Path, session: EvidenceSession, work: Work, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path, self._session, self._work, self._words = path, session, work, words
        self._watch: Watch | None = None
        self._closed = False
        self.finished.connect(self._leave)
        self.imported: Imported | None = None
        self.setWindowTitle(reading(words.say("import.title", file=path.name)))
        self.resize(980, 720)
        self.kind = QComboBox()
        self.kind.setObjectName("kind")
        for kind in DatasetKind:
            self.kind.addItem(words.term("dataset_kind", kind), kind.value)
        self.source, self.grade, self.method = QLineEdit(), QComboBox(), QComboBox()
        self.radius, self.round = QLineEdit(), QLineEdit()
        self.sheet, self.stratum, self.scale, self.frequency = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.rated, self.unit = QComboBox(), QLineEdit()
        self.elsewhere, self.percent, self.apart = QCheckBox(), QCheckBox(), QCheckBox()
        self.codebook = QPushButton(words.say("import.codebook.choose"))
        self.codebook.setAutoDefault(False)
        self._codebook: Path | None = None
        self._dropped: frozenset[str] = frozenset()
        self._accepted: dict[str, str] = {}
        self._saved = ReadOptions()
        self.near_names: NearNames | None = None
        self.columns: dict[str, QComboBox] = {}
        self.table, self._rows = text_table(words.say("import.preview"), [""])
        self.outlook = QScrollArea()
        self.outlook.setWidgetResizable(True)
        self.outlook.setAccessibleName(words.say("import.outlook"))
        self.problem = label("", "error")
        self.leave_out = QPushButton()
        self.leave_out.setObjectName("leave-out")
        self.leave_out.clicked.connect(lambda _=False: self._leave_columns_out())
        self.leave_out.hide()
        self.guard_note = GuardNote(words)
        self.guard_note.hide()
        self.bar = QProgressBar()
        self.bar.hide()
        self._build()
        self.kind.currentIndexChanged.connect(lambda _: self.look(DatasetKind(self.kind.currentData())))
        self.look(None)

    def look(self, kind: DatasetKind | None) -> None:
        """Look at the file in the background, as ``kind`` or as what it seems to be."""
        options = ReadOptions(sheet=self.sheet.currentData() or "", drop_columns=self._dropped)
        self._run(lambda: self._session.preview(self.path, kind, options), self._show_preview)

    def wish(self) -> ImportWish:
        """Return what was said about the file; what a saved mapping says stands where nothing else was said."""
        kind = DatasetKind(self.kind.currentData())
        radius, grade, stratum = self.radius.text().strip().replace(",", "."), self.grade.currentData(), self.stratum.currentData()
        of_a_kind: dict[str, Any] = {
            "radius_km": float(radius) if radius.replace(".", "", 1).isdigit() else None,
            "method": EvidenceMethod(self.method.currentData()),
            "codebook": self._codebook,
            "round": self.round.text().strip(),
            "stratum": Stratum(stratum) if stratum else None,
            "scale_reversed": dict(SCALES)[self.scale.currentData()],
            "frequency": PatrolFrequency(self.frequency.currentData()),
            "rated": Rated(self.rated.currentData()),
            "rated_unit": self.unit.text().strip(),
            "asked_elsewhere": self.elsewhere.isChecked(),
            "shares_in_percent": self.percent.isChecked(),
            "groups_apart": self.apart.isChecked(),
        }
        # What is hidden because the kind does not know it was not said.
        said = RECORD_KINDS[kind].options(
            columns={field: box.currentData() for field, box in self.columns.items() if box.currentData() != box.property("guess")},
            drop_columns=self._dropped,
            accepted_names=dict(self._accepted),
            sheet=self.sheet.currentData() or "",
            source=self.source.text().strip(),
            grade=Grade.parse(grade) if grade else None,
            guard_passes=self.guard_note.passes(),
            **{name: value for name, value in of_a_kind.items() if _knows(kind, name)},
        )
        saved = self._saved if type(self._saved) is RECORD_KINDS[kind].options else RECORD_KINDS[kind].options()
        return ImportWish(kind, with_options(MappingPreset(kind, saved), said))

    def use_mapping(self, path: Path) -> None:
        """Take over a saved mapping and look at the file with it."""
        try:
            preset = load_preset(path)
        except KnownError as error:
            self._show_problem(error)
            return
        self._saved, self._accepted, self._dropped = (
            preset.options,
            dict(preset.options.accepted_names),
            preset.options.drop_columns,
        )
        self.kind.setCurrentIndex(self.kind.findData(preset.kind.value))
        self.look(preset.kind)

    def save_mapping(self, path: Path) -> None:
        """Save how this file is read, for the next one."""
        wish = self.wish()
        try:
            save_preset(MappingPreset(wish.kind, wish.options), path)
        except KnownError as error:
            self._show_problem(error)

    def read_in(self, dry_run: bool) -> None:
        """Read the file; with ``dry_run`` only show what would happen."""
        wish, watch = self.wish(), Watch()
        watch.stepped.connect(self._progress)
        self._watch = watch
        task: Callable[[], Imported] = lambda: self._session.import_file(self.path, wish, dry_run, watch)  # noqa: E731
        if dry_run:
            self._run(task, self._show_dry_run, watch)
        else:
            self._run(task, self._finish, watch, is_write=True)

    def _leave(self) -> None:
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()

    def _build(self) -> None:
        words, line = self._words, self.fontMetrics().lineSpacing()
        self.grade.addItem(words.say("import.grade.none"), "")
        for letter in RELIABILITIES:
            for digit in CREDIBILITIES:
                self.grade.addItem(f"{letter}{digit}", f"{letter}{digit}")
        for method in EvidenceMethod:
            self.method.addItem(words.term("method", method), method.value)
        self.method.setCurrentIndex(self.method.findData(EvidenceMethod.PURPOSIVE_SURVEY.value))
        self._fill_choices()
        self.codebook.clicked.connect(lambda _=False: self._ask_codebook())
        self.sheet.currentIndexChanged.connect(lambda _: self.look(None))
        self._form = form_layout(self)
        for name in FIELDS:
            field: QWidget = getattr(self, name)
            field.setObjectName(field.objectName() or f"import-{name}")
            field.setAccessibleName(words.say(f"import.{name}"))
            self._form.addRow(words.say(f"import.{name}"), field)
        self._mapping = form_layout(self)
        large = line >= LARGE_LINE
        options = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        options.addLayout(self._form, 1)
        options.addLayout(self._mapping, 1)
        self.table.setMinimumHeight(line * 7)
        self.outlook.setMinimumHeight(line * 8)
        layout = QVBoxLayout()
        layout.addWidget(label(words.say("import.never_changed"), "soft"))
        layout.addWidget(self.table, 2)
        layout.addLayout(options)
        layout.addLayout(self._mapping_buttons())
        layout.addWidget(self.problem)
        layout.addWidget(self.leave_out)
        layout.addWidget(self.guard_note)
        layout.addWidget(self.outlook, 3)
        self.lay_out(layout, self.bar, self._buttons())

    def _fill_choices(self) -> None:
        words = self._words
        self.stratum.addItem(words.say("import.stratum.by_column"), "")
        for stratum in Stratum:
            self.stratum.addItem(words.term("stratum", stratum), stratum.value)
        for rated in Rated:
            self.rated.addItem(words.term("rated", rated), rated.value)
        for name, _ in SCALES:
            self.scale.addItem(words.say(f"import.scale.{name}"), name)
        for frequency in PatrolFrequency:
            self.frequency.addItem(words.term("patrol_frequency", frequency), frequency.value)
        self.frequency.setCurrentIndex(self.frequency.findData(PatrolFrequency.UNKNOWN.value))

    def _mapping_buttons(self) -> QBoxLayout:
        large = self.fontMetrics().lineSpacing() >= LARGE_LINE
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        for name, run in (("use-mapping", self._ask_mapping), ("save-mapping", self._ask_save_mapping)):
            button = QPushButton(self._words.say(f"import.{name.replace('-', '_')}"))
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, run=run: run())
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _ask_mapping(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._words.say("import.use_mapping"), "", "JSON (*.json)")
        if name:
            self.use_mapping(Path(name))

    def _ask_save_mapping(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self._words.say("import.save_mapping"), "mapping.json", "JSON (*.json)")
        if name:
            self.save_mapping(Path(name))

    def _ask_codebook(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._words.say("import.codebook"), "", "XLSForm (*.xlsx)")
        self._codebook = Path(name) if name else None
        self.codebook.setText(self._codebook.name if self._codebook else self._words.say("import.codebook.choose"))

    def _leave_columns_out(self) -> None:
        """Leave out the columns at which the guard stopped, and try again."""
        self._dropped |= frozenset(self.leave_out.property("columns"))
        self.read_in(dry_run=True)

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

    def _run(
        self, task: Callable[[], object], done: Callable[..., None], watch: Watch | None = None, is_write: bool = False
    ) -> None:
        self.problem.setText("")
        self.leave_out.hide()
        self.import_button.setEnabled(False)
        run = self._work.write if is_write else self._work.read
        run(task, self._if_here(done), self._if_here(self._show_problem), watch)

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
        for name, option in _OPTION_OF.items():
            self._form.setRowVisible(getattr(self, name), _knows(kind, option))
        self._show_sheets(seen.sheets)
        self._show_mapping(seen)
        noticed = [self._words.say("archive.member_read", member=seen.member)] if seen.member else []
        noticed += [self._words.say("import.covered", columns=sorted(seen.covered))] if seen.covered else []
        self.problem.setText("\n".join(noticed))

    def _show_sheets(self, sheets: tuple[str, ...]) -> None:
        """Offer the layers of a geographic file; a table has one sheet to look at."""
        if [self.sheet.itemData(n) for n in range(self.sheet.count())] != list(sheets):
            self.sheet.blockSignals(True)
            self.sheet.clear()
            for name in sheets:
                self.sheet.addItem(name, name)
            self.sheet.blockSignals(False)
        self._form.setRowVisible(self.sheet, len(sheets) > 1)

    def _show_mapping(self, seen: Preview) -> None:
        while self._mapping.rowCount():
            self._mapping.removeRow(0)
        self.columns = {}
        for field, heading in seen.mapping.items():
            box = QComboBox()
            box.addItem(self._words.say("import.not_mapped"), NOT_MAPPED)
            for candidate in seen.headings:
                box.addItem(reading(candidate), candidate)
            box.setCurrentIndex(max(0, box.findData(heading)))
            box.setProperty("guess", heading)
            name = self._words.term("column", field)
            box.setAccessibleName(name)
            box.setToolTip(name)
            self.columns[field] = box
            self._mapping.addRow(reading(field), box)
            self._mapping.labelForField(box).setToolTip(name)

    def _show_dry_run(self, imported: Imported) -> None:
        read = imported.reading
        sheet = ledger_sheet(self._words.say("import.would", count=len(read.records)), read.ledger, self._words)
        self.near_names = None
        if read.review:
            self.near_names = NearNames(read.review, self._accepted, self._words)
            self.near_names.chosen.connect(self._names_chosen)
            sheet.layout().insertWidget(2, self.near_names)  # type: ignore[union-attr]
        self.outlook.setWidget(sheet)
        if imported.already_there:
            self.problem.setText(self._words.say("cli.import.already", file=read.file_name))
        self.import_button.setEnabled(not imported.already_there)
        self.bar.hide()
        self._show_left_out(imported)

    def _show_left_out(self, imported: Imported) -> None:
        """Offer a pass for the columns of which something was left out because it tells of a person."""
        fields = {heading: field for field, heading in imported.reading.mapping.items()}
        stopped = [p for p in imported.reading.ledger.problems if p.code in GUARDED and p.column in fields]
        if stopped:
            words = self._words
            lines = dict.fromkeys(f"{p.column}: {words.say(p.code, **p.params)}" for p in stopped)
            self.guard_note.say([reading(line) for line in lines], [fields[p.column] for p in stopped])
        else:
            self.guard_note.setVisible(bool(self.guard_note.passes()))

    def _names_chosen(self) -> None:
        """Keep what was accepted; what it does is shown by the next dry run, and only then may be imported."""
        if self.near_names is not None:
            for text in self.near_names.boxes:
                self._accepted.pop(text, None)
            self._accepted |= self.near_names.accepted()
            self.import_button.setEnabled(False)

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
        sentence, next_step = sentence_for(error, self._words)
        self.problem.setText(f"{sentence}\n{next_step}".strip())
        if isinstance(error, PersonInTextError):
            self.guard_note.show_findings(error.findings)
        if isinstance(error, KnownError) and error.code == "guard.columns_stopped":
            columns = list(error.params["columns"])
            self.leave_out.setText(reading(self._words.say("import.leave_out", columns=columns)))
            self.leave_out.setProperty("columns", columns)
            self.leave_out.show()
