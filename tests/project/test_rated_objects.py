"""A contingent that people rated may have left since: then what they said is of a former contingent, and enters nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mrm_desktop.domain.evidence import AreaEvidence
from mrm_desktop.domain.vocabulary import Rated
from mrm_desktop.project.rated_objects import evidence_on, has_left
from mrm_desktop.store.file.project_file import ProjectFile
from tests.present import present
from tests.services.conftest import ON, card, known
from tests.store import records

AFTER = ON + timedelta(days=1)
HATED = records.item(mean_rating=-2.0)


def of_unit(unit: str, **changes: object) -> AreaEvidence:
    return replace(records.evidence("", one=HATED), rated_unit=unit, **changes)  # type: ignore[arg-type]


def rated_on(project: ProjectFile, evidence: AreaEvidence, day: date) -> Rated:
    return evidence_on(evidence, known(project), day).item.rated


def test_a_deployment_that_has_ended_is_a_former_contingent_from_the_day_after(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_contingents([records.contingent(valid_to=ON)])
    assert rated_on(project, of_unit("TOYBAT"), ON) is Rated.UN_MILITARY
    assert rated_on(project, of_unit("TOYBAT"), AFTER) is Rated.FORMER_CONTINGENT


def test_a_unit_whose_presence_here_has_ended_has_left_this_area_only(empty: ProjectFile) -> None:
    with empty.write() as repo:
        repo.add_presence([records.presence("", valid_to=ON), records.presence("", k=1)])
    knowledge = known(empty)
    assert has_left("TOYBAT", "XT01", knowledge, AFTER)
    assert not has_left("TOYBAT", "XT01", knowledge, ON)
    assert not has_left("TOYBAT", "XT02", knowledge, AFTER)


@pytest.mark.parametrize("unit", ["", "NOBODY"])
def test_nobody_in_particular_and_a_unit_without_record_have_not_left(project: ProjectFile, unit: str) -> None:
    assert not has_left(unit, "XT01", known(project), AFTER)


def test_it_counts_again_when_the_unit_comes_back(project: ProjectFile) -> None:
    back = AFTER + timedelta(days=30)
    with project.write() as repo:
        repo.add_contingents([records.contingent(valid_to=ON), records.contingent(valid_from=back)])
    assert [rated_on(project, of_unit("TOYBAT"), day) for day in (AFTER, back)] == [Rated.FORMER_CONTINGENT, Rated.UN_MILITARY]


def test_what_was_said_of_others_stays_what_it_is(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_contingents([records.contingent(valid_to=ON)])
    other = replace(of_unit("TOYBAT"), item=replace(HATED, rated=Rated.OTHER_FORCE))
    assert rated_on(project, other, AFTER) is Rated.OTHER_FORCE


def test_ratings_of_a_unit_that_has_left_enter_no_acceptance(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_contingents([records.contingent(code="OLDBAT", valid_to=ON - timedelta(days=10))])
    before = present(card(project).assessment.acceptance)
    with project.write() as repo:
        repo.add_evidence([of_unit("OLDBAT"), replace(records.other_evidence(""), area_code="XT01")])
    found = card(project)
    assert present(found.assessment.acceptance) == before
    kinds = [(i.rated, i.asked_elsewhere) for i in found.case.community_evidence if i.rated is not Rated.UN_MILITARY]
    assert sorted(kinds) == [(Rated.FORMER_CONTINGENT, False), (Rated.OTHER_FORCE, True)]
    with project.write() as repo:
        repo.add_evidence([of_unit("TOYBAT")])
    assert present(card(project).assessment.acceptance) != before, "what people say of those who are here counts"
