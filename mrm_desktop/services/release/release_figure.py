"""Let a table or chart of the window out, as a file or through the clipboard: it is logged like any release before anything leaves."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.releases import Release
from mrm_desktop.foundation.clock import new_id
from mrm_desktop.foundation.paths import write_whole
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.reports.papers.tables import inert
from mrm_desktop.reports.release.ladder import Reader

PERCEPTIONS = "perceptions"
FORMS = ("csv", "png", "svg")


def release_figure(
    project: OpenProject, kind: str, content: bytes, on: date, now: datetime, path: Path | None, form: str = "clipboard"
) -> Release:
    """Log a figure for readers inside the organisation, and write it where it is a file.

    Parameters
    ----------
    kind : str
        What is shown, such as :data:`PERCEPTIONS`.
    content : bytes
        What leaves; the log keeps its checksum.
    path : Path | None
        Where to write it, ending in one of :data:`FORMS`; None for the clipboard.

    Raises
    ------
    KnownError
        ``figure.ending``, ``file.cannot_write``.
    """
    if path is not None:
        form = path.suffix.lower().lstrip(".")
        if form not in FORMS:
            raise KnownError("figure.ending", file=path.name, allowed=list(FORMS))
    record = Release(
        id=new_id(),
        released_at=now,
        kind=kind,
        form=form,
        file_name=path.name if path is not None else "",
        sha256=hashlib.sha256(content).hexdigest(),
        code="",
        reader=Reader.INTERNAL.value,
        recipient="",
        purpose="",
        destroy_by=None,
        as_known_on=on,
    )
    with project.write() as repository:
        repository.add_release(record)
    if path is not None:
        try:
            write_whole(path, content)
        except OSError as error:
            raise KnownError("file.cannot_write", file=path.name) from error
    return record


def figure_label(title: str, on: date, words: Words) -> str:
    """Return what stands on every figure: for whom it is, and as known on which day."""
    return words.say("review.internal", title=title, day=on)


def table_as_csv(rows: Sequence[Sequence[str]], label: str) -> bytes:
    """Return a table as CSV that no spreadsheet takes for a formula, with its label below."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    writer.writerow([])
    writer.writerow([inert(label)])
    return text.getvalue().encode("utf-8-sig")


def table_as_text(rows: Sequence[Sequence[str]], label: str) -> str:
    """Return a table as a spreadsheet takes it from the clipboard: columns parted by tabs, and no formula among them."""
    lines = ["\t".join(str(inert(cell)).replace("\t", " ").replace("\n", " ") for cell in row) for row in rows]
    return "\n".join([*lines, "", label])
