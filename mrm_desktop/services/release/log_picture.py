"""Log a picture of the map that left the window for a clipboard or a printer: it is a release like any file."""

from __future__ import annotations

import hashlib
from datetime import datetime

from mrm_desktop.domain.releases import Release
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.reports.release.ladder import Reader

CLIPBOARD, PRINTER = "clipboard", "printer"


def log_picture(project: OpenProject, question: Question, way: str, content: bytes, now: datetime) -> Release:
    """Write down that the map of a question was copied or printed, for readers inside the organisation.

    Parameters
    ----------
    way : str
        :data:`CLIPBOARD` or :data:`PRINTER`.
    content : bytes
        The pixels that left, of which the log keeps the checksum alone.
    """
    record = Release(
        id=new_id(),
        released_at=now,
        kind="map",
        form=way,
        file_name="",
        sha256=hashlib.sha256(content).hexdigest(),
        code="",
        reader=Reader.INTERNAL.value,
        recipient="",
        purpose="",
        destroy_by=None,
        as_known_on=question.on or project.day,
    )
    with project.write() as repository:
        repository.add_release(record)
    return record
