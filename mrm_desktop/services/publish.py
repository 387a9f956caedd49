"""Draw the map and print the note of an area: assessed views in, files out."""

from __future__ import annotations

from pathlib import Path

from mrm_desktop.cartography.build import build_map_document
from mrm_desktop.cartography.map_document import MapDocument
from mrm_desktop.cartography.web_page import write_web_page
from mrm_desktop.domain.views import AreaCard, ProjectView
from mrm_desktop.foundation.words import Words
from mrm_desktop.reports.area_note import write_area_note
from mrm_desktop.scoring import Policy
from mrm_desktop.services.assess_project import area_card, assess_project
from mrm_desktop.services.build_case import Question
from mrm_desktop.services.knowledge import Knowledge


def draw_map(view: ProjectView, words: Words, path: Path) -> Path:
    """Write the map of ``view`` as one page that needs no network and no other file."""
    return write_web_page(build_map_document(view, words), path)


def print_note(knowledge: Knowledge, code: str, question: Question, policy: Policy, words: Words, path: Path) -> Path:
    """Write the one-page note of an area."""
    card = area_card(knowledge, code, question, policy)
    return print_card(card, build_map_document(assess_project(knowledge, question, policy), words), words, path)


def print_card(card: AreaCard, document: MapDocument, words: Words, path: Path) -> Path:
    """Write the one-page note of a card on a map that is already built."""
    return write_area_note(card, document, words, path)
