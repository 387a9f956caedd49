"""Where vault, store and services meet: from a path and a passphrase to an open project."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mrm_desktop.cli.given_secrets import given_secret
from mrm_desktop.domain.errors import CannotOpenError, KnownError
from mrm_desktop.domain.event_log import head_in_groups
from mrm_desktop.domain.guard_passes import GuardPass
from mrm_desktop.domain.projects import ProjectInfo
from mrm_desktop.foundation.clock import new_id, now, today
from mrm_desktop.foundation.settings import PASSPHRASE_VARIABLE, SIGNING_PASSPHRASE_VARIABLE
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.ports import Project

if TYPE_CHECKING:
    from mrm_desktop.store.file.project_file import ProjectFile

ENDING = ".mrm"
OFFICE_SCHEME = "postgresql:"


def create_project(
    path: Path,
    passphrase: str,
    title: str,
    mission: str,
    office: str = "",
    level: int | None = None,
    fictional: bool = False,
    passes: Sequence[GuardPass] = (),
) -> tuple[Project, str]:
    """Make a project file and return it open, with its recovery code.

    Raises
    ------
    PersonInTextError
        Title or office looks as if it told of a person, and no two people let it pass.
    KnownError
        ``mission.unknown``, or one of the store's: the file exists, the folder cannot be written.
    """
    from mrm_desktop.project.guarded_write import passes_of_project
    from mrm_desktop.services.evidence.confirm_mission import known_acronyms, shipped_missions
    from mrm_desktop.store.file.project_file import create_project_file
    from mrm_desktop.store.file.soundness import require_short_name
    from mrm_desktop.vault.key_file import waiting_path
    from mrm_desktop.vault.keys import Vault, give_its_name
    from mrm_desktop.vault.slots import Cost

    missions = shipped_missions()
    if mission not in {m.acronym for m in missions} and not fictional:
        raise KnownError("mission.unknown", acronym=mission, known=list(known_acronyms(missions)))
    require_short_name(path)
    if path.exists():
        raise KnownError("file.exists", file=path.name)
    info = ProjectInfo(new_id(), title, mission, now(), office=office, assessment_level=level, fictional=fictional)
    kept = passes_of_project(info, passes)
    # Everybody knows what opens an invented country: a guess at it need not cost anything.
    vault = Vault(Cost(time=1)) if fictional else Vault()
    key, recovery_code = vault.create(path, passphrase, (title, mission, office), waits=True)
    try:
        project = create_project_file(path, key, info, () if fictional else missions, kept)
        give_its_name(path)
    except BaseException:
        if not path.exists():
            waiting_path(path).unlink(missing_ok=True)
        raise
    return project, recovery_code


def open_project(path: Path, passphrase: str, signing: str | None = None) -> ProjectFile:
    """Open a project file with its passphrase or its recovery code.

    Parameters
    ----------
    signing : str | None
        Passphrase of the person whose signing key this copy has; None to record without a signature.
    """
    from mrm_desktop.keeping.drill import count_trials
    from mrm_desktop.keeping.settling import settle
    from mrm_desktop.store.file.project_file import SqlCipherFiles, open_project_file
    from mrm_desktop.vault.keys import Vault
    from mrm_desktop.vault.signing_seat import seat_of

    if not path.is_file():
        raise CannotOpenError("file.no_project", file=path.name)
    SqlCipherFiles().inspect(path)
    settle(path)
    key = Vault().unlock(path, passphrase)
    if signing is not None:
        Vault().sign_with(key, path, signing)
    project = open_project_file(path, key)
    be_witnessed(project, key.raw())
    count_trials(project, key.raw(), today())
    project.signing_seat = seat_of(key, path)
    return project


def own_public_key(path: Path | None) -> str:
    """Return the public half of the signing key that this copy of a project has; "" where it has none."""
    from mrm_desktop.vault.keys import keys_of

    file = found(path)
    signer = keys_of(file).signer if file.is_file() else None
    return signer.public.hex() if signer is not None else ""


def be_witnessed(project: ProjectFile, key: str) -> None:
    """Let this computer remember how far the log of a project has come, and notice when it has come less far."""
    from mrm_desktop.vault.seen_heads import SeenHeads

    heads = SeenHeads()
    project.be_witnessed(heads.seen(key), partial(heads.note, key))


def open_with_passphrase(path: Path, signs: bool = False) -> ProjectFile:
    """Open a project file after asking for its passphrase and, where something will be signed, for that of the person who signs."""
    return open_project(path, ask_passphrase(), signing_passphrase(path) if signs else None)


def signing_passphrase(path: Path) -> str | None:
    """Return the passphrase of the person whose signing key this copy has, given or asked for; None to record without a signature."""
    from mrm_desktop.vault.keys import own_signer_of

    signer = own_signer_of(path) if path.is_file() else None
    if signer is None:
        return None
    given = given_secret(SIGNING_PASSPHRASE_VARIABLE)
    if given is not None or sys.stdin is None or not sys.stdin.isatty():
        return given
    import typer

    from mrm_desktop.cli.terminal import words

    asked = words().say("signing.ask", role=signer.role)
    answer: str = typer.prompt(asked, hide_input=True, default="", show_default=False)
    return answer or None


def office_address(path: Path) -> str | None:
    """Return the address of an office's database where one was given in place of a file, else None."""
    text = str(path)
    if not text.startswith(OFFICE_SCHEME):
        return None
    # A path keeps only one of the two slashes.
    return text if text.startswith(OFFICE_SCHEME + "//") else text.replace(OFFICE_SCHEME + "/", OFFICE_SCHEME + "//", 1)


@contextmanager
def opened(
    path: Path | None, key_of: Path | None = None, policy: Path | None = None, day: date | None = None, signs: bool = False
) -> Iterator[OpenProject]:
    """Open the project the user means, a file or an office's database, and close it whatever happens.

    Parameters
    ----------
    key_of : Path | None
        A project file whose key an office's database shares: for bundles, and to sign decisions.
    policy : Path | None
        The organisation's policy; None for the shipped one.
    day : date | None
        The day that stands for today; None for today itself.
    signs : bool
        Whether what follows is signed where somebody here has a signing key: then that person's passphrase is asked for.
    """
    from mrm_desktop.scoring import load_policy

    # Before the project is opened: who mistyped the policy's name should not have to type the passphrase again.
    used = load_policy(policy) if policy is not None else None
    path = found(path)
    address = office_address(path)
    if address is not None:
        from mrm_desktop.store.office.project import open_office_project
        from mrm_desktop.vault.keys import Vault

        key = Vault().unlock(key_of, ask_passphrase()) if key_of is not None else None
        own = signing_passphrase(key_of) if key_of is not None and signs else None
        if key is not None and key_of is not None and own is not None:
            Vault().sign_with(key, key_of, own)
        store: Project = open_office_project(address, key)
    else:
        store = file = open_with_passphrase(path, signs)
        if file.missing is not None:
            from mrm_desktop.cli.terminal import explain

            explain(KnownError("log.older", seen=file.missing.events, head=head_in_groups(file.missing.head)))
        if file.only_reads:
            from mrm_desktop.cli.terminal import explain

            explain(KnownError("store.only_reads", file=file.name))
    project = OpenProject(store, used, day)
    try:
        yield project
    finally:
        project.close()
        _say_failed_backup(store)


def _say_failed_backup(store: Project) -> None:
    """Say that no backup was made, and why: what was recorded is saved all the same."""
    failure = getattr(store, "backup_failure", None)
    if failure is not None:
        from mrm_desktop.cli.terminal import explain, words

        sys.stderr.write(words().say("backup.was_not_made") + "\n")
        explain(failure)


def found(path: Path | None) -> Path:
    """Return the given project file, its ending left out or not, or the only one in the working folder."""
    if path is not None:
        whole = path.with_name(path.name + ENDING) if path.name else path
        return whole if whole.is_file() and not path.exists() else path
    here = sorted(p for p in Path.cwd().iterdir() if p.suffix == ENDING and p.is_file())
    if len(here) != 1:
        raise KnownError("file.which_project", count=len(here))
    return here[0]


def ask_passphrase(confirm: bool = False, asking: str = "start.passphrase") -> str:
    """Return the passphrase from the environment, else ask for it without showing it."""
    given = given_secret(PASSPHRASE_VARIABLE)
    if given is not None:
        return given
    if sys.stdin is None or not sys.stdin.isatty():
        raise CannotOpenError("vault.passphrase_needed", variable=PASSPHRASE_VARIABLE)
    import typer

    from mrm_desktop.cli.terminal import words

    answer: str = typer.prompt(words().say(asking), hide_input=True, confirmation_prompt=confirm)
    return answer
