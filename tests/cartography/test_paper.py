"""The map of a trip on paper, and the samples of every legend: cut to the sheet, lettered inside the frame, marks as on the map."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from mrm_desktop.cartography.paper import (
    fit,
    graticule,
    names,
    outline,
    point_swatch,
    ring_path,
    scale_bar_box,
    swatch,
    track_path,
)
from mrm_desktop.cartography.style import FillClass, Pattern, load_style
from mrm_desktop.cartography.svg_map import sign_ring

STYLE = load_style()


def test_outlines_end_a_little_beyond_the_paper() -> None:
    frame = fit((0.0, 0.0, 1.0, 1.0), 100, 100)
    ring = np.array([(-40.0, -40.0), (40.0, -40.0), (40.0, 40.0), (-40.0, 40.0), (-40.0, -40.0)])
    for path in (ring_path(ring, frame), outline(shapely.Polygon(ring), frame)):
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", path)]
        assert (min(numbers), max(numbers)) == (-3.0, 103.0)
    track = [float(n) for n in re.findall(r"-?\d+\.\d+", track_path(np.array([(-20.0, 0.5), (20.0, 0.5)]), frame))]
    assert len(track) == 4
    assert min(track) >= -3.0
    assert max(track) <= 103.0
    assert track_path(np.array([(50.0, 0.5), (60.0, 0.5)]), frame) == ""


def test_every_ring_of_an_outline_is_drawn() -> None:
    frame = fit((0.0, 0.0, 4.0, 4.0), 100, 100)
    holed = shapely.Polygon(shapely.box(0, 0, 2, 2).exterior, [shapely.box(0.5, 0.5, 1, 1).exterior])
    assert outline(shapely.MultiPolygon([holed, shapely.box(3, 3, 4, 4)]), frame).count("M") == 3


def test_a_ring_that_crosses_itself_is_cut_all_the_same() -> None:
    frame = fit((0.0, 0.0, 1.0, 1.0), 100, 100)
    assert ring_path(np.array([(-1.0, -1.0), (2.0, 2.0), (2.0, -1.0), (-1.0, 2.0), (-1.0, -1.0)]), frame).startswith("M")


def test_no_degrees_are_written_below_the_scale_bar() -> None:
    for bounds in ((-19.0, -23.0, -16.0, -20.0), (25.1, 3.3, 26.9, 4.4), (-20.0, -20.0, 20.0, 20.0)):
        frame = fit(bounds, 118, 92)
        left, top, right, bottom = scale_bar_box(frame)
        written = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', "".join(graticule(frame, (left, top, right, bottom))))
        assert written
        for x, y in written:
            assert not (left < float(x) < right and top < float(y) < bottom)


@pytest.mark.parametrize("bounds", [(-21.0, -24.0, -16.0, -19.0), (10.0, -3.0, 11.5, 4.0), (29.0, -1.0, 30.0, 0.2)])
def test_degrees_are_written_inside_the_frame(bounds: tuple[float, float, float, float]) -> None:
    frame = fit(bounds, 118, 92)
    written = re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*>[^<]*°[NS]<', "".join(graticule(frame)))
    assert written
    assert all(3.5 < float(y) < frame.height - 8 for _, y in written)


def test_a_single_place_still_gets_a_map() -> None:
    frame = fit((31.0, 5.0, 31.0, 5.0), 90, 70)
    assert 0 < frame.scale < 1


def test_a_paper_shows_what_was_fitted_onto_it() -> None:
    west, south, east, north = fit((29.0, 3.0, 32.0, 6.0), 100, 100).bounds
    assert west < 29.0 < 32.0 < east
    assert south < 3.0 < 6.0 < north


def test_a_name_yields_to_one_that_asked_before_it() -> None:
    frame = fit((0.0, 0.0, 1.0, 1.0), 100, 100)
    written = "".join(names([("Juba", 50, 50, 600), ("Torit", 51, 50, 400), ("<Yei>", 50, 80, 400), ("Bor", 1, 50, 400)], frame))
    assert set(re.findall(r">([^<>]+)</text>", written)) == {"Juba", "&lt;Yei&gt;"}


@pytest.mark.parametrize("fill", STYLE.themes["ceiling"], ids=lambda fill: fill.id)
def test_a_sample_shows_the_colour_and_the_pattern_of_its_class(fill: FillClass) -> None:
    sample = swatch(fill)
    ET.fromstring(sample)
    assert f'fill="{fill.fill}"' in sample
    assert (f'fill="url(#p-{fill.id})"' in sample) is (fill.pattern is not Pattern.PLAIN)


@pytest.mark.parametrize("shape", ["circle", "diamond", "triangle"])
def test_a_sample_is_the_sign_as_the_map_draws_it(shape: str) -> None:
    style = replace(STYLE.base, shape=shape)
    path = ET.fromstring(point_swatch(style)).find(".//{http://www.w3.org/2000/svg}path")
    assert path is not None
    drawn = np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d") or ""), dtype=float)
    assert drawn - drawn.mean(axis=0) == pytest.approx(sign_ring(style) - sign_ring(style).mean(axis=0), abs=0.11)
    assert path.get("fill") == style.fill
