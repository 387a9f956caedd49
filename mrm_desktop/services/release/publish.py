"""Draw the map and print the note of an area, for readers inside the organisation.

What comes out of a project goes by the one way out, which searches and logs it; an analyst's own copies do not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.web_page import write_web_page
from mrm_desktop.domain.views import ProjectView
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.assess_project import area_card, assess_project
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.project.ports import Project
from mrm_desktop.project.question import Question
from mrm_desktop.reports.order import Order
from mrm_desktop.reports.papers.note import write_area_note
from mrm_desktop.reports.release.ladder import Reader
from mrm_desktop.scoring import Policy
from mrm_desktop.services.release.release_file import release_file
from mrm_desktop.services.release.subject import Subject


def draw_map(view: ProjectView, words: Words, path: Path) -> Path:
    """Write the map of ``view`` as one page that needs no network and no other file."""
    return write_web_page(build_map_document(view, words), path)


def print_note(knowledge: Knowledge, code: str, question: Question, policy: Policy, words: Words, path: Path) -> Path:
    """Write the one-page note of an area."""
    card = area_card(knowledge, code, question, policy)
    return write_area_note(card, build_map_document(assess_project(knowledge, question, policy), words), words, path)


def release_map(project: Project, knowledge: Knowledge, view: ProjectView, words: Words, path: Path, now: datetime) -> Path:
    """Write the map for readers inside the organisation, with a manifest, and log it."""
    return _release(project, Subject(knowledge, view.on, view=view), Order("map", "html", Reader.INTERNAL), words, path, now)


def release_note(
    project: Project, knowledge: Knowledge, code: str, question: Question, policy: Policy, words: Words, path: Path, now: datetime
) -> Path:
    """Write the one-page note of an area, with a manifest, and log it."""
    card, view = area_card(knowledge, code, question, policy), assess_project(knowledge, question, policy)
    subject = Subject(knowledge, view.on, view=view, card=card)
    return _release(project, subject, Order("note", "pdf", Reader.INTERNAL), words, path, now)


def _release(project: Project, subject: Subject, order: Order, words: Words, path: Path, now: datetime) -> Path:
    with project.read() as repository:
        incidents = tuple(repository.incidents())
    return release_file(project, replace(subject, incidents=incidents), order, words, path, now)[0]
