"""Answers of yes and no that are written as numbers: which is which, the form or a person says, and nobody guesses.

0 and 1 are no and yes. Of 1 and 2 one form makes yes and no, another men and women, a third "no" and "yes".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.survey_groups import Axis
from mrm_desktop.formats.files.cells import CODES_OF_NO_ANSWER, parse_number
from mrm_desktop.formats.files.table import Block, Table
from mrm_desktop.formats.rows.column_spec import ColumnSpec
from mrm_desktop.formats.rows.column_styles import different_cells
from mrm_desktop.formats.rows.columns import Mapped
from mrm_desktop.foundation.progress import Progress

YES, NO = "yes", "no"
_ASKED_AS_YES_OR_NO = frozenset({Axis.DISPLACEMENT.value, Axis.DISABILITY.value})
_PLAIN = frozenset({"0", "1"})
Labels = Mapping[str, Mapping[str, str]]
"""By heading, what each of its answers is called; an empty one where whoever reads the column knows its answers already."""


def codes_of(text: str) -> tuple[str, ...]:
    """Read what a person says of the numbers for yes and no, as ``1/2``; nothing for nothing.

    Raises
    ------
    KnownError
        ``table.yes_no_unreadable``.
    """
    parts = tuple(_code(part) for part in text.split("/")) if text.strip() else ()
    if parts and (len(parts) != 2 or not all(parts) or parts[0] == parts[1]):
        raise KnownError("table.yes_no_unreadable", found=text)
    return parts


def in_words(
    table: Table, mapped: Mapped, specs: Mapping[str, ColumnSpec], said: Sequence[str], labels: Labels | None = None
) -> Table:
    """Return the table with the answers of yes and no in words.

    Parameters
    ----------
    said : Sequence[str]
        The numbers for yes and for no, as a person said; empty where nobody did.
    labels : Labels | None
        What answers are called in the form.

    Raises
    ------
    KnownError
        ``table.yes_no_in_numbers`` where a column has other numbers than 0 and 1 and nobody says what they mean.
    """
    known, changed = labels or {}, {heading: dict(words) for heading, words in (labels or {}).items() if words}
    for field, heading in mapped.columns.items():
        if heading in known or not _is_yes_or_no(specs.get(field)):
            continue
        numbers = _numbers(table.sample.column(heading).tolist())
        if not numbers:
            continue
        if said:
            changed[heading] = {said[0]: YES, said[1]: NO}
            continue
        numbers = numbers | _numbers(different_cells(table, heading))
        if numbers - _PLAIN - CODES_OF_NO_ANSWER:
            raise KnownError(
                "table.yes_no_in_numbers", file=table.file, sheet=table.sheet, column=heading, found=sorted(numbers, key=float)
            )
    if not changed:
        return table
    return replace(table, sample=_worded(table.sample, changed), blocks_of=partial(_blocks, table, changed))


def are_numbers_of_yes_or_no(field: str, cells: Collection[str]) -> bool:
    """Whether a column that asks for yes or no has been answered in numbers alone."""
    filled = {cell for cell in cells if cell.strip()}
    return field in _ASKED_AS_YES_OR_NO and bool(filled) and all(map(_code, filled))


def _is_yes_or_no(spec: ColumnSpec | None) -> bool:
    return spec is not None and (spec.unit == "yes_no" or spec.id in _ASKED_AS_YES_OR_NO)


def _numbers(cells: Collection[str]) -> set[str]:
    return {code for cell in set(cells) if (code := _code(cell))}


def _code(text: str) -> str:
    """Return a number as it is compared, "1" for "1.0" too; "" for what is none."""
    try:
        return f"{parse_number(text):g}" if text.strip() else ""
    except KnownError:
        return ""


def _blocks(table: Table, words: Labels, wanted: Sequence[str], progress: Progress) -> Iterator[Block]:
    for block in table.blocks_of(wanted, progress):
        yield _worded(block, words)


def _worded(block: Block, words: Labels) -> Block:
    columns = dict(block.columns)
    for heading, named in words.items():
        if heading in columns:
            cells = columns[heading].tolist()
            said = {cell: named.get(cell.strip(), named.get(_code(cell), cell)) for cell in set(cells)}
            columns[heading] = np.array([said[cell] for cell in cells], dtype=object)
    return Block(block.rows, columns, block.overlong)
