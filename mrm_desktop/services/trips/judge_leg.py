"""Go with conditions, wait or no-go: the answer on one leg, its reasons and its conditions (METHOD section 8, trips; decision 0050).

What the method asks for and nobody knows is a reason to wait; other gaps are told beside the answer. That nothing is on record is never a
reason to go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.decisions import DecisionHead
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.trip_plans import Crossed, LegCondition
from mrm_desktop.domain.trips import Criticality, Go, Leg, Trip
from mrm_desktop.domain.vocabulary import MissionStatus, Verdict
from mrm_desktop.scoring import Policy
from mrm_desktop.services.trips.find_attacks import Attacks

_STOPPING = {Verdict.PROHIBITED: "trip.why.prohibited", Verdict.REFUSED: "trip.why.refused"}
_ASKED_ALREADY = "condition.ask_those_exposed"  # a leg goes only where they were


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer on a leg.

    Attributes
    ----------
    reasons : tuple[Reason, ...]
        Why, the weightiest first.
    conditions : tuple[LegCondition, ...]
        Conditions of a leg that may go, or of one that waits, once it need not wait any more.
    refusing : tuple[str, ...]
        Codes of the areas that stop it.
    """

    go: Go
    reasons: tuple[Reason, ...]
    conditions: tuple[LegCondition, ...] = ()
    refusing: tuple[str, ...] = ()


def judge_leg(
    trip: Trip,
    leg: Leg,
    crossed: Sequence[Crossed],
    attacks: Attacks,
    gaps: int,
    endangered: Sequence[Reason],
    policy: Policy,
    today: date,
) -> Judgement:
    """Answer for one leg.

    Parameters
    ----------
    attacks : Attacks
        Attacks on humanitarians that bear on the leg.
    gaps : int
        How many other things nobody knows along it: whoever may go is told beside the answer which.
    endangered : Sequence[Reason]
        Where people are harmed for being seen with peacekeepers, or refuse it: a condition of every leg that passes there.
    today : date
        Day on which the trip is planned: a leg that goes has to be looked at again for what happens after it.
    """
    stops = {c.area.code: _stops(trip, c) for c in crossed}
    lifted, stopping = _split_by_lift(leg, attacks.stopping)
    stop = [reason for reasons in stops.values() for reason in reasons]
    if stopping:
        near = _attacks("trip.why.attacks", stopping, policy.trips.no_go_km, policy.trips.no_go_days)
        stop.append(replace(near, params={**near.params, "approval": [policy.trips.lifted_by]}))
    wait = [reason for c in crossed for reason in _waits(trip, c)]
    wait += _waits_for_attacks(attacks, stopping, policy)
    if not trip.withdrawal_confirmed:
        wait.append(Reason("trip.why.withdrawal"))
    told = [_lifted(leg, lifted)] if lifted else []
    if stop:
        return Judgement(Go.NO_GO, (*stop, *told, *wait), refusing=tuple(code for code, reasons in stops.items() if reasons))
    if wait:
        return Judgement(Go.WAIT, (*told, *wait), _conditions(crossed, endangered, today))
    unknown = [Reason("trip.why.gaps", {"count": gaps})] if gaps else []
    conditions = _conditions(crossed, endangered, today)
    return Judgement(Go.WITH_CONDITIONS, (Reason("trip.why.no_stop"), *unknown, *told), conditions)


def _stops(trip: Trip, c: Crossed) -> list[Reason]:
    """Say why an area stops whoever would travel in it as planned."""
    found, name, verdict, approval = [], c.area.name, c.assessment.verdict, c.assessment.approval
    if c.decision_state == "against" and c.decision is not None:
        found.append(Reason("trip.why.decided_against", _of(name, c.decision)))
    if verdict in _STOPPING:
        found.append(Reason(_STOPPING[verdict], {"area": name, "ceiling": c.assessment.ceiling.value}))
    elif _is_closed_to(trip, c):
        found.append(Reason("trip.why.mission_closed", {"area": name}))
    if approval is not None and not approval.criticality:
        found.append(Reason("trip.why.criticality", {"area": name, "level": approval.level}))
    return found


def _of(area: str, decision: DecisionHead) -> dict[str, Any]:
    """Return what tells a reader which decision is meant: on which mode, when, and its number in the register."""
    day = decision.recorded_at.date()
    return {"area": area, "day": day, "mode": decision.chosen_mode.value, "number": decision.sequence}


def _is_closed_to(trip: Trip, c: Crossed) -> bool:
    """Tell whether a trip would engage a mission that has left for good: there is nothing to wait for."""
    return trip.mode.is_military and c.mission_status is MissionStatus.CLOSED


def _waits(trip: Trip, c: Crossed) -> list[Reason]:
    """Say what has to be known or decided about an area before anybody travels in it."""
    found, name, verdict, approval = [], c.area.name, c.assessment.verdict, c.assessment.approval
    if trip.mode.is_military:
        if c.decision_state == "none" or c.decision is None:
            found.append(Reason("trip.why.no_decision", {"area": name}))
        elif c.decision_state not in ("valid", "against"):
            day = c.decision.expires_on if c.decision_state == "expired" else c.decision.recorded_at.date()
            unsigned = {"approval": list(c.waiting_for)} if c.decision_state == "waiting" else {}
            found.append(Reason(f"trip.why.decision_{c.decision_state}", {"area": name, "day": day, **unsigned}))
        if verdict is Verdict.NOT_AVAILABLE and not _is_closed_to(trip, c):
            found.append(Reason("trip.why.not_available", {"area": name, "ceiling": c.assessment.ceiling.value}))
        elif verdict in (Verdict.HOLD, Verdict.INSUFFICIENT_EVIDENCE):
            found.append(Reason("trip.why.not_answered", {"area": name, "verdict": verdict.value}))
        if not c.were_exposed_asked:
            found.append(Reason("trip.why.exposed_not_asked", {"area": name}))
    if c.unknown_actors:
        found.append(Reason("trip.why.actors_unknown", {"area": name, "actors": list(c.unknown_actors)}))
    elif not c.are_actors_assessed:
        found.append(Reason("trip.why.actors_not_assessed", {"area": name}))
    elif c.tolerance == "hostile":
        found.append(Reason("trip.why.hostile", {"area": name}))
    if approval is not None and approval.criticality and list(Criticality).index(trip.criticality) + 1 > approval.criticality:
        found.append(Reason("trip.why.criticality", {"area": name, "level": approval.level}))
    return found


def _waits_for_attacks(attacks: Attacks, told: Sequence[Incident], policy: Policy) -> list[Reason]:
    """Say which attacks let the leg wait, but for those of which it was told that they stop it."""
    found = []
    holding = [one for one in attacks.holding if one not in told]
    if holding:
        found.append(_attacks("trip.why.attacks_lately", holding, policy.trips.wait_km, policy.trips.wait_days))
    if attacks.unplaced:
        found.append(_attacks("trip.why.attacks_unplaced", attacks.unplaced, policy.trips.wait_km, policy.trips.wait_days))
    return found


def _attacks(code: str, attacks: Sequence[Incident], km: float, days: int) -> Reason:
    counts = Counter(one.type for one in attacks)
    types = [f"{kind} ({count})" for kind, count in counts.most_common()]
    last = max(one.happened_on for one in attacks)
    return Reason(code, {"count": len(attacks), "km": km, "within": days, "types": types, "last": last})


def _split_by_lift(leg: Leg, attacks: Iterable[Incident]) -> tuple[list[Incident], list[Incident]]:
    """Return the attacks that the leg's lift covers, and the others: whoever lifted it did not know what came after."""
    lifted: list[Incident] = []
    others: list[Incident] = []
    for one in attacks:
        covered = leg.lift is not None and one.valid_to <= leg.lift.on
        (lifted if covered else others).append(one)
    return lifted, others


def _lifted(leg: Leg, attacks: Sequence[Incident]) -> Reason:
    assert leg.lift is not None
    lift = leg.lift
    return Reason("trip.why.lifted", {"count": len(attacks), "approval": lift.role, "day": lift.on, "reason": lift.reason})


def _conditions(crossed: Sequence[Crossed], endangered: Sequence[Reason], today: date) -> tuple[LegCondition, ...]:
    """Bring the conditions of all areas and decisions together, each once with the areas for which it is."""
    areas: dict[str, tuple[Reason, list[str]]] = {}
    for c in crossed:
        decided = [Reason("trip.condition.decided", {"text": text}) for text in c.decided_conditions]
        for said in (*c.assessment.conditions, *decided):
            if said.code == _ASKED_ALREADY:
                continue
            _, named = areas.setdefault(f"{said.code} {sorted(said.params.items())}", (said, []))
            if c.area.code not in named:
                named.append(c.area.code)
    again = LegCondition(Reason("trip.condition.look_again", {"day": today}), ())
    seen = (LegCondition(said, ()) for said in endangered)  # each names its areas itself
    return (*(LegCondition(said, tuple(named)) for said, named in areas.values()), *seen, again)
