"""The names of areas, places, missions, roles and groups of a project: with a capital letter, and no person's."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from mrm_desktop.domain.duty_lines import DutyLine
from mrm_desktop.project.ports import Repository, UnitsOfWork


def known_to(project: UnitsOfWork) -> Callable[[], frozenset[str]]:
    """Return what gives the names that a project knows; they are read when they are first asked for."""

    @cache
    def names() -> frozenset[str]:
        with project.read() as repository:
            return known_names(repository)

    return names


def known_names(repository: Repository) -> frozenset[str]:
    """Read the names that the records of a project have."""
    info = repository.info()
    names = {info.title, info.mission, info.office}
    for area in repository.areas():
        names |= {area.name, area.code}
    names |= {place.name for place in repository.places()}
    for presence in repository.presence():
        names |= {presence.name, presence.contingent}
    for mission in repository.missions():
        names |= {mission.acronym, mission.country_area}
    for contingent in repository.contingents():
        names |= {contingent.code, contingent.contributing_country}
    names |= {point.role for point in repository.focal_points()}
    names |= {line.role for line in repository.statements(DutyLine)}
    names |= {forum.name for forum in repository.fora()}
    names |= {report.actor for report in repository.actor_reports()}
    return frozenset(name for name in names if name)
