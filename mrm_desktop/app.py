"""The composition root: the only file that knows every room. It wires, and holds no logic."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from mrm_desktop.cli.opening import create_project, open_project
from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample, sample_knowledge
from mrm_desktop.desktop.map.static_view import make_static_map
from mrm_desktop.desktop.parts.look import dress, system_is_dark
from mrm_desktop.desktop.parts.session import Openers, Session
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.project_session import ProjectSession
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.preferences import Preferences, save_preferences
from mrm_desktop.foundation.settings import LANGUAGE_VARIABLE
from mrm_desktop.foundation.words import Words
from mrm_desktop.vault.recent_projects import RecentProjects

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from mrm_desktop.project.ports import Project


def make_window(application: QApplication, preferences: Preferences) -> MainWindow:
    """Dress the application and make its window, wired to real stores."""
    folder = tempfile.TemporaryDirectory(prefix="mrm-sample-")
    application.aboutToQuit.connect(folder.cleanup)
    # Qt's own file dialog would write the folders that were visited into a settings file.
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder.name)
    wearing = _dress(application, preferences)
    words = [words_for(preferences)]
    openers = Openers(
        open=lambda path, passphrase: _opened(open_project(path, passphrase), path, words[0]),
        create=lambda path, title, mission, passphrase: _create(path, title, mission, passphrase, words[0]),
        sample=lambda: _sample(_new_name(Path(folder.name)), words[0]),
        missions=_missions,
        connect=lambda address: _connected(address, words[0]),
        recent=RecentProjects(),
        knowledge=lambda: sample_knowledge(_new_name(Path(folder.name))),
    )
    window = MainWindow(openers, make_map, words[0], wearing, preferences)

    def choose(chosen: Preferences) -> None:
        words[0] = words_for(chosen)
        _change(application, window, chosen, words[0])

    window.preferences_chosen.connect(choose)
    window.destroyed.connect(lambda _: folder.cleanup())
    return window


def words_for(preferences: Preferences) -> Words:
    """Return the words of the language that was chosen, else of the environment or the system."""
    system = os.environ.get(LANGUAGE_VARIABLE, os.environ.get("LANG", "en")[:2])
    return Words(preferences.language or system)


def _dress(application: QApplication, preferences: Preferences) -> bool:
    dark = system_is_dark() if preferences.look == "system" else preferences.look == "dark"
    dress(application, dark, preferences.text_size / 100)
    return dark


def _change(application: QApplication, window: MainWindow, chosen: Preferences, words: Words) -> None:
    """Let a choice hold at once, and keep it for the next time."""
    window.use_preferences(chosen, words, _dress(application, chosen))
    try:
        save_preferences(chosen)
    except OSError:
        window.fail(KnownError("settings.not_kept"))


def make_map(parent: QWidget, session: Session) -> QWidget:
    """Make the live map; where the web engine is missing, the printed map in a widget."""
    try:
        from mrm_desktop.desktop.map.map_view import MapView
    except ImportError:
        return make_static_map(parent, session)
    return MapView(parent)


def _create(path: Path, title: str, mission: str, passphrase: str, words: Words) -> Session:
    project, recovery_code = create_project(path, passphrase, title, mission)
    session = ProjectSession(project, words, path=path)
    session.recovery_code = recovery_code
    return session


def _opened(project: Project, path: Path, words: Words) -> Session:
    """Make the session of a project; an invented country lives on its one day, also when it is opened again."""
    with project.read() as repository:
        fictional = repository.info().fictional
    return ProjectSession(project, words, SAMPLE_DAY if fictional else None, path)


def _connected(address: str, words: Words) -> Session:
    from mrm_desktop.store.office.project import open_office_project

    return _opened(open_office_project(address), Path(), words)


def _sample(path: Path, words: Words) -> Session:
    return _opened(build_sample(path), path, words)


def _missions() -> tuple[str, ...]:
    from mrm_desktop.services.evidence.confirm_mission import known_acronyms, shipped_missions

    return known_acronyms(shipped_missions())


def _new_name(folder: Path) -> Path:
    return folder / f"sample-{len(list(folder.iterdir()))}.mrm"
