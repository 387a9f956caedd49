"""How fast and how large reports are, released as the window releases them: a note, an atlas of 100 areas, pages beside plain folium's.

Run ``python -m benchmarks.reports [--areas N] [--atlas N] [--volumes N]``; it prints JSON. Every file is assessed, made, searched for what
its reader may not have, written with its manifest and logged.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import shapely

from benchmarks.core import PLACES_AN_AREA, code, make_country
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.reports.order import Handover, Order
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.residue import find_residue
from mrm_desktop.services.release.gather_secrets import secrets_of
from mrm_desktop.services.release.publish import release_note
from mrm_desktop.services.release.release_file import release_file
from mrm_desktop.services.release.subject import release as release_of
from mrm_desktop.services.release.subject import subject_of

WORDS = Words("en")
TO = Handover("Partner, access team", "planning")


def release(project: OpenProject, report: str, form: str, reader: Reader, path: Path) -> Path:
    """Release a report of the whole country."""
    order = Order(report, form, reader, TO if reader is Reader.PARTNER else Handover())
    subject = subject_of(project, order.report, order.reader, Question())
    return release_file(project, subject, order, WORDS, path, now())[0]


def plain_folium(view: ProjectView, path: Path) -> int:
    """Draw the same areas and places as folium's users do, and return the size of the page without what it loads from elsewhere."""
    import folium

    page = folium.Map(location=[5, 25], zoom_start=5, tiles=None)
    features = [
        {
            "type": "Feature",
            "properties": {"name": a.name, "ceiling": view.answers[a.code].ceiling.value},
            "geometry": json.loads(shapely.to_geojson(shapely.from_wkb(a.geometry))),
        }
        for a in view.areas
    ]
    tooltip = folium.GeoJsonTooltip(fields=["name", "ceiling"])
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features}, tooltip=tooltip, style_function=lambda _: {"weight": 1}
    ).add_to(page)
    for place in view.places:
        if place.point is not None:
            folium.CircleMarker((place.point[1], place.point[0]), radius=2, popup=place.name).add_to(page)
    page.save(str(path))
    return path.stat().st_size


def search(project: OpenProject, path: Path) -> int:
    """Search a finished atlas as a release does, and return how many findings there are: none."""
    subject = subject_of(project, "atlas", Reader.INTERNAL, Question())
    secrets = secrets_of(subject, release_of(subject, Reader.INTERNAL), WORDS, with_bases=True)
    return len(find_residue(path.read_bytes(), secrets))


def volumes(count: int) -> dict[str, Any]:
    """Release an atlas in volumes in a process of its own, whose peak is that of nothing else."""
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.reports", "--only-volumes", str(count)], capture_output=True, check=True
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def volumes_here(count: int) -> dict[str, Any]:
    """Release an atlas in volumes, and return what it took; the peak is the kernel's, which begins anew with each program."""
    with tempfile.TemporaryDirectory() as name:
        project = make_country(Path(name), count).project
        seconds, path = timed(lambda: release(project, "atlas", "volumes", Reader.INTERNAL, Path(name) / "atlas.pdf.zip"))
        size = path.stat().st_size
        project.close()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    return {
        "areas": count,
        "seconds": seconds,
        "seconds_a_page": round(seconds / count, 4),
        "bytes": size,
        "peak_mb": peak,
        "goal_mb": 500,
    }


def timed(what: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """Return the shortest of some runs, seconds, and the last result."""
    best, result = math.inf, None
    for _ in range(times):
        start = time.perf_counter()
        result = what()
        best = min(best, time.perf_counter() - start)
    return round(best, 3), result


def main() -> None:
    """Measure everything and print it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--areas", type=int, default=500)
    options.add_argument("--atlas", type=int, default=100)
    options.add_argument("--volumes", type=int, default=2000)
    options.add_argument("--only-volumes", type=int, default=0)
    given = options.parse_args()
    if given.only_volumes:
        print(json.dumps(volumes_here(given.only_volumes)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, small = make_country(folder, given.areas).project, make_country(folder, given.atlas).project

        def note(number: int) -> Path:
            return release_note(small, code(number), Question(), WORDS, folder / f"note-{number}.pdf", now())

        note(0)  # warm: fonts and libraries are loaded; the typesetter remembers pages, so each note is of another area
        notes = [timed(lambda n=n: note(n)) for n in range(1, 6)]  # type: ignore[misc]
        atlas_seconds, atlas = timed(lambda: release(small, "atlas", "pdf", Reader.INTERNAL, folder / "atlas.pdf"))
        search_seconds, _ = timed(lambda: search(small, atlas))
        page_seconds, page = timed(lambda: release(whole, "map", "html", Reader.INTERNAL, folder / "map.html"))
        partner_seconds, partner = timed(lambda: release(whole, "map", "html", Reader.PARTNER, folder / "partner.html"))
        folium_seconds, folium_bytes = timed(lambda: plain_folium(whole.view(Question()), folder / "plain.html"))
        size = {path: path.stat().st_size for path in (notes[0][1], atlas, page, partner)}
        report = {
            "area_note": {"seconds_warm": max(seconds for seconds, _ in notes), "bytes": size[notes[0][1]], "goal_s": 0.3},
            "atlas": {
                "pages": given.atlas,
                "seconds": atlas_seconds,
                "bytes": size[atlas],
                "goal_s": 5,
                "search_s": search_seconds,
            },
            "atlas_in_volumes": [volumes(max(1, given.volumes // 4)), volumes(given.volumes)],
            "page": {"areas": given.areas, "places": given.areas * PLACES_AN_AREA, "seconds": page_seconds, "bytes": size[page]},
            "page_for_partner": {"seconds": partner_seconds, "bytes": size[partner]},
            "plain_folium": {"seconds": folium_seconds, "bytes": folium_bytes},
            "page_to_folium": {
                "seconds": round(page_seconds / folium_seconds, 3),
                "bytes": round(size[page] / folium_bytes, 3),
            },
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        for project in (whole, small):
            project.close()
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
