"""Rows to areas: by P-code, by point, by exact name; a near name only ever makes a proposal.

Order of trust: a known P-code, then the point (a device measured it), then a code that is only taken for one - bare digits that zeros
or letters were added to -, then a name that is the same. Where two of them disagree, the first counts and each such row is noted; so is
a row whose name lies in another area than the one around it that the row itself names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from mrm_desktop.domain.geography import Area
from mrm_desktop.geo.area_index import NOWHERE, AreaIndex, Degrees, Indices
from mrm_desktop.geo.codes import EXACT, UNKNOWN, ZEROS, CodeBook
from mrm_desktop.geo.names import abbreviates, abbreviation_key, normalised

# A border of a generalised map runs up to a few kilometres beside the true one: a point that near belongs to the nearest area.
BORDER_KM = 5.0
NEAR_SCORE = 82.0
ABBREVIATION_SCORE = 90.0
CANDIDATES = 5

AT_BORDER = "match.point_at_border"
OUTSIDE = "match.point_outside"
DISAGREES = "match.place_disagrees"
CODE_DISAGREES = "match.code_disagrees"
CODE_BESIDE_NAME = "match.code_beside_name"
GUESS_DISAGREES = "match.code_guess_left"
PARENT_DISAGREES = "match.parent_disagrees"
AMBIGUOUS = "match.name_ambiguous"
NO_MATCH = "match.nothing"
WAITS = "match.waits_for_review"


@dataclass(frozen=True, slots=True)
class NameColumn:
    """Names of one kind of area, one for each row; ``level`` is None where the heading does not say which."""

    values: Sequence[str]
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Clues:
    """What the rows say about where they are; every part has one entry for each of the n rows.

    Attributes
    ----------
    longitudes, latitudes : Degrees
        Shape (n,), degrees; NaN where there is none.
    codes : Sequence[str] | None
        P-codes, "" where there is none.
    names : tuple[NameColumn, ...]
        Names, the finest level first.
    """

    longitudes: Degrees
    latitudes: Degrees
    codes: Sequence[str] | None = None
    names: tuple[NameColumn, ...] = ()

    def __len__(self) -> int:
        return len(self.longitudes)


@dataclass(frozen=True, slots=True)
class NearName:
    """A name that resembles some areas' names, with its rows (positions) and the candidates, likeliest first."""

    text: str
    rows: tuple[int, ...]
    candidates: tuple[tuple[Area, float], ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """Where each row belongs.

    Attributes
    ----------
    areas : Indices
        Shape (n,), positions in the index; -1 where a row has no area.
    how : npt.NDArray[np.object_]
        Shape (n,): ``pcode``, ``point``, ``name``, ``near_name`` or "".
    notes : Mapping[str, tuple[int, ...]]
        Codes of this room with the rows they concern.
    near : tuple[NearName, ...]
        Names that wait for a person; their rows have no area yet.
    """

    areas: Indices
    how: npt.NDArray[np.object_]
    notes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    near: tuple[NearName, ...] = ()


class Matcher:
    """Matches rows to the areas of an index.

    Parameters
    ----------
    index : AreaIndex
        The areas.
    accepted : Mapping[str, str]
        Names as written to codes of areas: near names that a person accepted.
    level : int | None
        Level that points are placed in; None for the finest there.
    """

    def __init__(self, index: AreaIndex, accepted: Mapping[str, str] | None = None, level: int | None = None) -> None:
        self._index = index
        self._codes = CodeBook(index)
        self._level = level
        self._positions = {area.code: n for n, area in enumerate(index.areas)}
        self._accepted = {normalised(text): code for text, code in (accepted or {}).items() if code in index.by_code}
        self._near: dict[tuple[str, int | None], tuple[tuple[Area, float], ...]] = {}
        self._abbreviable: dict[str, list[str]] = defaultdict(list)
        for text in index.names:
            if abbreviation_key(text):
                self._abbreviable[abbreviation_key(text)].append(text)

    def match(self, clues: Clues) -> Matches:
        """Match all rows; the answer has the rows' order and does not depend on it."""
        count = len(clues)
        areas = np.full(count, NOWHERE, dtype=np.intp)
        how = np.full(count, "", dtype=object)
        notes: dict[str, list[int]] = defaultdict(list)
        if not len(self._index):
            return Matches(areas, how)
        guesses = self._by_code(clues, areas, how, notes)
        self._by_point(clues, areas, how, notes)
        self._by_guess(guesses, areas, how, notes)
        near = self._by_name(clues, areas, how, notes)
        self._lift(areas)
        waiting = {row for item in near for row in item.rows}
        notes[WAITS].extend(sorted(waiting))
        notes[NO_MATCH].extend(int(row) for row in np.flatnonzero(areas == NOWHERE) if row not in waiting)
        return Matches(areas, how, {code: tuple(rows) for code, rows in notes.items() if rows}, near)

    def _by_code(self, clues: Clues, areas: Indices, how: npt.NDArray[np.object_], notes: dict[str, list[int]]) -> dict[int, Area]:
        """Place the rows whose code is sure; return what the others' codes may mean, by row."""
        guesses: dict[int, Area] = {}
        for row, code in enumerate(clues.codes or ()):
            if not code:
                continue
            area, found = self._codes.find(code)
            if area is not None and self._codes.is_guess(code):
                guesses[row] = area
                continue
            if area is not None:
                areas[row], how[row] = self._positions[area.code], EXACT
            if found != EXACT:
                notes[found].append(row)
        self._note_codes_beside_points(clues, areas, notes)
        return guesses

    def _by_guess(
        self, guesses: Mapping[int, Area], areas: Indices, how: npt.NDArray[np.object_], notes: dict[str, list[int]]
    ) -> None:
        """Place the rows that have nothing better than a code that is guessed."""
        for row, area in guesses.items():
            if areas[row] == NOWHERE:
                areas[row], how[row] = self._positions[area.code], EXACT
                notes[ZEROS].append(row)
            elif not self._is_one_line(area, self._index.areas[areas[row]]):
                notes[GUESS_DISAGREES].append(row)

    def _note_codes_beside_points(self, clues: Clues, areas: Indices, notes: dict[str, list[int]]) -> None:
        """Note the rows whose point lies in another area than that of their code, farther than borders are drawn amiss."""
        coded = np.flatnonzero((areas != NOWHERE) & np.isfinite(clues.longitudes) & np.isfinite(clues.latitudes))
        found = self._index.locate(clues.longitudes[coded], clues.latitudes[coded])
        pairs = list(zip(areas[coded].tolist(), found.tolist(), strict=True))
        apart = {
            (one, other)
            for one, other in set(pairs)
            if other != NOWHERE and not self._is_one_line(self._index.areas[one], self._index.areas[other])
        }
        for row, pair in zip(coded.tolist(), pairs, strict=True):
            if pair in apart and not self._is_beside(clues.longitudes[row], clues.latitudes[row], pair[0]):
                notes[CODE_DISAGREES].append(row)

    def _is_beside(self, longitude: float, latitude: float, position: int) -> bool:
        """Whether a point is as near to an area as a border may be drawn amiss."""
        return self._index.distance_km(position, longitude, latitude) <= BORDER_KM

    def _is_one_line(self, one: Area, other: Area) -> bool:
        """Whether two areas are one, or one of them lies in the other."""
        return one is other or one in self._index.ancestors(other) or other in self._index.ancestors(one)

    def _by_point(self, clues: Clues, areas: Indices, how: npt.NDArray[np.object_], notes: dict[str, list[int]]) -> None:
        open_rows = np.flatnonzero((areas == NOWHERE) & np.isfinite(clues.longitudes) & np.isfinite(clues.latitudes))
        found = self._index.locate(clues.longitudes[open_rows], clues.latitudes[open_rows], self._level)
        missed = np.flatnonzero(found == NOWHERE)
        if len(missed):
            rows = open_rows[missed]
            beside = self._index.nearest(clues.longitudes[rows], clues.latitudes[rows], BORDER_KM, self._level)
            found[missed] = beside
            notes[AT_BORDER].extend(rows[beside != NOWHERE].tolist())
            notes[OUTSIDE].extend(rows[beside == NOWHERE].tolist())
        located = found != NOWHERE
        areas[open_rows[located]] = found[located]
        how[open_rows[located]] = "point"

    def _by_name(
        self, clues: Clues, areas: Indices, how: npt.NDArray[np.object_], notes: dict[str, list[int]]
    ) -> tuple[NearName, ...]:
        waiting: dict[str, tuple[list[int], tuple[tuple[Area, float], ...]]] = {}
        levels = tuple(column.level for column in clues.names)
        for names, rows in _rows_by_names(clues.names):
            open_rows = rows[areas[rows] == NOWHERE]
            area, text, word = self._decide(names, levels, bool(len(open_rows)))
            if area is not None:
                self._note_disagreement(area, rows, areas, how, notes)
                if len(open_rows) and self._is_outside_named(area, names, levels):
                    notes[PARENT_DISAGREES].extend(open_rows.tolist())
                areas[open_rows] = self._positions[area.code]
                how[open_rows] = word
            elif text and len(open_rows):
                candidates = self._candidates(text, levels[names.index(text)])
                waiting.setdefault(text, ([], candidates))[0].extend(open_rows.tolist())
                if word == AMBIGUOUS:
                    notes[AMBIGUOUS].extend(open_rows.tolist())
        return tuple(NearName(text, tuple(sorted(rows)), candidates) for text, (rows, candidates) in waiting.items())

    def _lift(self, areas: Indices) -> None:
        """Bring areas finer than the level asked for up to it, by their parents or, where those are not known, by their middle."""
        if self._level is None:
            return
        for position in np.unique(areas[areas != NOWHERE]).tolist():
            area = self._index.areas[position]
            if area.level > self._level:
                above = next((a for a in self._index.ancestors(area) if a.level <= self._level), None)
                if above is None:
                    middle = self._index.geometries[position].representative_point()
                    found = self._index.locate(np.array([middle.x]), np.array([middle.y]), self._level)[0]
                    above = self._index.areas[found] if found != NOWHERE else None
                if above is not None:
                    areas[areas == position] = self._positions[above.code]

    def _note_disagreement(
        self, area: Area, rows: Indices, areas: Indices, how: npt.NDArray[np.object_], notes: dict[str, list[int]]
    ) -> None:
        placed = areas[rows]
        for position in np.unique(placed[placed != NOWHERE]).tolist():
            if not self._is_one_line(area, self._index.areas[position]):
                for row in rows[placed == position].tolist():
                    if how[row] in ("point", EXACT):
                        notes[DISAGREES if how[row] == "point" else CODE_BESIDE_NAME].append(row)

    def _is_outside_named(self, area: Area, names: tuple[str, ...], levels: tuple[int | None, ...]) -> bool:
        """Whether the row names an area that should lie around ``area``, is known, and does not."""
        around = self._index.ancestors(area)
        for name, level in zip(names, levels, strict=True):
            meant = self._index.named(name, level) if name and around else ()
            if meant and not any(self._is_one_line(area, other) for other in meant):
                return True
        return False

    def _decide(self, names: tuple[str, ...], levels: tuple[int | None, ...], needed: bool) -> tuple[Area | None, str, str]:
        """Return the area that the names of one row mean and how, or the one name that has to wait.

        Near names are only looked for where they are ``needed``.
        """
        for place, (name, level) in enumerate(zip(names, levels, strict=True)):
            if not name or (level is not None and level not in self._index.levels):
                continue
            accepted = self._accepted.get(normalised(name))
            if accepted is not None:
                return self._index.by_code[accepted], name, "near_name"
            same = self._within(self._index.named(name, level) or self._coded(name, level), names[place + 1 :])
            if len(same) == 1:
                return same[0], name, "name"
            if same:
                return None, name, AMBIGUOUS
            if needed and self._candidates(name, level):
                return self._of_assumed_level(names, levels) or (None, name, WAITS)
        return self._of_assumed_level(names, levels) or (None, "", NO_MATCH)

    def _of_assumed_level(self, names: tuple[str, ...], levels: tuple[int | None, ...]) -> tuple[Area, str, str] | None:
        """Return the one area of a name whose column states a level that no area has: boundaries that do not state theirs were assumed."""
        for name, level in zip(names, levels, strict=True):
            same = self._index.named(name) if name and level is not None and level not in self._index.levels else ()
            if len(same) == 1:
                return same[0], name, "name"
        return None

    def _coded(self, name: str, level: int | None) -> tuple[Area, ...]:
        """Return the area whose code stands where a name is expected."""
        area, found = self._codes.find(name)
        return (area,) if area is not None and found == EXACT and level in (None, area.level) else ()

    def _within(self, same: tuple[Area, ...], coarser: tuple[str, ...]) -> tuple[Area, ...]:
        """Of several areas of one name keep those that lie in an area that the row's coarser names mean."""
        if len(same) < 2:
            return same
        wanted = {normalised(name) for name in coarser if name}
        inside = tuple(
            a for a in same if any(normalised(n) in wanted for p in self._index.ancestors(a) for n in (p.name, *p.names.values()))
        )
        if len(inside) == 1:
            return inside
        # A state and its capital county often share one name; the nesting settles it when one lies in the other.
        chain = [a for a in same if all(o is a or o in self._index.ancestors(a) for o in same)]
        return (min(same, key=lambda a: a.level),) if chain else same

    def _candidates(self, name: str, level: int | None) -> tuple[tuple[Area, float], ...]:
        """Areas whose names resemble ``name``, likeliest first."""
        key = (normalised(name), level)
        if key not in self._near:
            self._near[key] = self._search_near(*key)
        return self._near[key]

    def _search_near(self, wanted: str, level: int | None) -> tuple[tuple[Area, float], ...]:
        scores: dict[str, tuple[Area, float]] = {}
        known = list(self._index.names)
        resembling = {
            text: score for text, score, _ in process.extract(wanted, known, scorer=fuzz.ratio, limit=20, score_cutoff=NEAR_SCORE)
        }
        for text in self._abbreviable.get(abbreviation_key(wanted), ()):
            if abbreviates(wanted, text) or abbreviates(text, wanted):
                resembling[text] = max(resembling.get(text, 0.0), ABBREVIATION_SCORE)
        for text, score in resembling.items():
            for area in self._index.names[text]:
                if (level is None or area.level == level) and score > scores.get(area.code, (area, 0.0))[1]:
                    scores[area.code] = (area, score)
        return tuple(sorted(scores.values(), key=lambda pair: (-pair[1], pair[0].code))[:CANDIDATES])


__all__ = ["UNKNOWN", "Clues", "Matcher", "Matches", "NameColumn", "NearName"]


def _rows_by_names(columns: Sequence[NameColumn]) -> Iterator[tuple[tuple[str, ...], Indices]]:
    """Yield the different combinations of names, in the order in which they first stand, each with its rows."""
    if not columns or not len(columns[0].values):
        return
    numbers: npt.NDArray[np.int64] = np.zeros(len(columns[0].values), dtype=np.int64)
    for column in columns:
        known = {name: number for number, name in enumerate(dict.fromkeys(column.values))}
        numbers = numbers * len(known) + np.fromiter(map(known.__getitem__, column.values), dtype=np.int64, count=len(numbers))
        numbers = np.unique(numbers, return_inverse=True)[1]  # small again: many columns must not overflow
    in_groups = np.argsort(numbers, kind="stable")
    for rows in sorted(np.split(in_groups, np.flatnonzero(np.diff(numbers[in_groups])) + 1), key=lambda found: int(found[0])):
        yield tuple(str(column.values[rows[0]]) for column in columns), rows
