"""The trips workspace over the sample country: legs in, a plan, packs out - by clicks and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from mrm_desktop.cartography.layers.trips import TripLayer
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.trips.lift_dialog import LiftDialog
from mrm_desktop.desktop.trips.trips_page import PointsDialog, TripsPage
from mrm_desktop.domain.trips import Drawn, Go
from mrm_desktop.foundation.assets import asset
from mrm_desktop.foundation.words import Words
from tests.desktop.test_real_project import WAIT, real  # noqa: F401 - a fixture
from tests.desktop.window_parts import child, map_of, open_at, page_of, texts, workspaces_of
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


def paste(page: TripsPage, text: str = POINTS) -> None:
    QTest.mouseClick(page.buttons["paste"], Qt.MouseButton.LeftButton)
    dialog = child(page, PointsDialog)
    dialog.box.setPlainText(text)
    dialog.accept()


def plan(page: TripsPage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.buttons["plan"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.plan is not None, timeout=WAIT)


def test_pasted_points_become_a_leg_that_is_planned_on_roads_and_printed(page: TripsPage, qtbot: QtBot, tmp_path: Path) -> None:
    paste(page)
    assert [leg.drawn for leg in page.legs] == [Drawn.STRAIGHT]
    page.use_roads(asset("data", "sample", "roads.geojson"))
    page.form.title.setText("Visit")
    page.form.boxes["check_ins"].setPlainText("08:00; Gate; HF radio; Phone; 20\n12:00; River; Phone")
    page.form.boxes["overdue"].setPlainText("30; Radio room; calls; by every means")
    page.form.boxes["approvers"].setPlainText("Field manager")
    plan(page, qtbot)
    assert present(page.plan).legs[0].leg.drawn is Drawn.ROADS
    shown = texts(present(page.sheets.widget(0)))
    assert "Nobody has confirmed that each traveller may decline" in shown
    assert "How communities" in shown or "how communities" in shown
    contacts = texts(present(page.sheets.widget(2)))
    assert "1. Child Protection Adviser, Sector North" in contacts
    assert "Military liaison" not in contacts
    assert "08:00 – Gate – HF radio / Phone – 20 min" in contacts
    assert "Radio room: calls; by every means" in contacts
    page.release("field_pack", "pdf", tmp_path / "field.pdf")
    page.release("trip_pack", "gpx", tmp_path / "way.gpx")
    qtbot.waitUntil(lambda: (tmp_path / "way.gpx.manifest.json").is_file(), timeout=WAIT)
    assert (tmp_path / "field.pdf").read_bytes().startswith(b"%PDF")


def test_the_live_map_draws_each_leg_in_the_class_of_its_answer(page: TripsPage, real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811 - a fixture
    drawn: list[TripLayer] = []
    page.drawn.connect(drawn.append)
    paste(page)
    plan(page, qtbot)
    assert [[leg.style for leg in layer.legs] for layer in drawn] == [["not_planned"], ["wait"]]
    assert page_of(real).overlays["trips"].isVisibleTo(page_of(real))
    page.forget()
    assert drawn[-1].legs == ()


def test_a_changed_day_or_name_asks_for_a_new_plan(page: TripsPage, qtbot: QtBot) -> None:
    paste(page, ASSESSED)
    page.form.withdrawal_confirmed.setChecked(True)
    plan(page, qtbot)
    assert present(page.plan).go is Go.WITH_CONDITIONS
    page.day.setDate(QDate(2026, 3, 9))
    assert page.plan is None
    assert not page.buttons["pack"].isEnabled()
    assert page.legs[0].on.isoformat() == "2026-03-09"
    page.name.setText("Out")
    page.name.editingFinished.emit()
    assert page.legs[0].name == "Out"


def test_a_no_go_is_lifted_by_a_role_with_a_reason(page: TripsPage, qtbot: QtBot) -> None:
    paste(page, "-22.119 -18.79\n-22.12 -19.0\n")  # an ambush six days ago
    page.form.withdrawal_confirmed.setChecked(True)
    plan(page, qtbot)
    assert present(page.plan).go is Go.NO_GO
    assert page.answer.text() == "No-go"
    assert "1 attack on humanitarians within 10 km in the 7 days before this leg" in texts(present(page.sheets.widget(0)))
    QTest.mouseClick(page.buttons["lift"], Qt.MouseButton.LeftButton)
    dialog = child(page, LiftDialog)
    assert dialog.role.currentIndex() == -1, "nobody is chosen for the user"
    assert [dialog.role.itemData(n) for n in range(dialog.role.count())] == ["country_director", "deputy_country_director"]
    dialog.role.setCurrentIndex(0)
    dialog.reason.setText("Both attackers were arrested.")
    dialog.accept()
    assert page.plan is None, "a lift asks for a new plan"
    plan(page, qtbot)
    assert present(page.plan).go is Go.WAIT
    assert "by the country director: Both attackers were arrested." in texts(present(page.sheets.widget(0)))
    again = LiftDialog(["country_director"], page.legs[0].lift, Words("en"), page)
    again.reason.setText("  ")
    assert again.lift(page.legs[0].on) is None, "without a reason it is taken back"


def test_a_leg_that_may_go_says_its_conditions(page: TripsPage, qtbot: QtBot) -> None:
    paste(page, ASSESSED)
    page.form.withdrawal_confirmed.setChecked(True)
    plan(page, qtbot)
    shown = texts(present(page.sheets.widget(0)))
    assert "It does not show that the road is safe" in shown
    assert "☐ Tell the civilian side as well, and first" in shown
    assert "within 5 km of the leg" in shown


def test_a_route_file_gives_a_leg_for_each_line_and_legs_can_go(page: TripsPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "way.gpx").write_text(GPX, encoding="utf-8")
    page.import_route(tmp_path / "way.gpx")
    qtbot.waitUntil(lambda: len(page.legs) == 2, timeout=WAIT)
    assert [leg.name for leg in page.legs] == ["There", "Back"]
    QTest.mouseClick(page.buttons["remove"], Qt.MouseButton.LeftButton)
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


def test_bad_points_and_bad_lines_are_said(page: TripsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def noted(box: QMessageBox) -> int:
        said.append(box.text())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", noted)
    monkeypatch.setattr(QMessageBox, "open", lambda box: said.append(box.text()))
    page.take_points("the bridge")
    paste(page)
    page.form.boxes["overdue"].setPlainText("soon; Radio room; calls")
    page.make_plan()
    qtbot.waitUntil(lambda: len(said) >= 2, timeout=WAIT)
    assert "Line 1 is not a position" in said[0]
    assert "line 1 lacks a part" in said[1]


def test_a_leg_is_drawn_on_the_map_and_comes_back_to_the_trip(page: TripsPage, real: MainWindow, qtbot: QtBot) -> None:  # noqa: F811
    qtbot.waitUntil(lambda: map_of(real).facts is not None, timeout=WAIT)
    QTest.mouseClick(page.buttons["draw"], Qt.MouseButton.LeftButton)
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
