"""What a person finds in a text that the guard stopped, and how two people let a false alarm pass."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.folded_text import fold
from mrm_desktop.domain.vocabulary import Word

SHORTEST_REASON = 15  # characters; less is not a sentence


class Trace(Word):
    """What betrays a person in a text."""

    NAME = "name"
    AGE = "age"
    PHONE = "phone"
    EMAIL = "email"
    VIOLATION = "violation"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Finding:
    """A place of a text that looks like a person.

    Attributes
    ----------
    field : str
        Field of the record, such as ``counter_argument`` or ``check_in 1.place``.
    fragment : str
        The few words it rests on, for the eyes of whoever typed them: never for a log or a file.
    """

    field: str
    trace: Trace
    fragment: str


@dataclass(frozen=True, slots=True)
class GuardPass:
    """A false alarm that two people let pass. It is kept with the record.

    Attributes
    ----------
    field : str
        Field whose text passes.
    reason : str
        Why the text names or describes no person; a sentence.
    passed_by, seen_by : str
        Role that lets it pass, and role of a second person who looked; they differ.
    """

    field: str
    reason: str
    passed_by: str
    seen_by: str


@dataclass(frozen=True, slots=True)
class KeptPass:
    """A pass of a record that has no place of its own for it, such as a fact typed by hand.

    Attributes
    ----------
    about : str
        What was kept: ``facts``, ``measures``, ``mission``, ``debrief``, ``presence``, ``outcome``, ``assessor``, ``project`` or
        ``release``.
    code : str
        Code of the area, mission or source, or name of the file; "" where the field of the pass says it all.
    """

    id: str
    kept_at: datetime
    about: str
    code: str
    guard_pass: GuardPass


class PersonInTextError(KnownError):
    """A text that would be kept looks as if it told of a person.

    The findings are no parameters: parameters reach the log, and what was typed must not.

    Attributes
    ----------
    findings : tuple[Finding, ...]
        What was found, in the order of the fields.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("guard.person_in_text", fields=list(dict.fromkeys(found.field for found in findings)))
        self.findings = tuple(findings)


def check_pass(one: GuardPass, fields: Collection[str]) -> None:
    """Check that a pass says which field, why, and which two roles answer for it.

    Raises
    ------
    KnownError
        ``guard.pass_unknown_field``, ``guard.pass_without_reason``, ``guard.pass_without_roles`` or ``guard.pass_same_role``.
    """
    if one.field not in fields:
        raise KnownError("guard.pass_unknown_field", allowed=sorted(fields))
    if len(one.reason.strip()) < SHORTEST_REASON:
        raise KnownError("guard.pass_without_reason", field=one.field, shortest=SHORTEST_REASON)
    roles = [" ".join(fold(role).split()) for role in (one.passed_by, one.seen_by)]
    if not all(roles):
        raise KnownError("guard.pass_without_roles", field=one.field)
    if roles[0] == roles[1]:
        raise KnownError("guard.pass_same_role", field=one.field)
