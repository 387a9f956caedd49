"""The map workspace over the sample country: layers, search, drawing, measuring, time, comparing - by clicks and keys."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pypdf
import pytest
import shapely
from pmtiles.tile import Compression, TileType
from PySide6.QtCore import QBuffer, QDate, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mrm_desktop.cartography.classes import class_of
from mrm_desktop.cartography.display_list import Fill, Line, Text
from mrm_desktop.cartography.layers.incidents import IncidentLayer
from mrm_desktop.cartography.layers.trips import build_trip_layer
from mrm_desktop.cartography.style import load_style
from mrm_desktop.cli.opening import open_project
from mrm_desktop.cli.sample import PASSPHRASE, SAMPLE_DAY, build_sample
from mrm_desktop.desktop.assess.assess_session import AssessSession
from mrm_desktop.desktop.canvas.map_widget import MapWidget
from mrm_desktop.desktop.map.drawing import Corners, Way
from mrm_desktop.desktop.parts.opened import Opened
from mrm_desktop.desktop.shell.main_window import MainWindow
from mrm_desktop.desktop.shell.openers import Openers
from mrm_desktop.desktop.shell.page_names import MAP
from mrm_desktop.domain.decisions import DecisionDraft, Outcome
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.geography import Presence
from mrm_desktop.domain.trips import Go, Leg
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.question import Question
from tests.desktop.map_hands import colour_at, press_at, settled, shown_map
from tests.desktop.window_parts import card_of, map_of, not_taken, opened_in, page_of
from tests.formats.layers.vector_country import PROTOMAPS, little_country, tiles_of, write_pmtiles
from tests.present import present

WAIT = 30_000


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, built once."""
    folder = tmp_path_factory.mktemp("sample")
    build_sample(folder / "sample.mrm").close()
    return folder


@pytest.fixture
def real(dressed: QApplication, qtbot: QtBot, tmp_path: Path, sample_folder: Path) -> Iterator[MainWindow]:
    """A window over a copy of it."""
    folder = tmp_path / "copy"
    shutil.copytree(sample_folder, folder)

    def sample() -> Opened:
        return Opened(open_project(folder / "sample.mrm", PASSPHRASE), Words("en"), SAMPLE_DAY)

    window = MainWindow(Openers(not_taken, not_taken, sample, lambda: ()), Words("en"))
    window.show()
    with qtbot.waitSignal(window.painted, timeout=WAIT):
        window.take(sample, MAP)
    qtbot.waitUntil(lambda: map_of(window).facts is not None and not window.work.is_busy, timeout=WAIT)
    qtbot.waitUntil(lambda: marks_on(shown_map(window)) > 0, timeout=WAIT)
    yield window
    window.close()
    window.deleteLater()


def until(window: MainWindow, qtbot: QtBot, holds: Callable[[MapWidget], object]) -> None:
    qtbot.waitUntil(lambda: bool(holds(shown_map(window))), timeout=WAIT)


def incidents_on(shown: MapWidget) -> IncidentLayer | None:
    layer = shown.document.overlays.get("incidents") if shown.document is not None else None
    return layer if isinstance(layer, IncidentLayer) else None


def marks_on(shown: MapWidget) -> int:
    layer = incidents_on(shown)
    return 0 if layer is None else len(layer.marks)


def presence_on(shown: MapWidget) -> int:
    return len(present(shown.document).presence)


def corners_on(shown: MapWidget) -> int:
    return -1 if shown.editor.state is None else len(shown.editor.state.corners)


def shape_on(shown: MapWidget) -> str | None:
    return None if shown.editor.state is None else shown.editor.state.shape


def records(window: MainWindow) -> Sequence[Presence]:
    """What the store holds, read past the window."""
    with opened_in(window).project.read() as repository:
        return repository.presence()


def until_corners(window: MainWindow, qtbot: QtBot, count: int) -> None:
    until(window, qtbot, lambda shown: corners_on(shown) == count)


def draw(window: MainWindow, qtbot: QtBot, *corners: tuple[float, float]) -> None:
    for n, corner in enumerate(corners, start=1):
        press_at(window, corner, qtbot)
        until_corners(window, qtbot, n)


def choose(window: MainWindow, qtbot: QtBot, way: Way) -> None:
    menu = page_of(window).bar.measure if way.measures else page_of(window).bar.draw
    next(action for action in menu.actions() if action.objectName() == f"way-{way}").trigger()
    if way is not Way.COPY:
        until(window, qtbot, lambda shown: shape_on(shown) == way.shape)


def find(window: MainWindow, text: str) -> None:
    page_of(window).bar.search.clear()
    QTest.keyClicks(page_of(window).bar.search, text)
    QTest.keyClick(page_of(window).bar.search, Qt.Key.Key_Return)


def say(window: MainWindow, **fields: str) -> None:
    for name, text in fields.items():
        getattr(page_of(window).draw, name).clear()
        QTest.keyClicks(getattr(page_of(window).draw, name), text)


def save(window: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseClick(page_of(window).draw.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.work.is_busy, timeout=WAIT)


def until_there_is(window: MainWindow, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: any(p.name == name for p in records(window)), timeout=WAIT)


def middle_of(window: MainWindow) -> tuple[tuple[float, float], Corners]:
    """The middle of the country and the corners of a triangle around it, longitude first."""
    west, south, east, north = shapely.total_bounds(
        [shapely.from_wkb(a.geometry) for a in opened_in(window).project.knowledge.assessed_areas]
    )
    x, y, step = float(west + east) / 2, float(south + north) / 2, float(east - west) / 12
    return (x, y), ((x - step, y - step), (x + step, y - step), (x + step / 2, y + step))


def test_incidents_are_points_only_where_their_place_is_known(real: MainWindow, qtbot: QtBot) -> None:
    with opened_in(real).project.read() as repository:
        known = repository.incidents()
    points = [i for i in known if i.location_precision.is_a_point and i.point is not None]
    assert 0 < len(points) < len(known)
    layer = present(incidents_on(shown_map(real)))
    assert len(layer.marks) == len([i for i in points if (SAMPLE_DAY - i.happened_on).days <= 365])
    assert layer.counts
    page_of(real).lists.open("incidents")
    assert page_of(real).lists.records["incidents"].model.rowCount() > len(layer.marks)


def test_a_shorter_window_shows_fewer_incidents(real: MainWindow, qtbot: QtBot) -> None:
    before = marks_on(shown_map(real))
    page_of(real).time.incidents.setCurrentIndex(0)
    until(real, qtbot, lambda shown: 0 < marks_on(shown) < before)


def test_incidents_of_one_kind_are_shown_alone(real: MainWindow, qtbot: QtBot) -> None:
    kinds = page_of(real).time.kinds
    qtbot.waitUntil(lambda: kinds.count() > 2, timeout=WAIT)
    before, chosen = marks_on(shown_map(real)), kinds.itemData(1)
    kinds.setCurrentIndex(1)
    until(real, qtbot, lambda shown: 0 < marks_on(shown) < before)
    assert all(chosen in mark.name for mark in present(incidents_on(shown_map(real))).marks)
    kinds.setCurrentIndex(0)
    until(real, qtbot, lambda shown: marks_on(shown) == before)


def test_an_incident_known_by_area_leads_to_its_area_and_never_to_a_point(real: MainWindow, qtbot: QtBot) -> None:
    incidents = page_of(real).lists.records["incidents"]
    page_of(real).lists.open("incidents")
    QTest.keyClicks(incidents.filter, "area only")
    incidents.table.selectRow(0)
    with qtbot.waitSignal(real.card_shown, timeout=WAIT):
        incidents.table.selectionModel().currentRowChanged.emit(incidents.table.currentIndex(), incidents.table.currentIndex())
    assert present(incidents.current()).at is None
    assert shown_map(real).found is None


def test_the_base_map_comes_at_a_click_and_says_what_it_is(real: MainWindow, qtbot: QtBot) -> None:
    check = page_of(real).overlays["basemap"]
    assert not check.isChecked()  # an invented country lies in the open sea
    check.click()
    shown = settled(real, qtbot)
    assert "basemap" in shown.showing.layers
    assert "nothing is scored on it" in " ".join(page_of(real).canvas.notes)
    check.click()
    settled(real, qtbot)
    assert "basemap" not in shown.showing.layers
    assert "nothing is scored on it" not in " ".join(page_of(real).canvas.notes)


def test_the_base_map_shows_land_where_the_map_looks(real: MainWindow, qtbot: QtBot) -> None:
    page_of(real).overlays["basemap"].click()
    find(real, "4.85, 31.6")
    until(real, qtbot, lambda shown: shown.found is not None)
    shown = settled(real, qtbot)
    land = shown.showing.colours.land
    assert any(isinstance(item, Fill) and item.colour == land for item in present(shown.picture).scene.items)
    assert "Juba" in {item.text for item in present(shown.picture).scene.items if isinstance(item, Text)}


def test_search_finds_a_p_code_with_its_card(real: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(real.card_shown, timeout=WAIT):
        find(real, "xt0101")
    assert card_of(real).area.code == "XT0101"
    until(real, qtbot, lambda shown: shown.found is not None)


@pytest.mark.parametrize("text", ["-21.5, -17.25", "21°30'00\"S 17°15'00\"W"])
def test_search_marks_a_position(real: MainWindow, qtbot: QtBot, text: str) -> None:
    find(real, text)
    until(real, qtbot, lambda shown: shown.found is not None)
    view = present(settled(real, qtbot).view)
    longitude, latitude = view.position(view.width / 2, view.height / 2)
    assert longitude == pytest.approx(-17.25, abs=0.01)
    assert latitude == pytest.approx(-21.5, abs=0.01)


@pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing)", extend=True)
def test_several_hits_are_offered(real: MainWindow, qtbot: QtBot) -> None:
    find(real, "an")
    qtbot.waitUntil(lambda: page_of(real).bar._completer.completionCount() > 1, timeout=WAIT)
    popup = present(page_of(real).bar._completer.popup())
    qtbot.waitUntil(popup.isVisible, timeout=WAIT)
    popup.hide()


def test_a_patrol_area_is_drawn_undone_saved_corrected_and_taken_back(real: MainWindow, qtbot: QtBot) -> None:
    _, corners = middle_of(real)
    before = len(records(real))
    choose(real, qtbot, Way.POLYGON)
    draw(real, qtbot, *corners)
    panel = page_of(real).draw
    qtbot.waitUntil(lambda: "km²" in panel.size_text.text(), timeout=WAIT)
    QTest.mouseClick(panel.undo, Qt.MouseButton.LeftButton)
    until(real, qtbot, lambda shown: corners_on(shown) == 2)
    QTest.mouseClick(panel.redo, Qt.MouseButton.LeftButton)
    until(real, qtbot, lambda shown: corners_on(shown) == 3)
    save(real, qtbot)
    assert "no name" in panel.problem.text()
    say(real, name="Northern loop", source="field-visit")
    panel.frequency.setCurrentIndex(panel.frequency.findData("weekly"))
    save(real, qtbot)
    drawn = next(p for p in records(real) if p.name == "Northern loop")
    assert (drawn.frequency, drawn.last_confirmed, str(drawn.grade)) == ("weekly", SAMPLE_DAY, "C3")
    until(real, qtbot, lambda shown: shape_on(shown) is None and presence_on(shown) > 0)

    listed = page_of(real).lists.records["presence"]
    qtbot.waitUntil(
        lambda: listed.model.rowCount() == before + 1 and drawn.dataset_id in present(map_of(real).facts).drawn, timeout=WAIT
    )
    page_of(real).lists.open("presence")
    QTest.keyClicks(listed.filter, "Northern loop")
    listed.table.selectRow(0)
    until(real, qtbot, lambda shown: corners_on(shown) == 3)
    present(panel.corners.item(0, 0)).setText(f"{corners[0][1] - 0.05:.5f}")
    qtbot.waitUntil(lambda: panel.undo.isEnabled(), timeout=WAIT)
    say(real, source="second-visit")
    save(real, qtbot)
    named = [p for p in records(real) if p.name == "Northern loop"]
    assert [p.source for p in named] == ["second-visit"]
    assert len(records(real)) == before + 1

    real.undo.undo()  # the correction is taken back: what it had replaced counts again
    qtbot.waitUntil(lambda: [p.source for p in records(real) if p.name == "Northern loop"] == ["field-visit"], timeout=WAIT)
    real.undo.redo()
    qtbot.waitUntil(lambda: [p.source for p in records(real) if p.name == "Northern loop"] == ["second-visit"], timeout=WAIT)


def test_a_step_after_one_that_was_taken_back_leaves_the_drawing_whole(real: MainWindow, qtbot: QtBot) -> None:
    _, corners = middle_of(real)
    choose(real, qtbot, Way.POLYGON)
    draw(real, qtbot, *corners)
    real.undo.undo()
    until_corners(real, qtbot, 2)
    press_at(real, corners[2], qtbot)
    until_corners(real, qtbot, 3)
    QTest.mouseClick(page_of(real).draw.close_button, Qt.MouseButton.LeftButton)
    until(real, qtbot, lambda shown: shape_on(shown) is None)
    choose(real, qtbot, Way.LENGTH)
    until(real, qtbot, lambda shown: corners_on(shown) == 0)


def test_a_place_that_was_searched_for_brings_the_card_of_its_area(real: MainWindow, qtbot: QtBot) -> None:
    place = present(settled(real, qtbot).document).places[0]
    with qtbot.waitSignal(real.card_shown, timeout=WAIT):
        find(real, place.name)
        qtbot.waitUntil(lambda: shown_map(real).found is not None or page_of(real).bar._hits.rowCount() > 0, timeout=WAIT)
        if shown_map(real).found is None:
            map_of(real).search.show_hit(page_of(real).bar._hits.item(0).data(Qt.ItemDataRole.UserRole))
    assert card_of(real).area.code == shown_map(real).code_at(present(shown_map(real).found)[1])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_bars_of_the_map_fit_a_small_screen_and_none_is_cut(real: MainWindow, qtbot: QtBot, language: str) -> None:
    real.use_words(Words(language))
    qtbot.waitUntil(lambda: not real.work.is_busy, timeout=WAIT)
    real.resize(1366, 768)
    with qtbot.waitSignal(real.card_shown, timeout=WAIT):
        find(real, "xt0101")
    settled(real, qtbot)
    assert real.width() == 1366
    for bar in (page_of(real).bar, page_of(real).time):
        parts = [part for part in bar.findChildren(QWidget) if part.parent() is bar and part.isVisible()]
        assert all(bar.rect().contains(part.geometry()) for part in parts), bar.objectName()
        assert all(part.height() >= part.minimumSizeHint().height() for part in parts), bar.objectName()


def test_an_outline_that_crosses_itself_is_said_and_not_kept(real: MainWindow, qtbot: QtBot) -> None:
    (x, y), _ = middle_of(real)
    before = len(records(real))
    choose(real, qtbot, Way.POLYGON)
    draw(real, qtbot, (x, y), (x + 0.5, y + 0.5), (x + 0.5, y), (x, y + 0.5))
    qtbot.waitUntil(lambda: "crosses itself" in page_of(real).draw.problem.text(), timeout=WAIT)
    say(real, name="Bow tie", source="x")
    save(real, qtbot)
    assert len(records(real)) == before
    QTest.mouseClick(page_of(real).draw.close_button, Qt.MouseButton.LeftButton)
    until(real, qtbot, lambda shown: shape_on(shown) is None)


def test_a_corner_beyond_the_edge_of_the_world_is_refused_and_said(real: MainWindow, qtbot: QtBot) -> None:
    _, corners = middle_of(real)
    choose(real, qtbot, Way.POLYGON)
    draw(real, qtbot, *corners)
    shown, panel = shown_map(real), page_of(real).draw
    shown.corners_drawn.emit((*corners, (190.0, 5.0)))
    qtbot.waitUntil(lambda: panel.problem.isVisible() and "km²" in panel.size_text.text(), timeout=WAIT)
    assert panel.problem.text() == Words("en").say("coordinate.out_of_range")
    assert corners_on(shown) == panel.corners.rowCount() == len(corners)


def test_a_click_while_drawing_picks_no_area(real: MainWindow, qtbot: QtBot) -> None:
    _, corners = middle_of(real)
    choose(real, qtbot, Way.LENGTH)
    draw(real, qtbot, *corners[:2])
    assert map_of(real).picked is None
    qtbot.waitUntil(lambda: page_of(real).draw.size_text.text().endswith("km"), timeout=WAIT)


def test_a_buffer_a_corridor_and_a_copy_become_presence(real: MainWindow, qtbot: QtBot) -> None:
    (x, y), corners = middle_of(real)
    panel = page_of(real).draw
    for way, points, name in ((Way.CIRCLE, [(x, y)], "Base"), (Way.CORRIDOR, corners, "Road")):
        choose(real, qtbot, way)
        draw(real, qtbot, *points)
        panel.kilometres.setValue(7.5)
        qtbot.waitUntil(lambda: "km²" in panel.size_text.text(), timeout=WAIT)
        say(real, name=name, source="sitrep")
        save(real, qtbot)
        until_there_is(real, qtbot, name)
    base = next(p for p in records(real) if p.name == "Base")
    assert base.radius_km == 7.5
    assert base.base_point == pytest.approx((x, y), abs=0.02)
    with qtbot.waitSignal(real.card_shown, timeout=WAIT):
        find(real, "xt0101")
    choose(real, qtbot, Way.COPY)
    qtbot.waitUntil(lambda: map_of(real).drawing.drawing is not None, timeout=WAIT)
    say(real, name="Whole district", source="sitrep")
    save(real, qtbot)
    copied = next(p for p in records(real) if p.name == "Whole district")
    area = next(a for a in opened_in(real).project.knowledge.areas if a.code == "XT0101")
    assert shapely.from_wkb(copied.geometry).symmetric_difference(shapely.from_wkb(area.geometry)).area < 1e-6


def test_corners_are_set_by_keyboard_alone(real: MainWindow, qtbot: QtBot) -> None:
    choose(real, qtbot, Way.SURFACE)
    shown = settled(real, qtbot)
    shown.setFocus()
    view = present(shown.view)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    until(real, qtbot, lambda shown: corners_on(shown) == 1)
    middle = view.position(view.width / 2, view.height / 2)
    assert present(shown.editor.state).corners[0] == pytest.approx(middle, abs=1e-6)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(shown, key)
    until(real, qtbot, lambda shown: corners_on(shown) == 3)
    qtbot.waitUntil(lambda: "km²" in page_of(real).draw.size_text.text(), timeout=WAIT)
    QTest.keyClick(shown, Qt.Key.Key_Tab)
    QTest.keyClick(shown, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    until(real, qtbot, lambda shown: present(shown.editor.state).corners[0][1] > middle[1])
    QTest.keyClick(shown, Qt.Key.Key_Delete)
    until(real, qtbot, lambda shown: corners_on(shown) == 2)


def test_an_earlier_day_shows_what_was_known_then_in_the_same_view(real: MainWindow, qtbot: QtBot) -> None:
    view, before = settled(real, qtbot).view, presence_on(shown_map(real))
    with qtbot.waitSignal(real.painted, timeout=WAIT):
        page_of(real).time.field.setDate(QDate(2025, 12, 1))
    until(real, qtbot, lambda shown: presence_on(shown) < before)
    assert page_of(real).question().on == date(2025, 12, 1)
    draft = DecisionDraft(
        Outcome.PROCEED, Mode.LIAISON, "Country director", "Another day may be better.", "The road can be watched only together."
    )
    with pytest.raises(KnownError, match="not_today"):
        AssessSession(opened_in(real)).decide("XT0101", page_of(real).question(), draft)
    with qtbot.waitSignal(real.painted, timeout=WAIT):
        QTest.mouseClick(page_of(real).time.today, Qt.MouseButton.LeftButton)
    until(real, qtbot, lambda shown: presence_on(shown) == before)
    assert page_of(real).question().on is None
    assert settled(real, qtbot).view == view


def test_two_days_stand_side_by_side_and_move_together(real: MainWindow, qtbot: QtBot) -> None:
    page_of(real).bar.compare.trigger()
    panel = page_of(real).compare
    panel.day.setDate(QDate(2025, 12, 1))
    QTest.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page_of(real).canvas.second is not None, timeout=WAIT)
    project = opened_in(real).project
    now_, then = project.view(Question()), project.view(Question(on=date(2025, 12, 1)))
    classes = [{c: class_of("ceiling", a, v.class_limits) for c, a in v.answers.items()} for v in (now_, then)]
    differ = {code for code in classes[0] if classes[0][code] != classes[1][code]}
    assert differ
    assert panel.answer.text().startswith(f"{len(differ)} area")
    assert panel.table.model().rowCount() == len(differ)
    canvas = page_of(real).canvas
    first, second = canvas.main, present(canvas.second)
    qtbot.waitUntil(lambda: first.map.is_sharp and second.map.is_sharp, timeout=WAIT)
    for pane, view in ((first, now_), (second, then)):
        counts = Counter(class_of("ceiling", answer, view.class_limits) for answer in view.answers.values())
        for found, count in counts.items():
            assert f"{Words().say(f'map.class.ceiling.{found}')} {count}" in pane.legend.text
    find(real, "-21.5, -17.25")
    until(real, qtbot, lambda shown: shown.found is not None and not shown.navigator.is_under_way)
    assert middle_of_view(second.map) == pytest.approx(middle_of_view(first.map), abs=1e-9)
    QTest.keyClick(second.map, Qt.Key.Key_Right)
    assert middle_of_view(first.map) == pytest.approx(middle_of_view(second.map), abs=1e-9)
    QTest.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: canvas.second is None, timeout=WAIT)


def middle_of_view(shown: MapWidget) -> tuple[float, float]:
    view = present(shown.view)
    return view.position(view.width / 2, view.height / 2)


def test_the_same_question_twice_differs_nowhere(real: MainWindow, qtbot: QtBot) -> None:
    comparison = map_of(real).session.compare(Question(), Question(), "ceiling", None)
    assert comparison.differences == ()


def png(colour: str) -> bytes:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, Qt refuses them
    return bytes(buffer.data().data())


def test_the_users_own_tiles_lie_below_the_areas(real: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "own.mbtiles"
    with sqlite3.connect(path) as package:
        package.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        package.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        package.executemany(
            "INSERT INTO metadata VALUES (?, ?)", [("name", "own"), ("attribution", "<a href='x'>&lt;b&gt;ours&lt;/b&gt;</a>")]
        )
        package.execute("INSERT INTO tiles VALUES (0, 0, 0, ?)", (png("#00c853"),))
    map_of(real).tiles.open(path)
    until(real, qtbot, lambda shown: shown.tiles is not None)
    assert "<b>ours</b>" in page_of(real).canvas.notes  # shown as text, never as markup
    settled(real, qtbot)
    assert colour_at(real, QPoint(200, 12)) == QColor("#00c853")
    page_of(real).bar.drop_tiles.trigger()
    settled(real, qtbot)
    assert colour_at(real, QPoint(200, 12)) != QColor("#00c853")


def test_the_users_own_vector_tiles_are_drawn_as_a_map(real: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    bounds = present(shown_map(real).document).bounds
    tiles = tiles_of(little_country(bounds), PROTOMAPS, bounds, range(4, 9))
    told = {"attribution": '<a href="x">&copy; Survey of &lt;b&gt;Zed&lt;/b&gt;</a>'}
    map_of(real).tiles.open(write_pmtiles(tmp_path / "own.pmtiles", tiles, bounds, told))
    until(real, qtbot, lambda shown: shown.tiles is not None)
    assert "© Survey of <b>Zed</b>" in page_of(real).canvas.notes  # shown as text, never as markup
    drawn = present(settled(real, qtbot).picture).scene.items
    ground = load_style().ground
    assert [item for item in drawn if isinstance(item, Line) and item.colour in (ground.road, ground.road_edge)]
    assert {"Maru", "Besk"} <= {item.text for item in drawn if isinstance(item, Text)}
    page_of(real).bar.drop_tiles.trigger()
    drawn = present(settled(real, qtbot).picture).scene.items
    assert "Maru" not in {item.text for item in drawn if isinstance(item, Text)}


def test_pictures_in_pmtiles_lie_below_the_areas(real: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    tiles = {(0, 0, 0): png("#00c853")}
    packed = write_pmtiles(tmp_path / "own.pmtiles", tiles, (-180, -85, 180, 85), kind=TileType.PNG, packing=Compression.NONE)
    map_of(real).tiles.open(packed)
    until(real, qtbot, lambda shown: shown.tiles is not None)
    settled(real, qtbot)
    assert colour_at(real, QPoint(200, 12)) == QColor("#00c853")


def test_the_legs_of_a_trip_are_drawn_by_their_answers(real: MainWindow, qtbot: QtBot) -> None:
    (x, y), _ = middle_of(real)
    legs = [(Leg("one", ((x, y), (x + 0.3, y)), SAMPLE_DAY), Go.WAIT), (Leg("two", ((x, y), (x, y + 0.3)), SAMPLE_DAY), Go.NO_GO)]
    page_of(real).show_trip(build_trip_layer(legs, Words("en")))
    shown = settled(real, qtbot)
    assert len([item for item in present(shown.picture).scene.items if isinstance(item, Line) and item.casing == "#ffffff"]) == 2
    assert "No-go" in page_of(real).canvas.main.legend.text
    assert page_of(real).overlays["trips"].isVisible()


def test_the_map_is_copied_with_its_margins_and_logged(real: MainWindow, qtbot: QtBot) -> None:
    settled(real, qtbot)
    menu = page_of(real).bar.picture
    next(action for action in menu.actions() if action.objectName() == "picture-copy").trigger()
    clipboard = QApplication.clipboard()
    qtbot.waitUntil(lambda: not clipboard.image().isNull(), timeout=WAIT)
    image = clipboard.image()
    assert image.width() > 2000
    assert image.pixelColor(4, 4) == QColor("#ffffff")
    qtbot.waitUntil(lambda: not real.work.is_busy, timeout=WAIT)
    with opened_in(real).project.read() as repository:
        (kept,) = repository.releases()
    assert (kept.kind, kept.form, kept.reader) == ("map", "clipboard", "internal")
    clipboard.clear()  # locking does it where the system tells whose content it is; offscreen nobody knows


def test_the_map_is_printed_on_one_page_of_paper(real: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtGui import QPageLayout, QPageSize
    from PySide6.QtPrintSupport import QPrinter

    settled(real, qtbot)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setOutputFileName(str(tmp_path / "map.pdf"))
    map_of(real).picture.print_on(printer)
    qtbot.waitUntil(lambda: not real.work.is_busy and (tmp_path / "map.pdf").exists(), timeout=WAIT)
    assert len(pypdf.PdfReader(tmp_path / "map.pdf").pages) == 1


def test_a_click_on_a_place_near_by_says_what_it_is_and_opens_its_area(real: MainWindow, qtbot: QtBot) -> None:
    shown = settled(real, qtbot)
    place = present(shown.document).places[0]
    shown.mark(place.name, place.at, 13)
    settled(real, qtbot)
    press_at(real, place.at, qtbot)
    card = page_of(real).canvas.place_card
    qtbot.waitUntil(card.isVisible, timeout=WAIT)
    assert place.name in card.text
    with qtbot.waitSignal(real.card_shown, timeout=WAIT):
        QTest.mouseClick(card.open_area, Qt.MouseButton.LeftButton)
    assert card.isHidden()


@pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing)", extend=True)
def test_names_are_suggested_while_one_types_and_none_is_taken(real: MainWindow, qtbot: QtBot) -> None:
    bar = page_of(real).bar
    bar.search.setFocus()
    QTest.keyClicks(bar.search, "xt01")
    popup = present(bar._completer.popup())
    qtbot.waitUntil(popup.isVisible, timeout=WAIT)
    assert map_of(real).picked is None
    bar.search.selectAll()
    QTest.keyClicks(bar.search, "zzqq nowhere")
    qtbot.waitUntil(lambda: not popup.isVisible(), timeout=WAIT)


def test_escape_takes_corners_back_and_then_leaves_the_drawing(real: MainWindow, qtbot: QtBot) -> None:
    choose(real, qtbot, Way.POLYGON)
    shown = settled(real, qtbot)
    shown.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(shown, key)
    until_corners(real, qtbot, 2)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    until_corners(real, qtbot, 1)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    until_corners(real, qtbot, 0)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert map_of(real).drawing.drawing is None
