"""Add facts typed by hand: missions, contingents, focal points, fora, circumstances, reset events."""

from __future__ import annotations

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.documents.facts import Facts
from mrm_desktop.project.ports import UnitsOfWork


def add_facts(project: UnitsOfWork, facts: Facts) -> int:
    """Add everything of ``facts`` in one transaction and return how many records that was.

    Raises
    ------
    KnownError
        ``facts.unknown_area`` or ``facts.unknown_mission`` where a record points at something the project does not have.
    """
    with project.write() as repository:
        areas = {area.code for area in repository.areas()}
        for code in _area_codes(facts) - {""} - areas:
            raise KnownError("facts.unknown_area", code=code)
        missions = {m.acronym for m in (*repository.missions(), *facts.missions)}
        for acronym in {c.mission for c in facts.contingents} | {p.mission for p in facts.focal_points}:
            if acronym not in missions:
                raise KnownError("facts.unknown_mission", acronym=acronym, known=sorted(missions))
        repository.put_missions(facts.missions)
        repository.add_contingents(facts.contingents)
        repository.add_focal_points(facts.focal_points)
        repository.add_fora(facts.fora)
        repository.add_circumstances(facts.circumstances)
        repository.add_reset_events(facts.reset_events)
    return sum(len(getattr(facts, name)) for name in Facts.__slots__)


def _area_codes(facts: Facts) -> set[str]:
    return (
        {p.area_code for p in facts.focal_points}
        | {f.area_code for f in facts.fora}
        | {c.area_code for c in facts.circumstances}
        | {e.area_code for e in facts.reset_events}
    )
