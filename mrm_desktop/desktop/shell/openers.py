"""How the window gets an open project; handed in by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.domain.guard_passes import GuardPass
    from mrm_desktop.foundation.words import Words
    from mrm_desktop.project.knowledge import Knowledge
    from mrm_desktop.vault.recent_projects import RecentProjects


@dataclass(frozen=True, slots=True)
class Openers:
    """The ways into a project. Each may take long and runs in the worker.

    Attributes
    ----------
    open : Callable[[Path, str], Opened]
        Opens a file with its passphrase or recovery code.
    create : Callable[[Path, str, str, str, tuple[GuardPass, ...], str], Opened]
        Makes a file; given path, title, mission, passphrase, what two people let pass of the title, and the code of the country that it
        begins with, "" for none.
    missions : Callable[[], tuple[str, ...]]
        Returns the missions that a new project can be about.
    connect : Callable[[str], Opened] | None
        Opens an office's shared database by its address.
    renew_code : Callable[[Path, str], str] | None
        Gives a file another recovery code in the place of the old one; given its path and passphrase.
    sheet : Callable[[Path, str, Words], bytes] | None
        Draws the recovery sheet of a file (PNG) for a printer; given its path, its recovery code and the language.
    open_by_sheet : Callable[[Path, str, str, str], Opened] | None
        Opens a file whose key file is lost; given its path, the letters of its sheet, the code and a new passphrase.
    knowledge : Callable[[], Knowledge] | None
        Returns everything that is known of the sample country, for rehearsals.
    """

    open: Callable[[Path, str], Opened]
    create: Callable[[Path, str, str, str, tuple[GuardPass, ...], str], Opened]
    sample: Callable[[], Opened]
    missions: Callable[[], tuple[str, ...]]
    connect: Callable[[str], Opened] | None = None
    recent: RecentProjects | None = None
    renew_code: Callable[[Path, str], str] | None = None
    sheet: Callable[[Path, str, Words], bytes] | None = None
    open_by_sheet: Callable[[Path, str, str, str], Opened] | None = None
    knowledge: Callable[[], Knowledge] | None = None
