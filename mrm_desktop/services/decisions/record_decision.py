"""Record a decision: the human decides, the record says on what grounds, and nothing is ever written over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from mrm_desktop.domain.assessments import Assessment
from mrm_desktop.domain.decisions import ChainEnd, Decision, DecisionDraft, Outcome, is_alert
from mrm_desktop.domain.errors import KnownError, RefusedError
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Verdict
from mrm_desktop.formats.documents.scenario import assessment_to_dict, case_to_dict
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.later_fields import stated_fields
from mrm_desktop.foundation.version import __version__
from mrm_desktop.project.known_names import known_to
from mrm_desktop.project.ports import Repository, UnitsOfWork
from mrm_desktop.scoring import Policy
from mrm_desktop.scoring.gates import NOT_OVERRIDABLE
from mrm_desktop.services.decisions.guard_draft import guard_draft, withhold_persons
from mrm_desktop.services.decisions.sign_decision import signatories_of
from mrm_desktop.services.decisions.two_assessors import told_by_assessors

FIRST_HASH = "0" * 64
SHORTEST_SENTENCE = 15  # characters; less is not a reason

# What no reason overrides: a forbidden purpose or an alleged perpetrator, a mission that is not there, and the "no" (or the silence)
# of the people who would be exposed.
NEVER_OVERRIDDEN = frozenset({Verdict.PROHIBITED, Verdict.NOT_AVAILABLE})
CLOCK_SLACK = timedelta(minutes=10)
"""A computer's clock may be put right by this much; a record dated earlier than the one before would hide the order of things."""
FAR_AHEAD = timedelta(days=730)
"""A project in which nothing happened for longer is rarer than a clock that is wrong."""


def record_decision(
    project: UnitsOfWork, card: AreaCard, draft: DecisionDraft, policy: Policy, now: datetime, clock_is_right: bool = False
) -> Decision:
    """Append a decision on the area of ``card`` with a frozen snapshot of everything it rests on.

    An emergency alert is never stopped for its words: those that tell of a person are left out, and the record says where. Nor is it
    stopped for a clock.

    Parameters
    ----------
    clock_is_right : bool
        Whether a person has said so of a clock that does not fit what is recorded: another computer's was wrong.

    Raises
    ------
    PersonInTextError
        A text looks as if it told of a person, and no two people let it pass.
    KnownError
        Something that every decision must state is missing, or its expiry is later than the assessment allows.
    RefusedError
        The decision goes through a door that no reason opens.
    """
    alert = is_alert(card.assessment.verdict, card.case.request.threat)
    if not alert:
        draft = guard_draft(draft, known_to(project))
    expires_on = check_draft(card, draft)
    signatories = signatories_of(card, draft, policy)
    digest = card.approach.digest if card.approach is not None else ""
    draft = replace(draft, signatories=signatories, approach=digest, assessors=told_by_assessors(card.agreement))
    if alert:  # it goes on record at once, without what may not be kept
        draft = withhold_persons(draft, known_to(project))
    with project.write() as repository:
        if draft.supersedes and repository.decision(draft.supersedes) is None:
            raise KnownError("decision.supersedes_unknown", id=draft.supersedes)
        last = repository.last_decision()
        if not alert and not clock_is_right:
            _check_clock(repository, last, now)
        if not alert and card.approach is not None and card.approach.signed_decisions and not repository.signs:
            raise KnownError("decision.signature_needed")
        body = next_body(last, card, draft, expires_on, policy, now)
        decision = Decision(**body, hash=hash_of(body))
        repository.append_decision(decision)
    return decision


def _check_clock(repository: Repository, last: ChainEnd | None, now: datetime) -> None:
    """Ask about a clock that is behind the last record, or far ahead of everything that was ever brought in."""
    if last is not None and now < last.recorded_at - CLOCK_SLACK:
        raise KnownError("decision.clock_behind", now=now, last=last.recorded_at)
    known = [repository.info().created_at, *(dataset.imported_at for dataset in repository.datasets())]
    newest = max([*known, *([last.recorded_at] if last is not None else [])])
    if now > newest + FAR_AHEAD:
        raise KnownError("decision.clock_ahead", now=now, last=newest)


def next_body(
    last: ChainEnd | None, card: AreaCard, draft: DecisionDraft, expires_on: date, policy: Policy, now: datetime
) -> dict[str, Any]:
    """Return everything of the record that follows ``last`` but its hash; None where it is the first."""
    return {
        "id": new_id(),
        "sequence": last.sequence + 1 if last else 1,
        "recorded_at": now,
        "area_code": card.area.code,
        "area_name": card.area.name,
        "draft": draft,
        "expires_on": expires_on,
        "snapshot": case_to_dict(card.case),
        "assessment": assessment_to_dict(card.assessment),
        "policy_text": policy.text,
        "policy_checksum": policy.checksum,
        "program_version": __version__,
        "previous_hash": last.hash if last else FIRST_HASH,
    }


def check_draft(card: AreaCard, draft: DecisionDraft) -> date:
    """Check a draft against the assessment and return the day on which the decision lapses."""
    for field, code in (("approver_role", "decision.missing_role"), ("counter_argument", "decision.missing_counter_argument")):
        text = getattr(draft, field).strip()
        if len(text) < (1 if field == "approver_role" else SHORTEST_SENTENCE):
            raise KnownError(code, shortest=SHORTEST_SENTENCE)
    assessment = card.assessment
    if draft.outcome is Outcome.PROCEED:
        check_doors(card, draft)
        # An alert is written up within a day; everything else says why before it is done.
        if not is_alert(assessment.verdict, card.case.request.threat) and len(draft.rationale.strip()) < SHORTEST_SENTENCE:
            raise KnownError("decision.missing_rationale", shortest=SHORTEST_SENTENCE)
        if _leaves_approach(card, draft) and len(draft.override_reason.strip()) < SHORTEST_SENTENCE:
            raise KnownError("decision.not_in_approach", mode=draft.chosen_mode.value, shortest=SHORTEST_SENTENCE)
        if goes_beyond(assessment, draft) and len(draft.override_reason.strip()) < SHORTEST_SENTENCE:
            raise KnownError("decision.missing_override_reason", verdict=assessment.verdict.value, shortest=SHORTEST_SENTENCE)
    latest = assessment.expires_on
    chosen = draft.expires_on or latest
    if chosen is None:
        raise KnownError("decision.missing_expiry")
    if latest is not None and chosen > latest:
        raise KnownError("decision.expires_too_late", chosen=chosen, latest=latest)
    if chosen < assessment.assessed_on:
        raise KnownError("decision.expires_in_the_past", chosen=chosen)
    return chosen


def goes_beyond(assessment: Assessment, draft: DecisionDraft) -> bool:
    """Tell whether a decision to proceed is more visible than the assessment defends."""
    if draft.chosen_mode.visibility > assessment.ceiling.visibility:
        return True
    return draft.chosen_mode is assessment.requested_mode and not assessment.verdict.is_open


def _leaves_approach(card: AreaCard, draft: DecisionDraft) -> bool:
    """Tell whether the organisation's approach neither allows the mode by default nor makes an exception for it here."""
    approach, mode = card.approach, draft.chosen_mode
    if approach is None or approach.allows(mode) or card.assessment.verdict is Verdict.EMERGENCY_ALERT:
        return False
    return not approach.exceptions_for(mode, {card.area.code, *(area.code for area in card.lineage)})


def check_doors(card: AreaCard, draft: DecisionDraft) -> None:
    """Refuse what no reason opens. The civilian channel is never behind any door."""
    if not draft.chosen_mode.is_military:
        return
    assessment = card.assessment
    if card.area.is_redrawn and assessment.verdict is not Verdict.EMERGENCY_ALERT:
        raise RefusedError("decision.area_redrawn", area=card.area.name)
    if draft.chosen_mode is not assessment.requested_mode and goes_beyond(assessment, draft):
        raise RefusedError("decision.mode_not_assessed", chosen=draft.chosen_mode.value, assessed=assessment.requested_mode.value)
    if assessment.verdict in NEVER_OVERRIDDEN:
        raise RefusedError("decision.never_overridden", verdict=assessment.verdict.value)
    if card.case.organisation.exposed_people_agree is not True and assessment.verdict is not Verdict.EMERGENCY_ALERT:
        raise RefusedError("decision.no_consent")
    if not goes_beyond(assessment, draft):
        return
    gate = assessment.deciding_gate
    if assessment.verdict is Verdict.HOLD:
        # A hold says what to do first, and each of these things can be done: nothing is gained by going round it.
        raise RefusedError("decision.hold_first", gate=gate.value if gate else "")
    if assessment.verdict is Verdict.REFUSED and gate in NOT_OVERRIDABLE:
        raise RefusedError("decision.gate_closed", gate=gate.value)


def canonical(body: Mapping[str, Any]) -> bytes:
    """Write a record as canonical JSON: sorted keys, no spaces, days and moments in ISO form.

    Fields that came after version 1 stand in it only where they say something, so that an older record keeps its hash.
    """
    return ("{" + ",".join(f'"{name}":{_encoded(name, body[name])}' for name in sorted(body) if name != "hash") + "}").encode(
        "utf-8"
    )


def _encoded(name: str, value: Any) -> str:
    if name == "policy_text":
        return _encoded_text(value)
    return _ENCODER.encode(value)


@lru_cache(maxsize=16)
def _encoded_text(text: str) -> str:
    """Encode a policy's text once for all records that carry it: it is longer than all the rest of a record."""
    return _ENCODER.encode(text)


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value):
        return stated_fields(value)
    raise TypeError(type(value).__name__)


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def hash_of(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record; it covers the hash of the record before."""
    return hashlib.sha256(canonical(body)).hexdigest()


def body_of(decision: Decision) -> dict[str, Any]:
    """Return everything of a record that its hash covers."""
    return {name: getattr(decision, name) for name in Decision.__slots__ if name != "hash"}
