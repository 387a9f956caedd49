"""The library of measures: every one has its words, a source, and passes the guard on free text in every language."""

from __future__ import annotations

from datetime import date

import pytest

from mrm_desktop.domain.case import RiskMeasure
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.text_guard import find_persons
from mrm_desktop.domain.vocabulary import Mode, Receptor, RiskFactor
from mrm_desktop.foundation.words import LANGUAGES, Words
from mrm_desktop.services.decisions.known_measures import known_measure, known_measures

WORDS = Words("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_has_words_of_its_own_that_tell_of_nobody(language: str) -> None:
    words = Words(language)
    names = [measure.said(words) for measure in known_measures()]
    assert len(set(names)) == len(names) > 20
    assert [m.code for m in known_measures() if not words.knows(f"known_measure.{m.code}")] == []
    assert [name for name in names if find_persons("measures", name)] == []


def test_every_measure_is_sourced_and_belongs_to_modes_that_are_seen() -> None:
    for measure in known_measures():
        assert measure.sources, measure.code
        assert measure.gates, measure.code
        assert measure.modes, measure.code
        assert all(mode.is_military for mode in measure.modes), measure.code
        assert measure.lowers is RiskFactor.IMPACT or measure.receptor is None, measure.code
    covered = {mode for measure in known_measures() for mode in measure.modes}
    assert covered == {mode for mode in Mode if mode.is_military}
    assert {m.receptor for m in known_measures() if m.lowers is RiskFactor.IMPACT} == set(Receptor)


def test_a_measure_is_found_by_its_code_or_named_as_unknown() -> None:
    assert known_measure("check_ins").receptor is Receptor.STAFF
    with pytest.raises(KnownError) as refused:
        known_measure("prayer")
    assert (refused.value.code, refused.value.params["found"]) == ("measure.unknown", "prayer")


@pytest.mark.parametrize(("owner", "since"), [("", date(2026, 2, 1)), (" ", date(2026, 2, 1)), ("Field manager", None)])
def test_without_a_role_and_a_day_it_is_only_a_plan(owner: str, since: date | None) -> None:
    planned = known_measure("neutral_place").for_an_area(WORDS, owner, since)
    assert (planned.in_place, planned.since) == (False, None)


def test_with_both_it_is_in_place() -> None:
    found = known_measure("follow_up_call").for_an_area(WORDS, " Field manager ", date(2026, 2, 1))
    name = WORDS.say("known_measure.follow_up_call")
    assert found == RiskMeasure(name, RiskFactor.IMPACT, Receptor.CONTACTS, True, "Field manager", date(2026, 2, 1))
