"""A battery that dies while an older project is brought up to this version: the records are there, the next opening finishes the work."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, insert, inspect

from mrm_desktop.services.decisions.check_records import verify
from mrm_desktop.store.file.engine import WRITING, make_engine
from mrm_desktop.store.file.migrate import migrate
from mrm_desktop.store.file.project_file import open_project_file
from mrm_desktop.store.file.soundness import check_sound
from mrm_desktop.store.migrations.history import newest_version, revisions
from mrm_desktop.store.rows.models import ProjectRow
from mrm_desktop.store.rows.record_mappers import info_to_row
from mrm_desktop.store.rows.repository import SqlRepository
from tests.conftest import ROOT
from tests.crash.writer import KEY, next_decision
from tests.store import records

MOMENTS = ("before", "tables", "triggers")


class OlderRepository(SqlRepository):
    """Writes rows into the tables as they were: without the tables and columns that came later."""

    def _insert(self, model: Any, rows: Any) -> None:
        if not inspect(self._connection).has_table(model.__tablename__):
            return
        known = {column["name"] for column in inspect(self._connection).get_columns(model.__tablename__)}
        # A table of its own: that of the model would fill in the defaults of columns that are not there yet.
        columns = [Column(column.name, column.type) for column in model.__table__.columns if column.name in known]
        older = Table(model.__tablename__, MetaData(), *columns)
        self._connection.execute(insert(older), [{name: value for name, value in row.items() if name in known} for row in rows])


def older_project(path: Path, version: int) -> None:
    """Make a project file as the program of ``version`` left it, with data."""
    path.touch()
    engine = make_engine(path, KEY.hex, "WAL")
    migrate(engine, 0, to=version)
    with engine.connect() as connection, connection.execution_options(**{WRITING: True}).begin():
        row = info_to_row(records.info()) | {"one": 1, "written_by": "older"}
        connection.execute(insert(ProjectRow), [row])
        repository = OlderRepository(connection)
        one = records.dataset()
        repository.add_dataset(one)
        repository.add_areas([records.area()], one.id)
        repository.add_places([records.place(one.id)])
        repository.add_evidence([records.evidence(one.id)])
        repository.put_missions([records.mission()])
        for _ in range(2):
            repository.append_decision(next_decision(repository.last_decision()))
    engine.dispose()


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """A project of an older version, made once for all moments of its killing."""

    @cache
    def made(version: int) -> Path:
        path = tmp_path_factory.mktemp(f"v{version}") / "old.mrm"
        older_project(path, version)
        return path

    return made


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("step", revisions()[1:])
def test_every_step_survives_being_killed(older: Any, tmp_path: Path, step: str, moment: str) -> None:
    before = int(revisions()[revisions().index(step) - 1])
    path = Path(shutil.copy(older(before), tmp_path))
    command = [sys.executable, "-m", "tests.crash.migrator", str(path), step, moment]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, b"dying\n"), done.stderr.decode()[-2000:]
    assert check_sound(path, KEY.hex(), thorough=True) == before, "half a step was kept"
    with open_project_file(path, KEY) as project, project.read() as repo:
        assert len(repo.areas()) == len(repo.places()) == len(repo.evidence()) == len(repo.missions()) == 1
        assert verify(repo.decisions(), repo.decision_heads()) == ()
        assert len(repo.decision_heads()) == 2
    assert check_sound(path, KEY.hex(), thorough=True) == newest_version()
