"""The working of one case, step by step, so that a reviewer can redo it by hand: read off the columns, worked out nowhere else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mrm_desktop.domain.assessments import Reliability
from mrm_desktop.domain.case import Case, fact_of
from mrm_desktop.domain.evidence import ArmedActor, CommunityEvidence, StanceReport
from mrm_desktop.domain.vocabulary import Band, Stratum
from mrm_desktop.scoring.acceptance import ROUNDING, Estimate, shares_said, unit_rating
from mrm_desktop.scoring.case_row import CaseRow
from mrm_desktop.scoring.conduct import DEDUCTIONS, response_value, rotated
from mrm_desktop.scoring.index import log_contributions
from mrm_desktop.scoring.policy import Policy
from mrm_desktop.scoring.policy_schema import COMPONENTS
from mrm_desktop.scoring.reliability import estimate_reliability, name_reliability
from mrm_desktop.scoring.run import run
from mrm_desktop.scoring.table import BANDS, GROUPS, NAMED_STRATA, encode

TESTS = ("index", "acceptance", "everybody", "tolerance", "conduct")
"""What a band tests, as its thresholds are called."""


@dataclass(frozen=True, slots=True)
class GroupShare:
    """What an item weighs in its own group (METHOD 3): cap factor, weight of the age, mass; ages in days."""

    cap: float
    mass: float
    relative_age: float
    relative_decay: float
    relative_mass: float


@dataclass(frozen=True, slots=True)
class ItemWorking:
    """One rating of the UN military here (METHOD 3).

    Attributes
    ----------
    group : str
        One of ``GROUPS``; ``all`` for a sample that names no group.
    counts : bool
        Whether it is good enough and not without mass; one that does not count has masses of 0.
    value : float
        The rating x, 0 to 1.
    unaged : float
        Effective number times refusals times quality.
    decay : float
        Weight of the age, with the reset factor.
    cap, mass : float
        Cap factor and mass among everybody, the cap shared by all groups of the source.
    own : GroupShare
        The same within its own group.
    """

    item: CommunityEvidence
    group: str
    counts: bool
    value: float
    effective: float
    refusals: float
    quality: float
    unaged: float
    age: float
    decay: float
    cap: float
    mass: float
    own: GroupShare


@dataclass(frozen=True, slots=True)
class EstimateWorking:
    """An estimate with its sums: M, the sum of m x, mean, sd and the two ends of the interval."""

    mass: float
    weighted: float
    mean: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GroupWorking:
    """One group: its counted items, its estimates as aged and by relative ages, and which of them may govern."""

    group: str
    items: tuple[ItemWorking, ...]
    aged: EstimateWorking
    relative: EstimateWorking
    aged_may_govern: bool
    relative_may_govern: bool
    rejects: bool


@dataclass(frozen=True, slots=True)
class ShareItem:
    """What one item weighs where only those count that carry a question (METHOD 3, G8b), and the share that said so.

    Attributes
    ----------
    number : int
        Place of the item among those that count, from 1.
    """

    number: int
    unaged: float
    cap: float
    relative_age: float
    relative_decay: float
    mass: float
    share: float


@dataclass(frozen=True, slots=True)
class ShareWorking:
    """What one group, or everybody here, says to a question.

    Attributes
    ----------
    question : str
        ``takes_sides`` or ``minds_being_seen``.
    group : str
        One of ``GROUPS``; ``all`` for everybody here together.
    most : bool
        Whether most of them say so: a soft limit.
    """

    question: str
    group: str
    items: tuple[ShareItem, ...]
    found: EstimateWorking
    most: bool


@dataclass(frozen=True, slots=True)
class ReliabilityWorking:
    """Evidence confidence with its sums (METHOD 6).

    Attributes
    ----------
    known, needed : int
        Of the required strata and the actors able to do harm, how many are known well enough, and how many there are.
    ratings, reports : int
        How many ratings and reports the two means are over.
    qualities, ages : tuple[float, float]
        Sums of q and of d, over the ratings and over the reports.
    told : Reliability
        What comes out of them.
    """

    known: int
    needed: int
    ratings: int
    reports: int
    qualities: tuple[float, float]
    ages: tuple[float, float]
    told: Reliability


@dataclass(frozen=True, slots=True)
class ReportWorking:
    """One report on an armed actor (METHOD 4).

    Attributes
    ----------
    value : float
        The stance, 0 to 1.
    weight : float
        Quality times weight of the age; 0 where the report is not the one with which its source speaks.
    """

    report: StanceReport
    quality: float
    age_weight: float
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class ActorWorking:
    """One armed actor: its reports, m and t; None where its stance is not known or it is not able to do harm."""

    actor: ArmedActor
    reports: tuple[ReportWorking, ...]
    mean: float | None
    value: float | None
    is_hostile: bool
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Term:
    """One term of K or C: what it is, what is known of it, and what it costs or gives."""

    name: str
    known: object
    value: float


@dataclass(frozen=True, slots=True)
class BandTest:
    """One test of a band: the value, what it has to reach, and whether it does."""

    band: Band
    name: str
    value: float
    threshold: float
    holds: bool


@dataclass(frozen=True, slots=True)
class Working:
    """The arithmetic of one case, in the order in which it is done.

    Attributes
    ----------
    left_out : tuple[ItemWorking, ...]
        Ratings of the UN military here that do not count.
    governing : str
        The group whose ``low`` is A; ``by_relative_ages`` says which of its two estimates.
    by_stratum : Mapping[Stratum, float]
        Masses of the required strata among everybody.
    shares : tuple[ShareWorking, ...]
        What was said to the two questions of G8b, by those who were asked.
    components : Mapping[str, float]
        A, T, K and C as in ``COMPONENTS``; ``contributions`` are ``w ln v``.
    is_adequate : bool
        Whether both perceptions are known well enough; else the index says nothing.
    profile, final : Band
        The band by the tests, and the one used after the draws.
    share_in, share_below : float | None
        Shares of the draws in the band and below it; None where none were made.
    """

    items: tuple[ItemWorking, ...]
    left_out: tuple[ItemWorking, ...]
    groups: tuple[GroupWorking, ...]
    everybody: EstimateWorking
    governing: str
    by_relative_ages: bool
    sources: int
    by_stratum: Mapping[Stratum, float]
    shares: tuple[ShareWorking, ...]
    actors: tuple[ActorWorking, ...]
    conduct: tuple[Term, ...]
    capability: tuple[Term, ...]
    components: Mapping[str, float]
    contributions: Mapping[str, float]
    index: float
    is_adequate: bool
    tests: tuple[BandTest, ...]
    profile: Band
    final: Band
    share_in: float | None
    share_below: float | None
    reliability: ReliabilityWorking


def working_of(case: Case, policy: Policy) -> Working:
    """Run the method on a case and read its working off the columns; ``case`` has passed the checks of an assessment."""
    row = CaseRow(case, run(encode([case]), policy), 0, policy)
    measures, bands = row.answer.measures, row.answer.bands
    acceptance, components = measures.acceptance, measures.components
    items = _items(row)
    counted = tuple(one for one in items if one.counts)
    actors = _actors(row)
    masses = zip(NAMED_STRATA, acceptance.by_stratum[0].tolist(), strict=True)
    values = (components.acceptance, components.tolerance, components.conduct, components.capability)
    return Working(
        items=counted,
        left_out=tuple(one for one in items if not one.counts),
        groups=_groups(row, counted),
        everybody=_estimate(acceptance.everybody, 0),
        governing=GROUPS[int(acceptance.governing[0])],
        by_relative_ages=bool(acceptance.governs_by_relative_ages[0]),
        sources=int(acceptance.sources[0]),
        by_stratum={stratum: mass for stratum, mass in masses if stratum in case.required_strata},
        shares=_shares(row, items),
        actors=actors,
        conduct=_conduct(row),
        capability=_capability(row),
        components={name: float(value[0]) for name, value in zip(COMPONENTS, values, strict=True)},
        contributions=dict(zip(COMPONENTS, log_contributions(components, policy.index)[:, 0].tolist(), strict=True)),
        index=float(bands.index[0]),
        is_adequate=bool(measures.adequate[0]),
        tests=_tests(row),
        profile=BANDS[int(bands.profile[0])],
        final=BANDS[int(bands.final[0])],
        share_in=_known(bands.share_in[0]),
        share_below=_known(bands.share_below[0]),
        reliability=_reliability(row, counted, actors),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _estimate(found: Estimate, at: int | tuple[int, int]) -> EstimateWorking:
    return EstimateWorking(*(float(c[at]) for c in (found.mass, found.weighted, found.mean, found.sd, found.low, found.high)))


def _items(row: CaseRow) -> tuple[ItemWorking, ...]:
    items, acceptance = row.answer.table.items, row.answer.measures.acceptance
    masses, own = acceptance.items, acceptance.own
    values = unit_rating(items.rating)
    shares = (own.cap, own.aged, own.relative_age, own.relative_decay, own.relative)
    return tuple(
        ItemWorking(
            item=row.case.community_evidence[int(items.origin[k])],
            group=GROUPS[int(items.group[k])] if items.group[k] >= 0 else Stratum.ALL.value,
            counts=bool(masses.counts[k]),
            value=float(values[k]),
            effective=float(masses.effective[k]),
            refusals=float(masses.refusals[k]),
            quality=float(masses.quality[k]),
            unaged=float(masses.unaged[k]),
            age=float(items.age[k]),
            decay=float(masses.decay[k]),
            cap=float(masses.cap[k]),
            mass=float(masses.mass[k]),
            own=GroupShare(*(float(column[k]) for column in shares)),
        )
        for k in range(*row.items.indices(len(items.case)))
    )


def _groups(row: CaseRow, counted: tuple[ItemWorking, ...]) -> tuple[GroupWorking, ...]:
    """Return the groups that were heard or had to be, in the order of the method."""
    a = row.answer.measures.acceptance
    found = []
    for position, group in enumerate(GROUPS):
        own = tuple(one for one in counted if one.group == group)
        if own or a.may_govern[0, :, position].any():
            aged, relative = (_estimate(estimate, (0, position)) for estimate in (a.aged, a.relative))
            as_aged, by_relative_ages = a.may_govern[0, :, position].tolist()
            rejects = bool(a.rejects[0, position])
            found.append(GroupWorking(group, own, aged, relative, as_aged, by_relative_ages, rejects))
    return tuple(found)


def _shares(row: CaseRow, items: tuple[ItemWorking, ...]) -> tuple[ShareWorking, ...]:
    """Return what was said to the questions of G8b, by each group that was asked and by everybody here."""
    table, masses = row.answer.table, row.answer.measures.acceptance.items
    numbers = np.cumsum([one.counts for one in items])
    told = []
    for question, said in (("takes_sides", table.items.takes_sides), ("minds_being_seen", table.items.minds_being_seen)):
        found = shares_said(table, masses, said, row.policy)
        for position, group in enumerate((*GROUPS, Stratum.ALL.value)):
            own = tuple(
                ShareItem(
                    int(numbers[k]), *(float(x) for x in (masses.unaged[k], found.cap[at], found.relative_age[at])),
                    *(float(x) for x in (found.relative_decay[at], found.mass[at], said[k])),
                )
                for at, k in enumerate(found.item.tolist()) if found.column[at] == position
            )  # fmt: skip
            if own:
                estimate = _estimate(found.found, (0, position))
                told.append(ShareWorking(question, group, own, estimate, bool(found.most[0, position])))
    return tuple(told)


def _reliability(row: CaseRow, counted: tuple[ItemWorking, ...], actors: tuple[ActorWorking, ...]) -> ReliabilityWorking:
    table, measures = row.answer.table, row.answer.measures
    columns = estimate_reliability(table, measures, row.policy)
    able = [one for one in actors if one.actor.able_to_harm]
    speaking = [report for one in able for report in one.reports if report.weight]
    heard = table.required & measures.acceptance.stratum_heard
    return ReliabilityWorking(
        known=int(heard.sum()) + sum(not one.is_gap for one in able),
        needed=int(table.required.sum()) + len(able) + (row.case.armed_actors is None),
        ratings=len(counted),
        reports=len(speaking),
        qualities=(math.fsum(one.quality for one in counted), math.fsum(one.quality for one in speaking)),
        ages=(math.fsum(one.decay for one in counted), math.fsum(one.age_weight for one in speaking)),
        told=name_reliability(columns, 0, row.policy),
    )


def _actors(row: CaseRow) -> tuple[ActorWorking, ...]:
    reports, found = row.answer.table.reports, row.answer.measures.tolerance
    stances = row.policy.tolerance.stances
    told = []
    for at, actor in zip(range(row.actors.start, row.actors.stop), row.case.armed_actors or (), strict=True):
        own = []
        for k in np.flatnonzero(reports.actor == at).tolist():
            report = actor.sources[int(reports.origin[k])]
            quality, weight = float(found.quality[k]), float(found.age_weight[k])
            speaks = quality * weight if found.used[k] else 0.0
            own.append(ReportWorking(report, quality, weight, stances.get(report.stance.value, math.nan), speaks))
        mean, value = _known(found.actor_mean[at]), _known(found.actor_value[at])
        told.append(ActorWorking(actor, tuple(own), mean, value, bool(found.actor_hostile[at]), bool(found.actor_gap[at])))
    return tuple(told)


def _conduct(row: CaseRow) -> tuple[Term, ...]:
    """Return what each fact costs; one that is not known counts like the bad answer."""
    has_rotated = bool(rotated(row.answer.table)[0])
    terms = []
    for fact, parameter in DEDUCTIONS.items():
        known = True if fact == "rotation_unknown" and has_rotated else fact_of(row.case, fact)
        terms.append(Term(fact, known, 0.0 if known is False else getattr(row.policy.conduct, parameter)))
    return tuple(terms)


def _capability(row: CaseRow) -> tuple[Term, ...]:
    mission, policy, hours = row.case.mission, row.policy.capability, row.answer.table.response_hours
    return (
        Term("patrol_frequency", mission.patrol_frequency, policy.patrol[mission.patrol_frequency.value]),
        Term("response_hours", mission.response_hours, float(response_value(hours, policy)[0])),
        Term("civilian_contact", mission.civilian_contact, policy.civilian[mission.civilian_contact.value]),
    )


def _tests(row: CaseRow) -> tuple[BandTest, ...]:
    components, policy = row.answer.measures.components, row.policy
    values = {name: float(getattr(components, name)[0]) for name in TESTS if name != "index"}
    values["index"] = float(row.answer.bands.index[0])
    found = []
    for position, band in enumerate(BANDS[:-1]):  # the last asks for nothing
        # What the draws lower is not held back as well: the band that they lower from needs no more points.
        is_raised = position < min(int(row.answer.table.previous_band[0]), int(row.answer.bands.profile[row.at]))
        raised = policy.robustness.hysteresis_points if is_raised else 0.0
        for name in TESTS:
            threshold = getattr(policy.bands.of(band), name) + (raised if name == "index" else 0.0)
            found.append(BandTest(band, name, values[name], threshold, values[name] >= threshold - ROUNDING))
    return tuple(found)
