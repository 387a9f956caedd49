"""Two assessors: blind until both have answered, and who answers anew has not agreed yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mrm_desktop.domain.assessors import AssessorAnswer, agreement_of
from mrm_desktop.domain.vocabulary import Mode

FIRST = AssessorAnswer("XT01", Mode.LIAISON, date(2026, 3, 1), "Access adviser", Mode.ALERT, "Too thin to be seen with them.")
SECOND = replace(FIRST, by="Security focal point", ceiling=Mode.DECONFLICTION)
BOTH = replace(FIRST, by="Access adviser + Security focal point", reconciles=True)


def test_nothing_is_compared_before_two_roles_have_answered() -> None:
    assert agreement_of([]) is None
    assert agreement_of([FIRST]) is None
    assert agreement_of([FIRST, replace(FIRST, by="access ADVISER", ceiling=Mode.ARMED_ESCORT)]) is None, (
        "one role that answers twice"
    )


def test_how_far_they_are_apart_is_counted_in_steps_of_visibility() -> None:
    same = agreement_of([FIRST, replace(SECOND, ceiling=FIRST.ceiling)])
    apart = agreement_of([SECOND, FIRST])
    assert same is not None
    assert same.steps == 0
    assert apart is not None
    assert apart.steps == abs(Mode.DECONFLICTION.visibility - Mode.ALERT.visibility) > 0
    assert [answer.by for answer in apart.answers] == ["Access adviser", "Security focal point"]


def test_what_was_agreed_ends_a_round_and_the_next_begins_blind() -> None:
    agreed = agreement_of([FIRST, SECOND, BOTH])
    assert agreed is not None
    assert agreed.reconciled == BOTH
    again = replace(SECOND, on=date(2026, 3, 5), ceiling=Mode.ALERT)
    assert agreement_of([FIRST, SECOND, BOTH, again]) is None
    second_round = agreement_of([FIRST, SECOND, BOTH, again, replace(FIRST, on=date(2026, 3, 6))])
    assert second_round is not None
    assert (second_round.reconciled, second_round.answers[1], second_round.steps) == (None, again, 0)
