"""The steps of the schema's history, by the names of their files; a project file and a shared database go through the same ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent


def revisions() -> list[str]:
    """Names of all migrations, oldest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in reversed(list(ScriptDirectory.from_config(config()).walk_revisions()))]


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; there is no ini file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


def newest_version() -> int:
    """Version of the newest migration, by the names of the files: most openings need nothing else of the history."""
    return max(int(path.stem[1:5]) for path in (FOLDER / "versions").glob("v*.py"))
