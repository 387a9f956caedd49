"""How a planned trip is put into words: positions, reasons, areas on the way. The pack and the window say it alike."""

from __future__ import annotations

from collections.abc import Iterable

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.trip_plans import Crossed, PlannedLeg, TripPlan
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.wording import as_written

COLUMNS = ("area", "ceiling", "verdict", "communities", "armed_actors", "presence", "decision")


def mgrs_of(longitude: float, latitude: float) -> str:
    """Write a point as MGRS to 10 m, in groups as it is read over a radio; "" beyond the reach of MGRS (the poles)."""
    import mgrs

    try:
        found = str(mgrs.MGRS().toMGRS(latitude, longitude, MGRSPrecision=4))
    except mgrs.core.MGRSError:
        return ""
    return f"{found[:-10]} {found[-10:-8]} {found[-8:-4]} {found[-4:]}"


def degrees_of(longitude: float, latitude: float) -> str:
    """Write a point as latitude and longitude with five decimals, about a metre."""
    return f"{abs(latitude):.5f}° {'N' if latitude >= 0 else 'S'}, {abs(longitude):.5f}° {'E' if longitude >= 0 else 'W'}"


def said(reasons: Iterable[Reason], words: Words, most: int | None = None) -> list[str]:
    """Return reasons as sentences, each once; beyond ``most`` only how many there are."""
    sentences = list(dict.fromkeys(words.say(r.code, **r.params) for r in reasons))
    if most is None or len(sentences) <= most:
        return sentences
    return [*sentences[:most], words.say("page.more", count=len(sentences) - most)]


def approval_line(plan: TripPlan, words: Words) -> str:
    """Say who must approve what is planned on the way, and for which risk."""
    if not plan.approval:
        return words.say("trip.risk_unknown")
    if not plan.risk:
        return words.say("trip.needed_by_mode", approval=list(plan.approval))
    return words.say("trip.needed", level=plan.risk, approval=list(plan.approval))


def area_row(c: Crossed, words: Words) -> list[str]:
    """Return an area on the way in the columns of :data:`COLUMNS`."""
    return [
        f"{c.area.name_in(words.language)} [{c.area.code}]",
        words.term("mode", c.assessment.ceiling),
        words.term("verdict", c.assessment.verdict),
        words.say(f"map.class.acceptance.{c.acceptance}"),
        words.say(f"map.class.tolerance.{c.tolerance}"),
        words.day(c.last_confirmed) if c.last_confirmed else words.say("word.unknown"),
        decision_line(c, words),
    ]


def decision_line(c: Crossed, words: Words) -> str:
    """Say whether the engagement decision on an area is still valid on the day of travel."""
    if c.decision is None:
        return words.say("trip.decision.none")
    return words.say(f"trip.decision.{c.decision_state}", day=c.decision.expires_on)


def incidents_line(planned: PlannedLeg, words: Words) -> str:
    """Say the incidents of a corridor by type, with how exactly they are located."""
    if not planned.incidents:
        return words.say("trip.no_incidents")
    lines = [
        words.say(
            "trip.incident",
            type=as_written(i.type, words),
            counts=" / ".join(str(n) for n in i.counts),
            precision=words.say(f"trip.precision.{i.precision}"),
        )
        for i in planned.incidents[:4]
    ]
    return words.say("trip.incidents", lines="; ".join(lines))
