"""The shortest way over a network of arrays: crossings are settled in waves, nearest to the goal first, each wave in a few numpy calls.

A crossing's distance is only ever lowered, and a wave ends when none below its limit is left: so the answer is exact, whatever the
width of a wave. It takes no library beyond numpy and no object for a road (decision 0108).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mrm_desktop.geo.distance import Floats
from mrm_desktop.geo.strands import Numbers, offsets, ranges

_WAVE = 8.0  # times the mean length of a stretch: broad enough for few waves, narrow enough that few crossings are settled twice
_SLACK_M = 1e-3  # crossings this little beyond the best way are settled, too, so that the way back is found in the same figures
_ROUNDED = 1.0 - 1e-9  # what rounding may take from a lower bound


@dataclass(frozen=True)
class Mesh:
    """Crossings and the stretches between them.

    Attributes
    ----------
    ends : Numbers
        Shape (n, 2): the crossings at both ends of each stretch.
    metres : Floats
        Shape (n,), above 0.
    places : Floats
        Shape (k, 3): where each crossing is, metres from the middle of the earth.
    """

    ends: Numbers
    metres: Floats
    places: Floats

    def __len__(self) -> int:
        return len(self.places)

    def make_ready(self) -> None:
        """Work out what every search needs."""
        _ = self._leaving, self.parts, self.straightness, self._axes

    @cached_property
    def _leaving(self) -> tuple[Numbers, Numbers, Numbers]:
        """Where the stretches of each crossing begin in a list, to which crossing each leads, and which stretch it is."""
        nodes = self.ends.T.ravel()
        order = np.argsort(nodes, kind="stable")
        begins = offsets(np.bincount(nodes, minlength=len(self)))
        return begins, np.roll(self.ends, 1, axis=1).T.ravel()[order].astype(np.int32), (order % len(self.ends)).astype(np.int32)

    @cached_property
    def parts(self) -> Numbers:
        """Which connected part of the network each crossing belongs to."""
        part = np.arange(len(self))
        a, b = self.ends[:, 0], self.ends[:, 1]
        while True:
            least = np.minimum(part[a], part[b])
            lower = part.copy()
            np.minimum.at(lower, part[a], least)
            np.minimum.at(lower, part[b], least)
            while not np.array_equal(lower, lower[lower]):
                lower = lower[lower]
            if np.array_equal(lower, part):
                return part
            part = lower

    @cached_property
    def straightness(self) -> float:
        """By how much a straight line through the earth may be the longer one: crossings join corners that are up to a metre apart."""
        straight = np.linalg.norm(self.places[self.ends[:, 0]] - self.places[self.ends[:, 1]], axis=1)
        far = straight > 0.0
        return float(min(1.0, (self.metres[far] / straight[far]).min(initial=1.0))) * _ROUNDED

    def least_left(self, goals: list[int]) -> Floats:
        """Return what the way on from each crossing costs at least: the straight line to the nearest goal."""
        nearest = np.full(len(self), np.inf if goals else 0.0)
        for goal in goals:
            np.minimum(nearest, sum((axis - axis[goal]) ** 2 for axis in self._axes), out=nearest)
        return np.asarray(np.sqrt(nearest, out=nearest) * self.straightness)

    @cached_property
    def _axes(self) -> tuple[Floats, Floats, Floats]:
        x, y, z = (np.ascontiguousarray(axis) for axis in self.places.T)
        return x, y, z

    def search(
        self, sources: Iterable[tuple[int, float]], goals: Iterable[tuple[int, float]], costs: Floats, most: float
    ) -> Found | None:
        """Find the cheapest way from one of the sources to one of the goals, each a crossing and what lies before or behind it.

        Parameters
        ----------
        costs : Floats
            What each stretch counts: its metres or more, infinite where it is closed.
        most : float
            A way that costs as much is not looked for any more.
        """
        sources, goals = list(sources), list(goals)
        waves = _Waves(self, costs, [node for node, _ in goals])
        reached = waves.spread(sources, goals, most)
        if reached is None:
            return None
        goal = min(goals, key=lambda entry: reached[entry[0]] + entry[1])
        cost = float(reached[goal[0]] + goal[1])
        return Found(cost, *self._way_back(reached, goal[0], dict(_least(sources)), costs)) if cost < most else None

    def reach(self, source: int, most: float) -> Numbers:
        """Return the crossings within so many metres of one."""
        reached = _Waves(self, self.metres, ()).spread([(source, 0.0)], (), most)
        return np.flatnonzero(reached <= most) if reached is not None else np.zeros(0, dtype=np.int64)

    def _way_back(self, reached: Floats, node: int, sources: dict[int, float], costs: Floats) -> tuple[list[int], list[int]]:
        """Go back from a crossing along the stretches whose cost is the difference of what both ends cost."""
        begins, to, by = self._leaving
        nodes, used = [node], []
        while reached[node] != sources.get(node):
            out = slice(begins[node], begins[node + 1])
            step = begins[node] + int(np.argmax(reached[to[out]] + costs[by[out]] == reached[node]))
            node = int(to[step])
            nodes.append(node)
            used.append(int(by[step]))
        return nodes[::-1], used[::-1]


@dataclass(frozen=True, slots=True)
class Found:
    """A way: what it costs, its crossings in order, and the stretches between them."""

    cost: float
    nodes: list[int]
    stretches: list[int]


class _Waves:
    """One search, as it spreads."""

    def __init__(self, mesh: Mesh, costs: Floats, goals: Iterable[int]) -> None:
        self._mesh, self._costs = mesh, costs
        self._left = mesh.least_left(list(goals))
        self._width = _WAVE * float(mesh.metres.mean())
        self._waits = np.zeros(len(mesh), dtype=bool)

    def spread(self, sources: Iterable[tuple[int, float]], goals: Iterable[tuple[int, float]], most: float) -> Floats | None:
        """Return what it costs to reach each crossing, right for every one that a best way may use; None where no goal is reached."""
        reached = np.full(len(self._mesh), np.inf)
        first = [node for node, _ in sources]
        np.minimum.at(reached, first, [cost for _, cost in sources])
        waiting, goals = np.unique(first), list(goals)
        while len(waiting):
            keys = reached[waiting] + self._left[waiting]
            best = min([most, *(float(reached[node]) + cost for node, cost in goals)])
            if keys.min() > best + _SLACK_M:
                break
            limit = min(float(keys.min()) + self._width, best + 2 * _SLACK_M)
            self._waits[waiting[keys >= limit]] = True
            later = [waiting[keys >= limit], *self._wave(reached, waiting[keys < limit], limit)]
            waiting = np.concatenate(later)
            waiting = np.unique(waiting[self._waits[waiting]])
            self._waits[waiting] = False
        return reached if not goals or any(np.isfinite(reached[node]) for node, _ in goals) else None

    def _wave(self, reached: Floats, front: Numbers, limit: float) -> list[Numbers]:
        """Settle everything below a limit; return what was reached beyond it, some more than once."""
        begins, to, by = self._mesh._leaving
        beyond: list[Numbers] = []
        while len(front):
            self._waits[front] = False
            counts = begins[front + 1] - begins[front]
            out = ranges(begins[front], counts)
            nodes = to[out]
            costs = np.repeat(reached[front], counts) + self._costs[by[out]]
            lower = costs < reached[nodes]
            nodes, costs = nodes[lower], costs[lower]
            np.minimum.at(reached, nodes, costs)
            nodes = nodes[costs == reached[nodes]]
            is_near = reached[nodes] + self._left[nodes] < limit
            far = nodes[~is_near]
            self._waits[far] = True
            beyond.append(far)
            front = nodes[is_near]
        return beyond


def _least(sources: Iterable[tuple[int, float]]) -> Iterable[tuple[int, float]]:
    """Return sources with the smallest cost of each crossing last, so that a dict keeps it."""
    return sorted(sources, key=lambda entry: -entry[1])
