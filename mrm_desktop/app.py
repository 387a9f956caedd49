"""The composition root: the only file that knows every room. It wires, and holds no logic.

What opens a project is imported when a project is opened: it brings the method and the readers, and the window stands before.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from mrm_desktop.desktop.parts.look import apply_look, system_is_dark
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.clock import now, today
from mrm_desktop.foundation.preferences import Preferences, save_preferences
from mrm_desktop.foundation.settings import LANGUAGE_VARIABLE
from mrm_desktop.foundation.words import Words
from mrm_desktop.vault.recent_projects import RecentProjects

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.domain.guard_passes import GuardPass
    from mrm_desktop.project.knowledge import Knowledge
    from mrm_desktop.project.ports import Project


def make_window(application: QApplication, preferences: Preferences, keep_recent: bool = True) -> MainWindow:
    """Give the application its look and make its window, wired to real stores.

    Parameters
    ----------
    keep_recent : bool
        Whether the home page lists recent projects, which the system's key ring keeps.
    """
    folder = tempfile.TemporaryDirectory(prefix="mrm-sample-")
    application.aboutToQuit.connect(folder.cleanup)
    # Qt's own file dialog would write the folders that were visited into a settings file.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder.name)
    is_dark = _apply_theme(application, preferences)
    openers = Openers(
        open=_open,
        create=_create,
        sample=lambda: _sample(_new_name(Path(folder.name))),
        missions=_missions,
        connect=_connected,
        recent=RecentProjects() if keep_recent else None,
        renew_code=_renew_code,
        sheet=_sheet,
        open_by_sheet=_open_by_sheet,
        knowledge=lambda: _sample_knowledge(_new_name(Path(folder.name))),
    )
    window = MainWindow(openers, words_for(preferences), is_dark, preferences)
    window.preferences_chosen.connect(lambda chosen: _change(application, window, chosen))
    window.destroyed.connect(lambda _: folder.cleanup())
    return window


def words_for(preferences: Preferences) -> Words:
    """Return the words of the language that was chosen, else of the environment or the system."""
    system = os.environ.get(LANGUAGE_VARIABLE, os.environ.get("LANG", "en")[:2])
    return Words(preferences.language or system)


def _apply_theme(application: QApplication, preferences: Preferences) -> bool:
    """Apply the chosen colours and size of text; return whether they are dark."""
    is_dark = system_is_dark() if preferences.look == "system" else preferences.look == "dark"
    apply_look(application, is_dark, preferences.text_size / 100, preferences.motion == "on")
    return is_dark


def _change(application: QApplication, window: MainWindow, chosen: Preferences) -> None:
    """Let a choice hold at once, and keep it for the next time."""
    window.use_preferences(chosen, words_for(chosen), _apply_theme(application, chosen))
    try:
        save_preferences(chosen)
    except OSError:
        window.fail(KnownError("settings.not_kept"))


def load_pages(words: Words) -> None:
    """Load what an open project needs, ahead of the first one; called from a thread while the window waits for its user.

    Parameters
    ----------
    words : Words
        The language whose way of writing numbers and days is read.
    """
    import mrm_desktop.cartography.build
    import mrm_desktop.cartography.ground
    import mrm_desktop.cli.opening
    import mrm_desktop.cli.sample
    import mrm_desktop.desktop.evidence.review_rows
    import mrm_desktop.desktop.shell.emergency_dialog
    import mrm_desktop.desktop.shell.page_links
    import mrm_desktop.formats.documents.scenario
    import mrm_desktop.project.answers
    import mrm_desktop.project.area_card
    import mrm_desktop.reports.catalogue
    import mrm_desktop.services.briefing.brief

    words.number(0.5)
    words.day(today())
    mrm_desktop.cartography.ground.raw_part(mrm_desktop.cartography.ground.WORLD)
    mrm_desktop.formats.documents.scenario.learn_to_write()
    # What was loaded stays as long as the program runs: whoever searches for cycles in the window need not go through it each time.
    gc.freeze()


def _open(path: Path, passphrase: str) -> Opened:
    from mrm_desktop.cli.opening import open_project

    return _opened(open_project(path, passphrase), path)


def _create(path: Path, title: str, mission: str, passphrase: str, passes: Sequence[GuardPass], country: str = "") -> Opened:
    from mrm_desktop.cli.opening import create_project
    from mrm_desktop.desktop.parts.opened import Opened

    project, recovery_code = create_project(path, passphrase, title, mission, passes=passes)
    if country:
        from mrm_desktop.formats.documents.country_starters import country as country_of
        from mrm_desktop.services.evidence.start_country import start_country

        start_country(project, country_of(country), now())
    return Opened(project, path=path, recovery_code=recovery_code)


def _renew_code(path: Path, passphrase: str) -> str:
    from mrm_desktop.vault.keys import Vault

    return Vault().new_recovery_code(path, passphrase)


def _sheet(path: Path, code: str, words: Words) -> bytes:
    from mrm_desktop.keeping.recovery_sheet import sheet_picture

    return sheet_picture(path, code, words)


def _open_by_sheet(path: Path, letters: str, code: str, passphrase: str) -> Opened:
    from mrm_desktop.keeping.recovery_sheet import open_by_sheet

    open_by_sheet(path, letters, code, passphrase)
    return _open(path, passphrase)


def _opened(project: Project, path: Path, known_passphrase: str = "") -> Opened:
    """Open a project in the window; an invented country lives on its one day, also when it is opened again."""
    from mrm_desktop.cli.sample import SAMPLE_DAY
    from mrm_desktop.desktop.parts.opened import Opened

    with project.read() as repository:
        fictional = repository.info().fictional
    return Opened(project, fixed_day=SAMPLE_DAY if fictional else None, path=path, known_passphrase=known_passphrase)


def _connected(address: str) -> Opened:
    from mrm_desktop.store.office.project import open_office_project

    return _opened(open_office_project(address), Path())


def _sample(path: Path) -> Opened:
    from mrm_desktop.cli.sample import PASSPHRASE, build_sample

    return _opened(build_sample(path), path, PASSPHRASE)


def _sample_knowledge(path: Path) -> Knowledge:
    from mrm_desktop.cli.sample import sample_knowledge

    return sample_knowledge(path)


def _missions() -> tuple[str, ...]:
    from mrm_desktop.services.evidence.confirm_mission import known_acronyms, shipped_missions

    return known_acronyms(shipped_missions())


def _new_name(folder: Path) -> Path:
    return folder / f"sample-{len(list(folder.iterdir()))}.mrm"
