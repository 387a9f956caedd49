"""Verify and replay: whether the chain of decisions is unbroken, and whether each snapshot still gives the recorded verdict."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mrm_desktop.domain.decisions import Decision, DecisionHead, head_of
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.formats.documents.scenario import assessment_to_dict, case_from_dict
from mrm_desktop.project.ports import Repository
from mrm_desktop.scoring import Policy, assess, method_1, parse_policy
from mrm_desktop.scoring.policy import checksum_of
from mrm_desktop.services.decisions.record_decision import FIRST_HASH, body_of, hash_of

# What must come out the same; the rest of an assessment is its working.
COMPARED = ("verdict", "ceiling", "channel", "band", "deciding_gate", "flags", "expires_on")


@dataclass(frozen=True, slots=True)
class Break:
    """A record that does not fit the chain.

    Attributes
    ----------
    code : str
        ``verify.sequence``, ``verify.link``, ``verify.content``, ``verify.policy`` or ``verify.head``.
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


def verify(
    decisions: Iterable[Decision], heads: Iterable[DecisionHead] | None = None, sealed: Collection[int] = ()
) -> tuple[Break, ...]:
    """Check the chain from its first record and return every break, located to the record.

    Parameters
    ----------
    decisions : Iterable[Decision]
        All decisions in the order of the chain; one at a time is held in memory.
    heads : Iterable[DecisionHead] | None
        What the project answers later questions from: each must say what its record says. None: they are not looked at.
    sealed : Collection[int]
        Numbers of the decisions of which another office keeps what they rest on: their links are checked, their content cannot be.
    """
    breaks: list[Break] = []
    policies = _Policies()
    known = None if heads is None else {head.sequence: head for head in heads}
    previous = FIRST_HASH
    for expected, decision in enumerate(decisions, start=1):
        wrong = {
            "verify.sequence": decision.sequence != expected,
            "verify.link": decision.previous_hash != previous,
            "verify.content": decision.sequence not in sealed and hash_of(body_of(decision)) != decision.hash,
            "verify.policy": policies.checksum(decision.policy_text) != decision.policy_checksum,
            "verify.head": known is not None and not _says_the_same(known.pop(decision.sequence, None), decision),
        }
        breaks += [Break(decision.sequence, decision.id, code) for code, is_so in wrong.items() if is_so]
        previous = decision.hash
    breaks += [Break(head.sequence, head.id, "verify.head") for head in (known or {}).values()]
    return tuple(breaks)


def replay(decisions: Iterable[Decision], sealed: Collection[int] = ()) -> tuple[Departure, ...]:
    """Assess each snapshot again under the policy that was stored with it, by the method that this policy belongs to.

    Parameters
    ----------
    sealed : Collection[int]
        Numbers of the decisions of which another office keeps the snapshot: there is nothing to assess again.

    Returns
    -------
    tuple[Departure, ...]
        Every part of an answer that comes out differently.
    """
    departures: list[Departure] = []
    policies = _Policies()
    for decision in decisions:
        if decision.sequence not in sealed:
            departures += _replayed(decision, policies)
    return tuple(departures)


def passes_on_record(repository: Repository) -> tuple[tuple[str, GuardPass], ...]:
    """List every text that two people let pass the guard, each with where it stands: decisions first, then other records.

    What an import let pass is told by its ledger, what a trip let pass stands in its file.
    """
    decided = ((d.sequence, one) for d in repository.decisions() for one in d.draft.guard_passes)
    others = ((" ".join(filter(None, (k.about, k.code, k.guard_pass.field))), k.guard_pass) for k in repository.guard_passes())
    return (*((f"{sequence}. {one.field}", one) for sequence, one in decided), *others)


class _Policies:
    """Policies by their text, each parsed once: a project has thousands of decisions and a handful of policies."""

    def __init__(self) -> None:
        self._read: dict[str, Policy | KnownError] = {}

    def read(self, text: str) -> Policy:
        """Return the policy of a text.

        Raises
        ------
        KnownError
            What :func:`parse_policy` raises.
        """
        if text not in self._read:
            try:
                self._read[text] = parse_policy(text)
            except KnownError as error:
                self._read[text] = error
        found = self._read[text]
        if isinstance(found, KnownError):
            raise found
        return found

    def checksum(self, text: str) -> str:
        """Return the checksum of a policy's text; "" where it is none."""
        if method_1.is_policy(text):
            return checksum_of(text)
        try:
            return self.read(text).checksum
        except KnownError:
            return ""


def _says_the_same(head: DecisionHead | None, decision: Decision) -> bool:
    try:
        return head == head_of(decision)
    except KnownError:
        return False


def _answered(decision: Decision, policies: _Policies) -> Mapping[str, Any]:
    case = case_from_dict(decision.snapshot)
    if method_1.is_policy(decision.policy_text):
        return method_1.answer(case, decision.policy_text)
    return assessment_to_dict(assess(case, policies.read(decision.policy_text)))


def _replayed(decision: Decision, policies: _Policies) -> list[Departure]:
    try:
        again = _answered(decision, policies)
    except KnownError as error:
        return [Departure(decision.id, decision.sequence, "snapshot", "", error.code)]
    return [
        Departure(decision.id, decision.sequence, part, decision.assessment.get(part), again.get(part))
        for part in COMPARED
        if decision.assessment.get(part) != again.get(part)
    ]
