"""Saved mappings: how one office's spreadsheet is read, so that next month's needs no questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, PatrolFrequency, Stratum
from mrm_desktop.formats.reading import ReadOptions
from mrm_desktop.foundation.paths import write_whole

FORMAT = "mrm-mapping/1"
MAX_BYTES = 1_000_000
# What a mapping keeps of the options: how the file is built, never which file it was or on which day it came.
_TEXTS = ("sheet", "encoding", "crs", "source", "version", "mission", "contingent", "language", "rated")
_NUMBERS = ("level", "radius_km")
_KEYS = frozenset({"format", "kind", "columns", "drop_columns", "accepted_names", "grade", "method", "frequency", "stratum"})
_KEYS_ALL = _KEYS | set(_TEXTS) | set(_NUMBERS) | {"scale_reversed"}


@dataclass(frozen=True, slots=True)
class MappingPreset:
    """A kind of file and the options with which it is read."""

    kind: DatasetKind
    options: ReadOptions


def save_preset(preset: MappingPreset, path: Path) -> None:
    """Write a mapping as JSON; options that have their default are left out.

    Raises
    ------
    KnownError
        ``file.cannot_write``.
    """
    said, default = preset.options, ReadOptions()
    found: dict[str, Any] = {"format": FORMAT, "kind": preset.kind.value}
    if said.columns:
        found["columns"] = dict(said.columns)
    if said.drop_columns:
        found["drop_columns"] = sorted(said.drop_columns)
    if said.accepted_names:
        found["accepted_names"] = dict(said.accepted_names)
    if said.grade is not None:
        found["grade"] = str(said.grade)
    for name in ("method", "frequency", "stratum"):
        if getattr(said, name) != getattr(default, name):
            found[name] = getattr(said, name).value
    for name in (*_TEXTS, *_NUMBERS, "scale_reversed"):
        if getattr(said, name) != getattr(default, name):
            found[name] = getattr(said, name)
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        write_whole(path, text.encode("utf-8"))
    except OSError as error:
        raise KnownError("file.cannot_write", file=path.name) from error


def load_preset(path: Path) -> MappingPreset:
    """Read a mapping.

    Raises
    ------
    KnownError
        ``preset.not_readable``; ``preset.unknown_entry`` for an entry that is not known, which is never ignored;
        ``vocabulary.unknown`` and ``grade.unknown`` for words outside their lists.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise KnownError("preset.not_readable", file=path.name)
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise KnownError("preset.not_readable", file=path.name) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise KnownError("preset.not_readable", file=path.name)
    for entry in found:
        if entry not in _KEYS_ALL:
            raise KnownError("preset.unknown_entry", file=path.name, entry=str(entry)[:40])
    return MappingPreset(DatasetKind.parse(found.get("kind"), path.name), _options(found, path.name))


def with_options(preset: MappingPreset, said: ReadOptions) -> ReadOptions:
    """Return the options of a mapping with everything that a person said this time on top of it."""
    default = ReadOptions()
    options = preset.options
    for field in fields(ReadOptions):
        value = getattr(said, field.name)
        if value == getattr(default, field.name):
            continue
        if isinstance(value, Mapping):
            value = {**getattr(options, field.name), **value}
        elif isinstance(value, frozenset):
            value = value | getattr(options, field.name)
        options = replace(options, **{field.name: value})
    return options


def _options(found: Mapping[str, Any], file: str) -> ReadOptions:
    options = ReadOptions(
        columns=_texts(found.get("columns", {}), file),
        drop_columns=frozenset(_listed(found.get("drop_columns", []), file)),
        accepted_names=_texts(found.get("accepted_names", {}), file),
    )
    if "grade" in found:
        options = replace(options, grade=Grade.parse(str(found["grade"])))
    if "method" in found:
        options = replace(options, method=EvidenceMethod.parse(found["method"], file))
    if "frequency" in found:
        options = replace(options, frequency=PatrolFrequency.parse(found["frequency"], file))
    if "stratum" in found:
        options = replace(options, stratum=Stratum.parse(found["stratum"], file))
    plain: dict[str, Any] = {name: found[name] for name in (*_TEXTS, *_NUMBERS, "scale_reversed") if name in found}
    right = {**dict.fromkeys(_TEXTS, str), "level": int, "radius_km": int | float, "scale_reversed": bool}
    for name, value in plain.items():
        if not isinstance(value, right[name]) or (isinstance(value, bool) and name != "scale_reversed"):
            raise KnownError("preset.not_readable", file=file)
    return replace(options, **plain)


def _texts(found: object, file: str) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(v, str) for v in found.values()):
        raise KnownError("preset.not_readable", file=file)
    return dict(found)


def _listed(found: object, file: str) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(v, str) for v in found):
        raise KnownError("preset.not_readable", file=file)
    return list(found)
