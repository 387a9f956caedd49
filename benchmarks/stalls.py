"""How long the window stops answering, step by step, and where it was: a heartbeat in its event loop, and a look at its stack from outside.

A heartbeat timer in the window's thread is late whenever the thread is held up, by its own work or by the worker that has the
interpreter. A second thread sees that the heart has stopped and notes which of our functions the window stood in.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton

from benchmarks.invented_country import DAY, PASSPHRASE, build_country

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.desktop.shell.main_window import MainWindow
    from mrm_desktop.desktop.shell.openers import Openers

BEAT_MS = 5
SEEN_AFTER_S = 0.03  # a heart that is late by this much is looked at
GOAL_MS = 100.0
IDLE, IDLE_MS = "nothing at all", 4000  # the baseline: what other programs on the machine take from the window
WAIT_S = 180.0
_THREAD = re.compile(r"(?:Current thread|Thread) 0x")
_FRAME = re.compile(r'File ".*mrm_desktop/(?:\w+/)?(\w+)\.py", line (\d+) in (\w+)')


class Heart(QObject):
    """Beats in the window's thread; remembers the longest pause of the step under way and what the window did in it."""

    def __init__(self) -> None:
        super().__init__()
        self._last = time.perf_counter()
        self._longest = self._own = 0.0
        self._last_own = time.thread_time()
        self._seen: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._stopped = False
        self._window = threading.get_ident()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._watcher = threading.Thread(target=self._look, daemon=True)
        self._watcher.start()

    def begin(self) -> None:
        """Forget what was."""
        self._last, self._longest, self._own = time.perf_counter(), 0.0, 0.0
        self._last_own = time.thread_time()
        self._seen.clear()
        self._kept = Counter()

    def longest(self) -> tuple[float, float, str]:
        """The longest pause since :meth:`begin`, what of it the window's thread worked itself (milliseconds), and where it mostly was."""
        self._beat()
        where = "; ".join(f"{place} ({count})" for place, count in self._kept.most_common(3))
        return self._longest * 1000, self._own * 1000, where

    def stop(self) -> None:
        """Beat no more."""
        self._stopped = True
        self._timer.stop()
        self._watcher.join()

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        pause = now - self._last - BEAT_MS / 1000
        if pause > self._longest:
            self._longest, self._own, self._kept = pause, own - self._last_own, Counter(self._seen)
        self._seen.clear()
        self._last, self._last_own = now, own

    def _look(self) -> None:
        with tempfile.TemporaryFile("w+") as file:
            while not self._stopped:
                time.sleep(0.008)
                if time.perf_counter() - self._last > SEEN_AFTER_S:
                    file.seek(0)
                    file.truncate()
                    # Not sys._current_frames: it would keep a frame of the window alive, and with it a painter at work.
                    faulthandler.dump_traceback(file, all_threads=True)
                    file.seek(0)
                    self._seen[_place(file.read(), self._window)] += 1


def _place(stacks: str, window: int) -> str:
    """Where the window stood: our innermost functions, the innermost first; where none is on its stack, what the worker was at."""
    parts = {int(head, 16): rest for head, _, rest in (part.partition(" ") for part in _THREAD.split(stacks)[1:])}
    ours = [f"{file}.{name}:{line}" for file, line, name in _FRAME.findall(parts.get(window, ""))]
    if ours:
        return " < ".join(ours[:3])
    others = [name for thread, stack in parts.items() if thread != window for _, _, name in _FRAME.findall(stack)[:1]]
    return f"event loop (worker: {', '.join(others)})" if others else "event loop"


class Walk:
    """Drives a window and writes down the longest pause of each step."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.heart = window, Heart()
        self.found: dict[str, dict[str, Any]] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure what is done inside, and all that it sets off."""
        self.heart.begin()
        begin = time.perf_counter()
        yield
        self.quiet()
        stall, own, where = self.heart.longest()
        took = time.perf_counter() - begin
        told = {"stall_ms": round(stall, 1), "own_ms": round(own, 1), "took_s": round(took, 2)}
        self.found[name] = {**told, "where": where if stall > GOAL_MS / 2 else ""}

    def until(self, holds: Callable[[], bool]) -> None:
        """Run the window's own loop until something holds."""
        end = time.perf_counter() + WAIT_S
        while not holds():
            if time.perf_counter() > end:
                raise TimeoutError
            self.rest(20)

    def rest(self, milliseconds: int) -> None:
        """Run the window's own loop for a while."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def quiet(self) -> None:
        """Run the window's own loop until the worker has nothing to do, and a little longer."""
        self.until(lambda: not self.window.work.is_busy)
        self.rest(350)  # longer than the time slider waits
        self.until(lambda: not self.window.work.is_busy)
        for problem in self.window.findChildren(QMessageBox):
            if problem.isVisible():  # a walk that ran into an error measures nothing
                raise RuntimeError(f"{problem.text()} {problem.informativeText()}")
        if self.window.page is not None:
            shown = self.window.page.map
            self.until(lambda: shown.document is None or not shown.isVisible() or shown.is_sharp)

    def page(self, name: str) -> Any:
        """Return an open page."""
        assert self.window.workspaces is not None
        return self.window.workspaces.pages[name]


def walk(window: MainWindow, opener: Callable[[], Opened], answers: Path, folder: Path) -> dict[str, dict[str, Any]]:
    """Go through the three tasks: look and re-score, review and import, assess, decide and report."""
    from mrm_desktop.domain.vocabulary import Mode

    steps = Walk(window)
    painted: list[int] = []
    window.painted.connect(lambda: painted.append(1))
    with steps.step(IDLE):
        steps.rest(IDLE_MS)
    with steps.step("open the project"):
        window.take(opener)
        steps.until(lambda: bool(painted))
    assert window.page is not None
    first = window.page.areas.model.code(0)
    _map(steps, first)
    for name in ("evidence/datasets", "evidence/perceptions", "evidence/missions", "assess/request", "assess/decisions"):
        with steps.step(f"open {name}"):
            window.open_page(name)
    for name in ("assess/consistency", "trips/plan", "reports/make"):
        with steps.step(f"open {name}"):
            window.open_page(name)
    with steps.step("home"):
        window.go_home()
    with steps.step("back to the map"):
        window.open_page("map/areas")
    _review(steps, first)
    _import(steps, answers)
    _assess(steps, first, Mode.VERIFICATION_SECURITY.value)
    _report(steps, folder)
    _everywhere(steps)
    steps.heart.stop()
    return steps.found


def _map(steps: Walk, first: str) -> None:
    window = steps.window
    page = window.page
    assert page is not None
    with steps.step("card of an area"):
        window.pick(first)
    with steps.step("re-score for another mode"):
        page.mode.setCurrentIndex((page.mode.currentIndex() + 1) % page.mode.count())
    with steps.step("another theme"):
        list(page.themes.values())[1].click()
    with steps.step("overlays"):
        for check in page.overlays.values():
            check.click()
            check.click()
    with steps.step("filter the areas"):
        for letter in "trict 4":
            page.areas.search.setText(page.areas.search.text() + letter)
        page.areas.search.clear()
    for layer in ("presence", "places", "incidents"):
        with steps.step(f"list of {layer}"):
            page.lists.open(layer)
        with steps.step(f"filter and sort {layer}"):
            listed = page.lists.records[layer]
            listed.filter.setText("1")
            listed.filter.clear()
            listed.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    page.lists.open("areas")
    with steps.step("time slider"):
        for days in (40, 30, 20):
            page.time.slider.setValue(page.time.slider.maximum() - days)
            steps.rest(30)
    with steps.step("time slider back"):
        page.time.today.click()
    with steps.step("incidents of another window"):
        page.time.incidents.setCurrentIndex(page.time.incidents.count() - 1)
    with steps.step("find a place"):
        page.bar.search.setText(page.areas.model.index(0, 0).data())
        page.bar.search.returnPressed.emit()
    with steps.step("compare two dates"):
        page.bar.compare.trigger()
        steps.quiet()
        page.compare.day.setDate(page.compare.day.date().addDays(-30))
        page.compare.go.click()
    with steps.step("end comparing"):
        page.compare.closed.emit()


def _review(steps: Walk, first: str) -> None:
    window = steps.window
    window.open_page("evidence/perceptions")
    steps.quiet()
    review = steps.page("evidence/perceptions")
    for tab in range(review.tabs.count()):
        with steps.step(f"perceptions: {review.tabs.tabText(tab)}"):
            review.tabs.setCurrentIndex(tab)
    review.tabs.setCurrentIndex(0)
    with steps.step("perceptions: sheet of one cell"):
        row = next(row for row in review.review.rows if row.area_code == first)
        review.open_cell(first, row.cells[0].group)
        if review.side.currentWidget() is not review.sheet:
            raise RuntimeError("no sheet opened")


def _import(steps: Walk, answers: Path) -> None:
    window = steps.window
    window.open_page("evidence/datasets")
    steps.quiet()
    with steps.step("import: preview"):
        dialog = steps.page("evidence/datasets").import_file(answers)
        steps.until(lambda: dialog.table.model().rowCount() > 0)
    dialog.source.setText("another-survey")
    with steps.step("import: dry run"):
        dialog.try_button.click()
        steps.until(dialog.import_button.isEnabled)
    with steps.step("import: read in, assess again"):
        dialog.import_button.click()
        steps.until(lambda: dialog.imported is not None)
    with steps.step("ledger of a dataset"):
        steps.page("evidence/datasets").table.selectRow(0)
    with steps.step("undo the import"):
        window.undo.undo()


def _assess(steps: Walk, first: str, mode: str) -> None:
    window = steps.window
    window.open_page("assess/request")
    steps.quiet()
    page = steps.page("assess/request")
    with steps.step("assess an area"):
        page.choose(first)
    with steps.step("assess for another mode"):
        page.mode.setCurrentIndex(page.mode.findData(mode))
    with steps.step("what if"):
        next(iter(page.what_if.sliders.values())).setValue(0)
    with steps.step("decide: open the form"):
        page.decide.click()
    dialog = _dialogs(window)[-1]
    with steps.step("decide: record"):
        dialog.outcome.choose("do_not_proceed")
        dialog.role.setText("Country director")
        dialog.counter.setPlainText("Waiting may cost the access that took years to build.")
        dialog.rationale.setPlainText("Nothing is decided; this is a measurement.")
        steps.until(dialog.record.isEnabled)
        dialog.findChild(QPushButton, "record").click()


def _report(steps: Walk, folder: Path) -> None:
    window = steps.window
    window.open_page("reports/make")
    steps.quiet()
    page = steps.page("reports/make")
    for report, form in (("note", "pdf"), ("brief", "pdf"), ("register", "xlsx"), ("areas", "gpkg"), ("map", "html")):
        if page.report.findData(report) < 0:
            raise KeyError(report)
        with steps.step(f"report: {report}"):
            page.report.setCurrentIndex(page.report.findData(report))
            page.form_of_file.setCurrentIndex(max(0, page.form_of_file.findData(form)))
            page.recipient.setText("Country office")
            page.purpose.setText("Measurement")
            page.release(folder)


def _everywhere(steps: Walk) -> None:
    window = steps.window
    for name, show in (
        ("command palette", window.show_palette),
        ("help", window.show_help),
        ("settings", window.show_settings),
        ("emergency", window.show_emergency),
    ):
        with steps.step(name):
            show()
        for dialog in _dialogs(window):
            dialog.reject()
    with steps.step("another language"):
        window.use_words(type(window.words)("fr"))
    with steps.step("dark"):
        window.use_dark(True)
    with steps.step("lock"):
        window.lock()
    with steps.step("close"):
        window.close_project()


def _dialogs(window: QWidget) -> list[Any]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def stalls(large: bool, application: Any) -> None:
    """Walk through the sample country, or a large one, and print the pauses of each step."""
    from mrm_desktop.app import load_pages
    from mrm_desktop.cli.opening import open_project
    from mrm_desktop.cli.sample import PASSPHRASE as SAMPLE_PASSPHRASE
    from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
    from mrm_desktop.desktop.parts.look import apply_look
    from mrm_desktop.desktop.parts.opened import Opened
    from mrm_desktop.desktop.shell.main_window import MainWindow
    from mrm_desktop.foundation.assets import asset
    from mrm_desktop.foundation.words import Words

    apply_look(application, dark=False)
    with tempfile.TemporaryDirectory() as name:
        folder, words = Path(name), Words("en")
        if large:
            from benchmarks.invented_country import write_answers

            project, path = build_country(folder)
            secret, day, answers = PASSPHRASE, DAY, folder / "round3.csv"
            write_answers(answers, 20_000, DAY, 3)
        else:
            path = folder / "sample.mrm"
            project, secret, day = build_sample(path), SAMPLE_PASSPHRASE, SAMPLE_DAY
            answers = folder / "copy.csv"
            answers.write_bytes(asset("data", "sample", "perception_round_2.csv").read_bytes().replace(b"very_good", b"good"))
        project.close()
        window = MainWindow(_openers(), words)
        window.show()
        load_pages(words)  # as the program does while its user types the passphrase
        found = walk(window, lambda: Opened(open_project(path, secret), words, day, path), answers, folder)
        idle = found.pop(IDLE)["stall_ms"]
        worst = max(found.values(), key=lambda step: step["stall_ms"])
        late = {name: step for name, step in found.items() if step["stall_ms"] > GOAL_MS}
        print(json.dumps({"idle_ms": idle, "worst_ms": worst["stall_ms"], "over_goal": late, "steps": found}), flush=True)
    os._exit(0)


def _openers() -> Openers:
    from mrm_desktop.desktop.shell.openers import Openers

    return Openers(None, None, None, lambda: ())  # type: ignore[arg-type]
