"""What a value of a record can be at all, wherever it comes from: a shared database and whoever takes a bundle hold rows against the same.

A number outside its range can be read, and would be reckoned with: a mean rating of 50 would outweigh a country.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import shapely
from sqlalchemy import Column, Date, Float, Integer, LargeBinary, String, Text

from mrm_desktop.store.rows.models import Base
from mrm_desktop.store.rows.types import Document, Geometry, Guid, Moment

LONGEST_TEXT = 4000
"""Letters of a text."""
LARGEST_DOCUMENT = 8_000_000
"""Letters of a document, and of a policy."""
LARGEST_BINARY = 16 * LARGEST_DOCUMENT
"""Bytes."""
LARGEST_NUMBER = 1e12
MOST_CORNERS = 2_000_000
DAYS = date(1900, 1, 1), date(2200, 12, 31)
"""The first and the last day that is one."""
SHAPES: Mapping[str, tuple[str, ...]] = {
    "area": ("POLYGON", "MULTIPOLYGON"),
    "presence": ("POINT", "MULTIPOINT", "LINESTRING", "MULTILINESTRING", "POLYGON", "MULTIPOLYGON"),
}
"""Kinds of geometry by table, as PostGIS calls them."""
RANGES: Mapping[str, tuple[float, float]] = {
    **{f"{table}.longitude": (-180, 180) for table in ("place", "incident")},
    **{f"{table}.latitude": (-90, 90) for table in ("place", "incident")},
    "presence.base_longitude": (-180, 180),
    "presence.base_latitude": (-90, 90),
    "presence.radius_km": (0, 20_000),
    "place.nearest_base_km": (0, 20_100),
    "area.displaced_share": (0, 1),
    "evidence.answered": (0, 1e9),
    "evidence.mean_rating": (-2, 2),
    "evidence.refused_share": (0, 1),
    "evidence.takes_sides_share": (0, 1),
    "evidence.minds_being_seen_share": (0, 1),
    "evidence.bad_conduct_share": (0, 1),
    "evidence.design_effect": (0, 1e6),
}
"""Least and greatest value by table and column, where they are not those of every number."""


def longest_text(table: str) -> int:
    """Return how many letters a text of a table may have."""
    return LARGEST_DOCUMENT if table == "policy" else LONGEST_TEXT


def within_limits(table: str) -> Callable[[Mapping[str, Any]], bool]:
    """Return what tells of a row of a table, as Python has it, whether each of its values is one that can be."""
    checks = [
        (column.name, check) for column in Base.metadata.tables[table].columns if (check := _check_of(table, column)) is not None
    ]
    return lambda row: all(row.get(name) is None or check(row[name]) for name, check in checks)


def _check_of(table: str, column: Column[Any]) -> Callable[[Any], bool] | None:
    kind = column.type
    if isinstance(kind, Guid | Moment | Document):
        return None  # whoever opens one refuses what it is not
    if isinstance(kind, Geometry):
        return lambda value: _is_shape(value, SHAPES[table])
    if isinstance(kind, Float | Integer):
        least = 0.0 if isinstance(kind, Integer) else -LARGEST_NUMBER
        low, high = RANGES.get(f"{table}.{column.name}", (least, LARGEST_NUMBER))
        return lambda value: low <= value <= high
    if isinstance(kind, Date):
        return lambda value: DAYS[0] <= value <= DAYS[1]
    if isinstance(kind, LargeBinary):
        return lambda value: len(value) <= LARGEST_BINARY
    return (lambda value: len(value) <= longest_text(table)) if isinstance(kind, String | Text) else None


def _is_shape(data: bytes, kinds: tuple[str, ...]) -> bool:
    """Tell whether bytes are a geometry of the right kind that lies on the globe."""
    shape = shapely.from_wkb(data, on_invalid="ignore")
    if shape is None or shape.is_empty or shape.geom_type.upper() not in kinds:
        return False
    west, south, east, north = shape.bounds
    on_globe = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return on_globe and int(shapely.get_num_coordinates(shape)) <= MOST_CORNERS
