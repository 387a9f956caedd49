"""The table of armed actors: who is there, whether able to do harm, and what is reported of their stance. Never who told it."""

from __future__ import annotations

from collections.abc import Sequence

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ActorReport, StanceReport
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.vocabulary import ActorKind, Stance
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Block, Table
from mrm_desktop.formats.rows.code_columns import map_placed
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.rows.row import BadCell, Row
from mrm_desktop.formats.rows.table_reader import Frame, collect, open_frame, table_of
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.area_index import AreaIndex

DEFAULT_SOURCE = "unnamed-source"
_KINDS: dict[str, str] = {
    **dict.fromkeys(("government", "state_forces", "army", "police", "etat", "forces_etatiques"), ActorKind.STATE),
    **dict.fromkeys(
        ("nonstate", "rebel", "militia", "armed_group", "groupe_arme", "non_etatique"),
        ActorKind.NON_STATE,
    ),
}


def read_armed_actors(given: SourceFile | Table, areas: Sequence[Area], options: ReadOptions, progress: Progress) -> Reading:
    """Read a table of armed actors.

    Raises
    ------
    KnownError
        ``actors.no_areas`` where the project has no areas yet, ``table.column_missing``, and what opening and the guard raise: a
        column that names an informant stops the import.
    """
    if not areas:
        raise KnownError("actors.no_areas", file=given.name)
    table = table_of(given, options, progress)
    index = AreaIndex(areas)
    mapped = map_placed(table, DatasetKind.ARMED_ACTORS, options.columns, index)
    frame = open_frame(DatasetKind.ARMED_ACTORS, given, table, mapped, index, options)
    return collect(frame, _Reports(frame), progress)


class _Reports:
    """Turns rows into reports; the same report twice is one."""

    def __init__(self, frame: Frame[ReadOptions]) -> None:
        self._frame = frame
        self._seen: dict[tuple[object, ...], int] = {}
        self.found: list[ActorReport] = []

    def add(self, block: Block) -> None:
        self._frame.book.rows_in += len(block)
        for row in self._frame.rows(block, self._frame.locator.locate(block)):
            try:
                self._add_row(row)
            except BadCell as bad:
                row.drop(bad)

    def _add_row(self, row: Row) -> None:
        if row.area_code is None:
            raise BadCell("area_code", "actors.no_area")
        row.check_required()
        actor, kind, able = row.told("actor"), self._kind(row), self._able(row)
        report, period = self._report(row), row.period()
        key = (row.area_code, actor.casefold(), kind, able, report, *period.values())
        if key in self._seen:
            self._frame.book.merge(row.number_in_file, "actors.duplicate", self._seen[key])
            return
        self._seen[key] = row.number_in_file
        self._frame.book.kept += 1
        self.found.append(ActorReport(new_id(), row.area_code, actor, kind, able, report, **period))

    def _kind(self, row: Row) -> ActorKind:
        found = row.if_readable(lambda: row.word("kind", "actors.kind_unknown", _KINDS))
        if found is None:
            self._frame.assumed["actors.kind_assumed"] += 1
        return ActorKind(found or ActorKind.NON_STATE)

    def _able(self, row: Row) -> bool:
        able = row.if_readable(lambda: row.yes("able_to_harm"))
        if able is None:
            # An actor of whom nobody says that it is harmless counts as able: the cautious reading.
            self._frame.assumed["actors.able_assumed"] += 1
        return able is not False

    def _report(self, row: Row) -> StanceReport | None:
        """Read what is reported of the actor; None where the row only lists it."""
        stance = row.word("stance", "actors.stance_unknown", allowed=[s.value for s in Stance])
        if stance is None:
            return None
        day = row.past_day("reported_on")
        if day is None:
            raise BadCell("reported_on", "cell.not_a_date")
        source = row.source() or self._frame.options.source
        if not source:
            self._frame.assumed["actors.source_assumed"] += 1
        grade = row.if_readable(row.grade)
        if grade is None:
            self._frame.assumed["import.grade_assumed"] += 1
        return StanceReport(Stance(stance), grade or self._frame.grade, day, source or DEFAULT_SOURCE)

    def finish(self) -> None:
        self._frame.note_assumed()
