"""The command that shows who matters: groups and offices, whom to speak with first."""

from __future__ import annotations

from mrm_desktop.cli.opening import opened
from mrm_desktop.cli.options import AreaOption, JsonOption, OnOption, ProjectOption, day
from mrm_desktop.cli.terminal import line, print_json, say, table, words

COLUMNS = ("who", "area", "course", "influence", "acceptance", "contact_view", "engagement", "last_met", "judged")


def who_matters(project: ProjectOption = None, area: AreaOption = "", on: OnOption = "", as_json: JsonOption = False) -> None:
    """Show who matters for safety and access: groups and offices, whom to speak with first.

    They are recorded in the window or in a facts file.

    Examples
    --------
    mrm-desktop who-matters --area XT0201

    mrm-desktop who-matters --on 2026-03-01 --json
    """
    from mrm_desktop.services.evidence.who_matters import group_rows
    from mrm_desktop.services.evidence.who_matters import who_matters as ask

    with opened(project, day=day(on)) as opened_project:
        found = ask(opened_project, opened_project.day, area)
    if as_json:
        print_json({"on": found.on, "groups": group_rows(found), "forgotten": [kind.value for kind in found.missing]})
        return
    speaker = words()
    if not found.groups:
        say("who.none")
        return
    first = found.groups[0].stakeholder
    say("who.first", who=first.who, course=speaker.term("course", first.course), count=len(found.groups))
    if found.against_contact:
        said = [
            speaker.pair(g.stakeholder.who, speaker.term("contact_view", g.stakeholder.contact_view)) for g in found.against_contact
        ]
        say("who.against", groups=said)
    rows = []
    for group in found.groups:
        one = group.stakeholder
        rows.append(
            [
                one.who,
                one.area_code or speaker.say("who.whole_country"),
                *(
                    speaker.term(kind, getattr(one, kind))
                    for kind in ("course", "influence", "acceptance", "contact_view", "engagement")
                ),
                speaker.day(one.last_met) if one.last_met else speaker.say("who.never_met"),
                speaker.say("who.old", day=one.on) if group.is_old else speaker.day(one.on),
            ]
        )
    table([speaker.say(f"who.column.{column}") for column in COLUMNS], rows)
    if found.missing:
        line(speaker.say("who.forgotten", kinds=[speaker.term("stakeholder_kind", kind) for kind in found.missing]))
