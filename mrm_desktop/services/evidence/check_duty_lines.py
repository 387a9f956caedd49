"""Look after the duty card: which lines are due for a test, and what a test found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mrm_desktop.domain.duty_lines import LONGEST_WAIT, CheckedLine, DutyLine, Medium, call_order, checked_lines
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.missions import fallback_order
from mrm_desktop.domain.source_codes import require_source_code
from mrm_desktop.project.open_project import OpenProject


def duty_card(project: OpenProject, day: date, area_code: str = "") -> tuple[CheckedLine, ...]:
    """Return the lines in service on a day, in the order in which they are called.

    Parameters
    ----------
    area_code : str
        Only those that answer for this area; "" for all.

    Raises
    ------
    KnownError
        ``area.unknown`` where the project has no such area.
    """
    knowledge, gates = project.knowledge_on(day), project.policy.gates
    lines: tuple[DutyLine, ...] = knowledge.duty_lines.all
    if area_code:
        lines = knowledge.duty_lines.of({"", *knowledge.ground.above_and_self(knowledge.area(area_code).code)})
    ordered = call_order(lines, fallback_order(knowledge.focal_points))
    return checked_lines(ordered, day, gates.untested_said_after_days, gates.untested_unknown_after_days)


def record_line_test(
    project: OpenProject,
    role: str,
    on: date,
    *,
    answered: bool,
    minutes: int | None = None,
    medium: Medium | None = None,
    area_code: str = "",
    source: str = "",
) -> DutyLine:
    """State anew what is known of a line, with what a test of it found; the statement before stays on record.

    Parameters
    ----------
    role : str
        The role on the duty card, in whichever case.
    on : date
        Day of the test.
    minutes : int | None
        Minutes until somebody answered, 0 to 1440; None where nobody took the time.
    medium : Medium | None
        Which of the role's lines was tested; needed only where it has several.
    area_code : str
        The area that the line answers for; needed only where the role has a line of the same medium for several.
    source : str
        Code of who tested; "" for that of the line.

    Raises
    ------
    KnownError
        ``duty.no_such_role``, ``duty.several_lines``, ``duty.test_in_the_future``, ``duty.test_before_record``,
        ``duty.minutes_without_answer``, ``duty.minutes_out_of_range``, ``source.not_a_code``.
    """
    if on > project.day:
        raise KnownError("duty.test_in_the_future", day=on)
    if minutes is not None and not answered:
        raise KnownError("duty.minutes_without_answer")
    if minutes is not None and not 0 <= minutes <= LONGEST_WAIT:
        raise KnownError("duty.minutes_out_of_range", most=LONGEST_WAIT, found=minutes)
    line = _line_of(project, role, medium, area_code)
    if on < line.recorded_on:
        raise KnownError("duty.test_before_record", day=on, recorded_on=line.recorded_on)
    by = require_source_code(source, "--source") or line.source
    tested = replace(line, recorded_on=on, tested_on=on, answered=answered, answer_minutes=minutes, source=by)
    with project.write() as repository:
        repository.add_statements([tested])
    return tested


def _line_of(project: OpenProject, role: str, medium: Medium | None, area_code: str) -> DutyLine:
    """Return the one line that is meant."""
    lines = project.knowledge_on(project.day).duty_lines
    of_role = [line for line in lines if line.is_of_role(role)]
    if not of_role:
        raise KnownError("duty.no_such_role", role=role, known=sorted({line.role for line in lines}))
    found = [line for line in of_role if medium in (None, line.medium) and area_code in ("", line.area_code)]
    if len(found) != 1:
        raise KnownError("duty.several_lines", role=of_role[0].role, media=sorted({line.medium.value for line in of_role}))
    return found[0]
