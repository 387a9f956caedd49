"""Two roles answer for the same area blind, compare and reconcile; a decision keeps all three."""

from __future__ import annotations

from datetime import date

import pytest

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import PersonInTextError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.services.decisions.check_records import replay, verify
from mrm_desktop.services.decisions.two_assessors import answer_blind, compare_assessors, reconcile, told_by_assessors
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, card, decide, opened

WHY = "Women said they fear the base."


def answer(project: ProjectFile, by: str, ceiling: Mode, on: date = ON) -> None:
    answer_blind(opened(project), "XT01", Mode.LIAISON, ceiling, WHY, by, on)


def refused(project: ProjectFile, **changed: str) -> KnownError:
    asked = {"area": "XT01", "why": WHY, "by": "Access adviser", **changed}
    with pytest.raises(KnownError) as caught:
        answer_blind(opened(project), asked["area"], Mode.LIAISON, Mode.ALERT, asked["why"], asked["by"], ON)
    return caught.value


def test_the_first_answer_is_shown_to_nobody(project: ProjectFile) -> None:
    answer(project, "Access adviser", Mode.ALERT)
    with pytest.raises(KnownError) as caught:
        compare_assessors(opened(project), "XT01", Mode.LIAISON)
    assert caught.value.code == "assessors.still_blind"
    assert caught.value.params == {"count": 1, "needed": 2}
    assert card(project).agreement is None
    assert decide(project).draft.assessors == ()


@pytest.mark.parametrize("spelling", ["access  adviser", "Access_Adviser", "the access adviser"])
def test_a_role_that_spells_itself_anew_is_no_second_one(project: ProjectFile, spelling: str) -> None:
    answer(project, "Access adviser", Mode.ALERT)
    answer(project, spelling, Mode.LIAISON)
    with pytest.raises(KnownError, match=r"assessors\.still_blind"):
        compare_assessors(opened(project), "XT01", Mode.LIAISON)


def test_nobody_answers_blind_after_both_have_answered(project: ProjectFile) -> None:
    answer(project, "Security focal point", Mode.LIAISON)
    answer(project, "Access adviser", Mode.ALERT)
    assert refused(project, by="Access adviser").code == "assessors.both_answered"
    assert refused(project, by="Country director").code == "assessors.both_answered"


def test_another_mode_or_area_is_another_question(project: ProjectFile) -> None:
    answer(project, "Access adviser", Mode.ALERT)
    answer_blind(opened(project), "XT01", Mode.ARMED_ESCORT, Mode.ALERT, WHY, "Security focal point", ON)
    answer_blind(opened(project), "XT02", Mode.LIAISON, Mode.ALERT, WHY, "Security focal point", ON)
    with pytest.raises(KnownError, match=r"assessors\.still_blind"):
        compare_assessors(opened(project), "XT01", Mode.LIAISON)


def test_a_decision_keeps_both_answers_and_what_was_agreed(project: ProjectFile) -> None:
    answer(project, "Security focal point", Mode.LIAISON)
    answer(project, "Access adviser", Mode.ALERT)
    compared = compare_assessors(opened(project), "XT01", Mode.LIAISON)
    assert compared.steps == Mode.LIAISON.visibility - Mode.ALERT.visibility
    told = ("Access adviser: alert", "Security focal point: liaison")
    assert told_by_assessors(compared) == told
    assert decide(project).draft.assessors == told
    reconcile(opened(project), "XT01", Mode.LIAISON, Mode.ALERT, "Both see the risk for women.", ON)
    assert decide(project).draft.assessors == (*told, "Access adviser + Security focal point: alert")
    with project.read() as repository:
        assert verify(repository.decisions(), repository.decision_heads()) == ()
        assert replay(repository.decisions()) == ()


def test_nothing_is_agreed_before_both_have_answered(project: ProjectFile) -> None:
    answer(project, "Access adviser", Mode.ALERT)
    with pytest.raises(KnownError, match=r"assessors\.still_blind"):
        reconcile(opened(project), "XT01", Mode.LIAISON, Mode.ALERT, WHY, ON)


def test_an_answer_has_a_role_a_reason_an_area_and_no_person(project: ProjectFile) -> None:
    assert refused(project, by=" ").code == "assessors.no_role"
    assert refused(project, why="Thin.").code == "assessors.no_reason"
    assert refused(project, area="XT99").code == "area.unknown"
    assert isinstance(refused(project, why="Mary Deng told us that she fears them."), PersonInTextError)
    assert opened(project).knowledge.assessor_answers.of(["XT01"]) == ()
