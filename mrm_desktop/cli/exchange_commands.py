"""Commands for exchange without a network: the office's signing key, bundles out and in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from mrm_desktop.cli.given_secrets import given_secret
from mrm_desktop.cli.opening import ask_passphrase, found, opened
from mrm_desktop.cli.options import JsonOption, ProjectArgument, ProjectOption
from mrm_desktop.cli.terminal import Exit, line, print_json, say, words
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.event_log import head_in_groups
from mrm_desktop.foundation.fingerprint import words_of
from mrm_desktop.foundation.settings import NEW_PASSPHRASE_VARIABLE, SIGNING_PASSPHRASE_VARIABLE

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
    """Give this copy of the project a signing key of the person who decides, with a passphrase that only this person knows.

    Decisions and bundles are signed where that passphrase is given: it is asked for, or taken from MRM_SIGNING_PASSPHRASE.
    Tell the printed words to the other offices by voice or on paper: they need them to trust your bundles.

    Example: mrm-desktop signing --role "Country office" south-sudan.mrm
    """
    from mrm_desktop.store.file.project_file import SqlCipherFiles
    from mrm_desktop.vault.keys import Vault

    path = found(project)
    SqlCipherFiles().inspect(path)
    secret = ask_passphrase()
    given = given_secret(SIGNING_PASSPHRASE_VARIABLE)
    asked = words().say("signing.own")
    own = given if given is not None else typer.prompt(asked, hide_input=True, confirmation_prompt=True)
    public = Vault().set_up_signing(path, secret, role, own)
    say("cli.signing.done", role=role.strip(), public=public)
    say("cli.signing.words", words=words_of(public))


def copy_for(
    office: Annotated[str, typer.Argument(help="help.option.copy_for.office")],
    copy: Annotated[Path, typer.Argument(help="help.option.copy_for.file")],
    project: ProjectOption = None,
) -> None:
    """Make a copy of the project for another office, under a passphrase and a recovery code of its own, and without your signing key.

    Their passphrase is asked for, or taken from MRM_NEW_PASSPHRASE: tell it by another way than the file.

    Example: mrm-desktop copy-for Malakal malakal.mrm --project south-sudan.mrm
    """
    from mrm_desktop.keeping import copy_for as copies

    path = found(project)
    secret = ask_passphrase()
    given = given_secret(NEW_PASSPHRASE_VARIABLE)
    asked = words().say("copy_for.passphrase", office=office)
    theirs = given if given is not None else typer.prompt(asked, hide_input=True, confirmation_prompt=True)
    code = copies.copy_for(path, secret, copy, theirs)
    say("copy_for.done", office=office, file=copy.name)
    say("cli.new.recovery", recovery=code)


@bundle_app.command("export")
def export_bundle(
    file: Annotated[Path, typer.Argument(help="help.option.bundle.export.file")],
    project: ProjectOption = None,
    key_of: KeyOfOption = None,
) -> None:
    """Write what this copy knows into one signed and encrypted file. Only copies of this project can read it.

    Example: mrm-desktop bundle export to-juba.mrmb
    """
    with opened(project, key_of, signs=True) as opened_project:
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
    raise typer.Exit(Exit.NO if report.conflicts or report.missing else Exit.DONE)


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
    for seen in report.missing:
        say("witness.their_log", role=report.role, sequence=seen.events, head=head_in_groups(seen.head))
    for name in report.same_files:
        say("cli.bundle.same_file", file=name)
    for conflict in report.conflicts:
        say("cli.bundle.conflict", name=conflict.name)
        for field, ours, theirs in conflict.fields:
            say("cli.bundle.differs", field=field, ours=_shown(ours), theirs=_shown(theirs))


def _shown(value: Any) -> str:
    return "–" if value is None or value == "" else words().value(value)
