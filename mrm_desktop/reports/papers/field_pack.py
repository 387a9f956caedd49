"""The field pack: what a team needs on the road and nothing that a finder could use. It expires.

Only the areas of the route, how visible contact may be there, whom to call, go, wait or no-go with the conditions, when to report and
where to turn back. No evidence, no armed actors, no presence, no purpose; its title says nothing to whoever searches a car.
"""

from __future__ import annotations

from datetime import date, timedelta

from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.domain.trip_plans import Crossed, TripPlan
from mrm_desktop.domain.vocabulary import Channel
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.document_forms import written
from mrm_desktop.reports.papers.pages import Block, Document, box, bullets, heading, table, text, title
from mrm_desktop.reports.papers.trip_pack import (
    DISTANCE_RULES,
    OWN_ORGANISATION,
    PAGE_WIDTH,
    check_in_blocks,
    map_blocks,
    route_content,
    stop_blocks,
)
from mrm_desktop.reports.papers.trip_wording import condition_lines, conditions_heading, degrees_of, mgrs_of
from mrm_desktop.reports.release.duty_wording import numbers_of
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.release.wording import isolated
from mrm_desktop.reports.report import GPX, HTML, PDF, Content, Needs, Report, Source

AFTER_RETURN = timedelta(days=2)  # the debrief is due by then
ON_THE_ROAD = (
    "trip.condition.decided",
    "trip.condition.look_again",
    "condition.exposed_may_withdraw",
    "condition.do_not_rely_on_response",
)
"""Conditions that tell a finder nothing of what was learnt in an area, as a concern about a contingent or a punished contact would."""


def expires_on(plan: TripPlan) -> date:
    """Day on which the pack stops being true: two days after return, or earlier, when a decision or an assessment on the way lapses."""
    days = [plan.trip.last_day + AFTER_RETURN, plan.trip.to_destroy_on]
    for crossed in _areas(plan):
        lapses = [
            c for c in (crossed.assessment.expires_on, crossed.decision.expires_on if crossed.decision else None) if c is not None
        ]
        days += [day for day in lapses if day >= plan.made_on]
    return min(days)


def field_pack(plan: TripPlan, info: ProjectInfo, reader: Reader, words: Words) -> Document:
    """Return the pack as a document."""
    until = expires_on(plan)
    rows = [
        [
            f"{c.area.name_in(words.language)} [{c.area.code}]",
            words.term("mode", c.assessment.ceiling),
            _channel(c, words),
            words.say(f"trip.decision.{c.decision_state}", day=c.decision.expires_on if c.decision else ""),
        ]
        for c in _areas(plan)
    ]
    legs = [
        [
            str(number),
            words.say(f"map.class.trip.{planned.go}"),
            words.day(planned.leg.on),
            isolated(mgrs_of(*planned.leg.route[0]), words),
            isolated(mgrs_of(*planned.leg.route[-1]), words),
            isolated(degrees_of(*planned.leg.route[-1]), words),
        ]
        for number, planned in enumerate(plan.legs, start=1)
    ]
    contacts = [
        [str(n), p.role, words.term("reach", p.reach), numbers_of(p, plan.duty_lines, words)]
        for n, p in enumerate(plan.focal_points[:5], start=1)
    ]
    pictures: dict[str, str] = {}
    blocks: list[Block] = [
        title(words.say("field_pack.title"), words.say("field_pack.under", made_on=plan.made_on, until=until)),
        *([text(words.say("note.fictional"), "small")] if info.fictional else []),
        box(words.say("field_pack.expires", day=until), [words.say("field_pack.after"), words.say("note.never_interview")], "bar"),
        heading(words.say("trip.contacts")),
        table(_heads(words, "rank", "role", "reach", "number"), contacts, (0.3, 2.6, 1, 1.6), tall=True),
        heading(words.say("field_pack.legs")),
        table(_heads(words, "rank", "go", "day", "from", "to", "to_degrees"), legs, (0.3, 1.3, 1, 1.3, 1.3, 1.6)),
        *_conditions(plan, words),
        *map_blocks(plan, (PAGE_WIDTH, 70.0), pictures, words, with_places=False),
        heading(words.say("field_pack.areas")),
        table(_heads(words, "area", "ceiling", "channel", "decision"), rows, (1.6, 1.6, 1.8, 1.2)),
        *check_in_blocks(plan.trip, words),
        heading(words.say("trip.abort")),
        bullets(plan.trip.abort_triggers, "■"),
        *stop_blocks(plan.trip, words),
        heading(words.say("trip.meeting")),
        bullets(words.say(f"trip.rule.{rule}") for rule in DISTANCE_RULES),
    ]
    return Document(
        name=words.say("field_pack.title"),
        author="",
        sensitivity=words.say(f"sensitivity.{reader}"),
        blocks=tuple(blocks),
        footer=(words.say("field_pack.footer"), words.say("note.not_for_targeting"), words.say("trip.destroy", day=until)),
        pictures=pictures,
    )


def _channel(crossed: Crossed, words: Words) -> str:
    """Name the channel; the safeguarding one would tell a finder of a concern about the contingent."""
    channel = crossed.assessment.channel
    return words.say("field_pack.ask_the_office") if channel is Channel.SAFEGUARDING else words.term("channel", channel)


def _conditions(plan: TripPlan, words: Words) -> list[Block]:
    lines, every = condition_lines(plan.legs, words, ON_THE_ROAD), condition_lines(plan.legs, words)
    if not every:
        return []
    left_out = len(every) - len(lines)
    at_the_office = [words.say("field_pack.conditions_at_the_office", count=left_out)] if left_out else []
    return [heading(conditions_heading(plan, words)), bullets([*lines, *at_the_office], "☐")]


def _areas(plan: TripPlan) -> list[Crossed]:
    return list({c.area.code: c for planned in plan.legs for c in planned.crossed}.values())


def _heads(words: Words, *columns: str) -> list[str]:
    return [words.say(f"trip.column.{c}") for c in columns]


def _make(source: Source, order: Order, words: Words) -> Content:
    plan = source.required_plan
    if order.form == GPX.name:
        return route_content(plan, order, source.on, words)
    return written(field_pack(plan, source.info, order.reader, words), order.form, words, order.seal(source.on))


REPORT = Report("field_pack", (PDF, HTML, GPX), _make, needs=Needs.TRIP, audience=OWN_ORGANISATION)
