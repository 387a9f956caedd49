"""A scene as SVG for paper: well formed whatever the names, cut to the sheet, signs as round as a printer can show."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.display_list import Badge, Fill, Line, Marks, Scene, Text, Tile, shape_of
from mrm_desktop.cartography.style import FillClass, Pattern, PointClass, load_style
from mrm_desktop.cartography.svg_map import item_markup, lettering, marks_markup, pattern_definitions, scene_markup, sign_ring
from mrm_desktop.cartography.view import View
from tests.present import present

STYLE = load_style()
PAGE = View(0.0, 0.0, 1.0, 300.0, 200.0)  # a pixel is a metre
HALF_A_DOT_OF_A_PRINTER_PX = 96 / 300 / 2
NUMBER = r"(-?[\d.]+) (-?[\d.]+)"


def svg_of(*items: str) -> ET.Element:
    return ET.fromstring(f"<svg>{''.join(items)}</svg>")


def rings(markup: str) -> list[np.ndarray]:
    """The corners of each part of a path."""
    path = present(svg_of(markup).findall("path")[0].get("d"))
    return [np.array(re.findall(NUMBER, part), dtype=float) for part in path.split("M")[1:]]


def square(half: float, x: float = 0.0, y: float = 0.0) -> np.ndarray:
    return np.asarray(half * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) + np.array([x, y]))


def test_what_runs_beyond_the_paper_is_cut_a_little_beyond_it() -> None:
    [ring] = rings(item_markup(Fill(shape_of([square(9000.0)]), "#ffffff"), PAGE))
    assert ring.min(axis=0).tolist() == [-12.0, -12.0]
    assert ring.max(axis=0).tolist() == [312.0, 212.0]
    [track] = rings(item_markup(Line(shape_of([np.array([(-9000.0, 0.0), (9000.0, 0.0)])]), "#000000", 1.0, is_closed=False), PAGE))
    assert track.tolist() == [[-12.0, 100.0], [312.0, 100.0]]


def test_what_lies_beyond_the_paper_is_not_written() -> None:
    far = shape_of([square(10.0, 5000.0)])
    assert item_markup(Fill(far, "#ffffff"), PAGE) == item_markup(Line(far, "#000000", 1.0), PAGE) == ""
    assert item_markup(Fill(shape_of([np.full((5, 2), np.inf)]), "#ffffff"), PAGE) == ""
    assert item_markup(Tile(3, 4, 5, (0.0, 0.0, 256.0, 256.0)), PAGE) == ""  # pictures of the user's own stay on the screen


def test_a_ring_that_crosses_itself_is_cut_all_the_same() -> None:
    crossed = np.array([(-500.0, -500.0), (500.0, 500.0), (500.0, -500.0), (-500.0, 500.0), (-500.0, -500.0)])
    assert rings(item_markup(Fill(shape_of([crossed]), "#ffffff"), PAGE))


def test_a_hole_stays_a_hole() -> None:
    markup = item_markup(Fill(shape_of([square(80.0), square(20.0)]), "#ffffff"), PAGE)
    assert 'fill-rule="evenodd"' in markup
    assert [float(shapely.Polygon(ring).area) for ring in rings(markup)] == pytest.approx([160**2, 40**2])


@given(st.lists(st.tuples(st.floats(-140, 140), st.floats(-90, 90)), min_size=3, max_size=40))
def test_what_is_simplified_stays_where_print_can_tell(corners: list[tuple[float, float]]) -> None:
    """A track on the page, from its own corners, never differs by more than a dot of a good printer."""
    track = np.array(corners)
    markup = item_markup(Line(shape_of([track]), "#000000", 1.0, is_closed=False), PAGE)
    if markup:
        drawn = shapely.MultiLineString([part for part in rings(markup) if len(part) > 1])
        assert shapely.hausdorff_distance(drawn, shapely.LineString(PAGE.to_page(track)), densify=0.2) < 0.4


@pytest.mark.parametrize("fill", [c for classes in STYLE.themes.values() for c in classes], ids=lambda fill: fill.id)
def test_a_class_is_its_colour_and_its_pattern(fill: FillClass) -> None:
    scene = Scene(PAGE, "#eeeeee", (Fill(shape_of([square(50.0)]), fill.fill, fill, 0.8, "XT00"),))
    patterns, drawing = scene_markup(scene)
    assert f'fill="{fill.fill}"' in drawing
    assert 'fill-opacity="0.8"' in drawing
    is_plain = fill.pattern is Pattern.PLAIN
    assert (f'fill="url(#p-{fill.id})"' in drawing) is not is_plain
    assert (f'id="p-{fill.id}"' in patterns) is not is_plain
    assert is_plain or fill.ink in patterns
    svg_of(patterns, drawing)


def test_a_pattern_is_defined_once_however_many_areas_have_it() -> None:
    fill = STYLE.fill("ceiling", "alert")
    items = tuple(Fill(shape_of([square(5.0, x)]), fill.fill, fill) for x in (-60.0, 0.0, 60.0))
    patterns, drawing = scene_markup(Scene(PAGE, "#eeeeee", items))
    assert patterns.count("<pattern") == 1
    assert drawing.count("url(#p-alert)") == 3
    assert pattern_definitions([STYLE.fill("ceiling", "verification_security")]) == ""


def test_a_line_keeps_its_dashes_its_opacity_and_its_casing() -> None:
    track = shape_of([np.array([(-50.0, 0.0), (50.0, 0.0)])])
    markup = item_markup(Line(track, "#8c2f1f", 3.0, (8.0, 3.0, 2.0, 3.0), 0.5, "#ffffff", is_closed=False), PAGE)
    casing, line = svg_of(markup).findall("path")
    assert (casing.get("stroke"), casing.get("stroke-width"), casing.get("stroke-dasharray")) == ("#ffffff", "5.6", None)
    assert (line.get("stroke"), line.get("stroke-width"), line.get("stroke-dasharray")) == ("#8c2f1f", "3", "8 3 2 3")
    assert casing.get("stroke-opacity") == line.get("stroke-opacity") == "0.5"


def test_shapes_on_the_page_are_not_moved() -> None:
    [ring] = rings(item_markup(Fill(shape_of([square(10.0, 100.0, 50.0)], is_on_page=True), "#ffffff"), PAGE))
    assert ring.min(axis=0).tolist() == [90.0, 40.0]


def test_names_are_never_markup(hostile: str) -> None:
    text = Text(hostile, (50.0, 50.0), 12.0, "#000000", "#ffffff")
    scene = Scene(PAGE, "#eeeeee", (text, Badge((10.0, 10.0), hostile, "#ffffff", "#000000", "#000000", 9.0)))
    root = svg_of(*scene_markup(scene))
    assert {element.tag for element in root.iter()} == {"svg", "rect", "text"}
    assert [element.text for element in root.iter("text")] == [hostile] * 3


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe"])
def test_a_sign_that_xml_cannot_hold_spoils_no_drawing(sign: str) -> None:
    [text] = svg_of(item_markup(Text(f"Ju{sign}ba", (50.0, 50.0), 12.0, "#000000"), PAGE)).findall("text")
    assert text.text == "Juba"


def test_letters_lie_above_their_halo() -> None:
    halo, letters = svg_of(lettering(Text("Juba", (1.0, 2.0), 10.0, "#111111", "#fefefe", 600, True, "end", 0.5))).findall("text")
    assert (halo.get("fill"), halo.get("stroke"), letters.get("fill"), letters.get("stroke")) == (
        "#fefefe",
        "#fefefe",
        "#111111",
        None,
    )
    for text in (halo, letters):
        assert (text.get("font-weight"), text.get("font-style"), text.get("text-anchor")) == ("600", "italic", "end")
        assert text.get("fill-opacity") == "0.5"
    assert len(svg_of(lettering(Text("Juba", (1.0, 2.0), 10.0, "#111111"))).findall("text")) == 1


@given(st.floats(1.0, 24.0), st.lists(st.tuples(st.floats(0, 700), st.floats(0, 600)), min_size=1, max_size=20))
def test_each_mark_stands_where_it_belongs_and_is_as_round_as_a_printer_can_show(
    radius: float, spots: list[tuple[float, float]]
) -> None:
    found = rings(marks_markup(Marks(np.array(spots), PointClass("x", "#ffffff", "#000000", radius))))
    assert len(found) == len(spots)
    for ring, spot in zip(found, spots, strict=True):
        middles = (ring + np.roll(ring, 1, axis=0)) / 2
        assert np.hypot(*(ring - spot).T).max() <= radius + 0.08
        assert np.hypot(*(middles - spot).T).min() >= radius - HALF_A_DOT_OF_A_PRINTER_PX - 0.08


def test_a_hundred_marks_are_one_path() -> None:
    markup = marks_markup(Marks(np.random.default_rng(1).uniform(100, 300, (100, 2)), PointClass("x", "#ffffff", "#000000", 4.6)))
    assert ET.fromstring(markup).tag == "path"
    corners = len(sign_ring(PointClass("x", "#ffffff", "#000000", 4.6)))
    assert len(markup) == pytest.approx(100 * corners * 12, rel=0.2)


@pytest.mark.parametrize(("shape", "corners"), [("diamond", 4), ("triangle", 3)])
def test_a_sign_has_the_shape_of_its_class(shape: str, corners: int) -> None:
    ring = sign_ring(PointClass("x", "#ffffff", "#000000", 5.0, shape))
    assert len(ring) == corners
    assert np.hypot(*ring.T).max() == pytest.approx(5.0, rel=0.3)
    assert ring[0].tolist() == [0.0, -5.0]  # it points up


def test_a_badge_holds_its_number() -> None:
    pill, text = svg_of(item_markup(Badge((40.0, 30.0), "12.5k", "#ffffff", "#111111", "#8c2f1f", 9.0), PAGE))
    assert (pill.tag, pill.get("stroke"), text.text, text.get("fill")) == ("rect", "#8c2f1f", "12.5k", "#111111")
    assert float(present(pill.get("x"))) + float(present(pill.get("width"))) / 2 == pytest.approx(40.0, abs=0.01)
