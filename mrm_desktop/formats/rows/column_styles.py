"""How whole columns are written, found out before a row is read: what one cell does not tell, its column does."""

from __future__ import annotations

from collections.abc import Mapping

from mrm_desktop.formats.files.days import DayStyle, day_styles, needs_the_column
from mrm_desktop.formats.files.number_style import NumberStyle, style_of
from mrm_desktop.formats.files.table import Table
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


def styles_of_days(table: Table, mapped: Mapped, specs: Mapping[str, ColumnSpec], stated: str) -> dict[str, DayStyle]:
    """Return how each column of days writes them, by field; where the first rows are clear by themselves, no more is looked at."""
    columns: dict[str, set[str]] = {}
    for field, heading in mapped.columns.items():
        if field in specs and specs[field].unit == "day":
            first = set(table.sample.column(heading).tolist())
            columns[field] = different_cells(table, heading) if any(map(needs_the_column, first)) else first
    return day_styles(columns, stated)


def has_decimal_commas(table: Table, mapped: Mapped) -> bool:
    """Whether a column of positions such as ``4,85,31,60`` proves by some cell that its commas come before decimals."""
    heading = mapped.columns.get("position", "")
    if not any(map(has_only_commas, table.sample.column(heading).tolist())):
        return False
    return any(map(proves_decimal_commas, different_cells(table, heading)))


def different_cells(table: Table, heading: str) -> set[str]:
    """Return the different cells of a column, all rows."""
    return {cell for block in table.blocks((heading,), Silent()) for cell in block.column(heading).tolist()}
