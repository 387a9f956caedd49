"""What the review of perceptions tested from round to round, in the form in which a report tells it."""

from __future__ import annotations

from collections.abc import Iterable

from mrm_desktop.domain.perception_changes import RatedChange, RatedRound
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.scoring import Policy
from mrm_desktop.services.evidence.perceptions.review import Selection, review_evidence
from mrm_desktop.services.evidence.perceptions.trends import Point


def rated_changes(knowledge: Knowledge, view: ProjectView, policy: Policy) -> tuple[RatedChange, ...]:
    """Return every change between the two newest rounds of a group that could be tested, of the whole project."""
    review = review_evidence(knowledge, view, Selection(), policy)
    points = {(t.area_code, t.group, t.source, p.round): p for t in review.trends for p in t.points}
    newest = {(d.area_code, d.about, d.source): d for d in review.changes if d.probability is not None}
    found: list[RatedChange] = []
    for (area, group, source), d in newest.items():
        rounds = list(_rounds(points.get((area, group, source, name)) for name in (d.earlier, d.later)))
        if len(rounds) == 2:
            found.append(RatedChange(area, group, rounds[0], rounds[1], d.is_beyond_chance, review.tests))
    return tuple(found)


def _rounds(points: Iterable[Point | None]) -> Iterable[RatedRound]:
    for p in points:
        if p is not None and p.answered is not None and p.mean is not None and p.low is not None and p.high is not None:
            yield RatedRound(p.round, p.on, p.answered, p.mean, p.low, p.high)
