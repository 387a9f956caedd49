"""A throw-away PostgreSQL server with PostGIS, and a database of its own for each test."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, NullPool, create_engine, text

from mrm_desktop.store.office import OfficeProject, create_office_project
from tests.store import records

BIN = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A throw-away cluster on a socket of its own."""
    if not (BIN / "initdb").exists() or not list(Path("/usr/share/postgresql/15/extension").glob("postgis.control")):
        pytest.skip("PostgreSQL 15 with PostGIS is not installed (postgresql-15-postgis-3)")
    folder = Path("/tmp") / f"mrm-pg-{os.getpid()}"
    folder.mkdir(mode=0o755)
    as_owner = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]

    def run(*arguments: str) -> None:
        subprocess.run([*as_owner, *arguments], check=True, capture_output=True, timeout=60, cwd="/")

    run(str(BIN / "initdb"), "-D", f"{folder}/data", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections=40"
    run(str(BIN / "pg_ctl"), "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start")
    try:
        with raw(url(folder, "postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("CREATE DATABASE template_mrm"))
        with raw(url(folder, "template_mrm"), isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("CREATE EXTENSION postgis"))
        yield folder
    finally:
        run(str(BIN / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def raw(address: str, **options) -> Engine:
    """An engine without the program's rules, which keeps no connection."""
    return create_engine(address, poolclass=NullPool, **options)


def url(folder: Path, database: str) -> str:
    return f"postgresql+psycopg://postgres@/{database}?host={folder}"


@pytest.fixture
def address(server: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of its own for each test."""
    name = f"t{abs(hash(request.node.name)) % 10**9}"
    engine = raw(url(server, "postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_mrm"))
    yield url(server, name)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def office(address: str) -> Iterator[OfficeProject]:
    with create_office_project(address, records.info(), [records.mission()]) as project:
        yield project
