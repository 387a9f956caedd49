"""The import: first what is what in the file, then what will happen to every row. Nothing is read in that was not seen first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialogButtonBox,
    QFileDialog,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession, ImportWish
from mrm_desktop.desktop.evidence.import_form import ImportForm
from mrm_desktop.desktop.evidence.ledger_sheet import ledger_sheet
from mrm_desktop.desktop.evidence.near_names import NearNames
from mrm_desktop.desktop.evidence.small_map import SmallMap
from mrm_desktop.desktop.parts.bidi import reading
from mrm_desktop.desktop.parts.dialogs import LARGE_LINE, scrolled
from mrm_desktop.desktop.parts.field_checks import FieldChecks
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.messages import sentence_for
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.desktop.parts.work import Watch, Work
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.presets import MappingPreset, load_preset, save_preset
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.desktop.evidence.evidence_session import EvidenceSession
    from mrm_desktop.formats.imports.preview import Preview
    from mrm_desktop.services.evidence.import_data import Imported

GUARDED = ("guard.person_in_cell", "guard.area_without_name")
"""Problems of a file that two people may let pass."""
LINES_OF_GROUND = 14
WHAT, OUTCOME = range(2)  # the two steps


class ImportDialog(ImportForm):
    """Imports one file in two steps. What is read in is exactly what was shown: any change makes it void.

    ``looked`` tells that the file was looked at, and the form is filled with what it seems to be.
    """

    looked = Signal()

    def __init__(self, path: Path, session: EvidenceSession, work: Work, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.path, self._session, self._work = path, session, work
        self._watch: Watch | None = None
        self._closed = False
        self._said_kind: DatasetKind | None = None
        self.finished.connect(self._leave)
        self.imported: Imported | None = None
        self.setWindowTitle(reading(words.say("import.title", file=path.name)))
        self.resize(980, 720)
        self.near_names: NearNames | None = None
        self._seen: ImportWish | None = None
        self._can_look = self._can_import = False
        self._looked_with: dict[str, Any] = {}
        self.table, self._rows = text_table(words.say("import.preview"), [""])
        self.map = SmallMap(words.say("import.map"))
        self.headline, self.details = label("", "title"), label("", "")
        self.outlook = QScrollArea()
        self.outlook.setWidgetResizable(True)
        self.outlook.setAccessibleName(words.say("import.outlook"))
        self.problem = label("", "error")
        self.void = label(words.say("import.changed"), "error")
        self.leave_out = QPushButton()
        self.leave_out.setObjectName("leave-out")
        self.leave_out.clicked.connect(lambda _=False: self._leave_columns_out())
        self.leave_out.hide()
        self.bar = QProgressBar()
        self.bar.hide()
        self._build()
        self.kind.currentIndexChanged.connect(lambda _: self._kind_said())
        self._work.read(session.outline, self._if_here(self.map.show_outline), lambda _: None)
        self.look(None)

    def look(self, kind: DatasetKind | None) -> None:
        """Look at the file in the background, as ``kind`` or as what it seems to be."""
        self._looked_with = self.how_written()
        options = ReadOptions(sheet=self.sheet.currentData() or "", drop_columns=self._dropped, **self._looked_with)
        self._run(lambda: self._session.preview(self.path, kind, options), self._show_preview)

    def _look_again(self) -> None:
        """Look at the file with what was said about how it is written."""
        if self.how_written() != self._looked_with:
            self.look(self._said_kind)

    def _kind_said(self) -> None:
        """Look at the file as what a person said that it is; until then it is guessed."""
        self._said_kind = DatasetKind(self.kind.currentData())
        self.look(self._said_kind)

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
        """Read the file; with ``dry_run`` only show what would happen. What was not shown is shown and not read in."""
        wish, watch = self.wish(), Watch()
        dry_run = dry_run or wish != self._seen
        watch.stepped.connect(self._progress)
        self._watch = watch
        task: Callable[[], Imported] = lambda: self._session.import_file(self.path, wish, dry_run, watch)  # noqa: E731
        if dry_run:
            self._run(task, lambda imported: self._show_dry_run(imported, wish), watch)
        else:
            self._run(task, self._finish, watch, is_write=True)

    def go_back(self) -> None:
        """Go back to what is what; what was shown stays what is read in, as long as nothing changes."""
        self.steps.setCurrentIndex(WHAT)
        self._show_buttons()

    def _leave(self) -> None:
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()

    def _build(self) -> None:
        words, line = self._words, self.fontMetrics().lineSpacing()
        large = line >= LARGE_LINE
        options = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        options.addLayout(self._form, 1)
        options.addLayout(self._mapping, 1)
        self.table.setMinimumHeight(line * 7)
        top = QBoxLayout(options.direction())
        top.addWidget(self.table, 3)
        top.addWidget(self.map, 1)
        layout = QVBoxLayout()
        layout.addWidget(label(words.say("import.never_changed"), "soft"))
        layout.addLayout(top, 2)
        layout.addLayout(options)
        layout.addLayout(self._mapping_buttons())
        self._sheet = scrolled(layout)
        self.steps = QStackedWidget()
        self.steps.addWidget(self._sheet)
        self.steps.addWidget(self._outcome())
        outer = QVBoxLayout(self)
        outer.addWidget(self.steps, 1)
        buttons = self._buttons()
        self.checks = FieldChecks(self._form, self.try_button)
        self.checks.require(self.care, self.missing_care)
        self.checks.require(self.scale_ends, self.unreadable_ends)
        self.checks.require(self.yes_no, self.unreadable_codes)
        for part in (self.guard_note, self.problem, self.leave_out, self.bar, self.void, self.checks.why_not, buttons):
            outer.addWidget(part)
        self.watch_changes(self.guard_note)
        self.changed.connect(self._show_buttons)
        self.sheet.currentIndexChanged.connect(lambda _: self.look(self._said_kind))
        self.delimiter.currentIndexChanged.connect(lambda _: self._look_again())
        for field in (self.encoding, self.crs, self.heading_row):
            field.editingFinished.connect(self._look_again)
        self._show_buttons()

    def _outcome(self) -> QWidget:
        """Make the second step: the sentence that matters most, the others, and the ledger with all the room there is."""
        step = QWidget()
        layout = QVBoxLayout(step)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.headline)
        layout.addWidget(self.details)
        layout.addWidget(self.outlook, 1)
        return step

    def _show_buttons(self) -> None:
        """Offer what can be done: to look first, then to read in what was seen, and only that."""
        is_seen, at_outcome = self._seen is not None and self.wish() == self._seen, self.steps.currentIndex() == OUTCOME
        self.back_button.setVisible(at_outcome)
        self.try_button.setText(self._words.say("import.again" if at_outcome else "import.dry_run"))
        self.try_button.setVisible(not (at_outcome and is_seen))
        self.import_button.setVisible(at_outcome)
        self.import_button.setEnabled(is_seen and self._can_import)
        self.void.setVisible(at_outcome and not is_seen)
        self.checks.look()
        self.try_button.setEnabled(self._can_look and self.checks.is_right)

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

    def _leave_columns_out(self) -> None:
        """Leave out the columns at which the guard stopped, and try again."""
        self._dropped |= frozenset(self.leave_out.property("columns"))
        self.read_in(dry_run=True)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        self.back_button = buttons.addButton(self._words.say("import.back"), QDialogButtonBox.ButtonRole.ActionRole)
        self.back_button.setObjectName("import-back")
        self.back_button.clicked.connect(lambda _=False: self.go_back())
        self.try_button = buttons.addButton(self._words.say("import.dry_run"), QDialogButtonBox.ButtonRole.ActionRole)
        self.import_button = buttons.addButton(self._words.say("import.now"), QDialogButtonBox.ButtonRole.ActionRole)
        for name, button, dry_run in (("dry-run", self.try_button, True), ("import-now", self.import_button, False)):
            button.setObjectName(name)
            button.setProperty("role", "primary")
            button.clicked.connect(lambda _=False, dry_run=dry_run: self.read_in(dry_run))
        self.back_button.setAutoDefault(False)
        self.import_button.setEnabled(False)
        buttons.addButton(self._words.say("window.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons

    def _run(
        self, task: Callable[[], object], done: Callable[..., None], watch: Watch | None = None, is_write: bool = False
    ) -> None:
        self.problem.setText("")
        self.leave_out.hide()
        self.import_button.setEnabled(False)  # until an answer comes
        run = self._work.write if is_write else self._work.read
        run(task, self._if_here(done), self._if_here(self._show_problem), watch)

    def _if_here(self, receiver: Callable[..., None]) -> Callable[[object], None]:
        """Let an answer that comes after the dialog was closed reach nobody."""

        def deliver(answer: object) -> None:
            if not self._closed:
                receiver(answer)

        return deliver

    def _show_preview(self, seen: Preview) -> None:
        self._can_look = True
        self._rows.fill(seen.rows, seen.headings)
        self.kind.blockSignals(True)
        if seen.kind is not None:
            self.kind.setCurrentIndex(self.kind.findData(seen.kind.value))
        self.kind.blockSignals(False)
        self.show_form(seen)
        self.map.show_points(seen.points)
        noticed = [self._words.say("archive.member_read", member=seen.member)] if seen.member else []
        noticed += [self._words.say("import.covered", columns=sorted(seen.covered))] if seen.covered else []
        self.problem.setText("\n".join(noticed))
        self._show_buttons()
        self.looked.emit()

    def _show_dry_run(self, imported: Imported, wish: ImportWish) -> None:
        read, words = imported.reading, self._words
        said = [
            words.say(code, kind=words.term("dataset_kind", read.kind), **params)
            for code, params in self._session.outlook(imported)
        ]
        self.headline.setText(said[0])
        self.details.setText("\n".join(said[1:]))
        sheet = ledger_sheet("", read.ledger, words)
        self.near_names = None
        if read.review:
            self.near_names = NearNames(read.review, self._accepted, words)
            self.near_names.chosen.connect(self._names_chosen)
            sheet.layout().insertWidget(0, self.near_names)  # type: ignore[union-attr]
        ground = self._session.grounds(imported)
        if ground:
            covered = SmallMap(words.say("import.ground"))
            covered.setMinimumHeight(self.fontMetrics().lineSpacing() * LINES_OF_GROUND)
            covered.show_outline(self.map.outline)
            covered.show_ground(ground)
            sheet.layout().insertWidget(0, covered)  # type: ignore[union-attr]
            sheet.layout().insertWidget(0, label(words.say("import.ground"), "soft"))  # type: ignore[union-attr]
        self.outlook.setWidget(sheet)
        if imported.already_there:
            self.problem.setText(words.say("cli.import.already", file=read.file_name))
        self.bar.hide()
        for code in {*(p.code for p in read.ledger.problems), *(entry.code for entry in read.ledger.entries)}:
            self.ask_for(code)  # where a doubt can be settled
        self._show_left_out(imported)
        self._seen, self._can_import = wish, not imported.already_there and read.ledger.rows_kept > 0
        self.steps.setCurrentIndex(OUTCOME)
        self._show_buttons()

    def _show_left_out(self, imported: Imported) -> None:
        """Offer a pass for the columns of which something was left out because it tells of a person."""
        fields = {heading: field for field, heading in imported.reading.mapping.items()}
        stopped = [p for p in imported.reading.ledger.problems if p.code in GUARDED and p.column in fields]
        if stopped:
            words = self._words
            lines = dict.fromkeys(words.pair(p.column, words.say(p.code, **p.params)) for p in stopped)
            self.guard_note.say([reading(line) for line in lines], [fields[p.column] for p in stopped])
        else:
            self.guard_note.setVisible(bool(self.guard_note.passes()))

    def _names_chosen(self) -> None:
        """Keep what was accepted; what it does is shown by the next dry run, and only then may be imported."""
        if self.near_names is not None:
            for text in self.near_names.boxes:
                self._accepted.pop(text, None)
            self._accepted |= self.near_names.accepted()
            self._show_buttons()

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
        self._show_buttons()
        if isinstance(error, PersonInTextError):
            self.guard_note.show_findings(error.findings)
        if isinstance(error, KnownError):
            self.ask_for(error.code)
        if isinstance(error, KnownError) and error.code == "guard.columns_stopped":
            columns = list(error.params["columns"])
            self.leave_out.setText(reading(self._words.say("import.leave_out", columns=columns)))
            self.leave_out.setProperty("columns", columns)
            self.leave_out.show()
