"""Commands that keep a project safe: passphrase, recovery code, backups, restore, erase."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mrm_desktop.cli.given_secrets import given_secret
from mrm_desktop.cli.opening import ask_passphrase, found, opened
from mrm_desktop.cli.options import JsonOption, ProjectArgument, ProjectOption
from mrm_desktop.cli.terminal import line, print_json, say, words
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
    secret = ask_passphrase()
    vault.unlock(path, secret).forget()
    vault.change_passphrase(path, secret, _new_passphrase())
    say("cli.keep.passphrase_changed", file=path.name)
    say("cli.keep.old_keys_open")


def _new_passphrase() -> str:
    given = given_secret(NEW_PASSPHRASE_VARIABLE)
    if given is not None:
        return given
    answer: str = typer.prompt(words().say("cli.keep.new_passphrase"), hide_input=True, confirmation_prompt=True)
    return answer


def recovery_code(
    project: ProjectArgument = None,
    sheet: Annotated[Path | None, typer.Option("--sheet", help="help.option.sheet.file")] = None,
) -> None:
    """Make a new recovery code. The old one opens only older backups and copies of the key file.

    Examples
    --------
    mrm-desktop recovery-code south-sudan.mrm

    mrm-desktop recovery-code south-sudan.mrm --sheet to-print.pdf
    """
    path = found(project)
    vault, files = _rooms()
    files.inspect(path)
    if sheet is not None and sheet.exists():
        raise KnownError("file.exists", file=sheet.name)
    code = vault.new_recovery_code(path, ask_passphrase())
    say("cli.keep.old_keys_open")
    if sheet is not None:
        _write_sheet(sheet, path, code)
    say("cli.new.recovery", recovery=code)


def _write_sheet(sheet: Path, project: Path, code: str) -> None:
    from mrm_desktop.foundation.paths import write_whole
    from mrm_desktop.keeping.recovery_sheet import sheet_pdf

    try:
        write_whole(sheet, sheet_pdf(project, code, words()))
    except OSError as error:
        raise KnownError("file.cannot_write", file=sheet.name) from error
    say("cli.keep.sheet_written", name=sheet.name)


def from_sheet(
    project: ProjectArgument = None,
    text: Annotated[str, typer.Option("--letters", help="help.option.sheet.text", prompt=False)] = "",
) -> None:
    """Make the key file of an encrypted file anew from its recovery sheet: the letters beside the square, the code, and a new passphrase.

    The recovery code is asked for, or taken from MRM_PASSPHRASE, and the new passphrase from MRM_NEW_PASSPHRASE.

    Example: mrm-desktop from-sheet south-sudan.mrm --letters MRMKEY1:7K3M...
    """
    from mrm_desktop.keeping.recovery_sheet import open_by_sheet

    path = found(project)
    _, files = _rooms()
    files.inspect(path)
    letters = text or typer.prompt(words().say("sheet.key_is"))
    open_by_sheet(path, letters, ask_passphrase(asking="cli.keep.ask_code"), _new_passphrase())
    say("cli.keep.by_sheet", file=path.name)


def rekey(
    project: ProjectArgument = None,
    destroy_backups: Annotated[bool, typer.Option("--destroy-backups", help="help.option.rekey.destroy")] = False,
    sheet: Annotated[Path | None, typer.Option("--sheet", help="help.option.sheet.file")] = None,
) -> None:
    """Give the project a new data key, passphrase and recovery code, after somebody saw the old ones.

    Backups are made anew under the new key, or destroyed.

    Examples
    --------
    mrm-desktop rekey south-sudan.mrm

    mrm-desktop rekey south-sudan.mrm --destroy-backups --sheet to-print.pdf
    """
    from mrm_desktop.keeping import rekey as new_keys

    path = found(project)
    _, files = _rooms()
    files.inspect(path)
    if sheet is not None and sheet.exists():
        raise KnownError("file.exists", file=sheet.name)
    done = new_keys.rekey(path, ask_passphrase(), _new_passphrase(), keep_backups=not destroy_backups)
    say("cli.keep.rekeyed", file=path.name)
    say("cli.keep.rekeyed_backups", remade=done.remade, destroyed=done.destroyed)
    say("cli.keep.rekeyed_others")
    if sheet is not None:
        _write_sheet(sheet, path, done.recovery_code)
    say("cli.new.recovery", recovery=done.recovery_code)


def shares(
    join: Annotated[bool, typer.Option("--join", help="help.option.shares.join")] = False,
) -> None:
    """Make three shares of the recovery code for a headquarters, of which two give it back; or join two of them.

    Examples
    --------
    mrm-desktop shares

    mrm-desktop shares --join
    """
    from mrm_desktop.vault import shares as sharing

    if join:
        asked = [words().say("shares.ask", number=n + 1, needed=sharing.NEEDED) for n in range(sharing.NEEDED)]
        say("cli.new.recovery", recovery=sharing.code_from([typer.prompt(question) for question in asked]))
        return
    made = sharing.shares_of(typer.prompt(words().say("cli.keep.ask_code"), hide_input=True))
    say("shares.made")
    for share in made:
        line(share)


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


def backup_keys(
    carry: Annotated[str, typer.Argument(help="help.option.backup_keys", metavar="with|without")],
    project: ProjectArgument = None,
) -> None:
    """Say whether backups carry the key slots of the project, and bring those that are there into line.

    Example: mrm-desktop backup-keys without south-sudan.mrm
    """
    from mrm_desktop.keeping.backup_keys import let_backups_carry_keys
    from mrm_desktop.vault.key_file import key_path

    if carry not in ("with", "without"):
        raise KnownError("option.not_a_word", option="backup-keys", found=carry, allowed=["with", "without"])
    path = found(project)
    let_backups_carry_keys(path, ask_passphrase(), carry == "with")
    say(f"cli.keep.keys_{carry}", file=path.name, key=key_path(path).name)


def purge(
    dataset: Annotated[str, typer.Argument(help="help.option.undo.dataset")],
    reason: Annotated[str, typer.Option(help="help.option.purge.reason")],
    by: Annotated[str, typer.Option("--by", help="help.option.purge.by")],
    seen_by: Annotated[str, typer.Option("--seen-by", help="help.option.purge.seen_by")],
    project: ProjectOption = None,
) -> None:
    """Take an import out for good, by two roles: out of the file, its backups and every bundle to come. That it was done stays on record.

    Example: mrm-desktop purge 3f2a9c1b77d0 --reason "a list of names was in it" --by "Information officer" --seen-by "Head of office"
    """
    from mrm_desktop.domain.purges import Purge
    from mrm_desktop.keeping.purge import purge_import

    with opened(project) as opened_project:
        with opened_project.read() as repository:
            known = [d for d in repository.datasets() if d.id.startswith(dataset)]
        if len(known) != 1:
            raise KnownError("import.no_such_dataset", id=dataset)
        taken = purge_import(opened_project, known[0].id, Purge(reason, by, seen_by))
    say("purge.done", count=taken)


def retention(
    project: ProjectArgument = None,
    by: Annotated[str, typer.Option("--by", help="help.option.purge.by")] = "",
    seen_by: Annotated[str, typer.Option("--seen-by", help="help.option.purge.seen_by")] = "",
) -> None:
    """Say how much was heard more than 24 months ago, and with two roles take it out for good.

    Examples
    --------
    mrm-desktop retention south-sudan.mrm

    mrm-desktop retention south-sudan.mrm --by "Information officer" --seen-by "Head of office"
    """
    from mrm_desktop.domain.purges import RETENTION, Purge
    from mrm_desktop.keeping.purge import count_what_is_over, purge_what_is_over

    with opened(project) as opened_project:
        if not by and not seen_by:
            say("retention.over", count=count_what_is_over(opened_project, opened_project.day))
            return
        taken = purge_what_is_over(opened_project, opened_project.day, Purge(RETENTION, by, seen_by))
    say("purge.done", count=taken)


def drill(project: ProjectArgument = None, as_json: JsonOption = False) -> None:
    """Try the newest backup out: restore it into a temporary place, open and verify it there, destroy the copy, note the day.

    Example: mrm-desktop drill south-sudan.mrm
    """
    from mrm_desktop.foundation.clock import today
    from mrm_desktop.keeping.drill import try_backup

    path = found(project)
    done = try_backup(path, ask_passphrase(), today())
    if as_json:
        print_json(done)
        return
    say("drill.done", name=done.name, events=done.events, decisions=done.decisions)
    say("drill.alone" if done.is_alone else "drill.with_key_file")


def restore(
    name: Annotated[str, typer.Argument(help="help.option.name")],
    project: ProjectArgument = None,
) -> None:
    """Put a backup in the place of the project, or where there is none any more.

    A backup opens with its passphrase or recovery code alone. The replaced file is kept beside the backups.

    Examples
    --------
    mrm-desktop restore newest south-sudan.mrm

    mrm-desktop restore /media/stick/20261128T081200Z-0042.mrm south-sudan.mrm
    """
    from mrm_desktop.keeping.restore import find_backup
    from mrm_desktop.keeping.restore import restore as put_back

    path = found(project)
    backup_file = find_backup(path, name)
    kept = put_back(path, backup_file, ask_passphrase())
    if kept is None:
        say("cli.keep.restored_new", file=path.name, name=backup_file.name)
    else:
        say("cli.keep.restored", file=path.name, name=backup_file.name, kept=kept.name)


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
    with files.held(project):
        pass
    vault.erase(project)
    folder = files.backup_folder(project)
    for ending in ("", "-wal", "-shm", "-journal", ".lock"):
        project.with_name(project.name + ending).unlink(missing_ok=True)
    if folder.is_dir():
        shutil.rmtree(folder)
    say("cli.keep.erased", file=project.name, moment=now())
