"""Taking content out for good, by two roles: out of the file, its backups and every bundle to come; that it was done stays on record."""

from __future__ import annotations

from datetime import date, datetime

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.purges import Purge, oldest_kept, require_two_roles
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.evidence.import_data import undo_import
from mrm_desktop.store.file.project_file import ProjectFile


def purge_import(project: OpenProject, dataset_id: str, purge: Purge, now: datetime) -> int:
    """Take an import out as a whole, undone before or not; return how many rows.

    Decisions that were taken on it keep what they were shown: they are records of their own, with a time of their own.

    Raises
    ------
    KnownError
        ``purge.two_roles``, ``purge.no_reason``, ``purge.shared``, ``import.no_such_dataset``.
    """
    require_two_roles(purge)
    store = _file_of(project)
    with project.read() as repository:
        known = {dataset.id: dataset for dataset in repository.datasets()}
    if dataset_id not in known:
        raise KnownError("import.no_such_dataset", id=dataset_id)
    if not known[dataset_id].undone:
        undo_import(project, dataset_id, now)
    taken = store.purge_dataset(dataset_id, purge)
    project.take_note()
    return taken


def purge_what_is_over(project: OpenProject, today: date, purge: Purge) -> int:
    """Take out what is kept for two years and was heard before that; return how many rows.

    Raises
    ------
    KnownError
        ``purge.two_roles``, ``purge.shared``.
    """
    require_two_roles(purge)
    taken = _file_of(project).purge_older(oldest_kept(today), purge)
    project.take_note()
    return taken


def count_what_is_over(project: OpenProject, today: date) -> int:
    """Return how many rows are kept longer than two years."""
    store = project.store
    return store.count_older(oldest_kept(today)) if isinstance(store, ProjectFile) else 0


def _file_of(project: OpenProject) -> ProjectFile:
    if not isinstance(project.store, ProjectFile):
        raise KnownError("purge.shared")
    return project.store
