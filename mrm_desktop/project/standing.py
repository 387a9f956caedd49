"""Whether a decision is in force, or whom it still waits for (METHOD section 8)."""

from __future__ import annotations

from datetime import date

from mrm_desktop.domain.decisions import DecisionHead
from mrm_desktop.domain.sign_offs import SignOff, Standing, missing_roles
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.scoring import Policy


def sign_offs_of(knowledge: Knowledge, head: DecisionHead) -> tuple[SignOff, ...]:
    """Return the signatures under a decision as it is on record; one under another record counts for nothing."""
    signed = knowledge.sign_offs.of([head.area_code])
    return tuple(one for one in signed if (one.decision_id, one.decision_hash) == (head.id, head.hash))


def waiting_for(knowledge: Knowledge, head: DecisionHead, policy: Policy) -> tuple[str, ...]:
    """Return the codes of the roles that a decision still waits for; empty for one that waits for nobody."""
    if not head.signatories:
        return ()
    signed = [one.role for one in sign_offs_of(knowledge, head)]
    return missing_roles(head.signatories, signed, policy.risk.may_sign_for)


def standing_of(knowledge: Knowledge, head: DecisionHead, policy: Policy) -> Standing:
    """Return how a decision stands, as far as is known."""
    came = tuple(one for one in knowledge.outcomes.of([head.area_code]) if one.decision_id == head.id)
    return Standing(waiting_for(knowledge, head, policy), sign_offs_of(knowledge, head), came)


def in_force(knowledge: Knowledge, on: date, policy: Policy) -> tuple[DecisionHead, ...]:
    """Return the decisions in force on a day: neither lapsed nor superseded, and signed by everybody whom they wait for."""
    known = knowledge.as_of(on)
    return tuple(head for head in known.decisions.standing(on) if not waiting_for(known, head, policy))
