"""A program that dies while somebody types has kept what was typed a few seconds before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets")

from mrm_desktop.services.drafts.kept_drafts import begun
from tests.conftest import ROOT
from tests.crash.typist import TYPED
from tests.desktop.board import OPEN, make_board, open_board
from tests.present import present

pytestmark = [pytest.mark.desktop, pytest.mark.skipif(os.name != "posix", reason="SIGKILL")]


def test_what_was_typed_is_there_after_a_kill(tmp_path: Path) -> None:
    path = make_board(tmp_path / "board.mrm")
    with subprocess.Popen([sys.executable, "-m", "tests.crash.typist", str(path)], stdout=subprocess.PIPE, cwd=ROOT) as typing:
        assert typing.stdout is not None
        assert typing.stdout.readline() == b"kept\n"
        typing.send_signal(signal.SIGKILL)
    opened = open_board(path)
    draft = present(begun(opened.project, "decision", OPEN, date.today()))  # noqa: DTZ011 - the day of whoever types
    opened.close()
    assert draft.content["counter"] == TYPED
