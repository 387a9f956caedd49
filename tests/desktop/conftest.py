"""Real windows, offscreen."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

pytest.importorskip("PySide6.QtWidgets")

from PySide6.QtWidgets import QApplication

from mrm_desktop.desktop.parts.look import apply_look
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.foundation.words import Words
from tests.desktop.board import make_board, open_board
from tests.store.office_server import address, office, server  # noqa: F401 - fixtures of a real database


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this room needs Qt. With ``MRM_TEST_SEED`` its tests run in another order: none may lean on one before it."""
    here = Path(__file__).parent
    ours = [position for position, item in enumerate(items) if here in item.path.parents]
    shuffled = [items[position] for position in ours]
    for item in shuffled:
        item.add_marker(pytest.mark.desktop)
    if "MRM_TEST_SEED" in os.environ:
        random.Random(os.environ["MRM_TEST_SEED"]).shuffle(shuffled)
        for position, item in zip(ours, shuffled, strict=True):
            items[position] = item


@pytest.fixture
def words() -> Words:
    """English."""
    return Words("en")


@pytest.fixture(scope="session")
def board_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the board, made once and copied for each test."""
    return make_board(tmp_path_factory.mktemp("board") / "board.mrm")


@pytest.fixture
def board(board_once: Path, tmp_path: Path) -> Path:
    """A copy of the project of the board."""
    return Path(shutil.copy(board_once, tmp_path / "board.mrm"))


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in its own type and colours."""
    apply_look(qapp, dark=False)
    return qapp


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot, words: Words, board: Path) -> Iterator[MainWindow]:
    """The real window over the board."""
    openers = Openers(
        open=lambda path, passphrase: open_board(path),
        create=lambda path, *_: open_board(make_board(path)),
        sample=lambda: open_board(board),
        missions=lambda: ("UNTOY",),
    )
    made = MainWindow(openers, words)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def open_window(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with the board open and painted."""
    with qtbot.waitSignal(window.painted, timeout=20_000):
        window.take(window.openers.sample, MAP)
    return window
