"""The samples of every legend on paper: marks, colours and patterns as on the map."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from mrm_desktop.cartography.samples import line_swatch, point_swatch, route_swatch, swatch
from mrm_desktop.cartography.style import FillClass, Pattern, StrokeClass, load_style
from mrm_desktop.cartography.svg_map import sign_ring

STYLE = load_style()


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


@pytest.mark.parametrize("line", STYLE.strokes("trips"), ids=lambda line: line.id)
def test_a_sample_of_a_leg_has_its_colour_and_its_dashes(line: StrokeClass) -> None:
    for sample in (route_swatch(line), line_swatch(line)):
        ET.fromstring(sample)
        assert f'stroke="{line.stroke}"' in sample
        assert ("stroke-dasharray" in sample) is bool(line.dash)
    assert 'stroke="#ffffff"' in route_swatch(line), "on white, as on the map"
