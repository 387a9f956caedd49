"""Screen and paper cannot disagree: at any point both show the class that the method gives the area there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
import shapely
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.classes import THEMES
from mrm_desktop.cartography.display_list import Fill, Scene, shape_of
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.plan import MapPlan, plan_of
from mrm_desktop.cartography.scene import compose
from mrm_desktop.cartography.sheet import paper_view
from mrm_desktop.cartography.showing import Showing
from mrm_desktop.cartography.style import FillClass, Pattern, load_style
from mrm_desktop.cartography.svg import tag
from mrm_desktop.cartography.svg_map import PX_PER_MM, scene_markup
from mrm_desktop.cartography.view import View, fit
from mrm_desktop.cli.sample import SAMPLE_DAY, build_sample
from mrm_desktop.desktop.canvas.paint import paint_scene
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.scoring import load_policy
from tests import toy

POINTS = 1000
WIDTH, HEIGHT = 800.0, 640.0
HALF_WINDOW = 3  # pixels around a point that are looked at
LEAST_SHARE = 0.15  # of them that show the ground whatever the pattern
CLEAR_OF_BORDERS = 3.0  # pixels
OUTSIDE = "outside"
ROUNDING = 1.0  # of 255 in each channel

WORDS = Words("en")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MapDocument]:
    project = build_sample(tmp_path_factory.mktemp("sample") / "tamarra.mrm")
    view = OpenProject(project, load_policy(), SAMPLE_DAY).view(Question(Mode.LIAISON, on=SAMPLE_DAY))
    yield build_map_document(view, WORDS)
    project.close()


@pytest.fixture(params=["toy", "sample"])
def document(request: pytest.FixtureRequest) -> MapDocument:
    return request.getfixturevalue("sample") if request.param == "sample" else build_map_document(toy.view(), WORDS)


def pixels_of(image: QImage) -> np.ndarray:
    """Red, green and blue of each pixel, shape (height, width, 3)."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), dtype=np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()


def on_screen(scene: Scene) -> np.ndarray:
    return pixels_of(paint_scene(scene))


def on_paper(scene: Scene) -> np.ndarray:
    """The scene's SVG, drawn by a renderer that knows nothing of ours."""
    patterns, drawing = scene_markup(scene)
    size = {"width": scene.view.width, "height": scene.view.height}
    svg = tag("svg", tag("defs", patterns), drawing, xmlns="http://www.w3.org/2000/svg", **size)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid()
    image = QImage(round(scene.view.width), round(scene.view.height), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    return pixels_of(image)


def spots_clear_of_borders(plan: MapPlan, view: View, seed: int) -> np.ndarray:
    """Pixels whose window lies at least so far from any border, shape (n, 2)."""
    shapes, _ = plan.areas.at(view)
    lines = [shapely.linestrings(view.to_page(part)) for shape in shapes for part in shape.parts()]
    borders = shapely.STRtree(np.array(lines, dtype=object))
    rng = np.random.default_rng(seed)
    drawn = rng.integers(HALF_WINDOW, (int(view.width) - HALF_WINDOW, int(view.height) - HALF_WINDOW), (POINTS * 40, 2))
    points = shapely.points(drawn + 0.5)
    corner = (HALF_WINDOW + 0.5) * np.sqrt(2)
    near, _ = borders.query(points, predicate="dwithin", distance=CLEAR_OF_BORDERS + corner)
    clear = np.delete(drawn, np.unique(near), axis=0)
    assert len(clear) >= POINTS
    return clear[:POINTS]


def class_seen(picture: np.ndarray, x: int, y: int, grounds: dict[str, np.ndarray]) -> str:
    """The class whose ground is seen in a window; marks of its pattern and their soft edges are no class's ground."""
    window = picture[y - HALF_WINDOW : y + HALF_WINDOW + 1, x - HALF_WINDOW : x + HALF_WINDOW + 1].reshape(-1, 3)
    colours, counts = np.unique(window, axis=0, return_counts=True)
    wide = colours[counts >= len(window) * LEAST_SHARE].astype(float)
    seen = [name for name, ground in grounds.items() if (np.abs(wide - ground).max(axis=1) <= ROUNDING).any()]
    return " and ".join(seen) or f"none: {wide.tolist()}"


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)], dtype=float)


@pytest.mark.parametrize("theme_id", THEMES)
@pytest.mark.parametrize("sheet", ["of the window", "of paper"])
def test_screen_paper_and_method_say_the_same_class_at_every_point(
    qapp: QApplication, document: MapDocument, theme_id: str, sheet: str
) -> None:
    is_paper = sheet == "of paper"
    view = paper_view(document.bounds, WIDTH / PX_PER_MM, HEIGHT / PX_PER_MM) if is_paper else fit(document.bounds, WIDTH, HEIGHT)
    plan = plan_of(document, view.plane)
    scene = compose(plan, view, Showing(theme_id, frozenset()))
    theme = document.theme(theme_id)
    grounds = {fill.id: rgb(fill.fill) for fill in theme.classes} | {OUTSIDE: rgb(scene.ground)}
    screen, paper = on_screen(scene), on_paper(scene)
    seen: set[str] = set()
    for x, y in spots_clear_of_borders(plan, view, seed=20260301).tolist():
        code = plan.areas.code_at(*view.position(x + 0.5, y + 0.5))
        true = OUTSIDE if code is None else theme.of_area[code]
        shown, printed = class_seen(screen, x, y, grounds), class_seen(paper, x, y, grounds)
        assert (shown, printed) == (true, true), (x, y, code)
        seen.add(true)
    assert seen >= set(theme.of_area.values()), "every class of the map was looked at"
    assert OUTSIDE in seen


@pytest.mark.parametrize("draw", [on_screen, on_paper])
def test_a_wrong_class_would_be_seen(qapp: QApplication, draw: Callable[[Scene], np.ndarray]) -> None:
    """The proof above can fail: two areas that exchange their classes are found."""
    document = build_map_document(toy.view(), WORDS)
    theme = document.theme("ceiling")
    exchanged = {**theme.of_area, "XT03": theme.of_area["XT04"], "XT04": theme.of_area["XT03"]}
    view = fit(document.bounds, WIDTH, HEIGHT)
    picture = draw(
        compose(plan_of(replace(document, themes=(replace(theme, of_area=exchanged),))), view, Showing(layers=frozenset()))
    )
    grounds = {fill.id: rgb(fill.fill) for fill in theme.classes}
    for area in document.areas:
        x, y = (round(edge) for edge in view.place(*area.label_at))
        assert (class_seen(picture, x, y, grounds) == theme.of_area[area.id]) is (area.id not in ("XT03", "XT04"))


CLASSES = [fill for theme in THEMES for fill in load_style().themes[theme]]


@pytest.mark.parametrize("fill", CLASSES, ids=[f"{n}-{fill.id}" for n, fill in enumerate(CLASSES)])
def test_a_pattern_has_as_much_ink_on_screen_as_on_paper(qapp: QApplication, fill: FillClass) -> None:
    """Where it lies may differ: on the screen it is fixed to the ground, on paper to the sheet."""
    view = View(0.0, 0.0, 1.0, 100.0, 100.0)
    corners = np.array([(-90.0, -90.0), (90.0, -90.0), (90.0, 90.0), (-90.0, 90.0), (-90.0, -90.0)])
    scene = Scene(view, "#ffffff", (Fill(shape_of([corners]), fill.fill, fill),))
    screen, paper = (picture.reshape(-1, 3).mean(axis=0) for picture in (on_screen(scene), on_paper(scene)))
    assert screen == pytest.approx(paper, abs=3.0)
    assert bool(np.abs(screen - rgb(fill.fill)).max() > 3.0) is (fill.pattern is not Pattern.PLAIN)
