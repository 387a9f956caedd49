"""Measures against harm: in place, owned by a role, dated. A plan lowers nothing (METHOD section 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from mrm_desktop.domain.case import RiskMeasure
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.free_texts import free_texts
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.projects import AreaCircumstances
from mrm_desktop.domain.source_codes import require_source_code
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.decisions.known_measures import known_measure

UNGRADED = Grade("F", "6")


def put_measures(
    project: OpenProject,
    code: str,
    measures: Sequence[RiskMeasure],
    source: str,
    on: date,
    passes: Sequence[GuardPass] = (),
) -> None:
    """Append the measures of an area as its newest record; every other circumstance on record stays as it is.

    Parameters
    ----------
    source : str
        Code of what they are written down in, such as ``security-plan-march``.
    passes : Sequence[GuardPass]
        What two people let pass, by the place of the text, such as ``measures 1.owner``.

    Raises
    ------
    PersonInTextError
        The name or owner of a measure looks as if it told of a person.
    KnownError
        ``area.unknown``; ``measure.no_name``; ``measure.not_owned`` for one that is said to be in place without role or day;
        ``measure.in_the_future``; ``source.not_a_code``.
    """
    knowledge = project.knowledge
    area = knowledge.area(code)
    for measure in measures:
        if not measure.name.strip():
            raise KnownError("measure.no_name")
        if measure.in_place and (not measure.owner.strip() or measure.since is None):
            raise KnownError("measure.not_owned", measure=measure.name)
        if measure.since is not None and measure.since > on and measure.in_place:
            raise KnownError("measure.in_the_future", measure=measure.name, on=measure.since)
    source = require_source_code(source, "source")
    kept = passes_to_keep(project, free_texts(tuple(measures), "measures"), passes, "measures", area.code)
    before = knowledge.circumstances_of(area.code, on) or AreaCircumstances(new_id(), area.code, on, source, UNGRADED)
    record = replace(before, id=new_id(), area_code=area.code, recorded_on=on, measures=tuple(measures))
    with project.write() as repository:
        repository.add_circumstances([record])
        repository.add_guard_passes(kept)


def add_known_measures(
    project: OpenProject,
    code: str,
    known: Sequence[str],
    words: Words,
    source: str,
    on: date,
    owner: str = "",
    since: date | None = None,
    passes: Sequence[GuardPass] = (),
) -> tuple[RiskMeasure, ...]:
    """Add measures of the library to those of an area, and return what was added; one that is listed already takes its new state.

    Parameters
    ----------
    known : Sequence[str]
        Codes of the library.
    words : Words
        Language in which they are written into the record.
    owner : str
        Role that answers for them; without it or without ``since`` they are planned and lower nothing.
    passes : Sequence[GuardPass]
        What two people let pass, as in :func:`put_measures`.

    Raises
    ------
    KnownError
        ``measure.unknown``, and what :func:`put_measures` raises.
    """
    added = tuple(known_measure(one).for_an_area(words, owner, since) for one in dict.fromkeys(known))
    area = project.knowledge.area(code)
    before = project.knowledge.circumstances_of(area.code, on)
    names = {measure.name for measure in added}
    kept = [measure for measure in (before.measures if before else ()) if measure.name not in names]
    put_measures(project, area.code, [*kept, *added], source, on, passes)
    return added
