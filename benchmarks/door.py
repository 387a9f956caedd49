"""What it costs to have a file read by a process of its own, against reading it here, in the same run.

Run ``python -m benchmarks.door [--rows N] [--times N]``; it prints JSON. Seconds; the median of as many times as were asked for.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.imports import states, timed, write_kobo
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.formats.door.doorway import ChildDoor
from mrm_desktop.formats.door.foreign import read, use_door
from mrm_desktop.formats.door.here import OwnFiles
from mrm_desktop.formats.files.read_options import CommunityOptions, ReadOptions

WARM_GOAL, COLD_GOAL, LARGE_GOAL = 0.15, 0.4, 1.3
TIME_TO_OPEN = 1.0  # seconds in which a command opens its project, meanwhile the reader loads


def small(folder: Path, times: int) -> dict[str, Any]:
    """Read a table of twenty places: here, through a door that is ready, and through one that is only now built."""
    path = folder / "places.csv"
    path.write_text("name,latitude,longitude\n" + "".join(f"P{n},5.{n},20.5\n" for n in range(20)), encoding="utf-8")

    def once() -> float:
        return timed(lambda: read(path, DatasetKind.PLACES, states(), ReadOptions()))[0]

    use_door(OwnFiles())
    here = [once() for _ in range(times + 1)][1:]
    door = ChildDoor()
    use_door(door)
    cold = [once() for _ in range(times)]
    opened, warm = [], []
    for _ in range(times):
        door.warm()
        time.sleep(TIME_TO_OPEN)
        opened.append(once())
    door.keep_warm()
    for _ in range(times):
        time.sleep(3 * TIME_TO_OPEN)
        warm.append(once())
    door.close()
    base = statistics.median(here)
    more = {
        name: round(statistics.median(found) - base, 3) for name, found in (("window", warm), ("command", opened), ("cold", cold))
    }
    return {"here": round(base, 3), "more": more, "goals": {"window": WARM_GOAL, "command": COLD_GOAL}}


def large(folder: Path, rows: int, times: int) -> dict[str, Any]:
    """Read a Kobo export: here, and through the door."""
    path = folder / "kobo.csv"
    write_kobo(path, rows)
    found: dict[str, list[float]] = {"here": [], "door": [], "here_cpu": [], "door_cpu": []}
    for _ in range(times):
        for name, door in (("here", OwnFiles()), ("door", ChildDoor())):
            use_door(door)
            begun = _processor_seconds()
            found[name].append(timed(lambda: read(path, DatasetKind.COMMUNITY, states(), CommunityOptions()))[0])
            found[f"{name}_cpu"].append(_processor_seconds() - begun)
    middle = {name: round(statistics.median(listed), 2) for name, listed in found.items()}
    ratios = {"ratio": middle["door"] / middle["here"], "ratio_cpu": middle["door_cpu"] / middle["here_cpu"]}
    return {"rows": rows, **middle, **{name: round(ratio, 3) for name, ratio in ratios.items()}, "goal_ratio": LARGE_GOAL}


def _processor_seconds() -> float:
    """Return what this process and those behind the door have used: what else runs on the machine does not count."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = {"small_file": small(Path(folder), max(said.times, 3)), "large_file": large(Path(folder), said.rows, said.times)}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
