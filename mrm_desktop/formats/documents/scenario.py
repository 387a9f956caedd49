"""Cases as JSON, ``mrm-scenario/1``: read, written, compared with what was expected of them.

The same form is the frozen snapshot of a decision. Nothing unknown is ever skipped: a key, word or grade outside the format is
an error that names it and says where it stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.case import Case
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Band, Channel, Flag, GateId, Mode, Verdict
from mrm_desktop.formats.documents.scenario_case import FORMAT, case_from_dict, case_to_dict, learn_to_write_cases, read_expected
from mrm_desktop.foundation.codec import Codec, Rules

__all__ = [
    "FORMAT",
    "Difference",
    "Scenario",
    "assessment_to_dict",
    "case_from_dict",
    "case_to_dict",
    "compare",
    "learn_to_write",
    "read_expect",
    "read_scenarios",
    "scenario_from_dict",
]

LARGEST_FILE = 50_000_000
"""Bytes beyond which a file is no set of scenarios; a scenario takes about 4,000."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A case with what is expected of it, if anything, and where it was read."""

    case: Case
    expect: Mapping[str, Any] | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class _Expect:
    """What may be expected; a default is never seen, since a key that is absent is not compared."""

    verdict: Verdict = Verdict.REFUSED
    ceiling: Mode = Mode.NO_CONTACT
    channel: Channel = Channel.UNICEF
    deciding_gate: GateId | None = None
    band: Band | None = None
    flags: tuple[Flag, ...] | None = None
    expires_on_or_before: date = date.max


@dataclass(frozen=True, slots=True)
class Difference:
    """One expectation that the assessment does not meet."""

    key: str
    expected: Any
    found: Any


def read_scenarios(path: Path) -> Iterator[Scenario]:
    """Read a ``.json`` file, a ``.jsonl`` file of one scenario a line, or every such file of a folder, in the order of the names.

    Raises
    ------
    KnownError
        ``scenario.not_readable``, ``scenario.nothing_found``, ``scenario.too_large``, ``scenario.not_json``, ``scenario.duplicate_key``
        or any error of :func:`case_from_dict`, each with ``file`` and, for a ``.jsonl`` file, ``line``.
    """
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.suffix.lower() in (".json", ".jsonl") and p.is_file())
        if not files:
            raise KnownError("scenario.nothing_found", file=path.name)
        for file in files:
            yield from read_scenarios(file)
        return
    text = _text_of(path)
    if path.suffix.lower() != ".jsonl":
        yield _scenario(text, {"file": path.name}, path.name)
        return
    found = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            found = True
            yield _scenario(line, {"file": path.name, "line": number}, f"{path.name}:{number}")
    if not found:
        raise KnownError("scenario.nothing_found", file=path.name)


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise KnownError("scenario.too_large", file=path.name, limit=LARGEST_FILE)
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnownError("scenario.not_readable", file=path.name) from error
    except UnicodeDecodeError as error:
        raise KnownError("scenario.not_json", file=path.name, detail=str(error.reason)) from error


def _scenario(text: str, place: Mapping[str, Any], origin: str) -> Scenario:
    try:
        return scenario_from_dict(json.loads(text, object_pairs_hook=_without_duplicates), origin)
    except json.JSONDecodeError as error:
        raise KnownError("scenario.not_json", **{"line": error.lineno, **place}, detail=error.msg) from error
    except RecursionError as error:
        raise KnownError("scenario.not_json", **place, detail="nesting") from error
    except KnownError as error:
        raise KnownError(error.code, **{**error.params, **place}) from error


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that names a key twice: JSON would silently keep the last one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise KnownError("scenario.duplicate_key", key=next(n for n in names if names.count(n) > 1))
    return found


def scenario_from_dict(document: Any, origin: str = "") -> Scenario:
    """Read a scenario from its JSON object: a case, and ``expect`` beside it.

    Raises
    ------
    KnownError
        As :func:`case_from_dict` and :func:`read_expect`.
    """
    bare = {key: value for key, value in document.items() if key != "expect"} if isinstance(document, dict) else document
    case = case_from_dict(bare)
    expect = None if document.get("expect") is None else read_expect(document["expect"])
    return Scenario(case, expect, origin)


def read_expect(document: Any) -> Mapping[str, Any]:
    """Check an ``expect`` object and return it with the words of the vocabulary; an absent key is not compared.

    Raises
    ------
    KnownError
        ``scenario.unknown_key``, ``scenario.wrong_type``, ``scenario.bad_date``, ``vocabulary.unknown``.
    """
    read = read_expected(_Expect, document, "expect")
    found = {field.name: getattr(read, field.name) for field in fields(read) if field.name in document}
    return found | {"flags": found["flags"] or ()} if "flags" in found else found


def compare(expect: Mapping[str, Any], assessment: Assessment) -> tuple[Difference, ...]:
    """List how an assessment differs from an ``expect`` object, raw or read.

    Every expected flag must be raised; a flag beyond them is no difference, unless none is expected at all. A deciding gate of null is
    not compared.

    Raises
    ------
    KnownError
        As :func:`read_expect`.
    """
    found: list[Difference] = []
    value: Any
    for key, wanted in read_expect(_as_document(expect)).items():
        if key == "deciding_gate" and wanted is None:
            continue  # a scenario that names no gate leaves open which one it is
        if key == "flags":
            agrees, value = _flags_agree(wanted, assessment.flags), [flag.value for flag in assessment.flags]
        elif key == "expires_on_or_before":
            expires = assessment.expires_on
            agrees, value = expires is not None and expires <= wanted, expires
        else:
            value = getattr(assessment, key)
            agrees = value == wanted
        if not agrees:
            found.append(Difference(key, _CODEC.write(wanted), _CODEC.write(value)))
    return tuple(found)


def _flags_agree(wanted: Iterable[Flag], raised: Iterable[Flag]) -> bool:
    wanted = set(wanted)
    return wanted <= set(raised) if wanted else not set(raised)


def _as_document(expect: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _CODEC.write(value) for key, value in expect.items()}


def learn_to_write() -> None:
    """Make ahead what writes a case and its assessment: whoever records the first decision of a day does not wait for it."""
    learn_to_write_cases()
    _CODEC.learn(Assessment)


def assessment_to_dict(assessment: Assessment) -> dict[str, Any]:
    """Write an assessment as plain JSON values; the answer first, its working after it."""
    written = _CODEC.write(assessment)
    return {_KEYS.get(name, name): written[name] for name in _ANSWER_FIRST}


_KEYS = {"case_id": "id", "requested_mode": "mode"}
_ANSWER_FIRST = (
    *("case_id", "requested_mode", "assessed_on", "verdict", "ceiling", "channel", "band", "deciding_gate", "flags", "reasons"),
    *("gates", "gaps", "conditions", "expires_on", "acceptance", "tolerance", "index", "robustness", "reliability"),
    *("residual_risk", "explanation", "policy"),
)
_CODEC = Codec(Rules())
