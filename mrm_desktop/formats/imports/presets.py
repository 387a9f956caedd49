"""Saved mappings: how one office's spreadsheet is read, so that next month's needs no questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.refusals import word_refused
from mrm_desktop.domain.vocabulary import Rated
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.imports.record_kinds import RECORD_KINDS
from mrm_desktop.foundation.codec import Codec, Fault, Mismatch, Rules
from mrm_desktop.foundation.paths import write_whole

FORMAT = "mrm-mapping/1"
MAX_BYTES = 1_000_000
_CODEC = Codec(Rules(json=False))


@dataclass(frozen=True, slots=True)
class MappingPreset:
    """A kind of file and the options with which it is read, of that kind's own class."""

    kind: DatasetKind
    options: ReadOptions


def save_preset(preset: MappingPreset, path: Path) -> None:
    """Write a mapping as JSON; options that have their default, or are of one file only, are left out.

    Raises
    ------
    KnownError
        ``file.cannot_write``.
    """
    said, default = preset.options, type(preset.options)()
    changed = [name for name in _kept(type(said)) if getattr(said, name) != getattr(default, name)]
    found = {"format": FORMAT, "kind": preset.kind.value, **{name: _CODEC.write(getattr(said, name)) for name in changed}}
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
        ``preset.not_readable``; ``preset.unknown_entry`` for an entry that means nothing to its kind of file, which is never ignored;
        ``vocabulary.unknown`` and ``grade.unknown`` for words outside their lists.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise KnownError("preset.not_readable", file=path.name)
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise KnownError("preset.not_readable", file=path.name) from error
    if not isinstance(found, dict) or found.pop("format", None) != FORMAT:
        raise KnownError("preset.not_readable", file=path.name)
    kind = DatasetKind.parse(found.pop("kind", None), path.name)
    options = RECORD_KINDS[kind].options
    for entry in found:
        if entry not in _kept(options):
            raise KnownError("preset.unknown_entry", file=path.name, entry=str(entry)[:40])
    try:
        return MappingPreset(kind, _CODEC.read(options, _with_unit(found)))
    except Mismatch as mismatch:
        if mismatch.fault is Fault.BAD_WORD:
            raise word_refused(mismatch.wanted, mismatch.found, path.name) from mismatch
        raise KnownError("preset.not_readable", file=path.name) from mismatch


def _with_unit(found: dict[str, Any]) -> dict[str, Any]:
    """Read ``rated`` as older programs saved it: the mission, or the code of one of its contingents or bases."""
    rated = found.get("rated")
    if not isinstance(rated, str) or rated in {member.value for member in Rated}:
        return found
    kept = {name: value for name, value in found.items() if name != "rated"}
    return kept if rated == "mission" else {**kept, "rated_unit": rated}


def with_options(preset: MappingPreset, said: ReadOptions) -> ReadOptions:
    """Return the options of a mapping with everything that a person said this time on top of it.

    Raises
    ------
    KnownError
        ``import.option_not_for_kind`` for an option that means nothing to the mapping's kind of file.
    """
    options, said = preset.options, RECORD_KINDS[preset.kind].options_from(said)
    default = type(said)()
    for field in fields(said):
        value = getattr(said, field.name)
        if value == getattr(default, field.name):
            continue
        if isinstance(value, Mapping):
            value = {**getattr(options, field.name), **value}
        elif isinstance(value, frozenset):
            value = value | getattr(options, field.name)
        options = replace(options, **{field.name: value})
    return options


def _kept(options: type[ReadOptions]) -> list[str]:
    return [field.name for field in fields(options) if not field.metadata.get("of_one_file")]
