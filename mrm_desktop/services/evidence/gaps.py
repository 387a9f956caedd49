"""Gaps: each unknown that an answer names, and by which question it is settled. Pure: no project is looked at here.

Whatever a card, the assess page, a leg of a trip or the briefing names as not known, it names by a code. :func:`gaps_of` turns the code
into the questions that settle it; ``tests/services/evidence/test_gaps.py`` holds that no code is without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.case import FACTS, fact_of
from mrm_desktop.domain.field_answers import CONSENT, PATROLS
from mrm_desktop.domain.gaps import Gap, GapKind
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import GateState, PatrolFrequency

Asked = tuple[GapKind, str]
_Maker = Callable[[Mapping[str, Any]], tuple[Asked, ...]]


def _always(kind: GapKind, about: str = "") -> _Maker:
    return lambda _: ((kind, about),)


def _each(kind: GapKind, key: str) -> _Maker:
    """Ask once for each of what a parameter lists, or for the one that it names."""

    def asked(params: Mapping[str, Any]) -> tuple[Asked, ...]:
        named = params[key]
        return tuple((kind, str(one)) for one in ([named] if isinstance(named, str) else named))

    return asked


def _facts(key: str) -> _Maker:
    """Ask for each fact that a parameter names: consent and patrols have questions of their own."""
    own = {CONSENT: (GapKind.CONSENT, ""), PATROLS: (GapKind.PATROLS, "")}
    each = _each(GapKind.FACT, key)
    return lambda params: tuple(own.get(about, (kind, about)) for kind, about in each(params))


def _either(*asked: Asked) -> _Maker:
    return lambda _: asked


_PATROLS_OR_HOTLINE = _either((GapKind.PATROLS, ""), (GapKind.FACT, "hotline"))
_SOMEBODY_CIVILIAN = _either((GapKind.FOCAL_POINT, ""), (GapKind.FACT, "unicef_consulted"))

SETTLED_BY: Mapping[str, _Maker] = MappingProxyType(
    {
        "gap.community_missing": _always(GapKind.PEOPLE),
        "gap.community_mass": _always(GapKind.PEOPLE),
        "gap.independent_sources": _always(GapKind.PEOPLE),
        "gap.stratum_mass": _each(GapKind.PEOPLE, "stratum"),
        "gap.actors_not_assessed": _always(GapKind.ACTORS),
        "gap.actor_check_outdated": _always(GapKind.ACTORS),
        "gap.actor_stance_unknown": _each(GapKind.ACTOR, "actor"),
        "gap.actor_outdated": _each(GapKind.ACTOR, "actor"),
        "gap.actor_sources": _each(GapKind.ACTOR, "actor"),
        "gap.fact_unknown": _facts("fact"),
        "gap.fact_counted_as_bad": _facts("fact"),
        "gate.mission.past_closing_day": _always(GapKind.MISSION),
        "gate.mission.unconfirmed": _always(GapKind.MISSION),
        "gate.component.unconfirmed": _always(GapKind.FACT, "military_in_area"),
        "gate.conduct.unknown": _facts("facts"),
        "gate.contact_punished.unknown": _always(GapKind.FACT, "contact_punished"),
        "gate.civilian_first.unknown": _SOMEBODY_CIVILIAN,
        "gate.civilian_first.not_consulted": _SOMEBODY_CIVILIAN,
        "gate.civilian_first.untested": _always(GapKind.LINE_TEST),
        "gate.coherence.not_adopted": _always(GapKind.APPROACH),
        "gate.coherence.nearby_unknown": _always(GapKind.FACT, "conflicting_approach_nearby"),
        "gate.consent.not_asked": _always(GapKind.CONSENT),
        "gate.consent.supposed": _always(GapKind.CONSENT),
        "gate.armed_actor.unknown": _always(GapKind.FACT, "joint_operations_with_party"),
        "gate.reprisal.unknown": _always(GapKind.FACT, "reprisals_for_contact"),
        "gate.excluded_group.not_heard": _each(GapKind.PEOPLE, "groups"),
        "gate.confused_force.unknown": _always(GapKind.FACT, "confused_with_fighting_force"),
        "gate.both_perceptions.unknown_facts": _facts("facts"),
        "gate.feasibility.unknown": _PATROLS_OR_HOTLINE,
        "gate.mandate.unknown": _always(GapKind.FACT, "poc_mandate"),
        "condition.ask_those_exposed": _always(GapKind.CONSENT),
        "condition.approach_review_due": _always(GapKind.APPROACH),
        "condition.find_out_who_is_there": _always(GapKind.MISSION),
        "condition.call_although_unconfirmed": _always(GapKind.MISSION),
        "note.no_focal_point": _always(GapKind.FOCAL_POINT),
        "note.never_tested": _always(GapKind.LINE_TEST),
        "note.impact_not_assessed": _always(GapKind.IMPACT),
        "trip.why.exposed_not_asked": _always(GapKind.CONSENT),
        "trip.why.actors_unknown": _each(GapKind.ACTOR, "actors"),
        "trip.why.actors_not_assessed": _always(GapKind.ACTORS),
        "step.find_out": _facts("fact"),
        "step.confirm_mission": _always(GapKind.MISSION),
        "step.test_civilian": _always(GapKind.LINE_TEST),
        "step.list_actors": _always(GapKind.ACTORS),
        "step.check_actors": _always(GapKind.ACTORS),
        "step.actor_sources": _each(GapKind.ACTOR, "actor"),
        "step.ask_people": _each(GapKind.PEOPLE, "strata"),
    }
)
"""By the code of what is not known the questions that settle it."""

SETTLED_ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "gate.escort.unknown": "the criteria are examined for one request and belong to the question, not to the area",
        "step.examine_criteria": "the criteria are examined for one request and belong to the question, not to the area",
    }
)
"""Codes of what is not known that no record settles, each with the reason."""


def gaps_of(reason: Reason, area_code: str = "") -> tuple[Gap, ...]:
    """Return the questions that settle what a reason names as not known; none where it names nothing of the kind."""
    maker = SETTLED_BY.get(reason.code)
    asked = maker(reason.params) if maker is not None else ()
    return tuple(Gap(kind, about, "" if kind.is_of_the_country else area_code) for kind, about in asked)


def gaps_of_card(card: AreaCard) -> tuple[Gap, ...]:
    """Return what the card of an area leaves open, each question once: first what decides, then what is shown beside it."""
    assessment, code = card.assessment, card.area.code
    undecided = [
        gate.reason
        for gate in assessment.gates
        if gate.reason is not None and (gate.state is GateState.UNKNOWN or gate.reason.code in SETTLED_BY)
    ]
    deciding = [reason for reason in assessment.reasons if reason.code in SETTLED_BY]
    named = [*deciding, *undecided, *assessment.gaps, *assessment.conditions, *_beside(card)]
    found = dict.fromkeys(_askable(gap, card) for reason in named for gap in gaps_of(reason, code))
    return tuple(gap for gap in found if not _is_known(gap, card))


def tellable(card: AreaCard) -> tuple[Gap, ...]:
    """Return every other question that has a form here: what is known may change, and what is dated ahead is asked by nobody."""
    code = card.area.code
    kinds = (GapKind.EVENT, GapKind.PATROLS, GapKind.CONSENT, GapKind.PEOPLE, GapKind.ACTORS, GapKind.FOCAL_POINT, GapKind.IMPACT)
    tried = (GapKind.LINE_TEST,) if card.focal_points else ()
    actors = (Gap(GapKind.ACTOR, actor.name, code) for actor in card.case.armed_actors or ())
    facts = (Gap(GapKind.FACT, name, code) for name in FACTS if name != CONSENT)
    of_the_country = (Gap(GapKind.MISSION), Gap(GapKind.APPROACH))
    every = (*(Gap(kind, "", code) for kind in (*kinds, *tried)), *actors, *facts, *of_the_country)
    asked = set(gaps_of_card(card))
    return tuple(gap for gap in every if gap not in asked)


def _beside(card: AreaCard) -> Iterable[Reason]:
    """Name what stands beside the answer and is not among its reasons: whom to call, and how bad harm would be."""
    if not card.focal_points:
        yield Reason("note.no_focal_point")
    elif card.case.mission.civilian_contact_tested is False:
        yield Reason("note.never_tested")
    if card.case.impacts is None and card.assessment.requested_mode.is_military:
        yield Reason("note.impact_not_assessed")


def _askable(gap: Gap, card: AreaCard) -> Gap:
    """Ask first for a post and its number where nobody is on record who could be tried."""
    is_nobody_there = gap.kind is GapKind.LINE_TEST and not card.focal_points
    return replace(gap, kind=GapKind.FOCAL_POINT) if is_nobody_there else gap


def _is_known(gap: Gap, card: AreaCard) -> bool:
    """Tell whether a question that was named together with another has its answer already."""
    if gap.kind is GapKind.PATROLS:
        return card.case.mission.patrol_frequency is not PatrolFrequency.UNKNOWN
    return gap.kind is GapKind.FACT and fact_of(card.case, gap.about) is not None and gap.about != "unicef_consulted"
