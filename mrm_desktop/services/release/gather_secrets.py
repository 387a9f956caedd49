"""What must not stand in a file for one reader: every text and point of the project that the reader may not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import shapely
from shapely.geometry import LineString

from mrm_desktop.cartography.route_map import bounds_of
from mrm_desktop.cartography.web_ground import names_on_ground
from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.vocabulary import ActorKind
from mrm_desktop.foundation.words import Words
from mrm_desktop.geo.buffers import corridor
from mrm_desktop.geo.wkb import many_from_wkb
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.reports.release.ladder import ReleasedView, may_read
from mrm_desktop.reports.release.residue import Secrets, texts_of
from mrm_desktop.services.release.subject import Subject

ON_THE_WAY_KM = 1.0
"""So near to the way a base is a place that the team passes, and no leak."""
FEWEST_DIGITS = 7
"""Digits from which on a number is a telephone's."""


def secrets_of(
    subject: Subject, released: ReleasedView, words: Words, with_bases: bool = False, on_ground: frozenset[str] = frozenset()
) -> Secrets:
    """Return what the reader of a released view may not have.

    Parameters
    ----------
    with_bases : bool
        Whether bases may stand in the file as points, as on the office's own map; no data file ever has them.
    on_ground : frozenset[str]
        What the base map below calls by name: a town is there whether or not the project knows a place or a base of its name.
    """
    reader, knowledge, view = released.reader, _everything(subject), subject.required_view
    allowed = {released.title, released.office, *(a.name for a in released.areas), *(a.code for a in released.areas)}
    hidden: list[str] = []
    if not may_read(reader, "stances"):
        hidden += [r.actor for r in knowledge.actor_reports]
    if not may_read(reader, "stance_source"):
        hidden += [r.report.source for r in knowledge.actor_reports if r.report]
    if not may_read(reader, "source"):
        hidden += [e.item.source for e in knowledge.evidence] + [d.file_name for d in knowledge.datasets]
    else:
        allowed |= {e.item.source for e in knowledge.evidence}
    if not may_read(reader, "place_points"):
        hidden += [p.name for p in view.places]
    else:
        allowed |= {p.name for p in view.places}
    if not may_read(reader, "presence_outlines"):
        hidden += _presence_names(knowledge)
    if not may_read(reader, "free_text"):
        hidden += [text for decision in subject.read_decisions() for text in _free_text(decision)]
    numbers = [] if may_read(reader, "duty_lines") else [line.line for line in knowledge.duty_lines]
    points = [] if with_bases else _bases(knowledge)
    known = [p.point for p in view.places if p.point is not None]
    if not may_read(reader, "place_points"):
        points, known = points + known, []
    hidden = [text for text in hidden if not _is_named(text, on_ground)]
    return _secrets(hidden, allowed, points, words, numbers, [*known, *_label_points(released)])


def names_below(released: ReleasedView, words: Words) -> frozenset[str]:
    """Return the names that the base map below a released view shows; an invented country has none."""
    if released.fictional or not released.areas:
        return frozenset()
    west, south, east, north = shapely.total_bounds(many_from_wkb(area.geometry for area in released.areas)).tolist()
    return names_on_ground((west, south, east, north), words.language)


def _label_points(released: ReleasedView) -> list[tuple[float, float]]:
    """Return where the names of areas are written: made of their outlines and rounded, these may lie beside anything."""
    inside = [shape.representative_point() for shape in many_from_wkb(area.geometry for area in released.areas)]
    return [(round(point.x, digits), round(point.y, digits)) for point in inside for digits in (2, 3)]


def _is_named(text: str, names: Iterable[str]) -> bool:
    """Tell whether a text is one of some names, or a whole word of one."""
    word = re.compile(rf"(?<!\w){re.escape(text.strip())}(?!\w)", re.IGNORECASE)
    return bool(text.strip()) and any(word.search(name) for name in names)


def secrets_of_trip(subject: Subject, plan: TripPlan, words: Words) -> Secrets:
    """Return what no paper of a trip may hold, whoever reads it: a finder at a checkpoint reads it, too.

    A town stands on the ground of its map whether or not a base or a source has its name.
    """
    trip, knowledge = plan.trip, _everything(subject)
    typed = [
        trip.title,
        trip.why_now,
        trip.if_not,
        *trip.team,
        *trip.vehicles,
        *trip.abort_triggers,
        *trip.approvers,
        *trip.exposed,
    ]
    typed += [
        *trip.turn_back,
        *trip.hibernation,
        *trip.relocation,
        *trip.medical,
        *trip.no_signal,
        *(leg.name for leg in trip.legs),
        *(c.place for c in trip.check_ins),
    ]
    typed += [text for risk in trip.risks for text in (risk.threat, risk.measure)] + [step.action for step in trip.overdue]
    allowed = {
        *typed,
        *(a.name for a in knowledge.areas),
        *(p.name for p in knowledge.places),
        *(p.role for p in knowledge.focal_points),
    }
    allowed |= {knowledge.info.title, knowledge.info.office}
    hidden = [r.actor for r in knowledge.actor_reports] + [r.report.source for r in knowledge.actor_reports if r.report]
    hidden += [e.item.source for e in knowledge.evidence] + _presence_names(knowledge)
    # The conditions of a leg are printed; what a condition must not name, such as an armed actor, is looked for all the same.
    printed = {text for leg in plan.legs for c in leg.crossed for text in c.decided_conditions}
    hidden += [text for decision in subject.read_decisions() for text in _free_text(decision) if text not in printed]
    typed += [point.name for leg in trip.legs for point in leg.waypoints]
    typed += [leg.lift.reason for leg in trip.legs if leg.lift is not None]
    on_ground = frozenset() if knowledge.info.fictional else names_on_ground(bounds_of(plan), words.language)
    hidden = [text for text in hidden if not _is_named(text, on_ground)]
    own = [p.point for p in knowledge.places if p.point is not None]
    own += [corner for leg in trip.legs for corner in leg.route]
    return _secrets(hidden, allowed, _bases_off_the_way(_bases(knowledge), plan), words, own_points=own)


def _bases_off_the_way(bases: list[tuple[float, float]], plan: TripPlan) -> list[tuple[float, float]]:
    """Return the bases that are no part of a trip: where the team itself goes is its own to print, to the accuracy of a handset."""
    lines = [LineString(leg.route) for leg in (*plan.trip.legs, *(planned.leg for planned in plan.legs))]
    lines += [LineString(planned.alternate.route) for planned in plan.legs if planned.alternate is not None]
    around = shapely.union_all([corridor(line, ON_THE_WAY_KM) for line in lines])
    return [base for base in bases if not shapely.intersects_xy(around, *base)]


def _secrets(
    hidden: Iterable[str],
    allowed: Iterable[str],
    points: list[tuple[float, float]],
    words: Words,
    numbers: Iterable[str] = (),
    own_points: Iterable[tuple[float, float]] = (),
) -> Secrets:
    folded = {text.lower() for text in allowed}
    # "STATE" is a word of the method before it is the code name of anybody, and an attribute of every worksheet.
    own = words.vocabulary() | {part for kind in ActorKind for part in kind.value.split("_")}
    # A village often bears the name of its district: what the reader may have is no secret.
    texts = frozenset(t for t in texts_of(hidden, common_words=own) if not any(t.lower() in other for other in folded))
    return Secrets(texts | {way for number in numbers for way in _ways_to_write(number)}, tuple(points), tuple(own_points))


def _ways_to_write(line: str) -> Iterator[str]:
    """Yield a duty line as it may be written: as it stands, and a telephone number in one piece or with other signs between its groups.

    A short code, such as 112, stands on every page: it cannot be looked for.
    """
    groups = re.findall(r"\d+", line)
    digits = sum(map(len, groups))
    if digits >= FEWEST_DIGITS or re.search(r"[^\W\d_]{2}", line):
        yield line.strip()
    if digits >= FEWEST_DIGITS:
        yield from (sign.join(groups) for sign in ("", " ", "-", ".", "\u00a0"))


def _everything(subject: Subject) -> Knowledge:
    """Return what the project knows, also of the past: what ended yesterday is no less a secret."""
    return subject.knowledge.whole or subject.knowledge


def _presence_names(knowledge: Knowledge) -> list[str]:
    return [text for p in knowledge.presence for text in (p.name, p.contingent, p.source)]


def _bases(knowledge: Knowledge) -> list[tuple[float, float]]:
    return [p.base_point for p in knowledge.presence if p.base_point is not None]


def _free_text(decision: Decision) -> Iterator[str]:
    draft = decision.draft
    yield from (draft.counter_argument, draft.rationale, draft.override_reason, draft.dissent)
    yield from draft.conditions
    yield from draft.stop_triggers
    yield from (text for one in draft.guard_passes for text in (one.reason, one.passed_by, one.seen_by))
