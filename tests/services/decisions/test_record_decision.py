"""What a decision must state, what no reason overrides, and that the record can be verified and replayed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mrm_desktop.domain.case import ContextFacts
from mrm_desktop.domain.decisions import Decision, DecisionDraft, Outcome
from mrm_desktop.domain.errors import KnownError, RefusedError
from mrm_desktop.domain.vocabulary import Mode, Purpose, Stance, Threat, Verdict
from mrm_desktop.foundation.later_fields import later, stated_fields
from mrm_desktop.services.decisions.record_decision import body_of, canonical, check_draft, hash_of, record_decision
from mrm_desktop.store.file.project_file import ProjectFile
from mrm_desktop.store.rows.plain import from_plain, to_plain
from tests.present import present
from tests.services.conftest import ON, POLICY, card, decide, draft
from tests.store import records

LONG = "The council of elders asked for it in writing."


def refusal(call: Callable[..., Any], *args: ProjectFile | str, **kwargs: Any) -> str:
    with pytest.raises(KnownError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_a_decision_carries_all_it_rests_on(project: ProjectFile) -> None:
    made = decide(project, conditions=("by day",), dissent="Our partner would rather wait.")
    assert made.snapshot["format"] == "mrm-scenario/2"
    assert made.policy_text == POLICY.text
    assert made.expires_on == card(project).assessment.expires_on
    assert made.draft.dissent == "Our partner would rather wait."
    with project.read() as repo:
        assert tuple(repo.decisions()) == (made,)


def test_what_is_hashed_is_the_whole_record_as_one_canonical_json(project: ProjectFile) -> None:
    """Hashes on record were made of exactly these bytes, and are checked for ever."""
    made = decide(
        project, conditions=("by day", 'نهارًا \u2028 "é"\n'), rationale="\U0001f600 for the market, together", expires_on=ON
    )
    body = body_of(replace(made, policy_text=made.policy_text + ' "ü\u2029\\\x07'))
    plain = {name: stated_fields(value) if name == "draft" else value for name, value in body.items()}
    whole = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=lambda value: value.isoformat())
    assert canonical(body) == whole.encode()
    assert hash_of(body) == hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _GrownDraft(DecisionDraft):
    """The draft of a version to come, with one field more."""

    heard_by: tuple[_Hearing, ...] = later(())


@dataclass(frozen=True, slots=True)
class _Hearing:
    role: str
    on: date
    seconded: bool = later(False)


OLD = Decision(
    id="0" * 32,
    sequence=1,
    recorded_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    area_code="XT01",
    area_name="Square 0",
    draft=DecisionDraft(
        Outcome.PROCEED,
        Mode.LIAISON,
        "Field manager",
        "It may be seen.",
        rationale="Écrit à l\u2019avance.",
        dissent="ننتظر",
        conditions=("by day",),
        stop_triggers=("shots heard",),
        expires_on=date(2026, 3, 14),
        exposed_people_agree=True,
    ),
    expires_on=date(2026, 3, 14),
    snapshot={"id": "c", "x": 1.5},
    assessment={"verdict": "proceed_with_conditions"},
    policy_text="text",
    policy_checksum="c" * 64,
    program_version="0.1.0",
    previous_hash="0" * 64,
    hash="3258b3a1e00c4d7a1a8ef5a790dc2b1799c4ac94ec870aee4358118a7b157195",
)
"""A record as version 0.1.0 hashed it, before any field came later."""


def test_a_record_from_before_a_field_existed_keeps_its_hash() -> None:
    assert hash_of(body_of(OLD)) == OLD.hash
    read_back = from_plain(Decision, to_plain(OLD))
    first_fields = {"outcome", "chosen_mode", "approver_role", "counter_argument", "rationale", "override_reason", "dissent"}
    first_fields |= {"conditions", "stop_triggers", "expires_on", "supersedes", "exposed_people_agree"}
    written = to_plain(OLD)
    written["draft"] = {name: value for name, value in written["draft"].items() if name in first_fields}
    assert from_plain(Decision, written) == read_back == OLD, "what the older program wrote lacks the later keys"


def test_a_later_field_is_hashed_where_it_says_something() -> None:
    values = {name: getattr(OLD.draft, name) for name in DecisionDraft.__slots__}
    body = body_of(OLD)
    assert hash_of(body | {"draft": _GrownDraft(**values)}) == OLD.hash
    heard = _GrownDraft(**values, heard_by=(_Hearing("Elder", ON),))
    assert '"heard_by":[{"on":"2026-03-01","role":"Elder"}]' in canonical(body | {"draft": heard}).decode()
    seconded = replace(heard, heard_by=(_Hearing("Elder", ON, seconded=True),))
    hashes = {hash_of(body | {"draft": one}) for one in (OLD.draft, heard, seconded)}
    assert len(hashes) == 3
    kept = from_plain(_GrownDraft, json.loads(json.dumps(to_plain(seconded))))
    assert hash_of(body | {"draft": kept}) == hash_of(body | {"draft": seconded}), "through the store the record stays the same"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"approver_role": " "}, "decision.missing_role"),
        ({"counter_argument": "none"}, "decision.missing_counter_argument"),
        ({"chosen_mode": Mode.ARMED_ESCORT}, "decision.mode_not_assessed"),
        ({"supersedes": "0" * 32}, "decision.supersedes_unknown"),
    ],
)
def test_what_every_decision_must_state(project: ProjectFile, changes: dict[str, str] | dict[str, Mode], code: str) -> None:
    assert refusal(decide, project, **changes) == code


def test_expiry_never_outlives_the_assessment(project: ProjectFile) -> None:
    latest = present(card(project).assessment.expires_on)
    assert refusal(decide, project, expires_on=latest + timedelta(days=1)) == "decision.expires_too_late"
    assert (
        refusal(decide, project, expires_on=card(project).assessment.assessed_on - timedelta(days=1))
        == "decision.expires_in_the_past"
    )
    assert decide(project, expires_on=latest - timedelta(days=1)).expires_on == latest - timedelta(days=1)


def test_a_clock_set_back_is_noticed(project: ProjectFile) -> None:
    decide(project)
    for behind in (timedelta(days=2), timedelta(minutes=10, seconds=1)):
        assert refusal(decide, project, at=records.AT - behind) == "decision.clock_behind"
    decide(project, at=records.AT - timedelta(minutes=10))


def test_who_says_that_the_clock_is_right_is_not_stopped_by_another_computers(project: ProjectFile) -> None:
    decide(project, at=records.AT + timedelta(days=3))
    made = decide(project, at=records.AT, clock_is_right=True)
    assert (made.sequence, made.recorded_at) == (2, records.AT)


def test_a_clock_far_ahead_is_asked_about_before_it_is_in_a_record(project: ProjectFile) -> None:
    far = records.AT + timedelta(days=73 * 365)
    assert refusal(decide, project, at=far) == "decision.clock_ahead"
    decide(project)
    assert refusal(decide, project, at=far) == "decision.clock_ahead"
    assert decide(project, at=far, clock_is_right=True).recorded_at == far


class Signer:
    """Stands for the key of a person."""

    role, public_key = "Country director", "00" * 32

    def sign(self, message: bytes) -> bytes:
        return bytes(64)

    def forget(self) -> None:
        """Have nothing to forget."""


def test_where_the_approach_asks_for_signatures_nothing_goes_on_record_without_one(
    project: ProjectFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = card(project)
    signed = replace(asked, approach=replace(present(asked.approach), signed_decisions=True))
    with pytest.raises(KnownError, match=r"decision\.signature_needed"):
        record_decision(project, signed, draft(), POLICY, records.AT)
    monkeypatch.setattr(project._key, "signer", Signer(), raising=False)
    assert record_decision(project, signed, draft(), POLICY, records.AT).sequence == 1


def test_what_an_approach_does_not_ask_for_leaves_its_digest_as_it_was(project: ProjectFile) -> None:
    adopted = present(card(project).approach)
    assert replace(adopted, signed_decisions=True).digest != adopted.digest
    assert adopted.digest == replace(adopted, signed_decisions=False).digest


def test_thin_evidence_may_be_overridden_with_a_reason(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.add_presence([records.presence("", k=1)])
    assert card(project, "XT02").assessment.verdict is Verdict.INSUFFICIENT_EVIDENCE
    assert refusal(decide, project, "XT02") == "decision.missing_override_reason"
    assert decide(project, "XT02", override_reason=LONG).draft.override_reason == LONG


def test_no_reason_opens_a_forbidden_purpose_or_a_mission_that_is_not_there(project: ProjectFile) -> None:
    forbidden = card(project, purpose=Purpose.INTERVIEW_BY_MILITARY)
    with pytest.raises(RefusedError) as caught:
        check_draft(forbidden, draft(override_reason=LONG))
    assert caught.value.code == "decision.never_overridden"
    assert refusal(decide, project, "XT02", override_reason=LONG) == "decision.never_overridden"


def test_no_reason_stands_for_the_consent_of_those_exposed(project: ProjectFile) -> None:
    asked = card(project, consent=False)
    with pytest.raises(RefusedError) as caught:
        check_draft(asked, draft(override_reason=LONG))
    assert caught.value.code == "decision.no_consent"


def test_a_hold_is_done_not_gone_round(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.put_missions([records.mission(last_checked=None)])
    assert refusal(decide, project, override_reason=LONG) == "decision.hold_first"


@pytest.mark.parametrize("what", ["hostile", "punished", "reprisals", "allegations"])
def test_a_fact_about_people_is_answered_by_a_better_fact(project: ProjectFile, what: str) -> None:
    with project.write() as repo:
        if what == "hostile":
            repo.add_actor_reports([records.actor_report("", stance=Stance.HOSTILE, source="k9")])
        elif what == "allegations":
            repo.add_contingents([records.contingent(unresolved_abuse_allegations=True)])
        else:
            context = ContextFacts(contact_punished=what == "punished", reprisals_for_contact=what == "reprisals")
            repo.add_circumstances([replace(records.circumstances(), context=context, recorded_on=records.DAY)])
    found = card(project)
    if found.assessment.verdict is not Verdict.REFUSED:  # of two records of one day either may be the newest
        pytest.fail(f"{what}: {found.assessment.verdict}")
    assert refusal(decide, project, override_reason=LONG) == "decision.gate_closed"
    decide(project, outcome=Outcome.DO_NOT_PROCEED)


def test_the_civilian_channel_is_behind_no_door(project: ProjectFile) -> None:
    with project.write() as repo:
        repo.put_missions([records.mission(last_checked=None)])
    decide(project, mode=Mode.CIVILIAN_CHANNEL, override_reason=LONG)


def test_an_emergency_waits_for_no_signature(project: ProjectFile) -> None:
    alarm = card(project, mode=Mode.PROTECTION_REQUEST, threat=Threat.IMMINENT, consent=False)
    assert alarm.assessment.verdict is Verdict.EMERGENCY_ALERT
    record_decision(project, alarm, draft(chosen_mode=Mode.PROTECTION_REQUEST), POLICY, records.AT)
