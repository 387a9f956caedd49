"""Repeated sections of a Kobo workbook or of an ODK Central zip, joined with the submission they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Block, Table
from mrm_desktop.formats.tables.archived_tables import KEY, MEMBER_CODES, PARENT_KEY, members_read, repeats_in
from mrm_desktop.formats.tables.workbook_parts import look_inside
from mrm_desktop.formats.tables.workbooks import open_workbook
from mrm_desktop.foundation.progress import Progress, Silent

PARENT_TABLE = "_parent_table_name"


@dataclass(frozen=True, slots=True)
class _Links:
    """Headings by which a server ties a repeat to what it repeats in.

    Attributes
    ----------
    own, parent : str
        Name of a row, and of the row it belongs to.
    submission : tuple[str, ...]
        Columns that name the submission: many rows of a repeat would have the same.
    """

    own: str
    parent: str
    submission: tuple[str, ...]


_KOBO = _Links("_index", "_parent_index", ("_uuid",))
_ODK = _Links(KEY, PARENT_KEY, ("meta-instanceID", "instanceID"))


def repeated_tables(source: SourceFile, main: Table, options: ReadOptions, progress: Progress) -> tuple[Table, ...]:
    """Return the repeated sections of a workbook or a zip, each row with the columns of what it belongs to added.

    A section inside another is joined with the row of that one, which brings the submission's columns along.
    """
    if main.source.member and KEY in main.headings:
        links, waiting = _ODK, repeats_in(source, main, options, progress)
    elif source.is_zip and _KOBO.own in main.headings and not options.sheet:
        links, waiting = _KOBO, _sheets_of_repeats(source, main, options, progress)
    else:
        return ()
    found: list[Table] = []
    level: list[Table] = [main]
    while level and waiting:
        inner = []
        for outer in level:
            parents = _parents(outer, links, progress)
            children = [sheet for sheet in waiting if _is_child(sheet, outer, main, links, parents)]
            waiting = [sheet for sheet in waiting if sheet not in children]
            inner += [_joined(source, outer, child, links, parents) for child in children]
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
        if _KOBO.parent in sheet.headings:
            sheets.append(sheet)
    return sheets


def _is_child(repeat: Table, outer: Table, main: Table, links: _Links, parents: Mapping[str, object]) -> bool:
    if links is _ODK:
        return any(key in parents for key in repeat.sample.column(PARENT_KEY).tolist())
    if PARENT_TABLE not in repeat.headings:
        return outer is main
    # Excel cuts the names of sheets after 31 characters.
    return all(str(name)[:31] == outer.sheet[:31] for name in set(repeat.sample.column(PARENT_TABLE).tolist()) if name)


Parents = dict[str, dict[str, str]]


def _joined(source: SourceFile, outer: Table, repeat: Table, links: _Links, parents: Parents) -> Table:
    own = [h for h in repeat.headings if not h.startswith("_submission__")]
    added = [h for h in outer.headings if h not in own and h != links.own]
    blocks_of = partial(_joined_blocks, repeat, links, parents, added)
    headings = (*own, *added)
    joined = LedgerEntry("read", "community.groups_joined", 0, {"sheet": repeat.sheet, "count": len(parents)})
    told = [n for n in (*outer.notes, *repeat.notes) if n.code not in MEMBER_CODES]
    if repeat.source.member:
        before = [n.params["member"] for n in outer.notes if n.code == "archive.member_read"]
        told = [*members_read(source, (*before, repeat.sheet)), *told]
    sample = next(blocks_of(headings, Silent()), repeat.sample)
    return replace(
        repeat,
        headings=headings,
        tags=("",) * len(headings),
        sample=sample,
        blocks_of=blocks_of,
        notes=(*told, joined),
    )


def _parents(outer: Table, links: _Links, progress: Progress) -> Parents:
    """Return the rows of a submission or an outer section by their name."""
    found: Parents = {}
    wanted = [h for h in outer.headings if h != links.own]
    for block in outer.blocks((links.own, *wanted), progress):
        columns = {h: block.column(h).tolist() for h in wanted}
        for n, name in enumerate(block.column(links.own).tolist()):
            found[name] = {h: cells[n] for h, cells in columns.items()}
    return found


def _joined_blocks(
    repeat: Table, links: _Links, parents: Parents, added: Sequence[str], wanted: Sequence[str], progress: Progress
) -> Iterator[Block]:
    for block in repeat.blocks(tuple(dict.fromkeys((*wanted, links.parent, links.own))), progress):
        above = block.column(links.parent).tolist()
        columns = {h: cells for h, cells in block.columns.items() if h in wanted or h == links.own}
        for heading in added:
            if heading in wanted:
                cells = [parents.get(link, {}).get(heading, "") for link in above]
                if heading in links.submission:
                    # One submission has many rows here: without its number each would look like a repeated submission.
                    cells = [f"{cell}/{n}" if cell else "" for cell, n in zip(cells, block.column(links.own).tolist(), strict=True)]
                columns[heading] = np.array(cells, dtype=object)
        yield Block(block.rows, columns, block.overlong)
