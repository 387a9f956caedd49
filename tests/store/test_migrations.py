"""The history of migrations leads to exactly the tables that the models declare."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from mrm_desktop.store.migrate import newest_version, revisions
from mrm_desktop.store.models import Base
from mrm_desktop.store.triggers import append_only_tables


def include(_item, name, kind, _reflected, _compared):
    return not (kind == "table" and name.startswith("rt_"))


def test_models_are_what_the_migrations_make(project):
    with project._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": include, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_append_only_table_has_its_triggers(project):
    with project._engine.connect() as connection:
        found = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars())
    for table in append_only_tables():
        assert {f"no_update_{table}", f"no_delete_{table}"} <= found


def test_versions_count_up():
    assert [int(r) for r in revisions()] == list(range(1, newest_version() + 1))
