"""A throw-away server for the session, and a database of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from mrm_desktop.store.office.project import OfficeProject, create_office_project
from tests.store import records
from tests.store.postgres_server import is_installed, raw, throwaway_server, url


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """Folder of the server's socket."""
    if not is_installed():
        pytest.skip("PostgreSQL 15 with PostGIS is not installed (postgresql-15-postgis-3)")
    with throwaway_server() as folder:
        yield folder


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
