"""The first hour: a tour through the sample country, and a rehearsal that two people finish without seeing each other's answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mrm_desktop.cli.opening import open_project
from mrm_desktop.cli.sample import PASSPHRASE, SAMPLE_DAY, build_sample, sample_knowledge
from mrm_desktop.desktop.answers.answer_dialog import AnswerDialog
from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.emergency_dialog import EmergencyDialog
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.rehearsal_dialog import RehearsalDialog
from mrm_desktop.desktop.shell.tour import STOPS, USE, Tour
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.formats.documents.rehearsal import read_sheet
from mrm_desktop.foundation.words import Words
from mrm_desktop.scoring import assess, load_policy
from mrm_desktop.services.rehearsal.rehearse import rehearsal
from tests.desktop.window_parts import child, click, page_of, workspaces_of
from tests.present import present

WAIT = 30_000


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot, tmp_path: Path, words: Words) -> Iterator[MainWindow]:
    fresh = count()

    def sample(path: Path) -> Opened:
        return Opened(build_sample(path), words, SAMPLE_DAY, path=path, known_passphrase=PASSPHRASE)

    openers = Openers(
        open=lambda path, passphrase: Opened(open_project(path, PASSPHRASE), words, SAMPLE_DAY),
        create=lambda path, *_: Opened(build_sample(path), words, SAMPLE_DAY),
        sample=lambda: sample(tmp_path / f"sample-{next(fresh)}.mrm"),
        missions=lambda: ("UNMISS",),
        knowledge=lambda: sample_knowledge(tmp_path / "rehearsal.mrm"),
    )
    made = MainWindow(openers, Words("en"))
    made.show()
    yield made
    made.close()
    made.deleteLater()


def frames_its_target(window: MainWindow, tour: Tour) -> bool:
    target = tour._target()
    return target is not None and tour._ring.isVisible() and tour._ring.geometry().contains(target.intersected(window.rect()))


def test_the_tour_goes_round_and_frames_what_it_speaks_of(window: MainWindow, qtbot: QtBot) -> None:
    window.learning.start_tour()
    qtbot.waitUntil(lambda: window.learning.tour is not None, timeout=WAIT)
    tour = present(window.learning.tour)
    seen = []
    for n, stop in enumerate(STOPS):
        assert tour.stop is stop
        assert tour.heading.text()
        assert "tour." not in tour.text.text() + tour.heading.text()
        if stop.page:
            assert workspaces_of(window).current == stop.page
        if stop.area:
            qtbot.waitUntil(lambda: page_of(window).card.card is not None, timeout=WAIT)
        assert tour.count.text().startswith(f"{n + 1} ")
        # The panel and the frame take their places when the page has its own.
        qtbot.waitUntil(lambda: window.rect().contains(tour.geometry()), timeout=WAIT)
        if stop.target:
            qtbot.waitUntil(lambda: frames_its_target(window, tour), timeout=WAIT)
            seen.append(stop.target)
        if n + 1 < len(STOPS):
            click(tour, "tour-on")
    assert len(seen) > 6
    click(tour, "tour-on")
    qtbot.waitUntil(lambda: window.learning.tour is None, timeout=WAIT)
    assert window.opened is not None, "the sample stays open"


def leave(dialog: QDialog, tour: Tour, qtbot: QtBot) -> None:
    """Look at a dialog for as long as the tour takes to notice it, and leave it."""
    qtbot.waitUntil(lambda: tour.is_done, timeout=WAIT)
    dialog.reject()


def do_what_is_asked(window: MainWindow, tour: Tour, qtbot: QtBot) -> None:
    """Do by hand what the stop asks for."""
    stop = tour.stop
    if stop.asks == "sidecard":
        seen = page_of(window).map
        centre = next(
            QPointF(x, y)
            for x in range(seen.width() // 3, seen.width() - 200, 7)
            for y in range(seen.height() // 3, seen.height(), 7)
            if seen.area_at(QPointF(x, y)) is not None
        )
        QTest.mouseClick(seen, Qt.MouseButton.LeftButton, pos=centre.toPoint())
    elif stop.asks == "answer-dialog":
        row = next(b for b in page_of(window).card.findChildren(QPushButton) if b.text() == "Answer now" and b.isVisible())
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.findChild(AnswerDialog) is not None, timeout=WAIT)
        leave(child(window, AnswerDialog), tour, qtbot)
    elif stop.asks == "emergencysheet":
        click(window, "emergency")
        leave(child(window, EmergencyDialog), tour, qtbot)
    elif stop.asks == "decision-dialog":
        click(workspaces_of(window), "assess-decide")
        leave(child(window, DecisionDialog), tour, qtbot)
    elif stop.asks == "unlock":
        click(window, "lock")
        unlock = window.lock_page.unlock

        def is_framed() -> bool:
            """Whether the ring is around the button where that is by now: the page is laid out after it was shown."""
            return tour._ring.isVisible() and tour._ring.geometry().contains(QRect(unlock.mapTo(window, QPoint()), unlock.size()))

        qtbot.waitUntil(is_framed, timeout=WAIT)
        assert not tour.is_done, "it is locked, and not yet unlocked"
        qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
        click(window, "unlock")
    else:
        part = next(w for w in window.findChildren(QWidget, stop.target) if w.isVisible())
        if isinstance(part, QComboBox):
            QTest.keyClick(part, Qt.Key.Key_Down)
        else:
            QTest.mouseClick(part.viewport() if isinstance(part, QAbstractScrollArea) else part, Qt.MouseButton.LeftButton)


def test_the_tour_asks_for_something_at_most_stops_and_sees_when_it_was_done(window: MainWindow, qtbot: QtBot) -> None:
    window.learning.start_tour()
    qtbot.waitUntil(lambda: window.learning.tour is not None, timeout=WAIT)
    tour = present(window.learning.tour)
    asked = [stop for stop in STOPS if stop.asks]
    assert len(asked) >= len(STOPS) - 2, "only the first and the last stop ask for nothing"
    for stop in STOPS:
        assert tour.stop is stop
        if stop.asks:
            assert not tour.is_done
            assert tour.task.isVisible()
            assert tour.on.text() == "Go on without it"
            if stop.area:
                qtbot.waitUntil(lambda: page_of(window).card.card is not None, timeout=WAIT)
            if stop.page.startswith("map"):
                qtbot.waitUntil(lambda: page_of(window).map.is_sharp, timeout=WAIT)
            if stop.asks == "decision-dialog":
                qtbot.waitUntil(lambda: child(workspaces_of(window), QPushButton, "assess-decide").isEnabled(), timeout=WAIT)
            do_what_is_asked(window, tour, qtbot)
            qtbot.waitUntil(lambda: tour.is_done, timeout=WAIT)
            assert tour.task.text().startswith("✓")
        assert tour.on.property("role") == "primary"
        click(tour, "tour-on")


def test_a_task_is_seen_also_when_its_stop_is_reached_by_going_back(window: MainWindow, qtbot: QtBot) -> None:
    window.learning.start_tour()
    qtbot.waitUntil(lambda: window.learning.tour is not None, timeout=WAIT)
    tour = present(window.learning.tour)
    while tour.stop.code != "tour.request":
        click(tour, "tour-on")
    qtbot.waitUntil(lambda: frames_its_target(window, tour), timeout=WAIT)
    side = present(tour._framed())
    foot = window.statusBar().mapTo(window, window.statusBar().rect().topLeft()).y()
    assert side.height() > 0
    assert tour._ring.geometry().bottom() <= foot + 8, "the frame ends where the part is no longer seen"
    click(tour, "tour-back")
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    qtbot.waitUntil(lambda: frames_its_target(window, tour), timeout=WAIT)
    do_what_is_asked(window, tour, qtbot)
    qtbot.waitUntil(lambda: tour.is_done, timeout=WAIT)


def test_the_frame_follows_what_is_spoken_of(window: MainWindow, qtbot: QtBot) -> None:
    window.learning.start_tour()
    qtbot.waitUntil(lambda: window.learning.tour is not None, timeout=WAIT)
    tour = present(window.learning.tour)
    while tour.stop.target != "review-area":
        click(tour, "tour-on")
    qtbot.waitUntil(lambda: frames_its_target(window, tour), timeout=WAIT)
    box = present(tour._framed())
    box.setFixedWidth(box.width() + 80)
    qtbot.waitUntil(lambda: frames_its_target(window, tour) and tour._ring.width() >= box.width(), timeout=WAIT)


def test_what_is_not_asked_for_does_not_count(window: MainWindow, qtbot: QtBot) -> None:
    window.learning.start_tour()
    qtbot.waitUntil(lambda: window.learning.tour is not None, timeout=WAIT)
    tour = present(window.learning.tour)
    click(tour, "tour-on")
    click(tour, "tour-on")  # without picking an area
    assert tour.stop.asks == USE
    click(window, "emergency")
    child(window, EmergencyDialog).close()
    QTest.mouseClick(tour, Qt.MouseButton.LeftButton)
    qtbot.wait(50)
    assert not tour.is_done


def test_the_tour_can_be_left_and_taken_again(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(2):
        window.learning.start_tour()
        qtbot.waitUntil(lambda: window.learning.tour is not None, timeout=WAIT)
        tour = present(window.learning.tour)
        click(tour, "tour-on")
        click(tour, "tour-leave")
        qtbot.waitUntil(lambda: window.learning.tour is None, timeout=WAIT)


def rate(dialog: RehearsalDialog, ceiling: Mode) -> None:
    """Answer the case that is shown, by clicks."""
    QTest.mouseClick(dialog.engage.buttons()[1], Qt.MouseButton.LeftButton)
    dialog.ceiling.setCurrentIndex(dialog.ceiling.findData(ceiling.value))
    QTest.mouseClick(dialog.sureness.buttons()[0], Qt.MouseButton.LeftButton)
    QTest.keyClicks(dialog.reason, "too thin")
    click(dialog, "rehearsal-next")


def open_dialog(window: MainWindow, qtbot: QtBot, cases: bool) -> RehearsalDialog:
    window.learning.rehearse(cases=cases)
    qtbot.waitUntil(lambda: window.findChild(RehearsalDialog) is not None, timeout=WAIT)
    return child(window, RehearsalDialog)


def test_two_people_rate_blind_and_see_where_they_part(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_dialog(window, qtbot, cases=False)
    for rater, ceiling in (("A", Mode.CIVILIAN_CHANNEL), ("B", Mode.LIAISON)):
        dialog.begin_at(rater, tmp_path / f"{rater}.mrmratings")
        while dialog._pages.currentIndex() == 1:
            answer = assess(dialog._now.case, load_policy())
            told = dialog.case.text() + dialog.inject.text()
            assert Words("en").term("verdict", answer.verdict) not in told
            rate(dialog, ceiling)
        assert "method" in dialog.agreement.text()
    first, second = read_sheet(tmp_path / "A.mrmratings"), read_sheet(tmp_path / "B.mrmratings")
    assert len(first.ratings) == len(second.ratings) == len(dialog._situations)
    dialog.compare((first, second))
    assert dialog.apart.rowCount() == len(first.ratings)
    assert "0%" in dialog.agreement.text()
    dialog.close()


def test_an_unanswered_case_is_not_saved_and_a_sheet_goes_on_where_it_was(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = open_dialog(window, qtbot, cases=True)
    said: list[KnownError] = []

    def fail(error: Exception) -> None:
        assert isinstance(error, KnownError)
        said.append(error)

    dialog._fail = fail
    dialog.begin_at("A", tmp_path / "a.mrmratings")
    click(dialog, "rehearsal-next")
    assert [error.code for error in said] == ["rehearsal.unanswered"]
    assert not (tmp_path / "a.mrmratings").exists()
    rate(dialog, Mode.ALERT)
    second = dialog._now.id
    dialog.begin_at("A", tmp_path / "a.mrmratings")
    assert dialog._now.id == second
    dialog.begin_at("B", tmp_path / "a.mrmratings")
    assert said[-1].code == "rehearsal.other_sheet"
    dialog.close()


def test_what_the_window_rates_is_what_the_command_rates() -> None:
    assert [s.id for s in rehearsal().situations] == [r.case_id for r in rehearsal().method.ratings]
