"""Decisions: what was decided, by which role, on what grounds, until when. Appended, superseded, never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mrm_desktop.domain.vocabulary import Mode, Word


class Outcome(Word):
    """What the people decided. ``proceed`` always means: with the stated conditions, until the stated day."""

    PROCEED = "proceed"
    DO_NOT_PROCEED = "do_not_proceed"
    DEFER = "defer"


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What a person fills in before a decision is recorded.

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
