"""How a planned trip is put into words: positions, reasons, areas on the way. The pack and the window say it alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.trip_plans import Crossed, PlannedLeg, TripPlan
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.wording import as_written

COLUMNS = ("area", "ceiling", "verdict", "communities", "armed_actors", "presence", "decision")
PAPER_COLUMNS = tuple(column for column in COLUMNS if column != "armed_actors")
"""Columns on paper: what armed actors think of the mission is not for whoever searches a car."""
_TYPED = frozenset({"text", "reason"})  # parameters that somebody typed, in whatever script


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
    sentences = list(dict.fromkeys(_sentence(r, words) for r in reasons))
    if most is None or len(sentences) <= most:
        return sentences
    return [*sentences[:most], words.say("page.more", count=len(sentences) - most)]


def _sentence(reason: Reason, words: Words) -> str:
    params = {name: as_written(value, words) if name in _TYPED else value for name, value in reason.params.items()}
    return words.say(reason.code, **params)


def headline(plan: TripPlan, words: Words) -> str:
    """Say the answer on the worst leg, and which leg that is; the answer alone where it is that of every leg."""
    go = words.say(f"trip.go.{plan.go}")
    if len(plan.worst_legs) == len(plan.legs):
        return go
    legs = [f"{number} ({as_written(plan.legs[number - 1].leg.name, words)})" for number in plan.worst_legs]
    return words.say("trip.headline", go=go, legs=legs, count=len(legs))


def leg_line(number: int, planned: PlannedLeg, words: Words) -> str:
    """Say the answer on one leg."""
    return words.say(
        "trip.leg_line", number=number, name=as_written(planned.leg.name, words), go=words.say(f"trip.go.{planned.go}")
    )


def conditions_heading(plan: TripPlan, words: Words) -> str:
    """Say of which legs the conditions are: those that may go."""
    legs = [str(number) for number, planned in enumerate(plan.legs, start=1) if planned.conditions]
    if len(legs) == len(plan.legs):
        return words.say("trip.conditions")
    return words.say("trip.conditions.of_legs", legs=legs, count=len(legs))


def condition_lines(legs: Iterable[PlannedLeg], words: Words, codes: Collection[str] | None = None) -> list[str]:
    """Return the conditions of the legs that may go, each sentence once, with the areas for which it is where it is not for all.

    Parameters
    ----------
    codes : Collection[str] | None
        The conditions to tell, by code; None for all.
    """
    found: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for planned in legs:
        if planned.conditions:
            names |= {c.area.code: as_written(c.area.name_in(words.language), words) for c in planned.crossed}
        for condition in planned.conditions:
            if codes is not None and condition.said.code not in codes:
                continue
            areas = found.setdefault(_sentence(condition.said, words), [])
            areas += [code for code in condition.areas if code not in areas]
    return [_condition_line(sentence, areas, names, words) for sentence, areas in found.items()]


def _condition_line(sentence: str, areas: list[str], names: dict[str, str], words: Words) -> str:
    if not areas or len(areas) == len(names):
        return sentence
    return words.say("trip.condition", text=sentence, areas=[names[code] for code in areas])


def approval_line(plan: TripPlan, words: Words) -> str:
    """Say who must approve what is planned on the way, and for which risk."""
    if not plan.approval:
        return words.say("trip.risk_unknown")
    if not plan.risk:
        return words.say("trip.needed_by_mode", approval=list(plan.approval))
    return words.say("trip.needed", level=plan.risk, approval=list(plan.approval))


def area_row(c: Crossed, words: Words, columns: Iterable[str] = COLUMNS) -> list[str]:
    """Return an area on the way in some of the columns of :data:`COLUMNS`."""
    row = {
        "area": f"{c.area.name_in(words.language)} [{c.area.code}]",
        "ceiling": words.term("mode", c.assessment.ceiling),
        "verdict": words.term("verdict", c.assessment.verdict),
        "communities": words.say(f"map.class.acceptance.{c.acceptance}"),
        "armed_actors": words.say(f"map.class.tolerance.{c.tolerance}"),
        "presence": words.day(c.last_confirmed) if c.last_confirmed else words.say("word.unknown"),
        "decision": decision_line(c, words),
    }
    return [row[column] for column in columns]


def decision_line(c: Crossed, words: Words) -> str:
    """Say whether the engagement decision on an area is still valid on the day of travel."""
    if c.decision is None:
        return words.say("trip.decision.none")
    return words.say(f"trip.decision.{c.decision_state}", day=c.decision.expires_on)


def gaps_line(planned: PlannedLeg, words: Words) -> str:
    """Say what nobody knows along a leg: each thing, whatever the answer is."""
    if not planned.gaps:
        return words.say("trip.no_gaps")
    return words.say("trip.gaps", gaps="; ".join(said(planned.gaps, words)))


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
