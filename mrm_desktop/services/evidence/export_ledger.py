"""Write the ledger of an import into a file."""

from __future__ import annotations

from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.ports import UnitsOfWork
from mrm_desktop.reports.papers.ledger import FORMATS, ledger_file


def export_ledger(project: UnitsOfWork, dataset_id: str, path: Path, words: Words) -> Path:
    """Write the ledger of the dataset whose identifier begins with ``dataset_id``; the ending says as what.

    Raises
    ------
    KnownError
        ``import.no_such_dataset``, ``ledger.ending``, ``file.cannot_write``.
    """
    ending = path.suffix.lower().lstrip(".")
    ending = "csv" if ending == "zip" else ending
    if ending not in FORMATS:
        raise KnownError("ledger.ending", file=path.name, allowed=["xlsx", "zip"])
    with project.read() as repository:
        found = [d for d in repository.datasets() if dataset_id and d.id.startswith(dataset_id)]
    if len(found) != 1:
        raise KnownError("import.no_such_dataset", id=dataset_id)
    try:
        write_whole(path, ledger_file(found[0], words, ending))
    except OSError as error:
        raise KnownError("file.cannot_write", file=path.name) from error
    return path
