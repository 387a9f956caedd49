"""Tables that somebody has aggregated already: one row for each area, stratum and round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import AreaEvidence, CommunityEvidence
from mrm_desktop.domain.vocabulary import EvidenceMethod, Stratum
from mrm_desktop.formats.files.cells import is_nothing
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Block, Table
from mrm_desktop.formats.rows.columns import Mapped, spec_of
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.formats.rows.row import BadCell, Row
from mrm_desktop.formats.rows.table_reader import Frame, collect, open_frame
from mrm_desktop.formats.survey.community_rows import DEFAULT_SOURCE, GRADE_ASSUMED, GRADE_STATED, METHODS
from mrm_desktop.formats.survey.follow_ups import SHARES
from mrm_desktop.formats.survey.numeric_scales import on_our_scale
from mrm_desktop.formats.survey.overlaps import CountedGroup, bounds_of, totals_among
from mrm_desktop.formats.survey.rated_objects import RatedObject, rated_object, was_asked_elsewhere
from mrm_desktop.formats.survey.shares import ShareReader
from mrm_desktop.formats.survey.strata import are_strata, stratum_of
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
        ``table.column_missing`` without the number of people or the day; ``community.groups_overlap`` where rows count people twice
        and a person has to say which of them to leave out; ``community.shares_not_percent``; ``community.means_off_scale``;
        ``scale.direction_unknown`` where only the ends of a scale were stated.
    """
    mapped.require(table, DatasetKind.COMMUNITY, "answered", "collected_on")
    if options.scale_ends is not None and options.scale_reversed is None:
        raise KnownError(
            "scale.direction_unknown", file=table.file, sheet=table.sheet, column=mapped.columns.get("mean_rating", "")
        )
    frame = open_frame(DatasetKind.COMMUNITY, given, table, mapped, areas, options)
    others = _other_group_columns(table, mapped)
    for heading in others:
        frame.book.note("read", "community.second_group_column", 0, column=heading)
    return collect(frame, _Items(frame, others), progress, *others)


def _other_group_columns(table: Table, mapped: Mapped) -> tuple[str, ...]:
    """Return the columns that divide the groups further, as "displaced" or "host" beside women and men."""
    taken = set(mapped.columns.values())
    return tuple(h for h in table.headings if h not in taken and are_strata(map(str, table.sample.column(h).tolist())))


class _Items:
    """Turns rows into evidence; a row in which anything cannot be read is left out."""

    def __init__(self, frame: Frame[CommunityOptions], other_groups: Sequence[str]) -> None:
        self._frame, self._other_groups = frame, other_groups
        self._shares = ShareReader(frame)
        self._means: list[float] = []
        self._read: list[tuple[Row, AreaEvidence, dict[str, str]]] = []
        self.found: list[AreaEvidence] = []

    def add(self, block: Block) -> None:
        self._frame.book.rows_in += len(block)
        beside = [block.column(heading).tolist() for heading in self._other_groups]
        for n, row in enumerate(self._frame.rows(block, self._frame.locator.locate(block))):
            try:
                groups = [self._stratum(row), *(_further_group(column[n]) for column in beside)]
                self._read.append((row, self._evidence(row, groups), bounds_of(groups)))
                self._frame.book.kept += 1
            except BadCell as bad:
                row.drop(bad)

    def _evidence(self, row: Row, groups: Sequence[Stratum]) -> AreaEvidence:
        options = self._frame.options
        if row.area_code is None:
            raise BadCell("area_code", "community.no_area")
        about = self._about(row)
        shares = [self._shares.read(row, field) for field in SHARES]
        item = replace(
            self._item(row, next((group for group in groups if group is not Stratum.ALL), Stratum.ALL)),
            rated=about.rated,
            asked_elsewhere=self._asked_elsewhere(row),
            takes_sides_share=shares[0],
            minds_being_seen_share=shares[1],
        )
        return AreaEvidence(
            id=new_id(),
            area_code=row.area_code,
            round=row.told("round") or options.round or f"{item.collected_on:%Y-%m}",
            item=item,
            wording_hash=row.line("wording_hash"),
            matched_by=row.matched_by,
            rated_unit=about.unit,
            bad_conduct_share=shares[2],
            **row.period(),
        )

    def _about(self, row: Row) -> RatedObject:
        try:
            return rated_object(row.text("rated"), row.text("rated_unit"), self._frame.options)
        except KnownError as error:
            field = "rated_unit" if error.code == "community.unit_unknown" else "rated"
            raise BadCell(field, error.code, **error.params) from error

    def _asked_elsewhere(self, row: Row) -> bool:
        try:
            elsewhere = was_asked_elsewhere(row.text("asked_elsewhere"), self._frame.options) is not False
        except KnownError as error:
            raise BadCell("asked_elsewhere", error.code) from error
        if elsewhere and row.matched_by == "point":
            raise BadCell("asked_elsewhere", "community.elsewhere_by_point")
        return elsewhere

    def _item(self, row: Row, stratum: Stratum) -> CommunityEvidence:
        answered, mean, day, options = (
            row.number("answered"),
            self._mean(row),
            row.past_day("collected_on"),
            self._frame.options,
        )
        if answered is None or mean is None:
            raise BadCell("answered" if answered is None else "mean_rating", "cell.missing")
        if answered == 0:
            raise BadCell("answered", "community.nobody_rated", area=row.area_code)
        if day is None:
            raise BadCell("collected_on", "cell.not_a_date")
        method = row.word("method", "community.method_unknown", METHODS)
        return CommunityEvidence(
            stratum=stratum,
            method=EvidenceMethod(method) if method else options.method,
            source=row.source() or options.source or DEFAULT_SOURCE,
            collected_on=day,
            answered=answered,
            mean_rating=mean,
            grade=row.grade() or self._frame.grade,
            refused_share=self._refused_share(row, answered),
            design_effect=row.number("design_effect"),
        )

    def _mean(self, row: Row) -> float | None:
        """Read a mean from -2 to 2, or one of the scale whose ends and direction a person stated."""
        options, mean = self._frame.options, row.number_as_written("mean_rating")
        if mean is None:
            return None
        if options.scale_ends is None:
            self._means.append(mean)
            return row.number("mean_rating")
        worst, best = options.scale_ends[::-1] if options.scale_reversed else options.scale_ends
        rating = on_our_scale(mean, worst, best)
        if rating is None:
            raise BadCell("mean_rating", "cell.out_of_range", minimum=options.scale_ends[0], maximum=options.scale_ends[1])
        return rating

    def _check_means(self) -> None:
        """Refuse a column of which some means lie beyond our scale: then the others are not of it either, though they fit."""
        spec = spec_of(DatasetKind.COMMUNITY, "mean_rating")
        least, most = spec.minimum or 0.0, spec.maximum or 0.0
        if any(not least <= mean <= most for mean in self._means):
            raise KnownError(
                "community.means_off_scale",
                file=self._frame.table.file,
                column=self._frame.heading("mean_rating"),
                lowest=f"{min(self._means):g}",
                highest=f"{max(self._means):g}",
            )

    def _stratum(self, row: Row) -> Stratum:
        text = row.text("stratum")
        if is_nothing(text):
            return self._frame.options.stratum or Stratum.ALL
        stratum = stratum_of(text)
        if stratum is None:
            raise BadCell("stratum", "community.stratum_unreadable")
        return stratum

    def _refused_share(self, row: Row, answered: float) -> float:
        """Return the share of those asked who refused, as stated or from the counts."""
        share = self._shares.read(row, "refused_share")
        if share is not None:
            return share
        refused, silent = row.number("refused") or 0.0, row.number("do_not_know") or 0.0
        return refused / (answered + refused + silent)

    def finish(self) -> None:
        frame = self._frame
        self._check_means()
        self._shares.finish(self._take_back)
        self._leave_totals()
        self.found = [evidence for _, evidence, _ in self._read]
        if "grade" not in frame.mapped and "source_grade" not in frame.mapped:
            action, code = GRADE_STATED if frame.options.grade is not None else GRADE_ASSUMED
            frame.book.note(action, code, frame.book.kept, grade=str(frame.grade))
        if "method" not in frame.mapped:
            frame.book.note("guessed", "community.method_assumed", frame.book.kept, method=frame.options.method.value)

    def _leave_totals(self) -> None:
        if self._frame.options.groups_apart:
            self._frame.book.note("read", "community.groups_said_apart")
            return
        groups = [self._counted(row, evidence, bounds) for row, evidence, bounds in self._read]
        for row, evidence, _ in [self._read[place] for place in totals_among(groups, self._frame.table.file)]:
            params = {"area": evidence.area_code, "stratum": evidence.item.stratum.value}
            self._take_back(row, BadCell("stratum", "community.total_beside_groups", **params))

    def _counted(self, row: Row, evidence: AreaEvidence, bounds: dict[str, str]) -> CountedGroup:
        item = evidence.item
        return CountedGroup(
            row=row.number_in_file,
            lineage=self._frame.locator.lineage_of(evidence.area_code),
            survey=(item.source, evidence.round, item.method, item.rated, evidence.rated_unit, item.asked_elsewhere),
            bounds=bounds,
            answered=item.answered,
            name=" / ".join(bounds.values()) or Stratum.ALL.value,
        )

    def _take_back(self, row: Row, bad: BadCell) -> None:
        """Leave a row out that was kept so far."""
        self._read = [entry for entry in self._read if entry[0] is not row]
        self._frame.book.kept -= 1
        row.drop(bad)


def _further_group(text: str) -> Stratum:
    """Return the group that a further column names; a word that is not known bounds nobody."""
    return stratum_of(text) or Stratum.ALL
