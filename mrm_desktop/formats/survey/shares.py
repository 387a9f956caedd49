"""Shares in tables that somebody has added up: 0 to 1, or percent where a person or the cell itself says so. Never a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import is_nothing, parse_number
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.rows.row import BadCell, Row
from mrm_desktop.formats.rows.table_reader import Frame

_PERCENT = 100.0


class ShareReader:
    """Reads the columns of shares of a table, and judges each column as a whole at the end."""

    def __init__(self, frame: Frame[CommunityOptions]) -> None:
        self._frame = frame
        self._like_percent: set[str] = set()
        self._largest: dict[str, float] = defaultdict(float)
        self._whole: dict[str, list[Row]] = defaultdict(list)

    def read(self, row: Row, field: str) -> float | None:
        """Return the share of a row, 0 to 1; None where the cell is empty.

        Raises
        ------
        BadCell
            ``cell.not_a_number``, ``cell.excel_error``, ``community.share_out_of_range``.
        """
        text = row.text(field)
        if is_nothing(text):
            return None
        marked = text.rstrip().endswith(("%", "\u066a"))
        try:
            number = parse_number(text.rstrip("%\u066a"))
        except KnownError as error:
            raise BadCell(field, error.code, **error.params) from error
        said_percent = marked or self._frame.options.shares_in_percent
        share = number / _PERCENT if said_percent else number
        if not 0.0 <= share <= 1.0:
            if not said_percent and 1.0 < share <= _PERCENT:
                self._like_percent.add(field)
            raise BadCell(field, "community.share_out_of_range")
        if not marked:
            self._largest[field] = max(self._largest[field], number)
            if number == 1.0 and not said_percent:
                self._whole[field].append(row)
        return share

    def finish(self, take_back: Callable[[Row, BadCell], None]) -> None:
        """Judge each column: where others look like percent, a bare 1 may be one percent or all, and its row is left out.

        Raises
        ------
        KnownError
            ``community.shares_not_percent`` where percent were said of a column in which nothing is above 1.
        """
        if self._frame.options.shares_in_percent:
            for field, largest in self._largest.items():
                if 0.0 < largest <= 1.0:
                    raise KnownError("community.shares_not_percent", file=self._frame.table.file, column=self._frame.heading(field))
        doubtful = {id(row): (row, field) for field in sorted(self._like_percent) for row in self._whole[field]}
        for row, field in doubtful.values():
            take_back(row, BadCell(field, "community.share_doubtful"))
