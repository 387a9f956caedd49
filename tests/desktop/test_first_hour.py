"""The first hour: a tour through the sample country, and a rehearsal that two people finish without seeing each other's answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample, sample_knowledge
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.rehearsal_dialog import RehearsalDialog
from mrm_desktop.desktop.shell.tour import STOPS, Tour
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
    openers = Openers(
        open=lambda path, passphrase: Opened(build_sample(path), words, SAMPLE_DAY),
        create=lambda path, *_: Opened(build_sample(path), words, SAMPLE_DAY),
        sample=lambda: Opened(build_sample(tmp_path / f"sample-{next(fresh)}.mrm"), words, SAMPLE_DAY),
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
