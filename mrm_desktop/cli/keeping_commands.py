"""Commands that keep a project safe: passphrase, recovery code, backups, restore, erase."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mrm_desktop.cli.given_secrets import given_secret
from mrm_desktop.cli.opening import ask_passphrase, found, opened
from mrm_desktop.cli.options import JsonOption, ProjectArgument
from mrm_desktop.cli.terminal import print_json, say, words
from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.foundation.clock import now
from mrm_desktop.foundation.settings import NEW_PASSPHRASE_VARIABLE

if TYPE_CHECKING:
    from mrm_desktop.store.file.project_file import SqlCipherFiles
    from mrm_desktop.vault.keys import Vault


def _rooms() -> tuple[Vault, SqlCipherFiles]:
    from mrm_desktop.store.file.project_file import SqlCipherFiles
    from mrm_desktop.vault.keys import Vault

    return Vault(), SqlCipherFiles()


def passphrase(project: ProjectArgument = None) -> None:
    """Change the passphrase. The recovery code works instead of a forgotten one; it stays the same.

    Both are asked for, or taken from MRM_PASSPHRASE and MRM_NEW_PASSPHRASE.

    Example: mrm-desktop passphrase south-sudan.mrm
    """
    path = found(project)
    vault, files = _rooms()
    files.inspect(path)
    given = given_secret(NEW_PASSPHRASE_VARIABLE)
    secret = ask_passphrase()
    vault.unlock(path, secret).forget()
    new = (
        given
        if given is not None
        else typer.prompt(words().say("cli.keep.new_passphrase"), hide_input=True, confirmation_prompt=True)
    )
    vault.change_passphrase(path, secret, new)
    say("cli.keep.passphrase_changed", file=path.name)


def recovery_code(project: ProjectArgument = None) -> None:
    """Make a new recovery code; the old one opens nothing any more.

    Example: mrm-desktop recovery-code south-sudan.mrm
    """
    path = found(project)
    vault, files = _rooms()
    files.inspect(path)
    code = vault.new_recovery_code(path, ask_passphrase())
    say("cli.new.recovery", recovery=code)


def backup(project: ProjectArgument = None, as_json: JsonOption = False) -> None:
    """Take a backup now, and list all there are. One is also taken after every session that wrote.

    Example: mrm-desktop backup south-sudan.mrm
    """
    path = found(project)
    _, files = _rooms()
    with opened(path) as opened_project:
        made = opened_project.store.backup()
    listed = [item.name for item in files.backups(path)]
    if as_json:
        print_json({"made": made.name, "backups": listed})
        return
    say("cli.keep.backup_made", name=made.name, count=len(listed))
    for name in listed:
        say("cli.keep.backup_line", name=name)


def restore(
    name: Annotated[str, typer.Argument(help="help.option.name")],
    project: ProjectArgument = None,
) -> None:
    """Put a backup in the place of the project. The replaced file is kept beside the backups.

    Example: mrm-desktop restore newest south-sudan.mrm
    """
    path = found(project)
    vault, files = _rooms()
    listed = files.backups(path)
    chosen = listed[:1] if name == "newest" else [item for item in listed if item.name == name]
    if not chosen:
        raise KnownError("backup.not_found", name=name, known=[item.name for item in listed])
    key = vault.unlock(path, ask_passphrase())
    try:
        kept = files.restore(path, key, chosen[0])
    finally:
        key.forget()
    say("cli.keep.restored", file=path.name, name=chosen[0].name, kept=kept.name)


def erase(
    project: Annotated[Path, typer.Argument(help="help.option.erase.project")],
    yes: Annotated[str, typer.Option("--yes-destroy", help="help.option.yes")] = "",
) -> None:
    """Destroy a project for good: first its key file, then the encrypted file and its backups. It needs no passphrase.

    Example: mrm-desktop erase south-sudan.mrm --yes-destroy south-sudan.mrm
    """
    vault, files = _rooms()
    if not project.is_file():
        raise CannotOpenError("file.no_project", file=project.name)
    if yes != project.name:
        raise KnownError("erase.not_confirmed", file=project.name)
    files.refuse_if_open(project)
    vault.erase(project)
    folder = files.backup_folder(project)
    for ending in ("", "-wal", "-shm", "-journal", ".lock"):
        project.with_name(project.name + ending).unlink(missing_ok=True)
    if folder.is_dir():
        shutil.rmtree(folder)
    say("cli.keep.erased", file=project.name, moment=now())
