"""Facts that no data set carries, typed by hand into one TOML file: missions, contingents, focal points, circumstances, events.

Each table's keys are the attributes of a domain object; a key or word that is not among them is an error that names it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from mrm_desktop.domain.case import ContextFacts, OrganisationFacts
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import ResetEvent
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.missions import Contingent, CoordinationForum, FocalPoint, MissionRecord
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.validity import is_reversed
from mrm_desktop.domain.vocabulary import Word
from mrm_desktop.foundation.clock import new_id

T = TypeVar("T")
LARGEST_FILE = 5_000_000  # bytes; a facts file is typed by hand


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a facts file says."""

    missions: tuple[MissionRecord, ...] = ()
    contingents: tuple[Contingent, ...] = ()
    focal_points: tuple[FocalPoint, ...] = ()
    fora: tuple[CoordinationForum, ...] = ()
    circumstances: tuple[AreaCircumstances, ...] = ()
    reset_events: tuple[ResetEvent, ...] = ()


_TABLES: Mapping[str, tuple[str, type[Any]]] = {
    "mission": ("missions", MissionRecord),
    "contingent": ("contingents", Contingent),
    "focal_point": ("focal_points", FocalPoint),
    "forum": ("fora", CoordinationForum),
    "circumstances": ("circumstances", AreaCircumstances),
    "reset_event": ("reset_events", ResetEvent),
}
# Keys of these two stand flat in a circumstances table: whoever types a file should not have to know how we nest.
_FLAT = (ContextFacts, OrganisationFacts)


def read_facts(path: Path) -> Facts:
    """Read a facts file.

    Raises
    ------
    KnownError
        ``facts.not_toml``, ``facts.unknown_table``, ``facts.unknown_key``, ``facts.missing_key``, ``facts.bad_value`` or
        ``facts.period_reversed``, each naming the table, its number and the key.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise KnownError("facts.too_large", file=path.name)
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KnownError("facts.not_toml", file=path.name, reason=str(error)) from error
    return facts_of(document)


def facts_of(document: Mapping[str, Any]) -> Facts:
    """Return the facts of a document that is already read.

    Raises
    ------
    KnownError
        As :func:`read_facts`.
    """
    read: dict[str, tuple[Any, ...]] = {}
    for table, entries in document.items():
        if table not in _TABLES:
            raise KnownError("facts.unknown_table", table=table, allowed=sorted(_TABLES))
        if not isinstance(entries, list):
            raise KnownError("facts.not_a_list", table=table)
        name, kind = _TABLES[table]
        read[name] = tuple(_object(kind, entry, f"{table} {n}") for n, entry in enumerate(entries, start=1))
    return Facts(**read)


def _object(kind: type[T], entry: Mapping[str, Any], where: str) -> T:
    entry = dict(entry)
    nested = {}
    hints = get_type_hints(kind)
    for name, hint in hints.items():
        if hint in _FLAT:
            inner = {f.name for f in fields(hint)} & set(entry)
            nested[name] = _object(hint, {key: entry.pop(key) for key in inner}, where)
    known = [f for f in fields(kind) if f.name not in nested]  # type: ignore[arg-type]
    if "id" in hints and "id" not in entry:
        entry["id"] = new_id()
    unknown = set(entry) - {f.name for f in known}
    if unknown:
        raise KnownError("facts.unknown_key", where=where, key=sorted(unknown)[0], allowed=sorted(f.name for f in known))
    for f in known:
        if f.name not in entry and f.default is MISSING and f.default_factory is MISSING:
            if NoneType not in get_args(hints[f.name]):
                raise KnownError("facts.missing_key", where=where, key=f.name)
            entry[f.name] = None
    made = kind(**{key: _value(hints[key], value, f"{where}.{key}") for key, value in entry.items()}, **nested)
    if is_reversed(getattr(made, "valid_from", None), getattr(made, "valid_to", None)):
        raise KnownError("facts.period_reversed", where=where)
    return made


def _value(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is UnionType:
        if value is None:
            return None
        hint = next(option for option in get_args(hint) if option is not NoneType)
    if isinstance(hint, type) and issubclass(hint, Word):
        return hint.parse(value, where)
    reader = _READERS.get(hint)
    if reader is None or not reader[0](value):
        raise KnownError("facts.bad_value", where=where, wanted=getattr(hint, "__name__", str(hint)), found=type(value).__name__)
    return reader[1](value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_READERS: Mapping[Any, tuple[Callable[[Any], bool], Callable[[Any], Any]]] = {
    str: (lambda v: isinstance(v, str), str),
    bool: (lambda v: isinstance(v, bool), bool),
    float: (_is_number, float),
    int: (lambda v: isinstance(v, int) and not isinstance(v, bool), int),
    date: (lambda v: type(v) is date, lambda v: v),
    Grade: (lambda v: isinstance(v, str), Grade.parse),
}
