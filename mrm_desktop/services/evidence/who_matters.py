"""Who matters in an area: groups and offices by influence and acceptance, whom to speak with first, and who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.source_codes import require_source_code
from mrm_desktop.domain.stakeholders import (
    Acceptance,
    ContactView,
    Influence,
    Known,
    Stakeholder,
    WhoMatters,
    by_urgency,
    kinds_missing,
    newest_of,
)
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.open_project import OpenProject

ENTRY = "stakeholder"
"""Name of the entry in a facts file, and of its passes."""


def who_matters(project: OpenProject, day: date, area_code: str = "") -> WhoMatters:
    """Return who matters on a day.

    Parameters
    ----------
    area_code : str
        Only those of this area, of those around it, and of the whole country; "" for all.

    Raises
    ------
    KnownError
        ``area.unknown`` where the project has no such area.
    """
    knowledge = project.knowledge_on(day)
    stated: Sequence[Stakeholder] = knowledge.stakeholders.all
    if area_code:
        stated = knowledge.stakeholders.of({"", *knowledge.ground.above_and_self(knowledge.area(area_code).code)})
    names = {area.code: area.name for area in knowledge.areas}
    groups = tuple(
        Known(one, names.get(one.area_code, ""), one.was_met_lately(day), one.is_old(day))
        for one in by_urgency(newest_of(stated), day)
    )
    cells = [(influence, acceptance) for influence in Influence for acceptance in Acceptance]
    grid = {cell: found for cell in cells if (found := tuple(g for g in groups if _cell(g) == cell))}
    against = tuple(
        g
        for g in groups
        if g.stakeholder.contact_view in (ContactView.AGAINST, ContactView.WARY) and g.stakeholder.influence is not Influence.LOW
    )
    return WhoMatters(day, area_code, groups, grid, against, kinds_missing([g.stakeholder for g in groups]))


def _cell(group: Known) -> tuple[Influence, Acceptance]:
    return group.stakeholder.influence, group.stakeholder.acceptance


def record_stakeholder(
    project: OpenProject, stakeholder: Stakeholder, passes: Sequence[GuardPass] = (), now: datetime | None = None
) -> Stakeholder:
    """Append how a group was judged; what was said of it before stays on record.

    Raises
    ------
    KnownError
        ``facts.stakeholder_of_nobody``, ``facts.stakeholder_met_later``, ``stakeholder.no_role``, ``stakeholder.in_the_future``,
        ``area.unknown``, ``source.not_a_code``.
    PersonInTextError
        A text looks as if it told of a person, and no two people let it pass.
    """
    made = replace(stakeholder, who=stakeholder.who.strip(), by=stakeholder.by.strip(), next_step=stakeholder.next_step.strip())
    if made.area_code:
        project.knowledge.area(made.area_code)
    if made.fault:
        raise KnownError(made.fault)
    if not made.by:
        raise KnownError("stakeholder.no_role")
    if made.on > project.day:
        raise KnownError("stakeholder.in_the_future", day=made.on)
    require_source_code(made.source, "source")
    texts = [("who", made.who), ("by", made.by), ("next_step", made.next_step)]
    kept = passes_to_keep(project, texts, passes, ENTRY, made.area_code, now)
    with project.write() as repository:
        repository.add_statements([made])
        repository.add_guard_passes(kept)
    return made


def group_rows(found: WhoMatters) -> list[dict[str, object]]:
    """Return the groups as rows of plain values, for a table of an analyst."""
    return [
        {
            "area_code": g.stakeholder.area_code,
            "who": g.stakeholder.who,
            "kind": str(g.stakeholder.kind),
            "influence": str(g.stakeholder.influence),
            "acceptance": str(g.stakeholder.acceptance),
            "contact_view": str(g.stakeholder.contact_view),
            "engagement": str(g.stakeholder.engagement),
            "course": str(g.stakeholder.course),
            "last_met": g.stakeholder.last_met,
            "met_lately": g.met_lately,
            "judged_on": g.stakeholder.on,
            "is_old": g.is_old,
            "next_step": g.stakeholder.next_step,
            "by": g.stakeholder.by,
            "source": g.stakeholder.source,
            "grade": str(g.stakeholder.grade),
        }
        for g in found.groups
    ]
