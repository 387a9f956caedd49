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
from mrm_desktop.services.decisions.sign_decision import first_day_of, told_on


def record_outcome(
    project: OpenProject,
    name: str,
    course: Course,
    perception: PerceptionSince,
    account: str,
    by: str,
    on: date,
    passes: Sequence[GuardPass] = (),
    now: datetime | None = None,
) -> DecisionOutcome:
    """Append what came of a decision.

    Parameters
    ----------
    name : str
        The decision, as :meth:`~mrm_desktop.project.decision_log.DecisionLog.named` reads it.
    on : date
        The day on which it happened; where it is not today, the record says on which day it was told.

    Raises
    ------
    KnownError
        What naming a decision raises; ``outcome.account_missing``, ``outcome.no_role``, ``outcome.too_early`` for a day before the
        decision.
    PersonInTextError
        The account looks as if it told of a person, and no two people let it pass.
    """
    head = project.knowledge.decisions.named(name)
    if len(account.strip()) < SHORTEST_SENTENCE:
        raise KnownError("outcome.account_missing", shortest=SHORTEST_SENTENCE)
    if not by.strip():
        raise KnownError("outcome.no_role")
    first = first_day_of(project, head)
    if on < first:
        raise KnownError("outcome.too_early", day=first)
    kept = passes_to_keep(project, [("account", account), ("by", by)], passes, "outcome", head.id, now)
    made = DecisionOutcome(head.id, head.area_code, on, course, perception, account.strip(), by.strip(), told_on(on, now))
    with project.write() as repository:
        repository.add_statements([made])
        repository.add_guard_passes(kept)
    return made
