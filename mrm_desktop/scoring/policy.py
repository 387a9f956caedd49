"""The policy: every number of the method, read from one file, checked, and known by its checksum."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from mrm_desktop.domain.assessments import PolicyStamp
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.assets import asset
from mrm_desktop.scoring.policy_checks import check_whole
from mrm_desktop.scoring.policy_schema import Kind, PolicySections
from mrm_desktop.scoring.policy_values import Parameter, plain, read_parameter

FORMAT = "mrm-policy/2"
_HEAD_KEYS = {"format", "name", "version"}


@dataclass(frozen=True, slots=True)
class Policy(PolicySections):
    """Every number of the method.

    Attributes
    ----------
    name, version : str
        As the file states them.
    checksum : str
        SHA-256 of the file's bytes, 64 hexadecimal digits.
    text : str
        The file itself, so that a decision can keep it whole.
    parameters : Mapping[str, Parameter]
        Each parameter by its dotted path with value, unit, range, source and note, for showing and comparing.
    """

    name: str
    version: str
    checksum: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict, repr=False, compare=False)
    text: str = field(default="", repr=False, compare=False)

    @property
    def stamp(self) -> PolicyStamp:
        """What an assessment stores of it."""
        return PolicyStamp(self.name, self.version, self.checksum)

    def with_values(self, changes: Mapping[str, Any]) -> Policy:
        """Return a copy with some values changed, validated like a file. Nothing is written.

        Parameters
        ----------
        changes : Mapping[str, Any]
            New values by dotted path, such as ``{"acceptance.half_life_days": 90}`` or
            ``{"index.weights": {"acceptance": .25, ...}}``; one entry of a table is reached as ``"bands.conditional.tolerance"``.

        Raises
        ------
        KnownError
            ``policy.unknown_parameter`` or any error of :func:`parse_policy`.
        """
        document = {path: plain(parameter.value) for path, parameter in self.parameters.items()}
        for path, value in changes.items():
            _replace_value(document, path, value)
        read = {
            path: read_parameter(path, parameter.as_table(document[path]), _kinds()[path])
            for path, parameter in self.parameters.items()
        }
        canonical = json.dumps([self.checksum, {p: document[p] for p in sorted(document)}], sort_keys=True, default=str)
        changed = any(read[path].value != self.parameters[path].value for path in read)
        checksum = hashlib.sha256(canonical.encode()).hexdigest() if changed else self.checksum
        return _assemble(self.name, self.version, checksum, read, "" if changed else self.text)


@dataclass(frozen=True, slots=True)
class PolicyDifference:
    """One parameter that differs; None on the side that does not have it."""

    path: str
    before: Any
    after: Any
    unit: str


@cache
def _sections() -> Mapping[str, type[Any]]:
    """Class of every section by its name, in the order of the file."""
    hints = get_type_hints(PolicySections)
    return {f.name: hints[f.name] for f in fields(PolicySections)}


@cache
def _kinds() -> Mapping[str, Kind]:
    """Kind of every parameter by its dotted path, in the order of the sections."""
    return {f"{section}.{name}": get_args(hint)[1] for section in _sections() for name, hint in _hints(section).items()}


@cache
def _hints(section: str) -> Mapping[str, Any]:
    """Annotations of a section's fields: type and kind of each."""
    return get_type_hints(_sections()[section], include_extras=True)


def load_policy(path: Path | None = None) -> Policy:
    """Read a policy file, or the one that ships with the program.

    Raises
    ------
    KnownError
        ``policy.not_readable`` where the file cannot be read; otherwise as :func:`parse_policy`.
    """
    if path is None:
        return _shipped()
    try:
        return parse_policy(path.read_bytes())
    except OSError as error:
        raise KnownError("policy.not_readable", file=path.name) from error


@cache
def _shipped() -> Policy:
    return parse_policy(asset("data", "reference", "policy.toml").read_bytes())


def parse_policy(content: bytes | str) -> Policy:
    """Read a policy from the bytes of its file.

    Parameters
    ----------
    content : bytes | str
        TOML in UTF-8: a table ``policy`` with format, name and version, and one table per parameter with ``value``, ``unit``,
        ``range`` (numbers only), ``source`` and ``note``.

    Raises
    ------
    KnownError
        ``policy.not_toml``, ``policy.wrong_format``, ``policy.head_missing``, ``policy.unknown_parameter``,
        ``policy.parameter_missing``, ``policy.key_missing``, ``policy.unknown_key``, ``policy.wrong_type``,
        ``policy.out_of_range``, ``policy.unknown_word``, ``policy.weights_sum``, ``policy.not_monotone``,
        ``policy.lengths_differ`` - each naming the parameter.
    """
    raw = content.encode() if isinstance(content, str) else content
    try:
        text = raw.decode("utf-8")
        document = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnownError("policy.not_toml", detail=str(error)) from error
    head = _read_head(document.pop("policy", None))
    flat = _flatten(document)
    missing = [path for path in _kinds() if path not in flat]
    if missing:
        raise KnownError("policy.parameter_missing", parameter=missing[0])
    read = {path: read_parameter(path, flat[path], kind) for path, kind in _kinds().items()}
    return _assemble(head["name"], head["version"], checksum_of(text), read, text)


def checksum_of(text: str) -> str:
    """Return the checksum of a policy's text, of any version: SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def diff_policies(before: Policy, after: Policy) -> tuple[PolicyDifference, ...]:
    """List the parameters whose values differ, in the order of the file."""
    differences = []
    for path, parameter in before.parameters.items():
        other = after.parameters[path]
        if parameter.value != other.value:
            differences.append(PolicyDifference(path, plain(parameter.value), plain(other.value), parameter.unit))
    return tuple(differences)


def _read_head(head: Any) -> dict[str, str]:
    if not isinstance(head, dict):
        raise KnownError("policy.head_missing", key="policy")
    for key in head:
        if key not in _HEAD_KEYS:
            raise KnownError("policy.unknown_key", parameter="policy", key=key)
    for key in sorted(_HEAD_KEYS):
        if not isinstance(head.get(key), str) or not head[key].strip():
            raise KnownError("policy.head_missing", key=key)
    if head["format"] != FORMAT:
        raise KnownError("policy.wrong_format", format=head["format"], expected=FORMAT)
    return head


def _flatten(document: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    flat: dict[str, Mapping[str, Any]] = {}
    for section, tables in document.items():
        if section not in _sections() or not isinstance(tables, dict):
            raise KnownError("policy.unknown_parameter", parameter=section)
        for name, table in tables.items():
            path = f"{section}.{name}"
            if path not in _kinds() or not isinstance(table, dict):
                raise KnownError("policy.unknown_parameter", parameter=path)
            flat[path] = table
    return flat


def _assemble(name: str, version: str, checksum: str, read: Mapping[str, Parameter], text: str) -> Policy:
    sections = {}
    for section, cls in _sections().items():
        values = {f.name: read[f"{section}.{f.name}"].value for f in fields(cls)}
        sections[section] = cls(**{key: _typed(get_args(_hints(section)[key])[0], value) for key, value in values.items()})
    policy = Policy(name=name, version=version, checksum=checksum, parameters=MappingProxyType(dict(read)), text=text, **sections)
    check_whole(policy)
    return policy


def _typed(hint: Any, value: Any) -> Any:
    return hint(value) if isinstance(hint, type) and isinstance(value, str) and hint is not str else value


def _replace_value(document: dict[str, Any], path: str, value: Any) -> None:
    if path in document:
        document[path] = plain(value)
        return
    parent, _, key = path.rpartition(".")
    if not isinstance(document.get(parent), dict) or key not in document[parent]:
        raise KnownError("policy.unknown_parameter", parameter=path)
    document[parent] = {**document[parent], key: value}
