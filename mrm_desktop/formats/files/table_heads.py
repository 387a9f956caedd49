"""Where the headings of a table are: below titles, above a row of HXL tags, unique or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.clean_text import one_line

LOOK_AT = 60
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_HEADING_CELL = re.compile(r"[^\W\d]{2}[\w ()/.-]*")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_TAG = re.compile(r"#\s*[A-Za-z][A-Za-z0-9_]*(\s*\+\s*[A-Za-z][A-Za-z0-9_]*)*")


@dataclass(frozen=True, slots=True)
class TableHead:
    """Headings of a table.

    Attributes
    ----------
    headings : tuple[str, ...]
        Unique, in the order of the columns; a repeated heading carries its number in brackets, a missing one its column's.
    tags : tuple[str, ...]
        HXL tag of each column without blanks, "" where it has none.
    heading_row : int
        Row of the headings, the first row of the file being 1.
    first_row : int
        Row of the first record.
    """

    headings: tuple[str, ...]
    tags: tuple[str, ...]
    heading_row: int
    first_row: int
    repeated: int = 0


def find_head(rows: Sequence[Sequence[str]], file: str, sheet: str = "", stated: int | None = None) -> TableHead:
    """Find the headings in the first rows of a table.

    Parameters
    ----------
    stated : int | None
        Row of the headings, the first being 1, where a person said it.

    Raises
    ------
    KnownError
        ``table.no_rows`` where there is nothing, ``table.one_column`` where the cells were not separated, ``table.no_heading_row`` where
        nothing stands in the row that was said.
    """
    if stated is not None and not (0 < stated <= len(rows) and any(cell.strip() for cell in rows[stated - 1])):
        raise KnownError("table.no_heading_row", file=file, sheet=sheet, row=stated)
    start = 0 if stated is None else stated - 1
    tag_row = next((n for n, row in enumerate(rows) if n >= start and is_tag_row(row)), None)
    at = _heading_position(rows[: tag_row if tag_row else len(rows)]) if tag_row != 0 else None
    at = start if stated is not None and tag_row != start else at
    if tag_row is None and at is None:
        raise KnownError("table.no_rows", file=file, sheet=sheet)
    # A table of tags alone, without headings above them, is valid HXL: the tags serve as headings.
    heading_row = tag_row if at is None else at
    assert heading_row is not None
    cells = list(rows[heading_row])
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) < 2:
        raise KnownError("table.one_column", file=file, sheet=sheet)
    last = heading_row if tag_row is None else tag_row
    tags = tuple("".join(c.split()).lower() for c in rows[tag_row]) if tag_row is not None else ()
    headings, repeated = unique_headings(cells)
    padded = tuple(tags[n] if n < len(tags) else "" for n in range(len(headings)))
    return TableHead(headings, padded, heading_row + 1, last + 2, repeated)


def is_tag_row(row: Sequence[str]) -> bool:
    """Whether a row holds HXL tags: at least two, and nothing else."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return len(filled) >= 2 and all(_TAG.fullmatch(cell) for cell in filled)


def _heading_position(rows: Sequence[Sequence[str]]) -> int | None:
    """Find the first row that is as wide as the table, or nearly: a title above it fills one cell or two.

    A row with an empty one below it is a title, however wide it is. Of two rows of headings the lower one counts: it names the columns, the
    upper one explains them.
    """
    widths = [sum(1 for cell in row if cell.strip()) for row in rows]
    if not widths or max(widths) == 0:
        return None
    enough = max(1, max(widths) * 0.6)
    wide = [n for n, width in enumerate(widths) if width >= enough]
    first = next((n for n in wide if n + 1 >= len(rows) or widths[n + 1] or not any(m > n for m in wide)), wide[0])
    if _has_number(rows[first]):
        # Data, then: the blank row stood between them and their headings.
        first = next((n for n in wide if n < first and widths[n] == widths[first] and not _has_number(rows[n])), first)
    return first + 1 if _is_second_heading(rows[first : first + 3]) else first


def _has_number(row: Sequence[str]) -> bool:
    return any(_NUMBER.fullmatch(cell.strip()) for cell in row)


def _is_second_heading(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the second of three rows is one of headings, too.

    It has a different name in each cell, also where the third has numbers, and the first explains it: by a heading over several columns, or
    over names such as programs give.
    """
    if len(rows) < 3:
        return False
    upper, names, below = rows
    filled = [cell.strip() for cell in names if cell.strip()]
    numbered = [n for n, cell in enumerate(below) if _NUMBER.fullmatch(cell.strip())]
    is_named = all(n < len(names) and names[n].strip() for n in numbered) and len(set(filled)) == len(filled)
    explains = any(name.strip() and not over.strip() for over, name in zip(upper, names, strict=False))
    return (
        bool(numbered)
        and is_named
        and all(map(_HEADING_CELL.fullmatch, filled))
        and not any(_NUMBER.fullmatch(cell.strip()) for cell in upper)
        and (explains or (_are_identifiers(filled) and not _are_identifiers([cell for cell in upper if cell.strip()])))
    )


def _are_identifiers(cells: Sequence[str]) -> bool:
    """Whether all cells are names as programs give them, such as ``mean_rating``."""
    return all(_IDENTIFIER.fullmatch(cell.strip()) for cell in cells)


def unique_headings(cells: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Return headings that are all different, and how many had to be told apart."""
    seen: dict[str, int] = {}
    taken: set[str] = set()
    headings: list[str] = []
    repeated = 0
    for number, cell in enumerate(cells, start=1):
        name = one_line(cell) or f"(column {number})"
        seen[name] = seen.get(name, 0) + 1
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        while unique in taken:
            unique += "*"
        repeated += seen[name] > 1
        taken.add(unique)
        headings.append(unique)
    return tuple(headings), repeated
