"""What follows a decision: the roles that sign it before it is in force, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.statement import Statement
from mrm_desktop.domain.vocabulary import Word


@dataclass(frozen=True, slots=True)
class SignOff(Statement):
    """A role puts its name - never a person's - to a decision that somebody else recorded (METHOD section 8).

    Attributes
    ----------
    decision_id, decision_hash : str
        The decision, and the record as it was when it was signed.
    role : str
        Code of the role, such as ``country_director``.
    signed_on : date
        The day from which the signature counts.
    told_on : date | None
        The day on which it was put on record, where that was another one.
    """

    decision_id: str
    decision_hash: str
    area_code: str
    role: str
    signed_on: date
    told_on: date | None = None

    @property
    def thing(self) -> str:
        """One role signs a decision once."""
        return f"{self.decision_id} {self.role}"

    def known_on(self, day: date) -> bool:
        """Tell whether it had been signed by ``day``."""
        return self.signed_on <= day


class Course(Word):
    """How a contact that was decided on went."""

    AS_PLANNED = "as_planned"
    STOPPED = "stopped"
    HARM = "harm"
    NOT_USED = "not_used"


class PerceptionSince(Word):
    """Whether people see the mission, or those who were seen with it, otherwise than before."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DecisionOutcome(Statement):
    """What came of a decision, written after the event and linked to it.

    Attributes
    ----------
    account : str
        What happened, in a sentence or two; never a person.
    by : str
        Role that writes it.
    told_on : date | None
        The day on which it was put on record, where that was another one.
    """

    decision_id: str
    area_code: str
    on: date
    course: Course
    perception: PerceptionSince
    account: str
    by: str
    told_on: date | None = None

    @property
    def thing(self) -> str:
        """What one role says of a decision on a day."""
        return f"{self.decision_id} {self.on.isoformat()} {self.by}"

    def known_on(self, day: date) -> bool:
        """Tell whether it had been written by ``day``."""
        return self.on <= day


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision stands on a day: who still has to sign it, who has, and what came of it.

    Attributes
    ----------
    waiting_for : tuple[str, ...]
        Codes of the roles that it waits for; empty for one that waits for nobody.
    """

    waiting_for: tuple[str, ...] = ()
    sign_offs: tuple[SignOff, ...] = ()
    outcomes: tuple[DecisionOutcome, ...] = ()


def missing_roles(needed: Iterable[str], signed: Collection[str], may_sign_for: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return the roles that still have to sign, each role by its own person.

    Parameters
    ----------
    needed : Iterable[str]
        Codes of the roles that must sign.
    signed : Collection[str]
        Codes of those that did.
    may_sign_for : Mapping[str, Collection[str]]
        By role, those that may sign in its place. Whoever stands in for one role has not signed for another.
    """
    left = list(dict.fromkeys(signed))
    missing = []
    for role in needed:
        if role in left:
            left.remove(role)
        else:
            missing.append(role)
    for role in tuple(missing):
        stand_in = next((other for other in left if other in may_sign_for.get(role, ())), None)
        if stand_in is not None:
            left.remove(stand_in)
            missing.remove(role)
    return tuple(missing)
