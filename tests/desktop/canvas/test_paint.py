"""Painting a scene: everything where it belongs, at any density of pixels, and nothing that swims while the map is dragged."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from mrm_desktop.cartography.display_list import Badge, Fill, Item, Line, Marks, Scene, Text, Tile, shape_of
from mrm_desktop.cartography.style import FillClass, PointClass, load_style
from mrm_desktop.cartography.svg_map import sign_ring
from mrm_desktop.cartography.view import View
from mrm_desktop.desktop.canvas.paint import (
    forget_names,
    letters_of,
    measured,
    outline_path,
    paint_items,
    paint_scene,
    paint_sheets,
    polygon_of,
    sign_of,
)
from tests.desktop.canvas.test_screen_and_paper import pixels_of

PAGE = View(0.0, 0.0, 1.0, 200.0, 120.0)  # a pixel is a metre
WHITE, RED, BLUE = "#ffffff", "#cc0000", "#0000cc"
PATTERNED = [fill for fill in load_style().themes["ceiling"] if fill.pattern != "plain"]


def square(half: float, x: float = 0.0, y: float = 0.0) -> np.ndarray:
    return np.asarray(half * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) + np.array([x, y]))


def painted(*items: Item, ratio: float = 1.0, view: View = PAGE) -> np.ndarray:
    return pixels_of(paint_scene(Scene(view, WHITE, items), ratio))


def inked(picture: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what differs from the white page."""
    rows, columns = np.nonzero((picture < 250).any(axis=2))
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_picture_has_the_pixels_of_its_screen(qapp: QApplication, ratio: float) -> None:
    image = paint_scene(Scene(PAGE, WHITE, (Fill(shape_of([square(30.0, 10.0, 20.0)]), RED),)), ratio)
    assert (image.width(), image.height()) == (round(200 * ratio), round(120 * ratio))
    assert image.devicePixelRatio() == ratio
    assert inked(pixels_of(image)) == pytest.approx([edge * ratio for edge in (80, 10, 140, 70)], abs=1)


def test_a_hole_shows_what_lies_below_it(qapp: QApplication) -> None:
    picture = painted(Fill(shape_of([square(50.0)]), BLUE), Fill(shape_of([square(40.0), square(10.0)]), RED))
    assert picture[60, 100].tolist() == [0, 0, 204]
    assert picture[60, 130].tolist() == [204, 0, 0]


def test_what_is_seen_through_changes_nothing_of_what_comes_after(qapp: QApplication) -> None:
    veil, line = Fill(shape_of([square(50.0)]), BLUE, opacity=0.1), Line(shape_of([square(20.0)]), BLUE, 2.0, opacity=0.2)
    alone, after = painted(Fill(shape_of([square(8.0)]), RED)), painted(veil, line, Fill(shape_of([square(8.0)]), RED))
    assert after[60, 100].tolist() == alone[60, 100].tolist() == [204, 0, 0]
    assert after[60, 110].tolist() == pytest.approx([230, 230, 250], abs=1)


@pytest.mark.parametrize("fill", PATTERNED, ids=lambda fill: fill.id)
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_pattern_is_fixed_to_the_ground_and_does_not_swim(qapp: QApplication, fill: FillClass, ratio: float) -> None:
    item = Fill(shape_of([square(9000.0)]), fill.fill, fill)
    still, moved = painted(item, ratio=ratio), painted(item, ratio=ratio, view=PAGE.moved(37.0, -13.0))
    dx, dy = int(37 * ratio), int(13 * ratio)
    assert np.array_equal(still[dy:, :-dx], moved[:-dy, dx:])


def test_a_line_keeps_its_dashes_and_lies_on_its_casing(qapp: QApplication) -> None:
    track = shape_of([np.array([(-90.0, 0.0), (90.0, 0.0)])])
    row = painted(Line(track, RED, 4.0, (10.0, 10.0), is_closed=False))[60]
    strokes = np.flatnonzero(np.diff((row[:, 1] < 128).astype(int)))
    assert np.diff(strokes) == pytest.approx(10, abs=1)
    cased = painted(Fill(shape_of([square(95.0)]), BLUE), Line(track, RED, 4.0, casing=WHITE, is_closed=False))[:, 100]
    assert cased[60].tolist() == [204, 0, 0]
    assert cased[57].tolist() == [255, 255, 255]
    assert cased[52].tolist() == [0, 0, 204]


def test_a_dashed_line_far_beyond_the_page_is_painted_at_once(qapp: QApplication) -> None:
    """Uncut, its dashes would be millions."""
    row = painted(Line(shape_of([np.array([(-1e9, 0.0), (1e9, 0.0)])]), RED, 2.0, (3.0, 3.0), is_closed=False))[60]
    assert 25 < np.abs(np.diff((row[:, 1] < 128).astype(int))).sum() < 75


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize("text", ["Juba", "جوبا", "Bentiu – كبيرة"])
def test_a_name_stands_where_its_room_was_measured(qapp: QApplication, anchor: str, text: str) -> None:
    wide = measured(text, 12.0, 600)
    left, top, right, bottom = inked(painted(Text(text, (100.0, 60.0), 12.0, "#000000", weight=600, anchor=anchor)))
    begin = 100 - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    assert begin - 2 <= left <= right <= begin + wide + 2
    assert 60 - 12 <= top < 60 < bottom <= 60 + 12


def test_a_halo_lies_around_the_letters(qapp: QApplication) -> None:
    ground = Fill(shape_of([square(200.0)]), BLUE)
    bare, haloed = (painted(ground, Text("Juba", (100.0, 60.0), 14.0, "#000000", halo)) for halo in ("", WHITE))
    assert not (bare > 240).all(axis=2).any()
    assert (haloed > 240).all(axis=2).sum() > 30


def test_names_do_not_outlive_their_project(qapp: QApplication) -> None:
    painted(Text("Juba", (100.0, 60.0), 12.0, "#000000"))
    measured("Juba", 12.0, 400)
    assert letters_of.cache_info().currsize
    assert measured.cache_info().currsize
    forget_names()
    assert letters_of.cache_info().currsize == measured.cache_info().currsize == 0


def test_a_number_stands_in_the_middle_of_its_pill(qapp: QApplication) -> None:
    left, top, right, bottom = inked(painted(Badge((100.0, 60.0), "1.2k", WHITE, "#000000", RED, 9.0)))
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((100, 60), abs=1)
    assert right - left > bottom - top


@pytest.mark.parametrize("shape", ["circle", "diamond", "triangle"])
def test_a_sign_is_the_same_on_screen_and_on_paper(qapp: QApplication, shape: str) -> None:
    style = PointClass("x", RED, "#000000", 7.0, shape)
    box, ring = sign_of(style).boundingRect(), sign_ring(style)
    edges = [*ring.min(axis=0), *ring.max(axis=0)]
    assert [box.left(), box.top(), box.right(), box.bottom()] == pytest.approx(edges, abs=0.3)
    picture = painted(Marks(np.array([(50.0, 40.0), (150.0, 80.0)]), style))
    for x, y in ((50, 40), (150, 80)):
        assert picture[y, x].tolist() == [204, 0, 0]
    assert inked(picture) == pytest.approx((50 + edges[0], 40 + edges[1], 150 + edges[2], 80 + edges[3]), abs=2.5)


def png(colour: str) -> bytes:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def test_a_tile_fills_its_box_and_a_broken_one_is_left_out(qapp: QApplication) -> None:
    tiles = (
        Tile(1, 0, 0, (10.0, 10.0, 60.0, 60.0)),
        Tile(1, 1, 0, (60.0, 10.0, 110.0, 60.0)),
        Tile(1, 2, 0, (110.0, 10.0, 160.0, 60.0)),
    )
    content = {0: png(RED), 1: b"no picture", 2: None}
    picture = pixels_of(paint_scene(Scene(PAGE, WHITE, tiles), 1.0, lambda tile: content[tile.column]))
    assert inked(picture) == (10, 10, 60, 60)
    assert picture[35, 35].tolist() == [204, 0, 0]


def test_points_are_handed_over_as_they_are() -> None:
    points = np.random.default_rng(4).uniform(-1e6, 1e6, (100, 2))
    polygon = polygon_of(points)
    assert [(polygon.at(n).x(), polygon.at(n).y()) for n in range(100)] == [tuple(point) for point in points.tolist()]
    assert polygon_of(np.empty((0, 2))).isEmpty()


def test_an_outline_is_placed_on_the_page() -> None:
    box = outline_path(shape_of([square(20.0, 10.0, 5.0)]), PAGE).boundingRect()
    assert (box.left(), box.top(), box.right(), box.bottom()) == (90.0, 35.0, 130.0, 75.0)


def test_items_of_a_page_are_painted_in_the_unit_of_a_widget(qapp: QApplication) -> None:
    """On a dense screen a widget's unit is the pixel of the page, and its painter scales by itself."""
    image = QImage(400, 240, QImage.Format.Format_RGB32)
    image.fill(QColor(WHITE))
    image.setDevicePixelRatio(2.0)
    painter = QPainter(image)
    paint_items(painter, [Fill(shape_of([square(10.0, 50.0, 30.0)], is_on_page=True), RED)], PAGE, 2.0)
    painter.end()
    assert inked(pixels_of(image)) == (80, 40, 120, 80)


def test_the_same_scene_is_the_same_picture(qapp: QApplication) -> None:
    items = (Fill(shape_of([square(40.0)]), RED), Text("Juba", (100.0, 60.0), 12.0, "#000000", WHITE))
    assert np.array_equal(painted(*items), painted(*items))


AREA = Fill(shape_of([square(50.0)]), BLUE)
VEIL = Fill(shape_of([square(30.0, 20.0, 10.0)]), RED, opacity=0.4)
MARKS = Marks(np.array([(60.0, 40.0)]), PointClass("x", RED, WHITE, 6.0))


def test_what_lies_over_the_ground_is_seen_as_if_it_were_painted_on_it(qapp: QApplication) -> None:
    apart = pixels_of(paint_scene(Scene(PAGE, WHITE, (AREA,), (VEIL, MARKS)))).astype(int)
    at_once = painted(AREA, VEIL, MARKS).astype(int)
    assert np.abs(apart - at_once).max() <= 2  # a sheet of its own rounds twice


@pytest.mark.parametrize("is_ground_new", [True, False])
def test_only_the_sheet_that_changed_is_painted_again(qapp: QApplication, is_ground_new: bool) -> None:
    before = paint_sheets(Scene(PAGE, WHITE, (AREA,), (VEIL, Marks(MARKS.spots.copy(), MARKS.style))))
    below = (Fill(AREA.shape, RED),) if is_ground_new else (AREA,)
    over = (VEIL, MARKS) if is_ground_new else (VEIL,)
    scene = Scene(PAGE, WHITE, below, over)
    after = paint_sheets(scene, before=before)
    assert (after.ground is before.ground, after.over is before.over) == (not is_ground_new, is_ground_new)
    assert (pixels_of(after.laid_together()) == pixels_of(paint_scene(scene))).all()


@pytest.mark.parametrize(
    ("view", "ground", "ratio"),
    [(PAGE.moved(1.0, 0.0), WHITE, 1.0), (PAGE, WHITE, 2.0), (PAGE, RED, 1.0)],
)
def test_nothing_of_another_page_is_kept(qapp: QApplication, view: View, ground: str, ratio: float) -> None:
    before = paint_sheets(Scene(PAGE, WHITE, (AREA,), (VEIL,)))
    scene = Scene(view, ground, (AREA,), (VEIL,))
    after = paint_sheets(scene, ratio, before=before)
    assert after.ground is not before.ground
    assert (pixels_of(after.laid_together()) == pixels_of(paint_scene(scene, ratio))).all()
