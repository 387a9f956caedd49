"""The log of what left the office: kept whole, in order, never changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from mrm_desktop.foundation.clock import new_id
from mrm_desktop.store.file.project_file import ProjectFile
from tests.store import records

ONE = records.release()


def test_releases_come_back_in_order_and_whole(project: ProjectFile) -> None:
    other = replace(ONE, id=new_id(), destroy_by=None, published={})
    with project.write() as repository:
        repository.add_release(ONE)
        repository.add_release(other)
    with project.read() as repository:
        assert repository.releases() == (ONE, other)


def test_a_release_is_never_changed_nor_forgotten(project: ProjectFile) -> None:
    with project.write() as repository:
        repository.add_release(ONE)
    for statement in ("UPDATE released_file SET code = ''", "DELETE FROM released_file"):
        with pytest.raises(IntegrityError), project._engine.begin() as connection:
            connection.execute(text(statement))
