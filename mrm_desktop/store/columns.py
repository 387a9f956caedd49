"""Millions of rows as arrays: no objects, and after the first time hardly any rows either.

Rows are never changed, so a full stretch of them is packed once into a block - one piece of bytes per column, encrypted like all
the rest - and only the rows behind the last block are read one by one. A block can be short of the newest rows, never out of date.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

BLOCK_ROWS = 100_000
NUMBER, WORD = "number", "word"

LAYOUTS: Mapping[str, Mapping[str, str]] = {
    "evidence": {
        "seq": NUMBER,
        "dataset_id": WORD,
        "area_code": WORD,
        "stratum": WORD,
        "method": WORD,
        "source": WORD,
        "grade": WORD,
        "collected_on": WORD,
        "answered": NUMBER,
        "mean_rating": NUMBER,
        "refused_share": NUMBER,
        "design_effect": NUMBER,
        "reset_since": NUMBER,
    },
    "place": {"seq": NUMBER, "dataset_id": WORD, "area_code": WORD, "kind": WORD, "longitude": NUMBER, "latitude": NUMBER},
}
"""Columns that are read so, by table."""

_EXPRESSIONS = {"dataset_id": "hex(dataset_id)"}


@dataclass(frozen=True, slots=True, eq=False)
class Category:
    """A column of words.

    Attributes
    ----------
    codes : npt.NDArray[np.int32]
        Shape (n,), positions in ``words``; -1 where the row has none.
    words : tuple[str, ...]
        The different words, in the order of their first row.
    """

    codes: npt.NDArray[np.int32]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, kept: npt.NDArray[np.bool_]) -> Category:
        return Category(self.codes[kept], self.words)

    def tolist(self) -> list[str | None]:
        """Return the word of each row."""
        return [self.words[code] if code >= 0 else None for code in self.codes.tolist()]

    def days(self) -> npt.NDArray[np.datetime64]:
        """Return the words, read as ISO days, by row, shape (n,); not-a-time where there is none."""
        days = np.array([*self.words, "NaT"], dtype="datetime64[D]")
        return np.asarray(days[self.codes])


Column = npt.NDArray[np.float64] | Category
"""Numbers, NaN where a row has none, or words."""


def read_columns(connection: Any, table: str) -> dict[str, Column]:
    """Read a table of :data:`LAYOUTS` whole, in the order in which its rows came in.

    Parameters
    ----------
    connection
        A connection of the driver, in a transaction of the caller.
    """
    blocks = [_unpacked(content) for (content,) in connection.execute(_BLOCKS, (table,))]
    (done,) = connection.execute(_DONE, (table,)).fetchone()
    blocks += [_packed_rows(rows, table) for rows in _in_stretches(connection, table, done)]
    return {name: _joined([block[name] for block in blocks], kind) for name, kind in LAYOUTS[table].items()}


def pack_blocks(connection: Any, table: str) -> int:
    """Pack every full stretch of rows that is not packed yet; return how many blocks were added. The caller commits."""
    (done,) = connection.execute(_DONE, (table,)).fetchone()
    added = 0
    for rows in _in_stretches(connection, table, done):
        if len(rows) < BLOCK_ROWS:
            break
        connection.execute(_ADD, (table, rows[0][0], rows[-1][0], _bytes_of(_packed_rows(rows, table))))
        added += 1
    return added


_BLOCKS = "SELECT content FROM column_block WHERE name = ? ORDER BY first_seq"
_DONE = "SELECT coalesce(max(last_seq), 0) FROM column_block WHERE name = ?"
_ADD = "INSERT INTO column_block (name, first_seq, last_seq, content) VALUES (?, ?, ?, ?)"


def _in_stretches(connection: Any, table: str, after: int) -> Iterable[Sequence[Any]]:
    names = ", ".join(_EXPRESSIONS.get(name, name) for name in LAYOUTS[table])
    cursor = connection.execute(f"SELECT {names} FROM {table} WHERE seq > ? ORDER BY seq", (after,))  # noqa: S608 - our own names
    while rows := cursor.fetchmany(BLOCK_ROWS):
        yield rows


def _packed_rows(rows: Sequence[Any], table: str) -> dict[str, Column]:
    return {
        name: _category(values) if kind is WORD else np.array(values, dtype=np.float64)
        for (name, kind), values in zip(LAYOUTS[table].items(), zip(*rows, strict=True), strict=True)
    }


def _category(values: Sequence[str | None]) -> Category:
    codes: dict[str | None, int] = {None: -1}
    found = np.fromiter((codes.setdefault(value, len(codes) - 1) for value in values), dtype=np.int32, count=len(values))
    return Category(found, tuple(word for word in codes if word is not None))


def _joined(parts: Sequence[Any], kind: str) -> Column:
    if kind is NUMBER:
        return np.concatenate(parts) if parts else np.empty(0)
    codes: dict[str, int] = {}
    columns = []
    for part in parts:
        own = np.array([*(codes.setdefault(word, len(codes)) for word in part.words), -1], dtype=np.int32)
        columns.append(own[part.codes])
    return Category(np.concatenate(columns) if columns else np.empty(0, dtype=np.int32), tuple(codes))


def _bytes_of(block: Mapping[str, Column]) -> bytes:
    """Write a block: the length of its head, the head as JSON, then each column's bytes."""
    head: dict[str, Any] = {}
    pieces = []
    for name, column in block.items():
        array = column.codes if isinstance(column, Category) else column
        head[name] = {"rows": len(array), "words": list(column.words) if isinstance(column, Category) else None}
        pieces.append(array.astype("<i4" if isinstance(column, Category) else "<f8").tobytes())
    text = json.dumps(head, separators=(",", ":")).encode()
    return b"".join([len(text).to_bytes(4, "little"), text, *pieces])


def _unpacked(content: bytes) -> dict[str, Column]:
    size = int.from_bytes(content[:4], "little")
    head, position = json.loads(content[4 : 4 + size]), 4 + size
    block: dict[str, Column] = {}
    for name, about in head.items():
        kind = "<f8" if about["words"] is None else "<i4"
        array = np.frombuffer(content, dtype=kind, count=about["rows"], offset=position)
        position += array.nbytes
        block[name] = array if about["words"] is None else Category(array, tuple(about["words"]))
    return block
