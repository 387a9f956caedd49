"""Frozen dataclasses as plain values (of JSON or TOML) and back, by the types that their fields declare.

Each file format has one :class:`Codec`. What does not fit is a :class:`Mismatch` that says what, where and why; the format turns it into
its own error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import partial
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from cattrs import ClassValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.cols import homogenous_tuple_structure_factory, mapping_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

T = TypeVar("T")
Path = tuple[str | int, ...]
Prepare = Callable[[dict[str, Any]], dict[str, Any]]
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _unchanged(value: Any) -> Any:
    return value


class Fault(Enum):
    """What is wrong with a plain value."""

    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    WRONG_TYPE = "wrong_type"
    BAD_DAY = "bad_day"
    BAD_WORD = "bad_word"
    REPEATED = "repeated"
    OUT_OF_RANGE = "out_of_range"


class Mismatch(ValueError):
    """A plain value that does not fit the type it is read as.

    Attributes
    ----------
    fault : Fault
        What is wrong.
    wanted : Any
        The type, such as ``float``, ``dict`` or a class of words; least and most of a number out of range.
    nullable : bool
        Whether null would do as well.
    found : Any
        The value; None where a key is missing.
    path : tuple[str | int, ...]
        Keys and positions down to the value, the key itself included.
    allowed : tuple[str, ...]
        Keys that are known, for an unknown one.
    """

    def __init__(
        self,
        fault: Fault,
        wanted: Any,
        found: Any = None,
        path: Path = (),
        allowed: Collection[str] = (),
        nullable: bool = False,
    ) -> None:
        super().__init__(fault.value)
        self.fault, self.wanted, self.found = fault, wanted, found
        self.path, self.allowed, self.nullable = path, tuple(allowed), nullable

    @property
    def key(self) -> str:
        """The key at fault; "" where the whole value is."""
        return next((str(step) for step in reversed(self.path) if isinstance(step, str)), "")

    def dotted(self) -> str:
        """Return the path as ``community_evidence[1].grade``."""
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return text.removeprefix(".")


def counted(path: Path) -> str:
    """Return a path as people count: ``check_in 1.at`` for the first entry of a list."""
    text = "".join(f" {step + 1}" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


@dataclass(frozen=True, slots=True)
class Rules:
    """How one format reads and writes; every rule has the strict value as its default.

    Attributes
    ----------
    unknown_keys : bool
        Whether keys that no field has are passed over: only in what the program wrote itself.
    null_is_absent : bool
        Whether null stands for the default of a field that cannot be null.
    may_be_absent : bool
        Whether a field without a default that can be null may be left out.
    json : bool
        Whether days are text and 3.0 is a whole number, as in JSON, or values of their own kind, as in TOML.
    blank_text : bool
        Whether a text that is required may be blank.
    to_number : Callable[[Any], Any]
        Applied to every number of a field that takes fractions.
    renamed : Mapping[type, Mapping[str, str]]
        By class: field to key.
    required : Mapping[type, frozenset[str]]
        By class: fields that must be there although they have a default.
    ranges : Mapping[type, Mapping[str, tuple[float, float]]]
        By class: field to least and most, ends included.
    distinct : frozenset[Any]
        Types of lists whose entries must differ, such as ``tuple[Stratum, ...]``.
    prepare : Mapping[type, Prepare]
        By class: a change of the keys before they are read.
    """

    unknown_keys: bool = False
    null_is_absent: bool = False
    may_be_absent: bool = False
    json: bool = True
    blank_text: bool = True
    to_number: Callable[[Any], Any] = _unchanged
    renamed: Mapping[type, Mapping[str, str]] = field(default_factory=dict)
    required: Mapping[type, frozenset[str]] = field(default_factory=dict)
    ranges: Mapping[type, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    distinct: frozenset[Any] = frozenset()
    prepare: Mapping[type, Prepare] = field(default_factory=dict)


class Codec:
    """Reads and writes frozen dataclasses. A dataclass with a method ``parse`` of its own is one text, as a grade is."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.converter = Converter(
            forbid_extra_keys=not rules.unknown_keys,
            unstruct_collection_overrides={tuple: list, frozenset: sorted, set: sorted},
            unstructure_fallback_factory=lambda kind: _unchanged if kind in _PLAIN else str,
        )
        self._register_reading()
        self._register_writing()

    def read(self, kind: type[T], value: Any) -> T:
        """Read a plain value as ``kind``.

        Raises
        ------
        Mismatch
            The first thing that does not fit, with its path.
        """
        try:
            return self.converter.structure(value, kind)
        except (Mismatch, ClassValidationError, IterableValidationError) as error:
            raise self._first(error, ()) from error

    def write(self, value: Any) -> Any:
        """Write a value as plain values, its fields in their order."""
        return self.converter.unstructure(value)

    def learn(self, kind: type) -> None:
        """Make ahead what writes a class: the first value of a class with dozens within it would wait for it, some 50 ms."""
        self.converter.get_unstructure_hook(kind)

    def keys_of(self, kind: type) -> tuple[str, ...]:
        """Return the keys by which the fields of a class are written."""
        renamed = self._rules.renamed.get(kind, {})
        return tuple(renamed.get(f.name, f.name) for f in fields(kind))

    def _first(self, error: BaseException, path: Path, nullable: bool = False) -> Mismatch:
        """Find the first mismatch of a tree of errors; a key that is not known comes first, for it may be a misspelt one."""
        if isinstance(error, Mismatch):
            return Mismatch(error.fault, error.wanted, error.found, (*path, *error.path), error.allowed, nullable)
        if isinstance(error, IterableValidationError):
            inner, place = error.group_exceptions()[0][0]
            return self._first(inner, (*path, place.index))
        if not isinstance(error, ClassValidationError):
            raise error
        noted, others = error.group_exceptions()
        for other in others:
            if isinstance(other, ForbiddenExtraKeysError):
                return Mismatch(Fault.UNKNOWN_KEY, error.cl, None, (*path, min(other.extra_fields)), self.keys_of(error.cl))
            return self._first(other, path)
        inner, note = noted[0]
        key = self._rules.renamed.get(error.cl, {}).get(note.name, note.name)
        if isinstance(inner, KeyError):
            return Mismatch(Fault.MISSING_KEY, note.type, None, (*path, key))
        return self._first(inner, (*path, key), NoneType in get_args(note.type))

    def _register_reading(self) -> None:
        simple: dict[Any, Callable[[Any], Any]] = {
            str: partial(_typed, str),
            bool: partial(_typed, bool),
            bytes: partial(_typed, bytes),
            int: _whole_in_json if self._rules.json else _whole,
            float: lambda value: self._rules.to_number(_number(value)),
            date: _iso_day if self._rules.json else _day,
            datetime: lambda value: datetime.fromisoformat(value),
        }
        hook = self.converter.register_structure_hook_func
        factory = self.converter.register_structure_hook_factory
        factory(lambda kind: isinstance(kind, type) and is_dataclass(kind), self._class_reader)
        factory(_is_list, self._list_reader)
        factory(_is_mapping, self._mapping_reader)
        hook(lambda kind: isinstance(kind, type) and issubclass(kind, Enum), _word)
        hook(_is_text_class, _text_class)
        for kind, read in simple.items():
            self.converter.register_structure_hook(kind, partial(_simple, read))

    def _register_writing(self) -> None:
        hook = self.converter.register_unstructure_hook_func
        self.converter.register_unstructure_hook_factory(
            lambda kind: isinstance(kind, type) and is_dataclass(kind), self._class_writer
        )
        hook(lambda kind: isinstance(kind, type) and issubclass(kind, Enum), lambda value: value.value)
        hook(lambda kind: isinstance(kind, type) and issubclass(kind, date), _written_day if self._rules.json else _unchanged)
        hook(_is_text_class, str)
        self.converter.register_unstructure_hook(str, lambda value: value.value if isinstance(value, Enum) else value)

    def _class_writer(self, kind: type) -> Callable[[Any], dict[str, Any]]:
        renamed: dict[str, Any] = {name: override(rename=key) for name, key in self._rules.renamed.get(kind, {}).items()}
        return make_dict_unstructure_fn(kind, self.converter, **renamed)

    def _class_reader(self, kind: type) -> Callable[[Any, Any], Any]:
        rules, renamed = self._rules, self._rules.renamed.get(kind, {})
        hints = get_type_hints(kind)
        must = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
        nullable = {name for name, hint in hints.items() if NoneType in get_args(hint) or hint is Any}
        special: dict[str, dict[str, Any]] = {name: {"rename": key} for name, key in renamed.items()}
        if not rules.blank_text:
            for name in must:
                if hints[name] is str:
                    special.setdefault(name, {})["struct_hook"] = partial(_ignoring_type, _filled_text)
        for name, limits in rules.ranges.get(kind, {}).items():
            special.setdefault(name, {})["struct_hook"] = partial(self._within, limits)
        overrides: dict[str, Any] = {name: override(**how) for name, how in special.items()}
        made: Callable[[Any, Any], Any] = make_dict_structure_fn(
            kind,
            self.converter,
            _cattrs_forbid_extra_keys=not rules.unknown_keys,
            _cattrs_detailed_validation=True,
            **overrides,
        )
        absent = {renamed.get(name, name) for name in nullable & set(must)} if rules.may_be_absent else set()
        drop = {renamed.get(f.name, f.name) for f in fields(kind) if f.name not in nullable and f.name not in must}
        drop = drop - rules.required.get(kind, frozenset()) if rules.null_is_absent else set()
        required, prepare = rules.required.get(kind, frozenset()), rules.prepare.get(kind, dict)

        def read(value: Any, _: Any) -> Any:
            if isinstance(value, kind):
                return value
            if not isinstance(value, Mapping):
                raise Mismatch(Fault.WRONG_TYPE, dict, value)
            entry = prepare(dict(value))
            for key in absent - entry.keys():
                entry[key] = None
            for key in required - entry.keys():
                raise Mismatch(Fault.MISSING_KEY, kind, None, (key,))
            return made({key: item for key, item in entry.items() if item is not None or key not in drop}, kind)

        return read

    def _within(self, limits: tuple[float, float], value: Any, kind: Any) -> Any:
        number = self.converter.structure(value, kind)
        if not limits[0] <= number <= limits[1]:
            raise Mismatch(Fault.OUT_OF_RANGE, limits, value)
        return number

    def _list_reader(self, kind: Any) -> Callable[[Any, Any], Any]:
        entries: Any = tuple[get_args(kind)[0], ...]  # type: ignore[misc]
        made = homogenous_tuple_structure_factory(entries, self.converter)
        collected = frozenset if get_origin(kind) is frozenset else tuple

        def read(value: Any, _: Any) -> Any:
            if not isinstance(value, (list, tuple)):
                raise Mismatch(Fault.WRONG_TYPE, list, value)
            found = made(value, kind)
            if kind in self._rules.distinct and len(set(found)) < len(found):
                raise Mismatch(Fault.REPEATED, kind, value)
            return collected(found)

        return read

    def _mapping_reader(self, kind: Any) -> Callable[[Any, Any], Any]:
        made = mapping_structure_factory(kind, self.converter, structure_to=dict)

        def read(value: Any, _: Any) -> Any:
            if not isinstance(value, Mapping):
                raise Mismatch(Fault.WRONG_TYPE, dict, value)
            return made(value, kind)

        return read


_PLAIN = frozenset({str, int, float, bool, bytes, NoneType, Any, object})


def _simple(read: Callable[[Any], Any], value: Any, kind: Any) -> Any:
    """Read a simple value; cattrs asks here for a class of words, too, since each word is a text."""
    return _word(value, kind) if isinstance(kind, type) and issubclass(kind, Enum) else read(value)


def _ignoring_type(read: Callable[[Any], Any], value: Any, _: Any) -> Any:
    return read(value)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is frozenset or (get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis)


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) in (dict, Mapping)


def _is_text_class(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind) and hasattr(kind, "parse")


def _word(value: Any, kind: Any) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise Mismatch(Fault.BAD_WORD, kind, value) from error


def _text_class(value: Any, kind: Any) -> Any:
    if isinstance(value, kind):
        return value
    try:
        return kind.parse(value)
    except Exception as error:  # whatever the class raises on a text, or on something that is none
        raise Mismatch(Fault.BAD_WORD, kind, value) from error


def _typed(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise Mismatch(Fault.WRONG_TYPE, kind, value)
    return value


def _filled_text(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        raise Mismatch(Fault.WRONG_TYPE, str, value)
    return value


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Mismatch(Fault.WRONG_TYPE, float, value)
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Mismatch(Fault.WRONG_TYPE, int, value)
    return value


def _whole_in_json(value: Any) -> int:
    number = _number(value)
    if isinstance(number, float) and not number.is_integer():
        raise Mismatch(Fault.WRONG_TYPE, int, value)
    return int(number)


def _day(value: Any) -> Any:
    if type(value) is not date:
        raise Mismatch(Fault.WRONG_TYPE, date, value)
    return value


def _iso_day(value: Any) -> date:
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise Mismatch(Fault.BAD_DAY, date, value)


def _written_day(value: date) -> str:
    return value.isoformat()
