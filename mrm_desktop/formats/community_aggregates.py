"""Tables that somebody has aggregated already: one row for each area, stratum and round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence, CommunityEvidence
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import Stratum
from mrm_desktop.formats.cells import is_nothing, parse_day, parse_number
from mrm_desktop.formats.clean_text import one_line
from mrm_desktop.formats.columns import Mapped
from mrm_desktop.formats.community_rows import DEFAULT_GRADE, DEFAULT_SOURCE, method_of
from mrm_desktop.formats.guard import guard
from mrm_desktop.formats.ledger_book import LedgerBook
from mrm_desktop.formats.located_rows import Located, Locator
from mrm_desktop.formats.periods import BadPeriod, read_period
from mrm_desktop.formats.reading import Reading, ReadOptions
from mrm_desktop.formats.source_files import SourceFile
from mrm_desktop.formats.strata import stratum_of
from mrm_desktop.formats.table_notes import note_opening
from mrm_desktop.formats.tables import Block, Table
from mrm_desktop.foundation.clock import new_id, today
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.area_index import AreaIndex


def read_aggregates(
    source: SourceFile, table: Table, mapped: Mapped, areas: Sequence[Area], said: ReadOptions, watcher: Progress
) -> Reading:
    """Read one item of evidence from each row.

    Raises
    ------
    KnownError
        ``table.column_missing`` without the number of people or the day.
    """
    mapped.require(table, DatasetKind.COMMUNITY, "answered", "collected_on")
    book = LedgerBook(table.sheet)
    guard(table, DatasetKind.COMMUNITY, mapped.columns.values(), said.drop_columns, book)
    note_opening(book, table, mapped)
    locator = Locator(AreaIndex(areas), mapped, said, book, table.file)
    rows = _Rows(mapped, said, book, locator)
    for block in table.blocks(tuple(mapped.columns.values()), watcher):
        rows.add(block, locator.locate(block))
    if "grade" not in mapped and "source_grade" not in mapped:
        book.note(
            "guessed" if said.grade is None else "read", "import.grade_assumed", book.kept, grade=str(said.grade or DEFAULT_GRADE)
        )
    if "method" not in mapped:
        book.note("guessed", "community.method_assumed", book.kept, method=said.method.value)
    review = locator.close()
    return Reading(DatasetKind.COMMUNITY, source.name, source.sha256, tuple(rows.found), book.close(), review, dict(mapped.columns))


class _Bad(Exception):
    """A cell of the row cannot be used."""

    def __init__(self, field: str, code: str, **params: Any) -> None:
        super().__init__(code)
        self.field, self.code, self.params = field, code, params


class _Rows:
    def __init__(self, mapped: Mapped, said: ReadOptions, book: LedgerBook, locator: Locator) -> None:
        self._mapped, self._said, self._book, self._locator = mapped, said, book, locator
        self._today = said.today or today()
        self.found: list[AreaEvidence] = []

    def add(self, block: Block, located: Located) -> None:
        self._book.rows_in += len(block)
        for n, row in enumerate(block.rows.tolist()):
            try:
                code = self._locator.area_code(int(located.areas[n]))
                if code is None:
                    raise _Bad("area_code", "community.no_area")
                self.found.append(self._evidence(block, n, code, str(located.how[n])))
                self._book.kept += 1
            except _Bad as bad:
                self._book.drop(row, self._mapped.columns.get(bad.field, ""), bad.code, **bad.params)

    def _evidence(self, block: Block, n: int, code: str, how: str) -> AreaEvidence:
        answered = self._number(block, n, "answered", 0.0, 1e7)
        mean = self._number(block, n, "mean_rating", -2.0, 2.0)
        day = self._day(block, n)
        if answered is None or mean is None:
            raise _Bad("answered" if answered is None else "mean_rating", "cell.missing")
        if answered == 0:
            raise _Bad("answered", "community.nobody_rated")
        try:
            period = read_period(lambda field: self._cell(block, n, field))
        except BadPeriod as bad:
            raise _Bad(bad.field, bad.code) from bad
        stratum = self._stratum(block, n)
        method_text = self._cell(block, n, "method")
        method = self._said.method if is_nothing(method_text) else method_of(method_text)
        if method is None:
            raise _Bad("method", "community.method_unknown")
        item = CommunityEvidence(
            stratum=stratum,
            method=method,
            source=one_line(self._cell(block, n, "source")) or self._said.source or DEFAULT_SOURCE,
            collected_on=day,
            answered=answered,
            mean_rating=mean,
            grade=self._grade(block, n),
            refused_share=self._refused(block, n, answered),
            design_effect=self._number(block, n, "design_effect", 1.0, 100.0),
        )
        return AreaEvidence(
            id=new_id(),
            area_code=code,
            round=one_line(self._cell(block, n, "round")) or self._said.round or f"{day:%Y-%m}",
            rated=one_line(self._cell(block, n, "rated")) or self._said.rated,
            item=item,
            wording_hash=one_line(self._cell(block, n, "wording_hash")),
            matched_by=how,
            **period,
        )

    def _refused(self, block: Block, n: int, answered: float) -> float:
        share = self._number(block, n, "refused_share", 0.0, 1.0)
        if share is not None:
            return share
        refused = self._number(block, n, "refused", 0.0, 1e7) or 0.0
        silent = self._number(block, n, "do_not_know", 0.0, 1e7) or 0.0
        return refused / (answered + refused + silent)

    def _stratum(self, block: Block, n: int) -> Stratum:
        text = self._cell(block, n, "stratum")
        if is_nothing(text):
            return self._said.stratum or Stratum.ALL
        stratum = stratum_of(text)
        if stratum is None:
            raise _Bad("stratum", "community.stratum_unreadable")
        return stratum

    def _grade(self, block: Block, n: int) -> Grade:
        text = self._cell(block, n, "grade") or self._cell(block, n, "source_grade") + self._cell(block, n, "info_grade")
        if is_nothing(text):
            return self._said.grade or DEFAULT_GRADE
        try:
            return Grade.parse(text)
        except KnownError as error:
            raise _Bad("grade", "grade.unreadable") from error

    def _day(self, block: Block, n: int) -> date:
        try:
            day = parse_day(self._cell(block, n, "collected_on"))
        except KnownError as error:
            raise _Bad("collected_on", error.code) from error
        if day > self._today:
            raise _Bad("collected_on", "cell.date_in_future")
        return day

    def _number(self, block: Block, n: int, field: str, minimum: float, maximum: float) -> float | None:
        text = self._cell(block, n, field)
        if is_nothing(text):
            return None
        try:
            number = parse_number(text)
        except KnownError as error:
            raise _Bad(field, error.code) from error
        if not minimum <= number <= maximum:
            raise _Bad(field, "cell.out_of_range", minimum=minimum, maximum=maximum)
        return number

    def _cell(self, block: Block, n: int, field: str) -> str:
        if field in self._mapped.constants:
            return self._mapped.constants[field]
        heading = self._mapped.columns.get(field)
        return str(block.columns[heading][n]).strip() if heading is not None and heading in block.columns else ""
