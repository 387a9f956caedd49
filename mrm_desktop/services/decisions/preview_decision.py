"""A decision as it would be recorded, before it is: what still stands in its way, who would have to sign, and the page that forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from mrm_desktop.domain.case import with_fact
from mrm_desktop.domain.decisions import Decision, DecisionDraft, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.field_answers import CONSENT
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.scoring import Policy
from mrm_desktop.services.decisions.record_decision import check_doors, check_draft, next_body
from mrm_desktop.services.decisions.sign_decision import signatories_of
from mrm_desktop.services.decisions.two_assessors import told_by_assessors


def why_refused(card: AreaCard, draft: DecisionDraft, policy: Policy) -> KnownError | None:
    """Return why a draft would not be recorded as it stands; None where it would, if no text of it tells of a person.

    Parameters
    ----------
    card : AreaCard
        As a page shows it: it supposes the consent that the draft states.
    """
    try:
        signatories_of(card, draft, policy)
        check_draft(_as_asked(card, draft), draft)
    except KnownError as error:
        return error
    return None


def closed_door(card: AreaCard, draft: DecisionDraft) -> KnownError | None:
    """Return why a draft would be refused whatever were written in it; None where words, or the consent of those exposed, may open it."""
    if draft.outcome is not Outcome.PROCEED:
        return None
    try:
        check_doors(_with_consent(card), draft)
    except KnownError as error:
        return error
    return None


def _with_consent(card: AreaCard) -> AreaCard:
    """Return a card as it is where those who would be exposed agree: whether they do is asked by itself."""
    return replace(card, case=with_fact(card.case, CONSENT, True))


def preview_decision(card: AreaCard, draft: DecisionDraft, policy: Policy, now: datetime) -> Decision:
    """Return the record that a draft would become, without its checksum, with the roles that would have to sign; nothing is kept."""
    try:
        signatories = signatories_of(card, draft, policy)
    except KnownError:
        signatories = ()  # nobody may sign: why_refused says so
    expires_on: date = draft.expires_on or card.assessment.expires_on or card.assessment.assessed_on
    stated = replace(draft, signatories=signatories, assessors=told_by_assessors(card.agreement))
    return Decision(**next_body(None, card, stated, expires_on, policy, now), hash="")


def _as_asked(card: AreaCard, draft: DecisionDraft) -> AreaCard:
    """Return the card with the consent that the draft states: a card supposes it, a decision does not."""
    if draft.exposed_people_agree is None:
        return card
    return replace(card, case=with_fact(card.case, CONSENT, draft.exposed_people_agree))
