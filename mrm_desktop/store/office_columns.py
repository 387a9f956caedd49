"""Millions of rows of a shared database as arrays: the server copies a table out as one stream, which is read column by column."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from mrm_desktop.store.columns import LAYOUTS, WORD, Category, Column

_EXPRESSIONS = {"dataset_id": "upper(replace(dataset_id::text, '-', ''))", "reset_since": "reset_since::int"}


def read_office_columns(connection: Any, table: str) -> dict[str, Column]:
    """Read a table of :data:`LAYOUTS` whole, in the order in which its rows came in, as far as this user may see it.

    Parameters
    ----------
    connection
        A connection of psycopg, in a transaction of the caller.
    """
    import pandas as pd

    layout = LAYOUTS[table]
    names = ", ".join(_EXPRESSIONS.get(name, name) for name in layout)
    stream = io.BytesIO()
    with connection.cursor().copy(f"COPY (SELECT {names} FROM {table} ORDER BY seq) TO STDOUT (FORMAT csv)") as copy:  # noqa: S608 - own names
        for piece in copy:
            stream.write(piece)
    stream.seek(0)
    kinds: Any = {name: "category" if kind is WORD else "float64" for name, kind in layout.items()}
    # An empty cell is a value that is missing, but the word "NA" is a word.
    read = pd.read_csv(stream, names=list(layout), header=None, dtype=kinds, keep_default_na=False, na_values=[""])
    return {name: _category(read[name]) if kind is WORD else read[name].to_numpy() for name, kind in layout.items()}


def _category(column: Any) -> Category:
    """Return a column of words with its words in the order of their first row, as the other reader has them."""
    codes = column.cat.codes.to_numpy().astype(np.int32)
    words = [str(word) for word in column.cat.categories]
    used, first = np.unique(codes[codes >= 0], return_index=True)
    order = used[np.argsort(first)]
    places = np.full(len(words) + 1, -1, dtype=np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    return Category(places[codes], tuple(words[code] for code in order))
