"""What a report is about: the project with as much of it assessed as the report needs, and what its reader may know of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mrm_desktop.domain.datasets import DatasetKind
from mrm_desktop.domain.errors import KnownError
from mrm_desktop.domain.incidents import Incident
from mrm_desktop.domain.trip_plans import TripPlan
from mrm_desktop.domain.views import AreaCard, ProjectView
from mrm_desktop.foundation.words import Words
from mrm_desktop.project.knowledge import Knowledge
from mrm_desktop.reports.release.freezing import Published
from mrm_desktop.reports.release.ladder import Reader, ReleasedView
from mrm_desktop.reports.release.released_view import publish_figures, release_view
from mrm_desktop.reports.report import Source

CREDITED = ("acled", "ucdp")
"""Providers of incident data whose licences ask for a credit, as the data name them."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The project, and of it a view, a card or a trip, as the report needs."""

    knowledge: Knowledge
    on: date
    view: ProjectView | None = None
    card: AreaCard | None = None
    plan: TripPlan | None = None
    incidents: tuple[Incident, ...] = ()

    @property
    def required_view(self) -> ProjectView:
        """The assessed project. Refuses with ``map.no_areas`` where there is none."""
        if self.view is None:
            raise KnownError("map.no_areas")
        return self.view

    def source(
        self, words: Words, scratch_folder: Path, released: ReleasedView | None = None, published: Published | None = None
    ) -> Source:
        """Return what a report is made from, in the words of its reader."""
        return Source(
            info=self.knowledge.info,
            on=self.on,
            scratch_folder=scratch_folder,
            decisions=self.knowledge.decisions,
            citations=citations_of(self, words),
            released=released,
            view=self.view,
            card=self.card,
            plan=self.plan,
            published=published,
        )


def release(subject: Subject, reader: Reader, published: Published | None = None) -> ReleasedView:
    """Build what a reader may know of an assessed project and its evidence.

    Raises
    ------
    KnownError
        ``map.no_areas`` where the subject has no view.
    """
    knowledge = subject.knowledge.as_of(subject.on)
    return release_view(subject.required_view, reader, knowledge.evidence, knowledge.actor_reports, published)


def figures_of(subject: Subject) -> Published:
    """Fix the figures of the month, before the first file of it goes out."""
    return publish_figures(subject.required_view, subject.knowledge.as_of(subject.on).evidence)


def citations_of(subject: Subject, words: Words) -> tuple[str, ...]:
    """Return the credits that the providers of incident data require, where their data are in the project."""
    sources = {i.source for i in subject.incidents}
    days = sorted(d.imported_at.date() for d in subject.knowledge.datasets if d.kind is DatasetKind.INCIDENTS)
    return tuple(
        words.say(f"cite.{name}", day=days[-1] if days else subject.on)
        for name in CREDITED
        if any(name in source.lower() for source in sources)
    )
