"""Answers of a blind exercise as people hand them in: a table with a row for each case, its words in any language of the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.folded_text import fold
from mrm_desktop.domain.rehearsal import Engage, Rating, RatingSheet, Sureness
from mrm_desktop.domain.vocabulary import Mode, Word
from mrm_desktop.formats.documents.rehearsal import LONGEST_REASON, check_rater
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import inspect
from mrm_desktop.formats.tables.open_table import open_table
from mrm_desktop.foundation.languages import BY_CODE
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.foundation.words import Words

W = TypeVar("W", bound=Word)
COLUMNS = ("case", "engage", "ceiling", "sureness", "reason")
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row as it was handed in."""

    case: str
    engage: str
    ceiling: str
    sureness: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """The rows of a file that name a case."""

    rows: tuple[AnswerRow, ...]


def read_answer_rows(path: Path, progress: Progress) -> AnswerRows:
    """Read a workbook or CSV file of answers; what its cells mean is not looked at.

    Raises
    ------
    KnownError
        ``rehearsal.no_answers`` where a column is missing or no row names a case, and what opening a table raises.
    """
    table = open_table(inspect(path, progress), ReadOptions(), progress)
    headings = {fold(heading): heading for heading in reversed(table.headings)}
    if not set(COLUMNS[:3]) <= headings.keys():
        raise KnownError("rehearsal.no_answers", file=path.name, columns=list(COLUMNS))
    found: list[AnswerRow] = []
    for block in table.blocks([headings[name] for name in COLUMNS if name in headings], progress):
        for n in range(len(block)):
            cells = [str(block.columns[headings[name]][n]).strip() if name in headings else "" for name in COLUMNS]
            if cells[0]:
                found.append(AnswerRow(*cells))
    if not found or len(found) > MOST_ROWS:
        raise KnownError("rehearsal.no_answers", file=path.name, columns=list(COLUMNS))
    return AnswerRows(tuple(found))


def sheet_of_answers(given: AnswerRows, exercise: str, cases: Sequence[str], rater: str, made_on: date) -> RatingSheet:
    """Return the answers as a rating sheet; a case that was left empty is not rated.

    Raises
    ------
    KnownError
        ``rehearsal.rater``, ``rehearsal.unknown_case``, ``rehearsal.answered_twice``, ``rehearsal.answer_unknown``, each naming the case.
    """
    ratings: dict[str, Rating] = {}
    for row in given.rows:
        if not (row.engage or row.ceiling):
            continue
        case = row.case.casefold()
        if case not in cases:
            raise KnownError("rehearsal.unknown_case", case=row.case)
        if case in ratings:
            raise KnownError("rehearsal.answered_twice", case=row.case)
        sureness = _word(Sureness, "sureness", row, row.sureness) if row.sureness else Sureness.GUESS
        engage, ceiling = _word(Engage, "engage", row, row.engage), _word(Mode, "ceiling", row, row.ceiling)
        ratings[case] = Rating(case, engage, ceiling, sureness, row.reason[:LONGEST_REASON])
    return RatingSheet(exercise, check_rater(rater), made_on, tuple(ratings.values()))


def _word(kind: type[W], column: str, row: AnswerRow, said: str) -> W:
    found = dict(_spellings(kind)).get(fold(said))
    if found is None:
        raise KnownError("rehearsal.answer_unknown", case=row.case, column=column, value=said)
    return found


def _spellings(kind: type[W]) -> Iterator[tuple[str, W]]:
    """Yield every way in which a word may stand in an answer: as the program calls it, by its code, in any of its languages."""
    vocabulary: Mapping[type, str] = {Engage: "engage", Sureness: "sureness", Mode: "mode"}
    for word in kind:
        yield fold(word.value), word
        if isinstance(word, Mode):
            yield fold(word.code), word
        for language in BY_CODE:
            term = Words(language).term(vocabulary[kind], word)
            yield fold(term), word
            if isinstance(word, Mode):
                yield fold(f"{word.code} {term}"), word
