"""Who must sign, signing, and what waits until then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mrm_desktop.domain.approaches import Signatories
from mrm_desktop.domain.decisions import DecisionHead, Outcome
from mrm_desktop.domain.errors import KnownError, RefusedError
from mrm_desktop.domain.sign_offs import SignOff
from mrm_desktop.domain.vocabulary import Mode, Threat
from mrm_desktop.project.standing import waiting_for
from mrm_desktop.services.decisions.check_records import replay, verify
from mrm_desktop.services.decisions.record_decision import record_decision
from mrm_desktop.services.decisions.sign_decision import sign_decision, signatories_of
from mrm_desktop.store.file.project_file import ProjectFile
from tests.services.conftest import ON, POLICY, card, decide, draft, known, opened
from tests.store import records


def head(project: ProjectFile) -> DecisionHead:
    return known(project).decisions.heads[-1]


def refused(project: ProjectFile, role: str, decision: str = "") -> str:
    with pytest.raises(KnownError) as caught:
        sign_decision(opened(project), decision or head(project).id, role, ON)
    return caught.value.code


def test_the_role_that_decides_has_signed(project: ProjectFile) -> None:
    """Two roles sign in the toy country; a country director may stand in for the field manager."""
    both = ("field_manager", "security_focal_point")
    assert decide(project, approver_role="Driver").draft.signatories == both
    assert decide(project, approver_role="Field manager").draft.signatories == both[1:]
    assert decide(project, approver_role="The Country Director").draft.signatories == both[1:]
    assert decide(project, approver_role="point focal sécurité").draft.signatories == both[:1]


def test_a_decision_waits_until_the_role_signs(project: ProjectFile) -> None:
    decide(project, approver_role="Field manager")
    assert waiting_for(known(project), head(project), POLICY) == ("security_focal_point",)
    assert card(project).waiting_for == ("security_focal_point",)
    signed, missing = sign_decision(opened(project), head(project).id[:8], "the security focal point", ON)
    assert (signed.role, missing) == ("security_focal_point", ())
    assert card(project).waiting_for == ()
    assert [one.role for one in card(project).sign_offs] == ["security_focal_point"]
    with project.read() as repository:
        assert verify(repository.decisions(), repository.decision_heads()) == ()
        assert replay(repository.decisions()) == ()


def test_each_role_by_its_own_person(project: ProjectFile) -> None:
    """The toy country's approach asks for two."""
    made = decide(project, approver_role="Field manager")
    assert made.draft.signatories == ("security_focal_point",)
    assert refused(project, "field_manager") == "sign_off.not_asked"
    assert refused(project, "driver") == "sign_off.not_asked"
    _, missing = sign_decision(opened(project), made.id, "security_focal_point", ON)
    assert missing == ()
    assert refused(project, "security_focal_point") == "sign_off.waits_for_nobody"


def test_the_approach_says_who_signs_before_the_policy_does(project: ProjectFile) -> None:
    approach = records.approach(signatories=(Signatories(Mode.LIAISON, ("Regional director",)),))
    stated = replace(card(project), approach=approach)
    assert signatories_of(stated, draft(), POLICY) == ("regional_director",)


def test_nobody_signs_what_nobody_sees_or_what_is_not_done(project: ProjectFile) -> None:
    asked = card(project)
    assert signatories_of(asked, draft(chosen_mode=Mode.CIVILIAN_CHANNEL, approver_role="Driver"), POLICY) == ()
    assert signatories_of(asked, draft(outcome=Outcome.DO_NOT_PROCEED, approver_role="Driver"), POLICY) == ()


def test_an_alert_waits_for_no_signature(project: ProjectFile) -> None:
    asked = card(project, threat=Threat.IMMINENT)
    assert signatories_of(asked, draft(approver_role="Driver"), POLICY) == ()


def test_an_unacceptable_risk_is_signed_by_nobody(project: ProjectFile) -> None:
    asked = card(project)
    assert asked.assessment.approval is not None
    nobody = replace(asked.assessment.approval, roles=(), level="unacceptable", criticality=0)
    with pytest.raises(RefusedError, match=r"decision\.nobody_may_sign"):
        record_decision(project, replace(asked, assessment=replace(asked.assessment, approval=nobody)), draft(), POLICY, records.AT)


def test_a_signature_under_another_record_counts_for_nothing(project: ProjectFile) -> None:
    decide(project, approver_role="Field manager")
    one = head(project)
    with project.write() as repo:
        repo.add_statements([SignOff(one.id, "f" * 64, one.area_code, "security_focal_point", ON)])
    assert waiting_for(known(project), one, POLICY) == ("security_focal_point",)


def test_what_cannot_be_signed(project: ProjectFile) -> None:
    first = decide(project, approver_role="Driver")
    assert refused(project, "country_director", "0" * 32) == "decision.unknown"
    with pytest.raises(KnownError, match=r"sign_off\.lapsed"):
        sign_decision(opened(project), first.id, "country_director", first.expires_on + timedelta(days=1))
    decide(project, approver_role="Driver", supersedes=first.id)
    assert refused(project, "country_director", first.id) == "sign_off.superseded"


def test_a_signature_of_another_day_says_when_it_was_told(project: ProjectFile) -> None:
    made = decide(project, approver_role="Field manager")
    late = records.AT + timedelta(days=200)
    signed, missing = sign_decision(opened(project), "1", "security_focal_point", ON, late)
    assert (signed.signed_on, signed.told_on, missing) == (ON, late.date(), ())
    assert late.date() > made.expires_on, "it counts from its day, whenever it was told"
    assert card(project).waiting_for == ()
    assert card(project).sign_offs == (signed,)


def test_a_signature_of_today_needs_no_second_day(project: ProjectFile) -> None:
    decide(project, approver_role="Field manager")
    signed, _ = sign_decision(opened(project), "1", "security_focal_point", records.AT.date(), records.AT)
    assert signed.told_on is None


def test_nobody_signs_before_the_day_that_a_decision_was_taken_for(project: ProjectFile) -> None:
    decide(project, approver_role="Field manager")
    with pytest.raises(KnownError, match=r"sign_off\.too_early"):
        sign_decision(opened(project), "1", "security_focal_point", ON - timedelta(days=1))


def test_the_digest_of_the_approach_stands_in_the_record(project: ProjectFile) -> None:
    made = decide(project)
    approach = known(project).approach_on(ON)
    assert made.draft.approach == (approach.digest if approach is not None else "")
    assert len(made.draft.approach) == 64


def test_to_proceed_needs_a_rationale(project: ProjectFile) -> None:
    with pytest.raises(KnownError, match=r"decision\.missing_rationale"):
        decide(project, rationale="short")
    decide(project, outcome=Outcome.DEFER)


def test_a_mode_that_the_approach_does_not_allow_needs_a_reason(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_statements([records.approach(allowed_modes=(Mode.ALERT,), exceptions=())])
    with pytest.raises(KnownError, match=r"decision\.not_in_approach"):
        decide(project)
    assert decide(project, override_reason="The council of elders asked for it in writing.").sequence == 1
