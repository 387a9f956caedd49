"""Frozen domain values as plain JSON values and back, by the types that their fields declare."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from mrm_desktop.domain.grades import Grade

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Write a value of the domain as JSON values."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Grade):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(to_plain(item) for item in value)
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


def from_plain(kind: type[T], value: Any) -> T:
    """Read what :func:`to_plain` wrote of a frozen dataclass."""
    hints = get_type_hints(kind)
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _read(hints[name], item) for name, item in value.items() if name in names})


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _read(next(part for part in get_args(hint) if part is not type(None)), value)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if origin is not None or not isinstance(hint, type):
        return value
    return _read_simple(hint, value)


def _read_simple(hint: type[Any], value: Any) -> Any:
    if issubclass(hint, Enum):
        return hint(value)
    if hint is Grade:
        return Grade.parse(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    return from_plain(hint, value) if is_dataclass(hint) else value
