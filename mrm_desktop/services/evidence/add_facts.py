"""Add facts typed by hand: missions, contingents, focal points, fora, circumstances, reset events, reports, and what people state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.free_texts import free_texts
from mrm_desktop.domain.guard_passes import GuardPass, KeptPass
from mrm_desktop.domain.source_codes import require_source_codes
from mrm_desktop.domain.statement import Statement
from mrm_desktop.formats.documents.facts import TABLES, Facts
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.ports import Repository, UnitsOfWork


def add_facts(project: UnitsOfWork, facts: Facts, passes: Sequence[GuardPass] = (), now: datetime | None = None) -> int:
    """Add everything of ``facts`` in one transaction and return how many records that was; what was stated before is not stated twice.

    Parameters
    ----------
    passes : Sequence[GuardPass]
        What two people let pass, by the place of the text, such as ``forum 1.name``.
    now : datetime | None
        Moment at which a pass is kept; None for the present one.

    Raises
    ------
    PersonInTextError
        A text looks as if it told of a person, and no two people let it pass.
    KnownError
        ``facts.unknown_area`` or ``facts.unknown_mission`` where a record points at something the project does not have;
        ``source.not_a_code`` with table and number. The source of a mission is a public document, and is not a code.
    """
    for table, records in _tables(facts):
        if table != "mission":
            require_source_codes(records, table)
    kept = guard_facts(project, facts, passes, now)
    with project.write() as repository:
        areas = {area.code for area in repository.areas()}
        for code in sorted(_area_codes(facts) - {""} - areas):
            raise KnownError("facts.unknown_area", code=code)
        missions = {m.acronym for m in (*repository.missions(), *facts.missions)}
        for acronym in sorted(_missions(facts) - missions):
            raise KnownError("facts.unknown_mission", acronym=acronym, known=sorted(missions))
        repository.put_missions(facts.missions)
        repository.add_contingents(facts.contingents)
        repository.add_focal_points(facts.focal_points)
        repository.add_fora(facts.fora)
        repository.add_circumstances(facts.circumstances)
        repository.add_reset_events(facts.reset_events)
        repository.add_actor_reports(facts.actor_reports)
        repository.add_evidence(facts.evidence)
        new = _not_stated_yet(repository, facts.statements)
        repository.add_statements(new)
        repository.add_guard_passes(kept)
    others = (name for name in Facts.__slots__ if name != "statements")
    return sum(len(getattr(facts, name)) for name in others) + len(new)


def guard_facts(
    project: UnitsOfWork, facts: Facts, passes: Sequence[GuardPass] = (), now: datetime | None = None
) -> tuple[KeptPass, ...]:
    """Insist that facts tell of nobody, and return the passes that are kept with them.

    Raises
    ------
    PersonInTextError
        A text looks as if it told of a person, and no two people let it pass.
    """
    texts = [text for table, records in _tables(facts) for text in free_texts(records, table, _NOT_FREE)]
    lines = {field for field, _ in texts if _DUTY_LINE.fullmatch(field)}
    return passes_to_keep(project, texts, passes, "facts", now=now, numbers_in=lines)


def _not_stated_yet(repository: Repository, statements: tuple[Statement, ...]) -> list[Statement]:
    """Return the statements that are neither the last word on their thing already nor said twice among themselves."""
    new = []
    last = {(kind, stated.thing): stated for kind in {type(s) for s in statements} for stated in repository.statements(kind)}
    for statement in statements:
        about = (type(statement), statement.thing)
        if last.get(about) != statement:
            last[about] = statement
            new.append(statement)
    return new


_DUTY_LINE = re.compile(r"duty_line \d+\.line")
_NOT_FREE = frozenset({"id", "area_code", "mission", "acronym", "dataset_id", "wording_hash", "matched_by", "fact"})
"""Fields that hold identifiers, words of the method, or what the project is asked for by name."""


def _tables(facts: Facts) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Return the records of a facts file by the name of their table."""
    records: dict[str, list[Any]] = {}
    for table, (name, kind) in TABLES.items():
        records[table] = [record for record in getattr(facts, name) if type(record) is kind]
    return tuple((table, tuple(found)) for table, found in records.items() if found)


def _area_codes(facts: Facts) -> set[str]:
    return (
        {p.area_code for p in facts.focal_points}
        | {f.area_code for f in facts.fora}
        | {c.area_code for c in facts.circumstances}
        | {e.area_code for e in facts.reset_events}
        | {r.area_code for r in facts.actor_reports}
        | {e.area_code for e in facts.evidence}
    ).union(*(s.areas for s in facts.statements))


def _missions(facts: Facts) -> set[str]:
    named = {c.mission for c in facts.contingents} | {p.mission for p in facts.focal_points}
    return named.union(*(s.missions for s in facts.statements))
