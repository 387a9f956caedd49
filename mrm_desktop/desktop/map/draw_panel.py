"""The panel beside the map while something is drawn or measured: corners as a table, undo, the size so far, and what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mrm_desktop.desktop.map.drawing import Corners, Drawing, Way
from mrm_desktop.desktop.parts.bidi import DecimalField, LineField, day_field
from mrm_desktop.desktop.parts.guard_notes import GuardNotes
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.grades import CREDIBILITIES, RELIABILITIES, Grade
from mrm_desktop.domain.vocabulary import PatrolFrequency
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.domain.geography import Presence
    from mrm_desktop.services.evidence.draw_presence import PresenceDraft

COORDINATE_DIGITS = 5
START_GRADE = "C3"  # fairly reliable, possibly true: what a person heard and did not check


class DrawPanel(QScrollArea):
    """Shows a :class:`Drawing` and asks what is known of it; decides nothing."""

    corners_changed = Signal(object)
    width_changed = Signal(float)
    undo_asked = Signal()
    redo_asked = Signal()
    save_asked = Signal()
    take_back_asked = Signal()
    leg_asked = Signal()
    closed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName("draw")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(340)
        self.setAccessibleName(words.say("draw.panel"))
        sheet = QWidget()
        sheet.setObjectName("page")
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(16, 14, 16, 14)
        self.title = label("", "title")
        self.hint = label("", "soft")
        self.size_text = label("", "verdict")
        self.problem = label("", "error")
        layout.addWidget(self.title)
        layout.addWidget(self.hint)
        self._drawn = self._corner_part()
        layout.addWidget(self._drawn)
        for part in (self.size_text, self.problem):
            layout.addWidget(part)
        self._form = self._form_part()
        layout.addWidget(self._form)
        layout.addLayout(self._end_part())
        layout.addStretch(1)
        self.setWidget(sheet)

    # ---- taking over -------------------------------------------------------------------------------------------------------

    def begin(self, drawing: Drawing, missions: Sequence[str], mission: str, today: date, record: Presence | None) -> None:
        """Show a new drawing; with ``record``, the drawn presence that is corrected."""
        words, way = self._words, drawing.way
        self.title.setText(words.say("draw.correct" if record else f"draw.way.{way}"))
        self.hint.setText(words.say(f"draw.hint.{way}"))
        self._form.setVisible(not way.measures)
        self.save.setVisible(not way.measures)
        self.take_leg.setVisible(way is Way.LEG)
        self.take_back.setVisible(record is not None)
        self._drawn.setVisible(bool(way.shape))
        self.width_row.setVisible(way.has_width)
        self.width_label.setText(words.say("draw.radius" if way.shape == "point" else "draw.half_width"))
        self.mission.clear()
        self.mission.addItems(list(missions))
        self.mission.setCurrentText(record.mission if record else mission)
        self.seen.setMaximumDate(QDate(today.year, today.month, today.day))
        self.notes.clear()
        self._prefill(record, today)
        self.say_size("")
        self.say_problem("")
        self.show_step(drawing)

    def show_step(self, drawing: Drawing) -> None:
        """Show the present corners and what can be taken back."""
        self.undo.setEnabled(drawing.can_undo)
        self.redo.setEnabled(drawing.can_redo)
        with QSignalBlocker(self.kilometres), QSignalBlocker(self.corners):
            self.kilometres.setValue(drawing.step.width_km)
            self.corners.setRowCount(len(drawing.step.corners))
            for row, (longitude, latitude) in enumerate(drawing.step.corners):
                for column, degrees in enumerate((latitude, longitude)):
                    self.corners.setItem(row, column, QTableWidgetItem(f"{degrees:.{COORDINATE_DIGITS}f}"))

    def say_size(self, text: str) -> None:
        """Say how long or large it is so far."""
        self.size_text.setText(text)
        self.size_text.setVisible(bool(text))

    def say_problem(self, text: str) -> None:
        """Say what is missing or wrong."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def draft(self, base_point: tuple[float, float] | None, radius_km: float | None) -> PresenceDraft:
        """Return what was said."""
        from mrm_desktop.services.evidence.draw_presence import PresenceDraft

        seen = self.seen.date()
        return PresenceDraft(
            name=self.name.text().strip(),
            mission=self.mission.currentText(),
            frequency=PatrolFrequency(self.frequency.currentData()),
            last_confirmed=None if self.never.isChecked() else date(seen.year(), seen.month(), seen.day()),
            source=self.source.text().strip(),
            grade=Grade.parse(self.grade.currentText()),
            contingent=self.contingent.text().strip(),
            base_point=base_point,
            radius_km=radius_km,
            guard_passes=self.notes.passes(),
        )

    def _prefill(self, record: Presence | None, today: date) -> None:
        self.name.setText(record.name if record else "")
        self.contingent.setText(record.contingent if record else "")
        self.source.setText(record.source if record else "")
        self.frequency.setCurrentIndex(self.frequency.findData((record.frequency if record else PatrolFrequency.UNKNOWN).value))
        self.grade.setCurrentText(str(record.grade) if record else START_GRADE)
        seen = record.last_confirmed if record else today
        self.never.setChecked(seen is None)
        shown = seen or today
        self.seen.setDate(QDate(shown.year, shown.month, shown.day))

    # ---- making -----------------------------------------------------------------------------------------------------------

    def _corner_part(self) -> QWidget:
        words, part = self._words, QWidget()
        layout = QVBoxLayout(part)
        layout.setContentsMargins(0, 4, 0, 0)
        self.kilometres = DecimalField()
        self.kilometres.setObjectName("draw-width")
        self.kilometres.setRange(0.5, 200.0)
        self.kilometres.setDecimals(1)
        self.kilometres.setSuffix(" km")
        for part_ in (self.kilometres, self.kilometres.lineEdit()):
            part_.setAccessibleName(words.say("draw.kilometres"))
        self.kilometres.valueChanged.connect(self.width_changed)
        self.width_row = QWidget()
        row = QHBoxLayout(self.width_row)
        row.setContentsMargins(0, 0, 0, 0)
        self.width_label = label("", "soft")
        row.addWidget(self.width_label, 1)
        row.addWidget(self.kilometres)
        self.corners = QTableWidget(0, 2)
        self.corners.setObjectName("draw-corners")
        self.corners.setAccessibleName(words.say("draw.corners"))
        self.corners.setHorizontalHeaderLabels([words.say("draw.latitude"), words.say("draw.longitude")])
        self.corners.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.corners.setTabKeyNavigation(False)
        self.corners.setMaximumHeight(170)
        self.corners.itemChanged.connect(lambda _: self._corner_typed())
        layout.addWidget(self.width_row)
        layout.addWidget(self.corners)
        buttons = QHBoxLayout()
        self.undo = self._button("undo", self.undo_asked)
        self.redo = self._button("redo", self.redo_asked)
        self.drop = self._button("drop", None)
        self.drop.clicked.connect(lambda _=False: self._drop_corner())
        for button in (self.undo, self.redo, self.drop):
            buttons.addWidget(button)
        layout.addLayout(buttons)
        return part

    def _form_part(self) -> QWidget:
        words, part = self._words, QWidget()
        form = QFormLayout(part)
        form.setContentsMargins(0, 8, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.name, self.contingent, self.source = LineField(), LineField(), LineField()
        self.mission, self.frequency, self.grade = QComboBox(), QComboBox(), QComboBox()
        self.seen, self.never = day_field(), QCheckBox(words.say("draw.seen_unknown"))
        self.never.toggled.connect(lambda on: self.seen.setEnabled(not on))
        for frequency in PatrolFrequency:
            self.frequency.addItem(words.term("patrol_frequency", frequency), frequency.value)
        self.grade.addItems([f"{r}{c}" for r in RELIABILITIES for c in CREDIBILITIES])
        for name in ("name", "mission", "contingent", "frequency", "seen", "never", "source", "grade"):
            field: QWidget = getattr(self, name)
            field.setObjectName(f"draw-{name}")
            for named in (field, field.lineEdit() if isinstance(field, QDateEdit) else field):
                named.setAccessibleName(words.say(f"draw.field.{name}"))
            form.addRow("" if name == "never" else words.say(f"draw.field.{name}"), field)
        self.source.setPlaceholderText(words.say("draw.source_example"))
        self.notes = GuardNotes(form, {"name": self.name, "contingent": self.contingent}, words)
        return part

    def _end_part(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.save = self._button("save", self.save_asked)
        self.save.setProperty("role", "primary")
        self.take_back = self._button("take_back", self.take_back_asked)
        self.take_leg = self._button("take_leg", self.leg_asked)
        self.take_leg.setProperty("role", "primary")
        self.close_button = self._button("close", self.closed)
        for button in (self.save, self.take_leg, self.take_back, self.close_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _button(self, name: str, signal: object) -> QPushButton:
        button = QPushButton(self._words.say(f"draw.{name}"))
        button.setObjectName(f"draw-{name}")
        if signal is not None:
            button.clicked.connect(lambda _=False: signal.emit())  # type: ignore[attr-defined]
        return button

    def _typed(self) -> Corners | None:
        """Read the table; None where a cell is no number of degrees."""
        corners = []
        for row in range(self.corners.rowCount()):
            cells = [self.corners.item(row, column) for column in (1, 0)]
            try:
                longitude, latitude = (float(cell.text().replace(",", ".")) for cell in cells if cell is not None)
            except ValueError:
                return None
            if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
                return None
            corners.append((longitude, latitude))
        return tuple(corners)

    def _corner_typed(self) -> None:
        typed = self._typed()
        if typed is None:
            self.say_problem(self._words.say("coordinate.out_of_range"))
        else:
            self.corners_changed.emit(typed)

    def _drop_corner(self) -> None:
        typed, row = self._typed(), self.corners.currentRow()
        if typed and row < len(typed):
            self.corners_changed.emit(tuple(c for n, c in enumerate(typed) if n != (row if row >= 0 else len(typed) - 1)))
