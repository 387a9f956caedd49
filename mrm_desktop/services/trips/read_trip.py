"""A trip typed into one TOML file, ``mrm-trip/1``: a key that is not known is an error that names it."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trips import CheckIn, Criticality, Drawn, Leg, MeasureStatus, OverdueStep, Trip, TripRisk
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.geo.coordinates import parse_position
from mrm_desktop.services.trips.read_typed_file import check_keys, read_typed

Corner = tuple[float, float]

FORMAT = "mrm-trip/1"
_LEG_KEYS = {"name", "on", "points", "drawn", "file", "line"}
_TRIP_KEYS = {f.name for f in fields(Trip)} - {"legs", "check_ins", "risks"} | {"format", "leg", "check_in", "risk"}
_OPTIONAL_LISTS = ("exposed", "turn_back", "medical", "no_signal")
_OPTIONAL = {"corridor_km", "withdrawal_confirmed", "destroy_by", "speed_kmh", "roads", "risk", *_OPTIONAL_LISTS}
_TEXTS = ("title", "why_now", "if_not")
_LISTS = ("team", "vehicles", "abort_triggers", "approvers")
_WHOLE = frozenset({"grace_minutes", "after_minutes", "likelihood", "impact"})
_SPEEDS = (1.0, 130.0)  # km/h


def read_trip(path: Path) -> Trip:
    """Read a trip file; routes named in it are looked for beside it.

    Raises
    ------
    KnownError
        ``trip.not_toml``, ``trip.format``, ``trip.unknown_key``, ``trip.missing_key``, ``trip.bad_value``, ``trip.leg_without_date``,
        ``trip.leg_without_route``, or what reading coordinates and route files raises.
    """
    found = read_typed(path, FORMAT, "trip.format")
    check_keys("trip", found, _TRIP_KEYS, _TRIP_KEYS - _OPTIONAL)
    legs = _typed(found["leg"], list, "leg")
    if not legs:
        raise KnownError("trip.missing_key", where="trip", key="leg")
    texts = {key: _typed(found[key], str, key) for key in _TEXTS}
    lists: dict[str, Any] = {key: tuple(_typed(item, str, key) for item in _typed(found[key], list, key)) for key in _LISTS}
    lists |= {key: tuple(_typed(i, str, key) for i in _typed(found.get(key, []), list, key)) for key in _OPTIONAL_LISTS}
    return Trip(
        **texts,
        **lists,
        purpose=Purpose.parse(found["purpose"], "purpose"),
        criticality=Criticality.parse(found["criticality"], "criticality"),
        mode=Mode.parse(found["mode"], "mode"),
        legs=tuple(_leg(entry, n, path.parent) for n, entry in enumerate(legs, start=1)),
        check_ins=_rows(CheckIn, found["check_in"], "check_in"),
        overdue=_rows(OverdueStep, found["overdue"], "overdue"),
        risks=_rows(TripRisk, found.get("risk", []), "risk"),
        corridor_km=_number(found.get("corridor_km", 5.0), "corridor_km", (0.1, 100.0)),
        speed_kmh=_number(found.get("speed_kmh", 25.0), "speed_kmh", _SPEEDS),
        roads=Path(_typed(found.get("roads", ""), str, "roads")).name,
        withdrawal_confirmed=_typed(found.get("withdrawal_confirmed", False), bool, "withdrawal_confirmed"),
        destroy_by=_typed(found["destroy_by"], date, "destroy_by") if "destroy_by" in found else None,
    )


def _typed(value: Any, kind: Any, where: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise KnownError("trip.bad_value", where=where, found=type(value).__name__)
    return value


def _number(value: Any, where: str, limits: tuple[float, float]) -> float:
    number = float(_typed(value, int | float, where))
    if not limits[0] <= number <= limits[1]:
        raise KnownError("trip.out_of_range", where=where, least=limits[0], most=limits[1])
    return number


def _rows(kind: Any, entries: Any, where: str) -> tuple[Any, ...]:
    return tuple(_row(kind, entry, f"{where} {n}") for n, entry in enumerate(_typed(entries, list, where), start=1))


def _row(kind: Any, entry: Any, where: str) -> Any:
    entry = _typed(entry, dict, where)
    names = {f.name for f in fields(kind)}
    check_keys(where, entry, names, names - {"backup", "grace_minutes"})
    read = {k: _typed(v, int if k in _WHOLE else str, f"{where}.{k}") for k, v in entry.items()}
    for step in {"likelihood", "impact"} & set(read):
        _number(read[step], f"{where}.{step}", (1, 5))
    if "status" in read:
        read["status"] = MeasureStatus.parse(read["status"], f"{where}.status")
    return kind(**read)


def _leg(entry: Any, number: int, folder: Path) -> Leg:
    where = f"leg {number}"
    entry = _typed(entry, dict, where)
    check_keys(where, entry, _LEG_KEYS, {"name"})
    if type(entry.get("on")) is not date:
        raise KnownError("trip.leg_without_date", number=number)
    name = _typed(entry["name"], str, where)
    if "file" in entry:
        # Only beside the trip file: a plan passed on must not make the program read other folders.
        file = Path(_typed(entry["file"], str, where)).name
        wanted = _typed(entry.get("line", ""), str, where)
        found = read_lines(folder / file)
        route = next((corners for label, corners in found if not wanted or label == wanted), None)
        if route is None:
            raise KnownError("trip.no_such_line", file=file, line=wanted, lines=[label for label, _ in found])
        drawn = Drawn.IMPORTED
    else:
        route = parse_points("\n".join(_typed(p, str, where) for p in _typed(entry.get("points", []), list, where)))
        drawn = Drawn.parse(entry.get("drawn", Drawn.STRAIGHT.value), where)
    if len(set(route)) < 2:
        raise KnownError("trip.leg_without_route", number=number)
    return Leg(name, route, entry["on"], drawn)


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


def read_lines(path: Path) -> tuple[tuple[str, tuple[Corner, ...]], ...]:
    """Return every line of a GPX, KML or other geographic file with its name; the pieces of one line follow each other.

    Raises
    ------
    KnownError
        ``trip.no_file``, ``trip.no_line``, or what reading a layer raises.
    """
    import shapely

    from mrm_desktop.formats.layers import open_layers
    from mrm_desktop.formats.reading import ReadOptions
    from mrm_desktop.formats.source_files import inspect
    from mrm_desktop.foundation.progress import Silent

    if not path.is_file():
        raise KnownError("trip.no_file", file=path.name)
    lines = []
    for layer in open_layers(inspect(path, Silent()), ReadOptions(), Silent()):
        names = next((layer.columns[h] for h in layer.headings if h.lower() == "name"), [""] * len(layer))
        for name, geometry in zip(names, layer.geometries, strict=True):
            if geometry is not None and "LineString" in geometry.geom_type:
                corners = tuple((float(x), float(y)) for x, y in shapely.get_coordinates(geometry).tolist())
                lines.append((str(name), corners))
    if not lines:
        raise KnownError("trip.no_line", file=path.name)
    return tuple(lines)


def write_trip(trip: Trip) -> str:
    """Return a trip as the text of a trip file; each leg with its corners, so that it needs no other file."""
    lines = [f'format = "{FORMAT}"']
    lines += [f"{key} = {_toml(getattr(trip, key))}" for key in (*_TEXTS, "purpose", "criticality", "mode")]
    lines += [f"{key} = {_toml(list(getattr(trip, key)))}" for key in (*_LISTS, *_OPTIONAL_LISTS)]
    lines += [f"{key} = {_toml(getattr(trip, key))}" for key in ("corridor_km", "speed_kmh", "withdrawal_confirmed", "roads")]
    if trip.destroy_by is not None:
        lines.append(f"destroy_by = {trip.destroy_by.isoformat()}")
    tables = (("check_in", trip.check_ins), ("overdue", trip.overdue), ("risk", trip.risks))
    lines += [f"{key} = []" for key, rows in tables if not rows]
    for leg in trip.legs:
        points = [f"{y:.6f} {x:.6f}" for x, y in leg.route]
        lines += [
            "",
            "[[leg]]",
            f"name = {_toml(leg.name)}",
            f"on = {leg.on.isoformat()}",
            f"points = {_toml(points)}",
            f"drawn = {_toml(leg.drawn)}",
        ]
    for key, rows in tables:
        for row in rows:
            lines += ["", f"[[{key}]]", *(f"{f.name} = {_toml(getattr(row, f.name))}" for f in fields(row))]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    """Write a value: JSON's strings, numbers, truths and lists are TOML's, but for one control sign."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
