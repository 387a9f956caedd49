"""Where the headings of a table are: below titles, above a row of HXL tags, unique or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.clean_text import one_line

LOOK_AT = 25
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


def find_head(rows: Sequence[Sequence[str]], file: str, sheet: str = "") -> TableHead:
    """Find the headings in the first rows of a table.

    Raises
    ------
    KnownError
        ``table.no_rows`` where there is nothing, ``table.one_column`` where the cells were not separated.
    """
    tag_row = next((n for n, row in enumerate(rows) if is_tag_row(row)), None)
    at = _heading_position(rows[: tag_row if tag_row else len(rows)]) if tag_row != 0 else None
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
    """Find the first row that is as wide as the table, or nearly: a title above it fills one cell or two."""
    widths = [sum(1 for cell in row if cell.strip()) for row in rows]
    if not widths or max(widths) == 0:
        return None
    widest = max(widths)
    return next(n for n, width in enumerate(widths) if width >= max(1, widest * 0.6))


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
