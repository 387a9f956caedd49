"""Keeping what stands in a form until its record is made: in the project, encrypted as everything in it, and for a time only.

A draft is kept while somebody types, so nobody can be asked about a sentence that seems to tell of a person: such a text is left out, and
the form says so when it is given back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mrm_desktop.domain.drafts import DRAFT_LIFETIME, Draft
from mrm_desktop.domain.text_guard import Known, find_persons
from mrm_desktop.project.known_names import known_to
from mrm_desktop.project.ports import UnitsOfWork


def keep_draft(project: UnitsOfWork, kind: str, subject: str, content: Mapping[str, Any], now: datetime) -> Draft:
    """Keep what stands in a form in the place of what stood there before, and return it as it was kept."""
    known = known_to(project)
    withheld = tuple(name for name, value in content.items() if _tells_of_a_person(name, value, known))
    kept = {name: value for name, value in content.items() if name not in withheld}
    draft = Draft(kind, subject, kept, withheld, now, now.date() + DRAFT_LIFETIME)
    with project.write() as repository:
        repository.keep_draft(draft)
    return draft


def begun(project: UnitsOfWork, kind: str, subject: str, today: date) -> Draft | None:
    """Return what was begun in a form; None where nothing was, or its day is over."""
    with project.read() as repository:
        drafts = repository.drafts()
    return next((d for d in drafts if (d.kind, d.subject) == (kind, subject) and d.destroy_by >= today), None)


def destroy_draft(project: UnitsOfWork, kind: str, subject: str) -> None:
    """Destroy what was begun in a form: its record is made, or it was thrown away."""
    with project.write() as repository:
        repository.destroy_draft(kind, subject)


def destroy_old_drafts(project: UnitsOfWork, today: date) -> None:
    """Destroy the drafts whose day is over. Nothing is written where there are none."""
    with project.read() as repository:
        old = [draft for draft in repository.drafts() if draft.destroy_by < today]
    if old:
        with project.write() as repository:
            for draft in old:
                repository.destroy_draft(draft.kind, draft.subject)


def _tells_of_a_person(field: str, value: Any, known: Known) -> bool:
    if isinstance(value, str):
        return bool(find_persons(field, value, known))
    if isinstance(value, Mapping):
        return any(_tells_of_a_person(str(name), part, known) for name, part in value.items())
    return isinstance(value, list | tuple) and any(_tells_of_a_person(field, part, known) for part in value)
