"""Strategies that draw cases: mostly plausible ones that reach the index, some spoilt, none invalid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from mrm_desktop.domain.case import Case, ContextFacts, EventAhead, MissionFacts, OrganisationFacts, Request
from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence, StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import (
    ActorKind,
    Approach,
    Band,
    CivilianContact,
    EscortCriterion,
    EventKind,
    EvidenceMethod,
    MilitaryKind,
    MissionStatus,
    Mode,
    PatrolFrequency,
    Purpose,
    Rated,
    Stance,
    Stratum,
    Threat,
)

TODAY = date(2026, 3, 1)
VISIBLE = [m for m in Mode if m.is_military]
RATINGS = st.one_of(st.integers(-2, 2).map(float), st.floats(-2, 2).map(lambda r: round(r, 2)))
SHARES = st.one_of(st.none(), st.none(), st.none(), st.floats(0, 1).map(lambda s: round(s, 2)))
GRADES = st.sampled_from(["A1", "A2", "B2", "B2", "B3", "C3", "C3", "D4", "E5", "F6", "F3"]).map(Grade.parse)
GOOD_GRADES = st.sampled_from(["A1", "A2", "B2", "B3", "C3"]).map(Grade.parse)


def days_ago(greatest: int) -> st.SearchStrategy[date]:
    return st.integers(0, greatest).map(lambda n: TODAY - timedelta(days=n))


def items(grades: st.SearchStrategy[Grade] = GRADES, oldest: int = 1000) -> st.SearchStrategy[CommunityEvidence]:
    return st.builds(
        CommunityEvidence,
        stratum=st.sampled_from(Stratum),
        method=st.sampled_from(EvidenceMethod),
        source=st.sampled_from(["s1", "s2", "s3"]),
        collected_on=st.one_of(days_ago(90), days_ago(oldest)),
        answered=st.one_of(st.integers(0, 120).map(float), st.floats(0, 500).map(lambda n: round(n, 1))),
        mean_rating=RATINGS,
        grade=grades,
        refused_share=st.sampled_from([0.0, 0.0, 0.1, 0.25, 0.26, 0.5, 1.0]),
        reset_since=st.sampled_from([False, False, False, True]),
        design_effect=st.sampled_from([None, None, 1.0, 2.5]),
        rated=st.sampled_from([Rated.UN_MILITARY] * 8 + [*Rated]),
        asked_elsewhere=st.sampled_from([False] * 5 + [True]),
        takes_sides_share=SHARES,
        minds_being_seen_share=SHARES,
    )


def solid_evidence(oldest: int = 200) -> st.SearchStrategy[tuple[CommunityEvidence, ...]]:
    """Enough of women and men from two good sources, most of the time."""

    def both(rating_w: float, rating_m: float, day: date, n: int, grade: Grade) -> tuple[CommunityEvidence, ...]:
        survey = EvidenceMethod.PROBABILITY_SURVEY
        groups = EvidenceMethod.FOCUS_GROUP
        return (
            CommunityEvidence(Stratum.WOMEN, survey, "base", day, n, rating_w, grade),
            CommunityEvidence(Stratum.MEN, survey, "base", day, n, rating_m, grade),
            CommunityEvidence(Stratum.WOMEN, groups, "talks", day, 3, rating_w, grade),
            CommunityEvidence(Stratum.MEN, groups, "talks", day, 3, rating_m, grade),
        )

    return st.builds(both, RATINGS, RATINGS, days_ago(oldest), st.integers(20, 120), GOOD_GRADES)


def reports(grades: st.SearchStrategy[Grade] = GRADES, oldest: int = 800) -> st.SearchStrategy[StanceReport]:
    return st.builds(
        StanceReport,
        stance=st.sampled_from([*Stance, Stance.TOLERANT, Stance.SUPPORTIVE, Stance.WARY]),
        grade=grades,
        reported_on=st.one_of(days_ago(60), days_ago(oldest)),
        source=st.sampled_from(["k1", "k2", "k3"]),
    )


@st.composite
def actors(draw: st.DrawFn, name: str, kind: ActorKind, oldest: int = 800) -> ArmedActor:
    friendly = st.sampled_from([Stance.SUPPORTIVE, Stance.TOLERANT, Stance.TOLERANT, Stance.WARY])
    good = tuple(
        StanceReport(draw(friendly), draw(GOOD_GRADES), draw(days_ago(60)), source)
        for source in draw(st.sampled_from([("k1", "k2"), ("k1", "k2"), ("k1", "k2"), ("k1",), ()]))
    )
    more = tuple(draw(st.lists(reports(oldest=oldest), max_size=2)))
    return ArmedActor(name, kind, draw(st.sampled_from([True, True, True, False])), good + more)


def actor_lists(oldest: int = 800) -> st.SearchStrategy[tuple[ArmedActor, ...] | None]:
    two = st.tuples(actors("state forces", ActorKind.STATE, oldest), actors("group X", ActorKind.NON_STATE, oldest))
    one = st.tuples(actors("group X", ActorKind.NON_STATE, oldest))
    return st.one_of(two, two, two, one, st.just(()), st.none())


APPROACHES = st.sampled_from([Approach.AGREED] * 9 + [Approach.NONE])


def mostly(good: bool) -> st.SearchStrategy[bool | None]:
    return st.sampled_from([good] * 12 + [not good, None])


def missions() -> st.SearchStrategy[MissionFacts]:
    return st.builds(
        MissionFacts,
        status=st.sampled_from([MissionStatus.ACTIVE] * 9 + [*MissionStatus]),
        military_in_area=mostly(True),
        poc_mandate=mostly(True),
        civilian_contact=st.sampled_from(CivilianContact),
        civilian_contact_tested=st.sampled_from([None, None, None, True, False]),
        patrol_frequency=st.sampled_from([PatrolFrequency.WEEKLY, *PatrolFrequency]),
        response_hours=st.sampled_from([None, 0.5, 2, 2.5, 6, 24, 25, 100]),
        hotline=st.sampled_from([True, False, None]),
        joint_operations_with_party=mostly(False),
        recent_attacks_or_protests=st.sampled_from([False, False, True, None]),
        rotation_unknown=st.sampled_from([False, False, True, None]),
        unresolved_abuse_allegations=mostly(False),
        resolved_past_allegations=st.sampled_from([False, False, True, None]),
        alleged_perpetrator=mostly(False),
        closes_on=st.sampled_from([None] * 8 + [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=10)]),
        military_kind=st.sampled_from([None] * 6 + [MilitaryKind.ARMED_UNITS] * 4 + [*MilitaryKind]),
        poc_mandate_is_limited=st.booleans(),
    ).map(lambda m: m if m.poc_mandate else replace(m, poc_mandate_is_limited=False))


def events() -> st.SearchStrategy[tuple[EventAhead, ...]]:
    """Mostly none; dated around today, so that the bounds of a day and of the thirty days are met."""
    days = st.sampled_from([-40, -1, 0, 1, 29, 30, 31, 90]).map(lambda n: TODAY + timedelta(days=n))
    some = st.lists(st.builds(EventAhead, st.sampled_from(EventKind), days), min_size=1, max_size=2).map(tuple)
    return st.one_of(st.just(()), st.just(()), st.just(()), some)


def cases(modes: list[Mode] | None = None, oldest: int = 1000) -> st.SearchStrategy[Case]:
    few = st.lists(items(oldest=oldest), max_size=4).map(tuple)
    evidence = st.one_of(
        solid_evidence(min(oldest, 200)), st.builds(lambda a, b: a + b, solid_evidence(min(oldest, 200)), few), few
    )
    return st.builds(
        Case,
        id=st.just("drawn"),
        assessed_on=st.just(TODAY),
        request=st.builds(
            Request,
            mode=st.sampled_from(modes or list(Mode) + VISIBLE),
            purpose=st.sampled_from([Purpose.CHILD_PROTECTION] * 12 + [*Purpose]),
            threat=st.sampled_from([Threat.NONE, Threat.NONE, Threat.NONE, Threat.IMMINENT]),
            threat_grade=st.one_of(st.none(), GRADES),
        ),
        mission=missions(),
        organisation=st.builds(OrganisationFacts, APPROACHES, mostly(False), mostly(True), mostly(True)),
        context=st.builds(ContextFacts, mostly(False), mostly(False), mostly(False)),
        escort_criteria=st.one_of(st.none(), st.just(frozenset(EscortCriterion)), st.frozensets(st.sampled_from(EscortCriterion))),
        community_evidence=evidence,
        armed_actors=actor_lists(min(oldest, 800)),
        required_strata=st.sampled_from(
            [(Stratum.WOMEN, Stratum.MEN), (Stratum.WOMEN, Stratum.MEN), (Stratum.WOMEN, Stratum.MEN, Stratum.DISPLACED)]
        ),
        previous_band=st.one_of(st.none(), st.sampled_from(Band)),
        events_ahead=events(),
        armed_actors_checked_on=st.sampled_from([TODAY, TODAY, TODAY - timedelta(days=90), TODAY - timedelta(days=91), None]),
    )


@st.composite
def good_actors(draw: st.DrawFn, name: str, kind: ActorKind, oldest: int) -> ArmedActor:
    """Two usable sources, and sometimes a third report of anything."""
    stances = st.sampled_from([Stance.SUPPORTIVE, Stance.SUPPORTIVE, Stance.TOLERANT, Stance.WARY])
    first = tuple(StanceReport(draw(stances), draw(GOOD_GRADES), draw(days_ago(60)), s) for s in ("k1", "k2"))
    return ArmedActor(name, kind, True, first + tuple(draw(st.lists(reports(oldest=oldest), max_size=1))))


def open_cases(modes: list[Mode] | None = None, oldest: int = 1000) -> st.SearchStrategy[Case]:
    """Draw cases whose facts hold no door shut, so that the evidence and the profile decide."""
    mission = st.builds(
        MissionFacts,
        status=st.just(MissionStatus.ACTIVE),
        military_in_area=st.just(True),
        poc_mandate=st.just(True),
        civilian_contact=st.sampled_from([CivilianContact.CHILD_PROTECTION_ADVISER, CivilianContact.OTHER_CIVILIAN_COMPONENT]),
        patrol_frequency=st.sampled_from([PatrolFrequency.WEEKLY, PatrolFrequency.WEEKLY, *PatrolFrequency]),
        response_hours=st.sampled_from([1, 1, 5, 20, None]),
        hotline=st.sampled_from([True, False, None]),
        joint_operations_with_party=st.just(False),
        recent_attacks_or_protests=st.sampled_from([False, False, True]),
        rotation_unknown=st.sampled_from([False, True, None]),
        unresolved_abuse_allegations=st.just(False),
        resolved_past_allegations=st.sampled_from([False, False, True]),
        alleged_perpetrator=st.just(False),
    )
    few = st.lists(items(oldest=oldest), max_size=2).map(tuple)
    pair = st.tuples(
        good_actors("state forces", ActorKind.STATE, min(oldest, 800)),
        good_actors("group X", ActorKind.NON_STATE, min(oldest, 800)),
    )
    return st.builds(
        Case,
        id=st.just("drawn"),
        assessed_on=st.just(TODAY),
        request=st.builds(Request, mode=st.sampled_from(modes or VISIBLE)),
        mission=mission,
        organisation=st.just(OrganisationFacts(Approach.AGREED, False, True, True)),
        context=st.just(ContextFacts(False, False, False)),
        escort_criteria=st.sampled_from([None, frozenset(EscortCriterion)]),
        community_evidence=st.builds(lambda a, b: a + b, solid_evidence(min(oldest, 120)), few),
        armed_actors=st.one_of(pair, pair, st.just(())),
        armed_actors_checked_on=st.just(TODAY),
        previous_band=st.one_of(st.none(), st.sampled_from(Band)),
    )
