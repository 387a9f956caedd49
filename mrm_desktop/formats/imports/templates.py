"""Filled-in examples of each table, and our own survey form, made from the specifications."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.rows.column_spec import ColumnSpec
from mrm_desktop.formats.rows.columns import example_cells, specs_of
from mrm_desktop.formats.rows.survey_questions import (
    CHOICES,
    FORM_ID,
    FORM_VERSION,
    QUESTIONS,
    choice_labels,
    counts_as,
    languages,
    titles,
)
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SURVEY = "survey-form"
TABLES = (
    DatasetKind.PRESENCE,
    DatasetKind.PLACES,
    DatasetKind.COMMUNITY,
    DatasetKind.ARMED_ACTORS,
    DatasetKind.INCIDENTS,
)
KINDS = (*(kind.value for kind in TABLES), SURVEY)
# A workbook made twice is the same workbook.
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 - workbooks know no time zones
_HELP = "help"
LONGEST_LIST = 255
"""Signs that a workbook takes as the list of a drop-down."""
LAST_ROW = 5000  # down to which there are drop-downs


def write_template(kind: str, path: Path, language: str = "en") -> None:
    """Write a filled-in example of a table, or the survey form.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`.
    path : Path
        A new file ending in ``.csv`` or ``.xlsx``; the form is always a workbook.
    language : str
        Language of the help.

    Raises
    ------
    KnownError
        ``template.kind_unknown``, ``template.format_unknown``, ``template.exists``.
    """
    if kind not in KINDS:
        raise KnownError("template.kind_unknown", kind=kind, allowed=list(KINDS))
    suffix = path.suffix.lower()
    if suffix not in ((".xlsx",) if kind == SURVEY else (".csv", ".xlsx")):
        raise KnownError("template.format_unknown", format=suffix or path.name)
    if path.exists():
        raise KnownError("template.exists", file=path.name)
    if kind == SURVEY:
        _write_workbook(path, {"survey": survey_rows(), "choices": choice_rows(), "settings": settings_rows()})
        return
    specs, example = example_specs(DatasetKind(kind)), example_cells(DatasetKind(kind))
    rows = [[spec.id for spec in specs], [example.get(spec.id, "") for spec in specs]]
    if suffix == ".csv":
        # The byte order mark is what makes Excel read UTF-8.
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)
    else:
        _write_workbook(path, {kind: rows, _HELP: list(help_rows(specs, language))}, allowed={kind: _allowed(specs)})


def example_specs(kind: DatasetKind) -> tuple[ColumnSpec, ...]:
    """Return the columns that the template of a table shows: those with an example."""
    return tuple(spec for spec in specs_of(kind) if spec.example)


def help_rows(specs: Sequence[ColumnSpec], language: str) -> Iterator[list[str]]:
    """Yield what each column means, in which unit, between which limits, and when it is required."""
    words = Words(language)
    yield ["column", "meaning", "unit", "from", "to", "allowed", "required", "sensitivity"]
    for spec in specs:
        limits = ["" if limit is None else f"{limit:g}" for limit in (spec.minimum, spec.maximum)]
        meaning = words.say(f"column.{spec.id}")
        yield [spec.id, meaning, spec.unit, *limits, ", ".join(spec.words), str(spec.required), spec.sensitivity]


def survey_rows() -> list[list[str]]:
    """Return the survey sheet of the form."""
    head = ["type", "name", *(f"label::{language}" for language in languages()), "required", "relevant"]
    return [head, *([q.type, q.name, *q.labels, "yes" if q.required else "", q.relevant] for q in QUESTIONS)]


def choice_rows() -> list[list[str]]:
    """Return the choices sheet of the form."""
    head = ["list_name", "name", *(f"label::{language}" for language in languages()), "counts_as"]
    rows = (
        [listed, name, *choice_labels(listed, name), counts_as(listed, name)] for listed, names in CHOICES.items() for name in names
    )
    return [head, *rows]


def settings_rows() -> list[list[str]]:
    """Return the settings sheet of the form."""
    return [["form_title", "form_id", "version", "default_language"], [titles()[0], FORM_ID, FORM_VERSION, languages()[0]]]


def _offer(page: Worksheet, letter: str, words: Sequence[str]) -> None:
    """Put a drop-down with the words that may be written into the rows of a column. A list that is too long for one is only in the help."""
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(words)
    if words and len(listed) <= LONGEST_LIST:
        choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        choice.showErrorMessage = True
        choice.add(f"{letter}2:{letter}{LAST_ROW}")
        page.add_data_validation(choice)


def _allowed(specs: Sequence[ColumnSpec]) -> list[tuple[str, ...]]:
    """Return what may stand in each column: its words, or yes and no; nothing where anything may."""
    return [spec.words or (("yes", "no") if spec.unit == "yes_no" else ()) for spec in specs]


def _write_workbook(
    path: Path, sheets: dict[str, list[list[str]]], allowed: Mapping[str, Sequence[tuple[str, ...]]] | None = None
) -> None:
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = _MADE
    book.properties.creator = "MRM Desktop"
    for number, (name, rows) in enumerate(sheets.items()):
        page = book.active if number == 0 else book.create_sheet()
        assert page is not None
        page.title = name
        for row in rows:
            page.append([cell or None for cell in row])
        for column in range(1, len(rows[0]) + 1):
            page.column_dimensions[get_column_letter(column)].width = 24
        if allowed is not None and name in allowed:
            page.freeze_panes = "A2"
            for cell in page[2]:
                cell.font = Font(italic=True, color="808080")  # the example, that nobody takes it for a record
            for column, words in enumerate(allowed[name], start=1):
                _offer(page, get_column_letter(column), words)
    book.save(path)
