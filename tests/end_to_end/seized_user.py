"""Uses the whole program on a country full of marker words, commands and window alike, and is killed in the middle of a sentence."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from tests.end_to_end.markers import PASSPHRASE, TITLE, TYPED, marked_sample
from tests.present import present


def use_the_commands(folder: Path, project: Path) -> None:
    """Import everything, assess, decide, verify; leave through the front door."""
    os.environ["MRM_PASSPHRASE"] = PASSPHRASE
    os.environ["MRM_PROJECT"] = str(project)
    from mrm_desktop.cli.main import app
    from mrm_desktop.cli.opening import create_project
    from mrm_desktop.cli.sample import FILES, LEVEL, MISSION

    create_project(project, PASSPHRASE, TITLE, MISSION, office=TYPED["office"], level=LEVEL, fictional=True)[0].close()
    for name, kind, said in FILES:
        if name.endswith(".toml"):
            app(["facts", str(folder / name)], standalone_mode=False)
        else:
            options = ["--grade", "B2", "--source", said] if said else []
            app(["import", str(folder / name), "--as", kind.value, *options], standalone_mode=False)
    app(["assess", "--mode", "liaison", "--on", "2026-03-01"], standalone_mode=False)
    decided = ["--outcome", "do_not_proceed", "--counter-argument", TYPED["counter"], "--dissent", TYPED["dissent"]]
    app(["decide", "--area", "XT0201", "--mode", "liaison", "--role", TYPED["role"], *decided], standalone_mode=False)
    app(["verify"], standalone_mode=False)


def use_the_window(project: Path) -> None:
    """Open the project, look at an area, begin to write a decision, and be killed."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

    from mrm_desktop.app import make_window
    from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
    from mrm_desktop.desktop.shell.ways_in import PassphraseDialog
    from mrm_desktop.foundation.logs import start_logging
    from mrm_desktop.foundation.paths import log_folder
    from mrm_desktop.foundation.preferences import Preferences

    start_logging(log_folder())
    application = QApplication([])
    window = make_window(application, Preferences(language="en"))
    window.show()

    def write_half_a_decision(_code: str) -> None:
        page = present(window.page)
        page.card.decide_asked.emit(page.card.card)
        dialog = present(window.findChild(DecisionDialog))
        for line in dialog.findChildren(QLineEdit):
            line.setText(TYPED["unsaved"])
        for plain in dialog.findChildren(QPlainTextEdit):
            plain.setPlainText(TYPED["unsaved"])
        for rich in dialog.findChildren(QTextEdit):
            rich.setPlainText(TYPED["unsaved"])
        os.write(1, b"writing\n")
        QTimer.singleShot(300, lambda: os.kill(os.getpid(), signal.SIGKILL))

    window.card_shown.connect(write_half_a_decision)
    window.painted.connect(lambda: window.pick("XT0201"))
    window.opener.ask_passphrase(project)
    asked = present(window.findChild(PassphraseDialog))
    asked.passphrase.setText(PASSPHRASE)
    asked.submit()
    QTimer.singleShot(90_000, lambda: os._exit(3))
    application.exec()


if __name__ == "__main__":
    from mrm_desktop.foundation.paths import be_private

    be_private()
    home = Path(os.environ["HOME"])
    use_the_commands(marked_sample(Path(sys.argv[1])), home / "north.mrm")
    use_the_window(home / "north.mrm")
