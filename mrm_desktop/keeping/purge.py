"""Taking content out for good, by two roles: out of the file, its backups and every bundle to come; that it was done stays on record."""

from __future__ import annotations

from datetime import date

from mrm_desktop.domain.datasets import Dataset, DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.purges import Going, Purge, Purged, oldest_kept, require_two_roles
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.services.evidence.area_levels import follow_areas
from mrm_desktop.store.file.project_file import ProjectFile


def what_would_go(project: OpenProject, dataset_id: str) -> Going:
    """Return what :func:`purge_import` would take out.

    Raises
    ------
    KnownError
        ``purge.shared``, ``import.no_such_dataset``.
    """
    store = _file_of(project)
    name = _known(project, dataset_id).file_name
    return Going(name, store.count_dataset(dataset_id), len(store.backups.everything()))


def last_purge(project: OpenProject) -> Purged:
    """Return what was taken out last; ``purge.shared`` for a shared database."""
    return _file_of(project).purges()[-1]


def purge_import(project: OpenProject, dataset_id: str, purge: Purge) -> int:
    """Take an import out as a whole, undone before or not; return how many rows.

    Decisions that were taken on it keep what they were shown: they are records of their own, with a time of their own.

    Raises
    ------
    KnownError
        ``purge.two_roles``, ``purge.no_reason``, ``purge.shared``, ``import.no_such_dataset``.
    """
    require_two_roles(purge)
    store = _file_of(project)
    gone = _known(project, dataset_id)
    taken = store.purge_dataset(dataset_id, purge)
    project.take_note()
    if gone.kind is DatasetKind.AREAS and not gone.undone:
        follow_areas(project)
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


def _known(project: OpenProject, dataset_id: str) -> Dataset:
    with project.read() as repository:
        found = next((dataset for dataset in repository.datasets() if dataset.id == dataset_id), None)
    if found is None:
        raise KnownError("import.no_such_dataset", id=dataset_id)
    return found


def _file_of(project: OpenProject) -> ProjectFile:
    if not isinstance(project.store, ProjectFile):
        raise KnownError("purge.shared")
    return project.store
