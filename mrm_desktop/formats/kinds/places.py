"""Places: settlements, facilities, sites. Those without usable coordinates are kept and listed, not drawn."""

from __future__ import annotations

from collections.abc import Sequence

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.geography import HEALTH_FACILITY, Area, Place, offers_care
from mrm_desktop.formats.files.clean_text import was_harmful
from mrm_desktop.formats.files.read_options import PlaceOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Block, Table
from mrm_desktop.formats.rows.code_columns import map_placed
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.rows.row import BadCell, Row
from mrm_desktop.formats.rows.table_reader import Frame, collect, open_frame, table_of
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.area_index import AreaIndex

# Two rows of one name this near are one place entered twice; degrees, about 10 m.
_SAME_SPOT = 4
_STATED = ("area_code", "adm3_name", "adm2_name", "adm1_name")


def read_places(given: SourceFile | Table, areas: Sequence[Area], options: PlaceOptions, progress: Progress) -> Reading:
    """Read a table or a point layer of places.

    Raises
    ------
    KnownError
        What opening, mapping and the guard raise.
    """
    table = table_of(given, options, progress)
    index, truncated = AreaIndex(areas), table.source.suffix in (".shp", ".zip")
    mapped = map_placed(table, DatasetKind.PLACES, options.columns, index, truncated)
    frame = open_frame(DatasetKind.PLACES, given, table, mapped, index, options)
    return collect(frame, _Places(frame), progress)


class _Places:
    """Collects places and folds true duplicates."""

    def __init__(self, frame: Frame[PlaceOptions]) -> None:
        self._frame = frame
        self.found: list[Place] = []
        self._seen: dict[tuple[str, ...], int] = {}
        self._harmful = 0
        self._named_care = 0

    def add(self, block: Block) -> None:
        self._frame.book.rows_in += len(block)
        for row in self._frame.rows(block, self._frame.locator.locate(block)):
            try:
                self._add_row(row)
            except BadCell as bad:
                row.drop(bad)

    def _add_row(self, row: Row) -> None:
        row.check_required()
        self._harmful += was_harmful(row.raw("name"))
        name, period, point = row.told("name"), row.period(), row.point
        spot = tuple(f"{degrees:.{_SAME_SPOT}f}" for degrees in point) if point else tuple(row.raw(f).casefold() for f in _STATED)
        kind = self._kind(row.told("kind"))
        code = row.key("code")
        key = (name.casefold(), code, *spot, str(period["valid_from"]), str(period["valid_to"]))
        if key in self._seen:
            self._frame.book.merge(row.number_in_file, "place.duplicate", self._seen[key])
            return
        self._seen[key] = row.number_in_file
        self._frame.book.kept += 1
        self.found.append(
            Place(
                id=new_id(),
                name=name,
                kind=kind,
                point=point,
                area_code=row.area_code,
                code=code,
                matched_by=row.matched_by,
                **period,
            )
        )

    def _kind(self, told: str) -> str:
        """Return the kind of a place; of a list where care can be had everywhere each kind says so."""
        if not self._frame.options.offers_care or offers_care(told):
            return told
        self._named_care += 1
        return f"{HEALTH_FACILITY}: {told}" if told else HEALTH_FACILITY

    def finish(self) -> None:
        if self._named_care:
            self._frame.book.note("changed", "place.care_said", self._named_care)
        without = sum(1 for place in self.found if place.point is None)
        if without:
            self._frame.book.note("kept_without_point", "place.without_point", without)
        if self._harmful:
            self._frame.book.note("changed", "text.made_harmless", self._harmful)
