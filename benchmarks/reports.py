"""How fast and how large reports are: a note, an atlas of 100 areas, a page of 500 areas and 5,000 places beside plain folium's.

Run ``python benchmarks/reports.py [--areas N] [--places N] [--atlas N] [--corners N]``; it prints JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.web_page import web_page
from mrm_desktop.domain.assessments import AcceptanceEstimate, Assessment, PolicyStamp, Reason, Reliability, ToleranceEstimate
from mrm_desktop.domain.case import Case, MissionFacts, Request
from mrm_desktop.domain.geography import Area, Place
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.views import AreaCard, ClassLimits, ProjectView
from mrm_desktop.domain.vocabulary import Channel, MissionStatus, Mode, Purpose, Stratum, Verdict
from mrm_desktop.foundation.clock import now, today
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.atlas import atlas
from mrm_desktop.reports.papers.note import area_note
from mrm_desktop.reports.papers.pages import pdf_of
from mrm_desktop.reports.papers.released_map import released_map
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.released_view import release_view

WORDS = Words("en")
POLICY = PolicyStamp("benchmark", "1", "0" * 64)
LIMITS = ClassLimits(acceptance=(0.25, 0.40, 0.55), tolerance=(0.30, 0.60, 0.70))
MODES = (Mode.CIVILIAN_CHANNEL, Mode.ALERT, Mode.LIAISON, Mode.VERIFICATION_SECURITY)


def country(areas: int, places: int, corners: int) -> ProjectView:
    """Return an invented, assessed country: a board of jagged squares with places scattered over it."""
    chosen, side = random.Random(7), math.ceil(math.sqrt(areas))
    made = [_area(n, n % side, n // side, corners) for n in range(areas)]
    spots = [(chosen.uniform(20, 20 + side), chosen.uniform(0, side)) for _ in range(places)]
    scattered = [
        Place(f"p{n}", f"Place {n}", "settlement", spot, f"ZZ{n % areas:04d}", nearest_base_km=float(n % 90))
        for n, spot in enumerate(spots)
    ]
    assessments = {a.code: _assessment(a.code, n) for n, a in enumerate(made)}
    return ProjectView(
        info=ProjectInfo("p", "Benchmark", "UNX", now(), fictional=True),
        areas=tuple(made),
        places=tuple(scattered),
        presence=(),
        presence_by_area={},
        answers={code: assessment.answer for code, assessment in assessments.items()},
        assessments=assessments,
        mode=Mode.LIAISON,
        purpose=Purpose.CHILD_PROTECTION,
        on=today(),
        policy=POLICY,
        class_limits=LIMITS,
        program_version="benchmark",
    )


def _area(number: int, column: int, row: int, corners: int) -> Area:
    angles = np.linspace(0, 2 * math.pi, corners, endpoint=False)
    reach = 0.48 + 0.02 * np.sin(angles * 17 + number)
    ring = np.column_stack([20.5 + column + reach * np.cos(angles), 0.5 + row + reach * np.sin(angles)])
    return Area(f"ZZ{number:04d}", f"Area {number}", 2, None, shapely.to_wkb(shapely.Polygon(ring)))


def _assessment(code: str, number: int) -> Assessment:
    return Assessment(
        case_id=code,
        assessed_on=today(),
        requested_mode=Mode.LIAISON,
        verdict=Verdict.PROCEED_WITH_CONDITIONS if number % 3 else Verdict.INSUFFICIENT_EVIDENCE,
        ceiling=MODES[number % 4],
        channel=Channel.CHILD_PROTECTION_ADVISER,
        reasons=(Reason("gate.consent.supposed"),),
        gates=(),
        policy=POLICY,
        expires_on=today(),
        acceptance=AcceptanceEstimate(0.6, 0.1, (number % 10) / 10, 0.8, 30.0, {Stratum.WOMEN: 10.0}, 2, True),
        tolerance=ToleranceEstimate((number % 7) / 7, {}, None, (), True),
        reliability=Reliability(5.0, 1.0, 0.6, 0.8, "moderate"),
    )


def notes_of(view: ProjectView) -> Iterator[Callable[[], bytes]]:
    """Yield the making of one area note after another, each of another area, on a map that is already built."""
    document = build_map_document(view, WORDS)
    for area in view.areas:
        facts = MissionFacts(MissionStatus.ACTIVE, True)
        card = AreaCard(
            view.info, area, (), Case(area.code, view.on, Request(view.mode), facts), view.assessments[area.code], None,
            MissionStatus.ACTIVE, (), (), (), None, (), (), (), (), (),
        )  # fmt: skip
        yield partial(area_note, card, document, WORDS)


def atlas_of(view: ProjectView) -> bytes:
    """Make an atlas: a page with map, legend and numbers for each area."""
    released = release_view(view, Reader.INTERNAL)
    return pdf_of(atlas(released, released_map(released, WORDS), WORDS), WORDS)


def plain_folium(view: ProjectView, path: Path) -> int:
    """Draw the same areas and places as folium's users do, and return the size of the page without what it loads from elsewhere."""
    import folium

    page = folium.Map(location=[5, 25], zoom_start=5, tiles=None)
    features = [
        {
            "type": "Feature",
            "properties": {"name": a.name, "ceiling": view.assessments[a.code].ceiling.value},
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
    options.add_argument("--places", type=int, default=5_000)
    options.add_argument("--atlas", type=int, default=100)
    options.add_argument("--corners", type=int, default=60)
    given = options.parse_args()
    whole = country(given.areas, given.places, given.corners)
    small = country(given.atlas, given.places, given.corners)
    one_area = replace(small, areas=small.areas[:1], assessments={small.areas[0].code: small.assessments[small.areas[0].code]})
    notes = notes_of(small)
    next(notes)()  # warm: fonts and libraries are loaded; the typesetter remembers pages, so each note is another one
    measured = [timed(next(notes)) for _ in range(5)]
    note_seconds, note = max(seconds for seconds, _ in measured), measured[0][1]
    atlas_of(one_area)
    atlas_seconds, book = timed(lambda: atlas_of(small))
    page_seconds, page = timed(lambda: web_page(build_map_document(whole, WORDS)).encode("utf-8"), 2)
    partner_seconds, partner = timed(lambda: web_page(released_map(release_view(whole, Reader.PARTNER), WORDS)).encode("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        folium_seconds, folium_bytes = timed(lambda: plain_folium(whole, Path(folder) / "plain.html"))
    print(
        json.dumps(
            {
                "area_note": {"seconds_warm": note_seconds, "bytes": len(note)},
                "atlas": {"pages": given.atlas, "places": given.places, "seconds": atlas_seconds, "bytes": len(book)},
                "page": {"areas": given.areas, "places": given.places, "seconds": page_seconds, "bytes": len(page)},
                "page_for_partner": {"seconds": partner_seconds, "bytes": len(partner)},
                "plain_folium": {"seconds": folium_seconds, "bytes": folium_bytes},
                "page_to_folium": {
                    "seconds": round(page_seconds / folium_seconds, 3),
                    "bytes": round(len(page) / folium_bytes, 3),
                },
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
