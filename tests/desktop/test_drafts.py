"""What is typed outlives a lock and the end of the program, is given back where it was begun, and goes with its record."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mrm_desktop.desktop.assess.decision_dialog import DecisionDialog
from mrm_desktop.desktop.parts import drafts
from mrm_desktop.desktop.parts.drafts import DraftKeeper, Offer
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.desktop.trips.trips_page import TripsPage
from mrm_desktop.domain.drafts import Draft
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trips import CheckIn, Waypoint
from mrm_desktop.services.trips.read_trip import parse_points
from tests.desktop.board import OPEN
from tests.desktop.test_trips import POINTS
from tests.desktop.window_parts import card_of, child, choose, click, open_at, opened_in, page_of
from tests.present import present

WAIT = 20_000
ARGUMENT = "Families use the road at dawn, and would be seen."


def decide(window: MainWindow, qtbot: QtBot) -> DecisionDialog:
    """Open the decision on an area, and wait until what was begun is known."""
    window.pick(OPEN)
    qtbot.waitUntil(lambda: page_of(window).card.card is not None and card_of(window).area.code == OPEN, timeout=WAIT)
    click(page_of(window).card, "decide")
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    return next(d for d in window.findChildren(DecisionDialog) if d.isVisible())


def lock_and_unlock(window: MainWindow, qtbot: QtBot) -> None:
    window.lock()
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    window.lock_page.unlock_asked.emit("a passphrase")
    qtbot.waitUntil(lambda: window.workspaces is not None and not window.work.is_busy, timeout=WAIT)


def kept(window: MainWindow, qtbot: QtBot) -> tuple[Draft, ...]:
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)
    with opened_in(window).project.read() as repository:
        return tuple(repository.drafts())


def test_a_lock_keeps_a_decision_and_its_dialog_gives_it_back(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = decide(open_window, qtbot)
    assert not child(dialog, Offer).isVisible()
    choose(dialog, "proceed", "liaison", ARGUMENT)
    QTest.keyClicks(dialog.role, "Field manager")
    dialog.consent.choose("yes")
    qtbot.waitUntil(lambda: bool(dialog.arguments.boxes), timeout=WAIT)
    dialog.arguments.boxes[0].setChecked(True)
    ticked = dialog.arguments.ticked()
    lock_and_unlock(open_window, qtbot)
    again = decide(open_window, qtbot)
    offer = child(again, Offer)
    assert offer.isVisible()
    assert "You had begun this on" in offer.sentence.text()
    assert again.role.text() == "", "nothing is put back unasked"
    click(again, "draft-go-on")
    assert (again.role.text(), again.rationale.toPlainText()) == ("Field manager", ARGUMENT)
    assert (again.outcome.chosen, again.consent.chosen) == ("proceed", "yes")
    qtbot.waitUntil(lambda: again.arguments.ticked() == ticked, timeout=WAIT)
    assert not offer.isVisible()


def test_what_is_typed_is_kept_every_few_seconds(open_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "EVERY_MS", 50)
    dialog = decide(open_window, qtbot)
    qtbot.wait(200)
    assert kept(open_window, qtbot) == (), "a form that nobody touched is no draft"
    QTest.keyClicks(dialog.role, "Driver")
    qtbot.waitUntil(lambda: bool(kept(open_window, qtbot)), timeout=WAIT)
    dialog.role.clear()
    qtbot.waitUntil(lambda: kept(open_window, qtbot) == (), timeout=WAIT)


def test_the_record_destroys_its_draft_and_throwing_away_does(open_window: MainWindow, qtbot: QtBot) -> None:
    dialog = decide(open_window, qtbot)
    QTest.keyClicks(dialog.role, "Driver")
    dialog.reject()
    assert len(kept(open_window, qtbot)) == 1, "Escape loses nothing"
    again = decide(open_window, qtbot)
    click(again, "draft-throw-away")
    assert kept(open_window, qtbot) == ()
    choose(again, "do_not_proceed", "liaison", ARGUMENT)
    QTest.keyClicks(again.role, "Field manager")
    again.counter.setPlainText(ARGUMENT)
    child(again, DraftKeeper).flush()
    assert len(kept(open_window, qtbot)) == 1
    click(again, "record")
    qtbot.waitUntil(lambda: len(opened_in(open_window).project.decisions()) == 1, timeout=WAIT)
    assert kept(open_window, qtbot) == ()


def test_a_lock_keeps_a_trip_with_its_legs(open_window: MainWindow, qtbot: QtBot) -> None:
    page = open_at(open_window, "trips/plan", TripsPage)
    page.take_drawn(parse_points(POINTS))
    QTest.keyClicks(page.form.title, "To the mill and back")
    page.form.show_check_ins([CheckIn("", "half a line", "")])
    legs = list(page.legs)
    lock_and_unlock(open_window, qtbot)
    again = open_at(open_window, "trips/plan", TripsPage)
    offer = child(again, Offer)
    qtbot.waitUntil(lambda: not offer.isHidden(), timeout=WAIT)
    assert again.legs == []
    click(again, "draft-go-on")
    assert again.legs == legs
    assert (again.form.title.text(), again.form.check_ins.rows()[0]["place"]) == ("To the mill and back", "half a line")


def test_a_lock_keeps_a_trip_of_which_only_the_start_is_set(open_window: MainWindow, qtbot: QtBot) -> None:
    page = open_at(open_window, "trips/plan", TripsPage)
    page.take_stop("The mill", (-20.5, -19.5))
    lock_and_unlock(open_window, qtbot)
    again = open_at(open_window, "trips/plan", TripsPage)
    qtbot.waitUntil(lambda: not child(again, Offer).isHidden(), timeout=WAIT)
    click(again, "draft-go-on")
    assert again.book.start == Waypoint("The mill", (-20.5, -19.5))
    assert present(again.trip_map.map.found)[0] == "The mill"
    again.take_stop("The ford", (-20.4, -19.4))
    assert [leg.name for leg in again.legs] == ["The mill to The ford"]


def test_closing_the_program_keeps_a_trip(open_window: MainWindow, qtbot: QtBot) -> None:
    page = open_at(open_window, "trips/plan", TripsPage)
    page.take_drawn(parse_points(POINTS))
    open_window.close_project()
    with qtbot.waitSignal(open_window.painted, timeout=WAIT):
        open_window.take(open_window.openers.sample, MAP)
    [draft] = kept(open_window, qtbot)
    assert (draft.kind, len(draft.content["legs"])) == ("trip", 1)


def test_where_a_draft_cannot_be_kept_it_is_said_once(
    open_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KnownError("store.disk_full", file="board.mrm")

    monkeypatch.setattr("mrm_desktop.services.drafts.kept_drafts.keep_draft", full)
    dialog = decide(open_window, qtbot)
    QTest.keyClicks(dialog.role, "Driver")
    keeper = child(dialog, DraftKeeper)
    keeper.flush()
    qtbot.waitUntil(lambda: "cannot be kept" in open_window.statusBar().currentMessage(), timeout=WAIT)
    assert dialog.isVisible()
    assert dialog.role.text() == "Driver"
