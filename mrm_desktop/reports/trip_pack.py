"""The trip pack: two pages for a wet checkpoint, legible without colour, and what a finder may read is what a finder may know.

It names roles, not people; it says when presence was last confirmed, never when it will be there; armed actors are a class, without a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.assessments import Reason
from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.domain.trips import Go, Leg, Trip
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.geodata import gpx
from mrm_desktop.reports.pages import (
    NEW_PAGE,
    Block,
    box,
    bullets,
    heading,
    print_pages,
    side_by_side,
    table,
    text,
    title,
)

CHECKS = ("h24_decision", "h24_evidence", "h24_events", "h24_people", "h24_route", "h24_contacts")
LAST_CHECKS = ("h1_decision", "h1_road", "h1_people", "h1_means", "h1_turn_back")
DISTANCE_RULES = ("follow", "stop", "offer", "talk")
SHOWN_PLACES = 6
SHOWN_REASONS = 5


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area on the way, in codes: what the pack says of it."""

    code: str
    name: str
    ceiling: str
    verdict: str
    acceptance: str
    tolerance: str
    presence: str
    decision: str
    gaps: int


@dataclass(frozen=True, slots=True)
class LegLines:
    """A leg as the pack says it."""

    leg: Leg
    length_km: float
    go: Go
    reasons: tuple[Reason, ...]
    areas: tuple[AreaLine, ...]
    places: tuple[str, ...]
    incidents: tuple[int, ...]
    incident_types: tuple[str, ...]
    from_base_km: float | None


@dataclass(frozen=True, slots=True)
class PackContent:
    """Everything a trip pack says, before it becomes words."""

    trip: Trip
    legs: tuple[LegLines, ...]
    focal_points: tuple[FocalPoint, ...]
    approval: str
    go: Go
    made_on: date
    office: str
    fictional: bool


def trip_pack(content: PackContent, words: Words) -> bytes:
    """Return the pack as PDF."""
    footer = [words.say("trip.footer"), words.say("note.not_for_targeting"), _destroy(content.trip, words)]
    blocks = [*_first_page(content, words), NEW_PAGE, *_second_page(content, words)]
    return print_pages(content.trip.title, content.office, blocks, footer, words.say("sensitivity.internal"), words, size=8.4)


def trip_gpx(content: PackContent, words: Words) -> bytes:
    """Return the legs as routes with their turning points: no times, no names of people, no presence."""
    ends = []
    for number, lines in enumerate(content.legs, start=1):
        for label, (x, y) in (("start", lines.leg.route[0]), ("end", lines.leg.route[-1])):
            ends.append((words.say(f"trip.{label}", number=number), x, y, mgrs_of(x, y)))
    return gpx(ends, [(lines.leg.name, lines.leg.route) for lines in content.legs])


def mgrs_of(longitude: float, latitude: float) -> str:
    """Write a point as MGRS to 10 m, in groups as it is read over a radio."""
    import mgrs

    found = str(mgrs.MGRS().toMGRS(latitude, longitude, MGRSPrecision=4))
    return f"{found[:-10]} {found[-10:-8]} {found[-8:-4]} {found[-4:]}"


def _first_page(content: PackContent, words: Words) -> list[Block]:
    trip = content.trip
    days = sorted({lines.leg.on for lines in content.legs})
    span = words.day(days[0]) if len(days) == 1 else f"{words.day(days[0])} – {words.day(days[-1])}"
    under = words.say("trip.under", days=span, purpose=trip.purpose, made_on=content.made_on)
    why = [r for lines in content.legs for r in lines.reasons]
    blocks = [title(trip.title, under), *([text(words.say("note.fictional"), "small")] if content.fictional else [])]
    blocks.append(box(words.say(f"trip.go.{content.go}"), _unique(words, why)[:SHOWN_REASONS], "bar"))
    blocks.append(box(f"{words.say('trip.first')}: {_first_contact(content, words)}", [words.say("note.never_interview")]))
    blocks.append(
        side_by_side(
            (1, 1),
            [heading(words.say("trip.purpose")), bullets([trip.why_now, words.say("trip.if_not", text=trip.if_not)])],
            [
                heading(words.say("trip.team")),
                bullets(
                    [
                        words.list(trip.team),
                        words.list(trip.vehicles),
                        words.say(f"trip.criticality.{trip.criticality}"),
                        words.say("trip.withdrawal.yes" if trip.withdrawal_confirmed else "trip.withdrawal.no"),
                    ]
                ),
            ],
        )
    )
    for number, lines in enumerate(content.legs, start=1):
        blocks += _leg(number, lines, trip, words)
    return blocks


def _first_contact(content: PackContent, words: Words) -> str:
    return content.focal_points[0].role if content.focal_points else words.say("note.no_focal_point")


def _leg(number: int, lines: LegLines, trip: Trip, words: Words) -> list[Block]:
    leg = lines.leg
    head = words.say("trip.leg", number=number, name=leg.name, day=leg.on, km=round(lines.length_km))
    ends = [
        words.say(f"trip.{k}_at", mgrs=mgrs_of(x, y), position=_degrees(x, y))
        for k, (x, y) in (("start", leg.route[0]), ("end", leg.route[-1]))
    ]
    facts = [*ends, _remoteness(lines, words), _incidents(lines, words), _places(lines, words)]
    if leg.straight:
        facts.append(words.say("trip.straight"))
    columns = ("area", "ceiling", "verdict", "communities", "armed_actors", "presence", "decision", "gaps")
    rows = [
        [
            f"{a.name} [{a.code}]",
            words.term("mode", a.ceiling),
            words.term("verdict", a.verdict),
            words.say(f"map.class.acceptance.{a.acceptance}"),
            words.say(f"map.class.tolerance.{a.tolerance}"),
            a.presence or words.say("word.unknown"),
            a.decision or words.say("trip.no_decision"),
            words.number(a.gaps, 0),
        ]
        for a in lines.areas
    ]
    return [
        heading(f"{head} – {words.say(f'trip.go.{lines.go}')}"),
        bullets(_unique(words, lines.reasons)[:SHOWN_REASONS], "!"),
        table([words.say(f"trip.column.{c}") for c in columns], rows, (1.7, 1.6, 1.5, 1.4, 1.4, 1.1, 1.3, 0.5)),
        text(words.say("trip.corridor", km=trip.corridor_km) + " " + " ".join(f for f in facts if f)),
    ]


def _degrees(x: float, y: float) -> str:
    return f"{abs(y):.5f}° {'N' if y >= 0 else 'S'}, {abs(x):.5f}° {'E' if x >= 0 else 'W'}"


def _remoteness(lines: LegLines, words: Words) -> str:
    far = lines.from_base_km
    return words.say("trip.no_base") if far is None else words.say("trip.from_base", km=round(far))


def _incidents(lines: LegLines, words: Words) -> str:
    if not lines.incidents or not lines.incidents[-1]:
        return words.say("trip.no_incidents")
    week, month, quarter = lines.incidents
    return words.say("trip.incidents", week=week, month=month, quarter=quarter, types=list(lines.incident_types))


def _places(lines: LegLines, words: Words) -> str:
    if not lines.places:
        return words.say("trip.no_places")
    return words.say("trip.places", shown=list(lines.places[:SHOWN_PLACES]), total=len(lines.places))


def _second_page(content: PackContent, words: Words) -> list[Block]:
    trip = content.trip
    contacts = [_contact(n, p, words) for n, p in enumerate(content.focal_points, start=1)]
    check_ins = [[c.at, c.place, c.means, c.backup, words.say("trip.minutes", minutes=c.grace_minutes), ""] for c in trip.check_ins]
    overdue = [
        [words.say("trip.after", minutes=o.after_minutes), o.role, o.action]
        for o in sorted(trip.overdue, key=lambda o: o.after_minutes)
    ]
    return [
        heading(words.say("trip.contacts")),
        text(words.say("trip.contacts.order"), "small"),
        table(_heads(words, "rank", "role", "reach", "tested", "number"), contacts, (0.3, 2.6, 1, 1.5, 1.6)),
        heading(words.say("trip.check_ins")),
        table(_heads(words, "at", "place", "means", "backup", "grace", "done"), check_ins, (0.8, 1.8, 1.3, 1.3, 0.8, 0.6)),
        heading(words.say("trip.overdue")),
        table(_heads(words, "after", "role", "action"), overdue, (0.9, 1.6, 3)),
        side_by_side(
            (1, 1),
            [heading(words.say("trip.h24")), bullets(_said(words.say, "trip.check", CHECKS), "☐")],
            [heading(words.say("trip.h1")), bullets(_said(words.say, "trip.check", LAST_CHECKS), "☐")],
        ),
        side_by_side(
            (1, 1),
            [heading(words.say("trip.abort")), bullets(trip.abort_triggers, "■")],
            [heading(words.say("trip.meeting")), bullets(_said(words.say, "trip.rule", DISTANCE_RULES))],
        ),
        heading(words.say("trip.seen")),
        bullets(_said(words.say, "trip.seen", ("staff", "hosts", "children", "return"))),
        heading(words.say("trip.approval")),
        table(
            _heads(words, "role", "signature", "moment"),
            [[role, "", ""] for role in (*trip.approvers, *_needed(content, words))],
            (2, 2.4, 1.2),
        ),
        text(words.say("trip.afterwards"), "small"),
    ]


def _contact(rank: int, point: FocalPoint, words: Words) -> list[str]:
    tested = words.say("note.tested", day=point.last_tested) if point.last_tested else words.say("note.never_tested")
    return [str(rank), point.role, words.term("reach", point.reach), tested, ""]


def _needed(content: PackContent, words: Words) -> list[str]:
    return [words.say("trip.needed", role=words.say(f"approval.{content.approval}"))] if content.approval else []


def _heads(words: Words, *columns: str) -> list[str]:
    return [words.say(f"trip.column.{c}") for c in columns]


def _said(say: Callable[[str], str], prefix: str, keys: Iterable[str]) -> list[str]:
    return [say(f"{prefix}.{key}") for key in keys]


def _unique(words: Words, reasons: Sequence[Reason]) -> list[str]:
    return list(dict.fromkeys(words.say(r.code, **r.params) for r in reasons))


def _destroy(trip: Trip, words: Words) -> str:
    return words.say("trip.destroy", day=trip.destroy_by) if trip.destroy_by else words.say("trip.destroy_after")
