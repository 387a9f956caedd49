"""Coordinates as people write them: decimal degrees, degrees and minutes, UTM, MGRS. The precision they state is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pyproj

from mrm_desktop.domain.errors import KnownError

METRES_PER_DEGREE = 111_320.0
MAX_LENGTH = 120

_SYMBOLS = (
    dict.fromkeys("\u00ba\u02dad", "\u00b0")
    | dict.fromkeys("\u2032\u2019\u2018\u02b9\u00b4`", "'")
    | dict.fromkeys("\u2033\u201d\u201c\u02ba", '"')
)
_MGRS = re.compile(r"(\d{1,2})([C-HJ-NP-X])\s*([A-HJ-NP-Z][A-HJ-NP-V])\s*(\d{0,5})\s*(\d{0,5})", re.IGNORECASE)
_UTM = re.compile(
    r"(?:UTM\s*)?(?:zone\s*)?(\d{1,2})\s*(north|south|[A-Z])?[\s,;:]+(?:E\s*)?(\d{5,7}(?:\.\d+)?)\s*(?:m?\s*E)?[\s,;]+(?:N\s*)?(\d{1,8}(?:\.\d+)?)\s*(?:m?\s*N)?",
    re.IGNORECASE,
)
_DEGREES = r"([-+]?\d+(?:[.,]\d+)?)"
_POINT = re.compile(rf"(?:SRID=4326;)?POINT ?Z? ?\(\s*{_DEGREES}\s+{_DEGREES}(?:\s+{_DEGREES})?\s*\)", re.IGNORECASE)
_AXIS = r"(lat|lon)(?:itude|gitude|g)?\s*[:=]?\s*"
_NAMED = re.compile(rf"{_AXIS}{_DEGREES}[°,;\s]+(?!\1){_AXIS}{_DEGREES}°?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TIGHT_COMMA = re.compile(r"(?<=\d),(?=\d)")
_ONLY_COMMAS = re.compile(r"[-+]?\d+,(\d+),[-+]?\d+,(\d+)")
_PIECE = re.compile(r"[NSEWO]|[-+]?\d+(?:\.\d+)?|[\u00b0'\":]|[,;]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Position:
    """A position read from text.

    Attributes
    ----------
    longitude, latitude : float
        Degrees, WGS 84.
    precision_m : float
        Size of the last digit written, metres: "36.1 E" states about 11 km.
    notation : str
        ``decimal``, ``dms``, ``utm`` or ``mgrs``.
    order_assumed : bool
        Whether latitude was taken to come first because nothing said so.
    """

    longitude: float
    latitude: float
    precision_m: float
    notation: str
    order_assumed: bool = False


def parse_position(text: str, decimal_commas: bool = False) -> Position:
    """Read one position.

    Parameters
    ----------
    text : str
        For example ``4.85, 31.6``, ``4°51'00"N 31°36'E``, ``36N 345678 536112``, ``36NUJ4567836112``. Without letters that tell
        them apart, latitude comes first.
    decimal_commas : bool
        Whether commas are known to come before decimals where nothing else separates the numbers, as in ``4,85,31,60``.

    Raises
    ------
    KnownError
        ``coordinate.unreadable``, ``coordinate.ambiguous_commas``, ``coordinate.out_of_range``, ``coordinate.utm_hemisphere``. None of
        them repeats the text.
    """
    cleaned = _bare(" ".join(text.split()))
    if not cleaned or len(cleaned) > MAX_LENGTH:
        raise KnownError("coordinate.unreadable")
    mgrs_match = _MGRS.fullmatch(cleaned)
    if mgrs_match:
        return _from_mgrs(mgrs_match)
    utm_match = _UTM.fullmatch(cleaned)
    if utm_match:
        return _from_utm(utm_match)
    return _from_degrees(_with_points(cleaned, decimal_commas))


def has_only_commas(text: str) -> bool:
    """Whether the numbers of a position are separated by commas that could come before decimals as well."""
    return _ONLY_COMMAS.fullmatch(_bare(text.strip())) is not None


def proves_decimal_commas(text: str) -> bool:
    """Whether such a position can be no degrees and minutes: what follows a comma is no number of minutes."""
    found = _ONLY_COMMAS.fullmatch(_bare(text.strip()))
    return found is not None and any(len(part) > 2 or int(part) >= 60 for part in found.groups())


def _with_points(text: str, decimal_commas: bool) -> str:
    """Write decimal commas as points. ``4,85,31,60`` may be two numbers or four: what neither it nor its column tells is not guessed."""
    if has_only_commas(text):
        if not (decimal_commas or proves_decimal_commas(text)):
            raise KnownError("coordinate.ambiguous_commas")
        first, whole, second, part = text.split(",")
        return f"{first}.{whole}, {second}.{part}"
    # "4,85; 31,6", "4,85 31,6", "4,85 N, 31,6 E": where something else separates the numbers, a comma between digits is a decimal one.
    return _TIGHT_COMMA.sub(".", text) if "." not in text and len(_TIGHT_COMMA.findall(text)) == 2 else text


def _bare(text: str) -> str:
    """Return a position without what is written around it: brackets, ``POINT (...)`` with longitude first, names of the axes."""
    point = _POINT.fullmatch(text)
    if point is not None:
        return f"{point[2]}, {point[1]}"
    named = _NAMED.fullmatch(text)
    if named is not None:
        first, second = named[2], named[4]
        return f"{first}, {second}" if named[1].casefold() == "lat" else f"{second}, {first}"
    return text[1:-1].strip() if text[:1] + text[-1:] in ("()", "[]") else text


def parse_angle(text: str, axis: str) -> float:
    """Read a latitude or a longitude alone, such as ``4.1N``, ``4°06'00"N`` or ``N 4.1°``.

    Parameters
    ----------
    axis : str
        ``latitude`` or ``longitude``: a letter of the other one makes it unreadable.

    Raises
    ------
    KnownError
        ``coordinate.unreadable``.
    """
    cleaned = " ".join(text.split())
    cleaned = cleaned.replace(",", ".") if len(_TIGHT_COMMA.findall(cleaned)) == 1 and "." not in cleaned else cleaned
    angle = _angle(_pieces(cleaned)) if 0 < len(cleaned) <= MAX_LENGTH else None
    if angle is None or angle[1] not in ("", *("NS" if axis == "latitude" else "EW")):
        raise KnownError("coordinate.unreadable")
    return angle[0]


def _from_mgrs(match: re.Match[str]) -> Position:
    import mgrs

    zone, band, square, east, north = match.groups()
    digits = east + north
    if len(digits) % 2 or int(zone) > 60 or int(zone) < 1:
        raise KnownError("coordinate.unreadable")
    half = len(digits) // 2
    # The middle of the square is what was meant. Written out to the metre, it does not depend on whether a version of the library
    # answers with the corner or the middle of what it is given.
    tail = "" if half == 5 else "5" + "0" * (4 - half)
    middle = f"{digits[:half]}{tail}{digits[half:]}{tail}"
    try:
        latitude, longitude = mgrs.MGRS().toLatLon(f"{int(zone):02d}{band}{square}{middle}".upper())
    except (mgrs.core.MGRSError, ValueError) as error:
        raise KnownError("coordinate.unreadable") from error
    return _checked(longitude, latitude, 10.0 ** (5 - half), "mgrs")


def _from_utm(match: re.Match[str]) -> Position:
    zone, letter, easting, northing = match.groups()
    mark = (letter or "").upper()
    if not 1 <= int(zone) <= 60 or mark in ("", "S"):
        # "36S" is the southern hemisphere to some and the band of Egypt to others: 5,000 km apart.
        raise KnownError("coordinate.utm_hemisphere" if 1 <= int(zone) <= 60 else "coordinate.unreadable")
    if mark not in ("NORTH", "SOUTH") and mark not in "CDEFGHJKLMNPQRTUVWX":
        raise KnownError("coordinate.unreadable")
    south = mark == "SOUTH" or (len(mark) == 1 and mark < "N")
    longitude, latitude = _utm_transformer(int(zone), south).transform(float(easting), float(northing))
    return _checked(longitude, latitude, 10.0 ** -_decimals(easting), "utm")


@lru_cache(maxsize=16)
def _utm_transformer(zone: int, south: bool) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(32700 + zone if south else 32600 + zone, 4326, always_xy=True)


def _from_degrees(text: str) -> Position:
    pieces = _pieces(text)
    halves = _halves(pieces)
    if halves is None:
        raise KnownError("coordinate.unreadable")
    (first, first_letter, first_unit), (second, second_letter, second_unit) = halves
    assumed = not first_letter and not second_letter
    swapped = first_letter in ("E", "W") or second_letter in ("N", "S")
    if first_letter and second_letter and (first_letter in "NS") == (second_letter in "NS"):
        raise KnownError("coordinate.unreadable")
    latitude, longitude = (second, first) if swapped else (first, second)
    sexagesimal = any(p in ("\u00b0", "'", '"', ":") for p in pieces) and max(first_unit, second_unit) < METRES_PER_DEGREE
    notation = "dms" if sexagesimal and any(p in ("'", '"', ":") for p in pieces) else "decimal"
    return _checked(longitude, latitude, max(first_unit, second_unit), notation, assumed)


def _pieces(text: str) -> list[str]:
    """Cut the text into numbers, letters of direction, unit marks and separators; anything else makes it unreadable."""
    folded = "".join(_SYMBOLS.get(c, c) for c in text.replace("''", '"'))
    if _PIECE.sub("", folded).strip():
        raise KnownError("coordinate.unreadable")
    return [piece.upper().replace("O", "W") for piece in _PIECE.findall(folded)]


def _halves(pieces: list[str]) -> tuple[tuple[float, str, float], tuple[float, str, float]] | None:
    """Split the pieces into latitude and longitude (in the written order) and read each."""
    numbers = [n for n, piece in enumerate(pieces) if _is_number(piece)]
    letters = [n for n, piece in enumerate(pieces) if piece in ("N", "S", "E", "W")]
    separators = [n for n, piece in enumerate(pieces) if piece in (",", ";")]
    if len(letters) == 2:
        cut = letters[1] if letters[0] < numbers[0] else letters[0] + 1
    elif letters:
        return None
    elif len(separators) == 1:
        cut = separators[0]
    elif len(numbers) in (2, 4, 6):
        cut = numbers[len(numbers) // 2]
    elif len(numbers) in (3,) and not any(p in ("\u00b0", "'", '"', ":") for p in pieces):
        return None
    else:
        return None
    first, second = _angle(pieces[:cut]), _angle(pieces[cut:])
    return (first, second) if first is not None and second is not None else None


def _angle(pieces: list[str]) -> tuple[float, str, float] | None:
    """Read one angle: degrees, the letter of its direction, metres of its last digit."""
    numbers = [piece for piece in pieces if _is_number(piece)]
    letter = next((piece for piece in pieces if piece in ("N", "S", "E", "W")), "")
    if not 1 <= len(numbers) <= 3:
        return None
    if any(_decimals(n) for n in numbers[:-1]) or any(float(n) < 0 or float(n) >= 60 for n in numbers[1:]):
        return None
    negative = numbers[0].startswith("-")
    if negative and letter:
        return None
    size = sum(abs(float(n)) / 60.0**power for power, n in enumerate(numbers))
    unit = METRES_PER_DEGREE / 60.0 ** (len(numbers) - 1) * 10.0 ** -_decimals(numbers[-1])
    return (-size if negative or letter in ("S", "W") else size), letter, unit


def _is_number(piece: str) -> bool:
    return piece[-1:].isdigit()


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _checked(longitude: float, latitude: float, precision_m: float, notation: str, assumed: bool = False) -> Position:
    if not (-180.0 <= longitude <= 180.0 and -90.0 <= latitude <= 90.0):
        raise KnownError("coordinate.out_of_range")
    return Position(float(longitude), float(latitude), precision_m, notation, assumed)
