"""The composition root: the only file that knows every room. It wires, and holds no logic."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.cli.opening import create_project, open_project
from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.desktop.look import dress, system_is_dark
from mrm_desktop.desktop.main_window import MainWindow
from mrm_desktop.desktop.project_session import ProjectSession
from mrm_desktop.desktop.session import Openers, Session
from mrm_desktop.foundation.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget


def make_window(application: QApplication, words: Words) -> MainWindow:
    """Dress the application and make its window, wired to real stores."""
    dark = system_is_dark()
    dress(application, dark)
    folder = tempfile.TemporaryDirectory(prefix="mrm-sample-")
    application.aboutToQuit.connect(folder.cleanup)
    openers = Openers(
        open=lambda path, passphrase: ProjectSession(open_project(path, passphrase), words),
        create=lambda path, title, mission, passphrase: _create(path, title, mission, passphrase, words),
        sample=lambda: ProjectSession(build_sample(_new_name(Path(folder.name))), words, SAMPLE_DAY),
        missions=_missions,
    )
    return MainWindow(openers, make_map, words, dark)


def make_map(parent: QWidget, session: Session) -> QWidget:
    """Make the live map; where the web engine is missing, the printed map in a widget."""
    try:
        from mrm_desktop.desktop.map_view import MapView
    except ImportError:
        return make_static_map(parent, session)
    return MapView(parent)


def make_static_map(parent: QWidget, session: Session) -> QWidget:
    """Make the stand-in map."""
    from mrm_desktop.cartography.static_map import static_map
    from mrm_desktop.desktop.static_view import HEIGHT_MM, WIDTH_MM, StaticMapView

    def draw(theme: str, focus: str | None) -> str:
        document = session.map.document
        return static_map(document, theme, WIDTH_MM, HEIGHT_MM, focus) if document else "<svg xmlns='http://www.w3.org/2000/svg'/>"

    return StaticMapView(draw, parent)


def _create(path: Path, title: str, mission: str, passphrase: str, words: Words) -> Session:
    project, recovery_code = create_project(path, passphrase, title, mission)
    session = ProjectSession(project, words)
    session.recovery_code = recovery_code
    return session


def _missions() -> tuple[str, ...]:
    from mrm_desktop.services.registry import known_acronyms, shipped_missions

    return known_acronyms(shipped_missions())


def _new_name(folder: Path) -> Path:
    return folder / f"sample-{len(list(folder.iterdir()))}.mrm"
