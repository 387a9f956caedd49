"""Who must sign a decision to proceed, and signing it (METHOD section 8): checked, not only printed."""

from __future__ import annotations

from datetime import date

from mrm_desktop.domain.decisions import DecisionDraft, DecisionHead, Outcome
from mrm_desktop.domain.errors import KnownError, RefusedError
from mrm_desktop.domain.sign_offs import SignOff, missing_roles
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import Verdict
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


def sign_decision(project: OpenProject, decision_id: str, role: str, on: date) -> tuple[SignOff, tuple[str, ...]]:
    """Put a role's signature under a decision, and return it with the roles that are still missing.

    Raises
    ------
    KnownError
        ``sign_off.unknown`` where there is no such decision, ``sign_off.superseded``, ``sign_off.not_asked`` for a role that it does
        not wait for, ``sign_off.lapsed`` for one past its day.
    """
    knowledge, policy = project.knowledge, project.policy
    head = next((h for h in knowledge.decisions if decision_id and h.id.startswith(decision_id)), None)
    if head is None:
        raise KnownError("sign_off.unknown", id=decision_id)
    if head.id in knowledge.decisions.superseded:
        raise KnownError("sign_off.superseded", sequence=head.sequence)
    if head.expires_on < on:
        raise KnownError("sign_off.lapsed", day=head.expires_on)
    code = role_code(role, policy)
    missing = waiting_for(knowledge, head, policy)
    _check_asked(head, code, missing, policy)
    signed = SignOff(head.id, head.hash, head.area_code, code, on)
    with project.write() as repository:
        repository.add_statements([signed])
    return signed, waiting_for(project.knowledge, head, policy)


def _check_asked(head: DecisionHead, code: str, missing: tuple[str, ...], policy: Policy) -> None:
    """Refuse a signature that brings nothing: of a role that was not asked, or has signed."""
    allowed = set(missing).union(*(policy.risk.may_sign_for.get(role, ()) for role in missing))
    if code not in allowed:
        raise KnownError("sign_off.not_asked", sequence=head.sequence, approval=list(missing) or ["nobody"])
