"""What speaks against a decision, brought from the project's own records and from like cases: the person answers it, and may add to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.decisions import DecisionHead, Outcome
from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.sign_offs import Course
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import GateState, Rated, Stance
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.open_project import OpenProject

MOST = 7  # arguments that are brought; who has to answer more answers none
LIKE_CASES, LIKE_DAYS = 2, 365
OLD_WORD_DAYS, INCIDENT_DAYS = 30, 30
NOTABLE = 0.25  # share of a group that is worth a sentence
_FEW_GATES = 2
_WORST_LAST = (Stance.UNKNOWN, Stance.SUPPORTIVE, Stance.TOLERANT, Stance.WARY, Stance.HOSTILE, Stance.TARGETING)


@dataclass(frozen=True, slots=True)
class Brought:
    """Arguments from the records, the weightiest first.

    Attributes
    ----------
    against : tuple[Reason, ...]
        What speaks against going on.
    for_it : tuple[Reason, ...]
        What speaks for it: the other side of a no.
    """

    against: tuple[Reason, ...]
    for_it: tuple[Reason, ...]


def bring_objections(project: OpenProject, card: AreaCard) -> Brought:
    """Look for what speaks against a decision on the mode that the card was asked about."""
    knowledge, day = project.knowledge_on(card.assessment.assessed_on), card.assessment.assessed_on
    recent = [i for i in project.incidents() if day - timedelta(days=INCIDENT_DAYS) <= i.happened_on <= day]
    inside = knowledge.ground.below_and_self(card.area.code)
    count = sum(incident.area_code in inside for incident in recent)
    against = (
        *_gates(card),
        *_like_cases(knowledge, card, proceeded=False),
        *_came_to_harm(knowledge, card),
        *_people(card),
        *_actors(card, day),
        *([Reason("against.incidents", {"count": count, "days": INCIDENT_DAYS})] if count else []),
        *_ahead(card, day),
        *_assessors(card),
    )
    return Brought(against[:MOST], (*_open_answer(card), *_like_cases(knowledge, card, proceeded=True))[:MOST])


def _gates(card: AreaCard) -> Iterator[Reason]:
    """Yield what the method itself found against it."""
    failed = [g.reason for g in card.assessment.gates if g.state is GateState.FAILED and g.reason is not None]
    yield from failed[:_FEW_GATES]


def _open_answer(card: AreaCard) -> Iterator[Reason]:
    if card.assessment.verdict.is_open:
        yield Reason("for.open", {"mode": card.assessment.requested_mode.value, "verdict": card.assessment.verdict.value})


def _like_cases(knowledge: Knowledge, card: AreaCard, *, proceeded: bool) -> Iterator[Reason]:
    """Yield the newest decisions on the same mode that went the other way: here, next door, then elsewhere."""
    day, mode, code = card.assessment.assessed_on, card.assessment.requested_mode, card.area.code
    next_door = knowledge.ground.next_to(frozenset({code}))
    heads = [
        head
        for head in knowledge.decisions.heads
        if head.chosen_mode is mode
        and (head.outcome is Outcome.PROCEED) is proceeded
        and head.id not in knowledge.decisions.superseded
        and day - timedelta(days=LIKE_DAYS) <= head.recorded_at.date() <= day
    ]

    def rank(head: DecisionHead) -> tuple[int, int]:
        place = 0 if head.area_code == code else 1 if head.area_code in next_door else 2
        return (place, -head.recorded_at.toordinal())

    for head in sorted(heads, key=rank)[:LIKE_CASES]:
        sentence = "for.decided" if proceeded else "against.decided"
        yield Reason(f"{sentence}.here" if head.area_code == code else sentence, _about(head))


def _about(head: DecisionHead) -> dict[str, object]:
    return {"area": head.area_name, "day": head.recorded_at.date(), "mode": head.chosen_mode.value}


def _came_to_harm(knowledge: Knowledge, card: AreaCard) -> Iterator[Reason]:
    """Yield what became of the same elsewhere, where it was stopped or did harm."""
    by_id = {head.id: head for head in knowledge.decisions.heads if head.chosen_mode is card.assessment.requested_mode}
    for outcome in sorted(knowledge.outcomes, key=lambda o: o.on, reverse=True):
        head = by_id.get(outcome.decision_id)
        if head is not None and outcome.course in (Course.HARM, Course.STOPPED):
            yield Reason(f"against.became.{outcome.course}", {"area": head.area_name, "day": outcome.on})
            return


def _people(card: AreaCard) -> Iterator[Reason]:
    """Yield which group is least sure, with how many were asked; who says that soldiers take sides, and who minds being seen."""
    estimate = card.assessment.acceptance
    items = [row for row in card.evidence if row.item.rated is Rated.UN_MILITARY]
    if estimate is not None and estimate.governing_group:
        asked = [row.item.answered for row in items if _is_of(row, estimate.governing_group)]
        if sum(asked):
            yield Reason("against.least_sure", {"groups": [estimate.governing_group], "count": round(sum(asked))})
        else:
            yield Reason("against.not_heard_apart", {"groups": [estimate.governing_group]})
    for share, code in (("minds_being_seen_share", "against.mind_being_seen"), ("takes_sides_share", "against.take_sides")):
        told = [(getattr(row.item, share) or 0.0, row.item.stratum.value) for row in items if not row.item.asked_elsewhere]
        worst = max(told, default=(0.0, ""))
        if worst[0] >= NOTABLE:
            yield Reason(code, {"groups": [worst[1]], "share": round(worst[0] * 100)})


def _is_of(row: AreaEvidence, group: str) -> bool:
    return row.item.asked_elsewhere if group == "asked_elsewhere" else row.item.stratum == group and not row.item.asked_elsewhere


def _actors(card: AreaCard, day: date) -> Iterator[Reason]:
    """Yield each armed actor of whom it is said that it is wary or worse, or of whom nobody has heard for long."""
    by_name: dict[str, list[tuple[date, Stance]]] = {}
    for row in card.actor_reports:
        if row.report is not None and row.report.reported_on <= day:
            by_name.setdefault(row.actor, []).append((row.report.reported_on, row.report.stance))
    for actor, told in sorted(by_name.items()):
        on, stance = max(told, key=lambda one: (one[0], _WORST_LAST.index(one[1])))  # of one day the worse
        if stance in (Stance.WARY, Stance.HOSTILE, Stance.TARGETING):
            yield Reason("against.actor_stance", {"actor": actor, "stance": stance.value, "day": on})
        elif (day - on).days > OLD_WORD_DAYS:
            yield Reason("against.actor_old", {"actor": actor, "count": (day - on).days})


def _ahead(card: AreaCard, day: date) -> Iterator[Reason]:
    """Yield the first dated event within the life of the decision."""
    until = card.assessment.expires_on or day
    coming = [event for event in card.events_ahead if day <= event.on <= until]
    if coming:
        first = min(coming, key=lambda event: event.on)
        yield Reason("against.event", {"event": first.kind.value, "day": first.on})


def _assessors(card: AreaCard) -> Iterator[Reason]:
    if card.agreement is not None and card.agreement.steps and card.agreement.reconciled is None:
        yield Reason("against.assessors", {"count": card.agreement.steps})
