"""How what an officer waits for grows with the roads: made, found again, asked; by the number of stretches, with the fitted exponent.

Run ``python -m benchmarks.scale [--stretches N ...]``; it prints JSON, seconds of processor time. The measure beside each is one
sort of as many random numbers as the network has ends, in the same run: a machine that is slow or busy is so for both.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from mrm_desktop.geo.roads import RoadNetwork, network_of
from mrm_desktop.services.trips.kept_roads import find_kept, keep
from mrm_desktop.services.trips.read_roads import MARGIN_DEGREES

SIZES = (10_000, 100_000, 1_000_000)
MADE_S, FIRST_S, NEXT_S, MEMORY_MB = 3.0, 0.5, 0.1, 400
STEP = 0.01  # degrees, about a kilometre from crossing to crossing
SOUTH_WEST = np.array([20.0, 2.0])
JOURNEY = np.array([[0.1, 0.1], [0.7, 0.8]])  # degrees from there: about 100 km


def country(stretches: int) -> tuple[Any, float]:
    """Roads of a crooked chessboard of which one stretch in ten is missing, and how wide it is, degrees."""
    chosen = np.random.default_rng(5)
    side = round((stretches / 1.8) ** 0.5)
    nodes = np.arange(side * side).reshape(side, side)
    at = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    corners = ((at + chosen.uniform(-0.3, 0.3, at.shape)) * STEP + SOUTH_WEST).round(6)
    ends = np.concatenate(
        [np.stack(pair, axis=-1).reshape(-1, 2) for pair in ((nodes[:, :-1], nodes[:, 1:]), (nodes[:-1], nodes[1:]))]
    )
    return shapely.linestrings(corners[ends[chosen.uniform(size=len(ends)) < 0.9]]), side * STEP


def spent(ask: Callable[[], Any]) -> tuple[float, Any]:
    """Return how much processor time something takes, and what it gives."""
    start = time.process_time()
    given = ask()
    return time.process_time() - start, given


def measure(stretches: int, passes: bool, folder: Path) -> dict[str, Any]:
    """Make a network, keep it, find it, and ask it for the ways of a journey as a plan of it does."""
    lines, wide = country(stretches)
    baseline, _ = spent(lambda: np.sort(np.random.default_rng(1).integers(0, 1 << 60, 2 * len(lines))))
    made, network = spent(lambda: network_of(lines, np.full(len(lines), passes)))
    keep(network, {}, folder / "kept")
    found, kept = spent(lambda: find_kept(folder / "kept"))
    if kept is None:
        raise SystemExit("the kept network was not found again")
    start, end = (tuple((SOUTH_WEST + corner).tolist()) for corner in JOURNEY)
    box = (*(SOUTH_WEST + JOURNEY[0] - MARGIN_DEGREES), *(SOUTH_WEST + JOURNEY[1] + MARGIN_DEGREES))
    near: RoadNetwork
    cut, near = spent(lambda: kept[0].within(*box))
    first, way = spent(lambda: near.way(start, end))
    following, _ = spent(lambda: near.way(start, end, unlike=way))
    across, _ = spent(lambda: network.way(start, tuple((SOUTH_WEST + wide - 0.1).tolist())))
    times = {"made": made, "found": found, "cut": cut, "first": first, "next": following, "across": across}
    return {
        "stretches": len(network),
        **{name: round(took, 3) for name, took in times.items()},
        "made_per_sort": round(made / baseline, 1),
    }


def exponent(rows: list[dict[str, Any]], name: str) -> float:
    """Fit the power of the number of stretches with which a time grows."""
    sizes, times = (np.log([max(float(row[key]), 1e-4) for row in rows]) for key in ("stretches", name))
    return round(float(np.polyfit(sizes, times, 1)[0]), 2)


def main() -> None:
    """Measure each size with corners shared already, as in OpenStreetMap, and without."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stretches", type=int, nargs="+", default=SIZES)
    sizes = parser.parse_args().stretches
    told: dict[str, Any] = {"goals": {"made": MADE_S, "first": FIRST_S, "next": NEXT_S, "memory_mb": MEMORY_MB}}
    with tempfile.TemporaryDirectory() as folder:
        for name, passes in (("corners shared", True), ("joined here", False)):
            rows = [measure(size, passes, Path(folder)) for size in sizes]
            told[name] = {"sizes": rows}
            if len(rows) > 1:
                told[name]["exponents"] = {key: exponent(rows, key) for key in ("made", "first", "next", "across")}
    told["most_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
