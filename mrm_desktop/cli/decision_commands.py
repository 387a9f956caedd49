"""Commands after a decision: signing it, and writing down what came of it."""

from __future__ import annotations

from typing import Annotated

import typer

from mrm_desktop.cli.assess_commands import PolicyOption
from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import GuardPassOption, JsonOption, ProjectOption, SecondRoleOption, day, guard_passes
from mrm_desktop.cli.terminal import print_json, say, telling_how_to_pass
from mrm_desktop.foundation.clock import today


def sign(
    decision: Annotated[str, typer.Argument(help="help.option.decision")],
    role: Annotated[str, typer.Option(help="help.option.sign.role")],
    project: ProjectOption = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign a decision that waits for a role. Each role is another person.

    Example: mrm-desktop sign 3f2a --role security_focal_point
    """
    from mrm_desktop.services.decisions.sign_decision import sign_decision

    with opened(project, policy=policy) as opened_project:
        signed, missing = sign_decision(opened_project, decision, role, today())
    if as_json:
        print_json({"decision": signed.decision_id, "role": signed.role, "waiting_for": list(missing)})
        return
    say("cli.sign.done", approval=[signed.role])
    say("cli.sign.waiting" if missing else "cli.sign.in_force", approval=list(missing))


def outcome(
    decision: Annotated[str, typer.Argument(help="help.option.decision")],
    course: Annotated[str, typer.Option(help="help.option.course")],
    account: Annotated[str, typer.Option(help="help.option.outcome.account")],
    role: Annotated[str, typer.Option(help="help.option.outcome.role")],
    perception: Annotated[str, typer.Option(help="help.option.perception")] = "unknown",
    on: Annotated[str, typer.Option(help="help.option.outcome.on")] = "",
    project: ProjectOption = None,
    guard_pass: GuardPassOption = None,
    second_role: SecondRoleOption = "",
    policy: PolicyOption = None,
) -> None:
    """Write down what came of a decision: how it went, and whether people see the mission otherwise since.

    Example: mrm-desktop outcome 3f2a --course as_planned --role "Field manager" --account "The meeting was held away from the base."
    """
    from mrm_desktop.domain.sign_offs import Course, PerceptionSince
    from mrm_desktop.services.decisions.record_outcome import record_outcome

    passes = guard_passes(guard_pass, role, second_role)
    hint = telling_how_to_pass("guard.on_the_command_line", role="--role")
    with hint, opened(project, policy=policy) as opened_project:
        record_outcome(
            opened_project,
            decision,
            Course.parse(course, "--course"),
            PerceptionSince.parse(perception, "--perception"),
            account,
            role,
            day(on, "--on") if on else today(),
            passes,
        )
    say("cli.outcome.done")
