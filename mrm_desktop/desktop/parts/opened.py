"""The open project as the window has it: the project, its file, and the language in which the window speaks of it at the moment."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from mrm_desktop.domain.event_log import SeenHead
    from mrm_desktop.project.ports import Project, SigningSeat


class Opened:
    """What the window and the sessions of its pages share.

    Making one reads the project's title and destroys the drafts whose day is over, and closing it may take long: both are for the worker.

    Parameters
    ----------
    fixed_day : date | None
        A fixed day for questions that name none: the sample country lives on one day. None for today.
    path : Path
        The project's file, to open it again after it was locked; empty for an office's database.
    recovery_code : str
        Recovery code of a project that was just made, to be shown once; "" otherwise.
    known_passphrase : str
        Passphrase of the invented sample country, which nobody chose and nobody has to know; "" otherwise.

    Attributes
    ----------
    words : Words
        The language. It stands here and nowhere else, so that a change reaches every session; the window sets it.
    title : str
        Name for the window's title: the project's own, never a place.
    older : SeenHead | None
        What was last seen here of its log, where the file lacks it; None where nothing is amiss.
    signing_seat : SigningSeat | None
        The signing key of the person at this copy; None where there is none to be opened.
    """

    def __init__(
        self,
        store: Project,
        words: Words | None = None,
        fixed_day: date | None = None,
        path: Path = Path(),
        recovery_code: str = "",
        known_passphrase: str = "",
    ) -> None:
        from mrm_desktop.project.open_project import OpenProject  # brings the method, and numpy with it
        from mrm_desktop.services.drafts.kept_drafts import destroy_old_drafts

        self.project = OpenProject(store, fixed_day=fixed_day)
        self.words, self.path, self.recovery_code = words or Words(), path, recovery_code
        self.known_passphrase = known_passphrase
        self.older: SeenHead | None = getattr(store, "missing", None)
        self.signing_seat: SigningSeat | None = getattr(store, "signing_seat", None)
        with self.project.read() as repository:
            self.title = repository.info().title
        with suppress(KnownError):  # who may only read, or finds no room, reads all the same
            destroy_old_drafts(self.project, today())

    def close(self) -> None:
        """Close the project and drop what was read from it."""
        self.project.close()
