"""The table of armed actors: who is there, whether able to do harm, and what is reported of their stance. Never who told it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport, StanceReport
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import ActorKind, Stance
from mrm_desktop.formats.cells import is_nothing, parse_day, parse_yes
from mrm_desktop.formats.clean_text import one_line
from mrm_desktop.formats.columns import Mapped, heading_key, map_columns
from mrm_desktop.formats.guard import guard
from mrm_desktop.formats.ledger_book import LedgerBook
from mrm_desktop.formats.located_rows import PLACE_FIELDS, Located, Locator
from mrm_desktop.formats.open_table import open_table
from mrm_desktop.formats.periods import BadPeriod, read_period
from mrm_desktop.formats.reading import Reading, ReadOptions
from mrm_desktop.formats.source_files import inspect
from mrm_desktop.formats.table_notes import note_opening
from mrm_desktop.formats.tables import Block
from mrm_desktop.foundation.clock import new_id, today
from mrm_desktop.foundation.progress import Progress, Silent
from mrm_desktop.geo.area_index import AreaIndex

DEFAULT_GRADE = Grade("F", "6")
DEFAULT_SOURCE = "unnamed-source"
_KINDS = {
    "government": ActorKind.STATE,
    "state_forces": ActorKind.STATE,
    "army": ActorKind.STATE,
    "police": ActorKind.STATE,
    "etat": ActorKind.STATE,
    "forces_etatiques": ActorKind.STATE,
    "nonstate": ActorKind.NON_STATE,
    "rebel": ActorKind.NON_STATE,
    "militia": ActorKind.NON_STATE,
    "armed_group": ActorKind.NON_STATE,
    "groupe_arme": ActorKind.NON_STATE,
    "non_etatique": ActorKind.NON_STATE,
}


def read_armed_actors(
    path: Path, areas: Sequence[Area] = (), options: ReadOptions | None = None, progress: Progress | None = None
) -> Reading:
    """Read a table of armed actors.

    Raises
    ------
    KnownError
        ``actors.no_areas`` where the project has no areas yet, ``table.column_missing``, and what opening and the guard raise: a
        column that names an informant stops the import.
    """
    said, watcher = options or ReadOptions(), progress or Silent()
    source = inspect(path, watcher)
    if not areas:
        raise KnownError("actors.no_areas", file=source.name)
    table = open_table(source, said, watcher)
    mapped = map_columns(table, DatasetKind.ARMED_ACTORS, said.columns)
    book = LedgerBook(table.sheet)
    guard(table, DatasetKind.ARMED_ACTORS, mapped.columns.values(), said.drop_columns, book)
    mapped.require(table, DatasetKind.ARMED_ACTORS, "actor")
    if not any(f in mapped for f in PLACE_FIELDS):
        mapped.require(table, DatasetKind.ARMED_ACTORS, "area_code")
    note_opening(book, table, mapped)
    locator = Locator(AreaIndex(areas), mapped, said, book, table.file)
    rows = _Rows(mapped, said, book, locator)
    for block in table.blocks(tuple(mapped.columns.values()), watcher):
        rows.add(block, locator.locate(block))
    rows.note_counts()
    review = locator.close()
    return Reading(
        DatasetKind.ARMED_ACTORS, source.name, source.sha256, tuple(rows.found), book.close(), review, dict(mapped.columns)
    )


class _Rows:
    """Turns rows into reports."""

    def __init__(self, mapped: Mapped, said: ReadOptions, book: LedgerBook, locator: Locator) -> None:
        self._mapped, self._said, self._book, self._locator = mapped, said, book, locator
        self._today = said.today or today()
        self._seen: dict[tuple[object, ...], int] = {}
        self._assumed: dict[str, int] = {}
        self.found: list[ActorReport] = []

    def add(self, block: Block, located: Located) -> None:
        self._book.rows_in += len(block)
        for n, row in enumerate(block.rows.tolist()):
            code = self._locator.area_code(int(located.areas[n]))
            actor = one_line(self._cell(block, n, "actor"))
            if code is None:
                self._book.drop(row, self._mapped.columns.get("area_code", ""), "actors.no_area")
            elif not actor:
                self._book.drop(row, self._mapped.columns.get("actor", ""), "actors.no_actor")
            else:
                self._add_row(block, n, row, code, actor)

    def _add_row(self, block: Block, n: int, row: int, code: str, actor: str) -> None:
        kind = self._kind(block, n, row)
        able = self._able(block, n, row)
        report, readable = self._report(block, n, row)
        if not readable:
            return
        try:
            period = read_period(lambda field: self._cell(block, n, field))
        except BadPeriod as bad:
            self._book.drop(row, self._mapped.columns.get(bad.field, ""), bad.code)
            return
        key = (code, actor.casefold(), kind, able, report, *period.values())
        if key in self._seen:
            self._book.merge(row, "actors.duplicate", self._seen[key])
            return
        self._seen[key] = row
        self._book.kept += 1
        self.found.append(ActorReport(new_id(), code, actor, kind, able, report, **period))

    def _kind(self, block: Block, n: int, row: int) -> ActorKind:
        key = heading_key(self._cell(block, n, "kind"))
        found = _KINDS.get(key) or next((k for k in ActorKind if k.value == key), None)
        if found is None:
            if key:
                self._book.problem(row, self._mapped.columns.get("kind", ""), "actors.kind_unknown")
            self._assume("actors.kind_assumed")
        return found or ActorKind.NON_STATE

    def _able(self, block: Block, n: int, row: int) -> bool:
        text = self._cell(block, n, "able_to_harm")
        if not is_nothing(text):
            try:
                return parse_yes(text)
            except KnownError as error:
                self._book.problem(row, self._mapped.columns.get("able_to_harm", ""), error.code)
        # An actor of whom nobody says that it is harmless counts as able: the cautious reading.
        self._assume("actors.able_assumed")
        return True

    def _report(self, block: Block, n: int, row: int) -> tuple[StanceReport | None, bool]:
        """Read the report of a row; (None, True) where the row only lists the actor, (None, False) where the row was dropped."""
        stance_text = heading_key(self._cell(block, n, "stance"))
        if not stance_text:
            return None, True
        stance = next((s for s in Stance if s.value == stance_text), None)
        if stance is None:
            self._book.drop(row, self._mapped.columns.get("stance", ""), "actors.stance_unknown", allowed=[s.value for s in Stance])
            return None, False
        heading = self._mapped.columns.get("reported_on", "")
        try:
            day = parse_day(self._cell(block, n, "reported_on"))
        except KnownError as error:
            self._book.drop(row, heading, error.code)
            return None, False
        if day > self._today:
            self._book.drop(row, heading, "cell.date_in_future")
            return None, False
        source = one_line(self._cell(block, n, "source")) or self._said.source
        if not source:
            self._assume("actors.source_assumed")
        return StanceReport(stance, self._grade(block, n, row), day, source or DEFAULT_SOURCE), True

    def _grade(self, block: Block, n: int, row: int) -> Grade:
        text = self._cell(block, n, "grade") or self._cell(block, n, "source_grade") + self._cell(block, n, "info_grade")
        if not is_nothing(text):
            try:
                return Grade.parse(text)
            except KnownError:
                self._book.problem(row, self._mapped.columns.get("grade", ""), "grade.unreadable")
        self._assume("grade")
        return self._said.grade or DEFAULT_GRADE

    def _assume(self, code: str) -> None:
        self._assumed[code] = self._assumed.get(code, 0) + 1

    def note_counts(self) -> None:
        for code, rows in sorted(self._assumed.items()):
            if code == "grade":
                self._book.note("guessed", "import.grade_assumed", rows, grade=str(self._said.grade or DEFAULT_GRADE))
            else:
                self._book.note("guessed", code, rows)

    def _cell(self, block: Block, n: int, field: str) -> str:
        if field in self._mapped.constants:
            return self._mapped.constants[field]
        heading = self._mapped.columns.get(field)
        return str(block.columns[heading][n]).strip() if heading is not None and heading in block.columns else ""
