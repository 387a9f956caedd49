"""Who matters in an area: recorded without persons, found with those around it, whom to speak with first on top."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.stakeholders import Acceptance, ContactView, Influence, StakeholderKind
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.evidence.who_matters import group_rows, record_stakeholder, who_matters
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import opened
from tests.store import records


@pytest.fixture
def toy(project: ProjectFile) -> OpenProject:
    return opened(project)


def test_groups_of_an_area_and_of_the_whole_country_are_found(toy: OpenProject) -> None:
    day = toy.day
    for who, code in (("Elders", "XT01"), ("Council of churches", ""), ("Traders", "XT02")):
        record_stakeholder(toy, records.stakeholder(who=who, area_code=code, on=day, last_met=None))
    assert {g.stakeholder.who for g in who_matters(toy, day, "XT01").groups} == {"Elders", "Council of churches"}
    assert len(who_matters(toy, day).groups) == 3
    assert not who_matters(toy, day - timedelta(days=1)).groups


def test_the_grid_the_caution_and_those_who_are_missing(toy: OpenProject) -> None:
    day = toy.day
    said: list[dict[str, Any]] = [
        {"who": "Women's association", "contact_view": ContactView.WARY},
        {"who": "Cattle camp youth", "kind": StakeholderKind.YOUTH_GROUP, "acceptance": Acceptance.UNKNOWN},
        {"who": "Street traders", "influence": Influence.LOW, "contact_view": ContactView.AGAINST},
    ]
    for changes in said:
        record_stakeholder(toy, records.stakeholder(**{"on": day, "last_met": day, "contact_view": ContactView.UNKNOWN, **changes}))
    found = who_matters(toy, day)
    assert [g.stakeholder.who for g in found.grid[Influence.HIGH, Acceptance.UNKNOWN]] == ["Cattle camp youth"]
    assert [g.stakeholder.who for g in found.against_contact] == ["Women's association"]
    assert StakeholderKind.DISPLACED_COMMITTEE in found.missing
    assert StakeholderKind.YOUTH_GROUP not in found.missing
    assert [row["course"] for row in group_rows(found)] == ["find_out", "keep_close", "keep_informed"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"by": " "}, "stakeholder.no_role"),
        ({"who": ""}, "facts.stakeholder_of_nobody"),
        ({"area_code": "XT99"}, "area.unknown"),
        ({"source": "no code!"}, "source.not_a_code_but"),
        ({"last_met": date(2030, 1, 1)}, "facts.stakeholder_met_later"),
    ],
)
def test_what_is_incomplete_is_refused(toy: OpenProject, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(KnownError) as caught:
        record_stakeholder(toy, records.stakeholder(**{"on": toy.day, "last_met": None, **changes}))
    assert caught.value.code == code
    assert not who_matters(toy, toy.day).groups


def test_a_day_to_come_is_refused(toy: OpenProject) -> None:
    with pytest.raises(KnownError, match="in_the_future"):
        record_stakeholder(toy, records.stakeholder(on=toy.day + timedelta(days=1)))


@pytest.mark.parametrize("field", ["who", "next_step", "by"])
def test_a_person_is_no_stakeholder(toy: OpenProject, field: str) -> None:
    with pytest.raises(PersonInTextError):
        record_stakeholder(toy, records.stakeholder(**{"on": toy.day, "last_met": None, field: "Mary Akol Deng"}))
    assert not who_matters(toy, toy.day).groups
