"""Column types that mean the same in SQLite and in PostgreSQL: identifiers, geometry, moments, documents."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Dialect, LargeBinary, String, Text, TypeDecorator
from sqlalchemy.types import TypeEngine

SRID = 4326


class Guid(TypeDecorator[str]):
    """A random identifier: 32 hexadecimal digits in Python, 16 bytes in SQLite, ``uuid`` in PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect is not None and dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import UUID

            return dialect.type_descriptor(UUID(as_uuid=True))
        return LargeBinary(16)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        identifier = uuid.UUID(hex=value)
        return identifier if dialect.name == "postgresql" else identifier.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return value.hex if isinstance(value, uuid.UUID) else bytes(value).hex()


class Geometry(TypeDecorator[bytes]):
    """A geometry in WGS 84: WKB in Python and SQLite, ``geometry`` in PostGIS."""

    impl = LargeBinary
    cache_ok = True
    # GeoAlchemy2's hooks ask every type decorator for these.
    spatial_index = False
    use_N_D_index = False

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect is not None and dialect.name == "postgresql":
            from geoalchemy2 import Geometry as PostgisGeometry

            kind: Any = PostgisGeometry("GEOMETRY", srid=SRID, spatial_index=False)
            return dialect.type_descriptor(kind)
        return LargeBinary()

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "postgresql":
            return value
        from geoalchemy2 import WKBElement

        return WKBElement(value, srid=SRID)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        return value if value is None or isinstance(value, bytes) else _without_srid(bytes(value.data))


_SRID_FLAG = 0x20000000


def _without_srid(data: bytes) -> bytes:
    """Return PostGIS's WKB as everybody else's: without the reference system that it writes behind the type."""
    order: Literal["little", "big"] = "little" if data[0] else "big"
    kind = int.from_bytes(data[1:5], order)
    if not kind & _SRID_FLAG:
        return data
    return data[:1] + (kind & ~_SRID_FLAG).to_bytes(4, order) + data[9:]


class Moment(TypeDecorator[datetime]):
    """A moment as its ISO text, exactly as it was given: it is part of what a decision's hash covers, and no driver guesses a zone."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Document(TypeDecorator[Any]):
    """A JSON value as its canonical text, so that a checksum over it can be made again from what was stored."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def canonical_json(value: Any) -> str:
    """Write a JSON value in the one way that is hashed: sorted keys, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
