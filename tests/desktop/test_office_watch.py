"""A window on an office's database asks again when another one writes, and survives a line that breaks."""

from __future__ import annotations

import threading

from mrm_desktop.desktop.office_watch import OfficeWatch
from mrm_desktop.domain.errors import KnownError


class Server:
    """Stands for a database: tells when told to, breaks when told to."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.ready = threading.Condition()

    def say(self, what: str) -> None:
        with self.ready:
            self.events.append(what)
            self.ready.notify()

    def listen(self, heard, over) -> None:
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


def test_it_tells_each_write_a_broken_line_and_that_it_came_back(qtbot):
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


def test_stopping_ends_the_thread(qtbot):
    watch = OfficeWatch(Server(), pause=0.05)
    watch.stop()
    assert not watch._thread.is_alive()
