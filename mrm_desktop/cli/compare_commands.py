"""Commands that compare: what if something were otherwise, which ways there are to an area, and do decisions fit each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mrm_desktop.cli.assess_commands import PolicyOption, read_question
from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import (
    AreaOption,
    JsonOption,
    ModeOption,
    OnOption,
    ProjectArgument,
    ProjectOption,
    PurposeOption,
    day,
)
from mrm_desktop.cli.terminal import Exit, line, print_json, say, table, words
from mrm_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from mrm_desktop.foundation.words import Words
    from mrm_desktop.services.decisions.compare_ways import ComparedWay, ComparedWays


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


def ways(
    area: AreaOption,
    project: ProjectOption = None,
    purpose: PurposeOption = "child_protection",
    on: OnOption = "",
    policy: PolicyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare the ways to reach people in an area.

    The civilian side comes, an alert, a visit under UN security, going without anybody, not going. Nothing is written.
    The last two are no modes of contact: they get no verdict, but what is known of them and what would be forgone.

    Example: mrm-desktop ways --area SS-EC --purpose child_protection
    """
    from mrm_desktop.services.decisions.compare_ways import compare_ways

    question = read_question("civilian_channel", purpose, on)
    with opened(project, policy=policy) as opened_project:
        found = compare_ways(opened_project, area, question)
    if as_json:
        print_json(_ways_as_document(found))
    else:
        _print_ways(found)


_WAY_COLUMNS = ("way", "verdict", "ceiling", "seen", "risk", "signed_by", "lapses")


def _print_ways(found: ComparedWays) -> None:
    speaker = words()
    place = f"{found.area.name_in(speaker.language)} [{found.area.code}]"
    say("ways.heading", place=place, purpose=found.purpose, day=found.on)
    table([speaker.say(f"ways.column.{c}") for c in _WAY_COLUMNS], [_way_row(one, speaker) for one in found.ways])
    for one in found.ways:
        line(speaker.say(f"ways.way.{one.way}"))
        for reason in one.known:
            line(f"  {speaker.say(reason.code, **reason.params)}")
    say("ways.not_a_ranking", channel=next(one.assessment.channel for one in found.ways if one.assessment is not None))
    say("ways.emergency_never_blocked")
    say("cli.assess.provided_consent")


def _way_row(one: ComparedWay, speaker: Words) -> list[str]:
    told = one.assessment
    risk = told.residual_risk if told is not None else None
    signed_by = one.signed_by
    return [
        speaker.say(f"ways.way.{one.way}"),
        speaker.term("verdict", told.verdict) if told else speaker.say("ways.no_verdict"),
        speaker.term("mode", told.ceiling) if told else "–",
        speaker.say(f"ways.seen.{one.way}"),
        speaker.term("risk", risk.worst) if risk else speaker.say(f"ways.no_risk.{one.no_risk}"),
        "–" if signed_by is None else speaker.list(speaker.term("approval", role) for role in signed_by or ("nobody",)),
        speaker.day(told.expires_on) if told and told.expires_on else "–",
    ]


def _ways_as_document(found: ComparedWays) -> dict[str, Any]:
    return {
        "area": found.area.code,
        "purpose": found.purpose,
        "on": found.on,
        "ways": [
            {
                "way": one.way,
                "mode": one.way.mode,
                "seen": list(one.way.seen),
                "verdict": one.assessment and one.assessment.verdict,
                "ceiling": one.assessment and one.assessment.ceiling,
                "channel": one.assessment and one.assessment.channel,
                "residual_risk": one.assessment and one.assessment.residual_risk,
                "no_risk": one.no_risk,
                "signed_by": None if one.signed_by is None else list(one.signed_by),
                "expires_on": one.assessment and one.assessment.expires_on,
                "known": list(one.known),
            }
            for one in found.ways
        ],
    }


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
