"""A trip typed into one TOML file, ``mrm-trip/1``: a key that is not known is an error that names it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import tomli_w

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.route_strips import minutes_of
from mrm_desktop.domain.trips import Drawn, Leg, Lift, Trip, TripRisk, Waypoint
from mrm_desktop.foundation.codec import Codec, Rules
from mrm_desktop.geo.coordinates import parse_position
from mrm_desktop.services.trips.read_typed_file import read_entry, read_typed

Corner = tuple[float, float]

FORMAT = "mrm-trip/1"
ON_THE_LINE_KM = 0.5  # so near a named point of a file belongs to a line of it


@dataclass(frozen=True, slots=True)
class _TypedWaypoint:
    """A named point as it is typed."""

    name: str
    at: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of a route file with the named points on it.

    Attributes
    ----------
    nowhere : int
        Points of the file's lines that were left out: without a position, or at 0/0.
    """

    name: str
    route: tuple[Corner, ...]
    waypoints: tuple[Waypoint, ...] = ()
    nowhere: int = 0


@dataclass(frozen=True, slots=True)
class _TypedLeg:
    """A leg as it is typed: corners, or a file beside the trip's with the name of a line in it."""

    name: str
    on: date
    points: tuple[str, ...] = ()
    drawn: Drawn = Drawn.STRAIGHT
    file: str | None = None
    line: str = ""
    lift: Lift | None = None
    leave_at: str = ""
    waypoints: tuple[_TypedWaypoint, ...] = ()


_CODEC = Codec(
    Rules(
        json=False,
        to_number=float,
        renamed={
            Trip: {"legs": "leg", "check_ins": "check_in", "risks": "risk", "guard_passes": "guard_pass"},
            _TypedLeg: {"waypoints": "waypoint"},
        },
        ranges={
            Trip: {"corridor_km": (0.1, 100.0), "speed_kmh": (1.0, 130.0), "utc_offset_minutes": (-720, 840)},
            TripRisk: {"likelihood": (1, 5), "impact": (1, 5)},
        },
    ),
)


def read_trip(path: Path) -> Trip:
    """Read a trip file; routes named in it are looked for beside it.

    Raises
    ------
    KnownError
        ``trip.not_toml``, ``trip.format``, ``trip.unknown_key``, ``trip.missing_key``, ``trip.bad_value``, ``trip.bad_hour``,
        ``trip.leg_without_date``, ``trip.leg_without_route``, or what reading coordinates and route files raises.
    """
    found = read_typed(path, FORMAT, "trip.format")
    legs = found.pop("leg", None)
    trip = read_entry(_CODEC, Trip, {**found, "leg": []}, "trip")
    if legs is None or legs == []:
        raise KnownError("trip.missing_key", where="trip", key="leg")
    if not isinstance(legs, list):
        raise KnownError("trip.bad_value", where="leg", found=type(legs).__name__)
    read = tuple(_leg(entry, n, path.parent) for n, entry in enumerate(legs, start=1))
    first, last = min(leg.on for leg in read), max(leg.on for leg in read)
    for number, one in enumerate(trip.check_ins, start=1):
        if one.on is not None and not first <= one.on <= last:
            raise KnownError("trip.check_in_other_day", number=number, day=one.on)
    return replace(trip, legs=read, roads=Path(trip.roads).name)


def _leg(entry: Any, number: int, folder: Path) -> Leg:
    where = f"leg {number}"
    if isinstance(entry, dict) and type(entry.get("on")) is not date:
        raise KnownError("trip.leg_without_date", number=number)
    typed = read_entry(_CODEC, _TypedLeg, entry, where)
    if typed.file is not None:
        # Only beside the trip file: a plan passed on must not make the program read other folders.
        file = Path(typed.file).name
        found = read_lines(folder / file)
        line = next((line for line in found if not typed.line or line.name == typed.line), None)
        if line is None:
            raise KnownError("trip.no_such_line", file=file, line=typed.line, lines=[line.name for line in found])
        route, drawn = line.route, Drawn.IMPORTED
    else:
        route, drawn = parse_points("\n".join(typed.points)), typed.drawn
    if len(set(route)) < 2:
        raise KnownError("trip.leg_without_route", number=number)
    if typed.leave_at and minutes_of(typed.leave_at) is None:
        raise KnownError("trip.bad_hour", number=number)
    waypoints = tuple(Waypoint(one.name, parse_points(one.at)[0]) for one in typed.waypoints if one.at.strip())
    return Leg(typed.name, route, typed.on, drawn, lift=typed.lift, leave_at=typed.leave_at, waypoints=waypoints)


def parse_points(text: str) -> tuple[Corner, ...]:
    """Read pasted coordinates, one position on each line, in any notation that people use.

    Raises
    ------
    KnownError
        ``trip.bad_point`` with the number of the line; it never repeats the text.
    """
    corners = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found = parse_position(line)
        except KnownError as error:
            raise KnownError("trip.bad_point", number=number) from error
        corners.append((found.longitude, found.latitude))
    return tuple(corners)


def read_lines(path: Path) -> tuple[ReadLine, ...]:
    """Return every line of a GPX, KML or other geographic file with its name and the named points on it.

    The pieces of one line follow each other.

    Raises
    ------
    KnownError
        ``trip.no_file``, ``trip.no_line``, or what reading a layer raises.
    """
    from mrm_desktop.formats.door.foreign import read_trip_lines
    from mrm_desktop.foundation.progress import Silent

    if not path.is_file():
        raise KnownError("trip.no_file", file=path.name)
    found = read_trip_lines(path, Silent())
    if not found.lines:
        raise KnownError("trip.no_line", file=path.name)
    points = [Waypoint(point.name, point.corners[0]) for point in found.points]
    lines = [ReadLine(line.name, line.corners, nowhere=found.nowhere) for line in found.lines]
    return tuple(replace(line, waypoints=tuple(_points_on(line, points))) for line in lines)


def _points_on(line: ReadLine, points: Sequence[Waypoint]) -> Iterator[Waypoint]:
    """Yield the named points that lie on a line, in the order of the way."""
    import shapely
    from shapely.geometry import LineString

    from mrm_desktop.geo.buffers import corridor

    if not points or len(set(line.route)) < 2:
        return
    drawn = LineString(line.route)
    around = corridor(drawn, ON_THE_LINE_KM)
    near = [point for point in points if shapely.intersects_xy(around, *point.at)]
    yield from sorted(near, key=lambda point: float(shapely.line_locate_point(drawn, shapely.Point(point.at))))


def write_trip(trip: Trip) -> str:
    """Return a trip as the text of a trip file; each leg with its corners, so that it needs no other file."""
    written = {"format": FORMAT, **_CODEC.write(trip)}
    written["leg"] = [_written(leg) for leg in trip.legs]
    written["check_in"] = [{key: value for key, value in one.items() if value is not None} for one in written["check_in"]]
    return tomli_w.dumps({key: value for key, value in written.items() if value is not None})


def _written(leg: Leg) -> dict[str, Any]:
    points = [f"{y:.6f} {x:.6f}" for x, y in leg.route]
    written: dict[str, Any] = {"name": leg.name, "on": leg.on, "points": points, "drawn": leg.drawn.value}
    if leg.waypoints:
        written["waypoint"] = [{"name": one.name, "at": f"{one.at[1]:.6f} {one.at[0]:.6f}"} for one in leg.waypoints]
    if leg.leave_at:
        written["leave_at"] = leg.leave_at
    return written if leg.lift is None else {**written, "lift": _CODEC.write(leg.lift)}
