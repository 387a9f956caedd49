"""Frozen domain values as plain JSON values and back, by the types that their fields declare."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
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
    readers = _readers(kind)  # type: ignore[arg-type]
    return kind(**{name: readers[name](item) for name, item in value.items() if name in readers})


@cache
def _readers(kind: type[Any]) -> dict[str, Callable[[Any], Any]]:
    """Return what reads each field; to work out its declared type takes longer than to read a record."""
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _reader(hint: Any) -> Callable[[Any], Any]:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(next(part for part in get_args(hint) if part is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        inner = _reader(get_args(hint)[0])
        return lambda value: tuple(map(inner, value))
    if origin is not None or not isinstance(hint, type):
        return _as_it_is
    if issubclass(hint, Enum):
        return hint
    if is_dataclass(hint) and hint is not Grade:
        return partial(from_plain, hint)
    return _SIMPLE.get(hint, _as_it_is)


def _as_it_is(value: Any) -> Any:
    return value


_SIMPLE: Mapping[type, Callable[[Any], Any]] = {
    Grade: Grade.parse,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}
