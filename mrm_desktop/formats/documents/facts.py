"""Facts that no data set carries, typed by hand into one TOML file: missions, contingents, focal points, circumstances, statements.

What one conversation told of people or of an armed actor is among them. Each table's keys are the attributes of a domain object; a key or
word that is not among them is an error that names it. The tables of statements are those of
:data:`mrm_desktop.domain.statements.STATEMENTS`.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from mrm_desktop.domain.case import ContextFacts, OrganisationFacts
from mrm_desktop.domain.duty_lines import LONGEST_WAIT, DutyLine
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.evidence import (
    RATING_MAX,
    RATING_MIN,
    ActorReport,
    AreaEvidence,
    CommunityEvidence,
    ResetEvent,
    StanceReport,
)
from mrm_desktop.domain.missions import Contingent, CoordinationForum, FocalPoint, MissionRecord
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.protection_tools import ProtectionTool
from mrm_desktop.domain.refusals import word_refused
from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.statements import STATEMENTS, ImpactAssessment
from mrm_desktop.domain.validity import is_reversed
from mrm_desktop.domain.vocabulary import Receptor, Word
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.codec import Codec, Fault, Mismatch, Rules, counted

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
    actor_reports: tuple[ActorReport, ...] = ()
    evidence: tuple[AreaEvidence, ...] = ()
    statements: tuple[Statement, ...] = ()


TABLES: Mapping[str, tuple[str, type[Any]]] = {
    "mission": ("missions", MissionRecord),
    "contingent": ("contingents", Contingent),
    "focal_point": ("focal_points", FocalPoint),
    "forum": ("fora", CoordinationForum),
    "circumstances": ("circumstances", AreaCircumstances),
    "reset_event": ("reset_events", ResetEvent),
    "armed_actor": ("actor_reports", ActorReport),
    "perception": ("evidence", AreaEvidence),
    **{table: ("statements", kind) for table, kind in STATEMENTS.items()},
}
"""Every table of a facts file: the field of :class:`Facts` that its entries come to, and their class."""
# Keys of these parts stand flat in their table: whoever types a file should not have to know how we nest.
_FLAT: Mapping[type[Any], Mapping[str, type[Any]]] = {
    AreaCircumstances: {"context": ContextFacts, "organisation": OrganisationFacts},
    ActorReport: {"report": StanceReport},
    AreaEvidence: {"item": CommunityEvidence},
}
_MAY_SAY_NOTHING = frozenset({"report"})  # an actor may be listed before anybody knows where it stands


def read_facts(path: Path) -> Facts:
    """Read a facts file.

    Raises
    ------
    KnownError
        ``facts.not_toml``, ``facts.unknown_table``, ``facts.unknown_key``, ``facts.missing_key``, ``facts.bad_value``,
        ``facts.out_of_range``, ``facts.approach_is_a_document``, ``facts.period_reversed`` or the fault of a statement, each naming
        the table, its number and the key.
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
        if table not in TABLES:
            raise KnownError("facts.unknown_table", table=table, allowed=sorted(TABLES))
        name, kind = TABLES[table]
        read[name] = (*read.get(name, ()), *facts_table(table, kind, entries))
    return Facts(**read)


def facts_table(table: str, kind: type[T], entries: Any) -> tuple[T, ...]:
    """Read the entries of one table, counted from 1.

    Raises
    ------
    KnownError
        As :func:`read_facts`; ``facts.not_a_list`` for a single entry.
    """
    if not isinstance(entries, list):
        raise KnownError("facts.not_a_list", table=table)
    found = []
    for number, entry in enumerate(entries, start=1):
        where = f"{table} {number}"
        try:
            made = _CODEC.read(kind, entry)
        except Mismatch as mismatch:
            raise _error(mismatch, where) from mismatch
        if is_reversed(getattr(made, "valid_from", None), getattr(made, "valid_to", None)):
            raise KnownError("facts.period_reversed", where=where)
        if isinstance(made, Statement) and made.fault is not None:
            raise KnownError(made.fault, where=where)
        found.append(made)
    return tuple(found)


def write_facts(table: str, entries: Iterable[Any]) -> str:
    """Write entries of one table as a facts file says them; reading it back gives the same records.

    What is empty is left out, and so is a "no" that nobody has to say.
    """
    return "\n".join(line for entry in entries for line in (f"[[{table}]]", *_lines(entry), ""))


def _lines(entry: Any) -> Iterator[str]:
    flat = dict(_CODEC.write(entry))
    must = {f.name for f in fields(entry) if f.default is MISSING and f.default_factory is MISSING}
    understood = {f.name for f in fields(entry) if f.default is False}
    for part in {name for parts in _FLAT.values() for name in parts} & flat.keys():
        flat |= {key: value for key, value in (flat.pop(part) or {}).items() if key not in _OF_AN_APPROACH}
    for key, value in flat.items():
        is_left_out = key == "id" or (value is False and key in understood)
        if not is_left_out and (value not in _EMPTY or (key in must and value is not None)):
            yield f"{key} = {_toml(value)}"


_EMPTY: tuple[Any, ...] = (None, "", [])


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items() if item not in _EMPTY) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # A text of TOML is one of JSON, save for what JSON leaves as it is and TOML does not allow.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f") if isinstance(value, str) else str(value)


def _error(mismatch: Mismatch, where: str) -> Exception:
    nested = {name for parts in _FLAT.values() for name in parts}
    path = tuple(step for step in mismatch.path if step not in nested)
    place, key = f"{where}.{counted(path)}".removesuffix("."), mismatch.key
    if mismatch.fault in (Fault.UNKNOWN_KEY, Fault.MISSING_KEY) and len(path) > 1:
        where = f"{where}.{counted(path[:-1])}"
    match mismatch.fault:
        case Fault.UNKNOWN_KEY if where.startswith("circumstances ") and key in _OF_AN_APPROACH:
            return KnownError("facts.approach_is_a_document", where=where, key=key)
        case Fault.UNKNOWN_KEY:
            return KnownError(
                "facts.unknown_key", where=where, key=key, allowed=sorted(set(mismatch.allowed) - nested - _OF_AN_APPROACH)
            )
        case Fault.MISSING_KEY:
            code = _MISSED.get((where.partition(" ")[0], key), "facts.missing_key")
            return KnownError(code, where=where, key=key)
        case Fault.OUT_OF_RANGE:
            least, most = mismatch.wanted
            return KnownError("facts.out_of_range", where=place, least=least, most=most, found=mismatch.found)
        case Fault.BAD_WORD if isinstance(mismatch.found, str) or issubclass(mismatch.wanted, Word):
            return word_refused(mismatch.wanted, mismatch.found, place)
    wanted = getattr(mismatch.wanted, "__name__", str(mismatch.wanted))
    return KnownError("facts.bad_value", where=place, wanted=wanted, found=type(mismatch.found).__name__)


def _nested(kind: type[Any], entry: dict[str, Any]) -> dict[str, Any]:
    """Give an entry its identifier, and its flat keys the parts that they belong to."""
    for name, part in _FLAT.get(kind, {}).items():
        told = {key: entry.pop(key) for key in (_KEYS[part] - _OF_AN_APPROACH) & entry.keys()}
        if told or name not in _MAY_SAY_NOTHING:
            entry[name] = told
    return entry if "id" in entry or "id" not in _KEYS[kind] else {"id": new_id(), **entry}


# What older files said in a word is a document of its own now: nothing is agreed until somebody adopted it (METHOD section 2, G6).
_OF_AN_APPROACH = frozenset({"approach", "agreed_approach"})
# What is missing where a sentence of its own says more than the name of the key.
_MISSED = {("approach", "adopted_by"): "facts.approach_without_adopter", ("event_ahead", "on"): "facts.event_without_day"}
_IMPACT = (1, 5)  # minor to catastrophic (METHOD section 8)
_SHARE = (0, 1)
_ASKED = (0, 1_000_000)
_HOURS = (0, 30 * 24)  # what comes a month later is no response
_PARTS = [part for parts in _FLAT.values() for part in parts.values()]
_READ = [kind for _, kind in TABLES.values()]
_KEYS: Mapping[type[Any], frozenset[str]] = {kind: frozenset(f.name for f in fields(kind)) for kind in (*_READ, *_PARTS)}
_CODEC = Codec(
    Rules(
        may_be_absent=True,
        json=False,
        to_number=float,
        ranges={
            ImpactAssessment: {receptor.value: _IMPACT for receptor in Receptor},
            DutyLine: {"answer_minutes": (0, LONGEST_WAIT)},
            ProtectionTool: {"response_hours": _HOURS},
            AreaEvidence: {"bad_conduct_share": _SHARE},
            CommunityEvidence: {
                "answered": _ASKED,
                "mean_rating": (RATING_MIN, RATING_MAX),
                "refused_share": _SHARE,
                "takes_sides_share": _SHARE,
                "minds_being_seen_share": _SHARE,
            },
        },
        prepare={kind: partial(_nested, kind) for kind in _READ},
    ),
)
