"""Alembic's entry: migrates over the connection it is handed; it never opens a file of its own."""

from __future__ import annotations

from typing import Any

from alembic import context

from mrm_desktop.store.rows.models import Base


def include(_item: Any, name: str | None, kind: str, _reflected: bool, _compared: Any) -> bool:
    """Leave out what is not a table of ours: the spatial index and PostGIS's own table."""
    return not (kind == "table" and name is not None and (name.startswith("rt_") or name == "spatial_ref_sys"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=include,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
