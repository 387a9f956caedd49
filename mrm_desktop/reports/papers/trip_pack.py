"""The trip pack: for the office that plans and approves a trip, legible without colour; the field pack is for the road.

It says the same in every language: every reason, area and gap. Only type and map give way until two pages hold it; a trip that needs more
has more.

Packs get carried all the same, so what a finder may read is what a finder may know: it names roles, not people; it says when presence
was last confirmed, never when it will be there; what armed actors think stands in the window only; bases have a distance and no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mrm_desktop.domain.missions import FocalPoint
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.role_names import names_role
from mrm_desktop.domain.trip_plans import Nearest, PlannedLeg, TripPlan
from mrm_desktop.domain.trips import Drawn, Go, MeasureStatus, Trip, in_order
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import (
    LEAST_ROWS,
    NEW_PAGE,
    Block,
    Document,
    box,
    bullets,
    by_hand,
    floating,
    heading,
    image,
    legend,
    lines_by_hand,
    pages_of,
    side_by_side,
    table,
    text,
    title,
)
from mrm_desktop.reports.papers.route_lines import RouteLine
from mrm_desktop.reports.papers.trip_wording import (
    PAPER_COLUMNS,
    answer_in_words,
    approval_line,
    area_row,
    ceiling_in_words,
    check_in_hour,
    condition_lines,
    conditions_heading,
    decision_line,
    degrees_of,
    gaps_line,
    headline,
    hours_in_words,
    incidents_line,
    leg_line,
    legs_with,
    mgrs_of,
    road_layer_line,
    said,
    said_on_paper,
    strip_in_words,
)
from mrm_desktop.reports.release.duty_wording import numbers_of
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.verification import code_of
from mrm_desktop.reports.release.wording import as_written, isolated
from mrm_desktop.reports.report import GPX, HTML, KML, PDF, Audience, Content, Needs, Report, Source

CHECKS = ("h24_decision", "h24_evidence", "h24_events", "h24_people", "h24_route", "h24_contacts")
LAST_CHECKS = ("h1_decision", "h1_road", "h1_people", "h1_means", "h1_turn_back")
DISTANCE_RULES = ("follow", "stop", "offer", "talk")
GENERAL_HARM = ("staff", "hosts", "children", "return")


PAGE_WIDTH = 180.0  # mm between the margins of the layout
HALF_WIDTH = 95.0
MAP, STRIP = "route.svg", "strip.svg"
STRIP_LETTER = 1.08  # pixels for each point of the type: a little smaller than it
MOST_LEGS_APART = 6  # more legs than these stand in one table
MOST_PLACES = 12  # names of places of a leg; of the others the number is told


@dataclass(frozen=True, slots=True)
class Room:
    """How large type and map are tried.

    Attributes
    ----------
    size : float
        Size of the type, points.
    map : tuple[float, float]
        Width and height of the map, mm; one as wide as the page has lines of its own.
    rows : int
        Rows of a table that is filled in by hand, those that are known among them.
    """

    size: float
    map: tuple[float, float]
    rows: int = LEAST_ROWS


# From roomy to tight: nothing smaller can be read in a car or by a tired eye.
ROOMS = (
    Room(10.2, (PAGE_WIDTH, 100)),
    Room(9.6, (PAGE_WIDTH, 84)),
    Room(9.0, (PAGE_WIDTH, 72)),
    Room(8.6, (HALF_WIDTH, 70)),
    Room(8.2, (HALF_WIDTH, 58), 2),
)


def trip_pack(
    plan: TripPlan, info: ProjectInfo, words: Words, citations: tuple[str, ...] = (), destroy_by: date | None = None
) -> Document:
    """Return the pack: a page on the answer and a page for the journey where each fits one, else as many pages as it needs.

    Parameters
    ----------
    citations : tuple[str, ...]
        Credits for the incidents that are counted on it.
    destroy_by : date | None
        Day by which every copy has to be gone; None for the trip's own.
    """
    until = destroy_by or plan.trip.to_destroy_on
    tried: list[tuple[Document, bool]] = []
    for room in ROOMS:
        pictures: dict[str, str] = {}
        front, back = _first_page(plan, info, room, pictures, words), _second_page(plan, until, room.rows, words)
        document = Document(
            name=plan.trip.title,
            author=info.office,
            sensitivity=words.say("sensitivity.internal"),
            blocks=(*front, NEW_PAGE, *back),
            channel=_channel(plan, words),
            footer=(
                words.say("trip.footer"),
                words.say("note.not_for_targeting"),
                *citations,
                words.say("trip.destroy", day=until),
            ),
            pictures=pictures,
            size=room.size,
        )
        front_fits, back_fits = (pages_of(document.with_blocks(part), words) == 1 for part in (front, back))
        if front_fits and back_fits:
            return document
        tried.append((document.with_blocks((*front, *back)), front_fits))
    return _roomiest(tried, words)


def _roomiest(tried: Sequence[tuple[Document, bool]], words: Words) -> Document:
    """Return the roomiest of as few pages as the tightest, where it can be one whose answer and map stand together on its first page.

    ``tried`` goes from roomy to tight, each with whether its first part fits a page.
    """
    fewest = pages_of(tried[-1][0], words)
    short = [(document, whole) for document, whole in tried if pages_of(document, words) <= fewest]
    return next((document for document, whole in short if whole), short[0][0])


def trip_gpx(plan: TripPlan, words: Words) -> bytes:
    """Return the legs as routes with their turning points, each with its answer: no times, no names of people, no presence."""
    from mrm_desktop.reports.papers.geodata import gpx  # brings shapely with it, and the window starts without

    return gpx(_ends(plan, words), _routes(plan, words))


def trip_kml(plan: TripPlan, words: Words) -> bytes:
    """Return the same as KML, in which a leg is drawn by its answer."""
    from mrm_desktop.reports.papers.geodata import route_kml

    return route_kml(plan.trip.title, _ends(plan, words), _routes(plan, words))


def _ends(plan: TripPlan, words: Words) -> list[tuple[str, float, float, str]]:
    found = []
    for number, planned in enumerate(plan.legs, start=1):
        for label, (x, y) in (("start", planned.leg.route[0]), ("end", planned.leg.route[-1])):
            name = words.say("trip.named", name=words.say(f"trip.{label}", number=number), go=answer_in_words(planned.go, words))
            found.append((name, x, y, mgrs_of(x, y)))
        found += [(point.name, *point.at, mgrs_of(*point.at)) for point in planned.leg.waypoints]
    return found


def _routes(plan: TripPlan, words: Words) -> list[RouteLine]:
    routes = [
        RouteLine(
            name=words.say("trip.named", name=p.leg.name, go=(go := answer_in_words(p.go, words))),
            remark=go,
            style=p.go.value,
            corners=p.leg.route,
        )
        for p in plan.legs
    ]
    others = [(n, p.alternate) for n, p in enumerate(plan.legs, start=1)]
    not_looked_at = words.say("map.class.trip.not_planned")
    for number, other in others:
        if other is not None:
            name = words.say("trip.named", name=words.say("trip.alternate_of", number=number), go=not_looked_at)
            routes.append(RouteLine(name, not_looked_at, "not_planned", other.route))
    return routes


def _first_page(plan: TripPlan, info: ProjectInfo, room: Room, pictures: dict[str, str], words: Words) -> list[Block]:
    trip = plan.trip
    days = sorted({planned.leg.on for planned in plan.legs})
    span = words.day(days[0]) if len(days) == 1 else f"{words.day(days[0])} – {words.day(days[-1])}"
    under = words.say("trip.under", days=span, purpose=trip.purpose, made_on=plan.made_on)
    blocks = [title(trip.title, under), *([text(words.say("note.fictional"), "small")] if info.fictional else [])]
    blocks.append(text(words.say("trip.for_the_office"), "small"))
    blocks.append(box(headline(plan, words), _answers(plan, words), "bar"))
    blocks += strip_blocks(plan, room.size, pictures, words)
    for go in (Go.WITH_CONDITIONS, Go.WAIT):
        conditions = condition_lines(legs_with(plan, go), words)
        if conditions:
            blocks += [heading(conditions_heading(plan, words, go)), bullets(conditions, "☐")]
    blocks.append(box(words.pair(words.say("trip.first"), _first_contact(plan, words)), [words.say("note.never_interview")]))
    people = [words.list(trip.team), words.list(trip.vehicles), words.say(f"trip.criticality.{trip.criticality}")]
    people.append(words.say("trip.withdrawal.yes" if trip.withdrawal_confirmed else "trip.withdrawal.no"))
    people += [words.say("trip.exposed", text=line) for line in trip.exposed]
    why_go = [trip.why_now, words.say("trip.if_not", text=trip.if_not)]
    purpose = [heading(words.say("trip.purpose")), bullets(line for line in why_go if line)]
    team = [heading(words.say("trip.team")), bullets(line for line in people if line)]
    drawn = map_blocks(plan, room.map, pictures, words, not info.fictional)
    if room.map[0] == PAGE_WIDTH:
        blocks += [side_by_side((1, 1), purpose, team), *drawn]
    else:
        blocks.append(side_by_side((1, 1.2), [*purpose, *team], drawn))
    if len(plan.legs) > MOST_LEGS_APART:
        return [*blocks, _all_legs(plan, words)]
    for number, planned in enumerate(plan.legs, start=1):
        blocks += _leg(number, planned, plan, words)
    return blocks


def strip_blocks(plan: TripPlan, size: float, pictures: dict[str, str], words: Words) -> list[Block]:
    """Return the strip of the way with its hours, in letters that follow the ``size`` of the type; its drawing joins the pictures."""
    from mrm_desktop.cartography.route_strip import strip_svg  # brings shapely with it, and the window starts without

    pictures[STRIP] = strip_svg(plan.strip, plan.clock, words, PAGE_WIDTH, letter=size * STRIP_LETTER)
    return [image(STRIP, PAGE_WIDTH, strip_in_words(plan, words)), bullets(hours_in_words(plan, words))]


def map_blocks(
    plan: TripPlan, size: tuple[float, float], pictures: dict[str, str], words: Words, is_real: bool, is_plain: bool = False
) -> list[Block]:
    """Return the map of the route with its key, ``size`` in mm; their drawings are put among the pictures.

    Parameters
    ----------
    is_real : bool
        Whether the country is one that the base map knows.
    is_plain : bool
        Only route, stops and areas: nothing of contact, and no names of legs.
    """
    from mrm_desktop.cartography.route_map import route_key, route_map  # brings shapely with it, and the window starts without

    pictures[MAP] = route_map(plan, words, *size, is_plain=is_plain, is_real=is_real)
    entries = []
    for number, (sample, label) in enumerate(route_key(plan, words, is_plain)):
        pictures[f"sample-{number}.svg"] = sample
        entries.append({"file": f"sample-{number}.svg", "label": label})
    return [
        floating(image(MAP, size[0], _map_in_words(plan, words, is_plain))),
        legend(entries, 4 if size[0] == PAGE_WIDTH else 2),
    ]


def _map_in_words(plan: TripPlan, words: Words, is_plain: bool) -> str:
    if is_plain:
        return words.say(
            "trip.map_alt_plain",
            legs="; ".join(words.pair(n, answer_in_words(p.go, words)) for n, p in enumerate(plan.legs, start=1)),
        )
    legs = "; ".join(f"{n}. {words.pair(p.leg.name, answer_in_words(p.go, words))}" for n, p in enumerate(plan.legs, start=1))
    areas = {c.area.code: c for p in plan.legs for c in p.crossed}
    ceilings = "; ".join(words.pair(c.area.name_in(words.language), ceiling_in_words(c, words)) for c in areas.values())
    return words.say("trip.map_alt", legs=legs, areas=ceilings)


def _all_legs(plan: TripPlan, words: Words) -> Block:
    """Return all legs as one table, for a trip of many."""
    rows = []
    for number, planned in enumerate(plan.legs, start=1):
        leg = planned.leg
        head = words.say("trip.leg", number=number, name=as_written(leg.name, words), day=leg.on, km=round(planned.length_km))
        areas = [f"{words.pair(c.area.name, ceiling_in_words(c, words))}, {decision_line(c, words)}" for c in planned.crossed]
        base = planned.remote.base
        far = words.say("trip.no_base") if base is None else words.say("trip.from_base", km=round(base.km))
        points = (mgrs_of(*leg.route[0]), mgrs_of(*leg.route[-1]), degrees_of(*leg.route[-1]))
        ends = "{} – {}, {}".format(*(isolated(point, words) for point in points))
        incidents = incidents_line(planned, plan.trip.corridor_km, words)
        go = " ".join([f"{answer_in_words(planned.go, words)}.", *said_on_paper(planned.reasons, words)])
        rows.append([head, go, "; ".join(areas), f"{far} {incidents} {ends} {gaps_line(planned, words)}"])
    return table(_heads(words, "leg", "go", "ceilings", "way"), rows, (1.0, 2.0, 1.7, 3.6), unbroken=True)


def _answers(plan: TripPlan, words: Words) -> list[str]:
    """Return the answer on each leg by itself; why stands beside the leg, and of the only leg here."""
    if len(plan.legs) == 1:
        return said_on_paper(plan.legs[0].reasons, words)
    return [leg_line(number, planned, words) for number, planned in enumerate(plan.legs, start=1)]


def _first_contact(plan: TripPlan, words: Words) -> str:
    return plan.focal_points[0].role if plan.focal_points else words.say("note.no_focal_point")


def _channel(plan: TripPlan, words: Words) -> str:
    if not plan.focal_points:
        return words.say("page.channel.any")
    return words.say("page.channel", channel=[as_written(plan.focal_points[0].role, words)])


def _leg(number: int, planned: PlannedLeg, plan: TripPlan, words: Words) -> list[Block]:
    leg = planned.leg
    head = words.say("trip.leg", number=number, name=as_written(leg.name, words), day=leg.on, km=round(planned.length_km))
    blocks: list[Block] = [heading(f"{head} – {answer_in_words(planned.go, words)}")]
    if len(plan.legs) > 1:
        blocks.append(bullets(said_on_paper(planned.reasons, words), "!"))
    blocks.append(
        table(
            [words.say(f"trip.column.{c}") for c in PAPER_COLUMNS],
            [area_row(c, words, PAPER_COLUMNS) for c in planned.crossed],
            (1.9, 1.8, 1.7, 1.5, 1.2, 1.8),
        )
    )
    ends = [
        words.say(f"trip.{k}_at", mgrs=isolated(mgrs_of(x, y), words), position=isolated(degrees_of(x, y), words))
        for k, (x, y) in (("start", leg.route[0]), ("end", leg.route[-1]))
    ]
    facts = [
        *ends,
        words.say(f"trip.drawn.{leg.drawn}", km=round(leg.off_road_km, 1)),
        road_layer_line(plan, words) if leg.drawn is Drawn.ROADS else "",
        *_remote(planned, words),
        incidents_line(planned, plan.trip.corridor_km, words),
        _places(planned, words),
        _alternate(planned, plan, words),
    ]
    return [*blocks, text(" ".join(fact for fact in facts if fact)), text(gaps_line(planned, words), "small")]


def _remote(planned: PlannedLeg, words: Words) -> list[str]:
    remote = planned.remote
    hours = words.say("trip.hours_at_least" if planned.leg.straight else "trip.hours", hours=round(remote.hours, 1))
    return [
        hours,
        words.say("trip.no_base") if remote.base is None else words.say("trip.from_base", km=round(remote.base.km)),
        *_help(remote.clinic, "clinic", words),
        *_help(remote.airstrip, "airstrip", words),
    ]


def _help(nearest: Nearest | None, kind: str, words: Words) -> list[str]:
    return [
        words.say(f"trip.no_{kind}") if nearest is None else words.say(f"trip.from_{kind}", name=nearest.name, km=round(nearest.km))
    ]


def _places(planned: PlannedLeg, words: Words) -> str:
    if not planned.places:
        return words.say("trip.no_places")
    named = [f"{p.name} ({p.kind})" if p.kind and p.kind != "settlement" else p.name for p in planned.places[:MOST_PLACES]]
    shown = [as_written(name, words) for name in named]
    return words.say("trip.places", shown=shown, total=len(planned.places))


def _alternate(planned: PlannedLeg, plan: TripPlan, words: Words) -> str:
    if planned.alternate is None:
        return "" if planned.leg.straight or not plan.on_roads else words.say("trip.no_alternate")
    avoided = [c.area.name for c in planned.crossed if c.area.code in planned.alternate.avoids]
    code = "trip.alternate_avoids" if avoided else "trip.alternate"
    return words.say(code, km=round(planned.alternate.length_km), areas=avoided)


def _second_page(plan: TripPlan, destroy_by: date, rows: int, words: Words) -> list[Block]:
    trip = plan.trip
    contacts = [_contact(n, p, plan, words) for n, p in enumerate(plan.focal_points[:5], start=1)]
    harm = said((r for planned in plan.legs for r in planned.harm), words)
    return [
        heading(words.say("trip.contacts")),
        text(words.say("trip.contacts.order"), "small"),
        by_hand(_heads(words, "rank", "role", "reach", "tested", "number"), contacts, (0.3, 2.6, 1, 1.5, 1.6), rows),
        *check_in_blocks(trip, words, rows),
        side_by_side(
            (1, 1),
            [heading(words.say("trip.h24")), bullets(_said(words, "trip.check", CHECKS), "☐")],
            [heading(words.say("trip.h1")), bullets(_said(words, "trip.check", LAST_CHECKS), "☐")],
        ),
        side_by_side(
            (1, 1),
            [heading(words.say("trip.abort")), *lines_by_hand(trip.abort_triggers, "■", rows), *stop_blocks(trip, words)],
            [heading(words.say("trip.meeting")), bullets(_said(words, "trip.rule", DISTANCE_RULES))],
        ),
        *_risks(plan, words),
        heading(words.say("trip.seen")),
        bullets([*harm, *_said(words, "trip.seen", GENERAL_HARM)]),
        heading(words.say("trip.approval")),
        text(approval_line(plan, words), "small"),
        by_hand(
            _heads(words, "role", "signature", "moment"), [[role, "", ""] for role in _signing(plan, words)], (2, 2.4, 1.2), rows
        ),
        text(words.say("trip.afterwards", day=destroy_by), "small"),
    ]


def check_in_blocks(trip: Trip, words: Words, rows: int = LEAST_ROWS) -> list[Block]:
    """Return when and where the team reports, and what happens when it does not, with ``rows`` rows at least."""
    check_ins = [
        [check_in_hour(c, trip, words), c.place, c.means, c.backup, words.say("trip.minutes", minutes=c.grace_minutes), ""]
        for c in in_order(trip.check_ins)
    ]
    overdue = [
        [words.say("trip.after", minutes=o.after_minutes), o.role, o.action]
        for o in sorted(trip.overdue, key=lambda o: o.after_minutes)
    ]
    return [
        heading(words.say("trip.check_ins")),
        by_hand(_heads(words, "at", "place", "means", "backup", "grace", "done"), check_ins, (1.2, 1.7, 1.2, 1.2, 0.8, 0.6), rows),
        heading(words.say("trip.overdue")),
        by_hand(_heads(words, "after", "role", "action"), overdue, (0.9, 1.6, 3), rows),
    ]


def stop_blocks(trip: Trip, words: Words) -> list[Block]:
    """Return where the team turns back, where care is and where nobody can call."""
    parts = (
        ("turn_back", trip.turn_back),
        ("hibernation", trip.hibernation),
        ("relocation", trip.relocation),
        ("medical", trip.medical),
        ("no_signal", trip.no_signal),
    )
    found: list[Block] = []
    for name, lines in parts:
        if lines:
            found += [heading(words.say(f"trip.{name}")), bullets(lines)]
    return found


def _risks(plan: TripPlan, words: Words) -> list[Block]:
    if not plan.trip.risks:
        return []
    rows = [
        [
            r.threat,
            words.say("trip.steps", likelihood=r.likelihood, impact=r.impact),
            r.measure,
            r.owner,
            words.say(f"trip.measure.{r.status}"),
        ]
        for r in sorted(plan.trip.risks, key=lambda r: (-r.impact, -r.likelihood, r.status is MeasureStatus.IN_PLACE))
    ]
    return [
        heading(words.say("trip.risks")),
        table(_heads(words, "threat", "steps", "measure", "owner", "status"), rows, (1.6, 1, 2.4, 1.2, 0.8)),
    ]


def _contact(rank: int, point: FocalPoint, plan: TripPlan, words: Words) -> list[str]:
    tested = words.say("note.tested", day=point.last_tested) if point.last_tested else words.say("note.never_tested")
    return [str(rank), point.role, words.term("reach", point.reach), tested, numbers_of(point, plan.duty_lines, words)]


def _heads(words: Words, *columns: str) -> list[str]:
    return [words.say(f"trip.column.{c}") for c in columns]


def _signing(plan: TripPlan, words: Words) -> list[str]:
    """Return a line for each role that signs: those whom the way asks for, then those whom the trip names besides."""
    asked = [code for code in plan.approval if code != "nobody"]
    others = [role for role in plan.trip.approvers if not any(names_role(role, code) for code in asked)]
    return [*(words.term("approval", code) for code in asked), *others]


def _said(words: Words, prefix: str, keys: Iterable[str]) -> list[str]:
    return [words.say(f"{prefix}.{key}") for key in keys]


def route_content(plan: TripPlan, order: Order, on: date, words: Words) -> Content:
    """Return the route as ``gpx`` or ``kml``."""
    data = trip_gpx(plan, words) if order.form == GPX.name else trip_kml(plan, words)
    return Content(data, code_of(data, order.seal(on)))


def _make(source: Source, order: Order, words: Words) -> Content:
    plan = source.required_plan
    if order.form in (GPX.name, KML.name):
        return route_content(plan, order, source.on, words)
    until = REPORT.day_to_destroy(order, plan)
    return written(trip_pack(plan, source.info, words, source.citations, until), order, source, words)


# Where a team travels, and when, is for its own organisation.
OWN_ORGANISATION = Audience(Reader.COUNTRY_OFFICE, "trip.not_for_reader")
REPORT = Report(
    "trip_pack",
    (PDF, HTML, GPX, KML),
    _make,
    needs=Needs.TRIP,
    audience=OWN_ORGANISATION,
    keep_until=lambda plan: plan.trip.to_destroy_on,
)
