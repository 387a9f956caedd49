"""One question in two columns: a form whose question was moved into a group exports it once for each of its versions.

The columns are read as one where one path is the other's with groups in front, or the versions of the form keep them apart, and where no
row fills both. Two groups that ask something under one name - of soldiers and of the police - are two questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.datasets import LedgerEntry
from mrm_desktop.formats.files.cells import is_nothing
from mrm_desktop.formats.files.table import Block, Table, Texts
from mrm_desktop.foundation.progress import Progress

_VERSION = "__version__"
_PARTS_OF_A_POINT = frozenset({"latitude", "longitude", "altitude", "accuracy", "precision"})
_ODK = frozenset({"KEY", "SubmissionDate"})


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the columns of one name hold: whether a row fills two of them, and which versions of the form fill each."""

    clash: bool
    versions: tuple[frozenset[str], ...]


def join_moved(table: Table, stated: Collection[str], progress: Progress) -> Table:
    """Return the table with the columns of each moved question as one, under the heading of the first; ``stated`` are left alone."""
    groups = [group for group in _namesakes(table) if not set(group) & set(stated)]
    joined: list[tuple[str, ...]] = []
    notes: list[LedgerEntry] = []
    for group in groups:
        seen = _look(group, [table.sample])
        if not seen.clash:
            seen = _look(group, table.blocks((*group, _VERSION), progress))
        if not seen.clash and _is_one_question(table, group, seen):
            joined.append(group)
            notes.append(LedgerEntry("changed", "table.columns_joined", 0, {"columns": list(group)}))
        else:
            notes.append(LedgerEntry("read", "table.columns_alike", 0, {"columns": list(group)}))
    return replace(_joined(table, joined), notes=(*table.notes, *notes)) if notes else table


def _namesakes(table: Table) -> list[tuple[str, ...]]:
    """Headings of one name in different groups; the parts of a question with several answers are no questions."""
    separator = "-" if set(table.headings) >= _ODK else "/"
    known = set(table.headings)
    by_name: dict[str, list[str]] = defaultdict(list)
    for heading in table.headings:
        group, _, name = heading.rpartition(separator)
        if name and group not in known and name.casefold() not in _PARTS_OF_A_POINT:
            by_name[name].append(heading)
    return [tuple(group) for group in by_name.values() if len(group) > 1]


def _look(group: Sequence[str], blocks: Iterable[Block]) -> _Seen:
    versions: list[set[str]] = [set() for _ in group]
    for block in blocks:
        filled = [_is_filled(block.column(heading)) for heading in group]
        for one, other in combinations(range(len(group)), 2):
            both = filled[one] & filled[other]
            if (block.column(group[one])[both] != block.column(group[other])[both]).any():
                return _Seen(True, ())
        for n, there in enumerate(filled):
            versions[n] |= set(block.column(_VERSION)[there].tolist())
    return _Seen(False, tuple(frozenset(found) for found in versions))


def _is_one_question(table: Table, group: Sequence[str], seen: _Seen) -> bool:
    inner = all(_is_within(one, other) or _is_within(other, one) for one, other in combinations(group, 2))
    apart = all(not one & other for one, other in combinations(seen.versions, 2))
    return inner or (_VERSION in table.headings and apart and all(seen.versions))


def _is_within(path: str, other: str) -> bool:
    """Whether a path is another one with groups in front."""
    return path.endswith(("/" + other, "-" + other))


def _is_filled(cells: Texts) -> npt.NDArray[np.bool_]:
    known = {cell: not is_nothing(cell) for cell in set(cells.tolist())}
    return np.fromiter((known[cell] for cell in cells.tolist()), dtype=bool, count=len(cells))


def _joined(table: Table, groups: Sequence[tuple[str, ...]]) -> Table:
    gone = {heading for group in groups for heading in group[1:]}
    of_first = {group[0]: group for group in groups}
    kept = [n for n, heading in enumerate(table.headings) if heading not in gone]

    def blocks_of(wanted: Sequence[str], progress: Progress) -> Iterator[Block]:
        for block in table.blocks_of([h for heading in wanted for h in of_first.get(heading, (heading,))], progress):
            yield _as_one(block, of_first)

    headings, tags = tuple(table.headings[n] for n in kept), tuple(table.tags[n] for n in kept)
    return replace(table, headings=headings, tags=tags, sample=_as_one(table.sample, of_first), blocks_of=blocks_of)


def _as_one(block: Block, of_first: dict[str, tuple[str, ...]]) -> Block:
    columns = dict(block.columns)
    for first, group in of_first.items():
        for other in group[1:]:
            if first in columns and other in columns:
                columns[first] = np.where(_is_filled(columns[first]), columns[first], columns[other])
        for other in group[1:]:
            columns.pop(other, None)
    return replace(block, columns=columns)
