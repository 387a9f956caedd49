"""How whole columns are written, found out before a row is read: what one cell does not tell, its column does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mrm_desktop.formats.files.day_columns import day_styles, needs_the_column
from mrm_desktop.formats.files.days import DayStyle
from mrm_desktop.formats.files.number_style import NumberStyle, style_of
from mrm_desktop.formats.files.table import Block, Table
from mrm_desktop.formats.rows.column_spec import COUNTED, ColumnSpec
from mrm_desktop.formats.rows.columns import Mapped
from mrm_desktop.foundation.progress import Silent
from mrm_desktop.geo.coordinates import has_only_commas, proves_decimal_commas


def number_styles(table: Table, mapped: Mapped, specs: Mapping[str, ColumnSpec]) -> dict[str, NumberStyle]:
    """Return how each column of counts and distances writes its numbers, by field; those without any separator need no looking at."""
    found = {}
    for field, heading in mapped.columns.items():
        spec = specs.get(field)
        if spec is not None and spec.unit in COUNTED and any("," in c or "." in c for c in table.sample.column(heading).tolist()):
            found[field] = style_of(different_cells(table, heading), spec.unit == "people")
    return found


class NotAsItBegan(Exception):
    """A column of days goes on in another way than its first rows, by which its style was found."""


@dataclass(frozen=True, slots=True)
class DayColumns:
    """How the columns of days are written.

    Attributes
    ----------
    styles : Mapping[str, DayStyle]
        By field.
    by_first_rows : frozenset[str]
        Headings of which only the first rows were looked at, because they are clear by themselves.
    """

    styles: Mapping[str, DayStyle]
    by_first_rows: frozenset[str]

    def check(self, block: Block) -> None:
        """Insist that columns go on as they began.

        Raises
        ------
        NotAsItBegan
            A cell needs its column; the reader begins again and looks at all of it first.
        """
        for heading in self.by_first_rows:
            if needs_the_column(block.column(heading).tolist()):
                raise NotAsItBegan


def columns_of_days(
    table: Table, mapped: Mapped, specs: Mapping[str, ColumnSpec], stated: str, today: date, whole: bool
) -> DayColumns:
    """Return how the columns of days are written; where the first rows are clear by themselves, no more is looked at at first.

    Parameters
    ----------
    whole : bool
        Whether to look at all rows, because some column did not go on as it began.
    """
    columns: dict[str, set[str]] = {}
    headings = {f: heading for f, heading in mapped.columns.items() if f in specs and specs[f].unit == "day"}
    clear = set()
    for field, heading in headings.items():
        columns[field] = set(table.sample.column(heading).tolist())
        if whole or needs_the_column(columns[field]):
            columns[field] = different_cells(table, heading)
        else:
            clear.add(heading)
    return DayColumns(day_styles(columns, stated, today), frozenset(clear))


def has_decimal_commas(table: Table, mapped: Mapped) -> bool:
    """Whether a column of positions such as ``4,85,31,60`` proves by some cell that its commas come before decimals."""
    heading = mapped.columns.get("position", "")
    if not any(map(has_only_commas, table.sample.column(heading).tolist())):
        return False
    return any(map(proves_decimal_commas, different_cells(table, heading)))


def different_cells(table: Table, heading: str) -> set[str]:
    """Return the different cells of a column, all rows."""
    return {cell for block in table.blocks((heading,), Silent()) for cell in block.column(heading).tolist()}
