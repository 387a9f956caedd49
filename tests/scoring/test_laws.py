"""METHOD section 9: what must hold for any input."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from hypothesis import assume, given
from hypothesis import strategies as st

from mrm_desktop.domain.case import Case
from mrm_desktop.domain.evidence import CommunityEvidence
from mrm_desktop.domain.grades import Grade
from mrm_desktop.domain.vocabulary import EvidenceMethod, Flag, MissionStatus, Mode, Rated, Stance, Stratum, Threat, Verdict
from mrm_desktop.scoring import PreparedAreas, assess, load_policy
from mrm_desktop.scoring.table import MODES
from tests.scoring.strategies import GRADES, RATINGS, VISIBLE, cases, items, open_cases

POLICY = load_policy()
OPEN = (Verdict.PROCEED, Verdict.PROCEED_WITH_CONDITIONS, Verdict.EMERGENCY_ALERT)


def doors(*cases: Case) -> list[dict[Mode, int]]:
    """Modes that may be used, of all nine, each with the visibility of its ceiling; for each case."""
    found = PreparedAreas(cases).assess(POLICY, list(Mode))
    return [
        {o.mode: o.ceiling.visibility for o in (found.answer(row, column) for column in range(len(Mode))) if o.verdict in OPEN}
        for row in range(len(cases))
    ]


def not_wider(before: Case, after: Case) -> None:
    """``after`` opens no door that ``before`` keeps closed: no mode more, and for none a higher ceiling.

    The ceiling of a *closed* answer is no door.
    """
    one, other = doors(before, after)
    assert other.keys() <= one.keys()
    assert all(ceiling <= one[mode] for mode, ceiling in other.items())


# -- better ratings never close a door -----------------------------------------------------------------------------------------


@given(open_cases(), st.lists(st.floats(0, 4), min_size=8, max_size=8))
def test_better_ratings_never_close_a_door(case: Case, by: list[float]) -> None:
    better = tuple(
        replace(i, mean_rating=min(2.0, i.mean_rating + more)) for i, more in zip(case.community_evidence, by, strict=False)
    )
    not_wider(replace(case, community_evidence=better), case)


# -- a more hostile stance never opens one -------------------------------------------------------------------------------------

_KNOWN: list[Stance] = [s for s in Stance if s is not Stance.UNKNOWN]


@given(open_cases(), st.integers(0, 1), st.integers(0, 2), st.integers(1, 4))
def test_a_more_hostile_stance_never_opens_a_door(case: Case, which: int, number: int, worse: int) -> None:
    assume(case.armed_actors)
    assert case.armed_actors is not None
    actor = case.armed_actors[which]
    number = min(number, len(actor.sources) - 1)
    report = actor.sources[number]
    assume(report.stance is not Stance.UNKNOWN)
    hostile = _KNOWN[min(_KNOWN.index(report.stance) + worse, len(_KNOWN) - 1)]
    sources = (*actor.sources[:number], replace(report, stance=hostile), *actor.sources[number + 1 :])
    actors = tuple(replace(a, sources=sources) if a is actor else a for a in case.armed_actors)
    not_wider(case, replace(case, armed_actors=actors))


# -- a huge sample of grade E never opens one ----------------------------------------------------------------------------------


@given(open_cases(), st.sampled_from(Stratum), st.sampled_from(EvidenceMethod), st.sampled_from("123456"), st.floats(-2, 2))
def test_a_huge_sample_of_grade_e_never_opens_a_door(
    case: Case, stratum: Stratum, method: EvidenceMethod, credibility: str, rating: float
) -> None:
    """Neither from a source of its own nor within another: what is worthless enters nothing."""
    for source in ("huge", "base"):
        huge = CommunityEvidence(stratum, method, source, case.assessed_on, 1e9, rating, Grade("E", credibility))
        assert doors(case) == doors(replace(case, community_evidence=(*case.community_evidence, huge)))


# -- ageing all evidence never opens one ---------------------------------------------------------------------------------------


def aged(case: Case, days: int) -> Case:
    """All evidence of communities and of armed actors that many days older."""
    by = timedelta(days=days)
    actors = case.armed_actors and tuple(
        replace(a, sources=tuple(replace(r, reported_on=r.reported_on - by) for r in a.sources)) for a in case.armed_actors
    )
    evidence = tuple(replace(i, collected_on=i.collected_on - by) for i in case.community_evidence)
    return replace(case, community_evidence=evidence, armed_actors=actors)


@given(open_cases(oldest=1500), st.one_of(st.integers(1, 60), st.integers(1, 3000)))
def test_ageing_all_evidence_never_opens_a_door(case: Case, days: int) -> None:
    not_wider(case, aged(case, days))


# -- an emergency alert is never blocked ---------------------------------------------------------------------------------------


@given(cases(VISIBLE))
def test_no_military_mode_under_an_imminent_threat_ends_without_an_alert(case: Case) -> None:
    found = assess(replace(case, request=replace(case.request, threat=Threat.IMMINENT)), POLICY)
    if case.request.purpose.is_forbidden:
        assert (found.verdict, Flag.ALERT_WITHOUT_IT in found.flags) == (Verdict.PROHIBITED, True)
    elif case.mission.status is MissionStatus.CLOSED:
        assert (found.verdict, Flag.EMERGENCY_ELSEWHERE in found.flags) == (Verdict.NOT_AVAILABLE, True)
    else:
        assert found.verdict is Verdict.EMERGENCY_ALERT
        assert found.approval is None


# -- a mode that nobody sees is never held -------------------------------------------------------------------------------------


@given(cases([mode for mode in Mode if not mode.is_military]))
def test_a_mode_that_nobody_sees_is_never_held(case: Case) -> None:
    found = assess(case, POLICY)
    if case.request.purpose.is_forbidden:
        assert found.verdict is Verdict.PROHIBITED
    else:
        assert (found.verdict, found.ceiling, found.deciding_gate) == (Verdict.PROCEED, case.request.mode, None)


# -- ratings of somebody else change nothing -----------------------------------------------------------------------------------


@given(st.one_of(cases(), open_cases()), st.lists(items(), min_size=1, max_size=4), st.sampled_from(list(Rated)[1:]))
def test_ratings_of_somebody_else_change_nothing(case: Case, others: list[CommunityEvidence], rated: Rated) -> None:
    more = tuple(replace(i, rated=rated) for i in others)
    one, two = (assess(c, POLICY) for c in (case, replace(case, community_evidence=(*more, *case.community_evidence))))
    assert one.answer == two.answer or not case.community_evidence
    assert (one.verdict, one.ceiling, one.index, one.robustness) == (two.verdict, two.ceiling, two.index, two.robustness)


# -- no group is outvoted ------------------------------------------------------------------------------------------------------


@given(open_cases(), st.sampled_from([Stratum.WOMEN, Stratum.MEN]), st.lists(RATINGS, min_size=8, max_size=8))
def test_one_group_never_opens_above_an_alert_what_another_heard_group_closes(
    case: Case, closing: Stratum, ratings: list[float]
) -> None:
    against = tuple(
        replace(i, mean_rating=-1.2 if i.stratum is closing else rating)
        for i, rating in zip(case.community_evidence, ratings, strict=False)
    )
    asked = replace(case, community_evidence=against)
    found = assess(asked, POLICY).acceptance
    assert found is not None
    assume(found.low < POLICY.bands.conditional.acceptance)
    assert not any(mode.is_military and mode.visibility > Mode.ALERT.visibility for mode in doors(asked)[0])


# -- no input is ever written to -----------------------------------------------------------------------------------------------


@given(cases())
def test_no_input_is_written_to(case: Case) -> None:
    before = copy.deepcopy(case)
    text = POLICY.text
    assess(case, POLICY)
    assert case == before
    assert text == POLICY.text == load_policy().text


# -- the order of the rows does not matter -------------------------------------------------------------------------------------


T = TypeVar("T")


def shuffled(rows: Sequence[T], seed: int) -> tuple[T, ...]:
    found = list(rows)
    Random(seed).shuffle(found)
    return tuple(found)


@given(st.one_of(cases(), open_cases()), st.integers(0, 1000))
def test_the_order_of_the_rows_does_not_matter(case: Case, seed: int) -> None:
    actors = case.armed_actors and tuple(replace(a, sources=shuffled(a.sources, seed)) for a in shuffled(case.armed_actors, seed))
    other = replace(
        case,
        community_evidence=shuffled(case.community_evidence, seed),
        armed_actors=actors,
        required_strata=shuffled(case.required_strata, seed),
    )
    one, two = assess(case, POLICY), assess(other, POLICY)
    assert (one.verdict, one.ceiling, one.band, one.flags, one.robustness) == (
        two.verdict,
        two.ceiling,
        two.band,
        two.flags,
        two.robustness,
    )
    assert one.acceptance == two.acceptance
    assert one.index == two.index
    assert {(g.code, str(dict(g.params))) for g in one.gaps} == {(g.code, str(dict(g.params))) for g in two.gaps}


# -- missing is never zero and never neutral -----------------------------------------------------------------------------------

_BAD_WHEN_TRUE = [
    ("context", "contact_punished"),
    ("context", "reprisals_for_contact"),
    ("mission", "joint_operations_with_party"),
    ("mission", "unresolved_abuse_allegations"),
    ("mission", "alleged_perpetrator"),
    ("mission", "recent_attacks_or_protests"),
    ("mission", "rotation_unknown"),
    ("mission", "resolved_past_allegations"),
]
_BAD_WHEN_FALSE = [
    ("mission", "military_in_area"),
    ("mission", "hotline"),
    ("organisation", "exposed_people_agree"),
    ("organisation", "unicef_consulted"),
]


@given(st.one_of(cases(VISIBLE), open_cases()), st.sampled_from(_BAD_WHEN_TRUE + _BAD_WHEN_FALSE))
def test_an_unknown_fact_never_opens_a_door(case: Case, place: tuple[str, str]) -> None:
    assume(case.request.threat is Threat.NONE)
    part, fact = place
    good = place in _BAD_WHEN_FALSE
    known, unknown = (replace(case, **{part: replace(getattr(case, part), **{fact: v})}) for v in (good, None))
    not_wider(known, unknown)


@given(open_cases())
def test_without_evidence_nothing_visible_opens(case: Case) -> None:
    for opened in doors(replace(case, community_evidence=()), replace(case, armed_actors=None)):
        assert not any(mode.is_military for mode in opened)


@given(open_cases(), st.integers(0, 1))
def test_an_actor_of_unknown_stance_never_opens_a_door(case: Case, which: int) -> None:
    assume(case.armed_actors)
    assert case.armed_actors is not None
    actors = tuple(replace(a, sources=()) if n == which else a for n, a in enumerate(case.armed_actors))
    found = assess(replace(case, armed_actors=actors), POLICY)
    assert found.verdict not in OPEN
    assert found.tolerance is not None
    assert found.tolerance.value is None


# -- and every number of an answer is a number ---------------------------------------------------------------------------------


@given(st.one_of(cases(), open_cases()), st.lists(items(GRADES), max_size=3))
def test_numbers_stay_in_their_range(case: Case, more: list[CommunityEvidence]) -> None:
    found = assess(replace(case, community_evidence=case.community_evidence + tuple(more)), POLICY)
    numbers: list[float] = []
    if found.acceptance is not None:
        a = found.acceptance
        assert 0 <= a.low <= a.mean <= a.high <= 1
        assert a.sd >= 0
        assert a.mass >= 0
    if found.tolerance is not None and found.tolerance.value is not None:
        numbers.append(found.tolerance.value)
    if found.index is not None:
        assert 0 < found.index.value <= 100
    if found.robustness is not None:
        numbers += [found.robustness.share_in_band, found.robustness.share_below]
    assert found.reliability is not None
    assert 0 <= found.reliability.value <= 10
    assert all(math.isfinite(n) and 0 <= n <= 1 for n in numbers)
    assert found.ceiling in MODES
    assert found.expires_on is not None
    assert found.expires_on >= case.assessed_on
    assert found.reasons
