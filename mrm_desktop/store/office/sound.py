"""What a row must be before a shared database takes it: the words of the method, ranges, days and moments that a program can read.

Tables are only added to. One row that no program can read would spoil its table for every office and for good, so that the server itself
looks at each, whoever writes it and by whatever road. What it cannot look into are the finer shapes of a document: there the reader sets
a row aside (see :mod:`mrm_desktop.store.office.repository`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Date, Float, Integer, LargeBinary, String, Text
from sqlalchemy.sql.schema import Column

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.decisions import Outcome
from mrm_desktop.domain.geography import PresenceKind
from mrm_desktop.domain.grades import CREDIBILITIES, RELIABILITIES
from mrm_desktop.domain.incidents import LocationPrecision
from mrm_desktop.domain.missions import Component, Reach
from mrm_desktop.domain.statements import NAME_OF
from mrm_desktop.domain.vocabulary import (
    ActorKind,
    Band,
    EvidenceMethod,
    MilitaryKind,
    Mode,
    PatrolFrequency,
    Rated,
    Stance,
    Stratum,
    Verdict,
    Word,
)
from mrm_desktop.store.rows.limits import (
    DAYS,
    LARGEST_BINARY,
    LARGEST_DOCUMENT,
    LARGEST_NUMBER,
    MOST_CORNERS,
    RANGES,
    SHAPES,
    longest_text,
)
from mrm_desktop.store.rows.models import Base
from mrm_desktop.store.rows.types import Document, Geometry, Moment

DEEPEST_DOCUMENT = 64
"""Levels of a document: a reader of JSON gives up at some hundreds."""
_HASH = "^[0-9a-f]{64}$"
_GRADE = f"^[{RELIABILITIES}][{CREDIBILITIES}]$"
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_MOMENT = rf"^{_DAY}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.(\d{{3}}|\d{{6}}))?(Z|[+-](0\d|1[0-4]):[0-5]\d)$"
_WORDS: Mapping[str, type[Word]] = {
    "dataset.kind": DatasetKind,
    "presence.kind": PresenceKind,
    "presence.frequency": PatrolFrequency,
    "evidence.rated": Rated,
    "evidence.stratum": Stratum,
    "evidence.method": EvidenceMethod,
    "actor_report.kind": ActorKind,
    "actor_report.stance": Stance,
    "incident.location_precision": LocationPrecision,
    "contingent.military_kind": MilitaryKind,
    "focal_point.component": Component,
    "focal_point.reach": Reach,
    "decision_head.outcome": Outcome,
    "decision_head.chosen_mode": Mode,
    "decision_head.verdict": Verdict,
    "decision_head.band": Band,
}
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "dataset.ledger": ("rows_in", "rows_kept", "rows_dropped", "rows_merged", "entries", "problems"),
    "decision.draft": ("outcome", "chosen_mode", "approver_role", "counter_argument"),
    "decision.assessment": ("verdict",),
}
"""What a document must say at the least."""


def conditions(table: str) -> Iterator[str]:
    """Yield what must hold of a row ``NEW``, each in the words of the server; an unknown answer counts as no."""
    for column in Base.metadata.tables[table].columns:
        for condition in _of_column(table, column):
            name = f"NEW.{column.name}"
            yield f"({name} IS NULL OR ({condition.format(name)}))"
    yield from _OF_TABLE.get(table, ())


def _of_column(table: str, column: Column[object]) -> Iterator[str]:
    place = f"{table}.{column.name}"
    yield from _of_type(table, column)
    if place in _WORDS:
        yield f"{{0}} IN ({_quoted(member.value for member in _WORDS[place])})"
    if place in RANGES:
        low, high = RANGES[place]
        yield f"{{0}} BETWEEN {low} AND {high}"
    if place in _FIELDS:
        yield f"{{0}}::jsonb ?& ARRAY[{_quoted(_FIELDS[place])}]"
    if column.name == "grade":
        yield f"{{0}} ~ '{_GRADE}'"
    if column.name in ("hash", "previous_hash", "policy_checksum", "checksum", "sha256"):
        yield f"{{0}} ~ '{_HASH.replace('{', '{{').replace('}', '}}')}'"


def _of_type(table: str, column: Column[object]) -> Iterator[str]:
    kind = column.type
    if isinstance(kind, Geometry):
        yield f"public.geometrytype({{0}}) IN ({_quoted(SHAPES[table])})"
        yield "NOT public.st_isempty({0}) AND public.st_xmin({0}) >= -180 AND public.st_xmax({0}) <= 180"
        yield "public.st_ymin({0}) >= -90 AND public.st_ymax({0}) <= 90 AND public.st_npoints({0}) <= " + str(MOST_CORNERS)
    elif isinstance(kind, Document):
        shape = "array" if "list" in str(_annotation(table, column)) else "object"
        yield f"length({{0}}) <= {LARGEST_DOCUMENT}"
        yield f"jsonb_typeof({{0}}::jsonb) = '{shape}'"
        yield f"NOT jsonb_path_exists({{0}}::jsonb, '$.**{{{{{DEEPEST_DOCUMENT}}}}}')"
    elif isinstance(kind, Moment):
        pattern = _MOMENT.replace("{", "{{").replace("}", "}}")
        yield f"{{0}} ~ '{pattern}' AND {{0}}::timestamptz IS NOT NULL"
    elif isinstance(kind, Date):
        yield f"{{0}} BETWEEN DATE '{DAYS[0]}' AND DATE '{DAYS[1]}'"
    elif isinstance(kind, Float):
        yield f"{{0}} BETWEEN -{_most()} AND {_most()}"  # not a number is greater than every number
    elif isinstance(kind, Integer):
        yield "{0} >= 0"
    elif isinstance(kind, LargeBinary):
        yield f"length({{0}}) <= {LARGEST_BINARY}"
    elif isinstance(kind, String | Text):
        yield f"length({{0}}) <= {longest_text(table)}"


def _most() -> str:
    return f"{LARGEST_NUMBER:.0e}".replace("+", "")


def _annotation(table: str, column: Column[object]) -> object:
    model = next(mapper.class_ for mapper in Base.registry.mappers if mapper.local_table.name == table)  # type: ignore[attr-defined]
    return next((c.__annotations__[column.name] for c in model.__mro__ if column.name in getattr(c, "__annotations__", {})), "")


def _quoted(words: Iterator[str] | tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _in_draft(field: str, kind: type[Word]) -> str:
    return f"NEW.draft::jsonb->>'{field}' IN ({_quoted(member.value for member in kind)})"


def _same_as_decision() -> str:
    """Return the condition that the head of a decision says what the decision says."""
    same = ("id", "recorded_at", "area_code", "area_name", "expires_on", "hash")
    plain = " AND ".join(f"d.{name} = NEW.{name}" for name in same)
    return (
        f"EXISTS (SELECT 1 FROM public.decision d WHERE d.sequence = NEW.sequence AND {plain}"  # noqa: S608 - our own names
        " AND d.draft::jsonb->>'outcome' = NEW.outcome AND d.draft::jsonb->>'chosen_mode' = NEW.chosen_mode"
        " AND d.draft::jsonb->>'approver_role' = NEW.approver_role AND d.assessment::jsonb->>'verdict' = NEW.verdict"
        " AND d.draft::jsonb->>'supersedes' IS NOT DISTINCT FROM NEW.supersedes"
        " AND d.assessment::jsonb->>'band' IS NOT DISTINCT FROM NEW.band)"
    )


_OF_TABLE: Mapping[str, tuple[str, ...]] = {
    "policy": ("NEW.checksum = encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex')",),
    "statement": (f"NEW.kind IN ({_quoted(tuple(NAME_OF.values()))})",),
    "evidence": (
        "(NEW.distribution IS NULL OR (jsonb_array_length(NEW.distribution::jsonb) = 7"
        " AND NOT jsonb_path_exists(NEW.distribution::jsonb, '$[*] ? (@.type() <> \"number\" || @ < 0)')))",
        "NEW.collected_on <= current_date + 1",
    ),
    "actor_report": (
        "(NEW.stance IS NULL OR (NEW.grade IS NOT NULL AND NEW.reported_on IS NOT NULL AND NEW.source IS NOT NULL))",
        "(NEW.reported_on IS NULL OR NEW.reported_on <= current_date + 1)",
    ),
    "incident": ("NEW.day_precision BETWEEN 0 AND 9",),
    "decision": (
        _in_draft("outcome", Outcome),
        _in_draft("chosen_mode", Mode),
        f"NEW.assessment::jsonb->>'verdict' IN ({_quoted(member.value for member in Verdict)})",
        f"coalesce(NEW.assessment::jsonb->>'ceiling', 'alert') IN ({_quoted(member.value for member in Mode)})",
        "coalesce(jsonb_typeof(NEW.snapshot::jsonb->'request'), 'object') = 'object'",
        "btrim(NEW.draft::jsonb->>'approver_role') <> ''",
    ),
    "decision_head": (_same_as_decision(),),
    "decision_signature": ("NEW.public_key ~ '^[0-9a-f]{64}$'", "NEW.signature ~ '^[0-9a-f]{128}$'"),
    "trusted_signer": ("NEW.public_key ~ '^[0-9a-f]{64}$'",),
}
