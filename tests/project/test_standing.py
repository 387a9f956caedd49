"""Whom a decision still waits for: only signatures under the record as it is count."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.sign_offs import Course, DecisionOutcome, PerceptionSince, SignOff, Standing
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.records import Records
from mrm_desktop.project.standing import in_force, sign_offs_of, standing_of, waiting_for
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, POLICY, decide, known


def test_a_decision_that_asks_nobody_is_in_force(project: ProjectFile) -> None:
    decide(project, mode=Mode.CIVILIAN_CHANNEL)
    state = known(project)
    assert waiting_for(state, state.decisions.heads[0], POLICY) == ()


def test_only_signatures_of_this_record_of_known_roles_count(project: ProjectFile) -> None:
    decide(project, approver_role="Field manager")
    state = known(project)
    (head,) = state.decisions.heads
    right = SignOff(head.id, head.hash, head.area_code, "security_focal_point", ON)
    others = (replace(right, decision_id="0" * 32), replace(right, decision_hash="0" * 64), replace(right, role="driver"))
    unsigned = replace(state, sign_offs=Records(others))
    assert waiting_for(unsigned, head, POLICY) == ("security_focal_point",)
    assert [one.role for one in sign_offs_of(unsigned, head)] == ["driver"]
    assert waiting_for(replace(state, sign_offs=Records((*others, right))), head, POLICY) == ()


def test_what_waits_for_a_signature_is_not_in_force(project: ProjectFile) -> None:
    decide(project, approver_role="Field manager")
    state = known(project)
    (head,) = state.decisions.heads
    assert state.decisions.standing(ON) == (head,)
    assert in_force(state, ON, POLICY) == ()
    signed = SignOff(head.id, head.hash, head.area_code, "security_focal_point", ON)
    after = replace(state, sign_offs=Records((signed,)))
    assert in_force(after, ON, POLICY) == (head,)
    assert in_force(after, head.expires_on.replace(year=head.expires_on.year + 1), POLICY) == ()
    tomorrow = replace(state, sign_offs=Records((replace(signed, signed_on=ON.replace(day=2)),)))
    assert in_force(tomorrow, ON, POLICY) == (), "a signature of tomorrow is none today"
    assert in_force(tomorrow, ON.replace(day=2), POLICY) == (head,)


def test_the_standing_of_a_decision_holds_what_followed_it_alone(project: ProjectFile) -> None:
    decide(project, approver_role="Field manager")
    state = known(project)
    (head,) = state.decisions.heads
    of_another = DecisionOutcome("0" * 32, head.area_code, ON, Course.HARM, PerceptionSince.WORSE, "Shots at the car.", "Driver")
    own = replace(of_another, decision_id=head.id)
    state = replace(state, outcomes=Records((of_another, own)))
    assert standing_of(state, head, POLICY) == Standing(("security_focal_point",), (), (own,))
