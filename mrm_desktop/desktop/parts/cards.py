"""The card of an area as a page shows it, with what it rests on: so that a page knows whether a write was about it."""

from __future__ import annotations

from dataclasses import dataclass

from mrm_desktop.domain.views import AreaCard
from mrm_desktop.project.changes import Changed
from mrm_desktop.project.kinds import ON_CARDS
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card with the areas whose records bear on it: its own, those around and inside it, and those next door."""

    card: AreaCard
    areas: frozenset[str]

    def is_concerned(self, changed: Changed) -> bool:
        """Tell whether a write may have made another card of it."""
        if not changed.touches(*ON_CARDS):
            return False
        return changed.bears_on(self.areas)


def ask_card(project: OpenProject, area_code: str, question: Question) -> ShownCard:
    """Return everything about one area, provided that those who would be exposed agree.

    Raises
    ------
    KnownError
        ``area.unknown`` where the project has no such area.
    """
    card = project.card(area_code, question)
    ground = project.knowledge.ground
    return ShownCard(card, ground.around(card.area.code) | ground.next_to(frozenset({card.area.code})))
