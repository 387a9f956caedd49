"""Verify and replay: whether the chain of decisions is unbroken, and whether each snapshot still gives the recorded verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mrm_desktop.domain.decisions import Decision
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.formats.documents.scenario import assessment_to_dict, case_from_dict
from mrm_desktop.scoring import assess, parse_policy
from mrm_desktop.services.decisions.record_decision import FIRST_HASH, body_of, hash_of

# What must come out the same; the rest of an assessment is its working.
COMPARED = ("verdict", "ceiling", "channel", "band", "deciding_gate", "flags", "expires_on")


@dataclass(frozen=True, slots=True)
class Break:
    """A record that does not fit the chain.

    Attributes
    ----------
    code : str
        ``verify.sequence``, ``verify.link``, ``verify.content`` or ``verify.policy``.
    """

    sequence: int
    decision_id: str
    code: str


@dataclass(frozen=True, slots=True)
class Departure:
    """One part of the answer that a replay gives differently."""

    decision_id: str
    sequence: int
    part: str
    recorded: Any
    replayed: Any


def verify(decisions: Sequence[Decision]) -> tuple[Break, ...]:
    """Check the chain from its first record and return every break, located to the record."""
    breaks: list[Break] = []
    previous = FIRST_HASH
    for expected, decision in enumerate(sorted(decisions, key=lambda d: d.sequence), start=1):
        if decision.sequence != expected:
            breaks.append(Break(decision.sequence, decision.id, "verify.sequence"))
        if decision.previous_hash != previous:
            breaks.append(Break(decision.sequence, decision.id, "verify.link"))
        if hash_of(body_of(decision)) != decision.hash:
            breaks.append(Break(decision.sequence, decision.id, "verify.content"))
        if parse_policy(decision.policy_text).checksum != decision.policy_checksum:
            breaks.append(Break(decision.sequence, decision.id, "verify.policy"))
        previous = decision.hash
    return tuple(breaks)


def replay(decisions: Iterable[Decision]) -> tuple[Departure, ...]:
    """Assess each snapshot again under the policy that was stored with it, and return every difference."""
    departures: list[Departure] = []
    for decision in decisions:
        departures += replay_one(decision)
    return tuple(departures)


def replay_one(decision: Decision) -> list[Departure]:
    """Assess one snapshot again."""
    try:
        policy = parse_policy(decision.policy_text)
        again = assessment_to_dict(assess(case_from_dict(decision.snapshot), policy))
    except KnownError as error:
        return [Departure(decision.id, decision.sequence, "snapshot", "", error.code)]
    return [
        Departure(decision.id, decision.sequence, part, decision.assessment.get(part), again.get(part))
        for part in COMPARED
        if decision.assessment.get(part) != again.get(part)
    ]
