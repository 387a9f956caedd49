"""What came of a decision: written after the event, linked to it, guarded like every text that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.sign_offs import Course, DecisionOutcome, PerceptionSince
from mrm_desktop.project.guarded_write import passes_to_keep
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.decisions.record_decision import SHORTEST_SENTENCE


def record_outcome(
    project: OpenProject,
    decision_id: str,
    course: Course,
    perception: PerceptionSince,
    account: str,
    by: str,
    on: date,
    passes: Sequence[GuardPass] = (),
    now: datetime | None = None,
) -> DecisionOutcome:
    """Append what came of a decision.

    Raises
    ------
    KnownError
        ``sign_off.unknown`` where there is no such decision, ``outcome.account_missing``, ``outcome.no_role``, ``outcome.too_early``
        for a day before the decision.
    PersonInTextError
        The account looks as if it told of a person, and no two people let it pass.
    """
    head = next((h for h in project.knowledge.decisions if decision_id and h.id.startswith(decision_id)), None)
    if head is None:
        raise KnownError("sign_off.unknown", id=decision_id)
    if len(account.strip()) < SHORTEST_SENTENCE:
        raise KnownError("outcome.account_missing", shortest=SHORTEST_SENTENCE)
    if not by.strip():
        raise KnownError("outcome.no_role")
    if on < head.recorded_at.date():
        raise KnownError("outcome.too_early", day=head.recorded_at.date())
    kept = passes_to_keep(project, [("account", account), ("by", by)], passes, "outcome", head.id, now)
    made = DecisionOutcome(head.id, head.area_code, on, course, perception, account.strip(), by.strip())
    with project.write() as repository:
        repository.add_statements([made])
        repository.add_guard_passes(kept)
    return made
