"""Take a picture of every screen on the sample country: light, dark, Arabic mirrored, and with text of twice the size.

    QT_QPA_PLATFORM=offscreen python installer/take_screens.py [FOLDER]

The tests walk the same list of screens to look for clipped text and nameless controls.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QDialog, QWidget

    from mrm_desktop.desktop.shell.main_window import MainWindow

VARIANTS = {
    "light": ("en", "light", 100),
    "dark": ("en", "dark", 100),
    "arabic": ("ar", "light", 100),
    "large": ("en", "light", 200),
}
AREA = "XT0101"
UNKNOWN = "XT0202"
CODE = "7K3M-ABCD-EFGH-JKMN-PQRS-TVWX-YZ23-4567-89AB"
PATIENCE = 60_000  # milliseconds
COLOURS = 256  # of a picture; screens have few

Wait = Callable[[Callable[[], bool]], None]
Screen = Callable[["MainWindow", Wait], "QWidget"]


def _page(name: str, tab: int = 0) -> Screen:
    def show(window: MainWindow, wait: Wait) -> QWidget:
        from PySide6.QtWidgets import QTabWidget

        window.open_page(name)
        wait(lambda: not window.work.is_busy)
        assert window.workspaces is not None
        page = window.workspaces.pages[name]
        for tabs in page.findChildren(QTabWidget):
            tabs.setCurrentIndex(tab)
        return window

    return show


def _home(window: MainWindow, wait: Wait) -> QWidget:
    window.go_home()
    wait(lambda: not window.work.is_busy)
    wait(lambda: True)  # what was just said takes its room in the next turn
    return window


def _map(window: MainWindow, wait: Wait) -> QWidget:
    window.open_page("map/areas")
    window.pick(AREA)
    wait(lambda: not window.work.is_busy and window.page is not None and window.page.card.card is not None)
    return window


def _unknown(window: MainWindow, wait: Wait) -> QWidget:
    """Show the card of an area of which something is not known."""
    window.open_page("map/areas")
    window.pick(UNKNOWN)
    wait(lambda: not window.work.is_busy and window.page is not None and window.page.card.card is not None)
    return window


def _request(window: MainWindow, wait: Wait) -> QWidget:
    from mrm_desktop.desktop.assess.assess_page import AssessPage

    window.open_page("assess/request")
    wait(lambda: not window.work.is_busy)
    assert window.workspaces is not None
    page = window.workspaces.pages["assess/request"]
    assert isinstance(page, AssessPage)
    page.choose(AREA)
    wait(lambda: page.card is not None and page.card.area.code == AREA and not window.work.is_busy)
    return window


def _dialog(opens: Callable[[MainWindow, Wait], None]) -> Screen:
    def show(window: MainWindow, wait: Wait) -> QWidget:
        opens(window, wait)
        wait(lambda: not window.work.is_busy and bool(_dialogs(window)))
        return _dialogs(window)[-1]

    return show


def _dialogs(window: MainWindow) -> list[QDialog]:
    from PySide6.QtWidgets import QDialog

    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def _press(name: str, first: Screen) -> Callable[[MainWindow, Wait], None]:
    def press(window: MainWindow, wait: Wait) -> None:
        from PySide6.QtWidgets import QPushButton

        first(window, wait)
        button = window.findChild(QPushButton, name)
        assert button is not None
        button.click()

    return press


def _import(window: MainWindow, wait: Wait) -> None:
    from mrm_desktop.desktop.evidence.evidence_page import EvidencePage
    from mrm_desktop.foundation.assets import asset

    window.open_page("evidence/datasets")
    assert window.workspaces is not None
    page = window.workspaces.pages["evidence/datasets"]
    assert isinstance(page, EvidencePage)
    dialog = page.import_file(asset("data", "sample", "perception_round_2.csv"))
    wait(lambda: dialog.table.model().rowCount() > 0)


def _import_outcome(window: MainWindow, wait: Wait) -> None:
    from mrm_desktop.desktop.evidence.import_dialog import OUTCOME, ImportDialog

    _import(window, wait)
    dialog = _dialogs(window)[-1]
    assert isinstance(dialog, ImportDialog)
    wait(lambda: not window.work.is_busy)
    dialog.read_in(dry_run=True)
    wait(lambda: dialog.steps.currentIndex() == OUTCOME)


def _recovery(window: MainWindow, wait: Wait) -> None:
    from mrm_desktop.desktop.shell.recovery_dialog import RecoveryDialog

    RecoveryDialog(CODE, window.words, window).open()


def _keeping(window: MainWindow, wait: Wait) -> None:
    """Show keys and backups as a real project has them: the sample country has none to look after."""
    from mrm_desktop.desktop.shell.keeping_dialog import KeepingDialog
    from mrm_desktop.domain.backups import BackupState

    KeepingDialog(BackupState(datetime(2026, 2, 27, 16, 5, tzinfo=UTC), is_behind=True), window.words, window).open()


def _rekey(window: MainWindow, wait: Wait) -> None:
    from mrm_desktop.desktop.shell.rekey_dialog import RekeyDialog

    RekeyDialog((), window.words, window).open()


def _new_project(window: MainWindow, wait: Wait) -> None:
    window.opener.ask_create()


def _lock(window: MainWindow, wait: Wait) -> QWidget:
    window.lock()
    return window


def _start(window: MainWindow, wait: Wait) -> QWidget:
    """Show the first page, of a window without a project: it comes last."""
    window.close_project()
    wait(lambda: not window.work.is_busy)
    return window


SCREENS: dict[str, Screen] = {
    "home": _home,
    "map": _map,
    "evidence-datasets": _page("evidence/datasets"),
    "evidence-answers": _page("evidence/perceptions", 0),
    "evidence-rounds": _page("evidence/perceptions", 1),
    "evidence-quadrant": _page("evidence/perceptions", 2),
    "evidence-others": _page("evidence/perceptions", 3),
    "evidence-collect": _page("evidence/perceptions", 4),
    "evidence-missions": _page("evidence/missions"),
    "evidence-call-sheet": _page("evidence/call_sheet"),
    "answer": _dialog(_press("answer-fact.resolved_past_allegations", _unknown)),
    "assess-request": _request,
    "assess-decisions": _page("assess/decisions"),
    "assess-consistency": _page("assess/consistency"),
    "trips": _page("trips/plan"),
    "trips-board": _page("trips/board"),
    "reports": _page("reports/make"),
    "decide": _dialog(_press("assess-decide", _request)),
    "measures": _dialog(_press("assess-measures", _request)),
    "mission": _dialog(_press("record-own", _page("evidence/missions"))),
    "line-test": _dialog(_press("test-line-6", _page("evidence/missions"))),
    "import": _dialog(_import),
    "import-outcome": _dialog(_import_outcome),
    "passphrase": _dialog(lambda window, wait: window.opener.ask_passphrase(Path("country.mrm"))),
    "recovery": _dialog(_recovery),
    "keeping": _dialog(_keeping),
    "rekey": _dialog(_rekey),
    "new-project": _dialog(_new_project),
    "connect": _dialog(lambda window, wait: window.opener.ask_connect()),
    "rehearsal": _dialog(lambda window, wait: window.learning.rehearse(cases=True)),
    "emergency": _dialog(lambda window, wait: window.show_emergency()),
    "find": _dialog(lambda window, wait: window.show_palette()),
    "help": _dialog(lambda window, wait: window.show_help()),
    "settings": _dialog(lambda window, wait: window.show_settings()),
    "locked": _lock,
    "start": _start,
}
"""Every screen by its name, each with what leads to it; the last one locks the window."""


def close_dialogs(window: MainWindow) -> None:
    """Close whatever a screen opened."""
    for dialog in _dialogs(window):
        dialog.done(0)  # also one that does not let itself be dismissed


@contextmanager
def sample_window(language: str, look: str, size: int) -> Iterator[tuple[MainWindow, Wait]]:
    """Open the window on the sample country and close it afterwards."""
    from PySide6.QtWidgets import QApplication

    from mrm_desktop.app import make_window
    from mrm_desktop.desktop.shell.page_names import MAP
    from mrm_desktop.foundation.preferences import Preferences

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    # The key ring of whoever runs this is nobody's business.
    window = make_window(application, Preferences(language, look, size), keep_recent=False)
    window.show()
    try:
        window.take(window.openers.sample, MAP)
        wait_for(lambda: window.workspaces is not None and not window.work.is_busy)
        yield window, wait_for
    finally:
        close_dialogs(window)
        window.close()
        window.deleteLater()


def wait_for(done: Callable[[], bool]) -> None:
    """Let the window work until ``done``."""
    from PySide6.QtCore import QEventLoop, QTimer

    for _ in range(PATIENCE // 25):
        loop = QEventLoop()
        QTimer.singleShot(25, loop.quit)
        loop.exec()
        if done():
            return
    raise TimeoutError


def take(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    for variant, wishes in VARIANTS.items():
        with sample_window(*wishes) as (window, wait):
            for name, show in SCREENS.items():
                shown = show(window, wait)
                pause = iter(range(12 if name == "map" else 3))
                wait(lambda pause=pause: next(pause, None) is None)  # type: ignore[misc]
                path = folder / f"{name}-{variant}.png"
                _few_colours(shown.grab().toImage()).save(str(path), quality=0)
                total += path.stat().st_size
                print(path.name, path.stat().st_size)
                if shown is not window:
                    close_dialogs(window)
    print("total", total)


def _few_colours(image: QImage) -> QImage:
    """Reduce a picture to the colours that it uses most: a third of the size, and no eye sees it."""
    from PySide6.QtGui import QImage

    small = image.convertToFormat(QImage.Format.Format_RGB888)
    counted: dict[int, int] = {}
    for y in range(0, small.height(), 2):
        for x in range(0, small.width(), 2):
            colour = small.pixel(x, y)
            counted[colour] = counted.get(colour, 0) + 1
    table = sorted(counted, key=lambda c: -counted[c])[:COLOURS]
    return small.convertToFormat(QImage.Format.Format_Indexed8, table)


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication

    return QApplication(sys.argv[:1])


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CONFIG_HOME"] = home
        application = _application()
        take(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screens")
