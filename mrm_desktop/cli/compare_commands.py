"""Commands that compare: what if something were otherwise, and do decisions fit each other."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from mrm_desktop.cli.assess_commands import PolicyOption, read_question
from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import JsonOption, ModeOption, OnOption, ProjectArgument, ProjectOption, PurposeOption, day
from mrm_desktop.cli.terminal import Exit, print_json, say, table, words
from mrm_desktop.domain.errors import KnownError


def what_if(
    mode: ModeOption,
    project: ProjectOption = None,
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    value: Annotated[list[str] | None, typer.Option("--value", help="help.option.value")] = None,
    fact: Annotated[list[str] | None, typer.Option("--fact", help="help.option.fact")] = None,
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the areas whose answer would differ under other policy values or facts. Nothing is written.

    Examples
    --------
    mrm-desktop what-if --mode liaison --value acceptance.half_life_days=90

    mrm-desktop what-if --mode liaison --fact SS-EC:mission.hotline=true
    """
    from mrm_desktop.services.decisions.ask_what_if import ask_what_if

    values = dict(_assignment(text, "--value") for text in value or ())
    facts: dict[str, dict[str, Any]] = {}
    for text in fact or ():
        area, sign, rest = text.partition(":")
        if not sign:
            raise KnownError("option.not_a_pair", option="--fact", found=text)
        path, wanted = _assignment(rest, "--fact")
        facts.setdefault(area, {})[path] = wanted
    question = read_question(mode, purpose, on)
    with opened(project, policy=policy) as opened_project:
        found = ask_what_if(opened_project, question, values, facts)
    if as_json:
        print_json(list(found))
        return
    speaker = words()
    heads = [speaker.say(f"cli.what_if.{c}") for c in ("area", "before", "after")]
    rows = [
        [
            d.case_id,
            f"{speaker.term('verdict', d.before.verdict)} · {speaker.term('mode', d.before.ceiling)}",
            f"{speaker.term('verdict', d.after.verdict)} · {speaker.term('mode', d.after.ceiling)}",
        ]
        for d in found
        if d.changed != ("index",)
    ]
    say("cli.what_if.count", count=len(rows))
    if rows:
        table(heads, rows)


def consistency(
    project: ProjectArgument = None, on: OnOption = "", policy: PolicyOption = None, as_json: JsonOption = False
) -> None:
    """List decisions in force that do not fit each other. Exit code 1 where there are any.

    Example: mrm-desktop consistency south-sudan.mrm
    """
    from mrm_desktop.services.decisions.ask_what_if import inconsistent_decisions

    with opened(project, policy=policy) as opened_project:
        pairs = inconsistent_decisions(opened_project, day(on))
    if as_json:
        print_json(list(pairs))
    else:
        for pair in pairs:
            say(
                f"cli.consistency.{pair.kind}",
                first=pair.first,
                second=pair.second,
                component=words().say(f"component_of.{pair.differs_in}"),
            )
        if not pairs:
            say("cli.consistency.none")
    raise typer.Exit(Exit.NO if pairs else Exit.DONE)


def _assignment(text: str, option: str) -> tuple[str, Any]:
    """Read PATH=VALUE; the value is JSON where it can be, else text."""
    path, sign, raw = text.partition("=")
    if not (path and sign and raw):
        raise KnownError("option.not_a_pair", option=option, found=text)
    try:
        return path, json.loads(raw)
    except json.JSONDecodeError:
        return path, raw
