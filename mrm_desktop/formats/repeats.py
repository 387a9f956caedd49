"""Repeated sections of a Kobo workbook, joined with the submission they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.reading import ReadOptions
from mrm_desktop.formats.source_files import SourceFile
from mrm_desktop.formats.tables import Block, Table
from mrm_desktop.formats.workbook_parts import look_inside
from mrm_desktop.formats.workbooks import open_workbook
from mrm_desktop.foundation.progress import Progress

INDEX, PARENT, PARENT_TABLE, UUID = "_index", "_parent_index", "_parent_table_name", "_uuid"


def repeated_tables(source: SourceFile, main: Table, options: ReadOptions, progress: Progress) -> tuple[Table, ...]:
    """Return the repeated sections of a workbook, each row with the columns of what it belongs to added.

    A section inside another is joined with the row of that one, which brings the submission's columns along.
    """
    if not source.is_zip or INDEX not in main.headings or options.sheet:
        return ()
    waiting = _sheets_of_repeats(source, main, options, progress)
    found: list[Table] = []
    level: list[Table] = [main]
    while level and waiting:
        inner = []
        for outer in level:
            children = [sheet for sheet in waiting if _is_child(sheet, outer, main)]
            waiting = [sheet for sheet in waiting if sheet not in children]
            inner += [_joined(outer, child, progress) for child in children]
        found += inner
        level = inner
    return tuple(found)


def _sheets_of_repeats(source: SourceFile, main: Table, options: ReadOptions, progress: Progress) -> list[Table]:
    sheets = []
    for part in look_inside(source).sheets:
        if part.name == main.sheet or part.hidden:
            continue
        try:
            sheet = open_workbook(source, replace(options, sheet=part.name), progress)
        except KnownError:
            continue  # a sheet of notes, or an empty one
        if PARENT in sheet.headings:
            sheets.append(sheet)
    return sheets


def _is_child(repeat: Table, outer: Table, main: Table) -> bool:
    if PARENT_TABLE not in repeat.headings:
        return outer is main
    # Excel cuts the names of sheets after 31 characters.
    return all(str(name)[:31] == outer.sheet[:31] for name in set(repeat.sample.column(PARENT_TABLE).tolist()) if name)


def _joined(outer: Table, repeat: Table, progress: Progress) -> Table:
    own = [h for h in repeat.headings if not h.startswith("_submission__")]
    added = [h for h in outer.headings if h not in own and h != INDEX]
    parents = _parents(outer, added, progress)
    blocks_of = partial(_joined_blocks, repeat, parents, added)
    headings = (*own, *added)
    note = LedgerEntry("read", "community.groups_joined", 0, {"sheet": repeat.sheet, "count": len(parents)})
    sample = next(blocks_of(headings, progress), repeat.sample)
    return replace(
        repeat,
        headings=headings,
        tags=("",) * len(headings),
        sample=sample,
        blocks_of=blocks_of,
        notes=(*outer.notes, *repeat.notes, note),
    )


def _parents(outer: Table, added: Sequence[str], progress: Progress) -> dict[str, dict[str, str]]:
    """Return the rows of a submission or an outer section by their number."""
    found: dict[str, dict[str, str]] = {}
    for block in outer.blocks((INDEX, *added), progress):
        columns = {h: block.column(h).tolist() for h in added}
        for n, index in enumerate(block.column(INDEX).tolist()):
            found[index] = {h: cells[n] for h, cells in columns.items()}
    return found


def _joined_blocks(
    repeat: Table, parents: dict[str, dict[str, str]], added: Sequence[str], wanted: Sequence[str], progress: Progress
) -> Iterator[Block]:
    for block in repeat.blocks(tuple(dict.fromkeys((*wanted, PARENT, INDEX))), progress):
        links = block.column(PARENT).tolist()
        columns = {h: cells for h, cells in block.columns.items() if h in wanted or h == INDEX}
        for heading in added:
            if heading in wanted:
                cells = [parents.get(link, {}).get(heading, "") for link in links]
                if heading == UUID:
                    # One submission has many rows here: without its number each would look like a repeated submission.
                    cells = [f"{cell}/{n}" if cell else "" for cell, n in zip(cells, block.column(INDEX).tolist(), strict=True)]
                columns[heading] = np.array(cells, dtype=object)
        yield Block(block.rows, columns, block.overlong)
