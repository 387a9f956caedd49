"""Add facts typed by hand: missions, contingents, focal points, fora, circumstances, reset events, and what people state."""

from __future__ import annotations

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.statement import Statement
from mrm_desktop.formats.documents.facts import Facts
from mrm_desktop.project.ports import Repository, UnitsOfWork


def add_facts(project: UnitsOfWork, facts: Facts) -> int:
    """Add everything of ``facts`` in one transaction and return how many records that was; what was stated before is not stated twice.

    Raises
    ------
    KnownError
        ``facts.unknown_area`` or ``facts.unknown_mission`` where a record points at something the project does not have.
    """
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
        new = _not_stated_yet(repository, facts.statements)
        repository.add_statements(new)
    others = (name for name in Facts.__slots__ if name != "statements")
    return sum(len(getattr(facts, name)) for name in others) + len(new)


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


def _area_codes(facts: Facts) -> set[str]:
    return (
        {p.area_code for p in facts.focal_points}
        | {f.area_code for f in facts.fora}
        | {c.area_code for c in facts.circumstances}
        | {e.area_code for e in facts.reset_events}
    ).union(*(s.areas for s in facts.statements))


def _missions(facts: Facts) -> set[str]:
    named = {c.mission for c in facts.contingents} | {p.mission for p in facts.focal_points}
    return named.union(*(s.missions for s in facts.statements))
