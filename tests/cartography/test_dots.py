"""Dots on paper: where they are put, how round they are, and how little they take."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.cartography.dots import dots
from mrm_desktop.cartography.style import PointClass
from tests.present import present

HALF_A_DOT_OF_A_PRINTER_MM = 25.4 / 300 / 2


def rings(svg: str) -> list[np.ndarray]:
    path = present(ET.fromstring(svg).get("d"))
    return [np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", ring), dtype=float) for ring in path.split("Z")[:-1]]


@given(st.floats(0.5, 12.0), st.lists(st.tuples(st.floats(0, 180), st.floats(0, 160)), min_size=1, max_size=20))
def test_each_dot_stands_where_it_belongs_and_is_as_round_as_a_printer_can_show(
    radius: float, spots: list[tuple[float, float]]
) -> None:
    found = rings(dots(PointClass("x", "#fff", "#000", radius), np.array(spots)))
    assert len(found) == len(spots)
    for ring, spot in zip(found, spots, strict=True):
        middles = (ring + np.roll(ring, 1, axis=0)) / 2
        assert np.hypot(*(ring - spot).T).max() <= radius / 5 + 0.01
        assert np.hypot(*(middles - spot).T).min() >= radius / 5 - HALF_A_DOT_OF_A_PRINTER_MM - 0.01


def test_a_hundred_dots_are_one_path() -> None:
    svg = dots(PointClass("x", "#fff", "#000", 1.2), np.random.default_rng(1).uniform(0, 90, (100, 2)))
    assert ET.fromstring(svg).tag == "path"
    assert len(svg) == pytest.approx(100 * 6 * 12, rel=0.2)
