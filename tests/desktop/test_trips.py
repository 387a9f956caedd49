"""The trips workspace over the sample country: legs in, a plan, packs out - by clicks and keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt, QTime
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from mrm_desktop.cartography.display_list import Text
from mrm_desktop.cartography.layers.trips import TripLayer
from mrm_desktop.desktop.answers.answer_dialog import AnswerDialog
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.trips.lift_dialog import LiftDialog
from mrm_desktop.desktop.trips.phrase_list import Phrase, PhraseList
from mrm_desktop.desktop.trips.points_dialog import PointsDialog
from mrm_desktop.desktop.trips.trips_page import TripsPage
from mrm_desktop.desktop.trips.ways_dialog import WaysDialog
from mrm_desktop.domain.route_strips import hour_of
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.trips import Drawn, Go
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.trip_wording import check_in_hour
from tests.desktop.test_real_project import WAIT, real  # noqa: F401 - a fixture
from tests.desktop.window_parts import child, click, map_of, open_at, page_of, texts, workspaces_of
from tests.present import present
from tests.services.trips.test_read_trip import GPX

POINTS = "-20.7417 -19.30475\n-21.14432 -19.36473\n"  # through Midaa, where nobody assessed armed actors
ASSESSED = "-20.834 -17.325\n-20.787 -16.58\n"


@pytest.fixture
def page(real: MainWindow, qtbot: QtBot) -> TripsPage:  # noqa: F811 - the fixture of the same name
    """The trips page of the open sample project."""
    with qtbot.waitSignal(real.painted, timeout=WAIT):
        QTest.mouseClick(child(real, QPushButton, "start-sample"), Qt.MouseButton.LeftButton)
    real.resize(1280, 800)
    shown = open_at(real, "trips/plan", TripsPage)
    qtbot.waitUntil(lambda: not real.work.is_busy, timeout=WAIT)
    return shown


def way(page: TripsPage, name: str) -> None:
    """Choose one of the other ways in."""
    child(page.more, QAction, f"trips-{name}").trigger()


def paste(page: TripsPage, text: str = POINTS) -> PointsDialog:
    way(page, "paste")
    dialog = child(page.window(), PointsDialog)
    dialog.box.setPlainText(text)
    click(dialog, "continue")
    return dialog


def plan(page: TripsPage, qtbot: QtBot) -> TripPlan:
    """Wait until the trip was looked at as it stands now."""
    page.make_plan()
    qtbot.waitUntil(lambda: page.plan is not None and page.is_up_to_date, timeout=WAIT)
    return present(page.plan)


def add_phrase(phrases: PhraseList, **blanks: str | int) -> None:
    """Put a sentence together by its button and its blanks."""
    QTest.mouseClick(phrases.add, Qt.MouseButton.LeftButton)
    fill(phrases.phrases[-1], **blanks)


def fill(phrase: Phrase, **blanks: str | int) -> None:
    """Write into the blanks of a sentence."""
    for name, value in blanks.items():
        field = phrase.fields[name]
        if isinstance(field, QSpinBox):
            assert isinstance(value, int)
            field.setValue(value)
        else:
            QTest.keyClicks(field, str(value))


def go_to(page: TripsPage, name: str, qtbot: QtBot) -> None:
    """Type a place and take the first that is called so."""
    page.place.setFocus()
    QTest.keyClicks(page.place, name)
    QTest.keyClick(page.place, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.place.text() == "", timeout=WAIT)


def test_pasted_points_become_a_leg_that_is_planned_on_roads_and_printed(page: TripsPage, qtbot: QtBot, tmp_path: Path) -> None:
    paste(page)
    assert [leg.drawn for leg in page.legs] == [Drawn.STRAIGHT]
    page.use_roads(asset("data", "sample", "roads.geojson"))
    page.form.title.setText("Visit")
    add_phrase(page.form.check_ins, at="08:00", place="Gate", means="HF radio", backup="Phone", grace=20)
    add_phrase(page.form.check_ins, at="12:00", place="River", means="Phone")
    add_phrase(page.form.overdue, after=30, role="Radio room", action="calls by every means")
    page.form.boxes["approvers"].setPlainText("Field manager")
    plan(page, qtbot)
    assert present(page.plan).legs[0].leg.drawn is Drawn.ROADS
    shown = texts(present(page.side.sheets.widget(0)))
    assert "Nobody has confirmed that each traveller may decline" in shown
    assert "How communities" in shown or "how communities" in shown
    contacts = texts(present(page.side.sheets.widget(2)))
    assert "1. Child Protection Adviser, Sector North" in contacts
    assert "Military liaison" not in contacts
    assert "08:00 – Gate – HF radio / Phone – 20 min" in contacts
    assert "Radio room: calls by every means" in contacts
    page.release("field_pack", "pdf", tmp_path / "field.pdf")
    page.release("trip_pack", "gpx", tmp_path / "way.gpx")
    qtbot.waitUntil(lambda: (tmp_path / "way.gpx.manifest.json").is_file(), timeout=WAIT)
    assert (tmp_path / "field.pdf").read_bytes().startswith(b"%PDF")


def test_the_live_map_draws_each_leg_in_the_class_of_its_answer(page: TripsPage, real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811 - a fixture
    drawn: list[TripLayer] = []
    page.drawn.connect(drawn.append)
    paste(page)
    plan(page, qtbot)
    assert [leg.style for leg in drawn[0].legs] == ["not_planned"]
    assert [leg.style for leg in drawn[-1].legs] == ["wait"]
    assert page_of(real).overlays["trips"].isVisibleTo(page_of(real))
    page.forget()
    assert drawn[-1].legs == ()


def test_a_changed_day_or_name_asks_for_a_new_plan(page: TripsPage, qtbot: QtBot) -> None:
    paste(page, ASSESSED)
    page.form.withdrawal_confirmed.setChecked(True)
    plan(page, qtbot)
    assert present(page.plan).go is Go.WITH_CONDITIONS
    page.side.editor.day.setDate(QDate(2026, 3, 9))
    assert page.plan is None
    assert not page.side.buttons["pack"].isEnabled()
    assert page.legs[0].on.isoformat() == "2026-03-09"
    page.side.editor.name.setText("Out")
    page.side.editor.name.editingFinished.emit()
    assert page.legs[0].name == "Out"


def test_a_no_go_is_lifted_by_a_role_with_a_reason(page: TripsPage, qtbot: QtBot) -> None:
    paste(page, "-22.119 -18.79\n-22.12 -19.0\n")  # an ambush six days ago
    page.form.withdrawal_confirmed.setChecked(True)
    plan(page, qtbot)
    assert present(page.plan).go is Go.NO_GO
    assert page.side.answer.text() == "No-go"
    assert "1 attack on humanitarians within 10 km in the 7 days before this leg" in texts(present(page.side.sheets.widget(0)))
    QTest.mouseClick(page.side.buttons["lift"], Qt.MouseButton.LeftButton)
    dialog = child(page, LiftDialog)
    assert dialog.role.currentIndex() == -1, "nobody is chosen for the user"
    assert [dialog.role.itemData(n) for n in range(dialog.role.count())] == ["country_director", "deputy_country_director"]
    dialog.role.setCurrentIndex(0)
    dialog.reason.setText("Both attackers were arrested.")
    dialog.accept()
    assert page.plan is None, "a lift asks for a new plan"
    plan(page, qtbot)
    assert present(page.plan).go is Go.WAIT
    assert "by the country director: Both attackers were arrested." in texts(present(page.side.sheets.widget(0)))
    again = LiftDialog(["country_director"], page.legs[0].lift, Words("en"), page)
    again.reason.setText("  ")
    assert again.lift(page.legs[0].on) is None, "without a reason it is taken back"


def test_a_leg_that_may_go_says_its_conditions(page: TripsPage, qtbot: QtBot) -> None:
    paste(page, ASSESSED)
    page.form.withdrawal_confirmed.setChecked(True)
    plan(page, qtbot)
    shown = texts(present(page.side.sheets.widget(0)))
    assert "It does not show that the road is safe" in shown
    assert "☐ Tell the civilian side as well, and first" in shown
    assert "within 5 km of the leg" in shown


def test_a_route_file_gives_a_leg_for_each_line_and_legs_can_go(page: TripsPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "way.gpx").write_text(GPX, encoding="utf-8")
    page.import_route(tmp_path / "way.gpx")
    qtbot.waitUntil(lambda: len(page.legs) == 2, timeout=WAIT)
    assert [leg.name for leg in page.legs] == ["There", "Back"]
    QTest.mouseClick(page.side.buttons["remove"], Qt.MouseButton.LeftButton)
    assert [leg.name for leg in page.legs] == ["There"]


def test_a_trip_that_was_saved_is_opened_again(page: TripsPage, qtbot: QtBot, tmp_path: Path) -> None:
    paste(page)
    page.form.title.setText("Visit")
    page.form.boxes["team"].setPlainText("Driver\nNurse")
    page.save(tmp_path / "t.toml")
    qtbot.waitUntil(lambda: (tmp_path / "t.toml").is_file(), timeout=WAIT)
    legs = list(page.legs)
    page.forget()
    assert page.legs == []
    page.open_trip(tmp_path / "t.toml")
    qtbot.waitUntil(lambda: page.legs == legs, timeout=WAIT)
    assert page.form.boxes["team"].toPlainText() == "Driver\nNurse"


def test_a_line_that_is_no_position_is_said_in_the_dialog_and_nothing_typed_is_lost(page: TripsPage) -> None:
    """Finding 19."""
    dialog = paste(page, "-20.7417 -19.30475\nthe bridge\n")
    assert dialog.isVisible(), "the dialog stays open"
    assert "Line 2 is not a position" in dialog.problem.text()
    assert dialog.box.toPlainText() == "-20.7417 -19.30475\nthe bridge\n"
    dialog.box.setPlainText("-20.7417 -19.30475")
    click(dialog, "continue")
    assert "two different points" in dialog.problem.text()
    dialog.box.setPlainText(POINTS)
    click(dialog, "continue")
    assert len(page.legs) == 1


def test_what_is_wrong_with_a_trip_is_said_beside_it(page: TripsPage, qtbot: QtBot) -> None:
    paste(page)
    add_phrase(page.form.overdue, role="Radio room")
    qtbot.waitUntil(page.side.problem.isVisible, timeout=WAIT)
    assert "sentence 1: a blank is still empty" in page.side.problem.text()
    fill(page.form.overdue.phrases[0], action="calls")
    qtbot.waitUntil(lambda: not page.side.problem.isVisible(), timeout=WAIT)


@pytest.mark.parametrize("hour", ["25:99", "2 Mar 18:00"])
def test_an_hour_that_is_none_is_said(page: TripsPage, qtbot: QtBot, hour: str) -> None:
    paste(page)
    add_phrase(page.form.check_ins, at=hour, place="Gate", means="HF radio")
    page.make_plan()
    qtbot.waitUntil(page.side.problem.isVisible, timeout=WAIT)
    assert "Check-ins, sentence 1: what stands there as the hour is none." in page.side.problem.text()
    assert "from 00:00 to 23:59" in page.side.problem.text()


def test_places_are_picked_by_name_and_become_the_stops_of_legs(page: TripsPage, qtbot: QtBot) -> None:
    """Finding 18: not typed coordinates only."""
    for name in ("Susutaa", "Susou", "Buroul"):
        go_to(page, name, qtbot)
    assert [leg.name for leg in page.legs] == ["Susutaa to Susou", "Susou to Buroul"]
    assert page.legs[0].route[1] == page.legs[1].route[0], "a leg begins where the one before it ends"
    plan(page, qtbot)
    assert [row.accessibleName().split(", ")[0] for row in page.leg_list.rows] == ["A\u2013B", "B\u2013C"]
    QTest.keyClicks(page.place, "nowhere at all")
    QTest.keyClick(page.place, Qt.Key.Key_Return)
    qtbot.waitUntil(page.side.problem.isVisible, timeout=WAIT)
    assert len(page.legs) == 2
    assert page.place.text() == "nowhere at all", "what was not found is not thrown away"


def test_stops_are_set_by_clicks_on_the_map_of_the_trip(page: TripsPage, qtbot: QtBot) -> None:
    """Finding 18: the trips have a map of their own."""
    shown = page.trip_map.map
    qtbot.waitUntil(lambda: shown.is_sharp and not shown.navigator.is_under_way, timeout=WAIT)
    areas = {area.name: area.label_at for area in present(shown.document).areas}
    QTest.mouseClick(page.trip_map.pick, Qt.MouseButton.LeftButton)
    for name in ("Lolu", "Zihen"):
        qtbot.waitUntil(lambda: not shown.navigator.is_under_way, timeout=WAIT)
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.pixel_of(areas[name]).toPoint())
    assert [leg.name for leg in page.legs] == ["Lolu to Zihen"]
    assert page.legs[0].route[1] == pytest.approx(areas["Zihen"], abs=0.05)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not page.trip_map.pick.isChecked()


def test_the_map_stays_while_stops_are_set_on_it_and_shows_the_way_after(page: TripsPage, qtbot: QtBot) -> None:
    shown = page.trip_map.map
    qtbot.waitUntil(lambda: shown.is_sharp and not shown.navigator.is_under_way, timeout=WAIT)
    areas = {area.name: area.label_at for area in present(shown.document).areas}
    scale = present(shown.view).scale
    QTest.mouseClick(page.trip_map.pick, Qt.MouseButton.LeftButton)
    for name in ("Lolu", "Zihen", "Susutaa"):
        spot = shown.pixel_of(areas[name]).toPoint()
        assert shown.rect().contains(spot), "the next stop is in sight"
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=spot)
        if page.legs:
            plan(page, qtbot)
        QTest.qWait(50)
        assert not shown.navigator.is_under_way
        assert present(shown.view).scale == scale
    QTest.mouseClick(page.trip_map.pick, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not shown.navigator.is_under_way, timeout=WAIT)
    assert present(shown.view).scale != scale, "then the whole way is shown"


def test_dragging_the_departure_moves_light_hours_and_check_ins(page: TripsPage, qtbot: QtBot) -> None:
    """Bold idea 1: drag a departure time and it all moves."""
    for name in ("Susutaa", "Susou", "Buroul"):
        go_to(page, name, qtbot)
    add_phrase(page.form.check_ins, at="09:00", place="River", means="radio")
    plan(page, qtbot)
    page.move_departure(0, 7 * 60.0)
    known, before = present(page.plan).strip, present(page.clock)
    assert before.dark_km == 0
    hold = page.strip.handle(0).center().toPoint()
    QTest.mousePress(page.strip, Qt.MouseButton.LeftButton, pos=hold)
    QTest.mouseMove(page.strip, QPoint(page.strip.width() - 20, hold.y()))
    QTest.mouseRelease(page.strip, Qt.MouseButton.LeftButton, pos=hold)
    after = present(page.clock)
    shift = after.hours[0].leaves - before.hours[0].leaves
    assert shift > 60
    assert after.hours[1].arrives - before.hours[1].arrives == pytest.approx(shift), "what follows on its day moves with it"
    assert page.form.check_ins.rows()[0]["at"] == hour_of(9 * 60 + shift)
    assert present(page.plan).strip is known, "what is known of the way does not move"
    assert page.legs[0].leave_at == hour_of(after.hours[0].leaves)
    QTest.keyClick(page.strip, Qt.Key.Key_Left)
    assert present(page.clock).hours[0].leaves == after.hours[0].leaves - 5


def test_a_plan_of_legs_that_were_changed_meanwhile_is_not_shown(page: TripsPage, qtbot: QtBot) -> None:
    paste(page)
    page.make_plan()
    paste(page, ASSESSED)  # before the first plan is there
    qtbot.waitUntil(lambda: page.is_up_to_date, timeout=WAIT)
    assert len(present(page.plan).legs) == 2 == len(page.leg_list.rows)


def test_check_ins_are_put_together_in_a_sentence_and_dragged_along_the_way(page: TripsPage, qtbot: QtBot) -> None:
    """Finding 18: no mini-language with semicolons."""
    for name in ("Susutaa", "Susou"):
        go_to(page, name, qtbot)
    page.move_departure(0, 7 * 60.0)
    add_phrase(page.form.check_ins, at="07:30", means="radio")
    place = page.form.check_ins.phrases[0].fields["place"]
    assert isinstance(place, QComboBox)
    assert [place.itemText(n) for n in range(place.count())] == ["Susutaa", "Susou"], "the stops of the way are offered"
    fill(page.form.check_ins.phrases[0], place="River")
    plan(page, qtbot)
    page.move_departure(0, 7 * 60.0)
    before = present(page.clock).check_ins[0]
    hold = page.strip.spot_of_check_in(0).toPoint()
    QTest.mousePress(page.strip, Qt.MouseButton.LeftButton, pos=hold)
    QTest.mouseMove(page.strip, hold + QPoint(300, 0))
    QTest.mouseRelease(page.strip, Qt.MouseButton.LeftButton, pos=hold + QPoint(300, 0))
    after = present(page.clock).check_ins[0]
    assert after.km > before.km
    assert page.form.check_ins.rows()[0]["at"] == after.at > "07:30"
    assert page.is_up_to_date, "only the hour is another"
    page.form.check_ins.phrases[0].removed.emit()
    assert page.form.check_ins.rows() == []


def test_on_a_trip_of_several_days_a_check_in_has_its_day_and_every_hour_too(page: TripsPage, qtbot: QtBot) -> None:
    for name in ("Susutaa", "Susou"):
        go_to(page, name, qtbot)
    page.move_departure(0, 7 * 60.0)
    add_phrase(page.form.check_ins, at="07:30", place="River", means="radio")
    day = page.form.check_ins.phrases[0].fields["on"]
    assert isinstance(day, QComboBox)
    assert day.isHidden(), "one day goes without saying"
    go_to(page, "Buroul", qtbot)
    second = page.legs[1].on + timedelta(days=2)
    page.book.legs = [page.legs[0], replace(page.legs[1], on=second, leave_at="08:00")]
    page.form.offer_days([leg.on for leg in page.legs])
    assert [day.itemData(n) for n in range(day.count())] == ["", *(f"2026-03-{n:02d}" for n in (1, 2, 3))], "days of rest, too"
    day.setCurrentIndex(3)
    trip_plan = plan(page, qtbot)
    [mark] = present(page.clock).check_ins
    assert (mark.on, mark.km > trip_plan.clock.hours[0].end_km - 0.1) == (second, True)
    drawn = [item.text for item in present(page.strip.drawing).scene.items if isinstance(item, Text)]
    assert "1 Mar 07:00" in drawn
    assert any(text.startswith("3 Mar 08:00") for text in drawn)
    assert "3 Mar" in page.side.why.text(), "it arrives on another day"
    assert check_in_hour(trip_plan.trip.check_ins[0], trip_plan.trip, Words("en")) == "3 Mar 07:30"


def test_the_lists_at_h_24_and_h_1_are_ticked_and_kept_with_the_trip(page: TripsPage, qtbot: QtBot, tmp_path: Path) -> None:
    """Finding 18: the boxes were characters."""
    paste(page, ASSESSED)
    plan(page, qtbot)
    page.side.show_sheet("contacts")
    box = child(page.side, QCheckBox, "check-h24_route")
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert box.isChecked()
    for _ in range(2):  # its sentence ticks it, too
        QTest.mouseClick(present(box.parentWidget()), Qt.MouseButton.LeftButton)
    assert box.isChecked()
    page.save(tmp_path / "t.toml")
    qtbot.waitUntil(lambda: (tmp_path / "t.toml").is_file(), timeout=WAIT)
    box.setChecked(False)
    page.open_trip(tmp_path / "t.toml")
    qtbot.waitUntil(lambda: page.form.ticks.ticked == {"h24_route"}, timeout=WAIT)
    plan(page, qtbot)
    assert child(page.side, QCheckBox, "check-h24_route").isChecked()


def test_what_a_leg_does_not_know_is_answered_in_place(page: TripsPage, qtbot: QtBot) -> None:
    paste(page)  # through Midaa, where nobody assessed armed actors
    plan(page, qtbot)
    button = next(b for b in page.side.findChildren(QPushButton) if b.objectName().startswith("answer-"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.findChildren(AnswerDialog)), timeout=WAIT)
    assert child(page, AnswerDialog).isVisible()
    child(page, AnswerDialog).reject()


def test_what_else_could_be_done_about_a_leg_is_compared_and_taken(page: TripsPage, qtbot: QtBot) -> None:
    """A leg that refuses has its alternatives beside it."""
    paste(page, "-22.119 -18.79\n-22.12 -19.0\n")  # an ambush six days ago
    page.form.withdrawal_confirmed.setChecked(True)
    assert plan(page, qtbot).go is Go.NO_GO
    QTest.mouseClick(page.side.buttons["compare"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.findChildren(WaysDialog)), timeout=WAIT)
    dialog = child(page, WaysDialog)
    assert "No-go" in texts(dialog)
    assert "2 days later" in texts(dialog), "the ambush is then eight days ago"
    click(dialog, "take-later")
    qtbot.waitUntil(lambda: page.is_up_to_date, timeout=WAIT)
    assert page.legs[0].on.isoformat() == "2026-03-03"
    assert present(page.plan).go is Go.WAIT


def test_two_long_legs_on_one_day_are_said(page: TripsPage, qtbot: QtBot) -> None:
    """Finding 18: 9.7 and 6 hours on one day raised no word."""
    for name in ("Susutaa", "Kusa", "Susutaa"):
        go_to(page, name, qtbot)
    plan(page, qtbot)
    assert "hours at the wheel" in page.side.why.text()
    page.form.speed_kmh.setValue(130)
    qtbot.waitUntil(lambda: page.is_up_to_date, timeout=WAIT)
    assert "hours at the wheel" not in page.side.why.text()


def test_an_arrival_after_dark_is_said(page: TripsPage, qtbot: QtBot) -> None:
    for name in ("Susutaa", "Susou"):
        go_to(page, name, qtbot)
    plan(page, qtbot)
    page.move_departure(0, 9 * 60.0)
    assert "after dark" not in page.side.why.text()
    page.side.editor.leave.setTime(QTime(18, 0))
    assert "Susutaa to Susou arrives at" in page.side.why.text()
    assert "after dark" in page.side.why.text()
    assert present(page.clock).dark_km > 0


def test_the_pointer_on_the_strip_is_marked_on_the_map(page: TripsPage, qtbot: QtBot) -> None:
    for name in ("Susutaa", "Susou"):
        go_to(page, name, qtbot)
    plan(page, qtbot)
    drawing = present(page.strip.drawing)
    middle = drawing.axis.x(present(page.plan).strip.length_km / 2)
    QTest.mouseMove(page.strip, QPoint(round(middle), round(drawing.rows["contact"][0]) + 6))
    qtbot.waitUntil(lambda: page.trip_map.map.found is not None, timeout=WAIT)
    at = present(page.trip_map.map.found)[1]
    start, end = page.legs[0].route
    assert min(start[0], end[0]) < at[0] < max(start[0], end[0])


def test_a_leg_is_drawn_on_the_map_and_comes_back_to_the_trip(page: TripsPage, real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    qtbot.waitUntil(lambda: map_of(real).facts is not None, timeout=WAIT)
    way(page, "draw")
    assert workspaces_of(real).current == "map/areas"
    panel, drawing = page_of(real).draw, map_of(real).drawing
    assert panel.take_leg.isVisible()
    assert not panel.save.isVisible(), "a leg is nothing of the project's"
    drawing.take_corners(((-19.30475, -20.7417),))
    QTest.mouseClick(panel.take_leg, Qt.MouseButton.LeftButton)
    assert "two different points" in panel.problem.text()
    drawing.take_corners(((-19.30475, -20.7417), (-19.36473, -21.14432)))
    qtbot.waitUntil(lambda: "km" in panel.size_text.text(), timeout=WAIT)
    QTest.mouseClick(panel.take_leg, Qt.MouseButton.LeftButton)
    assert workspaces_of(real).current == "trips/plan"
    assert [leg.route for leg in page.legs] == [((-19.30475, -20.7417), (-19.36473, -21.14432))]
    plan(page, qtbot)
    assert present(page.plan).legs[0].crossed


def test_another_leg_is_drawn_where_the_trip_is(page: TripsPage, real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    paste(page)
    real.open_page("map/areas")
    seen = page_of(real).map
    qtbot.waitUntil(lambda: seen.view is not None and seen.is_sharp, timeout=WAIT)
    seen.navigator.moved.emit(present(seen.view).moved(4000.0, 4000.0))  # somewhere else
    real.open_page("trips/plan")
    way(page, "draw")
    ends = [page.legs[0].route[0], page.legs[0].route[-1]]
    qtbot.waitUntil(lambda: all(seen.rect().contains(seen.pixel_of(end).toPoint()) for end in ends), timeout=WAIT)
