"""Taking content out of a project: by two roles, for a reason, and so that everybody can see that it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.text_guard import require_no_person

MONTHS_KEPT = 24
"""What was heard from people and about armed actors is kept for so long (docs/data-responsibility.md)."""
RETENTION = "retention"
"""The reason of what is taken out because its time is over."""
SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Purge:
    """Who takes something out, and why.

    Attributes
    ----------
    purged_by, seen_by : str
        Two different roles; never names.
    """

    reason: str
    purged_by: str
    seen_by: str


@dataclass(frozen=True, slots=True)
class Purged:
    """Something that was taken out at one time."""

    at: datetime
    reason: str
    purged_by: str
    seen_by: str
    rows: int


@dataclass(frozen=True, slots=True)
class Going:
    """What would go if an import were taken out.

    Attributes
    ----------
    rows : Mapping[str, int]
        How many rows of each table, such as ``place``; only tables that lose any.
    backups : int
        Backups, and files that restores put aside: they go, and one backup is made of what is left.
    """

    file_name: str
    rows: Mapping[str, int]
    backups: int


def are_two_roles(purge: Purge) -> bool:
    """Tell whether two different roles are named."""
    first, second = purge.purged_by.strip(), purge.seen_by.strip()
    return bool(first and second) and first.casefold() != second.casefold()


def require_two_roles(purge: Purge) -> None:
    """Refuse a purge that one person alone asks for, or without a reason.

    Raises
    ------
    KnownError
        ``purge.two_roles``, ``purge.no_reason``; what the guard on free texts raises.
    """
    first, second = purge.purged_by.strip(), purge.seen_by.strip()
    if not are_two_roles(purge):
        raise KnownError("purge.two_roles")
    if len(purge.reason.strip()) < SHORTEST_REASON and purge.reason != RETENTION:
        raise KnownError("purge.no_reason", shortest=SHORTEST_REASON)
    require_no_person((("reason", purge.reason), ("role", first), ("role", second)), ())


def oldest_kept(today: date) -> date:
    """Return the first day whose records are still kept."""
    months = today.year * 12 + today.month - 1 - MONTHS_KEPT
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, 28))
