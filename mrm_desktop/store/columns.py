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
MOST_VALUES = 1_000
"""Up to so many different numbers a stretch of a column is kept as their positions in a list; more are not worth looking up."""
NUMBER, WORD = "number", "word"
_WHOLE = (np.int8, np.int16, np.int32)

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
        "valid_from": WORD,
        "valid_to": WORD,
    },
    "place": {
        "seq": NUMBER,
        "dataset_id": WORD,
        "area_code": WORD,
        "kind": WORD,
        "longitude": NUMBER,
        "latitude": NUMBER,
        "valid_from": WORD,
        "valid_to": WORD,
    },
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


def _packed_rows(rows: Sequence[Any], table: str) -> dict[str, _Part]:
    return {
        name: _categories(values) if kind is WORD else _Part(len(values), np.array(values, dtype=np.float64))
        for (name, kind), values in zip(LAYOUTS[table].items(), zip(*rows, strict=True), strict=True)
    }


def _categories(values: Sequence[str | None]) -> _Part:
    codes: dict[str | None, int] = {None: -1}
    found = np.fromiter((codes.setdefault(value, len(codes) - 1) for value in values), dtype=np.int32, count=len(values))
    return _Part(len(values), found, tuple(word for word in codes if word is not None))


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A stretch of a column, as narrow as what is in it allows: what is not stored need not be decrypted.

    Attributes
    ----------
    array : npt.NDArray[Any]
        The numbers themselves, or the positions in ``values`` (-1: none), in the narrowest whole number that holds them; empty where
        the stretch counts up by one.
    values : tuple[Any, ...] | None
        The different values; None where the numbers themselves are stored.
    first : float | None
        First number of a stretch that counts up by one.
    """

    rows: int
    array: npt.NDArray[Any]
    values: tuple[Any, ...] | None = None
    first: float | None = None


def _narrowed(part: _Part) -> _Part:
    """Return what is stored of a stretch: a count, or positions among few different values, or the numbers as they are."""
    if part.values is not None:
        return _Part(part.rows, _narrow(part.array, len(part.values)), part.values)
    numbers = part.array
    known = ~np.isnan(numbers)
    if known.all() and np.array_equal(numbers, np.arange(numbers[0], numbers[0] + part.rows)):
        return _Part(part.rows, np.empty(0), first=float(numbers[0]))
    values, codes = np.unique(numbers[known], return_inverse=True)
    if len(values) > MOST_VALUES:
        return part
    placed = np.full(part.rows, -1, dtype=np.int64)
    placed[known] = codes
    return _Part(part.rows, _narrow(placed, len(values)), tuple(values.tolist()))


def _narrow(codes: npt.NDArray[Any], count: int) -> npt.NDArray[Any]:
    return codes.astype(next(kind for kind in _WHOLE if count <= np.iinfo(kind).max))


def _joined(parts: Sequence[_Part], kind: str) -> Column:
    places = np.cumsum([0, *(part.rows for part in parts)]).tolist()
    if kind is NUMBER:
        numbers = np.empty(places[-1])
        for part, start in zip(parts, places, strict=False):
            _put_numbers(part, numbers[start : start + part.rows])
        return numbers
    codes: dict[str, int] = {}
    joined = np.empty(places[-1], dtype=np.int32)
    for part, start in zip(parts, places, strict=False):
        assert part.values is not None  # words always have them
        own = np.array([*(codes.setdefault(word, len(codes)) for word in part.values), -1], dtype=np.int32)
        _put(own, part.array, joined[start : start + part.rows])
    return Category(joined, tuple(codes))


def _put_numbers(part: _Part, target: npt.NDArray[np.float64]) -> None:
    if part.first is not None:
        target[:] = np.arange(part.first, part.first + part.rows)
    elif part.values is None:
        target[:] = part.array
    else:
        _put(np.array([*part.values, np.nan]), part.array, target)


def _put(values: npt.NDArray[Any], codes: npt.NDArray[Any], target: npt.NDArray[Any]) -> None:
    """Look the codes up; -1 is the last value, for what has none."""
    if len(values) == 1:
        target[:] = values[0]
    else:
        np.take(values, codes, out=target, mode="wrap")


def _bytes_of(block: Mapping[str, _Part]) -> bytes:
    """Write a block: the length of its head, the head as JSON, then each column's bytes."""
    stored = {name: _narrowed(part) for name, part in block.items()}
    head = {
        name: {"rows": part.rows, "kind": part.array.dtype.newbyteorder("<").str, "values": part.values, "first": part.first}
        for name, part in stored.items()
    }
    text = json.dumps(head, separators=(",", ":")).encode()
    pieces = [part.array.astype(part.array.dtype.newbyteorder("<")).tobytes() for part in stored.values()]
    return b"".join([len(text).to_bytes(4, "little"), text, *pieces])


def _unpacked(content: bytes) -> dict[str, _Part]:
    size = int.from_bytes(content[:4], "little")
    head, position = json.loads(content[4 : 4 + size]), 4 + size
    block: dict[str, _Part] = {}
    for name, about in head.items():
        stored = 0 if about["first"] is not None else about["rows"]
        array = np.frombuffer(content, dtype=about["kind"], count=stored, offset=position)
        position += array.nbytes
        block[name] = _Part(about["rows"], array, None if about["values"] is None else tuple(about["values"]), about["first"])
    return block
