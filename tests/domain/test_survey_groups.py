"""Divisions of those who answered, and as whom the method counts a person."""

from __future__ import annotations

import pytest

from mrm_desktop.domain.survey_groups import AXIS_OF, GROUPS, Axis, counted_as
from mrm_desktop.domain.vocabulary import Stratum


@pytest.mark.parametrize(
    ("groups", "stratum"),
    [
        (("women", "displaced"), Stratum.DISPLACED),
        (("host", "women", "youth"), Stratum.WOMEN),
        (("men", "older"), Stratum.MEN),
        (("youth", "host"), Stratum.HOST),
        (("youth",), Stratum.YOUTH),
        (("with_disability", "adults"), Stratum.ALL),
        ((), Stratum.ALL),
    ],
)
def test_nobody_counts_twice(groups: tuple[str, ...], stratum: Stratum) -> None:
    assert counted_as(groups) is stratum


def test_a_survey_of_women_counts_women_where_nothing_else_is_known() -> None:
    assert counted_as((), Stratum.WOMEN) is Stratum.WOMEN
    assert counted_as(("with_disability",), Stratum.WOMEN) is Stratum.WOMEN


def test_each_group_belongs_to_one_division_and_every_named_stratum_is_one() -> None:
    assert sum(len(groups) for groups in GROUPS.values()) == len(AXIS_OF)
    assert set(Stratum) - {Stratum.ALL} <= set(AXIS_OF)
    assert set(AXIS_OF.values()) == set(Axis)
