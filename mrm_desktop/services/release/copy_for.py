"""A report as one reader would get it, made to be looked at: nothing is written, nothing is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.reports.catalogue import report_named
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.page_pictures import count_pages
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.reports.report import PDF
from mrm_desktop.services.release.release_file import prepare
from mrm_desktop.services.release.subject import subject_of


@dataclass(frozen=True, slots=True)
class Copy:
    """A report as a reader would get it.

    Attributes
    ----------
    pdf : bytes
        Its pages; empty where there are none for this reader.
    pages : int
        How many.
    refusal : KnownError | None
        Why there are none.
    """

    reader: Reader
    pdf: bytes = b""
    pages: int = 0
    refusal: KnownError | None = None


def has_pages(report: str) -> bool:
    """Tell whether a report can be looked at page by page; data cannot."""
    return PDF in report_named(report).forms


def copy_for(
    project: OpenProject,
    report: str,
    reader: Reader,
    question: Question,
    words: Words,
    *,
    area: str = "",
    plan: TripPlan | None = None,
    since: date | None = None,
) -> Copy:
    """Make the pages of a report for a reader, held against everything that went out before, as a release would.

    Parameters
    ----------
    since : date | None
        The day with which a summary compares today; None for a week ago.
    """
    with project.read() as repository:
        log = tuple(repository.releases())
    try:
        report_named(report).check_reader(reader)
        subject = subject_of(project, report, reader, question, area=area, plan=plan, since=since)
        made = prepare(subject, Order(report, PDF.name, reader), words, Path(), log)  # pages need no folder
    except KnownError as refusal:
        return Copy(reader, refusal=refusal)
    return Copy(reader, made.content.data, count_pages(made.content.data))
