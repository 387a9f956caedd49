"""The search in waves finds what the plainest search finds, whatever is closed or counts more."""

from __future__ import annotations

import heapq
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mrm_desktop.geo.distance import Floats
from mrm_desktop.geo.road_search import Mesh
from tests.present import present

MOST = 14


def plain_costs(mesh: Mesh, costs: Floats, sources: list[tuple[int, float]]) -> list[float]:
    """What it costs to reach each crossing, by Dijkstra's search as the textbook has it."""
    best = [math.inf] * len(mesh)
    heap = [(cost, node) for node, cost in sources]
    while heap:
        cost, node = heapq.heappop(heap)
        if cost >= best[node]:
            continue
        best[node] = cost
        for (a, b), length in zip(mesh.ends.tolist(), costs.tolist(), strict=True):
            if node in (a, b) and length < math.inf:
                heapq.heappush(heap, (cost + length, b if node == a else a))
    return best


@st.composite
def meshes(draw: st.DrawFn) -> tuple[Mesh, Floats]:
    """A few crossings on a plain, stretches as long as the straight line or longer, some of them closed or dearer."""
    nodes = draw(st.integers(2, MOST))
    marks = st.integers(0, 50)
    places = np.array(draw(st.lists(st.tuples(marks, marks, marks), min_size=nodes, max_size=nodes)), dtype=float) * 100
    node = st.integers(0, nodes - 1)
    ends = np.array(draw(st.lists(st.tuples(node, node), min_size=1, max_size=3 * MOST)))
    count = len(ends)
    longer = draw(st.lists(st.floats(1, 3), min_size=count, max_size=count))
    straight = np.linalg.norm(places[ends[:, 0]] - places[ends[:, 1]], axis=1)
    metres = np.maximum(straight, 1.0) * longer
    times = draw(st.lists(st.sampled_from([1.0, 1.0, 3.0, math.inf]), min_size=count, max_size=count))
    return Mesh(ends, metres, places), metres * times


@given(meshes(), st.data())
def test_the_way_found_is_as_cheap_as_the_cheapest_and_is_a_way(drawn: tuple[Mesh, Floats], data: st.DataObject) -> None:
    mesh, costs = drawn
    gate = st.tuples(st.integers(0, len(mesh) - 1), st.floats(0, 500))
    sources, goals = (data.draw(st.lists(gate, min_size=1, max_size=2)) for _ in range(2))
    best = plain_costs(mesh, costs, sources)
    cheapest = min(best[node] + cost for node, cost in goals)
    found = mesh.search(sources, goals, costs, math.inf)
    if cheapest == math.inf:
        assert found is None
        return
    way = present(found)
    assert way.cost == pytest.approx(cheapest)
    steps = zip(way.nodes[:-1], way.nodes[1:], way.stretches, strict=True)
    assert all({a, b} == set(mesh.ends[stretch].tolist()) for a, b, stretch in steps)
    whole = min(cost for node, cost in sources if node == way.nodes[0]) + costs[way.stretches].sum()
    assert whole + min(cost for node, cost in goals if node == way.nodes[-1]) == pytest.approx(cheapest)
    assert mesh.search(sources, goals, costs, cheapest * 0.99) is None


@given(meshes(), st.floats(0, 5000))
def test_what_is_within_reach_and_what_hangs_together(drawn: tuple[Mesh, Floats], most: float) -> None:
    mesh, _ = drawn
    best = plain_costs(mesh, mesh.metres, [(0, 0.0)])
    assert set(mesh.reach(0, most).tolist()) == {node for node, cost in enumerate(best) if cost <= most}
    assert [bool(part == mesh.parts[0]) for part in mesh.parts] == [cost < math.inf for cost in best]
