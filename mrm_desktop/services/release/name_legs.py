"""Say which leg of a trip it is that holds what its paper may not have: whoever printed it can only mend what has a name."""

from __future__ import annotations

from collections.abc import Iterator

from mrm_desktop.domain.trip_plans import PlannedLeg, TripPlan
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.trip_wording import condition_lines, gaps_line, incidents_line, said
from mrm_desktop.reports.release.residue import Secrets, find_residue


def legs_that_hold(plan: TripPlan, secrets: Secrets, words: Words) -> list[str]:
    """Return number and name of each leg in whose sentences something is found."""
    return [
        words.say("trip.leg_named", number=number, name=planned.leg.name)
        for number, planned in enumerate(plan.legs, start=1)
        if find_residue("\n".join(_told(planned, plan, words)).encode("utf-8"), secrets)
    ]


def _told(planned: PlannedLeg, plan: TripPlan, words: Words) -> Iterator[str]:
    """Yield what a paper says of a leg."""
    yield planned.leg.name
    yield from (f"{y:.6f} {x:.6f}" for x, y in planned.leg.route)
    yield from said(planned.reasons, words)
    yield from said(planned.harm, words)
    yield from condition_lines([planned], words)
    yield gaps_line(planned, words)
    yield incidents_line(planned, plan.trip.corridor_km, words)
    yield from (point.name for point in planned.leg.waypoints)
    yield from (f"{place.name} {place.kind}" for place in planned.places)
