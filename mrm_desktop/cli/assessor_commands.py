"""Commands of two assessors: answer blind, compare, reconcile."""

from __future__ import annotations

from typing import Annotated

import typer

from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import GuardPassOption, JsonOption, PassRoleOption, ProjectOption, SecondRoleOption, guard_passes
from mrm_desktop.cli.terminal import line, print_json, say, telling_how_to_pass, words
from mrm_desktop.domain.vocabulary import Mode
from mrm_desktop.foundation.clock import today

assessors_app = typer.Typer(no_args_is_help=True)

Area = Annotated[str, typer.Option("--area", help="help.option.area")]
Asked = Annotated[str, typer.Option("--mode", help="help.option.mode")]
Ceiling = Annotated[str, typer.Option("--ceiling", help="help.option.assessors.ceiling")]
Why = Annotated[str, typer.Option("--why", help="help.option.assessors.why")]


@assessors_app.command("answer")
def answer(
    area: Area,
    mode: Asked,
    ceiling: Ceiling,
    why: Why,
    role: Annotated[str, typer.Option("--role", help="help.option.assessors.role")],
    project: ProjectOption = None,
    guard_pass: GuardPassOption = None,
    second_role: SecondRoleOption = "",
) -> None:
    """Answer for an area before you have seen what the other assessor answers.

    Example: mrm-desktop assessors answer --area SS-CE --mode liaison --ceiling alert --role "Access adviser" --why "Too thin to be seen."
    """
    from mrm_desktop.services.decisions.two_assessors import answer_blind

    asked, highest, passes = (
        Mode.called(mode, "--mode"),
        Mode.called(ceiling, "--ceiling"),
        guard_passes(guard_pass, role, second_role),
    )
    with telling_how_to_pass("guard.on_the_command_line", role="--role"), opened(project) as opened_project:
        answer_blind(opened_project, area, asked, highest, why, role, today(), passes)
    say("cli.assessors.kept")


@assessors_app.command("compare")
def compare(area: Area, mode: Asked, project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """Show both answers, once two roles have answered.

    Example: mrm-desktop assessors compare --area SS-CE --mode liaison
    """
    from mrm_desktop.services.decisions.two_assessors import compare_assessors

    with opened(project) as opened_project:
        found = compare_assessors(opened_project, area, Mode.called(mode, "--mode"))
    told = [*found.answers, *([found.reconciled] if found.reconciled is not None else [])]
    if as_json:
        rows = [
            {"by": a.by, "on": a.on.isoformat(), "ceiling": a.ceiling.value, "why": a.why, "reconciles": a.reconciles} for a in told
        ]
        print_json({"steps": found.steps, "answers": rows})
        return
    speaker = words()
    for one in told:
        line(f"{one.by} ({speaker.day(one.on)}): {speaker.term('mode', one.ceiling)} – {one.why}")
    say("cli.assessors.apart" if found.steps else "cli.assessors.agree", count=found.steps)


@assessors_app.command("reconcile")
def settle(
    area: Area,
    mode: Asked,
    ceiling: Ceiling,
    why: Why,
    project: ProjectOption = None,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
) -> None:
    """Write down what both assessors agreed on; what each answered before stays.

    Example: mrm-desktop assessors reconcile --area SS-CE --mode liaison --ceiling alert --why "Both see the risk for women."
    """
    from mrm_desktop.services.decisions.two_assessors import reconcile

    asked, highest, passes = (
        Mode.called(mode, "--mode"),
        Mode.called(ceiling, "--ceiling"),
        guard_passes(guard_pass, pass_role, second_role),
    )
    with telling_how_to_pass("guard.on_the_command_line", role="--pass-role"), opened(project) as opened_project:
        reconcile(opened_project, area, asked, highest, why, today(), passes)
    say("cli.assessors.reconciled")
