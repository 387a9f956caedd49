"""Administrative areas from boundary files, with level, parent, names and version; broken polygons repaired, and said so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import shapely

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.guard_passes import Trace
from mrm_desktop.formats.files.clean_text import one_line, was_harmful
from mrm_desktop.formats.files.days import parse_day
from mrm_desktop.formats.files.read_options import AreaOptions
from mrm_desktop.formats.files.source_files import SourceFile
from mrm_desktop.formats.files.table import Table
from mrm_desktop.formats.kinds.area_places import misplaced
from mrm_desktop.formats.kinds.boundary_columns import BoundaryColumns, boundary_columns
from mrm_desktop.formats.kinds.named_areas import codes_from_names
from mrm_desktop.formats.layers.layer import Layer
from mrm_desktop.formats.layers.open_layers import layer_table, open_layers
from mrm_desktop.formats.rows.cell_guard import CellGuard
from mrm_desktop.formats.rows.columns import spec_of
from mrm_desktop.formats.rows.guard import guard
from mrm_desktop.formats.rows.ledger_book import LedgerBook
from mrm_desktop.formats.rows.reading import Reading
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.geo.repair import repaired
from mrm_desktop.geo.wkb import from_wkb, to_wkb

DEFAULT_LEVEL = 1
NO_NAME = (Trace.PHONE, Trace.EMAIL, Trace.AGE, Trace.VIOLATION)
"""What no name of an area holds."""
_LEVEL = re.compile(r"(?:adm(?:in)?)?\s*_?([0-5])", re.IGNORECASE)
_MAX_CODE = 40


def read_areas(given: SourceFile | Table, areas: Sequence[Area], options: AreaOptions, progress: Progress) -> Reading:
    """Read boundaries; a file with several layers gives the areas of all that hold polygons with a code.

    Raises
    ------
    KnownError
        What :func:`open_layers` raises, ``areas.no_polygons``, ``areas.no_code``.
    """
    if isinstance(given, Table):
        raise KnownError("areas.no_polygons", file=given.name)
    source = given
    layers = open_layers(source, options, progress)
    polygonal = [layer for layer in layers if any(kind in (3, 6, 7) for kind in shapely.get_type_id(layer.geometries))]
    if not polygonal:
        raise KnownError("areas.no_polygons", file=source.name)
    reader = _Areas(options, source.name, areas)
    recognised = []
    for layer in polygonal:
        try:
            recognised.append((layer, boundary_columns(layer, options, source.name, names_will_do=True)))
        except KnownError:
            if len(polygonal) == 1:
                raise
    if not recognised:
        raise KnownError("areas.no_code", file=source.name, layer="", columns=list(polygonal[0].headings[:40]))
    skipped = len(layers) - len(recognised)
    if skipped:
        reader.book.note("dropped", "layer.others_not_read", 0, count=skipped)
    for done, (layer, columns) in enumerate(recognised):
        progress.step(done, len(recognised), "import.areas")
        guard(layer_table(source, layer), DatasetKind.AREAS, columns.used, options.drop_columns, reader.book)
        reader.add(layer, columns, progress)
    mapping = {"code": recognised[-1][1].code, "name": recognised[-1][1].name}
    return Reading(
        DatasetKind.AREAS, source.name, source.sha256, reader.finished(), reader.book.close(), (), mapping, options.sheet
    )


class _Areas:
    """Collects areas of one file; features of one code become one area."""

    def __init__(self, options: AreaOptions, file: str, known: Sequence[Area]) -> None:
        self.book = LedgerBook()
        self._options, self._file, self._known = options, file, known
        self._areas: dict[str, Area] = {}
        self._rows: dict[str, int] = {}
        self._repaired = 0
        self._harmful = 0
        self._guard = CellGuard({"name"}, options.guard_passes, self.book, NO_NAME)

    def add(self, layer: Layer, columns: BoundaryColumns, progress: Progress) -> None:
        book = self.book
        for entry in layer.notes:
            book.note(entry.action, entry.code, entry.rows, **entry.params)
        book.note("guessed", "areas.layout", len(layer), layout=columns.schema, code=columns.code, name=columns.name)
        if columns.level is None and not columns.level_column and self._options.level is None:
            book.note("guessed", "areas.level_assumed", len(layer), level=DEFAULT_LEVEL)
        book.rows_in += len(layer)
        codes = self._codes(layer, columns)
        for n in range(len(layer)):
            if n % 500 == 0:
                progress.step(n, len(layer), "import.areas")
            self._add_feature(layer, columns, n, codes[n])

    def _codes(self, layer: Layer, columns: BoundaryColumns) -> list[str]:
        """Return the codes of a layer; where it has none, codes made of its names."""
        if columns.code:
            return [one_line(str(text)) for text in layer.columns[columns.code]]
        codes, repeated = codes_from_names([str(text) for text in layer.columns[columns.name]])
        self.book.note("guessed", "areas.codes_from_names", len(layer), column=columns.name)
        for n in sorted(repeated):
            self.book.problem(n + 1, columns.name, "areas.same_name", code=codes[n])
        return codes

    def _add_feature(self, layer: Layer, columns: BoundaryColumns, n: int, code: str) -> None:
        row = n + 1

        def cell(heading: str) -> str:
            return str(layer.columns[heading][n]) if heading else ""

        name = self._name(columns.name, cell(columns.name), row)
        geometry = layer.geometries[n]
        if not code or len(code) > _MAX_CODE:
            self.book.drop(row, columns.code, "areas.feature_without_code")
            return
        if geometry is None or geometry.is_empty:
            self.book.drop(row, "", "geometry.unreadable" if row in layer.unreadable else "geometry.missing")
            return
        shape, mended = repaired(geometry)
        if shape is None:
            self.book.drop(row, "", "geometry.no_area")
            return
        if mended:
            self._repaired += 1
            self.book.problem(row, "", "geometry.repaired", code=code)
        self._harmful += was_harmful(cell(columns.name))
        if code in self._areas:
            self._merge(row, code, name, to_wkb(shape))
            return
        self.book.kept += 1
        self._rows[code] = row
        self._areas[code] = Area(
            code=code,
            name=name or code,
            level=self._level(columns, cell(columns.level_column), row),
            parent=one_line(cell(columns.parent)) or None,
            geometry=to_wkb(shape),
            names=self._names(columns, cell, row),
            version=one_line(cell(columns.version)) or self._options.version,
            valid_on=self._day(columns.valid_on, cell(columns.valid_on), row),
            valid_to=self._day(columns.valid_to, cell(columns.valid_to), row),
            displaced_share=self._share(columns.displaced_share, cell(columns.displaced_share), row),
        )

    def _name(self, heading: str, text: str, row: int) -> str:
        """Return a name, or none where it says of somebody what no name of an area does: the area stays, under its code."""
        name = one_line(text)
        trace = self._guard.trace("name", name) if name else None
        if trace is None:
            return name
        self.book.problem(row, heading, "guard.area_without_name", trace=trace.value)
        return ""

    def _names(self, columns: BoundaryColumns, cell: Callable[[str], str], row: int) -> dict[str, str]:
        found = {language: (heading, cell(heading)) for language, heading in columns.names.items()}
        for heading, language_column in columns.languages.items():
            language = one_line(cell(language_column)).lower()
            if language:
                found[language] = (heading, cell(heading))
        names = {language: self._name(heading, text, row) for language, (heading, text) in found.items()}
        return {language: name for language, name in names.items() if name}

    def _merge(self, row: int, code: str, name: str, geometry: bytes) -> None:
        """Join the parts of an area that the file keeps as several features; another name under one code is a mistake."""
        known = self._areas[code]
        if name and name.casefold() != known.name.casefold():
            self.book.drop(row, "", "areas.code_used_twice", code=code, first_row=self._rows[code])
            return
        whole, _ = repaired(shapely.union(from_wkb(known.geometry), from_wkb(geometry)))
        if whole is not None:
            self._areas[code] = replace(known, geometry=to_wkb(whole))
        self.book.merge(row, "areas.parts_joined", self._rows[code])

    def _level(self, columns: BoundaryColumns, text: str, row: int) -> int:
        if columns.level_column:
            match = _LEVEL.fullmatch(text.strip())
            if match:
                return int(match[1])
            self.book.problem(row, columns.level_column, "areas.level_unknown")
        if columns.level is not None:
            return columns.level
        return DEFAULT_LEVEL if self._options.level is None else self._options.level

    def _day(self, heading: str, text: str, row: int) -> date | None:
        if not text.strip():
            return None
        try:
            return parse_day(text)
        except KnownError as error:
            self.book.problem(row, heading, error.code)
            return None

    def _share(self, heading: str, text: str, row: int) -> float | None:
        if not text.strip():
            return None
        try:
            return spec_of(DatasetKind.AREAS, "displaced_share").number(text)
        except KnownError as error:
            self.book.problem(row, heading, error.code, **error.params)
            return None

    def finished(self) -> tuple[Area, ...]:
        """Return the areas in the order of their codes within each level, and close the books on them.

        Raises
        ------
        KnownError
            As :func:`misplaced`.
        """
        for code, problem in misplaced(tuple(self._areas.values()), self._known, self._file).items():
            self.book.kept -= 1
            self.book.drop(self._rows[code], "", problem, parent=self._areas.pop(code).parent or "")
        if self._repaired:
            self.book.note("changed", "geometry.repaired_count", self._repaired)
        if self._harmful:
            self.book.note("changed", "text.made_harmless", self._harmful)
        past = sum(1 for a in self._areas.values() if a.valid_to is not None and a.valid_to < (self._options.today or today()))
        if past:
            self.book.note("read", "areas.no_longer_valid", past)
        if not any(a.version for a in self._areas.values()):
            self.book.note("read", "areas.version_not_stated", len(self._areas))
        return tuple(sorted(self._areas.values(), key=lambda a: (a.level, a.code)))
