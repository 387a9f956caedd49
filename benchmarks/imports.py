"""How fast and how large imports are: a Kobo CSV against ``pandas.read_csv`` of the same file, places against ``geopandas.sjoin``.

Run ``python -m benchmarks.imports [--rows N] [--points N] [--polygons N]``; it prints JSON.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from mrm_desktop.domain.datasets import Dataset, DatasetKind, Ledger
from mrm_desktop.domain.geography import Area
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.formats.files.read_options import CommunityOptions
from mrm_desktop.foundation.clock import new_id, now
from mrm_desktop.geo.area_index import AreaIndex
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.evidence.import_data import import_data
from mrm_desktop.store.file.project_file import create_project_file
from mrm_desktop.vault import make_keys

PASSPHRASE = "benchmark passphrase"  # noqa: S105 - opens nothing but what this script made
STATES = 10
RATINGS = ("very_bad", "bad", "neutral", "good", "very_good", "dk", "")
END = (
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
    "_tags",
    "_index",
)
HEAD = (
    *("start", "end", "today", "deviceid", "location/state", "location/county", "location/settlement", "gps"),
    *("location/_gps_latitude", "location/_gps_longitude", "location/_gps_altitude", "location/_gps_precision", "location/sex"),
    *("perception/pk_overall", "perception/trust", "perception/seen", "perception/seen/foot_patrol", "perception/seen/escort"),
    *("perception/patrol_freq", "perception/ngo", "perception/comment", *END),
)


def states() -> tuple[Area, ...]:
    """Ten invented states side by side."""
    return tuple(Area(f"ZZ{n:02d}", f"State {n}", 1, None, shapely.box(20 + n, 0, 21 + n, 10).wkb) for n in range(STATES))


def write_kobo(path: Path, rows: int) -> None:
    """Write a Kobo export with one row in twenty without GPS."""
    chosen = random.Random(11)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(HEAD)
        for n in range(rows):
            state = chosen.randrange(STATES)
            lat, lon = f"{chosen.uniform(0.1, 9.9):.6f}", f"{20 + state + chosen.uniform(0.01, 0.99):.6f}"
            gps = (f"{lat} {lon} 400 5", lat, lon, "400", "5") if n % 20 else ("", "", "", "", "")
            day = f"2026-03-{1 + n % 28:02d}"
            start = (f"{day}T08:00:00.000+02:00", f"{day}T08:30:00.000+02:00", day, f"collect:{n % 97}")
            place = (f"State {state}", f"County {n % 80}", f"Village {n % 4000}")
            answers = (
                chosen.choice(("female", "male")),
                chosen.choice(RATINGS),
                n % 11,
                "foot_patrol escort",
                1,
                n % 2,
                "weekly",
                "yes",
                "fine; thanks",
            )
            end = (n, f"{n:08x}-1111-4222-8333-{n:012x}", f"{day}T09:00:00", "", "", "submitted_via_web", "", "v1", "", n + 1)
            writer.writerow((*start, *place, *gps, *answers, *end))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds and the result."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def peak_mb() -> float:
    """Largest resident memory so far of this process or of one behind the door, megabytes."""
    most = max(resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / (1024 if sys.platform != "darwin" else 1024 * 1024)


def empty_project(folder: Path) -> OpenProject:
    """Make a project that holds the states and nothing else."""
    key, _ = make_keys(folder / "states.mrm", PASSPHRASE)
    info = ProjectInfo(new_id(), "Benchmark", "UNX", now(), fictional=True)
    project = OpenProject(create_project_file(folder / "states.mrm", key, info, ()))
    areas = Dataset(new_id(), DatasetKind.AREAS, "states", "0" * 64, now(), Ledger(STATES, STATES, 0))
    with project.write() as repository:
        repository.add_dataset(areas)
        repository.add_areas(states(), areas.id)
    return project


def kobo(rows: int) -> dict[str, Any]:
    """The import as the window runs it, file to project, then plain pandas reading the same file."""
    import pandas as pd

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kobo.csv"
        write_kobo(path, rows)
        pd.read_csv(path, sep=";", nrows=1000)  # so that neither side pays for the import of pandas
        project = empty_project(Path(folder))
        seconds, imported = timed(lambda: import_data(project, path, DatasetKind.COMMUNITY, CommunityOptions(), now()))
        memory = peak_mb()
        plain, _ = timed(lambda: pd.read_csv(path, sep=";", low_memory=False))
        size = path.stat().st_size / 1e6
        project.close()
    reading = imported.reading
    ledger = reading.ledger
    return {
        **{"rows": rows, "file_mb": round(size, 1), "seconds": round(seconds, 2), "pandas_seconds": round(plain, 2)},
        **{"ratio": round(seconds / plain, 2), "goal_ratio": 3.0, "peak_mb": round(memory), "goal_mb": 1500},
        **{"kept": ledger.rows_kept, "dropped": ledger.rows_dropped, "evidence": len(reading.records), "balances": ledger.balances},
    }


def points(count: int, polygons: int) -> dict[str, Any]:
    """Points to polygons: our index against a spatial join."""
    import geopandas

    generator = np.random.default_rng(5)
    side = int(np.ceil(np.sqrt(polygons)))
    angles = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    shapes = []
    for n in range(polygons):
        centre = np.array([20 + (n % side) * 0.1, (n // side) * 0.1])
        radius = 0.05 * (1 + 0.1 * generator.random(200))[:, None]
        shapes.append(shapely.Polygon(centre + radius * np.column_stack([np.cos(angles), np.sin(angles)])))
    where = np.column_stack([generator.uniform(20, 20 + side * 0.1, count), generator.uniform(0, side * 0.1, count)])
    index = AreaIndex([Area(f"ZZ{n:05d}", f"Area {n}", 2, None, s.wkb) for n, s in enumerate(shapes)])
    ours, found = timed(lambda: index.locate(where[:, 0].copy(), where[:, 1].copy()))
    left = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(where[:, 0], where[:, 1]), crs="EPSG:4326")
    right = geopandas.GeoDataFrame({"code": range(polygons)}, geometry=shapes, crs="EPSG:4326")
    theirs, joined = timed(lambda: geopandas.sjoin(left, right, predicate="intersects", how="left"))
    return {
        **{"points": count, "polygons": polygons, "seconds": round(ours, 3), "sjoin_seconds": round(theirs, 3)},
        **{"ratio": round(ours / theirs, 2), "goal_ratio": 0.4},
        "same_points_placed": int((found >= 0).sum()) == int(joined[joined["index_right"].notna()].index.nunique()),
    }


def main() -> None:
    """Run both and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--points", type=int, default=200_000)
    parser.add_argument("--polygons", type=int, default=3_000)
    said = parser.parse_args()
    result = {"kobo_csv": kobo(said.rows) if said.rows else None, "points_to_polygons": points(said.points, said.polygons)}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
