"""Print the pack of a planned trip, and its route for a navigation device."""

from __future__ import annotations

from pathlib import Path

from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.pages import pdf_of
from mrm_desktop.reports.trip_pack import trip_gpx, trip_kml, trip_pack


def print_trip(
    plan: TripPlan, info: ProjectInfo, words: Words, out: Path, gpx: Path | None = None, kml: Path | None = None
) -> None:
    """Write the pack as PDF and, where asked for, the route as GPX and as KML."""
    write_whole(out, pdf_of(trip_pack(plan, info, words), words))
    if gpx is not None:
        write_whole(gpx, trip_gpx(plan, words))
    if kml is not None:
        write_whole(kml, trip_kml(plan, words))
