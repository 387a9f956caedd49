"""Who must sign a decision to proceed, and signing it (METHOD section 8): checked, not only printed."""

from __future__ import annotations

from datetime import date, datetime

from mrm_desktop.domain.decisions import DecisionDraft, DecisionHead, Outcome
from mrm_desktop.domain.errors import KnownError, RefusedError
from mrm_desktop.domain.sign_offs import SignOff, missing_roles
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Verdict
from mrm_desktop.foundation.clock import today
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.standing import waiting_for
from mrm_desktop.scoring import Policy
from mrm_desktop.services.decisions.roles import role_code


def signatories_of(card: AreaCard, draft: DecisionDraft, policy: Policy) -> tuple[str, ...]:
    """Return the roles that must sign besides the one that carries the decision.

    The organisation's approach says who signs what; where it names nobody the policy does: by the residual risk, or by the mode where
    the impact was not assessed. Nobody signs what nobody sees, and an alert waits for no signature.

    Raises
    ------
    RefusedError
        ``decision.nobody_may_sign`` where the residual risk is one that nobody may accept.
    """
    mode, assessment = draft.chosen_mode, card.assessment
    if draft.outcome is not Outcome.PROCEED or not mode.is_military or assessment.verdict is Verdict.EMERGENCY_ALERT:
        return ()
    needed = assessment.approval if mode is assessment.requested_mode else None
    if needed is not None and not needed.roles:
        raise RefusedError("decision.nobody_may_sign", level=needed.level)
    stated = card.approach.signatories_of(mode) if card.approach is not None else ()
    roles = stated or (needed.roles if needed is not None else policy.risk.approval_without_impact[mode.value])
    codes = [role_code(role, policy) for role in roles]
    return missing_roles(codes, [role_code(draft.approver_role, policy)], policy.risk.may_sign_for)


def sign_decision(
    project: OpenProject, name: str, role: str, on: date, now: datetime | None = None
) -> tuple[SignOff, tuple[str, ...]]:
    """Put a role's signature under a decision, and return it with the roles that are still missing.

    Parameters
    ----------
    name : str
        The decision, as :meth:`~mrm_desktop.project.decision_log.DecisionLog.named` reads it.
    on : date
        The day from which the signature counts; where it is not today's, the record says on which day it was told.
    now : datetime | None
        Moment at which it is kept; None for the present one.

    Raises
    ------
    KnownError
        What naming a decision raises; ``sign_off.superseded``; ``sign_off.too_early`` for a day before the decision;
        ``sign_off.lapsed`` for one past its day; ``sign_off.waits_for_nobody``; ``sign_off.not_asked`` for a role that it does not
        wait for.
    """
    knowledge, policy = project.knowledge, project.policy
    head = knowledge.decisions.named(name)
    if head.id in knowledge.decisions.superseded:
        raise KnownError("sign_off.superseded", sequence=head.sequence)
    first = first_day_of(project, head)
    if on < first:
        raise KnownError("sign_off.too_early", day=first)
    if head.expires_on < on:
        raise KnownError("sign_off.lapsed", day=head.expires_on)
    code = role_code(role, policy)
    missing = waiting_for(knowledge, head, policy)
    _check_asked(head, code, missing, policy)
    signed = SignOff(head.id, head.hash, head.area_code, code, on, told_on=told_on(on, now))
    with project.write() as repository:
        repository.add_statements([signed])
    return signed, waiting_for(project.knowledge, head, policy)


def first_day_of(project: OpenProject, head: DecisionHead) -> date:
    """Return the first day on which something can follow a decision: the one it was taken for, which may be before it was recorded."""
    decision = project.decision(head.id)
    recorded = head.recorded_at.date()
    return min(recorded, date.fromisoformat(decision.assessment["assessed_on"])) if decision is not None else recorded


def told_on(on: date, now: datetime | None) -> date | None:
    """Return the day on which something is put on record, where that is another one than the day it is about."""
    told = now.date() if now is not None else today()
    return told if told != on else None


def _check_asked(head: DecisionHead, code: str, missing: tuple[str, ...], policy: Policy) -> None:
    """Refuse a signature that brings nothing: of a role that was not asked, or has signed."""
    if not missing:
        raise KnownError("sign_off.waits_for_nobody", sequence=head.sequence)
    allowed = set(missing).union(*(policy.risk.may_sign_for.get(role, ()) for role in missing))
    if code not in allowed:
        raise KnownError("sign_off.not_asked", sequence=head.sequence, approval=list(missing))
