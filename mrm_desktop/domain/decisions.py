"""Decisions: what was decided, by which role, on what grounds, until when. Appended, superseded, never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.vocabulary import Band, Mode, Threat, Verdict, Word
from mrm_desktop.foundation.later_fields import later


class Outcome(Word):
    """What the people decided. ``proceed`` always means: with the stated conditions, until the stated day."""

    PROCEED = "proceed"
    DO_NOT_PROCEED = "do_not_proceed"
    DEFER = "defer"


def is_alert(verdict: Verdict, threat: Threat) -> bool:
    """Tell whether an answer is an alert: also where the mission has closed, as the alert then goes to the civilian side."""
    return verdict is Verdict.EMERGENCY_ALERT or (verdict is Verdict.NOT_AVAILABLE and threat is Threat.IMMINENT)


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What a person fills in before a decision is recorded.

    The hash of the record covers it: a field that it gains is declared with :func:`~mrm_desktop.foundation.later_fields.later`.

    Attributes
    ----------
    approver_role : str
        Role that carries the decision; never a name.
    counter_argument : str
        The best reason to decide otherwise. Required.
    override_reason : str
        Why the decision departs from the verdict. Required when it does.
    dissent : str
        Dissent of a colleague or partner, unedited.
    exposed_people_agree : bool | None
        What those who would be exposed said when they were asked for this decision; None when they were not.
    guard_passes : tuple[GuardPass, ...]
        Texts that the guard took for a person's and that two people let pass.
    withheld : tuple[str, ...]
        Fields of an alert whose text told of a person and was not kept: they are to be written anew.
    options_considered : tuple[str, ...]
        What else could have been done, the option not to go among them.
    signatories : tuple[str, ...]
        Codes of the roles that must sign, besides the one that carries it, before it is in force; empty where nobody must.
    assessors : tuple[str, ...]
        What two assessors answered for it before they compared, each as "role: mode", and what they agreed on.
    approach : str
        SHA-256 of the organisation's approach that was in force; "" where none was adopted.
    """

    outcome: Outcome
    chosen_mode: Mode
    approver_role: str
    counter_argument: str
    rationale: str = ""
    override_reason: str = ""
    dissent: str = ""
    conditions: tuple[str, ...] = ()
    stop_triggers: tuple[str, ...] = ()
    expires_on: date | None = None
    supersedes: str | None = None
    exposed_people_agree: bool | None = None
    guard_passes: tuple[GuardPass, ...] = later(())
    withheld: tuple[str, ...] = later(())
    options_considered: tuple[str, ...] = later(())
    signatories: tuple[str, ...] = later(())
    approach: str = later("")
    assessors: tuple[str, ...] = later(())


@dataclass(frozen=True, slots=True)
class Decision:
    """A recorded decision with its frozen snapshot.

    Attributes
    ----------
    snapshot : Mapping[str, Any]
        The case in its ``mrm-scenario/1`` form: everything the method looked at.
    assessment : Mapping[str, Any]
        The answer as it stood, in the form printed by ``--json``.
    policy_text : str
        The policy file used, whole, so that the record can be replayed on a machine that never had it.
    program_version : str
        Version of the program that recorded it.
    previous_hash, hash : str
        SHA-256 of the record before, and of this one over its canonical JSON.
    """

    id: str
    sequence: int
    recorded_at: datetime
    area_code: str
    area_name: str
    draft: DecisionDraft
    expires_on: date
    snapshot: Mapping[str, Any]
    assessment: Mapping[str, Any]
    policy_text: str
    policy_checksum: str
    program_version: str
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class DecisionHead:
    """What later questions need to know of a decision, without its snapshot: a few hundred bytes instead of some fifty thousand.

    Attributes
    ----------
    id : str
        32 hexadecimal digits.
    sequence : int
        Place in the chain, from 1.
    verdict, band : Verdict, Band | None
        The answer that the decision was taken on; no band where the answer rested on none.
    has_rationale, has_override_reason : bool
        Whether either was written; blanks are not a reason.
    signatories : tuple[str, ...]
        Codes of the roles that must sign, besides the one that carries it, before it is in force.
    hash : str
        Hash of the full record.
    """

    id: str
    sequence: int
    recorded_at: datetime
    area_code: str
    area_name: str
    outcome: Outcome
    chosen_mode: Mode
    approver_role: str
    expires_on: date
    supersedes: str | None
    verdict: Verdict
    band: Band | None
    has_rationale: bool
    has_override_reason: bool
    hash: str
    signatories: tuple[str, ...] = ()

    @property
    def states_reason(self) -> bool:
        """Whether the record says in words why it was decided so."""
        return self.has_rationale or self.has_override_reason


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The last record of the chain: what the next one is appended to."""

    sequence: int
    recorded_at: datetime
    hash: str


def head_of(decision: Decision) -> DecisionHead:
    """Return the head of a full record.

    Raises
    ------
    KnownError
        ``vocabulary.unknown`` where the assessment on record has no verdict, or a word that the method does not know.
    """
    draft, assessment = decision.draft, decision.assessment
    return DecisionHead(
        id=decision.id,
        sequence=decision.sequence,
        recorded_at=decision.recorded_at,
        area_code=decision.area_code,
        area_name=decision.area_name,
        outcome=draft.outcome,
        chosen_mode=draft.chosen_mode,
        approver_role=draft.approver_role,
        expires_on=decision.expires_on,
        supersedes=draft.supersedes,
        verdict=Verdict.parse(assessment.get("verdict")),
        band=Band.parse(assessment["band"]) if assessment.get("band") else None,
        has_rationale=bool(draft.rationale.strip()),
        has_override_reason=bool(draft.override_reason.strip()),
        hash=decision.hash,
        signatories=draft.signatories,
    )
