"""Commands for exchange without a network: the office's signing key, bundles out and in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from mrm_desktop.cli.opening import ask_passphrase, found, opened
from mrm_desktop.cli.options import JsonOption, ProjectArgument, ProjectOption
from mrm_desktop.cli.terminal import Exit, line, print_json, say, words
from mrm_desktop.domain.errors import KnownError

if TYPE_CHECKING:
    from mrm_desktop.store.exchange.exchanging_project import ExchangingProject

SIDES = ("ours", "theirs")
BEAR_ON_AREAS = ("area", "dataset", "dataset_undo")
"""Tables of a bundle whose rows may leave a project with other areas than before."""

KeyOfOption = Annotated[Path | None, typer.Option("--key-of", help="help.option.key_of")]

bundle_app = typer.Typer(no_args_is_help=True)


def signing(
    role: Annotated[str, typer.Option(help="help.option.signing.role")],
    project: ProjectArgument = None,
) -> None:
    """Give this copy of the project a signing key. Decisions recorded from now on, and bundles, are signed with it.

    Tell the printed key to the other offices by voice or on paper: they need it to trust your bundles.

    Example: mrm-desktop signing --role "Country office" south-sudan.mrm
    """
    from mrm_desktop.store.file.project_file import SqlCipherFiles
    from mrm_desktop.vault.keys import Vault

    path = found(project)
    SqlCipherFiles().inspect(path)
    public = Vault().set_up_signing(path, ask_passphrase(), role)
    say("cli.signing.done", role=role.strip(), public=public)


@bundle_app.command("export")
def export_bundle(
    file: Annotated[Path, typer.Argument(help="help.option.bundle.export.file")],
    project: ProjectOption = None,
    key_of: KeyOfOption = None,
) -> None:
    """Write what this copy knows into one signed and encrypted file. Only copies of this project can read it.

    Example: mrm-desktop bundle export to-juba.mrmb
    """
    with opened(project, key_of) as opened_project:
        cast("ExchangingProject", opened_project.store).export_bundle(file)
    say("cli.bundle.exported", file=file.name)


@bundle_app.command("import")
def import_bundle(
    file: Annotated[Path, typer.Argument(help="help.option.bundle.import.file")],
    project: ProjectOption = None,
    trust: Annotated[list[str] | None, typer.Option("--trust", help="help.option.trust")] = None,
    choose: Annotated[list[str] | None, typer.Option("--choose", help="help.option.choose")] = None,
    key_of: KeyOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Merge a bundle, record by record. What both sides stated differently waits for you. Exit code 1 where something waits.

    Example: mrm-desktop bundle import from-bor.mrmb --trust 3f2a...

    Example: mrm-desktop bundle import from-bor.mrmb --choose "mission UNMISS=theirs"
    """
    from mrm_desktop.services.evidence.area_levels import follow_areas

    with opened(project, key_of) as opened_project:
        report = cast("ExchangingProject", opened_project.store).import_bundle(file, trust or (), _choices(choose))
        if not report.added.keys().isdisjoint(BEAR_ON_AREAS):
            follow_areas(opened_project)
    if as_json:
        print_json(report)
    else:
        _print(report)
    raise typer.Exit(Exit.NO if report.conflicts else Exit.DONE)


def _choices(texts: list[str] | None) -> dict[str, Any]:
    chosen = {}
    for text in texts or ():
        name, _, side = text.rpartition("=")
        if not name or side not in SIDES:
            raise KnownError("option.not_a_word", option="--choose", found=text, allowed=[f"NAME={side}" for side in SIDES])
        chosen[name] = side
    return chosen


def _print(report: Any) -> None:
    say("cli.bundle.from", role=report.role, public=report.public_key)
    if not report.added and not report.decisions:
        say("cli.bundle.nothing_new")
    for table, count in report.added.items():
        line(f"  {count:>7}  {words().say(f'cli.bundle.table.{table}')}")
    if report.decisions:
        say("cli.bundle.decisions", count=report.decisions)
    for table, count in report.set_aside.items():
        say("cli.bundle.set_aside", count=count, what=words().say(f"cli.bundle.table.{table}"))
    for name in report.same_files:
        say("cli.bundle.same_file", file=name)
    for conflict in report.conflicts:
        say("cli.bundle.conflict", name=conflict.name)
        for field, ours, theirs in conflict.fields:
            say("cli.bundle.differs", field=field, ours=_shown(ours), theirs=_shown(theirs))


def _shown(value: Any) -> str:
    return "–" if value is None or value == "" else words().value(value)
