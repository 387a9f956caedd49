"""The worker: what is wanted first is done first, what is overtaken is dropped, and what is written keeps its turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.parts.task_queue import Task, TaskQueue, Urgency
from mrm_desktop.desktop.parts.work import Watch, Work
from tests.present import present

WAIT = 20_000
READS = st.tuples(st.just(False), st.sampled_from(Urgency), st.sampled_from(["", "card", "map"]))
TASKS = st.lists(st.one_of(READS, st.tuples(st.just(True), st.just(Urgency.SOON), st.just(""))), max_size=12)


def task(name: str | int, is_write: bool = False, urgency: Urgency = Urgency.SOON, view: str = "") -> Task:
    return Task(lambda: name, lambda _: None, lambda _: None, urgency=urgency, view=view, is_write=is_write)


def handed_out(queue: TaskQueue) -> list[Task]:
    queue.close()
    found = []
    while (one := queue.take()) is not None:
        found.append(one)
    return found


@given(TASKS)
def test_what_is_handed_out_is_what_was_put_in_without_what_was_overtaken(given_tasks: list[tuple[bool, Urgency, str]]) -> None:
    queue = TaskQueue()
    tasks: list[Task] = []
    overtaken: list[Task] = []
    for number, (is_write, urgency, view) in enumerate(given_tasks):
        tasks.append(task(number, is_write, urgency, view))
        overtaken += queue.put(tasks[-1])
    newest = {one.view: one for one in tasks if one.view}
    assert set(overtaken) == {one for one in tasks if one.view and newest[one.view] is not one}
    left = [queue.take() for _ in range(len(tasks) - len(overtaken))]
    assert set(left) == set(tasks) - set(overtaken)
    place = {one: n for n, one in enumerate(left)}
    for earlier, first in enumerate(tasks):
        for second in tasks[earlier + 1 :]:
            if first in place and second in place:
                barred = first.is_write or second.is_write
                between = any(other.is_write for other in tasks[earlier : tasks.index(second)])
                if barred or between or first.urgency <= second.urgency:
                    assert place[first] < place[second]


def test_the_more_urgent_read_passes_the_others_but_never_a_write() -> None:
    queue = TaskQueue()
    late, write, soon, now = (
        task("late", urgency=Urgency.LATER),
        task("w", is_write=True),
        task("soon"),
        task("now", urgency=Urgency.NOW),
    )
    for one in (late, write, soon, now):
        assert queue.put(one) == []
    assert [queue.take() for _ in range(4)] == [late, write, now, soon]


def test_a_queue_that_is_held_hands_out_nothing_and_then_everything_in_its_order() -> None:
    queue = TaskQueue()
    taken: list[object] = []
    queue.hold(True)
    queue.put(task("later", urgency=Urgency.LATER))
    queue.put(task("now", urgency=Urgency.NOW))
    worker = threading.Thread(target=lambda: taken.extend([present(queue.take()).run(), present(queue.take()).run()]))
    worker.start()
    worker.join(0.05)
    assert taken == []
    queue.hold(False)
    worker.join(WAIT / 1000)
    assert taken == ["now", "later"]


def test_a_closed_queue_hands_out_what_is_to_be_written_and_takes_nothing() -> None:
    queue, read, write = TaskQueue(), task("read"), task("write", is_write=True)
    queue.put(read)
    queue.put(write)
    assert queue.close() == [read]
    assert queue.put(read) == [read]
    assert handed_out(queue) == [write]


class Recorder:
    """A worker that is held until everything was asked of it, and what it then did."""

    def __init__(self) -> None:
        self.work, self.gate, is_held = Work(), threading.Event(), threading.Event()
        self.ran: list[str] = []
        self.told: list[object] = []

        def hold() -> None:
            is_held.set()
            self.gate.wait()

        self.work.read(hold, lambda _: None, self.told.append)
        assert is_held.wait(10), "else what is asked next, and more urgent, would be begun first"

    def run(self, name: str) -> Callable[[], str]:
        def ran() -> str:
            self.ran.append(name)
            return name

        return ran

    def read(self, name: str, urgency: Urgency = Urgency.SOON, view: str = "") -> None:
        self.work.read(self.run(name), self.told.append, self.told.append, urgency=urgency, view=view)

    def write(self, name: str) -> None:
        self.work.write(self.run(name), self.told.append, self.told.append)

    def finish(self, qtbot: QtBot) -> None:
        self.gate.set()
        qtbot.waitUntil(lambda: not self.work.is_busy, timeout=WAIT)


@pytest.fixture
def recorder(qapp: QApplication) -> Iterator[Recorder]:
    made = Recorder()
    yield made
    made.gate.set()
    made.work.stop()


def test_the_card_comes_before_what_was_asked_earlier_and_is_not_looked_at(recorder: Recorder, qtbot: QtBot) -> None:
    recorder.read("incidents", urgency=Urgency.LATER, view="incidents")
    recorder.read("map", view="map")
    recorder.read("card", urgency=Urgency.NOW, view="card")
    recorder.finish(qtbot)
    assert recorder.ran == recorder.told == ["card", "map", "incidents"]


def test_only_the_newest_of_three_quick_clicks_is_worked_out(recorder: Recorder, qtbot: QtBot) -> None:
    for name in ("one", "two", "three"):
        recorder.read(name, urgency=Urgency.NOW, view="card")
        recorder.read(f"map for {name}", view="map")
    recorder.finish(qtbot)
    assert recorder.ran == recorder.told == ["three", "map for three"]


def test_writes_keep_their_order_and_are_seen_by_what_is_asked_after_them(recorder: Recorder, qtbot: QtBot) -> None:
    recorder.read("before", urgency=Urgency.LATER)
    recorder.write("first")
    recorder.write("second")
    recorder.read("after", urgency=Urgency.NOW)
    recorder.finish(qtbot)
    assert recorder.ran == ["before", "first", "second", "after"]


def test_abandoning_drops_the_reads_that_wait_and_keeps_the_writes(recorder: Recorder, qtbot: QtBot) -> None:
    recorder.read("read")
    recorder.write("write")
    recorder.work.abandon()
    recorder.read("later")
    recorder.finish(qtbot)
    assert recorder.ran == ["write", "later"]
    assert recorder.told == ["later"], "nobody is left to be told of the write"


def test_what_is_asked_while_pages_are_made_begins_when_they_stand(recorder: Recorder, qtbot: QtBot) -> None:
    recorder.work.hold()
    recorder.read("card")
    recorder.gate.set()  # what was under way ends
    qtbot.wait(50)
    assert recorder.ran == []
    recorder.work.go_on()
    recorder.finish(qtbot)
    assert recorder.ran == ["card"]


def test_stopping_waits_for_what_is_to_be_written(recorder: Recorder) -> None:
    recorder.read("read")
    recorder.write("write")
    recorder.gate.set()
    recorder.work.stop()
    assert recorder.ran[-1] == "write"
    recorder.read("too late")
    assert "too late" not in recorder.ran


def test_a_read_that_was_overtaken_listens_to_no_cancel_any_more(recorder: Recorder, qtbot: QtBot) -> None:
    watch = Watch()
    recorder.work.read(recorder.run("old"), recorder.told.append, recorder.told.append, watch, view="review")
    could_cancel = recorder.work.can_cancel
    assert could_cancel
    recorder.read("new", view="review")
    assert not recorder.work.can_cancel
    recorder.finish(qtbot)
    assert recorder.told == ["new"]
