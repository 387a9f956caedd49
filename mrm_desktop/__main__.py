"""Start-up order: privacy of files and environment before Qt's application, then the window."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path

from mrm_desktop.cli.given_secrets import take_secrets
from mrm_desktop.foundation.confinement import leave_no_dump
from mrm_desktop.foundation.logs import start_logging
from mrm_desktop.foundation.paths import be_private, log_folder

PAINT_SECONDS = 60
PAGES_AFTER_MS = 120  # the window is painted by then, and nobody has opened a project yet


def main(arguments: list[str] | None = None) -> int:
    """Run the window; return the exit code."""
    wishes = _parse(sys.argv[1:] if arguments is None else arguments)
    be_private()
    leave_no_dump()
    take_secrets()  # the window asks for itself
    start_logging(log_folder())
    _prepare_environment()
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from mrm_desktop.app import load_pages, make_window
    from mrm_desktop.foundation.preferences import load_preferences

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("MRM Desktop")
    window = make_window(application, load_preferences())
    window.resize(window.size().boundedTo(window.screen().availableSize()))  # its foot is never below the edge of the screen
    window.show()
    # Importing gives the interpreter away every few lines, so that the window answers meanwhile.
    QTimer.singleShot(PAGES_AFTER_MS, threading.Thread(target=load_pages, args=(window.words,), name="pages", daemon=True).start)
    if wishes.check_window:
        window.painted.connect(lambda: (sys.stdout.write("painted\n"), application.exit(0)))
        QTimer.singleShot(PAINT_SECONDS * 1000, lambda: application.exit(1))
    if wishes.sample or wishes.check_window:
        QTimer.singleShot(0, window.start.sample_asked.emit)
    elif wishes.project is not None:
        QTimer.singleShot(0, lambda: window.opener.ask_passphrase(wishes.project))
    code = application.exec()
    window.close()
    return code


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="mrm-desktop-window", description="The window of MRM Desktop.")
    parser.add_argument("project", nargs="?", type=Path, help="project file to open")
    parser.add_argument("--sample", action="store_true", help="open the sample country")
    parser.add_argument("--check-window", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _prepare_environment() -> None:
    """Let the window run where there is no screen."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


if __name__ == "__main__":
    sys.exit(main())
