"""The form of an import: what is said about a file, in plain labels, and which of its columns is what."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QPushButton, QWidget

from mrm_desktop.desktop.evidence.evidence_session import ImportWish
from mrm_desktop.desktop.parts.bidi import LineField, reading
from mrm_desktop.desktop.parts.dialogs import Dialog, form_layout
from mrm_desktop.desktop.parts.grade_choice import grades_in_words
from mrm_desktop.desktop.parts.guard_notes import GuardNote
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, PatrolFrequency, Rated, SightingsOf, Stratum
from mrm_desktop.formats.files.days import ORDERS
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.presets import MappingPreset, with_options
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
from mrm_desktop.formats.rows.yes_and_no import codes_of
from mrm_desktop.formats.survey.numeric_scales import ends_of
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.formats.imports.preview import Preview

NOT_MAPPED = ""
SCALES: tuple[tuple[str, bool | None], ...] = (("by_words", None), ("up", False), ("down", True))
# Fields of the form that only some kinds of file know, with the option that each of them fills.
_OPTION_OF = {
    **{"method": "method", "codebook": "codebook", "round": "round", "stratum": "stratum", "scale": "scale_reversed"},
    **{"scale_ends": "scale_ends", "no_answer": "no_answer_codes"},
    **{"radius": "radius_km", "frequency": "frequency", "sightings": "sightings"},
    **{"rated": "rated", "unit": "rated_unit", "elsewhere": "asked_elsewhere"},
    **{"percent": "shares_in_percent", "apart": "groups_apart"},
    **{"care": "offers_care"},
    **{name: name for name in ("design_effect", "round_starts", "question")},
}
FIELDS = (
    *(
        "kind",
        "sheet",
        "encoding",
        "crs",
        "delimiter",
        "heading_row",
        "dates",
        "yes_no",
        "source",
        "grade",
        "method",
        "codebook",
        "round",
    ),
    *("stratum", "rated", "unit", "elsewhere"),
    *("scale", "scale_ends", "no_answer", "percent", "apart", "design_effect", "round_starts", "question", "same_question"),
    *("sightings", "radius", "frequency", "care"),
)
_ASKED_FOR = {
    "encoding": ("layer.encoding", "xml.broken", "table.encoding_unknown", "table.encoding_guessed"),
    "crs": ("geo.crs_missing", "geo.crs_unknown", "geo.not_in_degrees"),
    "delimiter": ("table.one_column", "table.column_missing", "table.unclosed_quote"),
    "heading_row": ("table.one_column", "table.column_missing", "table.no_heading_row", "table.merged_headings"),
    "yes_no": ("table.yes_no_in_numbers",),
    "same_question": ("community.question_changed",),
    "dates": ("cell.ambiguous_date", "cell.day_maybe_swapped", *(f"table.dates_{order}" for order in ORDERS)),
}
"""Fields of what nearly every file says itself: shown once one did not, by the errors and doubts that say so."""
DELIMITERS = (("comma", ","), ("semicolon", ";"), ("tab", "tab"), ("bar", "|"))
DATES = tuple((order, order) for order in ORDERS)
SAME_QUESTION = (("", None), ("same", True), ("other", False))
"""Answers to whether a question in other words is the same one; the first is none."""
CARE = (("", None), ("by_kind", None), ("all", True))
"""Answers to whether care can be had at places; the first is none, and one is asked for."""


class ImportForm(Dialog):
    """The fields, and what was said in them. ``changed`` tells that anything was."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.kind = QComboBox()
        self.kind.setObjectName("kind")
        for kind in DatasetKind:
            self.kind.addItem(words.term("dataset_kind", kind), kind.value)
        self.source, self.grade, self.method = LineField(), QComboBox(), QComboBox()
        self.radius, self.round = LineField(), LineField()
        self.encoding, self.crs = LineField(), LineField()
        self.sheet, self.stratum, self.scale, self.frequency = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.care, self.sightings = QComboBox(), QComboBox()
        self.design_effect, self.round_starts, self.question = LineField(), LineField(), LineField()
        self.round_starts.setPlaceholderText("2026-10-01")
        for name in ("design_effect", "round_starts", "question"):
            getattr(self, name).setToolTip(words.say(f"import.tip.{name}"))
        self.rated, self.unit, self.same_question = QComboBox(), LineField(), QComboBox()
        self.scale_ends, self.no_answer = LineField(), LineField()
        self.delimiter, self.dates, self.heading_row = QComboBox(), QComboBox(), LineField()
        self.scale_ends.setPlaceholderText("1-5")
        self.no_answer.setPlaceholderText("88, 99")
        self.yes_no = LineField()
        self.yes_no.setPlaceholderText("1/2")
        self.elsewhere, self.percent, self.apart = QCheckBox(), QCheckBox(), QCheckBox()
        self.codebook = QPushButton(words.say("import.codebook.choose"))
        self.codebook.setAutoDefault(False)
        self._codebook: Path | None = None
        self._dropped: frozenset[str] = frozenset()
        self._accepted: dict[str, str] = {}
        self._saved = ReadOptions()
        self.columns: dict[str, QComboBox] = {}
        self.guard_note = GuardNote(words)
        self.guard_note.hide()
        self._fill_choices()
        self._form, self._mapping = form_layout(self), form_layout(self)
        for name in FIELDS:
            field: QWidget = getattr(self, name)
            field.setObjectName(field.objectName() or f"import-{name}")
            field.setAccessibleName(words.say(f"import.{name}"))
            self._form.addRow(words.say(f"import.{name}"), field)
            self.watch_changes(field)
        for name in ("sheet", *_ASKED_FOR):  # until the file needs them
            self._form.setRowVisible(getattr(self, name), False)
        self.codebook.clicked.connect(lambda _=False: self._ask_codebook())

    def fields(self) -> dict[str, QWidget]:
        """Return what a draft keeps: everything that is typed or chosen, but for the columns, which are the file's own."""
        return {name: getattr(self, name) for name in FIELDS if name not in ("codebook", "sheet")}

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
            "scale_ends": None if self.unreadable_ends() or not self.scale_ends.text().strip() else ends_of(self.scale_ends.text()),
            "no_answer_codes": frozenset(code.strip() for code in self.no_answer.text().split(",") if code.strip()),
            "frequency": PatrolFrequency(self.frequency.currentData()),
            "sightings": SightingsOf(self.sightings.currentData()) if self.sightings.currentData() else None,
            "rated": Rated(self.rated.currentData()),
            "rated_unit": self.unit.text().strip(),
            "asked_elsewhere": self.elsewhere.isChecked(),
            "shares_in_percent": self.percent.isChecked(),
            "groups_apart": self.apart.isChecked(),
            "offers_care": dict(CARE)[self.care.currentData()],
            "design_effect": _number_of(self.design_effect.text()),
            "round_starts": _days_of(self.round_starts.text()),
            "question": self.question.text().strip(),
            "same_question": dict(SAME_QUESTION)[self.same_question.currentData() or ""],
        }
        # What is hidden because the kind does not know it was not said.
        said = RECORD_KINDS[kind].options(
            columns={field: box.currentData() for field, box in self.columns.items() if box.currentData() != box.property("guess")},
            drop_columns=self._dropped,
            accepted_names=dict(self._accepted),
            sheet=self.sheet.currentData() or "",
            **self.how_written(),
            source=self.source.text().strip(),
            grade=Grade.parse(grade) if grade else None,
            guard_passes=self.guard_note.passes(),
            **{name: value for name, value in of_a_kind.items() if _knows(kind, name)},
        )
        saved = self._saved if type(self._saved) is RECORD_KINDS[kind].options else RECORD_KINDS[kind].options()
        return ImportWish(kind, with_options(MappingPreset(kind, saved), said))

    def show_form(self, seen: Preview) -> None:
        """Show the fields of the file's kind, its sheets and its columns."""
        kind = DatasetKind(self.kind.currentData())
        for name, option in _OPTION_OF.items():
            self._form.setRowVisible(getattr(self, name), _knows(kind, option))
        self._show_sheets(seen)
        self._show_mapping(seen)

    def ask_for(self, code: str) -> None:
        """Show the field in which a person can say what an error says is missing."""
        for name, codes in _ASKED_FOR.items():
            if code in codes:
                self._form.setRowVisible(getattr(self, name), True)

    def missing_care(self) -> str:
        """Say that it has to be asked whether care can be had at places; "" where it is said, or they are none."""
        is_asked = self.kind.currentData() == DatasetKind.PLACES.value and not self.care.currentData()
        return self._words.say("import.missing.care") if is_asked else ""

    def how_written(self) -> dict[str, Any]:
        """Return what was said of how the file is written: what is left open is found out."""
        row = self.heading_row.text().strip()
        return {
            "encoding": self.encoding.text().strip(),
            "crs": self.crs.text().strip(),
            "delimiter": self.delimiter.currentData() or "",
            "date_order": self.dates.currentData() or "",
            "yes_no_codes": () if self.unreadable_codes() else codes_of(self.yes_no.text()),
            "heading_row": int(row) if row.isdecimal() and int(row) else None,
        }

    def unreadable_ends(self) -> str:
        """Say that what stands for the ends of a scale does not say them; "" where it does, or nothing stands there."""
        text = self.scale_ends.text().strip()
        try:
            if text:
                ends_of(text)
        except KnownError as error:
            return self._words.next_step(error.code)
        return ""

    def unreadable_codes(self) -> str:
        """Say that what stands for the numbers of yes and no does not say them; "" where it does, or nothing stands there."""
        try:
            codes_of(self.yes_no.text())
        except KnownError as error:
            return self._words.next_step(error.code)
        return ""

    def watch_changes(self, part: QWidget) -> None:
        """Notice every change in a field, or in all fields within a part."""
        for field in (part, *part.findChildren(QWidget)):
            if isinstance(field, QComboBox):
                field.currentIndexChanged.connect(lambda _: self.changed.emit())
            elif isinstance(field, QLineEdit):
                field.textChanged.connect(lambda _: self.changed.emit())
            elif isinstance(field, QCheckBox):
                field.toggled.connect(lambda _: self.changed.emit())

    def _fill_choices(self) -> None:
        words = self._words
        self.grade.addItem(words.say("import.grade.none"), "")
        for grade, said in grades_in_words(words):
            self.grade.addItem(said, grade)
        for method in EvidenceMethod:
            self.method.addItem(words.term("method", method), method.value)
        self.method.setCurrentIndex(self.method.findData(EvidenceMethod.PURPOSIVE_SURVEY.value))
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
        for box, kind, found in ((self.delimiter, "delimiter", DELIMITERS), (self.dates, "dates", DATES)):
            box.addItem(words.say(f"import.{kind}.found"), "")
            for name, value in found:
                box.addItem(words.say(f"import.{kind}.{name}"), value)
        self.sightings.addItem(words.say("import.sightings.none"), "")
        for seen in SightingsOf:
            self.sightings.addItem(words.say(f"import.sightings.{seen}"), seen.value)
        for name, _ in SAME_QUESTION:
            self.same_question.addItem(words.say(f"import.same_question.{name}" if name else "decision.choose"), name)
        for name, _ in CARE:
            self.care.addItem(words.say(f"import.care.{name}" if name else "decision.choose"), name)

    def _ask_codebook(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self._words.say("import.codebook"), "", "XLSForm (*.xlsx)")
        self._codebook = Path(name) if name else None
        self.codebook.setText(self._codebook.name if self._codebook else self._words.say("import.codebook.choose"))
        self.changed.emit()

    def _show_sheets(self, seen: Preview) -> None:
        """Offer the layers of a map file, all of them first, or the sheets of a workbook, of which one is read."""
        offered = ("", *seen.sheets) if seen.reads_all else seen.sheets
        if [self.sheet.itemData(n) for n in range(self.sheet.count())] != list(offered):
            self.sheet.blockSignals(True)
            self.sheet.clear()
            for name in offered:
                self.sheet.addItem(name or self._words.say("import.all_layers"), name)
            self.sheet.setCurrentIndex(max(0, self.sheet.findData("" if seen.reads_all else seen.sheet)))
            self.sheet.blockSignals(False)
        self._form.setRowVisible(self.sheet, len(seen.sheets) > 1)

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
            caption = label(_brief(name), "")
            caption.setToolTip(name)
            self._mapping.addRow(caption, box)
            self.watch_changes(box)


def _knows(kind: DatasetKind, option: str) -> bool:
    return option in {field.name for field in fields(RECORD_KINDS[kind].options)}


def _number_of(text: str) -> float | None:
    """Return a design effect, at least 1; None where nothing of the kind is written."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if 1.0 <= number < float("inf") else None


def _days_of(text: str) -> tuple[date, ...]:
    """Return the days that are written, parted by anything; what is no day is left out."""
    found = []
    for written in re.findall(r"\d{4}-\d{2}-\d{2}", text):
        with suppress(ValueError):
            found.append(date.fromisoformat(written))
    return tuple(found)


def _brief(meaning: str) -> str:
    """Return the first part of what a column means: enough beside a field, all of it is its tool tip."""
    return re.split(r"[;:؛(]", meaning, maxsplit=1)[0].strip()
