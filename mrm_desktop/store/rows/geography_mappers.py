"""Areas, places, presence and incidents between domain and table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mrm_desktop.domain.geography import Area, Place, Presence, PresenceKind
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.incidents import Incident, LocationPrecision
from mrm_desktop.domain.vocabulary import PatrolFrequency
from mrm_desktop.store.rows.periods import period_of, period_to_row

Row = Mapping[Any, Any]


def area_to_row(area: Area, dataset_id: str, row_id: str) -> dict[str, Any]:
    """Write an area as a row."""
    return {
        "id": row_id,
        "dataset_id": dataset_id or None,
        "code": area.code,
        "name": area.name,
        "level": area.level,
        "parent": area.parent,
        "names": dict(area.names),
        "version": area.version,
        "valid_on": area.valid_on,
        "valid_to": area.valid_to,
        "displaced_share": area.displaced_share,
        "geometry": area.geometry,
    }


def area_of(row: Row) -> Area:
    """Read an area from a row."""
    return Area(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        parent=row["parent"],
        geometry=row["geometry"],
        names=row["names"],
        version=row["version"],
        valid_on=row["valid_on"],
        valid_to=row["valid_to"],
        displaced_share=row["displaced_share"],
    )


def place_to_row(place: Place) -> dict[str, Any]:
    """Write a place as a row."""
    longitude, latitude = place.point or (None, None)
    return {
        "id": place.id,
        "dataset_id": place.dataset_id or None,
        "code": place.code,
        "name": place.name,
        "kind": place.kind,
        "longitude": longitude,
        "latitude": latitude,
        "area_code": place.area_code,
        "matched_by": place.matched_by,
        "nearest_base_km": place.nearest_base_km,
        **period_to_row(place),
    }


def place_of(row: Row) -> Place:
    """Read a place from a row."""
    return Place(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        point=_point(row["longitude"], row["latitude"]),
        area_code=row["area_code"],
        code=row["code"],
        matched_by=row["matched_by"],
        nearest_base_km=row["nearest_base_km"],
        dataset_id=row["dataset_id"] or "",
        **period_of(row),
    )


def presence_to_row(presence: Presence) -> dict[str, Any]:
    """Write a presence as a row."""
    longitude, latitude = presence.base_point or (None, None)
    return {
        "id": presence.id,
        "dataset_id": presence.dataset_id or None,
        "kind": presence.kind.value,
        "name": presence.name,
        "mission": presence.mission,
        "contingent": presence.contingent,
        "frequency": presence.frequency.value,
        "last_confirmed": presence.last_confirmed,
        "source": presence.source,
        "grade": str(presence.grade),
        "geometry": presence.geometry,
        "radius_km": presence.radius_km,
        "base_longitude": longitude,
        "base_latitude": latitude,
        **period_to_row(presence),
    }


def presence_of(row: Row) -> Presence:
    """Read a presence from a row."""
    return Presence(
        id=row["id"],
        kind=PresenceKind.parse(row["kind"]),
        name=row["name"],
        mission=row["mission"],
        contingent=row["contingent"],
        frequency=PatrolFrequency.parse(row["frequency"]),
        last_confirmed=row["last_confirmed"],
        source=row["source"],
        grade=Grade.parse(row["grade"]),
        geometry=row["geometry"],
        radius_km=row["radius_km"],
        base_point=_point(row["base_longitude"], row["base_latitude"]),
        dataset_id=row["dataset_id"] or "",
        **period_of(row),
    )


def incident_to_row(incident: Incident) -> dict[str, Any]:
    """Write an incident as a row."""
    longitude, latitude = incident.point or (None, None)
    return {
        "id": incident.id,
        "dataset_id": incident.dataset_id or None,
        "key": incident.key,
        "happened_on": incident.happened_on,
        "day_precision": incident.day_precision,
        "location_precision": incident.location_precision.value,
        "type": incident.type,
        "longitude": longitude,
        "latitude": latitude,
        "area_code": incident.area_code,
        "source": incident.source,
        "matched_by": incident.matched_by,
    }


def incident_of(row: Row) -> Incident:
    """Read an incident from a row."""
    return Incident(
        id=row["id"],
        key=row["key"],
        happened_on=row["happened_on"],
        day_precision=row["day_precision"],
        location_precision=LocationPrecision.parse(row["location_precision"]),
        type=row["type"],
        point=_point(row["longitude"], row["latitude"]),
        area_code=row["area_code"],
        source=row["source"],
        matched_by=row["matched_by"],
        dataset_id=row["dataset_id"] or "",
    )


def _point(longitude: float | None, latitude: float | None) -> tuple[float, float] | None:
    return None if longitude is None or latitude is None else (longitude, latitude)
