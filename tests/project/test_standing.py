"""Whom a decision still waits for: only signatures under the record as it is count."""

from __future__ import annotations

from dataclasses import replace

from mrm_desktop.domain.sign_offs import SignOff
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.project.records import Records
from mrm_desktop.project.standing import sign_offs_of, waiting_for
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
