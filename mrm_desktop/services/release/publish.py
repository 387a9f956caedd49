"""Draw the map and print the note of an area, for readers inside the organisation.

What comes out of a project goes by the one way out, which searches and logs it; an analyst's own copies do not.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.web_page import write_web_page
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.foundation.progress import Progress
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.note import write_area_note
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.services.release.release_file import release_file
from mrm_desktop.services.release.subject import outline_of_country, subject_of


def draw_map(view: ProjectView, words: Words, path: Path) -> Path:
    """Write the map of ``view`` as one page that needs no network and no other file."""
    return write_web_page(build_map_document(view, words), path, base_map=not view.info.fictional)


def print_note(project: OpenProject, area_code: str, question: Question, words: Words, path: Path) -> Path:
    """Write the one-page note of an area."""
    card = project.card(area_code, question)
    around = build_map_document(project.view_around(card.area.code, question), words)
    return write_area_note(card, around, words, path, outline_of_country(project.knowledge))


def release_map(
    project: OpenProject,
    question: Question,
    words: Words,
    path: Path,
    now: datetime,
    progress: Progress | None = None,
    may_replace: bool = False,
) -> Path:
    """Write the map for readers inside the organisation, with a manifest, and log it; ``may_replace`` as in :func:`release_file`."""
    order = Order("map", "html", Reader.INTERNAL)
    subject = subject_of(project, order.report, order.reader, question, progress=progress)
    return release_file(project, subject, order, words, path, now, may_replace)[0]


def release_note(
    project: OpenProject, area_code: str, question: Question, words: Words, path: Path, now: datetime, may_replace: bool = False
) -> Path:
    """Write the one-page note of an area, with a manifest, and log it; ``may_replace`` as in :func:`release_file`."""
    order = Order("note", "pdf", Reader.INTERNAL)
    subject = subject_of(project, order.report, order.reader, question, area=area_code)
    return release_file(project, subject, order, words, path, now, may_replace)[0]


def release_call_sheet(
    project: OpenProject, question: Question, words: Words, path: Path, now: datetime, may_replace: bool = False
) -> Path:
    """Write what to find out, ranked, with a manifest, and log it; ``may_replace`` as in :func:`release_file`."""
    order = Order("call_sheet", "pdf", Reader.INTERNAL)
    subject = subject_of(project, order.report, order.reader, question)
    return release_file(project, subject, order, words, path, now, may_replace)[0]
