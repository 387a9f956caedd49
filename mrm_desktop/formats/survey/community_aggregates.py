"""Tables that somebody has aggregated already: one row for each area, stratum and round."""

from __future__ import annotations

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.evidence import AreaEvidence, CommunityEvidence
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.formats.files.cells import is_nothing
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Block, Table
from mrm_desktop.formats.rows.columns import Mapped
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.rows.table_reader import BadCell, Frame, Row, collect, open_frame
from mrm_desktop.formats.survey.community_rows import DEFAULT_SOURCE, METHODS
from mrm_desktop.formats.survey.strata import stratum_of
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.area_index import AreaIndex


def read_aggregates(
    given: SourceFile | Table, table: Table, mapped: Mapped, areas: AreaIndex, options: CommunityOptions, progress: Progress
) -> Reading:
    """Read one item of evidence from each row.

    Raises
    ------
    KnownError
        ``table.column_missing`` without the number of people or the day.
    """
    mapped.require(table, DatasetKind.COMMUNITY, "answered", "collected_on")
    frame = open_frame(DatasetKind.COMMUNITY, given, table, mapped, areas, options)
    return collect(frame, _Items(frame), progress)


class _Items:
    """Turns rows into evidence; a row in which anything cannot be read is left out."""

    def __init__(self, frame: Frame[CommunityOptions]) -> None:
        self._frame = frame
        self.found: list[AreaEvidence] = []

    def add(self, block: Block) -> None:
        self._frame.book.rows_in += len(block)
        for row in self._frame.rows(block, self._frame.locator.locate(block)):
            try:
                self.found.append(self._evidence(row))
                self._frame.book.kept += 1
            except BadCell as bad:
                row.drop(bad)

    def _evidence(self, row: Row[CommunityOptions]) -> AreaEvidence:
        options = self._frame.options
        if row.area_code is None:
            raise BadCell("area_code", "community.no_area")
        item = self._item(row)
        return AreaEvidence(
            id=new_id(),
            area_code=row.area_code,
            round=row.told("round") or options.round or f"{item.collected_on:%Y-%m}",
            rated=row.told("rated") or options.rated,
            item=item,
            wording_hash=row.line("wording_hash"),
            matched_by=row.matched_by,
            **row.period(),
        )

    def _item(self, row: Row[CommunityOptions]) -> CommunityEvidence:
        answered, mean, day, options = (
            row.number("answered"),
            row.number("mean_rating"),
            row.past_day("collected_on"),
            self._frame.options,
        )
        if answered is None or mean is None:
            raise BadCell("answered" if answered is None else "mean_rating", "cell.missing")
        if answered == 0:
            raise BadCell("answered", "community.nobody_rated")
        if day is None:
            raise BadCell("collected_on", "cell.not_a_date")
        method = row.word("method", "community.method_unknown", METHODS)
        return CommunityEvidence(
            stratum=self._stratum(row),
            method=EvidenceMethod(method) if method else options.method,
            source=row.source() or options.source or DEFAULT_SOURCE,
            collected_on=day,
            answered=answered,
            mean_rating=mean,
            grade=row.grade() or self._frame.grade,
            refused_share=_refused_share(row, answered),
            design_effect=row.number("design_effect"),
        )

    def _stratum(self, row: Row[CommunityOptions]) -> Stratum:
        text = row.text("stratum")
        if is_nothing(text):
            return self._frame.options.stratum or Stratum.ALL
        stratum = stratum_of(text)
        if stratum is None:
            raise BadCell("stratum", "community.stratum_unreadable")
        return stratum

    def finish(self) -> None:
        frame = self._frame
        if "grade" not in frame.mapped and "source_grade" not in frame.mapped:
            action = "guessed" if frame.options.grade is None else "read"
            frame.book.note(action, "import.grade_assumed", frame.book.kept, grade=str(frame.grade))
        if "method" not in frame.mapped:
            frame.book.note("guessed", "community.method_assumed", frame.book.kept, method=frame.options.method.value)


def _refused_share(row: Row[CommunityOptions], answered: float) -> float:
    """Return the share of those asked who refused, as stated or from the counts."""
    share = row.number("refused_share")
    if share is not None:
        return share
    refused, silent = row.number("refused") or 0.0, row.number("do_not_know") or 0.0
    return refused / (answered + refused + silent)
