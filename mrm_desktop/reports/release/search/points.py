"""Secrets that are points, looked for by distance in whatever notation: degrees, minutes, grids, metres, numbers in binary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.geo.coordinates import parse_position

Point = tuple[float, float]
Floats = npt.NDArray[np.float64]

NEAR = 0.001  # degrees: a point that stands alone and is as near as this to a secret is the secret
EXACT = 0.0001  # degrees: among many, as of an outline, one as near as this is
IN_BINARY = 0.00001  # degrees: a number in binary is not rounded
COARSEST = 0.01  # degrees: a point that is rounded to fewer than two decimals is no point
NEAR_M = 100.0
METRES_A_DEGREE = 111_000
APART = 3  # numbers between the two of a point, such as its height
WITHIN = 90  # signs between the two of a point: fields of one record
IN_A_LIST = 8  # signs between numbers of an outline
LIST_FROM = 5  # numbers

_NUMBER = re.compile(r"(?<![\w.])-?\d{1,3}[.,]\d{2,}")
_METRES = re.compile(r"(?<![\w.])-?\d{5,8}(?:\.\d+)?(?!\w)")
_DEGREES = re.compile(
    r"(?P<d>\d{1,3})\s*[°ºd:]\s*(?P<m>\d{1,2}(?:[.,]\d+)?)\s*"
    r"(?:['m:]\s*(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"s]|'')?)?)?\s*(?P<h>[NSEWO])",
    re.IGNORECASE,
)
_MGRS = re.compile(r"(?<!\w)\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}(?!\w)")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2032\u2019", "'"),
        **dict.fromkeys("\u2033\u201d", '"'),
        **dict.fromkeys("\u2212\u2013", "-"),
        **dict.fromkeys("\u00a0\u202f", " "),
        "\u066b": ".",
        "\u066c": ",",
        "\u060c": ",",
    }
)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers of a text: what each is, how exact, where it begins and ends."""

    values: Floats
    exact_to: Floats
    spans: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.values)


class WantedPoints:
    """Points (longitude, latitude; degrees), made ready to be looked for in many parts of a file.

    Parameters
    ----------
    secrets : Sequence[Point]
        What must not be found.
    allowed : Sequence[Point]
        Points that its reader may have: a village beside a base is no base.
    """

    def __init__(self, secrets: Sequence[Point], allowed: Sequence[Point] = ()) -> None:
        self._points = np.array(secrets, dtype=float).reshape(-1, 2)
        self._allowed = np.array(allowed, dtype=float).reshape(-1, 2)

    def found_in(self, data: bytes, as_text: bool = True, drawn: bool = False) -> bool:
        """Tell whether one of the points stands in bytes.

        Parameters
        ----------
        as_text : bool
            Whether the bytes are a text, and not something packed.
        drawn : bool
            Whether the bytes are a drawing, whose numbers are millimetres: only what is exact to a ten-thousandth counts there.
        """
        if not len(self._points):
            return False
        if self._in_binary(data):
            return True
        if not as_text:
            return False
        text = data.decode("utf-8", "replace")
        if not text.isascii():
            text = _ascii_digits(text)
        return self._in_text(text, drawn)

    def _in_text(self, text: str, drawn: bool) -> bool:
        if self._among(_numbers(text), drawn):
            return True
        if drawn:
            return False
        stated = [*_minutes(text), *_grid(text)]
        return any(self._is_secret(point, exact_to) for point, exact_to in stated) or self._in_metres(text)

    def _among(self, numbers: _Numbers, drawn: bool) -> bool:
        if len(numbers) < 2:
            return False
        in_list = _in_lists(numbers)
        reach = np.where(in_list | drawn, np.where(numbers.exact_to <= EXACT, EXACT, 0.0), _reach(numbers.exact_to))
        for at, point in _pairs_near(numbers.values, reach, self._points[:, 0]):
            if reach[at] and self._beside(numbers, reach, at, float(self._points[point, 1]), in_list):
                return True
        return False

    def _beside(self, numbers: _Numbers, reach: Floats, at: int, y: float, in_list: npt.NDArray[np.bool_]) -> bool:
        """Tell whether the latitude of a point stands beside its longitude: alone as it does, or in the same list."""
        far = 1 if in_list[at] else APART + 1
        for other in (*range(max(0, at - far), at), *range(at + 1, min(len(numbers), at + far + 1))):
            first, second = sorted((at, other))
            if numbers.spans[second, 0] - numbers.spans[first, 1] > WITHIN or in_list[at] != in_list[other]:
                continue
            near = max(reach[at], reach[other]) if reach[other] else 0.0
            if (
                near
                and abs(numbers.values[other] - y) <= near
                and not self._may_stand(numbers.values[at], numbers.values[other], near)
            ):
                return True
        return False

    def _is_secret(self, point: Point, exact_to: float) -> bool:
        near = float(_reach(np.array([exact_to]))[0])
        hits = (np.abs(self._points - point) <= near).all(axis=1).any()
        return bool(hits) and not self._may_stand(*point, near)

    def _may_stand(self, x: float, y: float, near: float) -> bool:
        """Tell whether a point that its reader may have is as near to what stands there as it is exact."""
        return bool((np.abs(self._allowed - (x, y)) <= near).all(axis=1).any())

    def _in_metres(self, text: str) -> bool:
        found = list(_METRES.finditer(text))
        if len(found) < 2:
            return False
        values = np.array([float(m.group()) for m in found])
        for at, point in _pairs_near(values, np.full(len(values), NEAR_M), self._projected[:, 0]):
            beside = [*range(max(0, at - 2), at), *range(at + 1, min(len(values), at + 3))]
            north = self._projected[point, 1]
            if any(abs(values[k] - north) <= NEAR_M and abs(found[k].start() - found[at].start()) <= WITHIN for k in beside):
                return True
        return False

    @cached_property
    def _projected(self) -> Floats:
        """The points in metres: of the web's Mercator, and of the zone of UTM in which each lies."""
        web = _metres("EPSG:3857", self._points)
        zones = (((self._points[:, 0] + 180) // 6).astype(int) % 60 + 1) + np.where(self._points[:, 1] < 0, 32700, 32600)
        parts = [_metres(f"EPSG:{zone}", self._points[zones == zone]) for zone in np.unique(zones)]
        return np.vstack([web, *parts])

    def _in_binary(self, data: bytes) -> bool:
        """Tell whether the two numbers of a point stand side by side in binary, in either order, of either size, from either end."""
        return any(self._stands_as(kind, data) for kind in ("<f8", ">f8", "<f4"))

    def _stands_as(self, kind: str, data: bytes) -> bool:
        size = np.dtype(kind).itemsize
        for shift in range(size):
            whole = (len(data) - shift) // size
            if whole < 2:
                return False
            with np.errstate(all="ignore"):
                values = np.frombuffer(data, dtype=kind, count=whole, offset=shift).astype(float)
                degrees = (np.abs(values) <= 180) & (np.abs(values) > NEAR)
            first = np.flatnonzero(degrees[:-1] & degrees[1:])
            for one, other in ((values[first], values[first + 1]), (values[first + 1], values[first])):
                near = np.full(len(one), IN_BINARY)
                if any(abs(other[at] - self._points[k, 1]) <= IN_BINARY for at, k in _pairs_near(one, near, self._points[:, 0])):
                    return True
        return False


def _pairs_near(values: Floats, reach: Floats, wanted: Floats) -> Iterator[tuple[int, int]]:
    """Yield the position of each value that is near one that is wanted, and the position of that one."""
    order = np.argsort(wanted, kind="stable")
    ordered = wanted[order]
    low, high = np.searchsorted(ordered, values - reach), np.searchsorted(ordered, values + reach, side="right")
    for at in np.flatnonzero(high > low).tolist():
        for k in order[low[at] : high[at]].tolist():
            yield at, k


def _reach(exact_to: Floats) -> Floats:
    """Return how far off a number may be that is so exact: as it was rounded, or cut."""
    result: Floats = np.where(exact_to > COARSEST, 0.0, np.maximum(exact_to, NEAR))
    return result


def _numbers(text: str) -> _Numbers:
    found = list(_NUMBER.finditer(text))
    values = np.array([float(m.group().replace(",", ".")) for m in found], dtype=float)
    exact_to = np.array([10.0 ** -len(re.split("[.,]", m.group())[1]) for m in found], dtype=float)
    return _Numbers(values, exact_to, np.array([m.span() for m in found], dtype=np.int64).reshape(-1, 2))


def _in_lists(numbers: _Numbers) -> npt.NDArray[np.bool_]:
    """Tell which numbers stand among many others, as the corners of an outline do."""
    gaps = numbers.spans[1:, 0] - numbers.spans[:-1, 1]
    runs = np.concatenate([[0], np.cumsum(gaps > IN_A_LIST)])
    result: npt.NDArray[np.bool_] = np.bincount(runs)[runs] >= LIST_FROM
    return result


def _minutes(text: str) -> Iterator[tuple[Point, float]]:
    """Yield points in degrees, minutes and seconds."""
    found = [(m, *_degrees_of(m)) for m in _DEGREES.finditer(text)]
    for (one, a, exact_a), (other, b, exact_b) in pairwise(found):
        if other.start() - one.end() <= WITHIN and (one["h"].upper() in "NS") != (other["h"].upper() in "NS"):
            yield ((b, a) if one["h"].upper() in "NS" else (a, b)), max(exact_a, exact_b)


def _degrees_of(match: re.Match[str]) -> tuple[float, float]:
    minutes, seconds = (match[part].replace(",", ".") if match[part] else "" for part in ("m", "s"))
    value = int(match["d"]) + float(minutes) / 60 + float(seconds or 0) / 3600
    digits = len((seconds or minutes).partition(".")[2])
    exact_to = 10.0**-digits / (3600 if seconds else 60)
    # Whole minutes are as coarse as two decimals of a degree.
    return -value if match["h"].upper() in "SWO" else value, min(exact_to, COARSEST)


def _grid(text: str) -> Iterator[tuple[Point, float]]:
    """Yield points of the military grid."""
    for match in _MGRS.finditer(text):
        try:
            position = parse_position(re.sub(r"\s", "", match.group()))
        except KnownError:
            continue  # letters and digits that look like a reference and are none
        yield (position.longitude, position.latitude), min(position.precision_m / METRES_A_DEGREE, COARSEST)


def _metres(code: str, points: Floats) -> Floats:
    to_metres: Any = Transformer.from_crs("EPSG:4326", code, always_xy=True)
    return np.column_stack(to_metres.transform(points[:, 0], points[:, 1]))


def _ascii_digits(text: str) -> str:
    """Return a text with its digits, signs and points as 0 to 9, - and . are."""
    digits: Iterable[str] = {sign for sign in set(text) if sign.isdigit() and not sign.isascii() and sign.isdecimal()}
    return text.translate(_SIGNS | {ord(sign): str(int(sign)) for sign in digits})
