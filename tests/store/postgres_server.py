"""A throw-away PostgreSQL server with PostGIS on a socket of its own, for tests and benchmarks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, text

BIN = Path("/usr/lib/postgresql/15/bin")


def is_installed() -> bool:
    """Whether this machine has a PostgreSQL with PostGIS to start."""
    return (BIN / "initdb").exists() and any(Path("/usr/share/postgresql/15/extension").glob("postgis.control"))


@contextmanager
def throwaway_server() -> Iterator[Path]:
    """Start a server and give the folder of its socket; it has one empty database with PostGIS, ``template_mrm``."""
    folder = Path("/tmp") / f"mrm-pg-{os.getpid()}"  # a socket's path may have no more than about 100 characters
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


def raw(address: str, **options: Any) -> Engine:
    """An engine without the program's rules, which keeps no connection."""
    return create_engine(address, poolclass=NullPool, **options)


def url(folder: Path, database: str) -> str:
    """Address of a database of the server."""
    return f"postgresql+psycopg://postgres@/{database}?host={folder}"
