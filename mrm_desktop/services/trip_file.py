"""A trip typed into one TOML file, ``mrm-trip/1``: a key that is not known is an error that names it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trips import CheckIn, Criticality, Leg, OverdueStep, Trip
from mrm_desktop.domain.vocabulary import Mode, Purpose
from mrm_desktop.geo.coordinates import parse_position

FORMAT = "mrm-trip/1"
LARGEST_FILE = 1_000_000
_LEG_KEYS = {"name", "on", "points", "file"}
_TRIP_KEYS = {f.name for f in fields(Trip)} - {"legs", "check_ins"} | {"format", "leg", "check_in"}
_OPTIONAL = {"corridor_km", "withdrawal_confirmed", "destroy_by"}
_TEXTS = ("title", "why_now", "if_not")
_LISTS = ("team", "vehicles", "abort_triggers", "approvers")


def read_trip(path: Path) -> Trip:
    """Read a trip file; routes named in it are looked for beside it.

    Raises
    ------
    KnownError
        ``trip.not_toml``, ``trip.format``, ``trip.unknown_key``, ``trip.missing_key``, ``trip.bad_value``, ``trip.leg_without_date``,
        ``trip.leg_without_route``, or what reading coordinates and route files raises.
    """
    if not path.is_file():
        raise KnownError("trip.no_file", file=path.name)
    if path.stat().st_size > LARGEST_FILE:
        raise KnownError("trip.not_toml", file=path.name, reason="")
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnownError("trip.not_toml", file=path.name, reason=str(error)) from error
    if found.get("format") != FORMAT:
        raise KnownError("trip.format", file=path.name, wanted=FORMAT)
    _check_keys("trip", found, _TRIP_KEYS, _TRIP_KEYS - _OPTIONAL)
    corridor = _typed(found.get("corridor_km", 5.0), int | float, "corridor_km")
    texts = {key: _typed(found[key], str, key) for key in _TEXTS}
    lists: dict[str, Any] = {key: tuple(_typed(item, str, key) for item in _typed(found[key], list, key)) for key in _LISTS}
    return Trip(
        **texts,
        **lists,
        purpose=Purpose.parse(found["purpose"], "purpose"),
        criticality=Criticality.parse(found["criticality"], "criticality"),
        mode=Mode.parse(found["mode"], "mode"),
        legs=tuple(_leg(entry, n, path.parent) for n, entry in enumerate(_typed(found["leg"], list, "leg"), start=1)),
        check_ins=tuple(_row(CheckIn, entry, f"check_in {n}") for n, entry in enumerate(found["check_in"], start=1)),
        overdue=tuple(_row(OverdueStep, entry, f"overdue {n}") for n, entry in enumerate(found["overdue"], start=1)),
        corridor_km=float(corridor),
        withdrawal_confirmed=_typed(found.get("withdrawal_confirmed", False), bool, "withdrawal_confirmed"),
        destroy_by=_typed(found["destroy_by"], date, "destroy_by") if "destroy_by" in found else None,
    )


def _check_keys(where: str, entry: Mapping[str, Any], allowed: set[str], needed: set[str]) -> None:
    unknown, missing = sorted(set(entry) - allowed), sorted(needed - set(entry))
    if unknown:
        raise KnownError("trip.unknown_key", where=where, key=unknown[0], allowed=sorted(allowed))
    if missing:
        raise KnownError("trip.missing_key", where=where, key=missing[0])


def _typed(value: Any, kind: Any, where: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise KnownError("trip.bad_value", where=where, found=type(value).__name__)
    return value


def _row(kind: Any, entry: Any, where: str) -> Any:
    entry = _typed(entry, dict, where)
    names = {f.name for f in fields(kind)}
    _check_keys(where, entry, names, names - {"backup", "grace_minutes"})
    return kind(**{k: _typed(v, int if k.endswith("minutes") else str, f"{where}.{k}") for k, v in entry.items()})


def _leg(entry: Any, number: int, folder: Path) -> Leg:
    where = f"leg {number}"
    entry = _typed(entry, dict, where)
    _check_keys(where, entry, _LEG_KEYS, {"name"})
    if type(entry.get("on")) is not date:
        raise KnownError("trip.leg_without_date", number=number)
    if "file" in entry:
        # Only beside the trip file: a plan passed on must not make the program read other folders.
        name = Path(_typed(entry["file"], str, where)).name
        route, straight = _route_of(folder / name), False
    else:
        found = [parse_position(_typed(p, str, where)) for p in _typed(entry.get("points", []), list, where)]
        route, straight = tuple((p.longitude, p.latitude) for p in found), True
    if len(set(route)) < 2:
        raise KnownError("trip.leg_without_route", number=number)
    return Leg(_typed(entry["name"], str, where), route, entry["on"], straight)


def _route_of(path: Path) -> tuple[tuple[float, float], ...]:
    """Return the first line of a GPX or KML file; several pieces of one line follow each other."""
    import shapely

    from mrm_desktop.formats.gpx import read_gpx_layers
    from mrm_desktop.formats.kml import read_kml_layers
    from mrm_desktop.formats.source_files import inspect
    from mrm_desktop.foundation.progress import Silent

    if not path.is_file():
        raise KnownError("trip.no_file", file=path.name)
    source = inspect(path, Silent())
    reader = read_gpx_layers if path.suffix.lower() == ".gpx" else read_kml_layers
    for layer in reader(source, Silent()):
        for geometry in layer.geometries:
            if geometry is not None and "LineString" in geometry.geom_type:
                return tuple((float(x), float(y)) for x, y in shapely.get_coordinates(geometry).tolist())
    raise KnownError("trip.no_line", file=path.name)
