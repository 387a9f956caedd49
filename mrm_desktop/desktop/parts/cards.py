"""The card of an area as a page shows it, with what it rests on: so that a page knows whether a write was about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.views import AreaCard
from mrm_desktop.domain.vocabulary import MissionStatus
from mrm_desktop.foundation.clock import today
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.changes import Changed
from mrm_desktop.project.kinds import ON_CARDS, Kind
from mrm_desktop.project.open_project import OpenProject
from mrm_desktop.project.question import Question

INCIDENT_DAYS = 90


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card with the areas whose records bear on it: its own, those around and inside it, and those next door.

    Attributes
    ----------
    incidents : tuple[Incident, ...]
        Those of the last days in the area or in a part of it.
    begun_on : date | None
        When a decision was begun on the area that is not recorded yet; None where none was.
    """

    card: AreaCard
    areas: frozenset[str]
    incidents: tuple[Incident, ...] = ()
    begun_on: date | None = None

    def is_concerned(self, changed: Changed) -> bool:
        """Tell whether a write may have made another card of it."""
        if changed.touches(Kind.INCIDENTS):
            return True
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
    from mrm_desktop.services.drafts.kept_drafts import begun

    card = project.card(area_code, question)
    draft = begun(project, "decision", card.area.code, today())
    ground = project.knowledge.ground
    inside = ground.below_and_self(card.area.code)
    return ShownCard(
        card,
        ground.around(card.area.code) | ground.next_to(frozenset({card.area.code})),
        _lately(project.incidents(), inside, card.assessment.assessed_on),
        project.moment(draft.kept_at).date() if draft is not None else None,
    )


def _lately(incidents: Iterable[Incident], inside: frozenset[str], day: date) -> tuple[Incident, ...]:
    """Return the incidents in some areas that happened, or may have happened, in the days before a day."""
    first = day - timedelta(days=INCIDENT_DAYS)
    return tuple(i for i in incidents if i.area_code in inside and i.valid_to >= first and i.happened_on <= day)


def which_mission(card: AreaCard, words: Words) -> str:
    """Say which mission is meant where it is not at work: an area may lie where another one was than the project's. "" where it is."""
    record = card.mission
    if record is None or card.mission_status is MissionStatus.ACTIVE:
        return ""
    said = {"mission": record.acronym, "status": words.term("mission_status", card.mission_status)}
    ended, day = record.closes_on or record.mandate_end, card.assessment.assessed_on
    if ended is not None and ended < day:
        return words.say("window.card.which_mission_until", **said, on=ended)
    return words.say("window.card.which_mission", **said)
