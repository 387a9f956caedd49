"""Commands around a decision: measures against harm, signing it, and writing down what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mrm_desktop.cli.assess_commands import PolicyOption
from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import (
    AreaOption,
    GuardPassOption,
    JsonOption,
    OnOption,
    PassRoleOption,
    ProjectOption,
    SecondRoleOption,
    day,
    guard_passes,
)
from mrm_desktop.cli.terminal import print_json, say, table, telling_how_to_pass, words
from mrm_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from mrm_desktop.domain.case import RiskMeasure
    from mrm_desktop.foundation.words import Words
    from mrm_desktop.services.decisions.known_measures import KnownMeasure


def measures(
    area: AreaOption = "",
    listed: Annotated[bool, typer.Option("--list", help="help.option.measures.list")] = False,
    put: Annotated[list[str] | None, typer.Option(help="help.option.measures.put")] = None,
    owner: Annotated[str, typer.Option(help="help.option.measures.owner")] = "",
    since: Annotated[str, typer.Option(help="help.option.measures.since")] = "",
    source: Annotated[str, typer.Option(help="help.option.measures.source")] = "",
    on: OnOption = "",
    project: ProjectOption = None,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
    as_json: JsonOption = False,
) -> None:
    """List the known measures against harm, or those of an area; with --put, add known ones to an area's.

    Examples
    --------
    mrm-desktop measures --list

    mrm-desktop measures --area SS-EC --put neutral_place --owner "Security focal point" --since 2026-03-01 --source security-plan
    """
    if listed:
        _list_known(as_json)
        return
    if not area:
        raise KnownError("usage.missing", parameter="--area", command="mrm-desktop measures")
    from mrm_desktop.services.decisions.put_measures import add_known_measures

    passes = guard_passes(guard_pass, pass_role, second_role)
    with telling_how_to_pass("guard.on_the_command_line", role="--pass-role"), opened(project) as opened_project:
        place = opened_project.knowledge.area(area)
        if put:
            since_day = day(since, "--since") if since else None
            added = add_known_measures(opened_project, place.code, put, words(), source, day(on), owner, since_day, passes)
            if not as_json:
                say("cli.measures.put", place=place.name, names=[measure.name for measure in added])
        record = opened_project.knowledge.circumstances_of(place.code, day(on))
    _print_of_area(place.name, record.measures if record else (), as_json)


def _list_known(as_json: bool) -> None:
    from mrm_desktop.services.decisions.known_measures import known_measures

    speaker = words()
    if as_json:
        print_json([{"code": m.code, "what": m.said(speaker)} | _facts_of(m) for m in known_measures()])
        return
    heads = [speaker.say(f"measure.column.{c}") for c in ("code", "what", "lowers", "gates", "modes")]
    rows = [
        [
            measure.code,
            measure.said(speaker),
            _lowers(measure, speaker),
            ", ".join(speaker.term("gate", gate) for gate in measure.gates),
            ", ".join(mode.code for mode in measure.modes),
        ]
        for measure in known_measures()
    ]
    table(heads, rows)
    say("cli.measures.opens_nothing")


def _facts_of(measure: KnownMeasure) -> dict[str, object]:
    return {name: getattr(measure, name) for name in ("lowers", "receptor", "gates", "modes", "sources")}


def _lowers(measure: KnownMeasure | RiskMeasure, speaker: Words) -> str:
    what = speaker.say(f"measure.lowers.{measure.lowers}")
    return f"{what} ({speaker.term('receptor', measure.receptor)})" if measure.receptor else what


def _print_of_area(place: str, found: tuple[RiskMeasure, ...], as_json: bool) -> None:
    speaker = words()
    if as_json:
        print_json(list(found))
    elif not found:
        say("cli.measures.none", place=place)
    else:
        heads = [speaker.say(f"measure.{c}") for c in ("name", "lowers", "in_place", "owner", "since")]
        rows = [
            [m.name, _lowers(m, speaker), speaker.value(m.in_place), m.owner or "–", speaker.day(m.since) if m.since else "–"]
            for m in found
        ]
        table(heads, rows)
        say("cli.measures.opens_nothing")


def sign(
    decision: Annotated[str, typer.Argument(help="help.option.decision")],
    role: Annotated[str, typer.Option(help="help.option.sign.role")],
    on: Annotated[str, typer.Option(help="help.option.sign.on")] = "",
    project: ProjectOption = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign a decision that waits for a role. Each role is another person.

    Examples
    --------
    mrm-desktop sign 3 --role security_focal_point

    mrm-desktop sign 3f2a90cc --role "Country director" --on 2026-03-01
    """
    from mrm_desktop.services.decisions.sign_decision import sign_decision

    with opened(project, policy=policy) as opened_project:
        signed, missing = sign_decision(opened_project, decision, role, day(on))
    if as_json:
        told = {"decision": signed.decision_id, "role": signed.role, "signed_on": signed.signed_on, "told_on": signed.told_on}
        print_json(told | {"waiting_for": list(missing)})
        return
    say("cli.sign.done" if signed.told_on is None else "cli.sign.told_later", approval=[signed.role], day=signed.signed_on)
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

    Example: mrm-desktop outcome 3 --course as_planned --role "Field manager" --account "The meeting was held away from the base."
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
            day(on),
            passes,
        )
    say("cli.outcome.done")
