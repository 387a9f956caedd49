"""An XLSForm as codebook: questions with their labels and choices in every language. The form itself is never run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.source_files import inspect
from mrm_desktop.formats.rows.columns import heading_key
from mrm_desktop.formats.tables.workbook_parts import look_inside
from mrm_desktop.formats.tables.workbooks import sheet_rows
from mrm_desktop.foundation.progress import Progress, Silent

MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen, with its label by language ("" for a form with one language).

    Attributes
    ----------
    counts_as : str
        What the form says that it counts as in a share, such as ``yes`` for "somewhat"; "" where it says nothing.
    """

    name: str
    labels: Mapping[str, str]
    counts_as: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes
    ----------
    path : str
        Name with the groups it stands in, such as ``perception/pk/pk_overall``.
    type : str
        First word of the type column, such as ``select_one``.
    list_name : str
        Its list of choices, or "".
    parameters : str
        What a range allows, such as ``start=1 end=5 step=1``.
    """

    name: str
    path: str
    type: str
    list_name: str
    labels: Mapping[str, str]
    group_labels: tuple[Mapping[str, str], ...] = ()
    parameters: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """A survey's questions and choices."""

    form_id: str
    title: str
    version: str
    default_language: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    def question_of(self, heading: str) -> Question | None:
        """Return the question that a column of an export belongs to, whatever language and group style its heading has."""
        wanted = heading_key(heading)
        last = heading_key(heading.rsplit("/", 1)[-1])
        for exact in (wanted, last):
            for question in self.questions:
                if exact in {heading_key(question.path), heading_key(question.name), *map(heading_key, question.labels.values())}:
                    return question
        # A label may itself hold a slash; then the heading ends with it.
        for question in self.questions:
            for label in question.labels.values():
                if "/" in label and wanted.endswith(heading_key(label)):
                    return question
        return None

    def choices_of(self, question: Question) -> tuple[Choice, ...]:
        """Return the choices of a question, in the order of the form."""
        return self.choices.get(question.list_name, ())

    def wording(self, question: Question) -> str:
        """Return the question as asked, in the default language."""
        return question.labels.get(self.default_language) or next(iter(question.labels.values()), "")


def read_codebook(path: Path, progress: Progress | None = None) -> Codebook:
    """Read an XLSForm.

    Raises
    ------
    KnownError
        ``xlsform.not_a_form`` where there is no sheet called ``survey`` with types and names, and what opening a workbook raises.
    """
    source = inspect(path, progress or Silent())
    sheets = {s.name.strip().casefold(): s.name for s in look_inside(source).sheets}
    if "survey" not in sheets:
        raise KnownError("xlsform.not_a_form", file=source.name)
    pages = {
        kind: _records(list(_limited(sheet_rows(source, sheets[kind]))))
        for kind in ("survey", "choices", "settings")
        if kind in sheets
    }
    survey = pages["survey"]
    if not survey or not any("type" in row and "name" in row for row in survey):
        raise KnownError("xlsform.not_a_form", file=source.name)
    settings = next(iter(pages.get("settings", [])), {})
    languages = _languages([*survey, *pages.get("choices", [])])
    default = settings.get("default_language", "")
    return Codebook(
        form_id=settings.get("form_id", settings.get("id_string", "")),
        title=settings.get("form_title", settings.get("title", "")),
        version=settings.get("version", ""),
        default_language=default if default in languages else next(iter(languages), ""),
        languages=languages,
        questions=tuple(_questions(survey)),
        choices=_choices(pages.get("choices", [])),
    )


def _limited(rows: Iterable[list[str]]) -> list[list[str]]:
    found: list[list[str]] = []
    for row in rows:
        found.append(row)
        if len(found) > MAX_ROWS:
            break
    return found


def _records(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Turn a sheet into records by heading; blank rows are left out."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return []
    headings = [_column_name(cell) for cell in filled[0]]
    return [{h: one_line(cell) for h, cell in zip(headings, row, strict=False) if h and cell.strip()} for row in filled[1:]]


def _column_name(cell: str) -> str:
    """Write headings of old and new forms one way: ``list name`` and ``label:English`` occur."""
    name, separator, language = cell.strip().replace("::", "\0").partition("\0")
    if not separator and name.casefold().startswith("label:"):
        name, _, language = name.partition(":")
    key = name.strip().casefold().replace(" ", "_")
    return f"{key}::{language.strip()}" if language else key


def _languages(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for row in rows:
        for heading in row:
            if heading == "label" or heading.startswith("label::"):
                found[heading.partition("::")[2]] = None
    return tuple(found)


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    return {h.partition("::")[2]: text for h, text in row.items() if h == "label" or h.startswith("label::")}


def _questions(rows: Sequence[Mapping[str, str]]) -> list[Question]:
    groups: list[tuple[str, Mapping[str, str]]] = []
    found = []
    for row in rows:
        words = row.get("type", "").split()
        kind = words[0].casefold() if words else ""
        if kind in ("begin", "begin_group", "begin_repeat"):
            groups.append((row.get("name", ""), _labels(row)))
        elif kind in ("end", "end_group", "end_repeat"):
            if groups:
                groups.pop()
        elif kind and row.get("name"):
            path = "/".join([*(name for name, _ in groups if name), row["name"]])
            listed = words[1] if len(words) > 1 and kind.startswith(("select", "rank")) else ""
            around = tuple(labels for _, labels in groups)
            found.append(Question(row["name"], path, kind, listed, _labels(row), around, row.get("parameters", "")))
    return found


def _choices(rows: Sequence[Mapping[str, str]]) -> dict[str, tuple[Choice, ...]]:
    found: dict[str, list[Choice]] = {}
    for row in rows:
        name = row.get("name", row.get("value", ""))
        if row.get("list_name") and name:
            found.setdefault(row["list_name"], []).append(Choice(name, _labels(row), row.get("counts_as", "")))
    return {listed: tuple(choices) for listed, choices in found.items()}
