"""What is done to a project while the battery dies: each verb, the project it begins with, and what may be found afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mrm_desktop.cli.opening import create_project, open_project
from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import CannotOpenError
from mrm_desktop.domain.purges import Purge
from mrm_desktop.formats.documents.facts import Facts
from mrm_desktop.formats.files.read_options import ReadOptions
from mrm_desktop.formats.files.table import table_of_rows
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.keeping.purge import purge_import
from mrm_desktop.keeping.rekey import rekey
from mrm_desktop.keeping.restore import restore
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.services.evidence.add_facts import add_facts
from mrm_desktop.services.evidence.import_data import import_data
from mrm_desktop.services.trips.debrief import read_debrief, take_debrief
from mrm_desktop.store.file.backup import backup_folder, backups
from mrm_desktop.store.file.project_file import ProjectFile, open_project_file
from mrm_desktop.vault.keys import Vault, keys_of
from tests.crash.test_killed_migration import older_project
from tests.crash.writer import KEY, next_decision
from tests.store import records

PASSPHRASE, NEW_PASSPHRASE = "an orchard behind seven walls", "a lantern under nine bridges"
NAME = "north.mrm"
MARK = "zqxwvkj"
"""Stands in what is brought in; whoever reads it in a file beside the project reads what may not be readable there."""
PURGE = Purge("a column held what may not be kept", "Information officer", "Head of office")
SOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
DEBRIEF = f"""format = "mrm-debrief/1"
returned_on = 2026-03-06
outcome = "done"
source = "{MARK}"
grade = "B2"
[[observation]]
area_code = "XT01"
stratum = "women"
rating = -1
heard = 12
on = 2026-03-05
[[incident]]
area_code = "XT01"
type = "checkpoint"
on = 2026-03-05
[[event]]
area_code = "XT01"
kind = "riot"
happened_on = 2026-03-05
"""
NOTHING = "no project"


@dataclass(frozen=True)
class Verb:
    """One thing that is done to a project.

    Attributes
    ----------
    run : Callable[[Path], None]
        Does it; given the project's path.
    prepare : Callable[[Path], None]
        Makes the project on which it is done.
    look : Callable[[Path], str]
        Opens the project as its user would the next morning, and says what is in it.
    """

    run: Callable[[Path], None]
    prepare: Callable[[Path], None]
    look: Callable[[Path], str]


def prepare(path: Path) -> None:
    """Make a project with areas, two decisions and an import that must go, in three sessions, each with its backup."""
    create_project(path, PASSPHRASE, "North", "UNMISS")[0].close()
    one, gone = records.dataset(), records.dataset(DatasetKind.PLACES, "gone.csv")
    with _opened(path) as project, project.write() as repository:
        repository.add_dataset(one)
        repository.add_areas([records.area("XT01", 0), records.area("XT02", 1)], one.id)
    with _opened(path) as project, project.write() as repository:
        repository.add_dataset(gone)
        repository.add_places([replace(records.place(gone.id), name=f"{MARK} {n}", id=new_id()) for n in range(20)])
    with _opened(path) as project, project.write() as repository:
        for _ in range(2):
            repository.append_decision(next_decision(repository.last_decision()))


def look(path: Path, secrets: tuple[str, ...] = (PASSPHRASE, NEW_PASSPHRASE)) -> str:
    """Open a project by the first secret that does, and say what is in it; every page was read, and the log and the chain must fit."""
    for secret in secrets:
        try:
            project = open_project(path, secret)
        except CannotOpenError as error:
            if error.code == "file.no_project":
                return NOTHING
            if error.code != "vault.wrong_passphrase" or secret == secrets[-1]:
                raise
        else:
            with closing(project):
                return f"by secret {secrets.index(secret) + 1}: {_told(project)}"
    raise AssertionError("no secret is left")


def _told(project: ProjectFile) -> str:
    project.check()
    breaks = project.check_log().breaks
    assert breaks == (), breaks
    with project.read() as repository:
        assert verify(repository.decisions(), repository.decision_heads()) == ()
        names = (
            "areas",
            "places",
            "evidence",
            "incidents",
            "reset_events",
            "circumstances",
            "missions",
            "datasets",
            "decision_heads",
        )
        counts = [f"{name} {len(getattr(repository, name)())}" for name in names]
    return ", ".join([*counts, f"purges {len(project.purges())}"])


@contextmanager
def _opened(path: Path) -> Iterator[ProjectFile]:
    with closing(open_project(path, PASSPHRASE)) as project:
        yield project


def _new(path: Path) -> None:
    create_project(path, PASSPHRASE, "North", "UNMISS")[0].close()


def _look_for_new(path: Path) -> str:
    """What was begun must not stand in the way of the next attempt."""
    found = look(path)
    if found == NOTHING:
        _new(path)
        again = look(path)
        shutil.rmtree(backup_folder(path), ignore_errors=True)
        return again
    return found


def _decide(path: Path) -> None:
    with _opened(path) as project, project.write() as repository:
        repository.append_decision(next_decision(repository.last_decision()))


def _import(path: Path) -> None:
    rows = [(f"{MARK}-{n}", "2026-03-05", "checkpoint", "XT01", "area") for n in range(200)]
    table = table_of_rows("seen.csv", ("incident_id", "date", "type", "area_code", "precision"), rows)
    with _opened(path) as project:
        import_data(OpenProject(project), table, DatasetKind.INCIDENTS, ReadOptions(source=MARK, today=SOON.date()), SOON)


def _facts(path: Path) -> None:
    with _opened(path) as project:
        stated = Facts(circumstances=(records.circumstances("XT01"),), reset_events=(records.reset_event("XT02"),))
        add_facts(OpenProject(project), stated)


def _debrief(path: Path) -> None:
    told = path.parent / "given" / "debrief.toml"
    with _opened(path) as project:
        take_debrief(OpenProject(project), read_debrief(told), SOON)


def _prepare_debrief(path: Path) -> None:
    prepare(path)
    (path.parent / "given").mkdir()
    (path.parent / "given" / "debrief.toml").write_text(DEBRIEF, encoding="utf-8")


def _purge(path: Path) -> None:
    with _opened(path) as project:
        opened = OpenProject(project)
        gone = next(d for d in opened.knowledge.datasets if d.file_name == "gone.csv")
        purge_import(opened, gone.id, PURGE)


_MADE_BEFORE = tuple(f"-{number:04}.mrm" for number in range(1, 4))
"""Numbers of the backups that :func:`prepare` leaves."""


def _look_for_purge(path: Path) -> str:
    """Where it was taken out, no backup that was made before may be left."""
    before = {backup.name for backup in backups(path)}
    found = look(path)
    still = before & {backup.name for backup in backups(path)} if "purges 1" in found else set()
    return f"{found}, still {sorted(name for name in still if name.endswith(_MADE_BEFORE))}"


def _restore(path: Path) -> None:
    restore(path, backups(path)[-1], PASSPHRASE)


def _look_for_rekey(path: Path) -> str:
    """Which secret opens it, and how many backups open with it as well: none is lost, and none stays that the other one opens."""
    found = look(path)
    secret = (PASSPHRASE, NEW_PASSPHRASE)["by secret 2" in found]
    opening = 0
    for backup in backups(path):
        with suppress(CannotOpenError):
            Vault().open_slots(keys_of(path, backup), secret, path).forget()
            opening += 1
    return f"{found}, backups {len(backups(path))}, {opening} of them open"


def _rekey(path: Path, keep_backups: bool) -> None:
    rekey(path, PASSPHRASE, NEW_PASSPHRASE, keep_backups=keep_backups)


def _migrate(path: Path) -> None:
    open_project_file(path, KEY).close()


def _look_at_migrated(path: Path) -> str:
    with closing(open_project_file(path, KEY)) as project:
        return _told(project)


VERBS = {
    "new": Verb(_new, lambda path: None, _look_for_new),
    "decide": Verb(_decide, prepare, look),
    "import": Verb(_import, prepare, look),
    "facts": Verb(_facts, prepare, look),
    "debrief": Verb(_debrief, _prepare_debrief, look),
    "restore": Verb(_restore, prepare, look),
    "rekey": Verb(partial(_rekey, keep_backups=True), prepare, _look_for_rekey),
    "rekey and destroy": Verb(partial(_rekey, keep_backups=False), prepare, _look_for_rekey),
    "purge": Verb(_purge, prepare, _look_for_purge),
    "migration": Verb(_migrate, partial(older_project, version=12), _look_at_migrated),
}
PREPARATIONS = tuple(dict.fromkeys(verb.prepare for verb in VERBS.values()))
"""What verbs begin with; several begin with the same."""
