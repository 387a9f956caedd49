"""What is known along a leg, and whom to call on a trip, as sheets of text that can be read aloud and copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mrm_desktop.desktop.answers.gap_rows import GapRows
from mrm_desktop.desktop.parts.labels import label
from mrm_desktop.desktop.parts.tables import text_table
from mrm_desktop.desktop.trips.check_line import CheckLine
from mrm_desktop.domain.gaps import Gap
from mrm_desktop.domain.trip_plans import Nearest, PlannedLeg, TripPlan
from mrm_desktop.domain.trips import Drawn, Go, in_order
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.papers.trip_pack import CHECKS, DISTANCE_RULES, GENERAL_HARM, LAST_CHECKS
from mrm_desktop.reports.papers.trip_wording import (
    COLUMNS,
    answer_in_words,
    approval_line,
    area_row,
    check_in_hour,
    condition_lines,
    degrees_of,
    hours_in_words,
    incidents_line,
    mgrs_of,
    road_layer_line,
    said,
)
from mrm_desktop.reports.release.wording import isolated
from mrm_desktop.services.evidence.gaps import gaps_of

Answer = Callable[[Gap, str], object]


def leg_sheet(planned: PlannedLeg, plan: TripPlan, words: Words, answer: Answer) -> QWidget:
    """Show one leg: go or wait and why, the areas, and the evidence of the corridor.

    Parameters
    ----------
    answer : Callable[[Gap, str], object]
        Lets a question be answered in place, as it is asked from the area with a code.
    """
    sheet, layout = _sheet()
    layout.addWidget(label(answer_in_words(planned.go, words), "title"))
    for line in said(planned.reasons, words):
        layout.addWidget(label(f"! {line}", ""))
    _unknowns(layout, planned, words, answer)
    conditions = condition_lines([planned], words)
    if conditions:
        head = "trip.conditions.once_it_may" if planned.go is Go.WAIT else "trip.conditions"
        _section(layout, words.say(head), (f"☐ {line}" for line in conditions))
    layout.addWidget(label(words.say("trips.areas"), "section"))
    layout.addWidget(_areas(planned, words))
    for head, lines in (
        ("trips.remoteness", _remote(planned, plan, words)),
        ("trips.incidents", [incidents_line(planned, plan.trip.corridor_km, words)]),
        ("trips.places", _places(planned, words)),
        ("trips.gaps", said(planned.gaps, words) or [words.say("trip.no_gaps")]),
        ("trip.seen", [*said(planned.harm, words), *(words.say(f"trip.seen.{k}") for k in GENERAL_HARM)]),
        ("trips.other_way", [_other_way(planned, plan, words)]),
    ):
        _section(layout, words.say(head), lines)
    layout.addStretch(1)
    return sheet


def _unknowns(layout: QVBoxLayout, planned: PlannedLeg, words: Words, answer: Answer) -> None:
    """Show what the leg waits for and nobody knows, area by area, each question with a button that answers it in place."""
    for crossed in planned.crossed:
        names = (crossed.area.name, crossed.area.name_in(words.language))
        about = [reason for reason in planned.reasons if reason.params.get("area") in names]
        gaps = list(dict.fromkeys(gap for reason in about for gap in gaps_of(reason, crossed.area.code)))
        if gaps:
            layout.addWidget(label(words.say("trips.find_out", area=crossed.area.name_in(words.language)), "section"))
            rows = GapRows(gaps, words)
            rows.asked.connect(partial(_asked, answer, crossed.area.code))
            layout.addWidget(rows)


def _asked(answer: Answer, area_code: str, gap: Gap) -> None:
    answer(gap, area_code)


def trip_sheet(plan: TripPlan, words: Words) -> list[str]:
    """Say what decides the whole trip, and what its hours mean."""
    worst = plan.legs[plan.worst_legs[0] - 1]
    dragged = [words.say("strip.drag")] if plan.clock.is_proposed else []
    return [*said(worst.reasons[:1], words), *hours_in_words(plan, words), *dragged]


def contacts_sheet(plan: TripPlan, words: Words, ticks: Ticks) -> QWidget:
    """Show whom to call, civilian first, who approves, check-ins and the two checklists, which are ticked here.

    Parameters
    ----------
    ticks : Ticks
        What was ticked; it stays with the trip.
    """
    sheet, layout = _sheet()
    layout.addWidget(label(words.say("trip.contacts"), "title"))
    layout.addWidget(label(words.say("trip.contacts.order"), "soft"))
    lines = [
        f"{n}. {p.role} – {words.term('reach', p.reach)}, "
        + (words.say("note.tested", day=p.last_tested) if p.last_tested else words.say("note.never_tested"))
        for n, p in enumerate(plan.focal_points, start=1)
    ]
    for line in lines or [words.say("note.no_focal_point")]:
        layout.addWidget(label(line, ""))
    _section(layout, words.say("trip.approval"), [approval_line(plan, words), *plan.trip.approvers])
    check_ins = []
    for one in in_order(plan.trip.check_ins):
        means = f"{one.means} / {one.backup}" if one.backup else one.means
        grace = words.say("trip.minutes", minutes=one.grace_minutes)
        check_ins.append(" – ".join((check_in_hour(one, plan.trip, words), one.place, means, grace)))
    _section(layout, words.say("trip.check_ins"), check_ins or [words.say("trips.no_check_ins")])
    steps = [f"{words.say('trip.after', minutes=o.after_minutes)} – {words.pair(o.role, o.action)}" for o in plan.trip.overdue]
    _section(layout, words.say("trip.overdue"), steps or [words.say("trips.no_check_ins")])
    for head, checks in (("trip.h24", CHECKS), ("trip.h1", LAST_CHECKS)):
        layout.addWidget(label(words.say(head), "section"))
        for check in checks:
            layout.addWidget(ticks.line(check, words.say(f"trip.check.{check}")))
    _section(layout, words.say("trip.meeting"), (words.say(f"trip.rule.{rule}") for rule in DISTANCE_RULES))
    _section(layout, words.say("trips.afterwards"), [words.say("trip.afterwards", day=plan.trip.to_destroy_on)])
    layout.addStretch(1)
    return sheet


class Ticks(QObject):
    """What of the two checklists is ticked. ``changed`` tells that somebody ticked something."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ticked: set[str] = set()

    def line(self, check: str, said: str) -> CheckLine:
        """Make the line of a check."""
        line = CheckLine(said)
        line.box.setObjectName(f"check-{check}")
        line.box.setChecked(check in self.ticked)
        line.box.toggled.connect(partial(self._tick, check))
        return line

    def _tick(self, check: str, is_ticked: bool) -> None:
        (self.ticked.add if is_ticked else self.ticked.discard)(check)
        self.changed.emit()


def _sheet() -> tuple[QWidget, QVBoxLayout]:
    sheet = QWidget()
    layout = QVBoxLayout(sheet)
    layout.setContentsMargins(16, 14, 16, 18)
    return sheet, layout


def _section(layout: QVBoxLayout, head: str, lines: Iterable[str]) -> None:
    layout.addWidget(label(head, "section"))
    for line in lines:
        layout.addWidget(label(line, ""))


def _areas(planned: PlannedLeg, words: Words) -> QWidget:
    view, model = text_table(words.say("trips.areas"), [words.say(f"trip.column.{c}") for c in COLUMNS])
    model.fill([tuple(area_row(c, words)) for c in planned.crossed])
    view.setFixedHeight(min(280, 62 + 31 * len(planned.crossed)))  # heading, rows, scroll bar
    return view


def _remote(planned: PlannedLeg, plan: TripPlan, words: Words) -> list[str]:
    remote, leg = planned.remote, planned.leg
    code = "trip.hours_at_least" if leg.straight else "trip.hours"
    lines = [words.say("trips.length", km=round(planned.length_km)), words.say(code, hours=round(remote.hours, 1))]
    lines.append(words.say(f"trip.drawn.{leg.drawn}", km=round(leg.off_road_km, 1)))
    if leg.drawn is Drawn.ROADS:
        lines.append(road_layer_line(plan, words))
    lines += [isolated(f"{mgrs_of(x, y)} · {degrees_of(x, y)}", words) for x, y in (leg.route[0], leg.route[-1])]
    base = remote.base
    lines.append(words.say("trip.no_base") if base is None else words.say("trips.base", name=base.name, km=round(base.km)))
    return [*lines, _help(remote.clinic, "clinic", words), _help(remote.airstrip, "airstrip", words)]


def _help(nearest: Nearest | None, kind: str, words: Words) -> str:
    return (
        words.say(f"trip.no_{kind}") if nearest is None else words.say(f"trip.from_{kind}", name=nearest.name, km=round(nearest.km))
    )


def _places(planned: PlannedLeg, words: Words) -> list[str]:
    if not planned.places:
        return [words.say("trip.no_places")]
    return [words.list(f"{p.name} ({p.kind})" if p.kind else p.name for p in planned.places[:40])]


def _other_way(planned: PlannedLeg, plan: TripPlan, words: Words) -> str:
    if planned.alternate is None:
        return words.say("trip.no_alternate" if plan.on_roads else "trips.no_roads")
    avoided = [c.area.name for c in planned.crossed if c.area.code in planned.alternate.avoids]
    return words.say("trip.alternate_avoids" if avoided else "trip.alternate", km=round(planned.alternate.length_km), areas=avoided)
