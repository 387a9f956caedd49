"""Cases as columns: one row per case, its evidence and reports in ragged columns that know their case.

The method is written once, on these columns. A single case is a table of one row, so that the answer for one area and the
answer for ten thousand come from the same lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from mrm_desktop.domain.case import FACTS, Case, MissionFacts, fact_of
from mrm_desktop.domain.grades import CREDIBILITIES, RELIABILITIES
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
    Rated,
    Stance,
    Stratum,
    Threat,
    Word,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

YES, NO, UNKNOWN = 1, 0, -1
NAMED_STRATA = tuple(s for s in Stratum if s is not Stratum.ALL)
GROUPS = (*(s.value for s in NAMED_STRATA), "asked_elsewhere")
"""Groups that may govern: the named strata here, then whoever was asked elsewhere about this area."""
ELSEWHERE = len(NAMED_STRATA)
NO_DAY = 0


def _positions(words: Sequence[Word]) -> Mapping[Word, int]:
    return MappingProxyType({word: position for position, word in enumerate(words)})


MODES = tuple(Mode)
BANDS = tuple(Band)
STANCES = tuple(Stance)
_MODE = _positions(MODES)
_BAND = _positions(BANDS)
_STATUS = _positions(tuple(MissionStatus))
_CIVILIAN = _positions(tuple(CivilianContact))
_MILITARY = _positions(tuple(MilitaryKind))
_APPROACH = _positions(tuple(Approach))
_EVENT = _positions(tuple(EventKind))
_PATROL = _positions(tuple(PatrolFrequency))
_STRATUM = _positions(NAMED_STRATA)
_METHOD = _positions(tuple(EvidenceMethod))
_STANCE = _positions(STANCES)
_TRUTH: Mapping[bool | None, int] = MappingProxyType({True: YES, False: NO, None: UNKNOWN})
_GRADE = MappingProxyType({r + c: (i, j) for i, r in enumerate(RELIABILITIES) for j, c in enumerate(CREDIBILITIES)})


@dataclass(frozen=True, slots=True, eq=False)
class ItemColumns:
    """Community evidence of all cases on the UN military that is here now, one row per item.

    They are sorted so that the order of the input does not matter.

    Attributes
    ----------
    case : Ints
        Row of the case.
    group : Ints
        Position in ``GROUPS``; -1 for ``all``.
    source : Ints
        What shares a cap, 0 to ``n_sources`` - 1: the source in a case, apart from what it was told elsewhere.
    age : Floats
        Days between fieldwork and assessment, >= 0.
    design_effect : Floats
        NaN where the policy's default holds.
    takes_sides, minds_being_seen : Floats
        Shares, 0 to 1; NaN where it was not asked.
    origin : Ints
        Position in the evidence of its case.
    """

    case: Ints
    group: Ints
    source: Ints
    method: Ints
    age: Floats
    answered: Floats
    rating: Floats
    reliability: Ints
    credibility: Ints
    refused: Floats
    reset: Bools
    design_effect: Floats
    takes_sides: Floats
    minds_being_seen: Floats
    source_case: Ints
    n_sources: int
    origin: Ints


@dataclass(frozen=True, slots=True, eq=False)
class ReportColumns:
    """Armed actors of all cases and the reports on them.

    Attributes
    ----------
    actor_case, actor_able : Ints, Bools
        One row per actor.
    actor : Ints
        Row of the actor, one per report.
    actor_source : Ints
        Number of the (actor, source) pair of a report; ``source_actor`` gives the actor of each pair.
    origin : Ints
        Position of a report among those of its actor.
    age : Floats
        Days between report and assessment, >= 0.
    """

    actor_case: Ints
    actor_able: Bools
    actor: Ints
    stance: Ints
    reliability: Ints
    credibility: Ints
    age: Floats
    actor_source: Ints
    source_actor: Ints
    origin: Ints


@dataclass(frozen=True, slots=True, eq=False)
class EventColumns:
    """Dated events of all cases: case, kind (position in ``EventKind``) and days until it, negative once it has passed."""

    case: Ints
    kind: Ints
    days: Ints


@dataclass(frozen=True, slots=True, eq=False)
class CaseTable:
    """Facts of all cases as columns of length ``n``; ``facts`` hold 1 yes, 0 no, -1 unknown."""

    n: int
    mode: Ints
    purpose_forbidden: Bools
    imminent: Bools
    threat_reliability: Ints
    threat_credibility: Ints
    status: Ints
    military_kind: Ints
    limited_mandate: Bools
    approach: Ints
    civilian: Ints
    civilian_untested: Bools
    patrol: Ints
    response_hours: Floats
    facts: Mapping[str, Ints]
    escort_known: Bools
    escort_met: Bools
    actors_assessed: Bools
    actors_checked: Ints
    state_forces_listed: Bools
    redrawn: Bools
    required: Bools
    previous_band: Ints
    assessed_on: Ints
    closes_on: Ints
    mandate_ends_on: Ints
    events: EventColumns
    items: ItemColumns
    reports: ReportColumns


def encode(cases: Sequence[Case]) -> CaseTable:
    """Write cases as columns. The cases must have been checked (:mod:`mrm_desktop.scoring.validation`).

    Parameters
    ----------
    cases : Sequence[Case]
        Any number of cases, also none.
    """
    requests = [c.request for c in cases]
    missions = [c.mission for c in cases]
    grades = [_GRADE[str(r.threat_grade)] if r.threat_grade is not None else (-1, -1) for r in requests]
    actors = [c.armed_actors for c in cases]
    escort = [c.escort_criteria for c in cases]
    all_criteria = len(EscortCriterion)
    return CaseTable(
        n=len(cases),
        mode=_ints([_MODE[r.mode] for r in requests]),
        purpose_forbidden=_bools([r.purpose.is_forbidden for r in requests]),
        imminent=_bools([r.threat is Threat.IMMINENT for r in requests]),
        threat_reliability=_ints([g[0] for g in grades]),
        threat_credibility=_ints([g[1] for g in grades]),
        status=_ints([_STATUS[m.status] for m in missions]),
        military_kind=_ints([_MILITARY[_kind_of(m)] for m in missions]),
        limited_mandate=_bools([m.poc_mandate_is_limited for m in missions]),
        approach=_ints([_APPROACH[c.organisation.approach] for c in cases]),
        civilian=_ints([_CIVILIAN[m.civilian_contact] for m in missions]),
        civilian_untested=_bools([m.civilian_contact_tested is False for m in missions]),
        patrol=_ints([_PATROL[m.patrol_frequency] for m in missions]),
        response_hours=_floats([np.nan if m.response_hours is None else m.response_hours for m in missions]),
        facts=_encode_facts(cases),
        escort_known=_bools([e is not None for e in escort]),
        escort_met=_bools([e is not None and len(e) == all_criteria for e in escort]),
        actors_assessed=_bools([a is not None for a in actors]),
        actors_checked=_ints([_day(c.armed_actors_checked_on) for c in cases]),
        state_forces_listed=_bools([any(x.kind is ActorKind.STATE for x in a or ()) for a in actors]),
        redrawn=_bools([c.area_redrawn for c in cases]),
        required=_bools([[s in c.required_strata for s in NAMED_STRATA] for c in cases]).reshape(-1, len(NAMED_STRATA)),
        previous_band=_ints([-1 if c.previous_band is None else _BAND[c.previous_band] for c in cases]),
        assessed_on=_ints([c.assessed_on.toordinal() for c in cases]),
        closes_on=_ints([_day(m.closes_on) for m in missions]),
        mandate_ends_on=_ints([_day(m.mandate_ends_on) for m in missions]),
        events=_encode_events(cases),
        items=_encode_items(cases),
        reports=_encode_reports(cases),
    )


def _day(day: date | None) -> int:
    return NO_DAY if day is None else day.toordinal()


def _kind_of(mission: MissionFacts) -> MilitaryKind:
    if mission.military_kind is not None:
        return mission.military_kind
    return MilitaryKind.ARMED_UNITS if mission.military_in_area else MilitaryKind.UNKNOWN


def _encode_events(cases: Sequence[Case]) -> EventColumns:
    rows = [
        (number, _EVENT[event.kind], event.on.toordinal() - case.assessed_on.toordinal())
        for number, case in enumerate(cases)
        for event in case.events_ahead
    ]
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
    return EventColumns(columns[0], columns[1], columns[2])


def _encode_facts(cases: Sequence[Case]) -> Mapping[str, Ints]:
    return {name: _ints([_TRUTH[fact_of(case, name)] for case in cases]) for name in FACTS}


def last_rotation(case: Case) -> date:
    """Return the day of the last rotation that has passed: it resets whatever was collected before (METHOD 2, rule 12)."""
    return max((e.on for e in case.events_ahead if e.kind is EventKind.ROTATION and e.on < case.assessed_on), default=date.min)


def _encode_items(cases: Sequence[Case]) -> ItemColumns:
    rows = [
        (
            number,
            ELSEWHERE if i.asked_elsewhere else _STRATUM.get(i.stratum, -1),
            _METHOD[i.method],
            today - i.collected_on.toordinal(),
            i.answered,
            i.mean_rating,
            *_GRADE[i.grade.reliability + i.grade.credibility],
            i.refused_share,
            i.reset_since or i.collected_on < rotated,
            np.nan if i.design_effect is None else i.design_effect,
            np.nan if i.takes_sides_share is None else i.takes_sides_share,
            np.nan if i.minds_being_seen_share is None else i.minds_being_seen_share,
        )
        for number, case in enumerate(cases)
        for today, rotated in ((case.assessed_on.toordinal(), last_rotation(case)),)
        for i in case.community_evidence
        if i.rated is Rated.UN_MILITARY
    ]
    names = _ids([i.source for case in cases for i in case.community_evidence if i.rated is Rated.UN_MILITARY])
    origin = _ints([n for case in cases for n, i in enumerate(case.community_evidence) if i.rated is Rated.UN_MILITARY])
    columns = np.array(rows, dtype=np.float64).reshape(len(rows), 13).T
    order = np.lexsort((*columns[:1:-1], columns[1], names, columns[0]))
    columns, names, origin = columns[:, order], names[order], origin[order]
    case_of, group = columns[0].astype(np.int64), columns[1].astype(np.int64)
    source, source_first = _pairs(case_of, 2 * names + (group == ELSEWHERE))
    return ItemColumns(
        case=case_of,
        group=group,
        source=source,
        method=columns[2].astype(np.int64),
        age=columns[3],
        answered=columns[4],
        rating=columns[5],
        reliability=columns[6].astype(np.int64),
        credibility=columns[7].astype(np.int64),
        refused=columns[8],
        reset=columns[9] > 0,
        design_effect=columns[10],
        takes_sides=columns[11],
        minds_being_seen=columns[12],
        source_case=case_of[source_first],
        n_sources=len(source_first),
        origin=origin,
    )


def _encode_reports(cases: Sequence[Case]) -> ReportColumns:
    actors = [(number, actor, case) for number, case in enumerate(cases) for actor in case.armed_actors or ()]
    rows = [
        (
            position,
            _STANCE[r.stance],
            *_GRADE[r.grade.reliability + r.grade.credibility],
            case.assessed_on.toordinal() - r.reported_on.toordinal(),
        )
        for position, (_, actor, case) in enumerate(actors)
        for r in actor.sources
    ]
    names = _ids([r.source for _, actor, _ in actors for r in actor.sources])
    origin = _ints([n for _, actor, _ in actors for n in range(len(actor.sources))])
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), -1 if rows else 5).T
    order = np.lexsort((*columns[:0:-1], names, columns[0]))
    columns, names, origin = columns[:, order], names[order], origin[order]
    actor_source, firsts = _pairs(columns[0], names)
    return ReportColumns(
        actor_case=_ints([number for number, _, _ in actors]),
        actor_able=_bools([actor.able_to_harm for _, actor, _ in actors]),
        actor=columns[0],
        stance=columns[1],
        reliability=columns[2],
        credibility=columns[3],
        age=columns[4].astype(np.float64),
        actor_source=actor_source,
        source_actor=columns[0][firsts],
        origin=origin,
    )


def _ids(texts: Sequence[str]) -> Ints:
    """Give each distinct text its number in alphabetical order, whatever the order of the rows."""
    numbers = {text: number for number, text in enumerate(sorted(set(texts)))}
    return _ints([numbers[text] for text in texts])


def _pairs(first: Ints, second: Ints, width: int | None = None) -> tuple[Ints, Ints]:
    """Give each distinct pair a number; return the numbers and the position of each pair's first row."""
    if width is None:
        width = int(second.max(initial=0)) + 1
    _, firsts, numbers = np.unique(first * width + second, return_index=True, return_inverse=True)
    return numbers.astype(np.int64), firsts.astype(np.int64)


def _ints(values: Sequence[object]) -> Ints:
    return np.array(values, dtype=np.int64)


def _floats(values: Sequence[object]) -> Floats:
    return np.array(values, dtype=np.float64)


def _bools(values: Sequence[object]) -> Bools:
    return np.array(values, dtype=np.bool_)
