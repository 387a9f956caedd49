"""The method once more, written straight from its text in plain Python with its numbers in place: no arrays, no policy.

It shares nothing with the program but the vocabulary and the common random numbers, so that agreement means something.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence, StanceReport
from mrm_desktop.domain.grades import Grade
from mrm_desktop.scoring.robustness import CommonDraws

RELIABILITY = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.3, "E": 0.0, "F": 0.4}
CREDIBILITY = {"1": 1.0, "2": 0.8, "3": 0.6, "4": 0.3, "5": 0.0, "6": 0.4}
STANCE = {"supportive": 1.0, "tolerant": 0.75, "wary": 0.5, "hostile": 0.2, "targeting": 0.0}
PATROL = {"weekly": 1.0, "fortnightly": 0.7, "monthly": 0.4, "quarterly": 0.2, "none": 0.0, "unknown": 0.0}
CIVILIAN = {"child_protection_adviser": 1.0, "other_civilian_component": 0.7, "none": 0.0}
BANDS = (
    ("favourable", 70, 0.50, 0.25, 0.70, 0.70, "verification_security"),
    ("conditional", 50, 0.38, 0.25, 0.60, 0.50, "liaison"),
    ("unfavourable", 30, -1, 0.25, 0.30, 0.30, "alert"),
    ("adverse", -1, -1, -1, -1, -1, "civilian_channel"),
)
VISIBILITY = {
    "no_contact": 0,
    "civilian_channel": 0,
    "deconfliction": 0,
    "alert": 2,
    "liaison": 3,
    "protection_request": 4,
    "verification_security": 4,
    "armed_escort": 5,
    "military_assets": 5,
}
GROUPS = ("women", "men", "displaced", "host", "youth", "asked_elsewhere")
SLACK = 1e-9


def quality(grade: Grade) -> float:
    return min(RELIABILITY[grade.reliability], CREDIBILITY[grade.credibility])


def unaged(i: CommunityEvidence) -> float:
    n = {
        "probability_survey": i.answered / (i.design_effect or 1.5),
        "purposive_survey": i.answered / 2,
        "focus_group": 3 * i.answered,
        "key_informant": i.answered,
        "staff_observation": 0.5 * i.answered,
        "media": 0.0,
    }[i.method.value]
    refusals = (1 - i.refused_share) * (0.5 if i.refused_share > 0.25 else 1)
    return n * refusals * quality(i.grade)


def counting(case: Case) -> list[CommunityEvidence]:
    return [
        i for i in case.community_evidence if i.rated.value == "un_military" and quality(i.grade) >= 0.4 - SLACK and unaged(i) > 0
    ]


def group_of(i: CommunityEvidence) -> str:
    return "asked_elsewhere" if i.asked_elsewhere else i.stratum.value


def capped(items: list[CommunityEvidence]) -> list[float]:
    """Un-aged masses after the caps of each source, computed on these items; what was asked elsewhere has caps of its own."""
    result = [0.0] * len(items)
    for source in {(i.source, i.asked_elsewhere) for i in items}:
        mates = [n for n, i in enumerate(items) if (i.source, i.asked_elsewhere) == source]
        levels = sorted({quality(items[n].grade) for n in mates}, reverse=True)
        left = 100 * levels[0] ** 2
        for level in levels:
            at = [n for n in mates if quality(items[n].grade) == level]
            had = sum(sorted(unaged(items[n]) for n in at))
            got = min(had, 100 * level**2, left)
            left -= got
            for n in at:
                result[n] = unaged(items[n]) * got / had
    return result


def ages(items: list[CommunityEvidence], today: date) -> list[float]:
    return [(today - i.collected_on).days for i in items]


def relative_ages(items: list[CommunityEvidence]) -> list[float]:
    if not items:
        return []
    start = min(i.collected_on for i in items)
    for day in sorted({i.collected_on for i in items}, reverse=True):
        if sum(capped([i for i in items if i.collected_on >= day])) >= 20 - SLACK:
            start = day
            break
    else:
        start = min(i.collected_on for i in items)
    return [max(0, (start - i.collected_on).days) for i in items]


def masses(items: list[CommunityEvidence], days: list[float]) -> list[float]:
    return [m * 2 ** (-age / 180) * (0.25 if i.reset_since else 1) for m, age, i in zip(capped(items), days, items, strict=True)]


@dataclass
class Estimated:
    mean: float
    sd: float
    low: float
    high: float
    mass: float


def estimate(ms: list[float], values: Iterable[float], prior: float = 0.40) -> Estimated:
    mass = sum(ms)
    mean = (4 * prior + sum(m * x for m, x in zip(ms, values, strict=True))) / (4 + mass)
    sd = math.sqrt(max(0.0, mean * (1 - mean)) / (4 + mass + 1))
    return Estimated(mean, sd, max(0.0, mean - 1.28 * sd), min(1.0, mean + 1.28 * sd), mass)


def rated(items: list[CommunityEvidence], days: list[float]) -> Estimated:
    return estimate(masses(items, days), [(i.mean_rating + 2) / 4 for i in items])


@dataclass
class Community:
    governing: list[Estimated]
    low: float
    group: str
    everybody: Estimated
    adequate: bool
    rejecting: set[str]
    against: bool


def community(case: Case) -> Community:
    items = counting(case)
    here = [i for i in items if not i.asked_elsewhere]
    ms = masses(here, ages(here, case.assessed_on))
    everybody = estimate(ms, [(i.mean_rating + 2) / 4 for i in here])
    sources = {i.source for i, m in zip(here, ms, strict=True) if m > 0.5 + SLACK}
    heard = all(
        sum(m for i, m in zip(here, ms, strict=True) if i.stratum is stratum) >= 8 - SLACK for stratum in case.required_strata
    )
    required = {s.value for s in case.required_strata}
    candidates: list[tuple[float, int, str, Estimated]] = []
    rejecting: set[str] = set()
    for number, name in enumerate(GROUPS):
        own = [i for i in items if group_of(i) == name]
        aged, relative = rated(own, ages(own, case.assessed_on)), rated(own, relative_ages(own))
        if name in required:
            candidates.append((aged.low, number, name, aged))
        if name in required or relative.mass >= 20 - SLACK:
            candidates.append((relative.low, number, name, relative))
        if relative.mean < 0.30 - SLACK and relative.high < 0.40 - SLACK and relative.mass >= 5 - SLACK:
            rejecting.add(name)
    low = min(c[0] for c in candidates)
    group = min(c[2] for c in candidates if c[0] <= low + SLACK)
    against = says_so(items, lambda i: i.takes_sides_share) or says_so(items, lambda i: i.minds_being_seen_share)
    enough = everybody.mass >= 20 - SLACK and len(sources) >= 2 and heard
    return Community([c[3] for c in candidates], low, group, everybody, enough, rejecting, against)


def says_so(items: list[CommunityEvidence], share: Callable[[CommunityEvidence], float | None]) -> bool:
    asked = [i for i in items if share(i) is not None]
    groups = [[i for i in asked if group_of(i) == name] for name in GROUPS]
    groups.append([i for i in asked if not i.asked_elsewhere])
    for own in groups:
        found = estimate(masses(own, relative_ages(own)), [share(i) or 0.0 for i in own], 0.25)
        if found.mass >= 5 - SLACK and found.mean - 1.28 * found.sd > 0.50 + SLACK:
            return True
    return False


@dataclass
class Armed:
    value: float
    adequate: bool
    hostile: bool


def armed(case: Case) -> Armed:
    if case.armed_actors is None:
        return Armed(0.8, False, False)
    able = [a for a in case.armed_actors if a.able_to_harm]
    if not able:
        checked = case.armed_actors_checked_on
        return Armed(0.8, checked is not None and (case.assessed_on - checked).days <= 90, False)
    values, gap, hostile = [], False, False
    for a in able:
        is_hostile = hostile_actor(a)
        hostile = hostile or is_hostile
        t, has_gap = stance_of(a, case.assessed_on, is_hostile)
        gap = gap or has_gap
        if t is not None:
            values.append(t)
    return Armed(min(values, default=0.8), not gap, hostile)


def hostile_actor(a: ArmedActor) -> bool:
    good = [s for s in a.sources if s.stance.value in STANCE and quality(s.grade) >= 0.6 - SLACK]
    bad_days = [s.reported_on for s in good if s.stance.value in ("hostile", "targeting")]
    if not bad_days:
        return False
    later = [s for s in good if s.reported_on > max(bad_days)]
    friendly = {s.source for s in later if s.stance.value in ("tolerant", "supportive")}
    return len(friendly) < 2 and len({s.source for s in later}) < 3


def stance_of(a: ArmedActor, today: date, is_hostile: bool) -> tuple[float | None, bool]:
    usable = [s for s in a.sources if s.stance.value in STANCE and quality(s.grade) >= 0.4 - SLACK]
    speaking: dict[str, StanceReport] = {}
    for s in usable:
        other = speaking.get(s.source)
        if other is None or (s.reported_on, -STANCE[s.stance.value]) > (other.reported_on, -STANCE[other.stance.value]):
            speaking[s.source] = s
    if not speaking:
        return (0.2, False) if is_hostile else (None, True)

    def age_weight(s: StanceReport) -> float:
        return float(2 ** (-(today - s.reported_on).days / 60))

    newest = max(speaking.values(), key=lambda s: s.reported_on)
    counted = [
        s
        for s in speaking.values()
        if age_weight(s) >= 0.20 - SLACK and (s.stance.value not in ("hostile", "targeting") or quality(s.grade) >= 0.6 - SLACK)
    ]
    gap = not is_hostile and (age_weight(newest) < 0.20 - SLACK or len(counted) < 2)
    # relative to the newest report: the same mean, and no underflow
    ws = {s.source: quality(s.grade) * 2 ** (-(newest.reported_on - s.reported_on).days / 60) for s in speaking.values()}
    m = sum(ws[s.source] * STANCE[s.stance.value] for s in speaking.values()) / sum(ws.values())
    trusted = [STANCE[s.stance.value] for s in speaking.values() if quality(s.grade) >= 0.6 - SLACK]
    if trusted and max(trusted) > min(trusted):
        m = (m + min(m, *trusted)) / 2
    return m, gap


def rotated(case: Case) -> bool:
    return any(e.kind.value == "rotation" and e.on < case.assessed_on for e in case.events_ahead)


def with_resets(case: Case) -> Case:
    """A rotation whose day has passed is a reset event for everything collected before it."""
    from dataclasses import replace

    days = [e.on for e in case.events_ahead if e.kind.value == "rotation" and e.on < case.assessed_on]
    items = tuple(
        replace(i, reset_since=i.reset_since or any(i.collected_on < day for day in days)) for i in case.community_evidence
    )
    return replace(case, community_evidence=items)


def conduct(case: Case) -> float:
    m = case.mission
    value = 1.0
    value -= 0.2 if m.resolved_past_allegations is not False else 0
    value -= 0.3 if m.recent_attacks_or_protests is not False else 0
    value -= 0.1 if m.rotation_unknown is not False or rotated(case) else 0
    return value


def capability(case: Case) -> float:
    hours = case.mission.response_hours
    response = 0.15 if hours is None else 1.0 if hours <= 2 else 0.7 if hours <= 6 else 0.4 if hours <= 24 else 0.15
    civilian = 0.0 if case.mission.civilian_contact_tested is False else CIVILIAN[case.mission.civilian_contact.value]
    return (PATROL[case.mission.patrol_frequency.value] + response + civilian) / 3


def index(a: float, t: float, k: float, c: float) -> float:
    a, t, k, c = (max(0.01, v) for v in (a, t, k, c))
    return float(100 * a**0.3 * t**0.3 * k**0.2 * c**0.2)


def band_of(value: float, a: float, p: float, t: float, k: float, previous: str | None = None) -> int:
    names = [b[0] for b in BANDS]
    for position, (_, i0, a0, p0, t0, k0, _) in enumerate(BANDS):
        extra = 3 if previous is not None and position < names.index(previous) else 0
        tests = ((value, i0 + extra), (a, a0), (p, p0), (t, t0), (k, k0))
        if position == 3 or all(v >= limit - SLACK for v, limit in tests):
            return position
    raise AssertionError


def share_below(band: int, c: Community, t: float, k: float, cap: float, draws: CommonDraws) -> float:
    """Share of the common draws whose band is lower than ``band``."""
    below = 0
    for d in range(draws.count):
        z = draws.acceptance[d]
        a_ = min(1.0, max(0.01, min(e.mean + z * e.sd for e in c.governing)))
        p_ = min(1.0, max(0.01, c.everybody.mean + z * c.everybody.sd))
        t_ = min(1.0, max(0.01, t + draws.tolerance[d]))
        k_ = min(1.0, max(0.01, k + draws.conduct[d]))
        c_ = min(1.0, max(0.01, cap + draws.capability[d]))
        values, weights = (a_, t_, k_, c_), draws.weights[:, d]
        geometric = math.exp(sum(w * math.log(v) for w, v in zip(weights, values, strict=True)))
        if d < 0.7 * draws.count:
            value = geometric
        elif d < 0.9 * draws.count:
            value = sum(w * v for w, v in zip(weights, values, strict=True))
        else:
            value = (min(values) + geometric) / 2
        below += band_of(100 * value, a_, p_, t_, k_) > band
    return below / draws.count


@dataclass
class Answer:
    verdict: str
    ceiling: str
    gate: str | None
    band: str | None = None


def decide(case: Case, draws: CommonDraws) -> Answer:
    """The order of section 2, rule by rule."""
    case = with_resets(case)
    m, o, x, mode = case.mission, case.organisation, case.context, case.request.mode.value
    military, imminent = VISIBILITY[mode] >= 2, case.request.threat.value == "imminent"
    kind = "unknown" if m.military_kind is None else m.military_kind.value
    if m.military_kind is None and m.military_in_area:
        kind = "armed_units"
    nobody = m.military_in_area is False or kind in ("guard_unit", "none")
    m1 = "civilian_channel"
    if case.request.purpose.is_forbidden:
        return Answer("prohibited", m1, "purpose")
    if m.status.value == "closed" and military:
        return Answer("not_available", m1, "mission")
    if military and imminent:
        return Answer("emergency_alert", _of_emergency(kind), None)
    if not military:
        return Answer("proceed", mode, None)
    if nobody:
        return Answer("not_available", m1, "component")
    if kind == "observers" and VISIBILITY[mode] >= 4:
        return Answer("not_available", m1, "component")
    if m.alleged_perpetrator:
        return Answer("prohibited", m1, "conduct")
    if x.contact_punished:
        return Answer("refused", m1, "contact_punished")
    if o.exposed_people_agree is False:
        return Answer("refused", m1, "consent")
    if m.unresolved_abuse_allegations:
        return Answer("refused", m1, "conduct")
    if armed(case).hostile or m.joint_operations_with_party:
        return Answer("refused", m1, "armed_actor")
    if x.reprisals_for_contact:
        return Answer("refused", m1, "reprisal")
    gone = any(e.kind.value in ("withdrawal", "closure") and e.on < case.assessed_on for e in case.events_ahead)
    if m.status.value == "unconfirmed" or gone or (m.closes_on is not None and m.closes_on <= case.assessed_on):
        return Answer("hold", m1, "mission")
    if m.military_in_area is None:
        return Answer("hold", m1, "component")
    if (m.civilian_contact.value == "none" or m.civilian_contact_tested is False) and not o.unicef_consulted:
        return Answer("hold", m1, "civilian_first")
    if o.approach.value == "none" or o.conflicting_approach_nearby:
        return Answer("hold", m1, "coherence")
    if o.exposed_people_agree is None:
        return Answer("hold", m1, "consent")
    return _decide_on_evidence(case, kind, draws)


def _of_emergency(kind: str) -> str:
    return {"observers": "alert", "guard_unit": "civilian_channel", "none": "civilian_channel"}.get(kind, "protection_request")


def soft_limits(case: Case, c: Community) -> list[str]:
    found = []
    if c.rejecting:
        found.append("excluded_group")
    if c.against:
        found.append("takes_sides")
    if case.context.confused_with_fighting_force:
        found.append("confused_force")
    ahead = [e for e in case.events_ahead if e.kind.value in ("withdrawal", "closure", "rotation")]
    leaving = any(0 <= (e.on - case.assessed_on).days <= 30 for e in ahead)
    closes = case.mission.closes_on
    if leaving or (closes is not None and 1 <= (closes - case.assessed_on).days <= 30):
        found.append("leaving")
    return found


def _decide_on_evidence(case: Case, kind: str, draws: CommonDraws) -> Answer:
    m, x, mode, m1 = case.mission, case.context, case.request.mode.value, "civilian_channel"
    c, t = community(case), armed(case)
    limits = soft_limits(case, c)
    facts = (
        x.contact_punished,
        x.reprisals_for_contact,
        m.joint_operations_with_party,
        m.unresolved_abuse_allegations,
        m.alleged_perpetrator,
    )
    if not c.adequate or not t.adequate or None in facts:
        if limits and mode != "alert":
            return Answer("refused", m1, limits[0])
        return Answer("insufficient_evidence", m1, None)
    k, cap = conduct(case), capability(case)
    previous = None if case.previous_band is None else case.previous_band.value
    band = band_of(index(c.low, t.value, k, cap), c.low, c.everybody.low, t.value, k, previous)
    if share_below(band, c, t.value, k, cap, draws) >= 0.30:
        band = min(3, band + 1)
    name, ceiling = BANDS[band][0], BANDS[band][6]
    if limits:
        ceiling = _at_most(ceiling, "alert")
    if kind == "observers":
        ceiling = _at_most(ceiling, "liaison")
    by_band = ceiling
    rare = m.patrol_frequency.value in ("monthly", "quarterly", "none", "unknown") and m.hotline is not True
    if rare and ceiling in ("liaison", "verification_security"):
        ceiling = "alert"
    if mode in ("armed_escort", "military_assets"):
        all_met = case.escort_criteria is not None and len(case.escort_criteria) == 7
        if all_met and not limits and name in ("favourable", "conditional"):
            return Answer("proceed_with_conditions", mode, None, name)
        return Answer("refused", ceiling, "escort", name)
    if mode == "protection_request" and m.poc_mandate is not True:
        return Answer("refused", _at_most(ceiling, "liaison"), "mandate", name)
    if limits and mode != "alert":
        return Answer("refused", ceiling, limits[0], name)
    if VISIBILITY[mode] <= VISIBILITY[ceiling]:
        return Answer("proceed_with_conditions", ceiling, None, name)
    return Answer("refused", ceiling, "feasibility" if VISIBILITY[mode] <= VISIBILITY[by_band] else None, name)


def _at_most(ceiling: str, limit: str) -> str:
    return limit if VISIBILITY[ceiling] > VISIBILITY[limit] else ceiling
