"""A window on an office's database asks again when another one writes, and survives a line that breaks."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.evidence.evidence_page import EvidencePage
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.office_watch import OfficeWatch
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.ways_in import ConnectDialog
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.words import Words
from mrm_desktop.store.office.project import OfficeProject, open_office_project
from tests.desktop.window_parts import child, page_at
from tests.store import records

WAIT = 30_000


class Server:
    """Stands for a database: tells when told to, breaks when told to."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.ready = threading.Condition()

    def say(self, what: str) -> None:
        with self.ready:
            self.events.append(what)
            self.ready.notify()

    def listen(self, heard: Callable[[], None], over: threading.Event) -> None:
        heard()
        while not over.is_set():
            with self.ready:
                if not self.events:
                    self.ready.wait(0.05)
                event = self.events.pop(0) if self.events else ""
            if event == "break":
                raise KnownError("office.connection_lost", name="x")
            if event:
                heard()


def test_it_tells_each_write_a_broken_line_and_that_it_came_back(qtbot: QtBot) -> None:
    server = Server()
    watch = OfficeWatch(server, pause=0.05)
    try:
        with qtbot.waitSignal(watch.changed, timeout=5000):
            server.say("write")
        with qtbot.waitSignals([watch.lost, watch.changed], order="strict", timeout=5000):
            server.say("break")
        with qtbot.waitSignal(watch.changed, timeout=5000):
            server.say("write")
    finally:
        watch.stop()
    with qtbot.assertNotEmitted(watch.changed, wait=200):
        server.say("write")


def test_stopping_ends_the_thread(qtbot: QtBot) -> None:
    watch = OfficeWatch(Server(), pause=0.05)
    watch.stop()
    assert not watch._thread.is_alive()


@pytest.mark.postgis
def test_a_window_on_a_shared_database_shows_what_another_office_adds(
    dressed: QApplication, qtbot: QtBot, office: OfficeProject, address: str, words: Words
) -> None:
    """A real server: one window is open, another program writes, the window shows it without a click."""
    one = records.dataset(name="boundaries.geojson")
    with office.write() as repo:
        repo.add_dataset(one)
        repo.add_areas([records.area("XT01"), records.area("XT02", 1)], one.id)

    def connect(given: str) -> Opened:
        return Opened(open_office_project(given), words)

    openers = Openers(
        open=lambda path, passphrase: connect(address),
        create=lambda path, *_: connect(address),
        sample=lambda: connect(address),
        missions=lambda: ("UNMISS",),
        connect=connect,
    )
    window = MainWindow(openers, words)
    window.show()
    try:
        window.opener.ask_connect()
        dialog = child(window, ConnectDialog)
        QTest.keyClicks(dialog.address, address)
        dialog.submit()
        qtbot.waitUntil(lambda: window.opened is not None, timeout=WAIT)
        window.open_page("evidence/datasets")
        page = page_at(window, "evidence/datasets", EvidencePage)
        qtbot.waitUntil(lambda: page.table.model().rowCount() == 1, timeout=WAIT)
        with office.write() as repo:
            repo.add_dataset(records.dataset(DatasetKind.COMMUNITY, "from-another-office.csv"))
        qtbot.waitUntil(lambda: page.table.model().rowCount() == 2, timeout=WAIT)
        window.lock()
        assert window.opened is None
        assert child(window, QWidget, "home").isVisible()
    finally:
        window.close()
        window.deleteLater()
