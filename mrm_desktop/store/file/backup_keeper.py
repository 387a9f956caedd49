"""The backups of one open project: takes them, says how they stand, and puts one anew in the place of all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.domain.backups import BackupState
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.store.file.backup import backups, set_aside_files, take_backup, taken_at
from mrm_desktop.store.file.destroy import destroy

if TYPE_CHECKING:
    from mrm_desktop.project.ports import Key


class BackupKeeper:
    """Keeps the backups of a project file."""

    def __init__(self, project: Path, key: Key, clock: Callable[[], datetime]) -> None:
        self._project, self._key, self._clock = project, key, clock
        self._is_behind = False
        self._untried_days: int | None = None
        self._note: Callable[[date], None] | None = None

    def take(self) -> Path:
        """Take a backup now."""
        made = take_backup(self._project, self._key.raw(), self._clock(), _slots_of(self._key))
        self._is_behind = False
        return made

    def take_in_place_of_all(self) -> None:
        """Have one backup, of what there is now: every other, and every file that a restore put aside, is destroyed."""
        before = self.everything()
        self.take()
        for old in before:
            destroy(old)

    def everything(self) -> tuple[Path, ...]:
        """Return the backups, and the files that restores put aside."""
        return (*backups(self._project), *set_aside_files(self._project))

    def state(self) -> BackupState:
        """Return how the backups stand."""
        newest = self._newest()
        return BackupState(taken_at(newest) if newest is not None else None, self._is_behind, self._untried_days)

    def compare(self, events: int, last_event: datetime | None) -> None:
        """Find out whether the newest backup holds the end of the log. That a project was made is nothing that could be lost."""
        newest = self.state().newest
        if newest is None or last_event is None:
            self._is_behind = newest is None and events > 1
        else:
            self._is_behind = last_event.replace(microsecond=0) > newest  # backups are named by the second

    def count_trials(self, untried_days: int | None, note: Callable[[date], None]) -> None:
        """Take from whoever opened the project for how many days no backup was tried out, if too long, and where a trial is noted."""
        self._untried_days, self._note = untried_days, note

    def note_trial(self, on: date) -> None:
        """Note that a backup was tried out; OSError where nothing can be noted."""
        if self._note is not None:
            self._note(on)
        self._untried_days = None

    def copy_newest(self, folder: Path) -> tuple[Path, Path]:
        """Copy the newest backup into a folder, under the name of the project; return the backup and the copy.

        Raises
        ------
        KnownError
            ``drill.no_backup``.
        """
        newest = self._newest()
        if newest is None:
            raise KnownError("drill.no_backup", file=self._project.name)
        return newest, Path(shutil.copyfile(newest, folder / self._project.name))

    def _newest(self) -> Path | None:
        return next(iter(backups(self._project)), None)


def _slots_of(key: Key) -> bytes | None:
    """Return the key slots that a backup shall carry; a key that no vault gave has none."""
    carried: Callable[[], bytes | None] | None = getattr(key, "slots_for_backups", None)
    return carried() if carried is not None else None
