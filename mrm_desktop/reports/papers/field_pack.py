"""The field pack: what a team needs on the road and nothing that a finder could use. It expires.

Only go, wait or no-go, the route and its stops, whom to call, the conditions that a finder may read, when to report and where to turn back.
No evidence, no armed actors, no presence, no purpose, and nothing of how visible contact may be, in words or on the map. A contact is a
number without its role: a child protection adviser tells what a trip is for. Its title says nothing to whoever searches a car.
"""

from __future__ import annotations

from datetime import date, timedelta

from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.trip_plans import Crossed, TripPlan
from mrm_desktop.domain.trips import Go
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import (
    Block,
    Document,
    box,
    bullets,
    by_hand,
    heading,
    lines_by_hand,
    pages_of,
    table,
    text,
    title,
)
from mrm_desktop.reports.papers.trip_pack import (
    DISTANCE_RULES,
    OWN_ORGANISATION,
    PAGE_WIDTH,
    check_in_blocks,
    map_blocks,
    route_content,
    stop_blocks,
)
from mrm_desktop.reports.papers.trip_wording import (
    answer_in_words,
    condition_lines,
    conditions_heading,
    degrees_of,
    headline,
    legs_with,
    mgrs_of,
)
from mrm_desktop.reports.release.duty_wording import numbers_of
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.wording import isolated
from mrm_desktop.reports.report import GPX, HTML, PDF, Content, Needs, Report, Source

AFTER_RETURN = timedelta(days=2)  # the debrief is due by then
ON_THE_ROAD = (
    "trip.condition.decided",
    "trip.condition.look_again",
    "condition.do_not_rely_on_response",
)
"""Conditions that tell a finder neither whom the team meets nor what was learnt in an area, as a punished contact would."""
ROOMS = ((70.0, 3, 8.8), (58.0, 3, 8.8), (46.0, 3, 8.8), (46.0, 2, 8.6), (46.0, 1, 8.4), (38.0, 1, 8.4), (30.0, 1, 8.2))
"""Height of the map, mm, rows of a table that is filled in by hand, and size of the letters, pt: less until one page holds the sheet."""


def expires_on(plan: TripPlan) -> date:
    """Day on which the pack stops being true: two days after return, or earlier, when a decision or an assessment on the way lapses."""
    days = [plan.trip.last_day + AFTER_RETURN, plan.trip.to_destroy_on]
    for crossed in _areas(plan):
        lapses = [
            c for c in (crossed.assessment.expires_on, crossed.decision.expires_on if crossed.decision else None) if c is not None
        ]
        days += [day for day in lapses if day >= plan.made_on]
    return min(days)


def field_pack(plan: TripPlan, info: ProjectInfo, reader: Reader, words: Words, destroy_by: date | None = None) -> Document:
    """Return the pack as a document.

    Parameters
    ----------
    destroy_by : date | None
        Day by which every copy has to be gone; None for the day on which it stops being true.
    """
    until = destroy_by or expires_on(plan)
    legs = [
        [
            str(number),
            answer_in_words(planned.go, words),
            words.day(planned.leg.on),
            isolated(mgrs_of(*planned.leg.route[0]), words),
            isolated(mgrs_of(*planned.leg.route[-1]), words),
            isolated(degrees_of(*planned.leg.route[-1]), words),
        ]
        for number, planned in enumerate(plan.legs, start=1)
    ]
    contacts = [
        [str(n), words.term("reach", p.reach), numbers_of(p, plan.duty_lines, words)]
        for n, p in enumerate(plan.focal_points[:5], start=1)
    ]
    for height, rows, size in ROOMS:
        pictures: dict[str, str] = {}
        blocks: list[Block] = [
            title(words.say("field_pack.title"), words.say("field_pack.under", made_on=plan.made_on, until=until)),
            *([text(words.say("note.fictional"), "small")] if info.fictional else []),
            box(headline(plan, words, with_names=False), _what_to_do(plan, words), "bar"),
            box(words.say("field_pack.expires", day=until), [words.say("field_pack.after")]),
            heading(words.say("trip.contacts")),
            text(words.say("field_pack.who_answers"), "small"),
            by_hand(_heads(words, "rank", "reach", "number"), contacts, (0.3, 1, 3), rows),
            heading(words.say("field_pack.legs")),
            table(_heads(words, "rank", "go", "day", "from", "to", "to_degrees"), legs, (0.3, 1.3, 1, 1.3, 1.3, 1.6)),
            *_conditions(plan, words),
            *map_blocks(plan, (PAGE_WIDTH, height), pictures, words, not info.fictional, is_plain=True),
            *check_in_blocks(plan.trip, words, rows),
            heading(words.say("trip.abort")),
            *lines_by_hand(plan.trip.abort_triggers, "■", rows),
            *stop_blocks(plan.trip, words),
            heading(words.say("trip.meeting")),
            bullets(words.say(f"trip.rule.{rule}") for rule in DISTANCE_RULES),
        ]
        document = Document(
            name=words.say("field_pack.title"),
            author="",
            sensitivity=words.say(f"sensitivity.{reader}"),
            blocks=tuple(blocks),
            channel=words.say("field_pack.channel"),
            footer=(words.say("field_pack.footer"), words.say("note.not_for_targeting"), words.say("trip.destroy", day=until)),
            pictures=pictures,
            size=size,
        )
        if pages_of(document, words) == 1:
            break
    return document


def _what_to_do(plan: TripPlan, words: Words) -> list[str]:
    """Say what each answer on the sheet asks of the team, the worst first."""
    answers = sorted({planned.go for planned in plan.legs}, key=list(Go).index, reverse=True)
    return [words.say(f"field_pack.do.{go}") for go in answers]


def _conditions(plan: TripPlan, words: Words) -> list[Block]:
    blocks: list[Block] = []
    for go in (Go.WITH_CONDITIONS, Go.WAIT):
        legs = legs_with(plan, go)
        lines, every = condition_lines(legs, words, ON_THE_ROAD), condition_lines(legs, words)
        left_out = len(every) - len(lines)
        at_the_office = [words.say("field_pack.conditions_at_the_office", count=left_out)] if left_out else []
        if every:
            blocks += [heading(conditions_heading(plan, words, go)), bullets([*lines, *at_the_office], "☐")]
    return blocks


def _areas(plan: TripPlan) -> list[Crossed]:
    return list({c.area.code: c for planned in plan.legs for c in planned.crossed}.values())


def _heads(words: Words, *columns: str) -> list[str]:
    return [words.say(f"trip.column.{c}") for c in columns]


def _make(source: Source, order: Order, words: Words) -> Content:
    plan = source.required_plan
    if order.form == GPX.name:
        return route_content(plan, order, source.on, words)
    until = REPORT.day_to_destroy(order, plan)
    return written(field_pack(plan, source.info, order.reader, words, until), order, source, words)


REPORT = Report("field_pack", (PDF, HTML, GPX), _make, needs=Needs.TRIP, audience=OWN_ORGANISATION, keep_until=expires_on)
