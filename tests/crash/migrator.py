"""Opens an older project and is killed in the middle of the migration step that is asked for. Run by the crash test."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from mrm_desktop.store.file import migrate
from mrm_desktop.store.file.project_file import open_project_file
from tests.crash.writer import KEY


def main(path: Path, step: str, moment: str) -> None:
    """Die while ``step`` is under way: before its tables are made, after, or once its triggers are back but nothing is committed."""
    upgrade, install = command.upgrade, migrate._install

    def die() -> None:
        os.write(1, b"dying\n")
        os.kill(os.getpid(), signal.SIGKILL)

    def upgraded(config: Config, revision: str, sql: bool = False, tag: str | None = None) -> None:
        if revision == step and moment == "before":
            die()
        upgrade(config, revision, sql, tag)
        if revision == step and moment == "tables":
            die()

    def installed(connection: Connection) -> None:
        install(connection)
        if moment == "triggers" and connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == step:
            die()

    command.upgrade, migrate._install = upgraded, installed
    open_project_file(path, KEY)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
