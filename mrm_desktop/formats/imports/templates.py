"""Filled-in examples of each table, and our own survey form, made from the specifications."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.rows.column_spec import ColumnSpec
from mrm_desktop.formats.rows.columns import specs_of
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
    specs = example_specs(DatasetKind(kind))
    rows = [[spec.id for spec in specs], [spec.example for spec in specs]]
    if suffix == ".csv":
        # The byte order mark is what makes Excel read UTF-8.
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)
    else:
        _write_workbook(path, {kind: rows, _HELP: list(help_rows(specs, language))})


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


def _write_workbook(path: Path, sheets: dict[str, list[list[str]]]) -> None:
    import openpyxl
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
    book.save(path)
