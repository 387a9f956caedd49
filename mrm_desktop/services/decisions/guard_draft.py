"""No decision record tells of a person: its texts are looked at before it is appended, for it can never be taken out again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mrm_desktop.domain.decisions import DecisionDraft
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.text_guard import Known, find_persons, require_no_person

GUARDED = (
    "approver_role",
    "counter_argument",
    "rationale",
    "override_reason",
    "dissent",
    "conditions",
    "stop_triggers",
    "options_considered",
)
"""Fields of a draft that people write freely."""


def texts_of(draft: DecisionDraft) -> list[tuple[str, str]]:
    """List the free texts of a draft, each with its field; a list gives one entry for each of its lines."""
    listed = []
    for field in GUARDED:
        value = getattr(draft, field)
        listed += [(field, text) for text in ((value,) if isinstance(value, str) else value)] or [(field, "")]
    return listed


def guard_draft(draft: DecisionDraft, known: Known) -> DecisionDraft:
    """Return the draft with the passes that it needs, and none that it does not.

    Raises
    ------
    PersonInTextError
        A text looks as if it told of a person, and no two people let it pass.
    KnownError
        What :func:`~mrm_desktop.domain.guard_passes.check_pass` raises.
    """
    return replace(draft, guard_passes=require_no_person(texts_of(draft), draft.guard_passes, known))


def withhold_persons(draft: DecisionDraft, known: Known) -> DecisionDraft:
    """Return the draft without the texts that :func:`guard_draft` stops; ``withheld`` says which, so that they are written anew.

    For an alert about an imminent attack: it goes on record at once, whatever was typed in the hurry.
    """
    try:
        return guard_draft(draft, known)
    except KnownError:
        stopped = {finding.field for field, text in texts_of(draft) for finding in find_persons(field, text, known)}
    emptied: dict[str, Any] = {field: type(getattr(draft, field))() for field in stopped}
    return replace(draft, **emptied, guard_passes=(), withheld=tuple(sorted(stopped)))
