"""Whether a column that was taken for P-codes because of its heading holds any: "code" and "area" head serial numbers and hectares, too."""

from __future__ import annotations

from collections.abc import Mapping

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.formats.files.cells import is_nothing
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.rows.columns import Mapped, heading_key, map_columns
from mrm_desktop.formats.rows.survey_points import choose_point
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.geo.codes import EXACT, CodeBook

_SAYS_LITTLE = frozenset({"code", "area"})
_COORDINATES = ("latitude", "position")


def map_placed(table: Table, kind: DatasetKind, stated: Mapping[str, str], index: AreaIndex, truncated: bool = False) -> Mapped:
    """Find the column of each field, as :func:`map_columns`, and give up a column of codes that holds none of an area.

    Raises
    ------
    KnownError
        As :func:`map_columns` and :func:`choose_point`.
    """
    mapped = choose_point(table, map_columns(table, kind, stated, truncated), stated)
    heading = mapped.columns.get("area_code")
    if heading is None or "area_code" not in mapped.guessed or not _says_little(table, heading):
        return mapped
    if _holds_codes(table, heading, index, beside_coordinates=any(field in mapped for field in _COORDINATES)):
        return mapped
    return choose_point(table, map_columns(table, kind, {**stated, "area_code": ""}, truncated), stated)


def _says_little(table: Table, heading: str) -> bool:
    last = heading.replace(":", "/").rsplit("/", 1)[-1]
    return heading_key(last) in _SAYS_LITTLE and not table.tags[table.headings.index(heading)]


def _holds_codes(table: Table, heading: str, index: AreaIndex, beside_coordinates: bool) -> bool:
    """Whether at least half of the different cells are codes of areas as they stand; beside coordinates bare numbers are never."""
    cells = {cell for cell in map(str, table.sample.column(heading).tolist()) if not is_nothing(cell)}
    has_letters = any(c.isalpha() for cell in cells for c in cell)
    if not has_letters and (beside_coordinates or not len(index)):
        return False
    if not len(index):
        return True  # nobody knows better yet
    book = CodeBook(index)
    return 2 * sum(book.find(cell)[1] == EXACT for cell in cells) >= max(1, len(cells))
