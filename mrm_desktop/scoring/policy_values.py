"""Reading one parameter of a policy: its shape, its type, its range."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.scoring.policy_schema import SCALE_STEPS, BandThresholds, Kind, Shape

_KEYS = {"value", "unit", "range", "source", "note"}
_WORD_SHAPES = (Shape.WORD, Shape.WORDS, Shape.WORD_MAP, Shape.WORDS_MAP, Shape.MATRIX)
_BAND_SHARES = ("acceptance", "everybody", "tolerance", "conduct")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter as the file states it.

    Attributes
    ----------
    value : Any
        Number, word, tuple or mapping, ready for use.
    range : tuple[float, float] | None
        Least and greatest number; None where the value holds words only.
    source : str
        Section of the method, with [F] for the factsheet and [P] for practice or proposal.
    """

    path: str
    value: Any
    unit: str
    range: tuple[float, float] | None
    source: str
    note: str

    def as_table(self, value: Any) -> Mapping[str, Any]:
        """Write the parameter with another value in the form of the file."""
        table = {"value": value, "unit": self.unit, "source": self.source, "note": self.note}
        return table if self.range is None else {**table, "range": list(self.range)}


def plain(value: Any) -> Any:
    """Turn a value into what JSON and TOML can hold."""
    if isinstance(value, BandThresholds):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.value if isinstance(value, Mode) else value


def read_parameter(path: str, table: Mapping[str, Any], kind: Kind) -> Parameter:
    """Read and check one parameter.

    Raises
    ------
    KnownError
        ``policy.key_missing``, ``policy.unknown_key``, ``policy.wrong_type``, ``policy.out_of_range``, ``policy.unknown_word``.
    """
    for key in table:
        if key not in _KEYS:
            raise KnownError("policy.unknown_key", parameter=path, key=key)
    for key in ("value", "unit", "source", "note"):
        if key not in table:
            raise KnownError("policy.key_missing", parameter=path, key=key)
        if key != "value" and not isinstance(table[key], str):
            raise KnownError("policy.wrong_type", parameter=f"{path}.{key}", value=table[key], expected="text")
    limits = _read_range(path, table, kind)
    value = _READERS[kind.shape](path, table["value"], kind, limits or (kind.low, kind.high))
    return Parameter(path, value, table["unit"], limits, table["source"], table["note"])


def _read_range(path: str, table: Mapping[str, Any], kind: Kind) -> tuple[float, float] | None:
    if kind.shape in _WORD_SHAPES:
        return None
    limits = table.get("range")
    if limits is None:
        raise KnownError("policy.key_missing", parameter=path, key="range")
    if not isinstance(limits, list) or len(limits) != len(("low", "high")) or not all(_is_number(v) for v in limits):
        raise KnownError("policy.wrong_type", parameter=f"{path}.range", value=limits, expected="[low, high]")
    low, high = limits
    if low > high or low < kind.low or high > kind.high:
        raise KnownError("policy.out_of_range", parameter=f"{path}.range", value=limits, low=kind.low, high=kind.high)
    return low, high


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _number(path: str, value: Any, _kind: Kind, limits: tuple[float, float]) -> float:
    if not _is_number(value):
        raise KnownError("policy.wrong_type", parameter=path, value=value, expected=Shape.NUMBER.value)
    if not limits[0] <= value <= limits[1]:
        raise KnownError("policy.out_of_range", parameter=path, value=value, low=limits[0], high=limits[1])
    return float(value)


def _count(path: str, value: Any, kind: Kind, limits: tuple[float, float]) -> int:
    number = _number(path, value, kind, limits)
    if number != int(number):
        raise KnownError("policy.wrong_type", parameter=path, value=value, expected=Shape.COUNT.value)
    return int(number)


def _numbers(path: str, value: Any, kind: Kind, limits: tuple[float, float]) -> tuple[float, ...]:
    if not isinstance(value, list) or not value:
        raise KnownError("policy.wrong_type", parameter=path, value=value, expected=kind.shape.value)
    return tuple(_number(f"{path}[{i}]", item, kind, limits) for i, item in enumerate(value))


def _table(path: str, value: Any, kind: Kind, keys: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise KnownError("policy.wrong_type", parameter=path, value=value, expected=kind.shape.value)
    for key in value:
        if key not in keys:
            raise KnownError("policy.unknown_key", parameter=path, key=key)
    for key in keys:
        if key not in value and not kind.partial:
            raise KnownError("policy.key_missing", parameter=path, key=key)
    return value


def _number_map(path: str, value: Any, kind: Kind, limits: tuple[float, float]) -> Mapping[str, float]:
    table = _table(path, value, kind, kind.keys)
    return MappingProxyType({key: _number(f"{path}.{key}", table[key], kind, limits) for key in kind.keys})


def _word(path: str, value: Any, kind: Kind, _limits: tuple[float, float]) -> str:
    if not isinstance(value, str) or not value.strip():
        raise KnownError("policy.wrong_type", parameter=path, value=value, expected=Shape.WORD.value)
    if kind.words and value not in kind.words:
        raise KnownError("policy.unknown_word", parameter=path, word=value, allowed=list(kind.words))
    return value


def _words(path: str, value: Any, kind: Kind, limits: tuple[float, float]) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise KnownError("policy.wrong_type", parameter=path, value=value, expected=kind.shape.value)
    return tuple(_word(f"{path}[{i}]", item, kind, limits) for i, item in enumerate(value))


def _word_map(path: str, value: Any, kind: Kind, limits: tuple[float, float]) -> Mapping[str, str]:
    table = _table(path, value, kind, kind.keys)
    return MappingProxyType({key: _word(f"{path}.{key}", table[key], kind, limits) for key in kind.keys if key in table})


def _words_map(path: str, value: Any, kind: Kind, limits: tuple[float, float]) -> Mapping[str, tuple[str, ...]]:
    """Read a table of lists; one without stated keys is keyed by whatever words the organisation uses."""
    keys = kind.keys or tuple(value if isinstance(value, dict) else ())
    table = _table(path, value, kind, keys)
    return MappingProxyType({key: _words(f"{path}.{key}", table[key], kind, limits) for key in keys})


def _band(path: str, value: Any, kind: Kind, limits: tuple[float, float]) -> BandThresholds:
    table = _table(path, value, kind, ("index", *_BAND_SHARES, "ceiling"))
    shares = {key: _number(f"{path}.{key}", table[key], kind, (0.0, 1.0)) for key in _BAND_SHARES}
    ceiling = table["ceiling"]
    if ceiling not in {m.value for m in Mode}:
        raise KnownError("policy.unknown_word", parameter=f"{path}.ceiling", word=ceiling, allowed=[m.value for m in Mode])
    return BandThresholds(index=_number(f"{path}.index", table["index"], kind, limits), ceiling=Mode(ceiling), **shares)


def _matrix(path: str, value: Any, kind: Kind, limits: tuple[float, float]) -> tuple[tuple[str, ...], ...]:
    square = isinstance(value, list) and len(value) == SCALE_STEPS
    if not square or any(not isinstance(row, list) or len(row) != SCALE_STEPS for row in value):
        raise KnownError("policy.wrong_type", parameter=path, value=value, expected=kind.shape.value)
    return tuple(_words(f"{path}[{i}]", row, kind, limits) for i, row in enumerate(value))


_READERS: Mapping[Shape, Callable[[str, Any, Kind, tuple[float, float]], Any]] = {
    Shape.NUMBER: _number,
    Shape.COUNT: _count,
    Shape.NUMBERS: _numbers,
    Shape.NUMBER_MAP: _number_map,
    Shape.WORD: _word,
    Shape.WORDS: _words,
    Shape.WORD_MAP: _word_map,
    Shape.WORDS_MAP: _words_map,
    Shape.BAND: _band,
    Shape.MATRIX: _matrix,
}
