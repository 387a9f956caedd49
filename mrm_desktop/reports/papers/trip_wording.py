"""How a planned trip is put into words: positions, reasons, areas on the way. The pack and the window say it alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.route_strips import joined, long_days, stretch_at
from mrm_desktop.domain.trip_plans import Crossed, PlannedLeg, TripPlan
from mrm_desktop.domain.trips import CheckIn, Go, Trip
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.release.wording import as_written, isolated

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


def said(reasons: Iterable[Reason], words: Words) -> list[str]:
    """Return reasons as sentences, each once."""
    return list(dict.fromkeys(_sentence(r, words) for r in reasons))


def said_on_paper(reasons: Iterable[Reason], words: Words) -> list[str]:
    """Return reasons as sentences for paper, on which no armed actor has a name: they are counted, and the program names them."""
    return said((_without_actors(reason) for reason in reasons), words)


def _without_actors(reason: Reason) -> Reason:
    if reason.code != "trip.why.actors_unknown":
        return reason
    return Reason("trip.why.actors_unknown_counted", {"area": reason.params["area"], "count": len(reason.params["actors"])})


def _sentence(reason: Reason, words: Words) -> str:
    params = {name: as_written(value, words) if name in _TYPED else value for name, value in reason.params.items()}
    return words.say(reason.code, **params)


def answer_in_words(go: Go, words: Words) -> str:
    """Return the answer on a leg: one name for it on paper, on the map, on a receiver and on the screen."""
    return words.say(f"map.class.trip.{go}")


def headline(plan: TripPlan, words: Words, with_names: bool = True) -> str:
    """Say the answer on the worst leg, and which leg that is; the answer alone where it is that of every leg.

    Parameters
    ----------
    with_names : bool
        Tell the names of the legs, too; on the road their numbers are enough.
    """
    go = answer_in_words(plan.go, words)
    if len(plan.worst_legs) == len(plan.legs):
        return go
    legs = [str(number) for number in plan.worst_legs]
    if with_names:
        legs = [f"{number} ({as_written(plan.legs[number - 1].leg.name, words)})" for number in plan.worst_legs]
    return words.say("trip.headline", go=go, legs=legs, count=len(legs))


def leg_line(number: int, planned: PlannedLeg, words: Words) -> str:
    """Say the answer on one leg."""
    go = answer_in_words(planned.go, words)
    return words.say("trip.leg_line", number=number, name=as_written(planned.leg.name, words), go=go)


def conditions_heading(plan: TripPlan, words: Words, go: Go = Go.WITH_CONDITIONS) -> str:
    """Say of which legs the conditions are: those that may go, or those that wait."""
    legs = [str(number) for number, planned in enumerate(plan.legs, start=1) if planned.conditions and planned.go is go]
    if go is Go.WAIT:
        return words.say("trip.conditions.of_waiting", legs=legs, count=len(legs))
    if len(legs) == len(plan.legs):
        return words.say("trip.conditions")
    return words.say("trip.conditions.of_legs", legs=legs, count=len(legs))


def legs_with(plan: TripPlan, go: Go) -> list[PlannedLeg]:
    """Return the legs with an answer."""
    return [planned for planned in plan.legs if planned.go is go]


def condition_lines(legs: Iterable[PlannedLeg], words: Words, codes: Collection[str] | None = None) -> list[str]:
    """Return the conditions of legs, each sentence once, with the areas for which it is where it is not for all.

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


def ceiling_in_words(c: Crossed, words: Words) -> str:
    """Say how visible contact may be in an area, in the words of the map; what nobody knows is no class."""
    return words.say(f"map.class.ceiling.{c.contact}")


def hours_in_words(plan: TripPlan, words: Words) -> list[str]:
    """Say when the team leaves and arrives, what of it is in the dark, and which day is long."""
    clock = plan.clock
    first, last = clock.hours[0], clock.hours[-1]
    code = "strip.hours.supposed" if clock.is_proposed else "strip.hours"
    leaves, arrives = (words.hour(*clock.moment(*moment)) for moment in ((first.on, first.leaves), (last.on, last.arrives)))
    lines = [words.say(code, leaves=leaves, arrives=arrives)]
    for planned, hours in zip(plan.legs, clock.hours, strict=True):
        end = stretch_at(clock.light, hours.end_km - 1e-6)
        if end is not None and end.found == "dark":
            arrives = words.hour(*clock.moment(hours.on, hours.arrives))
            lines.append(words.say("strip.after_dark", name=as_written(planned.leg.name, words), arrives=arrives))
    lines += [words.say("strip.long_day", day=day, hours=round(hours, 1)) for day, hours in long_days(clock)]
    return lines


def check_in_hour(check_in: CheckIn, trip: Trip, words: Words) -> str:
    """Say when the team reports: the hour, and on which day where the trip has several."""
    if check_in.on is not None:
        return words.hour(check_in.on, check_in.at)
    several = len({leg.on for leg in trip.legs}) > 1
    return words.say("trip.check_in.each_day", at=check_in.at) if several else check_in.at


def strip_in_words(plan: TripPlan, words: Words) -> str:
    """Say in words what the strip shows on paper, for whoever does not see it."""
    parts = []
    for stretch in joined(plan.strip.contact):
        found = words.say(f"map.class.ceiling.{stretch.found}" if stretch.found else "strip.unknown.contact")
        known = words.say("strip.stretch", area=as_written(stretch.area, words), found=found)
        parts.append(f"{round(stretch.start_km)}–{words.pair(words.say('strip.km', km=round(stretch.end_km)), known)}")
    return words.say("strip.alt", parts="; ".join(parts))


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
        "ceiling": ceiling_in_words(c, words),
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


def road_layer_line(plan: TripPlan, words: Words) -> str:
    """Say which file's roads a trip was laid on, what of it was left out, and where it may have gaps; "" where there was none."""
    layer = plan.road_layer
    if layer is None:
        return ""
    name = {"file": isolated(layer.file, words)} if layer.file else {}
    lines = [words.say("trip.road_layer" if layer.file else "trip.road_layer.unnamed", day=layer.saved_on, **name)]
    if layer.left_out:
        kinds = [f"{words.term('line_kind', kind)} {n}" for kind, n in sorted(layer.left_out.items())]
        lines.append(words.say("trip.road_layer.left_out", kinds=kinds))
    if layer.gaps:
        lines.append(words.say("trip.road_layer.gaps", count=layer.gaps))
    return " ".join(lines)


def incidents_line(planned: PlannedLeg, corridor_km: float, words: Words) -> str:
    """Say the incidents along a leg by type, how far from it they were looked for, and how exactly they are located."""
    if not planned.incidents:
        return words.say("trip.no_incidents", km=corridor_km)
    lines = [
        words.say(
            "trip.incident",
            type=as_written(i.type, words),
            counts=" / ".join(str(n) for n in i.counts),
            precision=words.say(f"trip.precision.{i.precision}"),
        )
        for i in planned.incidents
    ]
    return words.say("trip.incidents", km=corridor_km, lines="; ".join(lines))
