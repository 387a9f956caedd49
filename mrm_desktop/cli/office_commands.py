"""Commands for the shared database of an office: connect to it, make it a copy of a project file, say who may see and add what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mrm_desktop.cli.opening import open_with_passphrase
from mrm_desktop.cli.options import GuardPassOption, JsonOption, PassRoleOption, SecondRoleOption, guard_passes
from mrm_desktop.cli.terminal import print_json, say, table, telling_how_to_pass, words
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.foundation.clock import new_id, now
from mrm_desktop.foundation.settings import PROJECT_VARIABLE

if TYPE_CHECKING:
    from mrm_desktop.store.office.project import OfficeProject

office_app = typer.Typer(no_args_is_help=True)
AddressOption = Annotated[str, typer.Option("--project", "-p", envvar=PROJECT_VARIABLE, help="help.option.office.members.project")]


def connect(
    address: Annotated[str, typer.Argument(help="help.option.address")],
    mission: Annotated[str, typer.Option(help="help.option.connect.mission")] = "",
    title: Annotated[str, typer.Option(help="help.option.connect.title")] = "",
    office: Annotated[str, typer.Option(help="help.option.connect.office")] = "",
    level: Annotated[int | None, typer.Option(help="help.option.level")] = None,
    copy: Annotated[Path | None, typer.Option("--copy", help="help.option.copy")] = None,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
) -> None:
    """Try an office's shared database, or make a project in an empty one. The line must be encrypted.

    Afterwards give the address wherever a project file is asked for, or set MRM_PROJECT to it.

    Example: mrm-desktop connect postgresql://maria@db.office.example/mrm

    Example: mrm-desktop connect postgresql://maria@db.office.example/mrm --mission UNMISS --title "South Sudan"

    Example: mrm-desktop connect postgresql://maria@db.office.example/mrm --copy south-sudan.mrm
    """
    passes = guard_passes(guard_pass, pass_role, second_role)
    with telling_how_to_pass("guard.on_the_command_line", role="--pass-role"):
        project = (
            _made(address, mission, title, office, level, passes) if mission else _copied(address, copy) if copy else _open(address)
        )
    with project, project.read() as repository:
        say("cli.connect.done", name=project.name, title=repository.info().title, count=len(repository.areas()))


def _made(address: str, mission: str, title: str, office: str, level: int | None, passes: Sequence[GuardPass]) -> OfficeProject:
    from mrm_desktop.domain.projects import ProjectInfo
    from mrm_desktop.project.guarded_write import passes_of_project
    from mrm_desktop.services.evidence.confirm_mission import known_acronyms, shipped_missions
    from mrm_desktop.store.office.project import create_office_project

    missions = shipped_missions()
    if mission not in {record.acronym for record in missions}:
        raise KnownError("mission.unknown", acronym=mission, known=list(known_acronyms(missions)))
    info = ProjectInfo(new_id(), title or mission, mission, now(), office=office, assessment_level=level)
    kept = passes_of_project(info, passes)
    project = create_office_project(address, info, missions)
    with project.write() as repository:
        repository.add_guard_passes(kept)
    return project


def _copied(address: str, path: Path) -> OfficeProject:
    from mrm_desktop.store.office.project import copy_to_office

    with open_with_passphrase(path) as source:
        return copy_to_office(source, address)


def _open(address: str) -> OfficeProject:
    from mrm_desktop.store.office.project import open_office_project

    return open_office_project(address)


@office_app.command("members")
def list_members(project: AddressOption, as_json: JsonOption = False) -> None:
    """List who may use the database, for which office.

    Example: mrm-desktop office members --project postgresql://owner@db.office.example/mrm
    """
    with _open(project) as opened_project:
        found = opened_project.members()
    if as_json:
        print_json(found)
        return
    speaker = words()
    heads = [speaker.say(f"cli.office.{column}") for column in ("member", "office", "may_write", "sees_all", "shares")]
    table(heads, [[m.member, m.office, *(speaker.value(flag) for flag in (m.may_write, m.sees_all, m.shares))] for m in found])


@office_app.command()
def grant(
    member: Annotated[str, typer.Argument(help="help.option.member")],
    project: AddressOption,
    office: Annotated[str, typer.Option(help="help.option.office.grant.office")],
    read_only: Annotated[bool, typer.Option("--read-only", help="help.option.read_only")] = False,
    sees_all: Annotated[bool, typer.Option("--sees-all", help="help.option.sees_all")] = False,
    keeps: Annotated[bool, typer.Option("--keeps", help="help.option.keeps")] = False,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
) -> None:
    """Let a user of the server work for an office. Say it again with other options to change it.

    Example: mrm-desktop office grant maria --office "Bor" --project postgresql://owner@db.office.example/mrm
    """
    from mrm_desktop.project.guarded_write import passes_to_keep
    from mrm_desktop.store.office.rights import Member

    passes = guard_passes(guard_pass, pass_role, second_role)
    with telling_how_to_pass("guard.on_the_command_line", role="--pass-role"), _open(project) as opened_project:
        kept = passes_to_keep(opened_project, [("office", office)], passes, "office", member, names_place=True)
        with opened_project.write() as repository:
            repository.add_guard_passes(kept)
        opened_project.grant(Member(member, office, sees_all, not keeps, not read_only))
    say("cli.office.granted", member=member, office=office)


@office_app.command()
def revoke(member: Annotated[str, typer.Argument(help="help.option.office.revoke.member")], project: AddressOption) -> None:
    """Take every right from a user. What it added stays.

    Example: mrm-desktop office revoke maria --project postgresql://owner@db.office.example/mrm
    """
    with _open(project) as opened_project:
        opened_project.revoke(member)
    say("cli.office.revoked", member=member)


@office_app.command()
def trust(public_key: Annotated[str, typer.Argument(help="help.option.office.trust.key")], project: AddressOption) -> None:
    """Say that you compared the key of another office, by voice. Two members must, before its bundles are taken.

    Example: mrm-desktop office trust KEY --project postgresql://maria@db.office.example/mrm
    """
    with _open(project) as opened_project:
        count = opened_project.vouch(public_key)
    say("cli.office.vouched", count=count)


@office_app.command()
def quarantine(
    what: Annotated[str, typer.Argument(help="help.option.office.quarantine.what")],
    project: AddressOption,
    why: Annotated[str, typer.Option("--why", help="help.option.office.quarantine.why")],
    member: Annotated[bool, typer.Option("--member", help="help.option.office.quarantine.member")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="help.option.office.quarantine.lift")] = False,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
) -> None:
    """Put a row, or all that a member added, where nobody sees it. Who did it and why stays on record; only the owner can.

    Example: mrm-desktop office quarantine ROW --why "Not from the survey." --project postgresql://owner@db.office.example/mrm
    """
    from mrm_desktop.project.guarded_write import passes_to_keep

    passes = guard_passes(guard_pass, pass_role, second_role)
    with telling_how_to_pass("guard.on_the_command_line", role="--pass-role"), _open(project) as opened_project:
        kept = passes_to_keep(opened_project, [("why", why)], passes, "office", what)
        with opened_project.write() as repository:
            repository.add_guard_passes(kept)
        opened_project.put_away(what, member, why, lift)
    say("cli.office.let_out" if lift else "cli.office.put_away", what=what)


@office_app.command("set-aside")
def list_set_aside(project: AddressOption, as_json: JsonOption = False) -> None:
    """List the rows that this program cannot read, and what the owner put in quarantine.

    Example: mrm-desktop office set-aside --project postgresql://owner@db.office.example/mrm
    """
    from mrm_desktop.project.knowledge import load_knowledge

    with _open(project) as opened_project:
        load_knowledge(opened_project.read)
        with opened_project.read() as repository:
            repository.places(), repository.incidents(), repository.releases(), repository.guard_passes()
            for _ in repository.decisions():
                pass
        found, away = opened_project.set_aside(), opened_project.quarantine()
    if as_json:
        print_json({"set_aside": found, "quarantine": away})
        return
    for one in found:
        say("cli.office.unreadable", row=one.row, area=one.area_code or "-")
    for entry in away:
        say(
            "cli.office.entry_let_out" if entry.lifted else "cli.office.entry_put_away",
            what=entry.what,
            why=entry.why,
            by=entry.by,
            day=entry.at.date(),
        )
    if not found and not away:
        say("cli.office.nothing_aside")
