"""Two assessors answer for the same real area blind, and reconcile: what each of them answered, kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.vocabulary import Mode

ASSESSORS = 2


@dataclass(frozen=True, slots=True)
class AssessorAnswer(Statement):
    """What one role answers for an area before it has seen what another did.

    Attributes
    ----------
    mode : Mode
        The mode of contact that was asked about.
    ceiling : Mode
        The most visible mode that it would defend there.
    why : str
        Its reason, a sentence; never a person.
    by : str
        The role; for a reconciled answer both of them.
    reconciles : bool
        Whether it is what the assessors agreed on after they had compared.
    """

    area_code: str
    mode: Mode
    on: date
    by: str
    ceiling: Mode
    why: str
    reconciles: bool = False

    @property
    def thing(self) -> str:
        """One role's answer on a day."""
        return " ".join((self.area_code, self.mode.value, self.on.isoformat(), "both" if self.reconciles else self.by))

    def known_on(self, day: date) -> bool:
        """Tell whether it had been given by ``day``."""
        return self.on <= day


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two blind answers compare.

    Attributes
    ----------
    answers : tuple[AssessorAnswer, ...]
        Of each role its newest, in the order of the roles.
    steps : int
        Steps of visibility between the lowest and the highest ceiling; 0 where they agree.
    reconciled : AssessorAnswer | None
        What they agreed on, where that was written after both had answered.
    """

    answers: tuple[AssessorAnswer, ...]
    steps: int
    reconciled: AssessorAnswer | None


def agreement_of(answers: Sequence[AssessorAnswer]) -> Agreement | None:
    """Compare the answers for one area and mode; None while fewer than two roles have answered, so that each stays blind."""
    newest: dict[str, AssessorAnswer] = {}
    reconciled: AssessorAnswer | None = None
    for answer in answers:
        if answer.reconciles:
            reconciled = answer
            continue
        if reconciled is not None:  # what was agreed ended a round, and whoever answers now begins another, blind again
            newest, reconciled = {}, None
        newest[answer.by.casefold()] = answer
    if len(newest) < ASSESSORS:
        return None
    told = tuple(newest[role] for role in sorted(newest))
    visibility = [answer.ceiling.visibility for answer in told]
    return Agreement(told, max(visibility) - min(visibility), reconciled)
