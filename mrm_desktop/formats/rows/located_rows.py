"""Where the rows of a table are: codes, names and coordinates turned into areas, with every doubt written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.files.cells import is_nothing, parse_number, plain_signs
from mrm_desktop.formats.files.clean_text import one_line
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.table import Block, Texts
from mrm_desktop.formats.rows.columns import Mapped
from mrm_desktop.formats.rows.ledger_book import LedgerBook
from mrm_desktop.formats.rows.reading import Candidate, ReviewItem
from mrm_desktop.geo.area_index import NOWHERE, AreaIndex, Degrees, Indices
from mrm_desktop.geo.coordinate_checks import SWAPPED, check_points
from mrm_desktop.geo.coordinates import parse_angle, parse_position
from mrm_desktop.geo.matching import (
    CODE_BESIDE_NAME,
    CODE_DISAGREES,
    DISAGREES,
    GUESS_DISAGREES,
    OUTSIDE,
    PARENT_DISAGREES,
    Clues,
    Matcher,
    NameColumn,
)

PLACE_FIELDS = ("area_code", "adm3_name", "adm2_name", "adm1_name", "latitude", "longitude", "position")
_LEVELS = {"adm3_name": 3, "adm2_name": 2, "adm1_name": 1}
# Where most points of a file are the wrong way round, the columns are: that is an error of the file and not of its rows.
_SWAPPED_SHARE = 0.5
_SWAPPED_ROWS = 3
_APART = 0.01
"""Degrees, about a kilometre: attributes that were rounded to two decimals say no other place than the geometry."""
# Doubts that are said of each row, with the field that is looked at to settle them.
_SAID_OF_EACH = {
    OUTSIDE: "latitude",
    CODE_DISAGREES: "area_code",
    CODE_BESIDE_NAME: "area_code",
    GUESS_DISAGREES: "area_code",
    DISAGREES: "adm2_name",
    PARENT_DISAGREES: "adm2_name",
}


@dataclass(frozen=True, slots=True)
class Located:
    """Where the rows of a block are.

    Attributes
    ----------
    areas : Indices
        Shape (n,), positions in the index; -1 for none.
    how : npt.NDArray[np.object_]
        Shape (n,), how each was matched.
    longitudes, latitudes : Degrees
        Shape (n,), degrees; NaN where there is no point that can be believed.
    """

    areas: Indices
    how: npt.NDArray[np.object_]
    longitudes: Degrees
    latitudes: Degrees


@dataclass(slots=True)
class _Waiting:
    rows: int
    first_row: int
    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class Locator:
    """Places the rows of one file, block after block, and counts what it did.

    Parameters
    ----------
    index : AreaIndex
        The project's areas.
    mapped : Mapped
        Which columns say where.
    options : ReadOptions
        What a person said.
    book : LedgerBook
        Gets the problems of single cells at once and the counts at the end.
    file : str
        Name of the file.
    decimal_commas : bool
        Whether the commas in its positions come before decimals.
    """

    index: AreaIndex
    mapped: Mapped
    options: ReadOptions
    book: LedgerBook
    file: str
    decimal_commas: bool = False
    _matcher: Matcher = field(init=False)
    _counts: dict[tuple[str, str], int] = field(default_factory=dict)
    _waiting: dict[str, _Waiting] = field(default_factory=dict)
    _order_assumed: int = 0

    def __post_init__(self) -> None:
        self._matcher = Matcher(self.index, self.options.accepted_names, self.options.level)

    @property
    def headings(self) -> tuple[str, ...]:
        """Columns that are needed to place a row."""
        return tuple(self.mapped.columns[f] for f in PLACE_FIELDS if f in self.mapped.columns)

    def locate(self, block: Block) -> Located:
        """Place the rows of a block."""
        longitudes, latitudes = self._points(block)
        problems = check_points(longitudes, latitudes, self.index)
        self._refuse_swapped(problems, longitudes)
        for row in np.flatnonzero(problems != ""):
            self.book.problem(int(block.rows[row]), self.mapped.columns.get("latitude", ""), str(problems[row]))
            self._count("changed", str(problems[row]), 1)
            longitudes[row] = latitudes[row] = np.nan
        names = tuple(
            NameColumn(_names(self._texts(block, f)), _level_of(self.mapped.columns.get(f, "")))
            for f in _LEVELS
            if f in self.mapped
        )
        codes = _names(self._texts(block, "area_code")) if "area_code" in self.mapped else None
        matches = self._matcher.match(Clues(longitudes, latitudes, codes, names))
        for how in ("pcode", "point", "name", "near_name"):
            self._count("matched", f"match.by_{how}", int((matches.how == how).sum()))
        for code, rows in matches.notes.items():
            self._count("unmatched" if code in ("match.nothing", "match.waits_for_review") else "guessed", code, len(rows))
            if code in _SAID_OF_EACH:
                self._say_of_each(code, rows, block)
        for near in matches.near:
            first = int(block.rows[near.rows[0]])
            candidates = tuple(Candidate(a.code, a.name, round(score, 1)) for a, score in near.candidates)
            waiting = self._waiting.setdefault(near.text, _Waiting(0, first, candidates))
            waiting.rows += len(near.rows)
        return Located(matches.areas, matches.how, longitudes, latitudes)

    def close(self) -> tuple[ReviewItem, ...]:
        """Write the counts into the ledger and return the names that wait for a person."""
        for (action, code), rows in self._counts.items():
            if rows:
                self.book.note(action, code, rows)
        if self._order_assumed:
            self.book.note("guessed", "coordinate.order_assumed", self._order_assumed)
        return tuple(ReviewItem(text, w.rows, w.first_row, w.candidates) for text, w in self._waiting.items())

    def area_code(self, position: int) -> str | None:
        """Code of the area at a position of the index."""
        return None if position == NOWHERE else self.index.areas[position].code

    def lineage_of(self, code: str) -> tuple[str, ...]:
        """Codes of an area and of those around it, the largest first."""
        area = self.index.by_code[code]
        return (*(a.code for a in reversed(self.index.ancestors(area))), area.code)

    def _say_of_each(self, code: str, rows: Sequence[int], block: Block) -> None:
        column = self.mapped.columns.get(_SAID_OF_EACH[code], "")
        for row in rows:
            self.book.problem(int(block.rows[row]), column, code)

    def _count(self, action: str, code: str, rows: int) -> None:
        self._counts[action, code] = self._counts.get((action, code), 0) + rows

    def _texts(self, block: Block, name: str) -> Texts | list[str]:
        if name in self.mapped.constants:
            return [self.mapped.constants[name]] * len(block)
        return block.column(self.mapped.columns[name])

    def _refuse_swapped(self, problems: npt.NDArray[np.object_], longitudes: Degrees) -> None:
        swapped = int((problems == SWAPPED).sum())
        if swapped >= _SWAPPED_ROWS and swapped > _SWAPPED_SHARE * np.isfinite(longitudes).sum():
            raise KnownError(
                "file.coordinates_swapped",
                file=self.file,
                rows=swapped,
                column=self.mapped.columns.get("latitude", self.mapped.columns.get("position", "")),
            )

    def _points(self, block: Block) -> tuple[Degrees, Degrees]:
        count = len(block)
        if "latitude" in self.mapped.columns and "longitude" in self.mapped.columns:
            longitudes = self._degrees(block, "longitude")
            latitudes = self._degrees(block, "latitude")
            for row in np.flatnonzero(np.isfinite(longitudes) != np.isfinite(latitudes)):
                self.book.problem(int(block.rows[row]), self.mapped.columns["latitude"], "coordinate.half_missing")
        else:
            longitudes, latitudes = np.full(count, np.nan), np.full(count, np.nan)
        if self.mapped.attributes:
            self._from_attributes(block, longitudes, latitudes)
        if "position" in self.mapped.columns:
            self._from_text(block, longitudes, latitudes)
        lost = np.isfinite(longitudes) != np.isfinite(latitudes)
        longitudes[lost] = latitudes[lost] = np.nan
        return longitudes, latitudes

    def _from_attributes(self, block: Block, longitudes: Degrees, latitudes: Degrees) -> None:
        """Hold the geometry of a layer against what its attributes say; they count where a row has no geometry."""
        east, north = self.mapped.attributes["longitude"], self.mapped.attributes["latitude"]
        xs, ys = _plain_degrees(block.column(east)), _plain_degrees(block.column(north))
        told = (np.abs(xs) <= 180) & (np.abs(ys) <= 90) & ((xs != 0) | (ys != 0))
        apart = np.maximum(np.abs(xs - longitudes), np.abs(ys - latitudes)) > _APART
        for row in np.flatnonzero(told & apart):
            self.book.problem(int(block.rows[row]), north, "layer.attributes_disagree")
        self._count("guessed", "layer.attributes_disagree", int((told & apart).sum()))
        without = told & ~np.isfinite(longitudes) & ~np.isfinite(latitudes)
        longitudes[without], latitudes[without] = xs[without], ys[without]

    def _degrees(self, block: Block, name: str) -> Degrees:
        texts = block.column(self.mapped.columns[name])
        try:
            return np.array([t or "nan" for t in texts], dtype=np.float64)
        except ValueError:
            pass  # at least one cell is written another way: read them one by one
        values = np.full(len(texts), np.nan)
        for n, text in enumerate(texts):
            if not is_nothing(str(text)):
                try:
                    values[n] = _angle(str(text), name)
                except KnownError as error:
                    self.book.problem(int(block.rows[n]), self.mapped.columns[name], error.code)
        return values

    def _from_text(self, block: Block, longitudes: Degrees, latitudes: Degrees) -> None:
        """Fill points that are still missing from coordinates written in one cell."""
        heading = self.mapped.columns["position"]
        texts = block.column(heading)
        for n in np.flatnonzero(~np.isfinite(longitudes) | ~np.isfinite(latitudes)):
            text = str(texts[n]).strip()
            if is_nothing(text):
                continue
            parts = text.split()
            # Kobo and ODK write "latitude longitude altitude accuracy".
            if len(parts) == 4 and all(_is_decimal(p) for p in parts):
                text = f"{parts[0]} {parts[1]}"
            try:
                position = parse_position(text, self.decimal_commas)
            except KnownError as error:
                self.book.problem(int(block.rows[n]), heading, error.code)
                continue
            longitudes[n], latitudes[n] = position.longitude, position.latitude
            self._order_assumed += position.order_assumed and len(parts) != 4


def _plain_degrees(texts: Texts) -> Degrees:
    """Read numbers; what is none, as an attribute may be anything, is not there."""

    def read(text: str) -> float:
        try:
            return parse_number(text)
        except KnownError:
            return float("nan")

    return np.fromiter((read(str(text)) for text in texts), dtype=np.float64, count=len(texts))


def _angle(text: str, axis: str) -> float:
    """Read a number or, where it is none, an angle with signs and letters; what is neither is no number."""
    try:
        return parse_number(text)
    except KnownError as no_number:
        try:
            return parse_angle(plain_signs(text), axis)
        except KnownError:
            raise no_number from None


def _names(texts: Texts | list[str]) -> list[str]:
    """Clean codes and names; a cell that says "NA" names nothing."""
    listed = [str(text) for text in texts] if isinstance(texts, list) else texts.tolist()
    cleaned = {text: "" if is_nothing(text) else one_line(text) for text in set(listed)}
    return list(map(cleaned.__getitem__, listed))


def _is_decimal(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


def _level_of(heading: str) -> int | None:
    """Level that a heading states by itself, as ``admin2`` does; "county" is level 2 in one country and 3 in another."""
    folded = heading.casefold()
    for prefix in ("admin", "adm"):
        at = folded.find(prefix)
        if at >= 0 and folded[at + len(prefix) :].lstrip("_ ")[:1].isdigit():
            return int(folded[at + len(prefix) :].lstrip("_ ")[0])
    return None
