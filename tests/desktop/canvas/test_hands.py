"""The map under a hand: wheel, drag, box, keys, hover, clicks, corners - on the document of the toy country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.display_list import Text
from mrm_desktop.cartography.labels import Room
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.sheet import boxes_of
from mrm_desktop.cartography.view import View
from mrm_desktop.desktop.canvas.legend_strip import LegendStrip
from mrm_desktop.desktop.canvas.map_sheet import map_picture
from mrm_desktop.desktop.canvas.map_widget import MapWidget
from mrm_desktop.desktop.canvas.over_picture import edge_items
from mrm_desktop.desktop.canvas.place_card import PlaceCard
from mrm_desktop.desktop.canvas.shape_editor import DrawnState
from mrm_desktop.foundation.words import Words
from tests import toy
from tests.present import present

WAIT = 20_000
LEFT, SHIFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def toy_document(language: str = "en") -> MapDocument:
    return build_map_document(toy.view(), Words(language), popups=False)


@pytest.fixture
def shown(dressed: QApplication, qtbot: QtBot) -> Iterator[MapWidget]:
    widget = MapWidget(Words("en"))
    widget.set_overlays(["presence", "places", "labels"])
    widget.resize(700, 500)
    widget.show()
    with qtbot.waitSignal(widget.painted, timeout=WAIT):
        widget.show_document(toy_document())
    rest(widget, qtbot)
    yield widget
    widget.dispose()
    widget.deleteLater()


def rest(widget: MapWidget, qtbot: QtBot) -> View:
    """The view, once the map rests and is sharp."""
    qtbot.waitUntil(lambda: widget.is_sharp and not widget.navigator.is_under_way, timeout=WAIT)
    return present(widget.view)


def middle_of(widget: MapWidget, code: str) -> QPoint:
    area = next(area for area in present(widget.document).areas if area.id == code)
    return widget.pixel_of(area.label_at).toPoint()


def clear_spot(widget: MapWidget, code: str) -> QPoint:
    """A pixel of an area on which no mark lies."""
    around = (middle_of(widget, code) + QPoint(dx, dy) for dx in (0, 20, -20, 35) for dy in (0, 22, -22, 35))
    return next(p for p in around if widget.area_at(p.toPointF()) == code and widget.spot_at(p.toPointF()) is None)


def turn_wheel(widget: MapWidget, at: QPoint, eighths: int) -> None:
    event = QWheelEvent(
        at.toPointF(), widget.mapToGlobal(at.toPointF()), QPoint(), QPoint(0, eighths),
        Qt.MouseButton.NoButton, PLAIN, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def drag(widget: MapWidget, start: QPoint, way: QPoint, held: Qt.KeyboardModifier = PLAIN) -> None:
    QTest.mousePress(widget, LEFT, held, start)
    for step in range(1, 6):
        at = start + way * step / 5
        moved = QMouseEvent(QEvent.Type.MouseMove, at.toPointF(), widget.mapToGlobal(at.toPointF()), LEFT, LEFT, held)
        QApplication.sendEvent(widget, moved)
    QTest.mouseRelease(widget, LEFT, held, start + way)


def test_the_wheel_zooms_about_the_pointer(shown: MapWidget, qtbot: QtBot) -> None:
    at = middle_of(shown, "XT03")
    before, held = present(shown.view), present(shown.view).position(at.x(), at.y())
    turn_wheel(shown, at, 120)
    after = rest(shown, qtbot)
    assert after.scale > before.scale
    assert after.position(at.x(), at.y()) == pytest.approx(held, abs=1e-9)
    turn_wheel(shown, at, -120)
    assert rest(shown, qtbot).scale == pytest.approx(before.scale)


def test_a_drag_takes_the_ground_with_it_and_shows_the_last_picture_at_once(shown: MapWidget, qtbot: QtBot) -> None:
    start, way = QPoint(350, 250), QPoint(120, -60)
    held = present(shown.view).position(start.x(), start.y())
    picture = shown.picture
    colour = shown.grab().toImage().pixelColor(start)
    drag(shown, start, way)
    end = start + way
    assert present(shown.view).position(end.x(), end.y()) == pytest.approx(held, abs=1e-9)
    assert shown.picture is picture, "no picture was waited for"
    assert shown.grab().toImage().pixelColor(end) == colour
    after = rest(shown, qtbot)
    assert after.scale == present(picture).scene.view.scale


def test_a_drag_with_shift_zooms_into_its_box(shown: MapWidget, qtbot: QtBot) -> None:
    before = present(shown.view)
    middle = before.position(300, 200)
    drag(shown, QPoint(250, 150), QPoint(100, 100), SHIFT)
    after = rest(shown, qtbot)
    assert after.scale == pytest.approx(before.scale * 5, rel=0.01)
    assert after.position(350, 250) == pytest.approx(middle, abs=0.01)


def test_keys_move_zoom_and_bring_everything_back(shown: MapWidget, qtbot: QtBot) -> None:
    home = present(shown.view)
    shown.setFocus()
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert present(shown.view).x > home.x
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert present(shown.view).y < home.y
    QTest.keyClick(shown, Qt.Key.Key_Plus)
    assert rest(shown, qtbot).scale > home.scale
    QTest.keyClick(shown, Qt.Key.Key_Minus)
    assert rest(shown, qtbot).scale == pytest.approx(home.scale)
    QTest.keyClick(shown, Qt.Key.Key_Home)
    assert rest(shown, qtbot) == home


def test_a_larger_window_fits_the_country_again_until_somebody_moved_it(shown: MapWidget, qtbot: QtBot) -> None:
    small = present(shown.view)
    shown.resize(900, 700)
    assert rest(shown, qtbot).scale > small.scale
    QTest.keyClick(shown, Qt.Key.Key_Right)
    held = present(shown.view).position(10, 10)
    shown.resize(700, 500)
    assert rest(shown, qtbot).position(10, 10) == pytest.approx(held, abs=1e-9), "the ground stays where reading begins"


def test_what_is_asked_about_stays_in_sight_when_something_opens_beside_the_map(shown: MapWidget, qtbot: QtBot) -> None:
    QTest.keyClick(shown, Qt.Key.Key_Plus)
    rest(shown, qtbot)
    codes = [code for code in shown._in_reading_order() if middle_of(shown, code).x() > 450]
    shown.focus_area(codes[0], bring_into_view=False)
    shown.resize(400, 500)
    rest(shown, qtbot)
    assert 0 < middle_of(shown, codes[0]).x() < 400


def test_a_click_gives_the_area_also_where_marks_lie_and_the_map_shows_a_country(shown: MapWidget, qtbot: QtBot) -> None:
    assert present(shown.view).metres_per_pixel > 75
    for area in present(shown.document).areas:
        with qtbot.waitSignal(shown.area_picked, timeout=WAIT) as picked:
            QTest.mouseClick(shown, LEFT, pos=middle_of(shown, area.id))
        assert picked.args == [area.id]
        assert shown.showing.focus == area.id


def test_a_place_is_picked_near_by(shown: MapWidget, qtbot: QtBot) -> None:
    place = present(shown.document).places[0]
    shown.mark(place.name, place.at, 13)
    rest(shown, qtbot)
    with qtbot.waitSignal(shown.point_picked, timeout=WAIT) as picked:
        QTest.mouseClick(shown, LEFT, pos=shown.pixel_of(place.at).toPoint())
    assert picked.args == ["places", place.id]


def test_under_the_pointer_an_area_is_lifted_and_named_with_its_class(shown: MapWidget, qtbot: QtBot) -> None:
    spot = clear_spot(shown, "XT05")
    before = shown.grab().toImage()
    QTest.mouseMove(shown, spot)
    at, lines = shown._told(present(shown.view))
    assert at is not None
    assert lines == ["Square 5", shown.name_of("XT05")[1]]
    assert shown.grab().toImage() != before
    QApplication.sendEvent(shown, QEvent(QEvent.Type.Leave))
    assert shown.grab().toImage() == before


@pytest.mark.parametrize("language", ["en", "ar"])
def test_tab_goes_through_the_areas_as_the_language_reads_and_enter_opens_one(
    shown: MapWidget, qtbot: QtBot, language: str
) -> None:
    shown.show_document(toy_document(language))
    rest(shown, qtbot)
    shown.setFocus()
    said = []
    for _ in present(shown.document).areas:
        QTest.keyClick(shown, Qt.Key.Key_Tab)
        said.append((shown._chosen, shown.accessibleDescription()))
    order = [present(code) for code, _ in said]
    row = sorted(order[:3], reverse=language == "ar")
    assert order[:3] == row, "the row in the north first"
    assert len(set(order)) == 9
    assert said[0][1] == ": ".join(shown.name_of(order[0]))
    QTest.keyClick(shown, Qt.Key.Key_Backtab)
    with qtbot.waitSignal(shown.area_picked, timeout=WAIT) as picked:
        QTest.keyClick(shown, Qt.Key.Key_Return)
    assert picked.args == [order[7]]


def test_a_document_of_the_same_areas_leaves_the_view_and_another_country_is_fitted(shown: MapWidget, qtbot: QtBot) -> None:
    QTest.keyClick(shown, Qt.Key.Key_Right)
    moved = rest(shown, qtbot)
    document = present(shown.document)
    shown.show_document(replace(document, themes=document.themes))
    assert rest(shown, qtbot) == moved
    shown.show_document(replace(document, areas=document.areas[:2], levels=(), bounds=(-19.0, -23.0, -17.0, -22.0)))
    assert rest(shown, qtbot) != moved


def test_a_corner_is_dragged_inserted_and_taken_away_by_mouse(shown: MapWidget, qtbot: QtBot) -> None:
    told: list[Sequence[tuple[float, float]]] = []
    shown.corners_drawn.connect(told.append)
    corners = tuple(present(shown.view).position(x, y) for x, y in ((200, 150), (400, 150), (300, 300)))
    shown.show_drawing(DrawnState("polygon", corners))
    drag(shown, QPoint(200, 150), QPoint(-30, 20))
    assert told[-1][0] == pytest.approx(present(shown.view).position(170, 170), abs=1e-6)
    drag(shown, QPoint(350, 225), QPoint(40, 0))  # the handle in the middle of a side
    assert len(told[-1]) == 4
    assert told[-1][2] == pytest.approx(present(shown.view).position(390, 225), abs=0.02)
    QTest.mouseClick(shown, Qt.MouseButton.RightButton, pos=QPoint(170, 170))
    assert len(told[-1]) == 3
    assert shown.showing.focus is None, "nothing was picked"
    shown.show_drawing(None)
    assert not shown.editor.is_active


def test_what_is_drawn_is_seen(shown: MapWidget, qtbot: QtBot) -> None:
    before = shown.grab().toImage()
    corners = tuple(present(shown.view).position(x, y) for x, y in ((200, 150), (400, 150), (300, 300)))
    shown.show_drawing(DrawnState("none", (), [[list(corners)]]))
    preview = shown.grab().toImage()
    assert preview != before
    shown.show_drawing(DrawnState("polygon", corners))
    assert shown.grab().toImage() not in (before, preview)


def test_the_map_is_painted_at_the_resolution_of_the_screen(shown: MapWidget) -> None:
    image = present(shown.picture).image
    assert image.devicePixelRatio() == shown.devicePixelRatioF()


def test_a_chip_puts_its_class_aside(dressed: QApplication, qtbot: QtBot, shown: MapWidget) -> None:
    strip = LegendStrip("Legend")
    qtbot.addWidget(strip)
    strip.resize(600, 80)
    strip.show_map(present(shown.document), shown.showing)
    theme = present(shown.document).theme("ceiling")
    present_classes = [entry for entry in theme.legend if entry.count]
    assert [f"{e.label} {e.count}" for e in present_classes] == strip.text.splitlines()[: len(present_classes)]
    strip.faded_changed.connect(shown.set_faded)
    code = "XT05"
    spot = clear_spot(shown, code)
    shown.set_overlays([])
    rest(shown, qtbot)
    before = shown.grab().toImage().pixelColor(spot)
    QTest.mouseClick(strip.buttons[theme.of_area[code]], LEFT)
    rest(shown, qtbot)
    after = shown.grab().toImage().pixelColor(spot)
    assert QColor(before).rgb() != QColor(after).rgb()
    QTest.mouseClick(strip.buttons[theme.of_area[code]], LEFT)
    rest(shown, qtbot)
    assert shown.grab().toImage().pixelColor(spot) == before


def test_a_small_card_says_what_a_place_is_and_in_which_area(dressed: QApplication, qtbot: QtBot, shown: MapWidget) -> None:
    card = PlaceCard(Words("en"), shown)
    card.show_record("<b>Near</b>", (("Kind", "hospital"),), "XT05", "Square 5")
    assert "<b>Near</b>" in card.text  # text, never markup
    assert "in Square 5" in card.text
    with qtbot.waitSignal(card.area_asked, timeout=WAIT) as asked:
        QTest.mouseClick(card.open_area, LEFT)
    assert asked.args == ["XT05"]
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert card.isHidden()


def test_a_sheet_carries_the_map_in_its_frame_and_white_paper_around(shown: MapWidget) -> None:
    picture = map_picture(present(shown.document), present(shown.view), shown.showing)
    assert picture.pixelColor(5, 5) == QColor("#ffffff")
    fills = {fill.fill for fill in present(shown.document).theme("ceiling").classes}
    seen = {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 9) for y in range(0, picture.height(), 9)}
    assert len(fills & seen) >= 3


def test_after_dispose_no_name_is_left_in_the_caches_of_letters(dressed: QApplication, qtbot: QtBot) -> None:
    from mrm_desktop.desktop.canvas.paint import letters_of, measured

    widget = MapWidget(Words("en"))
    widget.resize(500, 400)
    widget.show()
    with qtbot.waitSignal(widget.painted, timeout=WAIT):
        widget.show_document(toy_document())
    assert letters_of.cache_info().currsize > 0
    widget.dispose()
    widget.deleteLater()
    assert letters_of.cache_info().currsize == 0
    assert measured.cache_info().currsize == 0
    assert widget.document is None


def test_nobody_gets_lost_beyond_the_poles(shown: MapWidget, qtbot: QtBot) -> None:
    for way in (QPoint(0, 400), QPoint(0, -400), QPoint(400, 0)):
        shown.navigator.zoom(1e-9)
        for _ in range(6):
            drag(shown, QPoint(350, 250), way)
        west, south, east, north = present(shown.view).bounds
        assert -86 < (south + north) / 2 < 86
        assert -181 < (west + east) / 2 < 181
    QTest.keyClick(shown, Qt.Key.Key_Home)
    assert rest(shown, qtbot).metres_per_pixel < 2000


def test_what_opens_over_the_map_leaves_the_ground_below_the_pointer(shown: MapWidget, qtbot: QtBot) -> None:
    code = next(code for code in shown._in_reading_order() if middle_of(shown, code).x() < 300)
    spot = clear_spot(shown, code)
    QTest.mouseMove(shown, spot)
    QTest.mouseClick(shown, LEFT, pos=spot)
    before = present(shown.view)
    shown.keep_clear((0.0, 0.0, 300.0, 0.0))
    assert rest(shown, qtbot) == before
    assert shown._told(present(shown.view))[1][0] == shown.name_of(code)[0], "the bubble names what was picked"
    shown.show_document(toy_document())
    assert rest(shown, qtbot) == before, "also after the answers came anew"


def test_what_was_picked_below_that_which_opens_comes_into_sight(shown: MapWidget, qtbot: QtBot) -> None:
    code = max(shown._in_reading_order(), key=lambda code: middle_of(shown, code).x())
    shown.focus_area(code, bring_into_view=False)
    shown.keep_clear((0.0, 0.0, 400.0, 0.0))
    rest(shown, qtbot)
    assert 0 < middle_of(shown, code).x() < 300


def test_a_mark_that_is_in_sight_moves_no_map(shown: MapWidget, qtbot: QtBot) -> None:
    before = present(shown.view)
    area = next(area for area in present(shown.document).areas if area.id == "XT05")
    shown.mark("here", area.label_at, 0.0)
    assert rest(shown, qtbot) == before
    west, _, _, north = before.bounds
    shown.mark("there", (west - 1.0, north), 0.0)
    spot = rest(shown, qtbot).place(west - 1.0, north)
    assert 0 < spot[0] < 120, "no further than it must"


def test_names_keep_off_the_arrow_and_the_scale(shown: MapWidget, qtbot: QtBot) -> None:
    view = present(shown.view)
    for _ in range(6):  # until names stand under both
        shown.set_view(present(shown.view).scaled(1.3, 30.0, 430.0))
        rest(shown, qtbot)
        view = present(shown.view)
        wanted = present(shown.picture).wanted
        room = Room(view.width + 200, view.height + 200, wanted.showing.measure)
        for box in boxes_of(edge_items(shown, view, wanted.showing.colours, shown._covered)):
            room.take((box[0] + 96, box[1] + 96, box[2] + 96, box[3] + 96))
        for text in (item for item in present(shown.picture).scene.items if isinstance(item, Text)):
            wide, tall = wanted.showing.measure(text.text, text.size, text.weight), text.size * 0.6
            left = text.at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
            assert room.is_free((left, text.at[1] - tall, left + wide, text.at[1] + tall)), text.text
