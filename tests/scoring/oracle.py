"""The method once more, written straight from its text in plain Python with its numbers in place: no arrays, no policy.

It shares nothing with the program but the vocabulary and the common random numbers, so that agreement means something.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.evidence import CommunityEvidence
from mrm_desktop.domain.grades import Grade
from mrm_desktop.scoring.robustness import CommonDraws

RELIABILITY = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.3, "E": 0.0, "F": 0.4}
CREDIBILITY = {"1": 1.0, "2": 0.8, "3": 0.6, "4": 0.3, "5": 0.0, "6": 0.4}
STANCE = {"supportive": 1.0, "tolerant": 0.75, "wary": 0.5, "hostile": 0.2, "targeting": 0.0}
PATROL = {"weekly": 1.0, "fortnightly": 0.7, "monthly": 0.4, "quarterly": 0.2, "none": 0.0, "unknown": 0.3}
CIVILIAN = {"child_protection_adviser": 1.0, "other_civilian_component": 0.7, "none": 0.0}
BANDS = (
    ("favourable", 70, 0.55, 0.70, 0.70, "verification_security"),
    ("conditional", 50, 0.40, 0.60, 0.50, "liaison"),
    ("unfavourable", 30, 0.25, 0.30, 0.30, "alert"),
    ("adverse", -1, -1, -1, -1, "civilian_channel"),
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


def masses(items: list[CommunityEvidence], case: Case, undecayed: bool = False) -> list[float]:
    result = []
    for i in items:
        mates = [j for j in items if j.source == i.source]
        total = sum(sorted(unaged(j) for j in mates))
        allowed = 100 * min(quality(j.grade) for j in mates) ** 2
        cap = min(1.0, allowed / total) if total > 0 else 1.0
        d = 1.0 if undecayed else 2 ** (-(case.assessed_on - i.collected_on).days / 180)
        result.append(unaged(i) * cap * d * (0.25 if i.reset_since else 1.0))
    return result


def estimate(ms: list[float], items: list[CommunityEvidence]) -> tuple[float, float, float, float, float]:
    mass = sum(ms)
    mean = (6 * 0.4 + sum(m * (i.mean_rating + 2) / 4 for m, i in zip(ms, items, strict=True))) / (6 + mass)
    sd = math.sqrt(mean * (1 - mean) / (6 + mass + 1))
    return mean, sd, max(0.0, mean - 1.645 * sd), min(1.0, mean + 1.645 * sd), mass


def excluded(case: Case) -> set[str]:
    found = set()
    for stratum in ("women", "men", "displaced", "host", "youth"):
        items = [
            i for i in case.community_evidence if i.stratum.value == stratum and (case.assessed_on - i.collected_on).days <= 730
        ]
        if not items:
            continue
        mean, _, _, high, mass = estimate(masses(items, case, undecayed=True), items)
        newest_day = max(i.collected_on for i in items)
        newest = [i for i in items if (newest_day - i.collected_on).days <= 30]
        new_mean, _, _, _, new_mass = estimate(masses(newest, case), newest)
        negative = mean < 0.30 - SLACK and high < 0.40 - SLACK and mass >= 5 - SLACK
        answered = new_mass >= 8 - SLACK and new_mean >= 0.45 - SLACK
        if negative and not answered:
            found.add(stratum)
    return found


@dataclass
class Community:
    mean: float
    sd: float
    low: float
    mass: float
    adequate: bool


def community(case: Case) -> Community:
    items = list(case.community_evidence)
    ms = masses(items, case)
    mean, sd, low, _, mass = estimate(ms, items)
    sources = {i.source for i, m in zip(items, ms, strict=True) if quality(i.grade) >= 0.4 and m > 0.5 + SLACK}
    heard = all(sum(m for i, m in zip(items, ms, strict=True) if i.stratum is s) >= 8 - SLACK for s in case.required_strata)
    return Community(mean, sd, low, mass, mass >= 20 - SLACK and len(sources) >= 2 and heard)


@dataclass
class Armed:
    value: float
    adequate: bool
    hostile: bool


def armed(case: Case) -> Armed:
    if case.armed_actors is None:
        return Armed(0.8, False, False)
    values, gap, hostile = [], False, False
    for a in case.armed_actors:
        if not a.able_to_harm:
            continue
        known = [s for s in a.sources if s.stance.value in STANCE and quality(s.grade) >= 0.4]
        good = [s for s in known if quality(s.grade) >= 0.6]
        bad_days = [
            s.reported_on
            for s in good
            if s.stance.value in ("hostile", "targeting") and (case.assessed_on - s.reported_on).days <= 730
        ]
        is_hostile = False
        if bad_days:
            later = {s.source for s in good if s.stance.value in ("tolerant", "supportive") and s.reported_on > max(bad_days)}
            is_hostile = len(later) < 2
        hostile = hostile or is_hostile
        if not known:
            gap = True
            continue
        newest = max(s.reported_on for s in known)
        if 2 ** (-(case.assessed_on - newest).days / 60) < 0.20 - SLACK:
            gap = True
        if not is_hostile and len({s.source for s in known}) < 2:
            gap = True
        # relative to the newest report: the same mean, and no underflow
        ws = [quality(s.grade) * 2 ** (-(newest - s.reported_on).days / 60) for s in known]
        values.append(sum(w * STANCE[s.stance.value] for w, s in zip(ws, known, strict=True)) / sum(ws))
    return Armed(min(values, default=0.8), not gap, hostile)


def conduct(case: Case) -> float:
    m = case.mission
    value = 1.0
    value -= 0.4 if m.joint_operations_with_party is not False else 0
    value -= 0.2 if m.resolved_past_allegations is not False else 0
    value -= 0.3 if m.recent_attacks_or_protests is not False else 0
    value -= 0.1 if m.rotation_unknown is not False else 0
    return max(0.05, value)


def capability(case: Case) -> float:
    hours = case.mission.response_hours
    response = 0.3 if hours is None else 1.0 if hours <= 2 else 0.7 if hours <= 6 else 0.4 if hours <= 24 else 0.15
    return (PATROL[case.mission.patrol_frequency.value] + response + CIVILIAN[case.mission.civilian_contact.value]) / 3


def index(a: float, t: float, k: float, c: float) -> float:
    a, t, k, c = (max(0.01, v) for v in (a, t, k, c))
    return float(100 * a**0.3 * t**0.3 * k**0.2 * c**0.2)


def band_of(value: float, a: float, t: float, k: float, previous: str | None = None) -> int:
    names = [b[0] for b in BANDS]
    for position, (_, i0, a0, t0, k0, _) in enumerate(BANDS):
        extra = 3 if previous is not None and position < names.index(previous) else 0
        tests = ((value, i0 + extra), (a, a0), (t, t0), (k, k0))
        if position == 3 or all(v >= limit - SLACK for v, limit in tests):
            return position
    raise AssertionError


def share_below(band: int, mean: float, sd: float, t: float, k: float, c: float, draws: CommonDraws) -> float:
    """Share of the common draws whose band is lower than ``band``."""
    below = 0
    for d in range(draws.count):
        a_ = min(1.0, max(0.01, mean + sd * draws.acceptance[d]))
        t_ = min(1.0, max(0.01, t + draws.tolerance[d]))
        k_ = min(1.0, max(0.01, k + draws.conduct[d]))
        c_ = min(1.0, max(0.01, c + draws.capability[d]))
        values, weights = (a_, t_, k_, c_), draws.weights[:, d]
        geometric = math.exp(sum(w * math.log(v) for w, v in zip(weights, values, strict=True)))
        if d < 0.7 * draws.count:
            value = geometric
        elif d < 0.9 * draws.count:
            value = sum(w * v for w, v in zip(weights, values, strict=True))
        else:
            value = (min(values) + geometric) / 2
        below += band_of(100 * value, a_, t_, k_) > band
    return below / draws.count


@dataclass
class Answer:
    verdict: str
    ceiling: str
    gate: str | None
    band: str | None = None


def decide(case: Case, draws: CommonDraws) -> Answer:
    m, o, x, mode = case.mission, case.organisation, case.context, case.request.mode.value
    visible = VISIBILITY[mode] >= 2
    military = visible
    m1 = "civilian_channel"
    if case.request.purpose.is_forbidden:
        return Answer("prohibited", m1, "purpose")
    if m.status.value == "closed":
        return Answer("not_available", m1, "mission")
    if military and m.military_in_area is False:
        return Answer("not_available", m1, "component")
    if m.alleged_perpetrator:
        return Answer("prohibited", m1, "conduct")
    if mode == "protection_request" and case.request.threat.value == "imminent":
        return Answer("emergency_alert", mode, None)
    if m.status.value == "unconfirmed" or (m.closes_on is not None and m.closes_on < case.assessed_on):
        return Answer("hold", m1, "mission")
    if military and m.military_in_area is None:
        return Answer("hold", m1, "component")
    if visible and x.contact_punished:
        return Answer("refused", m1, "contact_punished")
    if military and m.civilian_contact.value == "none" and not o.unicef_consulted:
        return Answer("hold", m1, "civilian_first")
    if not o.agreed_approach or o.conflicting_approach_nearby:
        return Answer("hold", m1, "coherence")
    if military and not o.exposed_people_agree:
        return Answer("hold", m1, "consent")
    if military and m.unresolved_abuse_allegations:
        return Answer("refused", m1, "conduct")
    if not visible:
        return Answer("proceed", mode, None)
    return _decide_visible(case, draws)


def _decide_visible(case: Case, draws: CommonDraws) -> Answer:
    m, x, mode, m1 = case.mission, case.context, case.request.mode.value, "civilian_channel"
    a, t, out = community(case), armed(case), excluded(case)
    if t.hostile or m.joint_operations_with_party:
        return Answer("refused", m1, "armed_actor")
    if x.reprisals_for_contact:
        return Answer("refused", m1, "reprisal")
    if out and mode != "alert":
        return Answer("refused", "alert", "excluded_group")
    facts = (
        x.contact_punished,
        x.reprisals_for_contact,
        m.joint_operations_with_party,
        m.unresolved_abuse_allegations,
        m.alleged_perpetrator,
    )
    if not a.adequate or not t.adequate or None in facts:
        return Answer("insufficient_evidence", m1, None)
    k, c = conduct(case), capability(case)
    previous = None if case.previous_band is None else case.previous_band.value
    band = band_of(index(a.low, t.value, k, c), a.low, t.value, k, previous)
    if share_below(band, a.mean, a.sd, t.value, k, c, draws) >= 0.30:
        band = min(3, band + 1)
    name, ceiling = BANDS[band][0], BANDS[band][5]
    if out and VISIBILITY[ceiling] > VISIBILITY["alert"]:
        ceiling = "alert"
    by_band = ceiling
    rare = m.patrol_frequency.value in ("monthly", "quarterly", "none", "unknown") and m.hotline is not True
    if rare and ceiling in ("liaison", "verification_security"):
        ceiling = "alert"
    if mode in ("armed_escort", "military_assets"):
        if case.escort_criteria is not None and len(case.escort_criteria) == 7:
            return Answer("proceed_with_conditions", mode, None, name)
        return Answer("refused", ceiling, "escort", name)
    if VISIBILITY[mode] <= VISIBILITY[ceiling]:
        return Answer("proceed_with_conditions", ceiling, None, name)
    gate = "feasibility" if VISIBILITY[mode] <= VISIBILITY[by_band] else None
    return Answer("refused", ceiling, gate, name)
