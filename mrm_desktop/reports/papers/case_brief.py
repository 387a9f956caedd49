"""A case in words and without its answer: what a rater is told, and nothing that would give the method's verdict away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mrm_desktop.domain.case import FACTS, Case
from mrm_desktop.domain.evidence import CommunityEvidence
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.wording import group_and_object, said_beside


@dataclass(frozen=True, slots=True)
class BriefSection:
    """A heading and its lines."""

    heading: str
    lines: tuple[str, ...]


def brief(case: Case, words: Words) -> tuple[BriefSection, ...]:
    """Tell a case in sections: what is asked, the mission here, communities, armed actors, what is known besides."""
    sections = (
        ("asked", _asked(case, words)),
        ("mission", _mission(case, words)),
        ("communities", (_evidence(case, item, words) for item in case.community_evidence)),
        ("actors", _actors(case, words)),
        ("circumstances", _facts(case, words)),
    )
    told = []
    for code, lines in sections:
        told.append(BriefSection(words.say(f"brief.{code}"), tuple(lines) or (words.say("brief.nothing_known"),)))
    return tuple(told)


def _asked(case: Case, words: Words) -> Iterator[str]:
    asked = case.request
    yield words.say("brief.request", mode=asked.mode.value, purpose=asked.purpose.value, on=case.assessed_on)
    if asked.threat.value != "none":
        grade = str(asked.threat_grade) if asked.threat_grade else words.say("brief.no_grade")
        yield words.say("brief.threat", threat=words.term("threat", asked.threat), grade=grade)
        if asked.threat_grade is not None and asked.threat_grade.not_judged:
            yield words.say(f"brief.threat_not_judged.{asked.threat_grade.not_judged}")


def _mission(case: Case, words: Words) -> Iterator[str]:
    mission = case.mission
    yield words.say("brief.status", status=words.term("mission_status", mission.status))
    yield words.say("brief.contact", contact=words.term("civilian_contact", mission.civilian_contact))
    yield words.say("brief.patrols", frequency=words.term("patrol_frequency", mission.patrol_frequency))
    if mission.response_hours is not None:
        yield words.say("brief.response", hours=mission.response_hours)
    if mission.closes_on is not None:
        yield words.say("brief.closes", day=mission.closes_on)
    if mission.mandate_ends_on is not None:
        yield words.say("brief.mandate_ends", day=mission.mandate_ends_on)
    if mission.military_kind is not None:
        yield words.say("brief.military_kind", kind=words.term("military_kind", mission.military_kind))
    yield from _yes_or_no(mission, words)


def _evidence(case: Case, item: CommunityEvidence, words: Words) -> str:
    days = (case.assessed_on - item.collected_on).days
    line = words.say(
        "brief.evidence",
        stratum=group_and_object(item.stratum, item.asked_elsewhere, item.rated, "", words),
        method=words.term("method", item.method),
        source=item.source,
        answered=item.answered,
        rating=item.mean_rating,
        grade=str(item.grade),
        days=days,
        refused=words.percent(item.refused_share),
    )
    beside = said_beside(item.takes_sides_share, item.minds_being_seen_share, None, words)
    line = line if beside == "–" else f"{line} {beside}."
    return f"{line} {words.say('brief.reset_since')}" if item.reset_since else line


def _actors(case: Case, words: Words) -> Iterator[str]:
    if case.armed_actors is None:
        yield words.say("brief.actors_not_assessed")
        return
    if not case.armed_actors:
        yield words.say("brief.no_actors")
    for actor in case.armed_actors:
        yield words.say(
            "brief.actor", actor=actor.name, kind=words.term("actor_kind", actor.kind), able=words.value(actor.able_to_harm)
        )
        for report in actor.sources:
            days = (case.assessed_on - report.reported_on).days
            yield words.say("brief.report", stance=report.stance.value, source=report.source, grade=str(report.grade), days=days)


def _facts(case: Case, words: Words) -> Iterator[str]:
    yield words.say("brief.approach", approach=words.term("approach", case.organisation.approach))
    yield from _yes_or_no(case.organisation, words)
    yield from _yes_or_no(case.context, words)
    if case.escort_criteria is not None:
        yield words.say("brief.escort", criteria=sorted(c.value for c in case.escort_criteria))


def _yes_or_no(facts: object, words: Words) -> Iterator[str]:
    """Tell each fact that can be known or unknown; unknown is said like the others."""
    for name in FACTS:
        if hasattr(facts, name):
            value = getattr(facts, name)
            answer = words.say("brief.unknown") if value is None else words.value(bool(value))
            yield words.pair(words.say(f"brief.fact.{name}"), answer)
