"""Measures against harm: on record, and counting only when in place, owned and dated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mrm_desktop.domain.case import RiskMeasure
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass, PersonInTextError
from mrm_desktop.domain.vocabulary import Mode, Receptor, RiskFactor
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question
from mrm_desktop.services.decisions.put_measures import add_known_measures, put_measures
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, known, opened
from tests.store import records

IN_PLACE = RiskMeasure("meetings away from the base", RiskFactor.LIKELIHOOD, None, True, "Security focal point", date(2026, 2, 1))
PLANNED = RiskMeasure("a second car", RiskFactor.IMPACT, Receptor.STAFF)


def likelihood(
    project: ProjectFile,
) -> tuple[int, tuple[RiskMeasure, ...]]:
    card = opened(project).card("XT01", Question(Mode.VERIFICATION_SECURITY))
    return present(card.assessment.residual_risk).likelihood, card.case.measures


def test_only_what_is_in_place_lowers_the_likelihood(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_statements([records.impact("XT01")])
    before, none = likelihood(project)
    facts = present(known(project).circumstances_of("XT01", ON))
    put_measures(opened(project), "XT01", [PLANNED], "security-plan", ON)
    assert likelihood(project) == (before, (PLANNED,))
    put_measures(opened(project), "XT01", [IN_PLACE, PLANNED], "security-plan", ON)
    assert likelihood(project) == (before - 1, (IN_PLACE, PLANNED))
    after = present(known(project).circumstances_of("XT01", ON))
    assert (after.context, after.organisation, after.hotline) == (facts.context, facts.organisation, facts.hotline)
    assert none == ()


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        (RiskMeasure(" ", RiskFactor.IMPACT), "measure.no_name"),
        (RiskMeasure("x", RiskFactor.IMPACT, None, True, "", date(2026, 1, 1)), "measure.not_owned"),
        (RiskMeasure("x", RiskFactor.IMPACT, None, True, "role", None), "measure.not_owned"),
        (RiskMeasure("x", RiskFactor.IMPACT, None, True, "role", date(2027, 1, 1)), "measure.in_the_future"),
    ],
)
def test_what_is_said_to_be_in_place_has_an_owner_and_a_day(
    project: ProjectFile, words_for: Words, measure: RiskMeasure, code: str
) -> None:
    with pytest.raises(KnownError) as caught:
        put_measures(opened(project), "XT01", [measure], "plan", ON)
    assert caught.value.code == code
    assert words_for.knows(code)
    assert words_for.knows(f"{code}.next")


def test_an_unknown_area_is_an_error(project: ProjectFile) -> None:
    with pytest.raises(KnownError, match=r"area\.unknown"):
        put_measures(opened(project), "NOWHERE", [PLANNED], "plan", ON)


@pytest.fixture
def words_for() -> Words:
    from mrm_desktop.foundation.words import Words

    return Words("en")


def test_an_area_is_found_however_it_is_written(project: ProjectFile) -> None:
    asked = opened(project)
    put_measures(asked, "xt-01", [IN_PLACE], "security-plan", ON)
    assert asked.card("XT01", Question(Mode.LIAISON)).case.measures == (IN_PLACE,)


def test_measures_tell_of_nobody_and_their_source_is_a_code(project: ProjectFile) -> None:
    named = replace(IN_PLACE, owner="Mary Deng, +211 912 345 678")
    with pytest.raises(PersonInTextError) as caught:
        put_measures(opened(project), "XT01", [PLANNED, named], "security-plan", ON)
    assert {finding.field for finding in caught.value.findings} == {"measures 2.owner"}
    with pytest.raises(KnownError) as refused:
        put_measures(opened(project), "XT01", [PLANNED], "security plan, March", ON)
    assert (refused.value.code, refused.value.params["suggestion"]) == ("source.not_a_code_but", "security-plan-march")
    hill = replace(PLANNED, name="A radio on Nyibol Athian")
    passed = GuardPass("measures 1.name", "It is the name of a hill, not of a person.", "Field manager", "Security focal point")
    put_measures(opened(project), "XT01", [hill], "security-plan", ON, [passed])
    with project.read() as repository:
        [kept] = repository.guard_passes()
    assert (kept.about, kept.code, kept.guard_pass) == ("measures", "XT01", passed)


def test_known_measures_are_added_to_what_is_on_record_and_only_those_in_place_lower_anything(project: ProjectFile) -> None:
    asked, words, since = opened(project), Words("en"), date(2026, 2, 1)
    before, _ = likelihood(project)
    put_measures(asked, "XT01", [PLANNED], "security-plan", ON)
    add_known_measures(asked, "XT01", ["neutral_place", "neutral_place"], words, "security-plan", ON)
    assert likelihood(project)[0] == before
    (added,) = add_known_measures(asked, "xt-01", ["neutral_place"], words, "security-plan", ON, "Field manager", since)
    lowered, measures = likelihood(project)
    assert (lowered, measures) == (before - 1, (PLANNED, added))
    with pytest.raises(KnownError, match=r"measure\.unknown"):
        add_known_measures(asked, "XT01", ["prayer"], words, "security-plan", ON)
    assert likelihood(project) == (before - 1, (PLANNED, added))
