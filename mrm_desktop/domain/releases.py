"""What left the office: one record for each file, kept with the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Release:
    """A file that was written for a reader.

    Attributes
    ----------
    kind, form : str
        Which report, and in which format.
    code : str
        Verification code that stands on the page, or that the manifest of a data file carries.
    reader : str
        For whom it was built: internal, country_office, partner or public.
    removed : Mapping[str, int]
        How much was left out, by kind.
    period : str
        Month whose published figures it gives, such as ``2026-03``; "" for an internal file.
    published : Mapping[str, Any]
        The figures of that month as they were first published; only in the first release of the month.
    released_by, seconded_by : str
        Roles of who let it out and of who looked at it as well; "" where nobody had to say.
    told : Mapping[str, str]
        By area, verdict and ceiling that its reader was told, where they are others than before: what a later file is held against.
    """

    id: str
    released_at: datetime
    kind: str
    form: str
    file_name: str
    sha256: str
    code: str
    reader: str
    recipient: str
    purpose: str
    destroy_by: date | None
    as_known_on: date
    removed: Mapping[str, int] = field(default_factory=dict)
    period: str = ""
    published: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    released_by: str = ""
    seconded_by: str = ""


def overdue(releases: Iterable[Release], today: date) -> tuple[Release, ...]:
    """Return what should have been destroyed by now."""
    return tuple(r for r in releases if r.destroy_by is not None and r.destroy_by < today)
