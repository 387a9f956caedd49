"""Commands for country packs: make one, check one, use one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mrm_desktop.cli.opening import ask_passphrase, found, opened, signing_passphrase
from mrm_desktop.cli.options import GuardPassOption, JsonOption, PassRoleOption, ProjectOption, SecondRoleOption, guard_passes
from mrm_desktop.cli.terminal import line, print_json, progress_bar, say, telling_how_to_pass, words
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.clock import now, today

pack_app = typer.Typer(no_args_is_help=True)


@pack_app.command()
def make(
    folder: Annotated[Path, typer.Argument(help="help.option.pack.make.folder")],
    out: Annotated[Path, typer.Option("--out", help="help.option.pack.make.out")],
    country: Annotated[str, typer.Option(help="help.option.country")],
    version: Annotated[str, typer.Option(help="help.option.pack.make.version")],
    project: ProjectOption = None,
) -> None:
    """Pack a folder and sign it with the signing key of a project (see: mrm-desktop signing).

    Example: mrm-desktop pack make south-sudan/ --country "South Sudan" --version 2026-03 --out south-sudan.mrmpack
    """
    from mrm_desktop.formats.documents.country_pack import write_pack
    from mrm_desktop.vault.keys import Vault

    if not folder.is_dir():
        raise KnownError("pack.no_folder", folder=folder.name)
    path = found(project)
    key = Vault().unlock(path, ask_passphrase())
    own = signing_passphrase(path)
    try:
        if own is not None:
            Vault().sign_with(key, path, own)
        if key.signer is None:
            raise KnownError("bundle.no_signing_key", file=path.name)
        parts = write_pack(out, folder, country, version, today(), key.signer)
        say("cli.pack.made", file=out.name, count=len(parts), public=key.signer.public_key)
    finally:
        key.forget()


@pack_app.command()
def check(file: Annotated[Path, typer.Argument(help="help.option.pack.check.file")], as_json: JsonOption = False) -> None:
    """Check a pack's signature and every part, and list what is in it. Nothing is imported.

    Example: mrm-desktop pack check south-sudan.mrmpack
    """
    from mrm_desktop.formats.door.foreign import read_pack

    pack = read_pack(file)
    if as_json:
        print_json(pack)
        return
    say("cli.pack.checked", file=file.name, country=pack.country, version=pack.version, day=pack.made_on)
    for part in pack.parts:
        line(f"  {words().pair(words().term('pack_role', part.role), part.name)} ({words().number(part.size / 1000, 0)} kB)")
    say("cli.pack.signed", role=pack.signed_by, public=pack.public_key)


@pack_app.command()
def use(
    file: Annotated[Path, typer.Argument(help="help.option.pack.use.file")],
    project: ProjectOption = None,
    trust: Annotated[list[str] | None, typer.Option("--trust", help="help.option.pack.use.trust")] = None,
    into: Annotated[Path, typer.Option("--into", help="help.option.into")] = Path("country-pack"),
    older: Annotated[bool, typer.Option("--older", help="help.option.pack.use.older")] = False,
    guard_pass: GuardPassOption = None,
    pass_role: PassRoleOption = "",
    second_role: SecondRoleOption = "",
) -> None:
    """Import boundaries, places and facts of a pack, and lay base map, forms and policy into a folder.

    Example: mrm-desktop pack use south-sudan.mrmpack --trust 3f2a...
    """
    from mrm_desktop.services.evidence.use_pack import use_pack

    passes = guard_passes(guard_pass, pass_role, second_role)
    hint = telling_how_to_pass("guard.on_the_command_line", role="--pass-role")
    with hint, opened(project) as opened_project, progress_bar() as bar:
        done = use_pack(opened_project, file, into, trust or (), now(), bar, passes, older)
    for name, imported in done.imported:
        say("cli.import.already" if imported.already_there else "cli.import.done", file=name, count=len(imported.reading.records))
    say("cli.facts.done", count=done.facts)
    if done.laid_out:
        say("cli.pack.laid_out", folder=into.name, files=list(done.laid_out))
