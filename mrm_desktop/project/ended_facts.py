"""What once held in an area and no longer does: kept, shown as history, used for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from mrm_desktop.domain.missions import contingent_key, focal_point_key, forum_key
from mrm_desktop.domain.statements import force_key
from mrm_desktop.domain.validity import Dated, EndedFact, has_ended, in_force_on
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.on_record import forces_of


def ended_facts(knowledge: Knowledge, code: str, on: date) -> tuple[EndedFact, ...]:
    """List the facts about an area that ended before a day, the latest end first.

    Parameters
    ----------
    knowledge : Knowledge
        Everything that the project knows, not only what holds on the day.
    """
    ground = knowledge.ground
    inside, above = ground.below_and_self(code), {"", *ground.above_and_self(code)}
    around = {*above, *inside}
    here = knowledge.presence_map.in_area(code)
    units = {p.contingent for p in here if p.contingent}
    contingents = _replaced_or_over([c for c in knowledge.contingents if c.code in units], contingent_key, on)
    points = _replaced_or_over(knowledge.focal_points.of(above), focal_point_key, on)
    fora = _replaced_or_over(knowledge.fora.of(around), forum_key, on)
    forces = _replaced_or_over([f for f in forces_of(knowledge, code) if f.known_on(on)], force_key, on)
    found = [
        *_ended("presence", ((p.name, p) for p in here), on),
        *_ended("place", ((p.name, p) for p in knowledge.places.of(inside)), on),
        *_ended("evidence", ((f"{e.item.source}, {e.round}", e) for e in knowledge.evidence.of(inside)), on),
        *_ended("actor_report", ((r.actor, r) for r in knowledge.actor_reports.of(around)), on),
        *_ended("contingent", ((c.code, c) for c in contingents), on),
        *_ended("focal_point", ((p.role, p) for p in points), on),
        *_ended("forum", ((f.name, f) for f in fora), on),
        *_ended("force", ((f.code, f) for f in forces), on),
        *_ended("circumstances", ((c.source, c) for c in knowledge.circumstances.of(above)), on),
    ]
    return tuple(sorted(set(found), key=lambda f: (-f.valid_to.toordinal(), f.kind, f.name)))


def _ended(kind: str, facts: Iterable[tuple[str, Dated]], on: date) -> Iterator[EndedFact]:
    for name, fact in facts:
        if fact.valid_to is not None and has_ended(fact, on):
            yield EndedFact(kind, name, fact.valid_to)


def _replaced_or_over(statements: Sequence[Any], key: Any, on: date) -> list[Any]:
    """Leave out what a statement in force says anew: a post that was filled again has not ended."""
    in_force = {key(statement) for statement in in_force_on(statements, key, on)}
    return [statement for statement in statements if key(statement) not in in_force]
