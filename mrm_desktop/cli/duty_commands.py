"""Commands for the duty card: whom to call by which line, what is due for a test, and how a test went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import AreaOption, JsonOption, OnOption, ProjectOption, day
from mrm_desktop.cli.terminal import plain, print_json, say, table, words

if TYPE_CHECKING:
    from mrm_desktop.domain.duty_lines import CheckedLine

duty_app = typer.Typer(no_args_is_help=True)
COLUMNS = ("role", "line", "medium", "hours", "tested", "minutes", "state")


@duty_app.command("list")
def list_lines(
    project: ProjectOption = None,
    area: AreaOption = "",
    due: Annotated[bool, typer.Option("--due", help="help.option.duty.due")] = False,
    on: OnOption = "",
    as_json: JsonOption = False,
) -> None:
    """List the duty lines in the order in which they are called, and what is due for a test this month.

    Examples
    --------
    mrm-desktop duty list

    mrm-desktop duty list --due --area SS-CE
    """
    from mrm_desktop.services.evidence.check_duty_lines import duty_card

    with opened(project) as opened_project:
        card = duty_card(opened_project, day(on), area)
    shown = [entry for entry in card if entry.is_due or not due]
    if as_json:
        print_json([plain(entry.line) | {"state": entry.state, "due": entry.is_due} for entry in shown])
        return
    if shown:
        speaker = words()
        table([speaker.say(f"duty.column.{column}") for column in COLUMNS], [_row(entry) for entry in shown])
    else:
        say("duty.none_due" if due and card else "duty.none")
    if card:
        say("duty.due_this_month", count=sum(entry.is_due for entry in card))


@duty_app.command("test")
def write_down(
    role: Annotated[str, typer.Argument(help="help.option.duty.role")],
    answered: Annotated[bool, typer.Option("--answered/--no-answer", help="help.option.duty.answered")],
    minutes: Annotated[int | None, typer.Option("--minutes", help="help.option.duty.minutes")] = None,
    medium: Annotated[str, typer.Option("--medium", help="help.option.duty.medium")] = "",
    area: Annotated[str, typer.Option("--area", "-a", help="help.option.duty.area")] = "",
    source: Annotated[str, typer.Option("--source", help="help.option.duty.source")] = "",
    project: ProjectOption = None,
    on: OnOption = "",
) -> None:
    """Write down how the test of a duty line went.

    Examples
    --------
    mrm-desktop duty test "Joint operations centre" --answered --minutes 4

    mrm-desktop duty test "Child Protection Adviser, Sector North" --medium satellite --no-answer
    """
    from mrm_desktop.domain.duty_lines import Medium
    from mrm_desktop.services.evidence.check_duty_lines import record_line_test

    meant = Medium.parse(medium, "--medium") if medium else None
    with opened(project) as opened_project:
        tested = record_line_test(
            opened_project, role, day(on), answered=answered, minutes=minutes, medium=meant, area_code=area, source=source
        )
    say("duty.answered" if answered else "duty.not_answered", role=tested.role, day=day(on))


def _row(entry: CheckedLine) -> list[str]:
    from mrm_desktop.reports.release.duty_wording import state_in_words

    line, speaker = entry.line, words()
    return [
        line.role,
        line.line,
        speaker.term("medium", line.medium),
        line.hours or "–",
        line.tested_on.isoformat() if line.tested_on else "–",
        "–" if line.answer_minutes is None else speaker.number(line.answer_minutes, 0),
        state_in_words(entry.state, line, speaker),
    ]
