"""Add facts typed by hand: missions, contingents, focal points, fora, circumstances, reset events."""

from __future__ import annotations

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.facts import Facts
from mrm_desktop.services.ports import Project


def add_facts(project: Project, facts: Facts) -> int:
    """Add everything of ``facts`` in one transaction and return how many records that was.

    Raises
    ------
    KnownError
        ``facts.unknown_area`` or ``facts.unknown_mission`` where a record points at something the project does not have.
    """
    with project.write() as repository:
        areas = {area.code for area in repository.areas()}
        for record in (*facts.focal_points, *facts.fora, *facts.circumstances, *facts.reset_events):
            if record.area_code and record.area_code not in areas:
                raise KnownError("facts.unknown_area", code=record.area_code)
        missions = {m.acronym for m in (*repository.missions(), *facts.missions)}
        for item in (*facts.contingents, *facts.focal_points):
            if item.mission not in missions:
                raise KnownError("facts.unknown_mission", acronym=item.mission, known=sorted(missions))
        repository.put_missions(facts.missions)
        repository.add_contingents(facts.contingents)
        repository.add_focal_points(facts.focal_points)
        repository.add_fora(facts.fora)
        repository.add_circumstances(facts.circumstances)
        repository.add_reset_events(facts.reset_events)
    return sum(len(getattr(facts, name)) for name in Facts.__slots__)
