"""Opens the window on a project, types into a decision, says so once it is kept, and waits to be killed. Run by the crash test."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mrm_desktop.desktop.assess.decision_controller import DecisionController
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.parts.look import apply_look
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.foundation.words import Words
from tests.desktop.board import OPEN, open_board
from tests.desktop.window_parts import child, not_taken, opened_in
from tests.present import present

TYPED = "Families use the road at dawn, and would be seen."


def wait_for(done: Callable[[], bool]) -> None:
    """Let the window work until ``done``."""
    while not done():
        QTest.qWait(20)


def main(path: Path) -> None:
    """Type until killed."""
    application = QApplication([])
    apply_look(application, dark=False)
    window = MainWindow(Openers(not_taken, not_taken, lambda: open_board(path), lambda: ()), Words("en"))
    window.show()
    window.take(window.openers.sample)
    wait_for(lambda: window.opened is not None and not window.work.is_busy)
    project = opened_in(window).project
    controller = DecisionController(present(window.workspaces)._context, window)
    controller.ask_decision(project.card(OPEN, present(window.page).question()))
    QTest.keyClicks(child(window, DecisionDialog).counter, TYPED)

    def is_kept() -> bool:
        with project.read() as repository:
            return bool(repository.drafts())

    wait_for(is_kept)
    os.write(1, b"kept\n")
    wait_for(lambda: False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
