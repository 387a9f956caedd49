"""Roads are cut where they share a corner, measured, and their crossings put where they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.geo.crs import GEOD
from mrm_desktop.geo.road_mesh import cut_at_crossings, measured, places
from mrm_desktop.geo.strands import none, strands

WHERE = st.tuples(st.floats(-179, 179), st.floats(-85, 85))


def test_a_road_is_cut_where_another_one_has_a_corner_and_nowhere_else() -> None:
    roads = strands([np.array([(0, 0), (1, 0), (2, 0), (3, 0)]), np.array([(2, 0), (2, 1)])])
    stretches, ends = cut_at_crossings(roads)
    assert [stretches[k].tolist() for k in range(3)] == [[[0, 0], [1, 0], [2, 0]], [[2, 0], [3, 0]], [[2, 0], [2, 1]]]
    assert ends[0, 1] == ends[1, 0] == ends[2, 0]
    assert len(cut_at_crossings(none())[0]) == 0


def test_what_is_drawn_twice_or_leads_nowhere_is_left_out() -> None:
    there, back = np.array([(0.0, 0.0), (1.0, 0.0)]), np.array([(1.0, 0.0), (0.0, 0.0)])
    round_about, speck = np.array([(0.0, 0.0), (0.5, 0.5), (1.0, 0.0)]), np.array([(1.0, 0.0), (1.0, 0.0)])
    stretches, mesh = measured(*cut_at_crossings(strands([there, back, round_about, speck])))
    assert len(stretches) == 2
    assert mesh.metres == pytest.approx([GEOD.inv(0, 0, 1, 0)[2], GEOD.inv(0, 0, 0.5, 0.5)[2] + GEOD.inv(0.5, 0.5, 1, 0)[2]])


@given(WHERE, WHERE)
def test_no_way_on_the_ground_is_shorter_than_the_line_through_the_earth(a: tuple[float, float], b: tuple[float, float]) -> None:
    straight = float(np.linalg.norm(np.subtract(*places(np.array([a, b])))))
    ground = float(GEOD.inv(*a, *b)[2])
    assert straight <= ground + 1e-6
    assert straight >= 2 / np.pi * ground * 0.99
