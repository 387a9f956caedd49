"""Print the pack of a planned trip, and its route for a navigation device."""

from __future__ import annotations

from pathlib import Path

from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.trip_pack import AreaLine, LegLines, PackContent, trip_gpx, trip_pack
from mrm_desktop.services.plan_trip import Crossed, PlannedLeg, TripPlan


def print_trip(plan: TripPlan, info: ProjectInfo, words: Words, out: Path, route: Path | None = None) -> None:
    """Write the pack as PDF and, where asked for, the route as GPX."""
    content = pack_content(plan, info, words)
    write_whole(out, trip_pack(content, words))
    if route is not None:
        write_whole(route, trip_gpx(content, words))


def pack_content(plan: TripPlan, info: ProjectInfo, words: Words) -> PackContent:
    """Return what the pack says."""
    legs = tuple(_lines(leg, words) for leg in plan.legs)
    return PackContent(plan.trip, legs, plan.focal_points, plan.approval, plan.go, plan.made_on, info.office, info.fictional)


def _lines(planned: PlannedLeg, words: Words) -> LegLines:
    return LegLines(
        leg=planned.leg,
        length_km=planned.length_km,
        go=planned.go,
        reasons=planned.reasons,
        areas=tuple(_area(c, words) for c in planned.crossed),
        places=tuple(f"{p.name} ({p.kind})" if p.kind else p.name for p in planned.places),
        incidents=planned.incidents,
        incident_types=planned.incident_types,
        from_base_km=planned.from_base_km,
    )


def _area(crossed: Crossed, words: Words) -> AreaLine:
    assessment, decision = crossed.assessment, crossed.decision
    return AreaLine(
        code=crossed.area.code,
        name=crossed.area.names.get(words.language) or crossed.area.name,
        ceiling=assessment.ceiling.value,
        verdict=assessment.verdict.value,
        acceptance=crossed.acceptance,
        tolerance=crossed.tolerance,
        presence=words.day(crossed.last_confirmed) if crossed.last_confirmed else "",
        decision=f"{words.term('outcome', decision.draft.outcome)} – {words.day(decision.expires_on)}" if decision else "",
        gaps=len(assessment.gaps),
    )
