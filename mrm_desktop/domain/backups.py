"""How the backups of a project stand: whether somebody whose computer is gone tomorrow loses anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

OLD_AFTER = timedelta(days=7)
"""Every session that wrote leaves a backup: an older one is either that of a project nobody opens, or none was made for a week."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """How the backups of a project stand.

    Attributes
    ----------
    newest : datetime | None
        When the newest backup was made; None where there is none.
    is_behind : bool
        Whether something was recorded before this session that no backup holds: none could be made of it.
    untried_days : int | None
        For how many days no backup was tried out, where that is too long; None where it is not.
    """

    newest: datetime | None
    is_behind: bool = False
    untried_days: int | None = None

    def is_old(self, now: datetime) -> bool:
        """Tell whether the newest backup is older than it should be."""
        return self.newest is not None and now - self.newest > OLD_AFTER
